//! Exponential, hyperbolic and trigonometric functions.

use super::{NAN, check_range, domain, on_circle, over_i, times_i};
use crate::Result;
use crate::complex::{Complex, mul_real};
use std::f64::consts::E;

const INF: f64 = f64::INFINITY;

/// Real parts beyond this may overflow the exponential though the result does not: the logarithm of
/// a quarter of the largest double.
const LARGE_EXPONENT: f64 = 708.396_418_532_264_1;

/// `cmath.exp(z)`
pub fn exp(z: Complex) -> Result<Complex> {
    if !z.is_finite() {
        return special_exp(z);
    }
    if z.re > LARGE_EXPONENT {
        let length = (z.re - 1.0).exp();
        return check_range(Complex::new(
            length * z.im.cos() * E,
            length * z.im.sin() * E,
        ));
    }
    let length = z.re.exp();
    check_range(Complex::new(length * z.im.cos(), length * z.im.sin()))
}

fn special_exp(z: Complex) -> Result<Complex> {
    if z.re == -INF {
        let angle = if z.im.is_finite() { z.im } else { 0.0 };
        return Ok(on_circle(0.0, angle));
    }
    if z.im.is_infinite() && !z.re.is_nan() {
        return Err(domain());
    }
    Ok(if z.re == INF && z.im.is_nan() {
        Complex::new(INF, f64::NAN)
    } else if z.re == INF {
        on_circle(INF, z.im)
    } else {
        nan_or_zero(z.im)
    })
}

/// A NaN, and a zero that stays as it is.
fn nan_or_zero(im: f64) -> Complex {
    Complex::new(f64::NAN, if im == 0.0 { im } else { f64::NAN })
}

/// `cmath.cosh(z)`
pub fn cosh(z: Complex) -> Result<Complex> {
    if !z.is_finite() {
        return special_cosh(z);
    }
    let (re, scale) = reduce(z.re);
    let part = Complex::new(z.im.cos() * re.cosh(), z.im.sin() * re.sinh());
    check_range(mul_real(part, scale))
}

fn special_cosh(z: Complex) -> Result<Complex> {
    if z.im.is_infinite() && !z.re.is_nan() {
        return Err(domain());
    }
    if z.re.is_infinite() && !z.im.is_nan() {
        let point = on_circle(INF, z.im);
        return Ok(if z.re < 0.0 { point.conjugate() } else { point });
    }
    Ok(if z.re.is_infinite() {
        Complex::new(INF, f64::NAN)
    } else if z.re == 0.0 || z.im == 0.0 {
        Complex::new(f64::NAN, 0.0)
    } else {
        NAN
    })
}

/// `cmath.sinh(z)`
pub fn sinh(z: Complex) -> Result<Complex> {
    if !z.is_finite() {
        return special_sinh(z);
    }
    let (re, scale) = reduce(z.re);
    let part = Complex::new(z.im.cos() * re.sinh(), z.im.sin() * re.cosh());
    check_range(mul_real(part, scale))
}

fn special_sinh(z: Complex) -> Result<Complex> {
    if z.im.is_infinite() && !z.re.is_nan() {
        return Err(domain());
    }
    if z.re.is_infinite() && !z.im.is_nan() {
        let point = on_circle(INF, z.im);
        let re = if z.re < 0.0 { -point.re } else { point.re };
        return Ok(Complex::new(re, point.im));
    }
    Ok(if z.re.is_infinite() {
        Complex::new(INF, f64::NAN)
    } else if z.re == 0.0 {
        Complex::new(0.0, f64::NAN)
    } else {
        nan_or_zero(z.im)
    })
}

/// A large argument of a hyperbolic function one closer to zero, and the factor that makes up for
/// it.
fn reduce(re: f64) -> (f64, f64) {
    if re.abs() > LARGE_EXPONENT {
        (re - 1f64.copysign(re), E)
    } else {
        (re, 1.0)
    }
}

/// `cmath.tanh(z)`
pub fn tanh(z: Complex) -> Result<Complex> {
    if !z.is_finite() {
        return special_tanh(z);
    }
    let Complex { re, im } = z;
    if re.abs() > LARGE_EXPONENT {
        let small = 4.0 * im.sin() * im.cos() * (-2.0 * re.abs()).exp();
        return Ok(Complex::new(1f64.copysign(re), small));
    }
    let (tanh, tan) = (re.tanh(), im.tan());
    let secant = 1.0 / re.cosh();
    let product = tanh * tan;
    let denominator = 1.0 + product * product;
    Ok(Complex::new(
        tanh * (1.0 + tan * tan) / denominator,
        tan / denominator * secant * secant,
    ))
}

fn special_tanh(z: Complex) -> Result<Complex> {
    if z.re.is_infinite() {
        let im = if z.im.is_finite() {
            0f64.copysign(2.0 * z.im.sin() * z.im.cos())
        } else {
            0.0
        };
        return Ok(Complex::new(1f64.copysign(z.re), im));
    }
    if z.im.is_infinite() && z.re.is_finite() {
        return Err(domain());
    }
    Ok(if z.re == 0.0 {
        Complex::new(z.re, f64::NAN)
    } else {
        nan_or_zero(z.im)
    })
}

/// `cmath.cos(z)`
pub fn cos(z: Complex) -> Result<Complex> {
    cosh(times_i(z))
}

/// `cmath.sin(z)`
pub fn sin(z: Complex) -> Result<Complex> {
    sinh(times_i(z)).map(over_i)
}

/// `cmath.tan(z)`
pub fn tan(z: Complex) -> Result<Complex> {
    tanh(times_i(z)).map(over_i)
}

#[cfg(test)]
mod tests {
    use super::super::{domain, range};
    use super::*;

    fn c(re: f64, im: f64) -> Complex {
        Complex::new(re, im)
    }

    #[test]
    fn the_constant_is_what_it_says() {
        assert_eq!(LARGE_EXPONENT, super::super::LARGE.ln());
    }

    #[test]
    fn values() {
        assert_eq!(exp(c(0.0, 0.0)), Ok(c(1.0, 0.0)));
        assert_eq!(cosh(c(0.0, -0.0)).unwrap().re, 1.0);
        assert_eq!(sin(c(0.0, 1.0)), Ok(c(0.0, 1f64.sinh())));
        assert_eq!(tan(c(0.0, 1.0)), Ok(c(0.0, 1f64.tanh())));
        assert!(cosh(c(710.4, 1.5)).is_ok_and(Complex::is_finite));
        assert!(tanh(c(800.0, 1.0)).is_ok_and(|z| z.re == 1.0));
    }

    #[test]
    fn infinities() {
        assert_eq!(exp(c(-INF, f64::NAN)), Ok(c(0.0, 0.0)));
        assert_eq!(exp(c(INF, 2.0)), Ok(c(-INF, INF)));
        assert_eq!(cosh(c(-INF, 1.0)), Ok(c(INF, -INF)));
        assert_eq!(sinh(c(-INF, 1.0)), Ok(c(-INF, INF)));
        assert_eq!(tanh(c(-INF, INF)), Ok(c(-1.0, 0.0)));
        assert_eq!(exp(c(1000.0, 0.0)), Err(range()));
        assert_eq!(sinh(c(1000.0, 1.0)), Err(range()));
        for function in [exp, cosh, sinh, tanh] {
            assert_eq!(function(c(0.0, INF)), Err(domain()));
            assert!(function(c(f64::NAN, INF)).unwrap().re.is_nan());
        }
    }
}
