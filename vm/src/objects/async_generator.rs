//! Asynchronous generators: their steps as awaitables.

use crate::cx::{Cx, R};
use crate::value::Value;

/// Not there yet.
///
/// # Errors
/// NotImplementedError.
pub fn is_step(_value: Value) -> bool {
    false
}

/// Not there yet.
///
/// # Errors
/// NotImplementedError.
pub fn wrap(cx: &mut Cx, _value: Value) -> R {
    Err(cx.not_implemented_error(format_args!("async_generator")))
}
