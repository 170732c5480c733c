//! `_operator`: the operators as functions, and three classes that make functions out of a key, a name,
//! or a call.
//!
//! | file | what |
//! | --- | --- |
//! | `functions.rs` | the operators of numbers and comparisons |
//! | `sequences.rs` | what is about containers: `contains`, `indexOf`, `concat`, `getitem` |
//! | `itemgetter.rs`, `attrgetter.rs`, `methodcaller.rs` | the classes of these names |
//! | `digest.rs` | `_compare_digest` |

mod attrgetter;
mod digest;
mod functions;
mod itemgetter;
mod methodcaller;
mod sequences;

use super::{document, set};
use crate::cx::{Cx, R};
use crate::native::Kwargs;
use crate::native_module;
use crate::objects::module::Module;
use crate::objects::str;
use crate::protocol;
use crate::value::Value;

native_module!("_operator", fill);

/// `__doc__`
const DOC: &str = "Operator interface.\n\nThis module exports a set of functions implemented in C corresponding\nto the intrinsic operators of Python.  For example, operator.add(x, y)\nis equivalent to the expression x+y.  The function names are those\nused for special methods; variants without leading and trailing\n'__' are also provided for convenience.";

/// The classes say that they are of `operator`.
fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    document(cx, module, DOC)?;
    set(cx, module, "itemgetter", itemgetter::ITEMGETTER.value())?;
    set(cx, module, "attrgetter", attrgetter::ATTRGETTER.value())?;
    set(
        cx,
        module,
        "methodcaller",
        methodcaller::METHODCALLER.value(),
    )
}

/// The one argument of a call of such an object.
fn only_argument(cx: &mut Cx, name: &str, args: &[Value], kwargs: Kwargs<'_>) -> R {
    if !kwargs.is_empty() {
        return Err(cx.type_error(format_args!("{name}() takes no keyword arguments")));
    }
    match args {
        [only] => Ok(*only),
        _ => Err(wrong_count(cx, name, args.len())),
    }
}

/// Raises TypeError: not one argument.
#[cold]
fn wrong_count(cx: &mut Cx, name: &str, count: usize) -> crate::cx::Exit {
    cx.type_error(format_args!("{name} expected 1 argument, got {count}"))
}

/// The representations of several values, between commas.
fn joined_reprs(cx: &mut Cx, values: &'static [Value]) -> R<String> {
    let mut text = String::new();
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        let repr = protocol::repr(cx, *value)?;
        text.push_str(&str::to_string(repr));
    }
    Ok(text)
}
