//! An integer whose words lie anywhere: in an [`Int`], or in an object of the virtual machine.

use super::{BigInt, Int, is_small};
use crate::limbs;
use std::cmp::Ordering;

/// An integer of any size, to be read. Small and big as in [`Int`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IntRef<'a> {
    /// What fits into 63 bits.
    Small(i64),
    /// Every other value.
    Big(Digits<'a>),
}

/// A sign and a magnitude. Zero has no words, and its sign means nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Digits<'a> {
    /// Whether it is below zero.
    pub negative: bool,
    /// The words of the magnitude, lowest first, without leading zeros.
    pub words: &'a [u64],
}

impl Digits<'_> {
    /// The value, if it fits.
    #[inline]
    fn to_i64(self) -> Option<i64> {
        match *self.words {
            [] => Some(0),
            // Two's complement: the magnitude of the least value is its own word.
            [word] if self.negative => (word <= 1 << 63).then(|| (word as i64).wrapping_neg()),
            [word] => i64::try_from(word).ok(),
            _ => None,
        }
    }
}

impl<'a> IntRef<'a> {
    /// The integer of a sign and a magnitude, which may have leading zeros.
    #[inline]
    pub fn new(negative: bool, words: &'a [u64]) -> IntRef<'a> {
        let words = limbs::trimmed(words);
        let digits = Digits { negative, words };
        match digits.to_i64() {
            Some(small) if is_small(small) => IntRef::Small(small),
            _ => IntRef::Big(digits),
        }
    }

    /// Sign and magnitude; that of a small one is put into `word`.
    #[inline]
    pub fn digits<'b>(self, word: &'b mut u64) -> Digits<'b>
    where
        'a: 'b,
    {
        match self {
            IntRef::Small(value) => {
                *word = value.unsigned_abs();
                Digits {
                    negative: value < 0,
                    words: limbs::trimmed(std::slice::from_ref(word)),
                }
            }
            IntRef::Big(digits) => digits,
        }
    }

    /// The same with words of its own.
    pub fn to_int(self) -> Int {
        match self {
            IntRef::Small(value) => Int::Small(value),
            IntRef::Big(digits) => Int::Big(BigInt::new(digits)),
        }
    }

    /// The value, if it fits.
    #[inline]
    pub fn to_i64(self) -> Option<i64> {
        match self {
            IntRef::Small(value) => Some(value),
            IntRef::Big(digits) => digits.to_i64(),
        }
    }

    /// The value, if it fits.
    pub fn to_usize(self) -> Option<usize> {
        match self {
            IntRef::Small(value) => usize::try_from(value).ok(),
            IntRef::Big(Digits {
                negative: false,
                words: [word],
            }) => usize::try_from(*word).ok(),
            IntRef::Big(_) => None,
        }
    }

    /// Whether it is below zero.
    #[inline]
    pub fn is_negative(self) -> bool {
        match self {
            IntRef::Small(value) => value < 0,
            IntRef::Big(digits) => digits.negative,
        }
    }

    /// Whether it is zero.
    #[inline]
    pub fn is_zero(self) -> bool {
        matches!(self, IntRef::Small(0))
    }

    /// The number of bits of the magnitude; 0 has none.
    pub fn bit_length(self) -> u64 {
        match self {
            IntRef::Small(value) => u64::from(64 - value.unsigned_abs().leading_zeros()),
            IntRef::Big(digits) => limbs::bit_length(digits.words),
        }
    }

    /// The ones in the magnitude.
    pub fn bit_count(self) -> u64 {
        match self {
            IntRef::Small(value) => u64::from(value.unsigned_abs().count_ones()),
            IntRef::Big(digits) => {
                let ones = |word: &u64| u64::from(word.count_ones());
                digits.words.iter().map(ones).sum()
            }
        }
    }
}

impl PartialOrd for Digits<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Digits<'_> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => limbs::compare(self.words, other.words),
            (true, true) => limbs::compare(other.words, self.words),
            (a, b) => b.cmp(&a),
        }
    }
}

impl PartialOrd for IntRef<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for IntRef<'_> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (IntRef::Small(a), IntRef::Small(b)) => a.cmp(b),
            // A big value is beyond every small one.
            (IntRef::Small(_), IntRef::Big(b)) if b.negative => Ordering::Greater,
            (IntRef::Small(_), IntRef::Big(_)) => Ordering::Less,
            (IntRef::Big(_), IntRef::Small(_)) => other.cmp(self).reverse(),
            (IntRef::Big(a), IntRef::Big(b)) => a.cmp(b),
        }
    }
}
