//! Logarithms and the square root.

use super::{LARGE, NAN, domain};
use crate::Result;
use crate::complex::{self, Complex};
use crate::float::ldexp;
use std::f64::consts::{LN_2, LN_10};

/// The logarithm of the length of a number that is not zero.
fn log_length(z: Complex) -> f64 {
    let (re, im) = (z.re.abs(), z.im.abs());
    if re > LARGE || im > LARGE {
        return (re / 2.0).hypot(im / 2.0).ln() + LN_2;
    }
    if re < f64::MIN_POSITIVE && im < f64::MIN_POSITIVE {
        // The length may be subnormal.
        const DIGITS: i64 = f64::MANTISSA_DIGITS as i64;
        let length = ldexp(re, DIGITS).hypot(ldexp(im, DIGITS));
        return length.ln() - DIGITS as f64 * LN_2;
    }
    let length = re.hypot(im);
    if (0.71..=1.73).contains(&length) {
        // Near 1 the logarithm is small: from what the square of the length is above 1.
        let (large, small) = (re.max(im), re.min(im));
        return ((large - 1.0) * (large + 1.0) + small * small).ln_1p() / 2.0;
    }
    length.ln()
}

/// `cmath.log(z)`
pub fn log(z: Complex) -> Result<Complex> {
    if z.re == 0.0 && z.im == 0.0 {
        return Err(domain());
    }
    Ok(extended_log(z))
}

/// The logarithm, which is infinite at zero.
fn extended_log(z: Complex) -> Complex {
    let length = if z.re == 0.0 && z.im == 0.0 {
        f64::NEG_INFINITY
    } else if z.is_finite() {
        log_length(z)
    } else {
        z.re.hypot(z.im)
    };
    Complex::new(length, z.im.atan2(z.re))
}

/// `cmath.log(z, base)`, where a zero `z` is no error.
pub fn log_base(z: Complex, base: Complex) -> Result<Complex> {
    complex::div(extended_log(z), log(base)?).map_err(|_| domain())
}

/// `cmath.log10(z)`
pub fn log10(z: Complex) -> Result<Complex> {
    let log = log(z)?;
    Ok(Complex::new(log.re / LN_10, log.im / LN_10))
}

/// `cmath.sqrt(z)`: the root with a real part that is not negative.
pub fn sqrt(z: Complex) -> Complex {
    if !z.is_finite() {
        return special_sqrt(z);
    }
    if z.re == 0.0 && z.im == 0.0 {
        return Complex::new(0.0, z.im);
    }
    let (re, im) = (z.re.abs(), z.im.abs());
    let large = if re < f64::MIN_POSITIVE && im < f64::MIN_POSITIVE {
        // The length may be subnormal: scale by an even power of two, after the doubling.
        const UP: i64 = 53;
        let (re, im) = (ldexp(re, UP), ldexp(im, UP));
        ldexp((re + re.hypot(im)).sqrt(), -(UP + 1) / 2)
    } else {
        let re = re / 8.0;
        2.0 * (re + re.hypot(im / 8.0)).sqrt()
    };
    let small = im / (2.0 * large);
    if z.re >= 0.0 {
        Complex::new(large, small.copysign(z.im))
    } else {
        Complex::new(small, large.copysign(z.im))
    }
}

fn special_sqrt(z: Complex) -> Complex {
    const INF: f64 = f64::INFINITY;
    if z.im.is_infinite() {
        return Complex::new(INF, z.im);
    }
    match z.re {
        INF if z.im.is_nan() => Complex::new(INF, f64::NAN),
        INF => Complex::new(INF, 0f64.copysign(z.im)),
        f64::NEG_INFINITY if z.im.is_nan() => Complex::new(f64::NAN, INF),
        f64::NEG_INFINITY => Complex::new(0.0, INF.copysign(z.im)),
        _ => NAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::PI;

    const INF: f64 = f64::INFINITY;

    fn c(re: f64, im: f64) -> Complex {
        Complex::new(re, im)
    }

    #[test]
    fn signs_of_zeros_choose_the_side() {
        assert_eq!(sqrt(c(-4.0, 0.0)), c(0.0, 2.0));
        assert_eq!(sqrt(c(-4.0, -0.0)), c(0.0, -2.0));
        assert_eq!(log(c(-1.0, -0.0)), Ok(c(0.0, -PI)));
    }

    #[test]
    fn values() {
        assert_eq!(sqrt(c(0.0, 2.0)), c(1.0, 1.0));
        assert!(sqrt(c(f64::MAX, f64::MAX)).is_finite());
        assert_eq!(sqrt(c(5e-324, 0.0)).re, 5e-324f64.sqrt());
        assert_eq!(log(c(f64::MAX, f64::MAX)).unwrap().re, 710.1292864836639);
        assert_eq!(log(c(0.0, 5e-324)).unwrap().re, -744.4400719213813);
        assert_eq!(log10(c(1000.0, 0.0)), Ok(c(2.9999999999999996, 0.0)));
        assert_eq!(log_base(c(8.0, 0.0), c(2.0, 0.0)), Ok(c(3.0, 0.0)));
        assert_eq!(log(c(0.0, -0.0)), Err(domain()));
        assert_eq!(log_base(c(8.0, 0.0), c(1.0, 0.0)), Err(domain()));
    }

    #[test]
    fn infinities() {
        assert_eq!(log(c(-INF, INF)), Ok(c(INF, 0.75 * PI)));
        assert_eq!(sqrt(c(f64::NAN, -INF)), c(INF, -INF));
        assert_eq!(sqrt(c(-INF, -1.0)), c(0.0, -INF));
    }
}
