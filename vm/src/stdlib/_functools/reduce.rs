//! `reduce`.

use crate::cx::{Cx, Exit, R};
use crate::native::native;
use crate::objects::exception::classes::TYPE_ERROR;
use crate::protocol::{self, call_values, is_instance};
use crate::value::Value;

/// Apply a function of two arguments cumulatively to the items of an iterable, from left to right.
///
/// This effectively reduces the iterable to a single value.  If initial is
/// present, it is placed before the items of the iterable in the
/// calculation, and serves as a default when the iterable is empty.
///
/// For example, reduce(lambda x, y: x+y, [1, 2, 3, 4, 5])
/// calculates ((((1 + 2) + 3) + 4) + 5).
#[native(
    module = "_functools",
    "reduce(function, iterable, /, initial=<unrepresentable>)"
)]
fn reduce(cx: &mut Cx, function: Value, iterable: Value, initial: Option<Value>) -> R {
    let iterator = match protocol::iter(cx, iterable) {
        Err(Exit::Raise) => return Err(not_iterable(cx)?),
        iterator => iterator?,
    };
    let mut result = match initial {
        Some(initial) => initial,
        None => match protocol::next(cx, iterator)? {
            Some(first) => first,
            None => {
                return Err(cx.type_error(format_args!(
                    "reduce() of empty iterable with no initial value"
                )));
            }
        },
    };
    while let Some(item) = protocol::next(cx, iterator)? {
        result = call_values(cx, function, &[result, item])?;
    }
    Ok(result)
}

/// Rewords a TypeError that is on its way.
#[cold]
fn not_iterable(cx: &mut Cx) -> R<Exit> {
    let exception = cx.exception;
    if is_instance(cx, exception, &TYPE_ERROR)? {
        return Ok(cx.type_error(format_args!("reduce() arg 2 must support iteration")));
    }
    Ok(Exit::Raise)
}
