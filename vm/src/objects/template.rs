//! Template strings.

use crate::cx::{Cx, R};
use crate::value::Value;

/// Not there yet.
///
/// # Errors
/// NotImplementedError.
pub fn interpolation(
    cx: &mut Cx,
    _value: Value,
    _text: Value,
    _conversion: u16,
    _spec: Value,
) -> R {
    Err(cx.not_implemented_error(format_args!("template")))
}

/// Not there yet.
///
/// # Errors
/// NotImplementedError.
pub fn new(cx: &mut Cx, _strings: Value, _interpolations: Value) -> R {
    Err(cx.not_implemented_error(format_args!("template")))
}
