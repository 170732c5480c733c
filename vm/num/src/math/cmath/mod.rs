//! The module `cmath`.
//!
//! W. Kahan, "Branch cuts for complex elementary functions, or much ado about nothing's sign bit"
//! (1987), as CPython arranges it: the zeros' signs choose the side of a branch cut, and arguments
//! near the largest double are scaled. Infinities and NaN give what C99's annex G says.

mod exponential;
mod inverse;
mod logarithm;

pub use exponential::{cos, cosh, exp, sin, sinh, tan, tanh};
pub use inverse::{acos, acosh, asin, asinh, atan, atanh};
pub use logarithm::{log, log_base, log10, sqrt};

use super::bits::{check_tolerances, within};
use super::{domain, range};
use crate::Result;
use crate::complex::{self, Complex};

/// Beyond this, doubling may overflow: a quarter of the largest double.
const LARGE: f64 = f64::MAX / 4.0;

const NAN: Complex = Complex::new(f64::NAN, f64::NAN);

/// `z` times i.
fn times_i(z: Complex) -> Complex {
    Complex::new(-z.im, z.re)
}

/// `z` divided by i.
fn over_i(z: Complex) -> Complex {
    Complex::new(z.im, -z.re)
}

/// A range error where finite arguments had an infinite result.
fn check_range(z: Complex) -> Result<Complex> {
    if z.is_infinite() { Err(range()) } else { Ok(z) }
}

/// A point at distance zero or infinity in a finite direction. At angle zero the imaginary part is
/// that zero.
fn on_circle(radius: f64, angle: f64) -> Complex {
    if angle == 0.0 {
        Complex::new(radius, angle)
    } else {
        Complex::new(radius.copysign(angle.cos()), radius.copysign(angle.sin()))
    }
}

/// `cmath.phase(z)`
pub fn phase(z: Complex) -> f64 {
    z.im.atan2(z.re)
}

/// `cmath.polar(z)`: the radius and the angle.
pub fn polar(z: Complex) -> Result<(f64, f64)> {
    let radius = complex::abs(z).map_err(|_| range())?;
    Ok((radius, phase(z)))
}

/// `cmath.rect(radius, angle)`
pub fn rect(radius: f64, angle: f64) -> Result<Complex> {
    if radius.is_finite() && angle.is_finite() {
        return Ok(if angle == 0.0 {
            Complex::new(radius, radius * angle)
        } else {
            Complex::new(radius * angle.cos(), radius * angle.sin())
        });
    }
    if radius.is_infinite() && angle.is_finite() {
        let point = on_circle(f64::INFINITY, angle);
        return Ok(if radius < 0.0 {
            complex::neg(point)
        } else {
            point
        });
    }
    if radius == 0.0 {
        return Ok(Complex::new(0.0, 0.0));
    }
    if angle.is_infinite() && !radius.is_nan() {
        return Err(domain());
    }
    Ok(if radius.is_infinite() {
        Complex::new(f64::INFINITY, f64::NAN)
    } else {
        Complex::new(f64::NAN, if angle == 0.0 { 0.0 } else { f64::NAN })
    })
}

/// `cmath.isclose(a, b, rel_tol=relative, abs_tol=absolute)`
pub fn isclose(a: Complex, b: Complex, relative: f64, absolute: f64) -> Result<bool> {
    check_tolerances(relative, absolute)?;
    if a == b {
        return Ok(true);
    }
    if a.is_infinite() || b.is_infinite() {
        return Ok(false);
    }
    let length = |z: Complex| z.re.hypot(z.im);
    let difference = length(complex::sub(a, b));
    Ok(within(difference, length(a), length(b), relative, absolute))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::{FRAC_PI_2, PI};

    const INF: f64 = f64::INFINITY;

    #[test]
    fn polar_and_back() {
        assert_eq!(polar(Complex::new(0.0, 2.0)), Ok((2.0, FRAC_PI_2)));
        assert_eq!(polar(Complex::new(f64::MAX, f64::MAX)), Err(range()));
        assert_eq!(phase(Complex::new(-1.0, -0.0)), -PI);
        assert_eq!(rect(2.0, 0.0), Ok(Complex::new(2.0, 0.0)));
        assert_eq!(rect(-INF, 1.0), Ok(Complex::new(-INF, -INF)));
        assert_eq!(rect(INF, INF), Err(domain()));
        assert_eq!(rect(0.0, INF), Ok(Complex::new(0.0, 0.0)));
    }

    #[test]
    fn closeness() {
        let close = |im, tolerance| {
            isclose(
                Complex::new(1.0, 0.0),
                Complex::new(1.0, im),
                tolerance,
                0.0,
            )
        };
        assert_eq!(close(1e-10, 1e-9), Ok(true));
        assert_eq!(close(1e-8, 1e-9), Ok(false));
        assert_eq!(close(INF, 1e-9), Ok(false));
        assert!(close(0.0, -1.0).is_err());
    }
}
