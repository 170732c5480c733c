//! Digits: decimal ones, and those of a few bits each.

use super::bit_length;
use super::bits::split;
use super::quotient::{in_place, with_scratch};
use super::reciprocal::One;

/// Up to so many words this is faster than the library, which divides by large powers.
pub(crate) const BY_SCHOOL: usize = 48;

/// So many decimal digits fit into a word, whatever they are.
const DIGITS: usize = 19;
/// The power of ten with that many zeros; it has 64 bits.
const UNIT: One = One::new(10u64.pow(DIGITS as u32));

/// The decimal digits of a number of some words, behind a minus sign if it is negative.
pub(crate) fn decimal(negative: bool, words: &[u64]) -> String {
    if let [low, high] = *words {
        let number = (u128::from(high) << 64) | u128::from(low);
        let sign = if negative { "-" } else { "" };
        return [sign, itoa::Buffer::new().format(number)].concat();
    }
    // A word has 19.27 digits.
    let mut text = vec![b'0'; 1 + 20 * words.len()];
    let mut end = text.len();
    with_scratch(words.len(), |rest| {
        rest.copy_from_slice(words);
        let (mut length, mut buffer) = (words.len(), itoa::Buffer::new());
        while length > 0 {
            let digits = buffer.format(in_place(&mut rest[..length], UNIT));
            text[end - digits.len()..end].copy_from_slice(digits.as_bytes());
            end = end.saturating_sub(DIGITS);
            if rest[length - 1] == 0 {
                length -= 1;
            }
        }
    });
    let zeros = text.iter().take_while(|digit| **digit == b'0').count();
    let sign = usize::from(negative);
    text.drain(..zeros - sign);
    if negative {
        text[0] = b'-';
    }
    String::from_utf8(text).unwrap_or_default()
}

/// The digits of so many bits each, up to 5, behind a minus sign if it is negative.
pub(crate) fn in_bits(negative: bool, words: &[u64], bits: u32) -> String {
    let digits = bit_length(words).div_ceil(u64::from(bits)).max(1);
    let mut text = String::with_capacity(1 + digits as usize);
    if negative {
        text.push('-');
    }
    for at in (0..digits).rev() {
        let (word, shift) = split(at * u64::from(bits));
        let low = words.get(word).map_or(0, |word| word >> shift);
        // A shift by 64 in two steps.
        let high = words
            .get(word + 1)
            .map_or(0, |word| (word << 1) << (63 - shift));
        let digit = (low | high) & ((1 << bits) - 1);
        text.push(char::from(
            b"0123456789abcdefghijklmnopqrstuv"[digit as usize],
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::int::{BigInt, Digits};
    use crate::limbs::tests::Words;
    use crate::limbs::trimmed;

    #[test]
    fn as_the_library_writes() {
        let mut random = Words::new();
        for round in 0..2000 {
            let words = random.up_to([3, 50][round % 2]);
            let (negative, words) = (random.below(2) == 0, trimmed(&words));
            if !words.is_empty() {
                let expected = BigInt::new(Digits { negative, words }).to_text(10);
                assert_eq!(decimal(negative, words), expected);
                for bits in 1..=5 {
                    let number = BigInt::new(Digits { negative, words });
                    assert_eq!(in_bits(negative, words, bits), number.to_text(1 << bits));
                }
            }
        }
    }
}
