//! What `pickle` and `copy` ask of objects.

use crate::cx::{Cx, R};
use crate::value::Value;

/// Not there yet.
///
/// # Errors
/// NotImplementedError.
pub fn reduce(cx: &mut Cx, _object: Value, _protocol: i64) -> R {
    Err(cx.not_implemented_error(format_args!("reduce")))
}

/// Not there yet.
///
/// # Errors
/// NotImplementedError.
pub fn state(cx: &mut Cx, _object: Value) -> R {
    Err(cx.not_implemented_error(format_args!("reduce")))
}
