//! Tuples out of lists and other iterables: also what native code keeps values in while it may be
//! interrupted by Python code or has to wait for another thread.

use super::base::{self, Tuple};
use crate::cx::{Cx, Exit, R};
use crate::objects::exception::classes::TYPE_ERROR;
use crate::objects::list::{self, List};
use crate::protocol::{is_instance, iter};
use crate::value::Value;

/// The elements of a list, as of now.
///
/// # Errors
/// When the transaction has to be rolled back, and MemoryError.
pub fn of_list(cx: &mut Cx, list: &'static List) -> R<&'static Tuple> {
    with_list(cx, &[], list)
}

/// Some values, and then others. None of them may change meanwhile.
///
/// # Errors
/// MemoryError.
pub(crate) fn chained(cx: &mut Cx, first: &[Value], rest: &[Value]) -> R<&'static Tuple> {
    let mut items = first.iter().chain(rest);
    let length = first.len() + rest.len();
    base::with(cx, length, |_| items.next().copied().unwrap_or(Value::NONE))
}

/// Some values, and then the elements of a list, as of now.
///
/// # Errors
/// As [`of_list`].
pub(crate) fn with_list(cx: &mut Cx, first: &[Value], rest: &'static List) -> R<&'static Tuple> {
    let length = list::len(cx, rest)?;
    let before = first.len();
    if before + length == 0 {
        return base::new(cx, &[]);
    }
    let tuple = base::blank(cx, before + length)?;
    for (place, value) in first.iter().enumerate() {
        tuple.put(place, *value);
    }
    list::read(cx, rest, 0..length, |place, value| {
        tuple.put(before + place, value)
    })?;
    Ok(tuple)
}

/// `tuple(iterable)`; an exact tuple as it is.
///
/// # Errors
/// TypeError if it cannot be iterated over, and what the iteration raises.
pub fn of_iterable(cx: &mut Cx, iterable: Value) -> R<&'static Tuple> {
    collect(cx, iterable, None)
}

/// The same, with this message if it cannot be iterated over.
///
/// # Errors
/// As [`of_iterable`].
pub fn of_sequence(cx: &mut Cx, iterable: Value, message: &str) -> R<&'static Tuple> {
    collect(cx, iterable, Some(message))
}

fn collect(cx: &mut Cx, iterable: Value, message: Option<&str>) -> R<&'static Tuple> {
    if let Some(tuple) = iterable.cast::<Tuple>() {
        return Ok(tuple);
    }
    if let Some(list) = iterable.cast::<List>() {
        return of_list(cx, list);
    }
    let iterator = match (iter(cx, iterable), message) {
        (Err(exit), Some(message)) => return Err(reworded(cx, exit, message)?),
        (iterator, _) => iterator?,
    };
    let collected = list::new(cx)?;
    list::append_all(cx, collected, iterator)?;
    of_list(cx, collected)
}

fn reworded(cx: &mut Cx, exit: Exit, message: &str) -> R<Exit> {
    let exception = cx.exception;
    if exit == Exit::Raise && is_instance(cx, exception, &TYPE_ERROR)? {
        return Ok(cx.type_error(format_args!("{message}")));
    }
    Ok(exit)
}
