//! Functions of the C library with the errors of `math`.
//!
//! A NaN from anything but NaN is a domain error; an infinity from finite arguments is a range error
//! where the function can overflow, else a domain error.

use super::{domain, range, unexpected};
use crate::{Error, Result, float};

macro_rules! unary {
    ($($(#[$doc:meta])* $name:ident, $function:expr, $expected:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name(x: f64) -> Result<f64> {
            let result = ($function)(x);
            if result.is_nan() && !x.is_nan() || result.is_infinite() && x.is_finite() {
                return Err(unexpected($expected, x));
            }
            Ok(result)
        }
    )*};
}

unary! {
    /// `math.acos(x)`
    acos, f64::acos, "a number in range from -1 up to 1";
    /// `math.acosh(x)`
    acosh, checked_acosh, "argument value not less than 1";
    /// `math.asin(x)`
    asin, f64::asin, "a number in range from -1 up to 1";
    /// `math.atanh(x)`
    atanh, libm::atanh, "a number between -1 and 1";
    /// `math.cos(x)`
    cos, f64::cos, "a finite input";
    /// `math.log1p(x)`
    log1p, f64::ln_1p, "argument value > -1";
    /// `math.sin(x)`
    sin, f64::sin, "a finite input";
    /// `math.sqrt(x)`
    sqrt, f64::sqrt, "a nonnegative input";
    /// `math.tan(x)`
    tan, f64::tan, "a finite input";
}

/// The library's function has no meaning below 1.
fn checked_acosh(x: f64) -> f64 {
    if x < 1.0 { f64::NAN } else { libm::acosh(x) }
}

macro_rules! growing {
    ($($(#[$doc:meta])* $name:ident, $function:expr;)*) => {$(
        $(#[$doc])*
        pub fn $name(x: f64) -> Result<f64> {
            let result = ($function)(x);
            if result.is_infinite() && x.is_finite() {
                return Err(range());
            }
            Ok(result)
        }
    )*};
}

growing! {
    /// `math.cosh(x)`
    cosh, f64::cosh;
    /// `math.exp(x)`
    exp, f64::exp;
    /// `math.exp2(x)`
    exp2, f64::exp2;
    /// `math.expm1(x)`
    expm1, f64::exp_m1;
    /// `math.sinh(x)`
    sinh, f64::sinh;
}

macro_rules! total {
    ($($(#[$doc:meta])* $name:ident, $function:expr;)*) => {$(
        $(#[$doc])*
        pub fn $name(x: f64) -> f64 {
            ($function)(x)
        }
    )*};
}

total! {
    /// `math.asinh(x)`
    asinh, libm::asinh;
    /// `math.atan(x)`
    atan, f64::atan;
    /// `math.cbrt(x)`
    cbrt, f64::cbrt;
    /// `math.degrees(x)`
    degrees, |x: f64| x * (180.0 / std::f64::consts::PI);
    /// `math.erf(x)`
    erf, libm::erf;
    /// `math.erfc(x)`
    erfc, libm::erfc;
    /// `math.fabs(x)`
    fabs, f64::abs;
    /// `math.radians(x)`
    radians, |x: f64| x * (std::f64::consts::PI / 180.0);
    /// `math.tanh(x)`
    tanh, f64::tanh;
}

/// `math.atan2(y, x)`
pub fn atan2(y: f64, x: f64) -> f64 {
    y.atan2(x)
}

/// `math.copysign(x, y)`
pub fn copysign(x: f64, y: f64) -> f64 {
    x.copysign(y)
}

/// `math.pow(x, y)`
pub fn pow(x: f64, y: f64) -> Result<f64> {
    let power = float::power_of_reals(x, y);
    if !x.is_finite() || !y.is_finite() || power.is_finite() {
        Ok(power)
    } else if power.is_nan() || x == 0.0 {
        Err(domain())
    } else {
        Err(range())
    }
}

/// `math.fmod(x, y)`
pub fn fmod(x: f64, y: f64) -> Result<f64> {
    let result = x % y;
    if result.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(domain());
    }
    Ok(result)
}

/// `math.remainder(x, y)`
pub fn remainder(x: f64, y: f64) -> Result<f64> {
    let result = libm::remainder(x, y);
    if result.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(domain());
    }
    Ok(result)
}

/// `math.fma(x, y, z)`
pub fn fma(x: f64, y: f64, z: f64) -> Result<f64> {
    let result = x.mul_add(y, z);
    if result.is_nan() && !x.is_nan() && !y.is_nan() && !z.is_nan() {
        return Err(Error::value("invalid operation in fma"));
    }
    if result.is_infinite() && x.is_finite() && y.is_finite() && z.is_finite() {
        return Err(Error::overflow("overflow in fma"));
    }
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    const INF: f64 = f64::INFINITY;

    #[test]
    fn domains() {
        for (error, message) in [
            (sqrt(-1.0), "expected a nonnegative input, got -1.0"),
            (
                acos(2.0),
                "expected a number in range from -1 up to 1, got 2.0",
            ),
            (
                acosh(0.5),
                "expected argument value not less than 1, got 0.5",
            ),
            (atanh(1.0), "expected a number between -1 and 1, got 1.0"),
            (log1p(-1.0), "expected argument value > -1, got -1.0"),
            (sin(INF), "expected a finite input, got inf"),
            (pow(0.0, -1.0), "math domain error"),
            (pow(-1.0, 0.5), "math domain error"),
            (fmod(INF, 1.0), "math domain error"),
            (remainder(1.0, 0.0), "math domain error"),
            (fma(INF, 0.0, 1.0), "invalid operation in fma"),
        ] {
            assert_eq!(error.unwrap_err(), Error::value(message));
        }
        assert!(sqrt(f64::NAN).unwrap().is_nan());
    }

    #[test]
    fn ranges() {
        for error in [
            exp(1000.0),
            cosh(-1000.0),
            expm1(1000.0),
            exp2(1024.0),
            pow(10.0, 400.0),
        ] {
            assert_eq!(error, Err(range()));
        }
        assert_eq!(exp(INF), Ok(INF));
        assert_eq!(pow(INF, 2.0), Ok(INF));
        assert_eq!(pow(0.0, f64::NEG_INFINITY), Ok(INF));
        assert_eq!(
            fma(1e308, 10.0, 1.0),
            Err(Error::overflow("overflow in fma"))
        );
    }

    #[test]
    fn values() {
        assert_eq!(fma(0.1, 10.0, -1.0), Ok(5.551115123125783e-17));
        assert_eq!(remainder(7.0, 2.0), Ok(-1.0));
        assert_eq!(fmod(-7.0, INF), Ok(-7.0));
        assert_eq!(cbrt(-27.0), -3.0);
        assert_eq!(degrees(std::f64::consts::PI), 180.0);
    }
}
