//! Logarithms, also of integers that no double holds.

use super::unexpected;
use crate::int::{frexp, to_f64};
use crate::{Error, Int, Result};

/// The base of a logarithm.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Logarithm {
    /// `math.log(x)`
    Natural,
    /// `math.log2(x)`
    Binary,
    /// `math.log10(x)`
    Decimal,
}

impl Logarithm {
    fn of(self, x: f64) -> f64 {
        match self {
            Logarithm::Natural => x.ln(),
            Logarithm::Binary => x.log2(),
            Logarithm::Decimal => x.log10(),
        }
    }
}

/// The logarithm of a float.
pub fn log_float(base: Logarithm, x: f64) -> Result<f64> {
    if x <= 0.0 {
        return Err(unexpected("a positive input", x));
    }
    Ok(base.of(x))
}

/// The logarithm of an integer of any size.
pub fn log_int(base: Logarithm, x: &Int) -> Result<f64> {
    if x.is_zero() || x.is_negative() {
        return Err(Error::value("expected a positive input"));
    }
    if let Ok(x) = to_f64(x) {
        return Ok(base.of(x));
    }
    let (mantissa, exponent) = frexp(x);
    Ok(base.of(mantissa) + base.of(2.0) * exponent as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::int::shift_left;

    #[test]
    fn integers_beyond_doubles() {
        let big = shift_left(&Int::ONE, &Int::Small(5000)).unwrap();
        assert_eq!(log_int(Logarithm::Natural, &big), Ok(3465.7359027997263));
        assert_eq!(log_int(Logarithm::Binary, &big), Ok(5000.0));
        assert_eq!(log_int(Logarithm::Binary, &Int::Small(8)), Ok(3.0));
    }

    #[test]
    fn domains() {
        let error = log_int(Logarithm::Natural, &Int::ZERO).unwrap_err();
        assert_eq!(error.message, "expected a positive input");
        let error = log_float(Logarithm::Decimal, -0.0).unwrap_err();
        assert_eq!(error.message, "expected a positive input, got -0.0");
        assert_eq!(
            log_float(Logarithm::Natural, f64::INFINITY),
            Ok(f64::INFINITY)
        );
    }
}
