//! Functions of one or two floats.

use super::give;
use crate::cx::{Cx, R};
use crate::native::native;
use tython_num::math;

/// Functions of one float that may fail.
macro_rules! partial_functions {
    ($($(#[$doc:meta])* $name:ident $signature:literal;)*) => {
        $(
            $(#[$doc])*
            #[native(module = "math", $signature, effect = pure)]
            fn $name(cx: &mut Cx, x: f64) -> R<f64> {
                give(cx, math::$name(x))
            }
        )*
    };
}

/// Functions of one float that give a result for each.
macro_rules! total_functions {
    ($($(#[$doc:meta])* $name:ident $signature:literal;)*) => {
        $(
            $(#[$doc])*
            #[native(module = "math", $signature, effect = pure)]
            fn $name(_: &mut Cx, x: f64) -> f64 {
                math::$name(x)
            }
        )*
    };
}

/// Predicates of one float.
macro_rules! predicates {
    ($($(#[$doc:meta])* $name:ident $signature:literal $predicate:ident;)*) => {
        $(
            $(#[$doc])*
            #[native(module = "math", $signature, effect = pure)]
            fn $name(_: &mut Cx, x: f64) -> bool {
                x.$predicate()
            }
        )*
    };
}

partial_functions! {
    /// Return the arc cosine (measured in radians) of x.
    ///
    /// The result is between 0 and pi.
    acos "acos(x, /)";
    /// Return the inverse hyperbolic cosine of x.
    acosh "acosh(x, /)";
    /// Return the arc sine (measured in radians) of x.
    ///
    /// The result is between -pi/2 and pi/2.
    asin "asin(x, /)";
    /// Return the inverse hyperbolic tangent of x.
    atanh "atanh(x, /)";
    /// Return the cosine of x (measured in radians).
    cos "cos(x, /)";
    /// Return the natural logarithm of 1+x (base e).
    ///
    /// The result is computed in a way which is accurate for x near zero.
    log1p "log1p(x, /)";
    /// Return the sine of x (measured in radians).
    sin "sin(x, /)";
    /// Return the square root of x.
    sqrt "sqrt(x, /)";
    /// Return the tangent of x (measured in radians).
    tan "tan(x, /)";
    /// Return the hyperbolic cosine of x.
    cosh "cosh(x, /)";
    /// Return e raised to the power of x.
    exp "exp(x, /)";
    /// Return 2 raised to the power of x.
    exp2 "exp2(x, /)";
    /// Return exp(x)-1.
    ///
    /// This function avoids the loss of precision involved in the direct evaluation of exp(x)-1 for small x.
    expm1 "expm1(x, /)";
    /// Return the hyperbolic sine of x.
    sinh "sinh(x, /)";
    /// Gamma function at x.
    gamma "gamma(x, /)";
    /// Natural logarithm of absolute value of Gamma function at x.
    lgamma "lgamma(x, /)";
}

total_functions! {
    /// Return the inverse hyperbolic sine of x.
    asinh "asinh(x, /)";
    /// Return the arc tangent (measured in radians) of x.
    ///
    /// The result is between -pi/2 and pi/2.
    atan "atan(x, /)";
    /// Return the cube root of x.
    cbrt "cbrt(x, /)";
    /// Convert angle x from radians to degrees.
    degrees "degrees(x, /)";
    /// Error function at x.
    erf "erf(x, /)";
    /// Complementary error function at x.
    erfc "erfc(x, /)";
    /// Return the absolute value of the float x.
    fabs "fabs(x, /)";
    /// Convert angle x from degrees to radians.
    radians "radians(x, /)";
    /// Return the hyperbolic tangent of x.
    tanh "tanh(x, /)";
    /// Return the value of the least significant bit of the float x.
    ulp "ulp(x, /)";
}

predicates! {
    /// Return True if x is neither an infinity nor a NaN, and False otherwise.
    isfinite "isfinite(x, /)" is_finite;
    /// Return True if x is a positive or negative infinity, and False otherwise.
    isinf "isinf(x, /)" is_infinite;
    /// Return True if x is a NaN (not a number), and False otherwise.
    isnan "isnan(x, /)" is_nan;
}

/// Return the arc tangent (measured in radians) of y/x.
///
/// Unlike atan(y/x), the signs of both x and y are considered.
#[native(module = "math", "atan2(y, x, /)", effect = pure)]
fn atan2(_: &mut Cx, y: f64, x: f64) -> f64 {
    math::atan2(y, x)
}

/// Return a float with the magnitude (absolute value) of x but the sign of y.
///
/// On platforms that support signed zeros, copysign(1.0, -0.0)
/// returns -1.0.
#[native(module = "math", "copysign(x, y, /)", effect = pure)]
fn copysign(_: &mut Cx, x: f64, y: f64) -> f64 {
    math::copysign(x, y)
}

/// Return x**y (x to the power of y).
#[native(module = "math", "pow(x, y, /)", effect = pure)]
fn pow(cx: &mut Cx, x: f64, y: f64) -> R<f64> {
    give(cx, math::pow(x, y))
}

/// Return fmod(x, y), according to platform C.
///
/// x % y may differ.
#[native(module = "math", "fmod(x, y, /)", effect = pure)]
fn fmod(cx: &mut Cx, x: f64, y: f64) -> R<f64> {
    give(cx, math::fmod(x, y))
}

/// Difference between x and the closest integer multiple of y.
///
/// Return x - n*y where n*y is the closest integer multiple of y.
/// In the case where x is exactly halfway between two multiples of
/// y, the nearest even value of n is used. The result is always exact.
#[native(module = "math", "remainder(x, y, /)", effect = pure)]
fn remainder(cx: &mut Cx, x: f64, y: f64) -> R<f64> {
    give(cx, math::remainder(x, y))
}

/// Fused multiply-add operation.
///
/// Compute (x * y) + z with a single round.
#[native(module = "math", "fma(x, y, z, /)", effect = pure)]
fn fma(cx: &mut Cx, x: f64, y: f64, z: f64) -> R<f64> {
    give(cx, math::fma(x, y, z))
}
