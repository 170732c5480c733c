//! `A | B`.

use crate::cx::{Cx, R};
use crate::value::Value;

/// Not there yet.
///
/// # Errors
/// NotImplementedError.
pub fn of(cx: &mut Cx, _a: Value, _b: Value) -> R {
    Err(cx.not_implemented_error(format_args!("union")))
}
