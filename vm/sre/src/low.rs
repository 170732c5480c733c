//! Sets of code points below 256, as bits.

use std::ops::{BitAnd, BitOr, Not};

/// A set of code points below 256.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Low([u64; 4]);

impl Low {
    pub(crate) const NONE: Low = Low([0; 4]);
    pub(crate) const ALL: Low = Low([u64::MAX; 4]);

    /// Those for which it holds.
    pub(crate) fn of(holds: impl Fn(u32) -> bool) -> Low {
        let mut low = Low::NONE;
        for code in (0..256).filter(|code| holds(*code)) {
            low.0[code as usize / 64] |= 1 << (code % 64);
        }
        low
    }

    /// Those in a range, which may end above.
    pub(crate) fn range(first: u32, last: u32) -> Low {
        Low::from(first) & !Low::from(last.saturating_add(1))
    }

    /// Those from a code point on.
    fn from(first: u32) -> Low {
        Low(std::array::from_fn(|word| {
            match first.saturating_sub(64 * word as u32) {
                below @ 0..64 => u64::MAX << below,
                _ => 0,
            }
        }))
    }

    /// Those of a bitmap of `_sre`.
    pub(crate) fn bitmap(bits: &[u32; 8]) -> Low {
        Low(std::array::from_fn(|word| {
            u64::from(bits[2 * word]) | u64::from(bits[2 * word + 1]) << 32
        }))
    }

    /// Whether it has this byte.
    #[inline(always)]
    pub(crate) fn has(&self, code: u8) -> bool {
        self.0[usize::from(code / 64)] >> (code % 64) & 1 != 0
    }

    pub(crate) fn is_empty(self) -> bool {
        self == Low::NONE
    }

    /// Its only element, if it has one and no more.
    pub(crate) fn only(self) -> Option<u32> {
        let count: u32 = self.0.iter().map(|word| word.count_ones()).sum();
        let word = self.0.iter().position(|word| *word != 0)?;
        (count == 1).then(|| 64 * word as u32 + self.0[word].trailing_zeros())
    }
}

impl BitOr for Low {
    type Output = Low;

    fn bitor(self, other: Low) -> Low {
        Low(std::array::from_fn(|word| self.0[word] | other.0[word]))
    }
}

impl BitAnd for Low {
    type Output = Low;

    fn bitand(self, other: Low) -> Low {
        Low(std::array::from_fn(|word| self.0[word] & other.0[word]))
    }
}

impl Not for Low {
    type Output = Low;

    fn not(self) -> Low {
        Low(self.0.map(|word| !word))
    }
}

#[cfg(test)]
mod tests {
    use super::Low;

    #[test]
    fn ranges_and_single_elements() {
        for (first, last) in [
            (0, 0),
            (3, 64),
            (63, 128),
            (0, 255),
            (200, 999),
            (255, u32::MAX),
            (9, 8),
            (300, 400),
        ] {
            let low = Low::range(first, last);
            assert_eq!(
                low,
                Low::of(|code| (first..=last).contains(&code)),
                "{first} {last}"
            );
            let only = (first..=last.min(255)).count() == 1;
            assert_eq!(low.only(), only.then_some(first), "{first} {last}");
        }
        assert!(Low::NONE.is_empty() && !Low::ALL.is_empty() && (!Low::ALL).is_empty());
    }
}
