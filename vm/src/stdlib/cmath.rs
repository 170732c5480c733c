//! `cmath`. The mathematics is that of the crate `tython-num`; here are the arguments and results.

use super::{document, math, set};
use crate::cx::{Cx, R};
use crate::native::{ArgPlace, FromArg, IntoResult, native};
use crate::native_module;
use crate::objects::complex;
use crate::objects::module::Module;
use crate::protocol::number;
use crate::value::Value;
use tython_num::Complex;
use tython_num::math::cmath;

native_module!("cmath", fill);

/// `__doc__`
const DOC: &str = "This module provides access to mathematical functions for complex\nnumbers.";

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    document(cx, module, DOC)?;
    math::constants(cx, module)?;
    for (name, imaginary) in [("infj", f64::INFINITY), ("nanj", f64::NAN)] {
        let number = complex::new(cx, 0.0, imaginary)?;
        set(cx, module, name, number)?;
    }
    Ok(())
}

/// A complex number as an argument: anything that has `__complex__`, or is a real number.
#[derive(Clone, Copy, Debug)]
struct Number(Complex);

impl FromArg for Number {
    fn from_arg(cx: &mut Cx, value: Value, _: ArgPlace) -> R<Self> {
        match complex::by_method(cx, value)? {
            Some(number) => Ok(Number(number)),
            None => Ok(Number(number::float(cx, value)?.into())),
        }
    }
}

impl IntoResult for Number {
    fn into_result(self, cx: &mut Cx) -> R {
        complex::new(cx, self.0.re, self.0.im)
    }
}

/// A result of `tython-num` as that of a function.
fn give<T>(cx: &mut Cx, result: tython_num::Result<T>) -> R<T> {
    result.map_err(|error| cx.number_error(error))
}

/// Functions that may fail.
macro_rules! partial_functions {
    ($($(#[$doc:meta])* $name:ident $signature:literal;)*) => {
        $(
            $(#[$doc])*
            #[native(module = "cmath", $signature, effect = pure)]
            fn $name(cx: &mut Cx, z: Number) -> R<Number> {
                give(cx, cmath::$name(z.0)).map(Number)
            }
        )*
    };
}

/// Functions that give a result for each number.
macro_rules! total_functions {
    ($($(#[$doc:meta])* $name:ident $signature:literal;)*) => {
        $(
            $(#[$doc])*
            #[native(module = "cmath", $signature, effect = pure)]
            fn $name(_: &mut Cx, z: Number) -> Number {
                Number(cmath::$name(z.0))
            }
        )*
    };
}

/// Predicates.
macro_rules! predicates {
    ($($(#[$doc:meta])* $name:ident $signature:literal $predicate:ident;)*) => {
        $(
            $(#[$doc])*
            #[native(module = "cmath", $signature, effect = pure)]
            fn $name(_: &mut Cx, z: Number) -> bool {
                z.0.$predicate()
            }
        )*
    };
}

partial_functions! {
    /// Return the exponential value e**z.
    exp "exp(z, /)";
    /// Return the hyperbolic cosine of z.
    cosh "cosh(z, /)";
    /// Return the hyperbolic sine of z.
    sinh "sinh(z, /)";
    /// Return the hyperbolic tangent of z.
    tanh "tanh(z, /)";
    /// Return the cosine of z.
    cos "cos(z, /)";
    /// Return the sine of z.
    sin "sin(z, /)";
    /// Return the tangent of z.
    tan "tan(z, /)";
    /// Return the inverse hyperbolic tangent of z.
    atanh "atanh(z, /)";
    /// Return the arc tangent of z.
    atan "atan(z, /)";
    /// Return the base-10 logarithm of z.
    log10 "log10(z, /)";
}

total_functions! {
    /// Return the arc cosine of z.
    acos "acos(z, /)";
    /// Return the inverse hyperbolic cosine of z.
    acosh "acosh(z, /)";
    /// Return the inverse hyperbolic sine of z.
    asinh "asinh(z, /)";
    /// Return the arc sine of z.
    asin "asin(z, /)";
    /// Return the square root of z.
    sqrt "sqrt(z, /)";
}

predicates! {
    /// Return True if both the real and imaginary parts of z are finite, else False.
    isfinite "isfinite(z, /)" is_finite;
    /// Checks if the real or imaginary part of z is infinite.
    isinf "isinf(z, /)" is_infinite;
    /// Checks if the real or imaginary part of z not a number (NaN).
    isnan "isnan(z, /)" is_nan;
}

/// log(z[, base]) -> the logarithm of z to the given base.
///
/// If the base is not specified, returns the natural logarithm (base e)
/// of z.
#[native(module = "cmath", "log(z, base=<unrepresentable>, /)", effect = pure)]
fn log(cx: &mut Cx, z: Number, base: Option<Number>) -> R<Number> {
    let result = match base {
        Some(base) => cmath::log_base(z.0, base.0),
        None => cmath::log(z.0),
    };
    give(cx, result).map(Number)
}

/// Return argument, also known as the phase angle, of a complex.
#[native(module = "cmath", "phase(z, /)", effect = pure)]
fn phase(_: &mut Cx, z: Number) -> f64 {
    cmath::phase(z.0)
}

/// Convert a complex from rectangular coordinates to polar coordinates.
///
/// r is the distance from 0 and phi the phase angle.
#[native(module = "cmath", "polar(z, /)", effect = pure)]
fn polar(cx: &mut Cx, z: Number) -> R {
    let (radius, angle) = give(cx, cmath::polar(z.0))?;
    let (radius, angle) = (cx.float(radius)?, cx.float(angle)?);
    cx.tuple(&[radius, angle])
}

/// Convert from polar coordinates to rectangular coordinates.
#[native(module = "cmath", "rect(r, phi, /)", effect = pure)]
fn rect(cx: &mut Cx, r: f64, phi: f64) -> R<Number> {
    give(cx, cmath::rect(r, phi)).map(Number)
}

/// Determine whether two complex numbers are close in value.
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
/// For the values to be considered close, the difference between them must
/// be smaller than at least one of the tolerances.
///
/// -inf, inf and NaN behave similarly to the IEEE 754 Standard.  That is,
/// NaN is not close to anything, even itself. inf and -inf are only close
/// to themselves.
#[native(module = "cmath", "isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)", effect = pure)]
fn isclose(cx: &mut Cx, a: Number, b: Number, rel_tol: f64, abs_tol: f64) -> R<bool> {
    give(cx, cmath::isclose(a.0, b.0, rel_tol, abs_tol))
}
