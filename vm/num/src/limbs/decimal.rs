//! Decimal digits.

use super::quotient::in_place;
use super::reciprocal::One;

/// Up to so many words this is faster than the library, which divides by large powers.
pub(crate) const BY_SCHOOL: usize = 48;

/// So many decimal digits fit into a word, whatever they are.
const DIGITS: usize = 19;
/// The power of ten with that many zeros; it has 64 bits.
const UNIT: One = One::new(10u64.pow(DIGITS as u32));

/// The decimal digits of a number of up to [`BY_SCHOOL`] words, behind a minus sign if it is negative.
pub(crate) fn to_text(negative: bool, words: &[u64]) -> String {
    let mut rest = [0; BY_SCHOOL];
    rest[..words.len()].copy_from_slice(words);
    // A word has 19.27 digits: one part more for each 71 words.
    let mut parts = [0; BY_SCHOOL + BY_SCHOOL / 32 + 1];
    let (mut length, mut count) = (words.len(), 0);
    while length > 0 {
        if rest[length - 1] == 0 {
            length -= 1;
        } else {
            parts[count] = in_place(&mut rest[..length], UNIT);
            count += 1;
        }
    }
    let mut text = String::with_capacity(1 + count * DIGITS);
    if negative {
        text.push('-');
    }
    let mut buffer = itoa::Buffer::new();
    for (at, part) in parts[..count].iter().rev().enumerate() {
        let digits = buffer.format(*part);
        if at > 0 {
            text.push_str(&"0000000000000000000"[digits.len()..]);
        }
        text.push_str(digits);
    }
    text
}
