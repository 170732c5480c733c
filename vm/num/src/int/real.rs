//! Between integers and doubles.

use super::{BigInt, Int, IntRef, shift_left};
use crate::float::scale_rounding;
use crate::{Error, Result};

/// The magnitude as `digits * 2**exponent`. What does not fit into the 64 digits sets the lowest one
/// ("rounding to odd"), so that one more rounding to 62 digits or fewer is correct.
pub(crate) fn round_to_odd(a: IntRef<'_>) -> (u64, i64) {
    match a {
        IntRef::Small(a) => (a.unsigned_abs(), 0),
        IntRef::Big(a) => match a.words {
            [] => (0, 0),
            [word] => (*word, 0),
            [lower @ .., next, high] => {
                let shift = high.leading_zeros();
                let two = (u128::from(*high) << 64) | u128::from(*next);
                let top = two << shift;
                let lost = top as u64 != 0 || lower.iter().any(|word| *word != 0);
                let exponent = 64 * (lower.len() as i64 + 1) - i64::from(shift);
                ((top >> 64) as u64 | u64::from(lost), exponent)
            }
        },
    }
}

/// `float(a)`, correctly rounded.
pub fn to_f64<'a>(a: impl Into<IntRef<'a>>) -> Result<f64> {
    let a = a.into();
    let (digits, exponent) = round_to_odd(a);
    let value = scale_rounding(digits, exponent);
    if value.is_infinite() {
        return Err(Error::overflow("int too large to convert to float"));
    }
    Ok(if a.is_negative() { -value } else { value })
}

/// A mantissa from 0.5 up to 1, correctly rounded, and an exponent: `a` is about
/// `mantissa * 2**exponent`.
pub fn frexp(a: &Int) -> (f64, i64) {
    let (digits, exponent) = round_to_odd(a.view());
    if digits == 0 {
        return (0.0, 0);
    }
    let bits = i64::from(64 - digits.leading_zeros());
    let value = scale_rounding(digits, -bits);
    let (value, carry) = if value == 1.0 { (0.5, 1) } else { (value, 0) };
    let mantissa = if a.is_negative() { -value } else { value };
    (mantissa, exponent + bits + carry)
}

/// `int(x)`: rounded towards zero.
pub fn from_f64(x: f64) -> Result<Int> {
    if x.is_nan() {
        return Err(Error::value("cannot convert float NaN to integer"));
    }
    if x.is_infinite() {
        return Err(Error::overflow("cannot convert float infinity to integer"));
    }
    if x.abs() < 9.2e18 {
        return Ok((x as i64).into());
    }
    let (digits, exponent) = crate::float::decompose(x.abs());
    let magnitude = BigInt::from(digits).shift_left(exponent as usize);
    Ok(if x < 0.0 { -&magnitude } else { magnitude }.into())
}

/// `digits * 2**exponent` as a ratio of two integers without common divisors.
pub(crate) fn binary_ratio(digits: u64, exponent: i64) -> Result<(Int, Int)> {
    if digits == 0 {
        return Ok((Int::ZERO, Int::ONE));
    }
    let zeros = digits.trailing_zeros();
    let (digits, exponent) = (Int::from(digits >> zeros), exponent + i64::from(zeros));
    if exponent >= 0 {
        Ok((shift_left(&digits, &Int::Small(exponent))?, Int::ONE))
    } else {
        Ok((digits, shift_left(&Int::ONE, &Int::Small(-exponent))?))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{add, neg, sub};
    use super::*;

    fn power(exponent: i64) -> Int {
        shift_left(&Int::ONE, &Int::Small(exponent)).unwrap()
    }

    #[test]
    fn conversions_round_once() {
        assert_eq!(to_f64(&Int::Small(-3)), Ok(-3.0));
        // Half way between two doubles, and just above.
        let half = add(&power(200), &power(147));
        assert_eq!(to_f64(&half), Ok(2f64.powi(200)));
        let above = add(&half, &Int::ONE);
        assert_eq!(to_f64(&above), Ok(2f64.powi(200) + 2f64.powi(148)));
        // The largest integer that does not round to infinity.
        let limit = sub(&power(1024), &power(970));
        assert!(to_f64(&limit).is_err());
        assert_eq!(to_f64(&sub(&limit, &Int::ONE)), Ok(f64::MAX));
    }

    #[test]
    fn floats_are_truncated() {
        assert_eq!(from_f64(-2.9), Ok(Int::Small(-2)));
        assert_eq!(from_f64(-2f64.powi(100)), Ok(neg(&power(100))));
        assert_eq!(from_f64(2f64.powi(63)), Ok(power(63)));
        assert!(from_f64(f64::NAN).is_err());
        assert!(from_f64(f64::INFINITY).is_err());
    }

    #[test]
    fn mantissas_are_below_one() {
        assert_eq!(frexp(&power(4000)), (0.5, 4001));
        assert_eq!(frexp(&neg(&sub(&power(4000), &Int::ONE))), (-0.5, 4001));
        assert_eq!(frexp(&Int::ZERO), (0.0, 0));
    }
}
