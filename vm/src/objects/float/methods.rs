//! Text, methods and attributes.

use super::base::FLOAT;
use super::operand::{exact, receiver};
use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::int::{from_int, to_int};
use crate::objects::number_text::{formatted, spec};
use crate::objects::str::{self, Str};
use crate::protocol::number;
use crate::value::Value;
use tython_num::Int;
use tython_num::float;
use tython_num::format::format_float;

#[native(FLOAT, "__repr__(self, /)", slot, effect = pure)]
fn repr(cx: &mut Cx, this: Value) -> R<String> {
    Ok(float::repr(receiver(cx, this)?))
}

/// Formats the float according to format_spec.
#[native(FLOAT, "__format__(self, format_spec, /)")]
pub(crate) fn format(cx: &mut Cx, this: Value, format_spec: &'static Str) -> R {
    if format_spec.is_empty() {
        return crate::protocol::str(cx, this);
    }
    let spec = spec(cx, this, format_spec)?;
    let number = receiver(cx, this)?;
    formatted(cx, format_float(number, &spec))
}

fn integer(cx: &mut Cx, this: Value, convert: fn(f64) -> tython_num::Result<Int>) -> R {
    let number = receiver(cx, this)?;
    match convert(number) {
        Ok(number) => from_int(cx, number),
        Err(error) => Err(cx.number_error(error)),
    }
}

/// Return the Integral closest to x between 0 and x.
#[native(FLOAT, "__trunc__(self, /)", effect = pure)]
fn trunc(cx: &mut Cx, this: Value) -> R {
    integer(cx, this, tython_num::int::from_f64)
}

/// Return the floor as an Integral.
#[native(FLOAT, "__floor__(self, /)", effect = pure)]
fn floor(cx: &mut Cx, this: Value) -> R {
    integer(cx, this, float::floor)
}

/// Return the ceiling as an Integral.
#[native(FLOAT, "__ceil__(self, /)", effect = pure)]
fn ceil(cx: &mut Cx, this: Value) -> R {
    integer(cx, this, float::ceil)
}

/// Return the Integral closest to x, rounding half toward even.
///
/// When an argument is passed, work like built-in round(x, ndigits).
#[native(FLOAT, "__round__(self, ndigits=None, /)")]
fn round(cx: &mut Cx, this: Value, ndigits: Value) -> R {
    if ndigits.is_none() {
        return integer(cx, this, float::round_to_int);
    }
    let digits = number::index(cx, ndigits)?;
    let Some(digits) = to_int(digits) else {
        return Err(cx.system_error(format_args!("__index__ gave no int")));
    };
    let number = receiver(cx, this)?;
    match float::round(number, &digits.to_int()) {
        Ok(rounded) => cx.float(rounded),
        Err(error) => Err(cx.number_error(error)),
    }
}

/// Return a pair of integers, whose ratio is exactly equal to the original float.
///
/// The ratio is in lowest terms and has a positive denominator.  Raise
/// OverflowError on infinities and a ValueError on NaNs.
///
/// >>> (10.0).as_integer_ratio()
/// (10, 1)
/// >>> (0.0).as_integer_ratio()
/// (0, 1)
/// >>> (-.25).as_integer_ratio()
/// (-1, 4)
#[native(FLOAT, "as_integer_ratio(self, /)", effect = pure)]
fn as_integer_ratio(cx: &mut Cx, this: Value) -> R {
    let number = receiver(cx, this)?;
    match float::as_integer_ratio(number) {
        Ok((numerator, denominator)) => {
            let pair = [from_int(cx, numerator)?, from_int(cx, denominator)?];
            cx.tuple(&pair)
        }
        Err(error) => Err(cx.number_error(error)),
    }
}

/// Return a hexadecimal representation of a floating-point number.
///
/// >>> (-0.1).hex()
/// '-0x1.999999999999ap-4'
/// >>> 3.14159.hex()
/// '0x1.921f9f01b866ep+1'
#[native(FLOAT, "hex(self, /)", effect = pure)]
fn hex(cx: &mut Cx, this: Value) -> R<String> {
    Ok(float::hex(receiver(cx, this)?))
}

/// Return True if the float is an integer.
#[native(FLOAT, "is_integer(self, /)", effect = pure)]
fn is_integer(cx: &mut Cx, this: Value) -> R<bool> {
    Ok(float::is_integer(receiver(cx, this)?))
}

/// Return self, the complex conjugate of any float.
#[native(FLOAT, "conjugate(self, /)", effect = pure)]
fn conjugate(cx: &mut Cx, this: Value) -> R {
    exact(cx, this)
}

#[native(FLOAT, "__getnewargs__(self, /)", effect = pure)]
fn getnewargs(cx: &mut Cx, this: Value) -> R {
    let number = exact(cx, this)?;
    cx.tuple(&[number])
}

/// You probably don't want to use this function.
///
///   typestr
///     Must be 'double' or 'float'.
///
/// It exists mainly to be used in Python's test suite.
///
/// This function returns whichever of 'unknown', 'IEEE, big-endian' or
/// 'IEEE, little-endian' best describes the format of floating-point
/// numbers used by the C type named by typestr.
#[native(FLOAT, "__getformat__(type, typestr, /)", classmethod, effect = pure)]
fn getformat(cx: &mut Cx, _cls: Value, typestr: &'static Str) -> R<&'static str> {
    match str::to_string(Value::from(typestr)).as_str() {
        "double" | "float" if cfg!(target_endian = "little") => Ok("IEEE, little-endian"),
        "double" | "float" => Ok("IEEE, big-endian"),
        _ => Err(cx.value_error(format_args!(
            "__getformat__() argument 1 must be 'double' or 'float'"
        ))),
    }
}

/// the real part of a complex number
#[native(FLOAT, "real", getter, effect = pure)]
fn real(cx: &mut Cx, this: Value) -> R {
    exact(cx, this)
}

/// the imaginary part of a complex number
#[native(FLOAT, "imag", getter, effect = pure)]
fn imag(_: &mut Cx, _this: Value) -> f64 {
    0.0
}
