//! `stm`: transactions as the program sees them.
//!
//! | file | what |
//! | --- | --- |
//! | `atomic.rs` | `atomic` |
//! | `stats.rs` | `stats()` |

pub(crate) mod atomic;
mod stats;

use crate::builtin_type;
use crate::chaos;
use crate::cx::{Cx, Exit, R};
use crate::native::native;
use crate::native_module;
use crate::objects::exception::{classes, fields};
use crate::objects::module::Module;
use crate::stdlib::set;
use crate::types::TypeDef;
use crate::value::Value;
use std::fmt::Arguments;

builtin_type! {
    /// `stm.Error`
    pub static ERROR = TypeDef {
        name: "Error",
        module: "stm",
        base: Some(&classes::RUNTIME_ERROR),
        reserved: fields::COMMON,
        subclassable: true,
        attributes: true,
        doc: "What cannot be done with transactions.",
        ..TypeDef::NEW
    };
}

native_module!("stm", fill);

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    set(cx, module, "_chaos", Value::bool(chaos::PRESENT))?;
    atomic::fill(cx, module)
}

/// Raises `stm.Error`.
#[cold]
pub fn error(cx: &mut Cx, message: Arguments<'_>) -> Exit {
    cx.raise_message(&ERROR, message)
}

/// How many atomic blocks of this thread are open.
#[native(module = "stm", "is_atomic()", effect = pure)]
fn is_atomic(cx: &mut Cx) -> usize {
    cx.atomic as usize
}

/// End the current transaction here, unless in an atomic block.
#[native(module = "stm", "hint_commit_soon()", effect = pure)]
fn hint_commit_soon(cx: &mut Cx) {
    if cx.may_end() {
        cx.end_soon();
    }
}
