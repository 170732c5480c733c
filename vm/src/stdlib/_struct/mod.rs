//! The module `_struct`: values as the bytes of C's structures.
//!
//! | file | what |
//! | --- | --- |
//! | `program.rs` | formats, parsed |
//! | `values.rs` | values to bytes and back |
//! | `functions.rs` | the functions of the module |
//! | `object.rs` | the class `Struct` |
//! | `iterator.rs` | `iter_unpack` |

mod functions;
mod iterator;
mod object;
mod program;
mod values;

use crate::builtin_type;
use crate::cx::{Cx, Exit};
use crate::native_module;
use crate::objects::dict;
use crate::objects::exception::classes::EXCEPTION;
use crate::objects::exception::fields;
use crate::types::TypeDef;
use std::fmt::Arguments;

builtin_type! {
    /// `struct.error`
    pub static ERROR = TypeDef {
        name: "error",
        module: "struct",
        base: Some(&EXCEPTION),
        reserved: fields::COMMON,
        subclassable: true,
        attributes: true,
        ..TypeDef::NEW
    };
}

native_module!("_struct", |cx, module| {
    let doc = cx.str(include_str!("doc.txt"))?;
    super::set(cx, module, "__doc__", doc)?;
    super::set(cx, module, "error", ERROR.value())?;
    let hidden = cx.vm.intern(cx, iterator::NAME)?;
    dict::remove(cx, module.namespace(), hidden).map(|_| ())
});

/// Raises `struct.error`.
#[cold]
fn error(cx: &mut Cx, message: Arguments<'_>) -> Exit {
    cx.raise_message(&ERROR, message)
}
