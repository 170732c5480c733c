//! Arithmetic on magnitudes: slices of 64-bit words, the lowest first.
//!
//! What lies here reads its operands where they are and writes into memory that its caller has, so that an integer
//! may keep its words in an object. The algorithms are those of school; who multiplies or divides numbers of more
//! words than [`product::BY_SCHOOL`] asks the library (`int::big`). Operands have no leading zeros unless a function
//! says so; results may have.

mod bits;
pub(crate) mod product;
pub(crate) mod quotient;
mod reciprocal;
mod sum;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod text;

pub(crate) use bits::{bitwise, shift_left, shift_right};
pub(crate) use sum::{add, increment, sub};

use std::cmp::Ordering;

/// Without the leading zeros.
#[inline]
pub(crate) fn trimmed(mut words: &[u64]) -> &[u64] {
    while let [rest @ .., 0] = words {
        words = rest;
    }
    words
}

/// The order of two magnitudes.
#[inline]
pub(crate) fn compare(a: &[u64], b: &[u64]) -> Ordering {
    let lengths = a.len().cmp(&b.len());
    if lengths != Ordering::Equal {
        return lengths;
    }
    let differing = a.iter().zip(b).rev().find(|(x, y)| x != y);
    differing.map_or(Ordering::Equal, |(x, y)| x.cmp(y))
}

/// The number of bits; 0 has none.
#[inline]
pub(crate) fn bit_length(words: &[u64]) -> u64 {
    match words.last() {
        None => 0,
        Some(high) => words.len() as u64 * 64 - u64::from(high.leading_zeros()),
    }
}
