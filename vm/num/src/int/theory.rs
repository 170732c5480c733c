//! Roots and divisors.

use super::{Int, abs, floordiv, mul};
use crate::{Error, Result};

/// `math.isqrt(a)`.
pub fn isqrt(a: &Int) -> Result<Int> {
    match a {
        _ if a.is_negative() => Err(Error::value("isqrt() argument must be nonnegative")),
        Int::Small(a) => Ok(Int::Small(a.isqrt())),
        Int::Big(a) => Ok(a.sqrt().into()),
    }
}

/// `math.gcd(a, b)`.
pub fn gcd(a: &Int, b: &Int) -> Int {
    match (a, b) {
        (Int::Small(a), Int::Small(b)) => small_gcd(a.unsigned_abs(), b.unsigned_abs()).into(),
        _ => a.as_big().gcd(&b.as_big()).into(),
    }
}

fn small_gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// `math.lcm(a, b)`.
pub fn lcm(a: &Int, b: &Int) -> Result<Int> {
    if a.is_zero() || b.is_zero() {
        return Ok(Int::ZERO);
    }
    let factor = floordiv(a, &gcd(a, b))?;
    Ok(abs(&mul(&factor, b)?))
}

#[cfg(test)]
mod tests {
    use super::super::{add, shift_left, sub};
    use super::*;

    #[test]
    fn roots_are_rounded_down() {
        assert_eq!(isqrt(&Int::Small(99)), Ok(Int::Small(9)));
        let root = shift_left(&Int::Small(3), &Int::Small(100)).unwrap();
        let square = mul(&root, &root).unwrap();
        assert_eq!(isqrt(&square), Ok(root.clone()));
        assert_eq!(isqrt(&add(&square, &root)), Ok(root.clone()));
        assert_eq!(isqrt(&sub(&square, &Int::ONE)), Ok(sub(&root, &Int::ONE)));
        assert!(isqrt(&Int::Small(-1)).is_err());
    }

    #[test]
    fn divisors_are_not_negative() {
        let big = shift_left(&Int::Small(-6), &Int::Small(100)).unwrap();
        assert_eq!(gcd(&Int::Small(-4), &Int::Small(6)), Int::Small(2));
        assert_eq!(gcd(&big, &Int::Small(9)), Int::Small(3));
        assert_eq!(gcd(&big, &Int::ZERO), abs(&big));
        assert_eq!(gcd(&Int::ZERO, &Int::ZERO), Int::ZERO);
        assert_eq!(lcm(&Int::Small(-4), &Int::Small(6)), Ok(Int::Small(12)));
        assert_eq!(lcm(&Int::Small(0), &Int::Small(6)), Ok(Int::ZERO));
        assert_eq!(
            lcm(&big, &Int::Small(9)),
            Ok(abs(&mul(&big, &Int::Small(3)).unwrap()))
        );
    }
}
