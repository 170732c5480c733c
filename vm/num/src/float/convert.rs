//! Floats as integers, ratios and hashes.

use super::decompose;
use crate::int::{binary_ratio, from_f64, neg};
use crate::{Error, Int, Result, hash};

/// `x.is_integer()`.
pub fn is_integer(x: f64) -> bool {
    x.is_finite() && x.trunc() == x
}

/// `math.floor(x)`.
pub fn floor(x: f64) -> Result<Int> {
    from_f64(x.floor())
}

/// `math.ceil(x)`.
pub fn ceil(x: f64) -> Result<Int> {
    from_f64(x.ceil())
}

/// `x.as_integer_ratio()`: in lowest terms, the denominator positive.
pub fn as_integer_ratio(x: f64) -> Result<(Int, Int)> {
    if x.is_nan() {
        return Err(Error::value("cannot convert NaN to integer ratio"));
    }
    if x.is_infinite() {
        return Err(Error::overflow("cannot convert Infinity to integer ratio"));
    }
    let (digits, exponent) = decompose(x.abs());
    let (numerator, denominator) = binary_ratio(digits, exponent)?;
    let numerator = if x < 0.0 { neg(&numerator) } else { numerator };
    Ok((numerator, denominator))
}

/// `hash(x)`; `None` for a NaN, which hashes by identity.
pub fn hash(x: f64) -> Option<i64> {
    if x.is_nan() {
        return None;
    }
    if x.is_infinite() {
        return Some(if x > 0.0 {
            hash::INFINITY
        } else {
            -hash::INFINITY
        });
    }
    let (digits, exponent) = decompose(x.abs());
    let residue = hash::reduce(digits);
    let shift = exponent.rem_euclid(i64::from(hash::BITS)) as u32;
    Some(hash::signed(hash::rotate(residue, shift), x < 0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::int;

    #[test]
    fn whole_floats_hash_as_integers() {
        for x in [
            0.0,
            -0.0,
            1.0,
            -1.0,
            1e15,
            1e300,
            -(2f64.powi(61)),
            f64::MAX,
        ] {
            assert_eq!(hash(x), Some(int::hash(&from_f64(x).unwrap())), "{x}");
        }
        assert_eq!(hash(0.5), Some(1 << 60));
        assert_eq!(hash(5e-324), Some(1 << (-1074i64).rem_euclid(61)));
        assert_eq!(hash(f64::NEG_INFINITY), Some(-314159));
        assert_eq!(hash(f64::NAN), None);
    }

    #[test]
    fn ratios() {
        let ratio = |x| as_integer_ratio(x).unwrap();
        assert_eq!(ratio(-1.5), (Int::Small(-3), Int::Small(2)));
        assert_eq!(ratio(0.0), (Int::ZERO, Int::ONE));
        assert_eq!(ratio(8.0), (Int::Small(8), Int::ONE));
        let (one, denominator) = ratio(5e-324);
        assert_eq!((one, int::bit_length(&denominator)), (Int::ONE, 1075));
        assert!(as_integer_ratio(f64::NAN).is_err());
    }

    #[test]
    fn neighbours() {
        assert_eq!(floor(-0.5), Ok(Int::Small(-1)));
        assert_eq!(ceil(-0.5), Ok(Int::ZERO));
        assert!(floor(f64::INFINITY).is_err());
        assert!(is_integer(-2.0) && !is_integer(0.5) && !is_integer(f64::INFINITY));
    }
}
