//! Factorials, permutations and combinations: balanced products, so that the library multiplies
//! numbers of equal size.

use super::{BigInt, Int, bit_length, compare, floordiv, mul, shift_left, sub};
use crate::{Error, Result, memory};
use std::cmp::Ordering;

/// `math.factorial(n)`.
///
/// The odd part is a product of odd numbers by halving ranges of `n`; the power of two is a shift
/// (P. Luschny, "binary split" in his collection of factorial algorithms).
pub fn factorial(n: &Int) -> Result<Int> {
    if n.is_negative() {
        return Err(Error::value("factorial() not defined for negative values"));
    }
    let too_large = "factorial() argument should not exceed 9223372036854775807";
    let n = n.to_i64().ok_or_else(|| Error::overflow(too_large))? as u64;
    if let Some(product) = small_factorial(n) {
        return Ok(product.into());
    }
    let halvings = n.checked_ilog2().unwrap_or(0);
    memory::reserve_bits(u128::from(n) * u128::from(halvings))?;
    let (mut inner, mut outer) = (Int::ONE, Int::ONE);
    for halving in (0..=halvings).rev() {
        let (from, to) = (n.checked_shr(halving + 1).unwrap_or(0), n >> halving);
        // The odd numbers above `from` up to `to`.
        let odd = Int::from(odd_product((from + 1) | 1, (to + 1) | 1));
        inner = mul(&inner, &odd)?;
        outer = mul(&outer, &inner)?;
    }
    let twos = n - u64::from(n.count_ones());
    shift_left(&outer, &Int::from(twos))
}

fn small_factorial(n: u64) -> Option<u64> {
    /// The largest number whose factorial has 64 bits.
    const LAST: u64 = 20;
    (n <= LAST).then(|| (1..=n).product())
}

/// The product of the odd numbers from `first` up to, without, `end`; both are odd.
fn odd_product(first: u64, end: u64) -> BigInt {
    match end.saturating_sub(first) / 2 {
        0 => BigInt::from(1u64),
        1 => BigInt::from(first),
        2 => BigInt::from(u128::from(first) * u128::from(first + 2)),
        count => {
            let middle = first + count / 2 * 2;
            &odd_product(first, middle) * &odd_product(middle, end)
        }
    }
}

/// `math.perm(n, k)`.
pub fn perm(n: &Int, k: &Int) -> Result<Int> {
    check(n, k)?;
    if compare(n, k) == Ordering::Less {
        return Ok(Int::ZERO);
    }
    let too_large = || Error::overflow("k must not exceed 9223372036854775807");
    let count = k.to_i64().ok_or_else(too_large)? as u64;
    if n == k {
        return factorial(n);
    }
    falling(n, count)
}

/// `math.comb(n, k)`.
pub fn comb(n: &Int, k: &Int) -> Result<Int> {
    check(n, k)?;
    let rest = sub(n, k);
    if rest.is_negative() {
        return Ok(Int::ZERO);
    }
    let k = k.min(&rest);
    let too_large = || Error::overflow("min(n - k, k) must not exceed 9223372036854775807");
    let count = k.to_i64().ok_or_else(too_large)? as u64;
    if let Some(value) = small_comb(n, count) {
        return Ok(value);
    }
    floordiv(&falling(n, count)?, &factorial(k)?)
}

fn check(n: &Int, k: &Int) -> Result<()> {
    if n.is_negative() {
        return Err(Error::value("n must be a non-negative integer"));
    }
    if k.is_negative() {
        return Err(Error::value("k must be a non-negative integer"));
    }
    Ok(())
}

/// By the recurrence of a row of Pascal's triangle, as long as it fits.
fn small_comb(n: &Int, k: u64) -> Option<Int> {
    let n = u128::from(n.to_i64()? as u64);
    let mut value = 1u128;
    for taken in 0..u128::from(k) {
        value = value.checked_mul(n - taken)? / (taken + 1);
    }
    Some(value.into())
}

/// `n * (n - 1) * ...`, `count` factors.
fn falling(n: &Int, count: u64) -> Result<Int> {
    memory::reserve_bits(u128::from(bit_length(n)) * u128::from(count))?;
    falling_product(n, count)
}

fn falling_product(n: &Int, count: u64) -> Result<Int> {
    match count {
        0 => Ok(Int::ONE),
        1 => Ok(n.clone()),
        _ => {
            let half = count / 2;
            let rest = sub(n, &Int::from(half));
            mul(
                &falling_product(n, half)?,
                &falling_product(&rest, count - half)?,
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::to_radix;
    use super::*;

    #[test]
    fn factorials_are_products() {
        let mut product = Int::ONE;
        for n in 0..300 {
            if n > 0 {
                product = mul(&product, &Int::Small(n)).unwrap();
            }
            assert_eq!(factorial(&Int::Small(n)), Ok(product.clone()), "{n}");
        }
    }

    #[test]
    fn rows_of_the_triangle() {
        let comb = |n: i64, k: i64| comb(&Int::Small(n), &Int::Small(k)).unwrap();
        for n in 0..200 {
            for k in 1..=n {
                let sum = super::super::add(&comb(n - 1, k - 1), &comb(n - 1, k));
                if n > 0 {
                    assert_eq!(comb(n, k), sum, "{n} {k}");
                }
            }
        }
        assert_eq!(comb(5, 6), Int::ZERO);
    }

    #[test]
    fn permutations() {
        let perm = |n: i64, k: i64| perm(&Int::Small(n), &Int::Small(k)).unwrap();
        assert_eq!(perm(10, 3), Int::Small(720));
        assert_eq!(perm(3, 4), Int::ZERO);
        assert_eq!(
            to_radix(&perm(30, 30), 10),
            "265252859812191058636308480000000"
        );
        assert_eq!(
            to_radix(&perm(1 << 40, 3), 10),
            "1329227995781289095444965371779481600"
        );
    }

    #[test]
    fn limits() {
        let huge = shift_left(&Int::ONE, &Int::Small(70)).unwrap();
        let large = Int::Small(1 << 60);
        assert!(
            factorial(&huge)
                .unwrap_err()
                .message
                .starts_with("factorial() arg")
        );
        assert_eq!(factorial(&large), Err(Error::memory()));
        assert_eq!(perm(&huge, &large), Err(Error::memory()));
        assert_eq!(comb(&huge, &large), Err(Error::memory()));
        assert_eq!(comb(&huge, &huge), Ok(Int::ONE));
        assert!(
            perm(&huge, &huge)
                .unwrap_err()
                .message
                .starts_with("k must not")
        );
    }
}
