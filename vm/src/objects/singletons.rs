//! The classes of `None`, `...` and `NotImplemented`, whose only instances are immediate values.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::native::{Kwargs, native};
use crate::objects::type_object::Type;
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class of `None`.
    pub static NONE = TypeDef { name: "NoneType", doc: "The type of the None singleton.", ..TypeDef::NEW };
    /// The class of `...`.
    pub static ELLIPSIS = TypeDef { name: "ellipsis", doc: "The type of the Ellipsis singleton.", ..TypeDef::NEW };
    /// The class of `NotImplemented`.
    pub static NOT_IMPLEMENTED = TypeDef { name: "NotImplementedType", doc: "The type of the NotImplemented singleton.", ..TypeDef::NEW };
}

macro_rules! singletons {
    ($($class:ident $value:ident $text:literal;)*) => {
        $(
            const _: () = {
                #[native($class, "__new__(cls, /, *args, **kwargs)", new)]
                fn new(
                    cx: &mut Cx,
                    _cls: &'static Type,
                    args: &[Value],
                    kwargs: Kwargs<'_>,
                ) -> R {
                    if !args.is_empty() || !kwargs.is_empty() {
                        let class = $class.def.name;
                        let class = match class {
                            "ellipsis" => "EllipsisType",
                            other => other,
                        };
                        return Err(cx.type_error(format_args!("{class} takes no arguments")));
                    }
                    Ok(Value::$value)
                }

                #[native($class, "__repr__(self, /)", slot, effect = pure)]
                fn repr(_: &mut Cx, _this: Value) -> &'static str {
                    $text
                }
            };
        )*
    };
}

singletons! {
    NONE NONE "None";
    ELLIPSIS ELLIPSIS "Ellipsis";
    NOT_IMPLEMENTED NOT_IMPLEMENTED "NotImplemented";
}

#[native(NONE, "__bool__(self, /)", slot, effect = pure)]
fn none_bool(_: &mut Cx, _this: Value) -> bool {
    false
}

/// The same in every process: the order of sets and dicts with None in them is.
#[native(NONE, "__hash__(self, /)", slot, effect = pure)]
fn none_hash(_: &mut Cx, _this: Value) -> i64 {
    0xfca8_6420
}

#[native(ELLIPSIS, "__reduce__(self, /)", effect = pure)]
fn ellipsis_reduce(_: &mut Cx, _this: Value) -> &'static str {
    "Ellipsis"
}

#[native(NOT_IMPLEMENTED, "__reduce__(self, /)", effect = pure)]
fn not_implemented_reduce(_: &mut Cx, _this: Value) -> &'static str {
    "NotImplemented"
}

#[native(NOT_IMPLEMENTED, "__bool__(self, /)", slot, effect = pure)]
fn not_implemented_bool(cx: &mut Cx, _this: Value) -> R<bool> {
    Err(cx.type_error(format_args!(
        "NotImplemented should not be used in a boolean context"
    )))
}
