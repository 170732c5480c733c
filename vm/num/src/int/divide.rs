//! Division: `//`, `%` and `divmod` round the quotient down, `/` rounds to the nearest double.

use super::{BigInt, Int, add, as_bigs, bit_length, round_to_odd, shift_left, shift_right, sub};
use crate::float::scale_rounding;
use crate::{Error, Result};
use std::cmp::Ordering;

/// `a // b`.
pub fn floordiv(a: &Int, b: &Int) -> Result<Int> {
    Ok(divmod(a, b)?.0)
}

/// `a % b`, which has the sign of `b`.
pub fn modulo(a: &Int, b: &Int) -> Result<Int> {
    match (a, b) {
        (_, Int::Small(0)) => Err(Error::division_by_zero()),
        (Int::Small(_), Int::Small(_)) => Ok(divmod(a, b)?.1),
        _ => {
            let remainder = as_bigs(a, b, |a, b| with_sign_of(b, a.remainder_truncating(b)));
            Ok(remainder.into())
        }
    }
}

/// `divmod(a, b)`.
pub fn divmod(a: &Int, b: &Int) -> Result<(Int, Int)> {
    match (a, b) {
        (_, Int::Small(0)) => Err(Error::division_by_zero()),
        (Int::Small(a), Int::Small(b)) => Ok(small_divmod(*a, *b)),
        _ => Ok(as_bigs(a, b, big_divmod)),
    }
}

fn small_divmod(a: i64, b: i64) -> (Int, Int) {
    let (quotient, remainder) = (a / b, a % b);
    if remainder != 0 && (remainder < 0) != (b < 0) {
        ((quotient - 1).into(), (remainder + b).into())
    } else {
        (quotient.into(), remainder.into())
    }
}

fn big_divmod(a: &BigInt, b: &BigInt) -> (Int, Int) {
    let (quotient, remainder) = a.divide_truncating(b);
    if differs_in_sign(&remainder, b) {
        let quotient = sub(&quotient.into(), &Int::ONE);
        (quotient, (&remainder + b).into())
    } else {
        (quotient.into(), remainder.into())
    }
}

fn differs_in_sign(remainder: &BigInt, divisor: &BigInt) -> bool {
    !remainder.is_zero() && remainder.is_negative() != divisor.is_negative()
}

fn with_sign_of(divisor: &BigInt, remainder: BigInt) -> BigInt {
    if differs_in_sign(&remainder, divisor) {
        &remainder + divisor
    } else {
        remainder
    }
}

/// `a / b`, correctly rounded.
pub fn true_divide(a: &Int, b: &Int) -> Result<f64> {
    /// Integers up to here are exact as doubles.
    const EXACT: i64 = 1 << 53;
    match (a, b) {
        (_, Int::Small(0)) => Err(Error::division_by_zero()),
        (Int::Small(0), _) => Ok(if b.is_negative() { -0.0 } else { 0.0 }),
        (Int::Small(a), Int::Small(b)) if a.abs() <= EXACT && b.abs() <= EXACT => {
            Ok(*a as f64 / *b as f64)
        }
        _ => big_true_divide(a, b),
    }
}

/// Shifts so that the quotient has 64 or 65 bits, folds the remainder into its lowest bit, and
/// rounds once.
fn big_true_divide(a: &Int, b: &Int) -> Result<f64> {
    let too_large = || Error::overflow("integer division result too large for a float");
    let negative = a.is_negative() != b.is_negative();
    let sign = if negative { -1.0 } else { 1.0 };
    let (a, b) = (super::abs(a), super::abs(b));
    let difference = bit_length(&a) as i64 - bit_length(&b) as i64;
    if difference > 1024 {
        return Err(too_large());
    }
    if difference < -1080 {
        return Ok(sign * 0.0);
    }
    let shift = difference - 64;
    let (dividend, lost) = if shift > 0 {
        let count = shift as usize;
        let dividend = shift_right(&a, &Int::from(count))?;
        let lost = a.as_big().trailing_zeros() < count as u64;
        (dividend, lost)
    } else {
        (shift_left(&a, &Int::from(-shift))?, false)
    };
    let (quotient, remainder) = divmod(&dividend, &b)?;
    let (digits, exponent) = round_to_odd(quotient.view());
    let sticky = u64::from(lost || !remainder.is_zero());
    let value = scale_rounding(digits | sticky, exponent + shift);
    if value.is_infinite() {
        return Err(too_large());
    }
    Ok(sign * value)
}

/// The multiple of `unit` that is nearest to `value`, the even one of two. `unit` is positive.
pub(super) fn nearest_multiple(value: &Int, unit: &Int) -> Result<Int> {
    let (quotient, remainder) = divmod(value, unit)?;
    let below = sub(value, &remainder);
    let twice = add(&remainder, &remainder);
    Ok(match super::compare(&twice, unit) {
        Ordering::Less => below,
        Ordering::Equal if !quotient.is_odd() => below,
        _ => add(&below, unit),
    })
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;
    use crate::DigitLimit;

    fn int(text: &str) -> Int {
        parse(text.as_bytes(), 10, DigitLimit::NONE).unwrap()
    }

    #[test]
    fn quotients_are_rounded_down() {
        for (a, b, quotient, remainder) in [
            (7, 2, 3, 1),
            (-7, 2, -4, 1),
            (7, -2, -4, -1),
            (-7, -2, 3, -1),
            (6, -2, -3, 0),
        ] {
            // The same with big operands: both times 10**30.
            let unit = int("1000000000000000000000000000000");
            let big = |value: i64| super::super::mul(&Int::Small(value), &unit).unwrap();
            let small = (Int::Small(quotient), Int::Small(remainder));
            assert_eq!(divmod(&Int::Small(a), &Int::Small(b)), Ok(small));
            let scaled = (Int::Small(quotient), big(remainder));
            assert_eq!(divmod(&big(a), &big(b)), Ok(scaled));
            assert_eq!(modulo(&big(a), &big(b)), Ok(big(remainder)));
        }
        let error = Err(Error::division_by_zero());
        assert_eq!(modulo(&Int::ONE, &Int::ZERO), error);
    }

    #[test]
    fn true_division_rounds_once() {
        let quotient = |a: &str, b: &str| true_divide(&int(a), &int(b));
        assert_eq!(quotient("10", "4"), Ok(2.5));
        assert_eq!(quotient("-9007199254740993", "1"), Ok(-9007199254740992.0));
        assert_eq!(quotient("9007199254740995", "1"), Ok(9007199254740996.0));
        let huge = format!("1{}", "0".repeat(400));
        assert_eq!(quotient(&huge, &huge[..400]), Ok(10.0));
        assert_eq!(quotient("1", &huge), Ok(0.0));
        assert!(quotient("0", "-5").unwrap().is_sign_negative());
        let error = quotient(&huge, "3").unwrap_err();
        assert_eq!(
            error.message,
            "integer division result too large for a float"
        );
    }
}
