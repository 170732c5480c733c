//! `_csv`: reading and writing comma-separated values.
//!
//! [`dialect`] is how a file is written; [`record`] reads a record, a code point at a time, and
//! [`line`](mod@line) writes one.

mod dialect;
mod line;
mod reader;
mod record;
mod registry;
mod writer;

use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::native_module;
use crate::objects::dict;
use crate::objects::exception::classes::EXCEPTION;
use crate::objects::exception::fields;
use crate::objects::module::Module;
use crate::stdlib::{set, set_function};
use crate::types::TypeDef;
use crate::value::Value;
use std::fmt::Arguments;

native_module!("_csv", fill);

builtin_type! {
    /// `_csv.Error`
    static ERROR = TypeDef {
        name: "Error",
        module: "_csv",
        base: Some(&EXCEPTION),
        reserved: fields::COMMON,
        subclassable: true,
        attributes: true,
        ..TypeDef::NEW
    };
}

/// How fields are quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quoting {
    Minimal,
    All,
    NonNumeric,
    None,
    Strings,
    NotNull,
}

impl Quoting {
    /// The names of all, in the order of their numbers.
    const ALL: [(&str, Quoting); 6] = [
        ("QUOTE_MINIMAL", Quoting::Minimal),
        ("QUOTE_ALL", Quoting::All),
        ("QUOTE_NONNUMERIC", Quoting::NonNumeric),
        ("QUOTE_NONE", Quoting::None),
        ("QUOTE_STRINGS", Quoting::Strings),
        ("QUOTE_NOTNULL", Quoting::NotNull),
    ];

    /// The one with this number.
    fn of(number: i64) -> Option<Quoting> {
        let number = usize::try_from(number).ok()?;
        Some(Quoting::ALL.get(number)?.1)
    }
}

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    for (name, quoting) in Quoting::ALL {
        set(cx, module, name, Value::index(quoting as usize))?;
    }
    let dialects = dict::new(cx)?;
    set(cx, module, registry::DIALECTS, dialects.value())?;
    // The classes are called as the functions that make their objects, which are what is wanted here.
    set(cx, module, "Reader", reader::class())?;
    set(cx, module, "Writer", writer::class())?;
    set_function(cx, module, "_csv", "reader")?;
    set_function(cx, module, "_csv", "writer")
}

/// Raises `_csv.Error`.
#[cold]
fn error(cx: &mut Cx, message: Arguments<'_>) -> Exit {
    cx.raise_message(&ERROR, message)
}

/// The first argument of functions that pass the others on to the dialect.
fn first(cx: &mut Cx, function: &str, arguments: &[Value]) -> R {
    match arguments {
        [first] | [first, _] => Ok(*first),
        [] => Err(cx.type_error(format_args!(
            "{function} expected at least 1 argument, got 0"
        ))),
        _ => {
            let count = arguments.len();
            Err(cx.type_error(format_args!(
                "{function} expected at most 2 arguments, got {count}"
            )))
        }
    }
}
