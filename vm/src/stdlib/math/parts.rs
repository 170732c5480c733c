//! The parts of floats, their neighbours, logarithms; rounding to integers.

use super::give;
use crate::cx::{Cx, R};
use crate::name;
use crate::native::native;
use crate::objects::float::to_f64;
use crate::objects::int::{self, to_int};
use crate::protocol::{self, attribute, number, type_name};
use crate::value::Value;
use tython_num::IntRef;
use tython_num::math::{self, Logarithm};

/// Return the mantissa and exponent of x, as pair (m, e).
///
/// If x is a finite nonzero number, then m is a float with
/// 0.5 <= abs(m) < 1.0 and an integer e is such that
/// x == m * 2**e exactly.  Else, return (x, 0).
#[native(module = "math", "frexp(x, /)", effect = pure)]
fn frexp(cx: &mut Cx, x: f64) -> R {
    let (mantissa, exponent) = tython_num::float::frexp(x);
    let (mantissa, exponent) = (cx.float(mantissa)?, cx.int(exponent.into())?);
    cx.tuple(&[mantissa, exponent])
}

/// Return x * (2**i).
///
/// This is essentially the inverse of frexp().
#[native(module = "math", "ldexp(x, i, /)", effect = pure)]
fn ldexp(cx: &mut Cx, x: f64, i: Value) -> R<f64> {
    let Some(exponent) = int::operand(cx, i)? else {
        return Err(cx.type_error(format_args!("Expected an int as second argument to ldexp.")));
    };
    give(cx, math::ldexp(x, &exponent.to_int()))
}

/// Return the fractional and integer parts of x.
///
/// Both results carry the sign of x and are floats.
#[native(module = "math", "modf(x, /)", effect = pure)]
fn modf(cx: &mut Cx, x: f64) -> R {
    let (fraction, whole) = math::modf(x);
    let (fraction, whole) = (cx.float(fraction)?, cx.float(whole)?);
    cx.tuple(&[fraction, whole])
}

/// Return the floating-point value the given number of steps after x towards y.
///
/// If steps is not specified or is None, it defaults to 1.
///
/// Raises a TypeError, if x or y is not a double, or if steps is not
/// an integer.  Raises ValueError if steps is negative.
#[native(module = "math", "nextafter(x, y, /, *, steps=None)", effect = pure)]
fn nextafter(cx: &mut Cx, x: f64, y: f64, steps: Option<Value>) -> R<f64> {
    let Some(steps) = steps else {
        return give(cx, math::nextafter(x, y, None));
    };
    let steps = protocol::index(cx, steps)?;
    give(
        cx,
        math::nextafter(x, y, to_int(steps).map(IntRef::to_int).as_ref()),
    )
}

/// Determine whether two floating-point numbers are close in value.
///
///   rel_tol
///     maximum difference for being considered "close", relative to the
///     magnitude of the input values
///   abs_tol
///     maximum difference for being considered "close", regardless of the
///     magnitude of the input values
///
/// Return True if a is close in value to b, and False otherwise.
///
/// For the values to be considered close, the difference between them
/// must be smaller than at least one of the tolerances.
///
/// -inf, inf and NaN behave similarly to the IEEE 754 Standard.  That
/// is, NaN is not close to anything, even itself.  inf and -inf are
/// only close to themselves.
#[native(module = "math", "isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)", effect = pure)]
fn isclose(cx: &mut Cx, a: f64, b: f64, rel_tol: f64, abs_tol: f64) -> R<bool> {
    give(cx, math::isclose(a, b, rel_tol, abs_tol))
}

fn logarithm(cx: &mut Cx, x: Value, base: Logarithm) -> R<f64> {
    let result = match int::operand(cx, x)? {
        Some(int) => math::log_int(base, &int.to_int()),
        None => math::log_float(base, number::float(cx, x)?),
    };
    give(cx, result)
}

/// log(x, [base=math.e])
/// Return the logarithm of x to the given base.
///
/// If the base is not specified, returns the natural logarithm (base e) of x.
#[native(module = "math", "log(x, base=<unrepresentable>, /)", opaque, effect = pure)]
fn log(cx: &mut Cx, x: Value, base: Option<Value>) -> R<f64> {
    let x = logarithm(cx, x, Logarithm::Natural)?;
    let Some(base) = base else {
        return Ok(x);
    };
    let base = logarithm(cx, base, Logarithm::Natural)?;
    give(cx, tython_num::float::divide(x, base))
}

/// Return the base 2 logarithm of x.
#[native(module = "math", "log2(x, /)", effect = pure)]
fn log2(cx: &mut Cx, x: Value) -> R<f64> {
    logarithm(cx, x, Logarithm::Binary)
}

/// Return the base 10 logarithm of x.
#[native(module = "math", "log10(x, /)", effect = pure)]
fn log10(cx: &mut Cx, x: Value) -> R<f64> {
    logarithm(cx, x, Logarithm::Decimal)
}

/// Return the ceiling of x as an Integral.
///
/// This is the smallest integer >= x.
#[native(module = "math", "ceil(x, /)")]
fn ceil(cx: &mut Cx, x: Value) -> R {
    if to_f64(x).is_none() {
        let name = name!(cx, "__ceil__")?;
        if let Some(result) = attribute::call_special(cx, x, name, &[])? {
            return Ok(result);
        }
    }
    let x = number::float(cx, x)?;
    let whole = give(cx, tython_num::float::ceil(x))?;
    int::from_int(cx, whole)
}

/// Return the floor of x as an Integral.
///
/// This is the largest integer <= x.
#[native(module = "math", "floor(x, /)")]
fn floor(cx: &mut Cx, x: Value) -> R {
    if to_f64(x).is_none() {
        let name = name!(cx, "__floor__")?;
        if let Some(result) = attribute::call_special(cx, x, name, &[])? {
            return Ok(result);
        }
    }
    let x = number::float(cx, x)?;
    let whole = give(cx, tython_num::float::floor(x))?;
    int::from_int(cx, whole)
}

/// Truncates the Real x to the nearest Integral toward 0.
///
/// Uses the __trunc__ magic method.
#[native(module = "math", "trunc(x, /)")]
fn trunc(cx: &mut Cx, x: Value) -> R {
    let name = name!(cx, "__trunc__")?;
    match attribute::call_special(cx, x, name, &[])? {
        Some(result) => Ok(result),
        None => {
            let class = type_name(cx, x)?;
            Err(cx.type_error(format_args!("type {class} doesn't define __trunc__ method")))
        }
    }
}
