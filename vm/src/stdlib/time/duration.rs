//! Spans of time as arguments: seconds, as integers or floats, to nanoseconds.

use crate::cx::{Cx, R};
use crate::name;
use crate::objects::float::to_f64;
use crate::objects::int::to_int;
use crate::protocol::{class_of, number, type_name};
use crate::value::Value;

const SECOND: f64 = 1e9;

/// So many seconds in nanoseconds, rounded away from zero, so that a timeout is never too short.
///
/// # Errors
/// TypeError, ValueError for NaN, OverflowError.
pub fn up(cx: &mut Cx, seconds: Value) -> R<i64> {
    convert(cx, seconds, |nanoseconds| {
        if nanoseconds < 0.0 {
            nanoseconds.floor()
        } else {
            nanoseconds.ceil()
        }
    })
}

/// The same, rounded down.
///
/// # Errors
/// As [`up`].
pub fn down(cx: &mut Cx, seconds: Value) -> R<i64> {
    convert(cx, seconds, f64::floor)
}

fn convert(cx: &mut Cx, seconds: Value, round: impl Fn(f64) -> f64) -> R<i64> {
    let float = match to_f64(seconds) {
        Some(float) => Some(float),
        None => cx
            .payload::<crate::objects::float::Float>(seconds)?
            .map(|float| float.get()),
    };
    if let Some(float) = float {
        if float.is_nan() {
            return Err(cx.value_error(format_args!("Invalid value NaN (not a number)")));
        }
        let nanoseconds = round(float * SECOND);
        // 2^63 is a float.
        let fits = nanoseconds >= i64::MIN as f64 && nanoseconds < i64::MAX as f64;
        return if fits {
            Ok(nanoseconds as i64)
        } else {
            out_of_range(cx)
        };
    }
    let index = match seconds.is_small_int() {
        true => seconds,
        false => integer(cx, seconds)?,
    };
    let whole = to_int(index).and_then(|int| int.to_i64());
    match whole.and_then(|seconds| seconds.checked_mul(1_000_000_000)) {
        Some(nanoseconds) => Ok(nanoseconds),
        None => out_of_range(cx),
    }
}

fn integer(cx: &mut Cx, seconds: Value) -> R {
    let index = name!(cx, "__index__")?;
    if class_of(seconds).lookup(cx, index)?.is_some() {
        return number::index(cx, seconds);
    }
    let given = type_name(cx, seconds)?;
    Err(cx.type_error(format_args!(
        "'{given}' object cannot be interpreted as an integer or float"
    )))
}

#[cold]
fn out_of_range<T>(cx: &mut Cx) -> R<T> {
    Err(cx.overflow_error(format_args!("timestamp out of range for C PyTime_t")))
}
