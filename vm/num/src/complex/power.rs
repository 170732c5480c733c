//! `z ** w`: by repeated squaring for small whole exponents, else in polar form.

use super::{Complex, div, mul};
use crate::float::power_of_reals;
use crate::{Error, Result};

const ONE: Complex = Complex::new(1.0, 0.0);

/// `base ** exponent`.
pub fn pow(base: Complex, exponent: Complex) -> Result<Complex> {
    /// Whole exponents up to here are multiplied out.
    const SMALL: f64 = 100.0;
    let whole = exponent.im == 0.0 && exponent.re == exponent.re.floor();
    let power = if whole && exponent.re.abs() <= SMALL {
        whole_power(base, exponent.re as i32)?
    } else {
        polar_power(base, exponent)?
    };
    if power.is_infinite() {
        return Err(Error::overflow("complex exponentiation"));
    }
    Ok(power)
}

fn zero_to_negative() -> Error {
    Error::zero_division("zero to a negative or complex power")
}

fn whole_power(base: Complex, exponent: i32) -> Result<Complex> {
    let power = natural_power(base, exponent.unsigned_abs());
    if exponent > 0 {
        Ok(power)
    } else {
        div(ONE, power).map_err(|_| zero_to_negative())
    }
}

fn natural_power(base: Complex, mut exponent: u32) -> Complex {
    let (mut result, mut square) = (ONE, base);
    while exponent > 0 {
        if exponent & 1 != 0 {
            result = mul(result, square);
        }
        square = mul(square, square);
        exponent >>= 1;
    }
    result
}

fn polar_power(base: Complex, exponent: Complex) -> Result<Complex> {
    if base.re == 0.0 && base.im == 0.0 {
        if exponent.im != 0.0 || exponent.re < 0.0 {
            return Err(zero_to_negative());
        }
        return Ok(Complex::new(0.0, 0.0));
    }
    let (length, angle) = (base.re.hypot(base.im), base.im.atan2(base.re));
    let mut power = power_of_reals(length, exponent.re);
    let mut phase = angle * exponent.re;
    if exponent.im != 0.0 {
        power *= (-angle * exponent.im).exp();
        phase += exponent.im * length.ln();
    }
    if phase.is_infinite() {
        // It has no direction, which CPython reports by the same error.
        return Err(zero_to_negative());
    }
    Ok(Complex::new(power * phase.cos(), power * phase.sin()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn c(re: f64, im: f64) -> Complex {
        Complex::new(re, im)
    }

    #[test]
    fn powers() {
        assert_eq!(pow(c(1.0, 2.0), c(2.0, 0.0)), Ok(c(-3.0, 4.0)));
        assert_eq!(pow(c(0.0, 1.0), c(-1.0, 0.0)), Ok(c(0.0, -1.0)));
        assert_eq!(pow(c(0.0, 0.0), c(0.0, 0.0)), Ok(ONE));
        assert_eq!(pow(c(0.0, 0.0), c(0.5, 0.0)), Ok(c(0.0, 0.0)));
        let root = pow(c(-8.0, 0.0), c(1.0 / 3.0, 0.0));
        assert_eq!(root, Ok(c(1.0000000000000002, 1.7320508075688772)));
    }

    #[test]
    fn what_has_no_power() {
        let zero = c(0.0, 0.0);
        assert_eq!(pow(zero, c(-1.0, 0.0)), Err(zero_to_negative()));
        assert_eq!(pow(zero, c(1.0, 2.0)), Err(zero_to_negative()));
        assert_eq!(
            pow(c(1.0, 1.0), c(f64::MAX, f64::MAX)),
            Err(zero_to_negative())
        );
        let error = pow(c(1e200, 0.0), c(3.0, 0.0)).unwrap_err();
        assert_eq!(error.message, "complex exponentiation");
    }
}
