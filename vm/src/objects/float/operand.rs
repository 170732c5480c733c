//! Operands of methods as floats.

use super::base::to_f64;
use crate::cx::{Cx, R};
use crate::objects::int;
use crate::value::Value;

/// The number of a `float` or of an instance of a subclass; `None` of anything else.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline]
pub(crate) fn float(cx: &mut Cx, value: Value) -> R<Option<f64>> {
    match to_f64(value) {
        Some(number) => Ok(Some(number)),
        None => Ok(cx.payload_value(value)?.and_then(to_f64)),
    }
}

/// The same, of integers too.
///
/// # Errors
/// OverflowError if an integer is too large.
#[inline]
pub(crate) fn operand(cx: &mut Cx, value: Value) -> R<Option<f64>> {
    if let Some(number) = float(cx, value)? {
        return Ok(Some(number));
    }
    let Some(number) = int::operand(cx, value)? else {
        return Ok(None);
    };
    match tython_num::int::to_f64(number) {
        Ok(number) => Ok(Some(number)),
        Err(error) => Err(cx.number_error(error)),
    }
}

/// The number of a receiver.
///
/// # Errors
/// As [`float`].
#[inline]
pub(super) fn receiver(cx: &mut Cx, this: Value) -> R<f64> {
    match float(cx, this)? {
        Some(number) => Ok(number),
        None => Err(cx.system_error(format_args!("a float without a number"))),
    }
}

/// The exact `float` of a receiver: itself, unless it is an instance of a subclass.
///
/// # Errors
/// As [`float`], and MemoryError.
#[inline]
pub(super) fn exact(cx: &mut Cx, this: Value) -> R {
    match cx.payload_value(this)? {
        Some(payload) => Ok(payload),
        None => Ok(this),
    }
}
