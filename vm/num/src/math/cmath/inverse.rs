//! Inverse trigonometric and hyperbolic functions.

use super::{LARGE, NAN, domain, over_i, sqrt, times_i};
use crate::Result;
use crate::complex::{Complex, neg};
use crate::math::elementary::asinh as real_asinh;
use std::f64::consts::{FRAC_PI_2, LN_2};

const INF: f64 = f64::INFINITY;

fn is_large(z: Complex) -> bool {
    z.re.abs() > LARGE || z.im.abs() > LARGE
}

/// The logarithm of twice the length of a large number.
fn log_twice(z: Complex) -> f64 {
    (z.re / 2.0).hypot(z.im / 2.0).ln() + LN_2 * 2.0
}

/// `magnitude` with the sign of `sign`, which is plus for a NaN.
fn signed(magnitude: f64, sign: f64) -> f64 {
    if sign.is_nan() {
        magnitude
    } else {
        magnitude.copysign(sign)
    }
}

/// `cmath.acos(z)`
pub fn acos(z: Complex) -> Complex {
    if z.is_infinite() {
        return Complex::new(z.im.abs().atan2(z.re), signed(INF, -z.im));
    }
    if z.is_nan() {
        return Complex::new(if z.re == 0.0 { FRAC_PI_2 } else { f64::NAN }, f64::NAN);
    }
    if is_large(z) {
        return Complex::new(z.im.abs().atan2(z.re), log_twice(z).copysign(-z.im));
    }
    let below = sqrt(Complex::new(1.0 - z.re, -z.im));
    let above = sqrt(Complex::new(1.0 + z.re, z.im));
    Complex::new(
        2.0 * below.re.atan2(above.re),
        real_asinh(above.re * below.im - above.im * below.re),
    )
}

/// `cmath.acosh(z)`
pub fn acosh(z: Complex) -> Complex {
    if z.is_infinite() {
        return Complex::new(INF, z.im.atan2(z.re));
    }
    if z.is_nan() {
        return Complex::new(f64::NAN, if z.re == 0.0 { FRAC_PI_2 } else { f64::NAN });
    }
    if is_large(z) {
        return Complex::new(log_twice(z), z.im.atan2(z.re));
    }
    let below = sqrt(Complex::new(z.re - 1.0, z.im));
    let above = sqrt(Complex::new(z.re + 1.0, z.im));
    Complex::new(
        real_asinh(below.re * above.re + below.im * above.im),
        2.0 * below.im.atan2(above.re),
    )
}

/// `cmath.asinh(z)`
pub fn asinh(z: Complex) -> Complex {
    if z.is_infinite() {
        return Complex::new(signed(INF, z.re), z.im.atan2(z.re.abs()));
    }
    if z.is_nan() {
        return Complex::new(f64::NAN, if z.im == 0.0 { z.im } else { f64::NAN });
    }
    if is_large(z) {
        return Complex::new(log_twice(z).copysign(z.re), z.im.atan2(z.re.abs()));
    }
    let above = sqrt(Complex::new(1.0 + z.im, -z.re));
    let below = sqrt(Complex::new(1.0 - z.im, z.re));
    Complex::new(
        real_asinh(above.re * below.im - below.re * above.im),
        z.im.atan2(above.re * below.re - above.im * below.im),
    )
}

/// `cmath.asin(z)`
pub fn asin(z: Complex) -> Complex {
    over_i(asinh(times_i(z)))
}

/// `cmath.atanh(z)`
pub fn atanh(z: Complex) -> Result<Complex> {
    if !z.is_finite() {
        return Ok(special_atanh(z));
    }
    if z.re.is_sign_negative() {
        return positive_atanh(neg(z)).map(neg);
    }
    positive_atanh(z)
}

fn special_atanh(z: Complex) -> Complex {
    let quarter = if z.im.is_nan() {
        z.im
    } else {
        FRAC_PI_2.copysign(z.im)
    };
    if z.is_infinite() {
        Complex::new(signed(0.0, z.re), quarter)
    } else if z.re == 0.0 {
        Complex::new(z.re, z.im)
    } else {
        NAN
    }
}

/// For a real part that is not negative.
fn positive_atanh(z: Complex) -> Result<Complex> {
    let im = z.im.abs();
    if z.re > LARGE.sqrt() || im > LARGE.sqrt() {
        // About 1/z, and a quarter turn.
        let half = (z.re / 2.0).hypot(z.im / 2.0);
        return Ok(Complex::new(
            z.re / 4.0 / half / half,
            FRAC_PI_2.copysign(z.im),
        ));
    }
    if z.re == 1.0 && im < f64::MIN_POSITIVE.sqrt() {
        if im == 0.0 {
            return Err(domain());
        }
        let re = -(im.sqrt() / im.hypot(2.0).sqrt()).ln();
        return Ok(Complex::new(re, (2f64.atan2(-im) / 2.0).copysign(z.im)));
    }
    let below = 1.0 - z.re;
    let re = (4.0 * z.re / (below * below + im * im)).ln_1p() / 4.0;
    let angle = (-2.0 * z.im).atan2(below * (1.0 + z.re) - im * im);
    Ok(Complex::new(re, -angle / 2.0))
}

/// `cmath.atan(z)`
pub fn atan(z: Complex) -> Result<Complex> {
    atanh(times_i(z)).map(over_i)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::PI;

    fn c(re: f64, im: f64) -> Complex {
        Complex::new(re, im)
    }

    fn near(a: Complex, b: Complex) -> bool {
        (a.re - b.re).abs() < 1e-12 && (a.im - b.im).abs() < 1e-12
    }

    #[test]
    fn values() {
        let asinh1 = 0.881373587019543;
        assert!(near(acos(c(0.0, 1.0)), c(FRAC_PI_2, -asinh1)));
        assert!(near(asin(c(0.0, 1.0)), c(0.0, asinh1)));
        assert!(near(acosh(c(0.0, 1.0)), c(asinh1, FRAC_PI_2)));
        assert!(near(asinh(c(1.0, 0.0)), c(asinh1, 0.0)));
        assert!(near(atan(c(1.0, 0.0)).unwrap(), c(PI / 4.0, 0.0)));
        assert!(near(
            atanh(c(-0.5, 0.0)).unwrap(),
            c(-0.5493061443340549, 0.0)
        ));
    }

    #[test]
    fn signs_of_zeros_choose_the_side() {
        let acosh2 = 1.3169578969248166;
        assert!(near(acos(c(2.0, 0.0)), c(0.0, -acosh2)));
        assert!(near(acos(c(2.0, -0.0)), c(0.0, acosh2)));
        assert!(near(acosh(c(-2.0, -0.0)), c(acosh2, -PI)));
        assert!(atanh(c(2.0, -0.0)).unwrap().im < 0.0);
    }

    #[test]
    fn large_arguments() {
        let large = c(f64::MAX, f64::MAX);
        assert!(near(acosh(large), c(710.8224336642239, PI / 4.0)));
        assert!(near(asinh(neg(large)), c(-710.8224336642239, -PI / 4.0)));
        assert!(near(acos(large), c(PI / 4.0, -710.8224336642239)));
        assert!(near(atanh(large).unwrap(), c(0.0, FRAC_PI_2)));
    }

    #[test]
    fn infinities() {
        assert_eq!(acos(c(-INF, -INF)), c(0.75 * PI, INF));
        assert_eq!(acosh(c(f64::NAN, INF)).re, INF);
        assert_eq!(asinh(c(-INF, 1.0)), c(-INF, 0.0));
        assert_eq!(atanh(c(f64::NAN, -INF)), Ok(c(0.0, -FRAC_PI_2)));
        assert_eq!(atanh(c(1.0, 0.0)), Err(domain()));
        assert_eq!(acos(c(-0.0, f64::NAN)).re, FRAC_PI_2);
    }
}
