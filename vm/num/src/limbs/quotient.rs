//! Quotients and remainders.

use super::product::subtract_multiple;
use super::reciprocal::{One, Two};
use super::{shift_left, shift_right};

/// Up to so many words of the divisor or of the quotient the method of school is faster than the library's.
pub(crate) const BY_SCHOOL: usize = 32;

/// The most words of a dividend: more memory than that is asked for before it is taken.
pub(crate) const MOST: usize = 1 << 14;

/// Writes `a // divisor`, which is not zero, and gives the remainder. `quotient` is as long as `a`, or empty if only
/// the remainder is wanted.
#[inline]
pub(crate) fn by_word(a: &[u64], divisor: u64, quotient: &mut [u64]) -> u64 {
    let shift = divisor.leading_zeros();
    let divisor = One::new(divisor << shift);
    // What the bits of a word are above those of the one below it: a shift by 64 in two steps.
    let above = |word: u64| (word >> 1) >> (63 - shift);
    let mut rest = a.last().map_or(0, |word| above(*word));
    for at in (0..a.len()).rev() {
        let below = if at == 0 { 0 } else { above(a[at - 1]) };
        let digit;
        (digit, rest) = divisor.divide(rest, (a[at] << shift) | below);
        if let Some(place) = quotient.get_mut(at) {
            *place = digit;
        }
    }
    rest >> shift
}

/// Replaces a number by its quotient and gives the remainder. The divisor's highest bit is set.
#[inline]
pub(super) fn in_place(words: &mut [u64], divisor: One) -> u64 {
    let mut rest = 0;
    for word in words.iter_mut().rev() {
        (*word, rest) = divisor.divide(rest, *word);
    }
    rest
}

/// Memory for a division: zeros, on the stack if they are few.
pub(crate) fn with_scratch<T>(words: usize, body: impl FnOnce(&mut [u64]) -> T) -> T {
    const FEW: usize = 48;
    match words {
        ..=FEW => body(&mut [0; FEW][..words]),
        _ => body(&mut vec![0; words]),
    }
}

/// How many words of memory [`long`] needs beside the quotient.
pub(crate) fn scratch(a: &[u64], b: &[u64]) -> usize {
    a.len() + 1 + b.len()
}

/// Writes `a // b` and gives the remainder, which lies in `scratch`. `b` has at least two words, and not more than
/// `a`; `quotient` has `a.len() - b.len() + 1` words, or none if it is not wanted. Knuth's algorithm D, with digits of
/// three words by two, which are hardly ever too large.
pub(crate) fn long<'a>(
    a: &[u64],
    b: &[u64],
    quotient: &mut [u64],
    scratch: &'a mut [u64],
) -> &'a [u64] {
    let length = b.len();
    let shift = u64::from(b[length - 1].leading_zeros());
    let (rest, divisor) = scratch.split_at_mut(a.len() + 1);
    shift_left(a, shift, rest);
    shift_left(b, shift, divisor);
    let divisor = &divisor[..length];
    let (high, low) = (divisor[length - 1], divisor[length - 2]);
    let two = Two::new(high, low);
    for at in (0..=a.len() - length).rev() {
        let (part, top) = rest[at..=at + length].split_at_mut(length);
        let top = &mut top[0];
        let (second, third) = (part[length - 1], part[length - 2]);
        let mut digit = match (*top, second) == (high, low) {
            true => u64::MAX,
            false => two.divide(*top, second, third),
        };
        let owed = subtract_multiple(part, divisor, digit);
        if owed > *top {
            digit -= 1;
            add_back(part, divisor);
        }
        *top = 0;
        if let Some(place) = quotient.get_mut(at) {
            *place = digit;
        }
    }
    // The remainder is shifted back onto what is needed no more.
    let (rest, out) = scratch.split_at_mut(a.len() + 1);
    let rest = super::trimmed(&rest[..length]);
    out.fill(0);
    if super::bit_length(rest) > shift {
        shift_right(rest, shift, out);
    }
    out
}

#[cold]
fn add_back(part: &mut [u64], divisor: &[u64]) {
    let mut carry = false;
    for (x, y) in part.iter_mut().zip(divisor) {
        (*x, carry) = x.carrying_add(*y, carry);
    }
}
