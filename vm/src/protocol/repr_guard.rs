//! `repr` of containers that contain themselves: which objects this thread is just writing.

use crate::cx::{Cx, R};
use crate::value::Value;

/// Runs `body`, which writes the parts of `value`; `None` if that is going on already, further out.
///
/// # Errors
/// As `body`.
pub fn guarded<T>(cx: &mut Cx, value: Value, body: impl FnOnce(&mut Cx) -> R<T>) -> R<Option<T>> {
    if cx.repr_stack.contains(&value) {
        return Ok(None);
    }
    // The value is on the native stack of the caller for as long as it is in the vector.
    cx.repr_stack.push(value);
    let depth = cx.repr_stack.len();
    let result = body(cx);
    cx.repr_stack.truncate(depth - 1);
    result.map(Some)
}
