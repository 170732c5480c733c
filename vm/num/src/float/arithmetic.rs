//! Division and powers, where they differ from Rust's.

use super::square::square;
use crate::complex::{self, Complex};
use crate::{Error, Result};

/// `x / y`.
pub fn divide(x: f64, y: f64) -> Result<f64> {
    nonzero(y)?;
    Ok(x / y)
}

/// `x // y`.
pub fn floordiv(x: f64, y: f64) -> Result<f64> {
    Ok(divmod(x, y)?.0)
}

/// `x % y`, which has the sign of `y`.
pub fn modulo(x: f64, y: f64) -> Result<f64> {
    nonzero(y)?;
    Ok(remainder(x, y).0)
}

/// `divmod(x, y)`.
pub fn divmod(x: f64, y: f64) -> Result<(f64, f64)> {
    nonzero(y)?;
    let (modulo, moved) = remainder(x, y);
    // Close to a whole number: the subtraction is exact, or nearly so.
    let quotient = (x - x % y) / y - if moved { 1.0 } else { 0.0 };
    let whole = if quotient == 0.0 {
        0f64.copysign(x / y)
    } else {
        let floor = quotient.floor();
        if quotient - floor > 0.5 {
            floor + 1.0
        } else {
            floor
        }
    };
    Ok((whole, modulo))
}

fn nonzero(y: f64) -> Result<()> {
    if y == 0.0 {
        Err(Error::division_by_zero())
    } else {
        Ok(())
    }
}

/// The remainder with the sign of `y`, and whether `y` had to be added to C's.
fn remainder(x: f64, y: f64) -> (f64, bool) {
    let remainder = x % y;
    if remainder == 0.0 {
        (0f64.copysign(y), false)
    } else if (y < 0.0) != (remainder < 0.0) {
        (remainder + y, true)
    } else {
        (remainder, false)
    }
}

/// A power of two floats.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Power {
    /// As a rule.
    Float(f64),
    /// Of a negative number to a fraction.
    Complex(Complex),
}

/// `x ** y`.
pub fn pow(x: f64, y: f64) -> Result<Power> {
    if x > 0.0 {
        let power = power_of_reals(x, y);
        if power.is_finite() {
            return Ok(Power::Float(power));
        }
    }
    if x == 0.0 && y < 0.0 && y.is_finite() {
        return Err(Error::zero_division("zero to a negative power"));
    }
    if x < 0.0 && x.is_finite() && y.is_finite() && y != y.floor() {
        return complex::pow(x.into(), y.into()).map(Power::Complex);
    }
    let power = power_of_reals(x, y);
    if power.is_infinite() && x.is_finite() && y.is_finite() {
        return Err(Error::result_out_of_range());
    }
    Ok(Power::Float(power))
}

/// What C's `pow` gives. Its special cases are IEEE 754's, and Python's.
pub(crate) fn power_of_reals(x: f64, y: f64) -> f64 {
    let square = if y == 2.0 { square(x) } else { None };
    square.unwrap_or_else(|| x.powf(y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotients_are_rounded_down() {
        for (x, y, quotient, remainder) in [
            (7.5, 2.0, 3.0, 1.5),
            (-7.5, 2.0, -4.0, 0.5),
            (7.5, -2.0, -4.0, -0.5),
            (-7.5, -2.0, 3.0, -1.5),
            (1.0, 0.1, 9.0, 0.09999999999999995),
            (-1e-300, 1e300, -1.0, 1e300),
        ] {
            assert_eq!(divmod(x, y), Ok((quotient, remainder)), "{x} {y}");
            assert_eq!(modulo(x, y), Ok(remainder));
        }
        assert!(modulo(4.0, -2.0).unwrap().is_sign_negative());
        assert!(floordiv(-0.0, 2.0).unwrap().is_sign_negative());
        assert_eq!(divide(1.0, 0.0), Err(Error::division_by_zero()));
        assert!(divmod(f64::INFINITY, 1.0).unwrap().0.is_nan());
    }

    #[test]
    fn powers_leave_the_reals() {
        assert_eq!(pow(2.0, -1.0), Ok(Power::Float(0.5)));
        assert_eq!(pow(f64::NAN, 0.0), Ok(Power::Float(1.0)));
        assert_eq!(pow(-1.0, f64::INFINITY), Ok(Power::Float(1.0)));
        let Ok(Power::Complex(root)) = pow(-8.0, 1.0 / 3.0) else {
            panic!("a complex number")
        };
        assert_eq!((root.re, root.im), (1.0000000000000002, 1.7320508075688772));
        assert_eq!(
            pow(0.0, -1.0).unwrap_err().message,
            "zero to a negative power"
        );
        assert_eq!(pow(10.0, 400.0).unwrap_err().errno, Some(34));
    }
}
