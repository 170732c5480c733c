//! The hash of a tuple, and of what hashes like one: xxHash's mixing of one lane after the other.
//! (Y. Collet, "xxHash fast digest algorithm", the 64-bit variant without its four accumulators; the
//! constants and the ends are those of CPython, so that hashes agree.)

const PRIME_1: u64 = 11_400_714_785_074_694_791;
const PRIME_2: u64 = 14_029_467_366_897_019_727;
const PRIME_5: u64 = 2_870_177_450_012_600_261;

/// A hash in the making.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Accumulator(u64);

impl Accumulator {
    /// Of nothing yet.
    pub(crate) const NEW: Accumulator = Accumulator(PRIME_5);

    /// Mixes in the hash of an item.
    #[inline]
    pub(crate) fn push(&mut self, hash: i64) {
        let sum = self.0.wrapping_add((hash as u64).wrapping_mul(PRIME_2));
        self.0 = sum.rotate_left(31).wrapping_mul(PRIME_1);
    }

    /// The hash of what has a fixed number of items.
    pub(crate) fn finish(self) -> i64 {
        match self.0 as i64 {
            -1 => 1_546_275_796,
            hash => hash,
        }
    }

    /// The hash of what has `length` items, and might have had another number.
    pub(crate) fn finish_with_length(self, length: usize) -> i64 {
        let length = length as u64 ^ PRIME_5 ^ 3_527_539;
        Accumulator(self.0.wrapping_add(length)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(hashes: &[i64]) -> i64 {
        let mut accumulator = Accumulator::NEW;
        hashes.iter().for_each(|hash| accumulator.push(*hash));
        accumulator.finish_with_length(hashes.len())
    }

    #[test]
    fn agrees_with_cpython() {
        for (items, expected) in HASHES {
            assert_eq!(of(items), *expected, "{items:?}");
        }
    }

    /// Small integers are their own hashes.
    const HASHES: &[(&[i64], i64)] = &[
        (&[], 5740354900026072187),
        (&[0], -8753497827991233192),
        (&[1], -6644214454873602895),
        (&[1, 2], -3550055125485641917),
        (&[2, 1], 6794810172467074373),
        (&[3, 1, 4, 1, 5, 9, 2, 6], -5653375916175226264),
        (&[-2, -3], -1148336035444044084),
        (&[1099511627776, 7], 7208148762814418017),
    ];
}
