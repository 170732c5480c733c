//! Sums, differences, products and signs.

use super::{BigInt, Int, as_bigs};
use crate::{Result, memory};

/// `a + b`.
pub fn add(a: &Int, b: &Int) -> Int {
    match (a, b) {
        // Two values of 63 bits have a sum of 64.
        (Int::Small(a), Int::Small(b)) => (a + b).into(),
        _ => as_bigs(a, b, |a, b| (a + b).into()),
    }
}

/// `a - b`.
pub fn sub(a: &Int, b: &Int) -> Int {
    match (a, b) {
        (Int::Small(a), Int::Small(b)) => (a - b).into(),
        _ => as_bigs(a, b, |a, b| (a - b).into()),
    }
}

/// `a * b`. Fails where the product does not fit into memory.
pub fn mul(a: &Int, b: &Int) -> Result<Int> {
    match (a, b) {
        (Int::Small(a), Int::Small(b)) => Ok((i128::from(*a) * i128::from(*b)).into()),
        _ => as_bigs(a, b, big_mul),
    }
}

fn big_mul(a: &BigInt, b: &BigInt) -> Result<Int> {
    memory::reserve_bits(u128::from(a.bit_length()) + u128::from(b.bit_length()))?;
    Ok((a * b).into())
}

/// `-a`.
pub fn neg(a: &Int) -> Int {
    match a {
        Int::Small(a) => (-a).into(),
        Int::Big(a) => (-a).into(),
    }
}

/// `abs(a)`.
pub fn abs(a: &Int) -> Int {
    if a.is_negative() { neg(a) } else { a.clone() }
}

#[cfg(test)]
mod tests {
    use super::super::{SMALL_MAX, SMALL_MIN, to_radix};
    use super::*;

    #[test]
    fn values_are_small_exactly_where_they_fit() {
        let (top, bottom) = (Int::Small(SMALL_MAX), Int::Small(SMALL_MIN));
        let above = add(&top, &Int::ONE);
        assert!(matches!(above, Int::Big(_)));
        assert_eq!(to_radix(&above, 10), "4611686018427387904");
        assert_eq!(sub(&above, &Int::ONE), top);
        assert_eq!(neg(&bottom), above);
        assert_eq!(neg(&above), bottom);
        assert!(matches!(sub(&bottom, &Int::ONE), Int::Big(_)));
        assert_eq!(add(&above, &neg(&above)), Int::ZERO);
    }

    #[test]
    fn products_of_small_values_grow() {
        let square = mul(&Int::Small(SMALL_MIN), &Int::Small(SMALL_MIN)).unwrap();
        assert_eq!(square, (1i128 << 124).into());
        assert_eq!(abs(&neg(&square)), square);
    }
}
