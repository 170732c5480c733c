//! `repr` of containers that contain themselves: which objects this thread is just writing.

use crate::cx::{Cx, R};
use crate::value::Value;

/// How deep containers in containers are written. More would take long: each is looked for among all
/// that it lies in.
const DEEPEST: usize = 1 << 16;

/// Runs `body`, which writes the parts of `value`; `None` if that is going on already, further out.
///
/// # Errors
/// As `body`, and RecursionError.
pub fn guarded<T>(cx: &mut Cx, value: Value, body: impl FnOnce(&mut Cx) -> R<T>) -> R<Option<T>> {
    // Whole parts at a time, so that several values are compared at once.
    let among = |part: &[Value]| {
        part.iter()
            .fold(false, |found, one| found | (*one == value))
    };
    if cx.repr_stack.chunks(64).any(among) {
        return Ok(None);
    }
    if cx.repr_stack.len() >= DEEPEST {
        return Err(cx.recursion_error(format_args!(
            "maximum recursion depth exceeded while getting the repr of an object"
        )));
    }
    // The value is on the native stack of the caller for as long as it is in the vector.
    cx.repr_stack.push(value);
    let depth = cx.repr_stack.len();
    let result = body(cx);
    cx.repr_stack.truncate(depth - 1);
    result.map(Some)
}
