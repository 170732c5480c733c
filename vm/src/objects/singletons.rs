//! The classes of `None`, `...` and `NotImplemented`, whose only instances are immediate values.

use crate::builtin_type;
use crate::types::TypeDef;

builtin_type! {
    /// The class of `None`.
    pub static NONE = TypeDef { name: "NoneType", doc: "The type of the None singleton.", ..TypeDef::NEW };
    /// The class of `...`.
    pub static ELLIPSIS = TypeDef { name: "ellipsis", doc: "The type of the Ellipsis singleton.", ..TypeDef::NEW };
    /// The class of `NotImplemented`.
    pub static NOT_IMPLEMENTED = TypeDef { name: "NotImplementedType", doc: "The type of the NotImplemented singleton.", ..TypeDef::NEW };
}
