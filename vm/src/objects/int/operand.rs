//! Operands of number methods as numbers.

use super::base::{from_int, to_int};
use crate::cx::{Cx, R};
use crate::value::Value;
use tython_num::{Int, IntRef};

/// The number of an `int`, a `bool`, or an instance of a subclass; `None` of anything else.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline]
pub(crate) fn operand(cx: &mut Cx, value: Value) -> R<Option<IntRef<'static>>> {
    match to_int(value) {
        Some(number) => Ok(Some(number)),
        None => Ok(cx.payload_value(value)?.and_then(to_int)),
    }
}

/// The number of a receiver.
///
/// # Errors
/// As [`operand`].
#[inline]
pub(crate) fn receiver(cx: &mut Cx, this: Value) -> R<IntRef<'static>> {
    match operand(cx, this)? {
        Some(number) => Ok(number),
        None => Err(cx.system_error(format_args!("an int without a number"))),
    }
}

/// The exact `int` of a receiver: itself, unless it is a `bool` or an instance of a subclass.
///
/// # Errors
/// As [`operand`], and MemoryError.
#[inline]
pub(crate) fn exact(cx: &mut Cx, this: Value) -> R {
    if let Some(bool) = this.as_bool() {
        return Ok(Value::index(usize::from(bool)));
    }
    if to_int(this).is_some() {
        return Ok(this);
    }
    match cx.payload_value(this)? {
        Some(payload) => Ok(payload),
        None => Err(cx.system_error(format_args!("an int without a number"))),
    }
}

/// The value of an operation's result, or its exception.
///
/// # Errors
/// The operation's, and MemoryError.
#[inline]
pub(crate) fn give(cx: &mut Cx, result: tython_num::Result<Int>) -> R {
    match result {
        Ok(number) => from_int(cx, number),
        Err(error) => Err(cx.number_error(error)),
    }
}
