//! Where a hash leads in a table: pure arithmetic.
//!
//! A hash is mixed by one multiplication with an odd constant near 2^64 over the golden ratio
//! (Knuth, TAOCP 3, section 6.4), because the hashes of integers are the integers. From the top of the
//! product are taken: the stripe, the lane in it where a probe begins, and a fingerprint, which a lane
//! keeps beside the number of its entry, so that a probe hardly ever looks at an entry in vain.

/// Lanes of a stripe. With the token they fill 128 bytes: two cache lines that are fetched together.
pub(super) const LANES: usize = 30;
/// Entries that a table has room for, for each stripe: two thirds, as in CPython's.
pub(super) const ENTRIES_PER_STRIPE: usize = 20;
/// The largest logarithm of the number of stripes: 671 million entries.
pub(super) const MAX_LOG2: u32 = 25;

/// A hash as tables keep it: an integer value. Its highest bit is lost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Hash(u64);

impl Hash {
    /// What `hash()` gives.
    #[inline(always)]
    pub(crate) fn new(hash: i64) -> Hash {
        Hash((hash as u64) << 1)
    }

    #[inline(always)]
    pub(super) fn from_bits(bits: u64) -> Hash {
        Hash(bits)
    }

    #[inline(always)]
    pub(super) fn bits(self) -> u64 {
        self.0
    }

    #[inline(always)]
    fn mixed(self) -> u64 {
        (self.0 ^ self.0 >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    /// The tag that a small table keeps of an entry: an even byte that is not 0.
    #[inline(always)]
    pub(super) fn tag(self) -> u8 {
        let number = ((self.mixed() >> 32) * 127) >> 32;
        (number as u8 + 1) << 1
    }

    /// The stripe in a table of `1 << log2` stripes.
    #[inline(always)]
    pub(super) fn stripe(self, log2: u32) -> usize {
        (self.mixed() >> 1 >> (63 - log2)) as usize
    }
}

/// Where the probe for a hash begins, and what it looks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Place {
    pub(super) stripe: usize,
    pub(super) lane: usize,
    code: Codes,
    fingerprint: u32,
}

impl Place {
    /// The place of `hash` in a table of `1 << log2` stripes.
    #[inline(always)]
    pub(super) fn of(hash: Hash, log2: u32) -> Place {
        let code = Codes::new(log2);
        let rest = (hash.mixed() << log2) >> 32;
        let scaled = rest * LANES as u64;
        Place {
            stripe: hash.stripe(log2),
            lane: (scaled >> 32) as usize,
            code,
            fingerprint: code.fingerprint(scaled as u32),
        }
    }

    /// The entry that a lane names, if its fingerprint is the right one.
    #[inline(always)]
    pub(super) fn entry(self, lane: u32) -> Option<usize> {
        let number = lane ^ self.fingerprint;
        (number <= self.code.mask && number > Codes::DELETED).then(|| (number >> 1) as usize - 2)
    }

    /// What the lane of this entry holds.
    #[inline(always)]
    pub(super) fn lane_of(self, entry: usize) -> u32 {
        self.fingerprint | (entry as u32 + 2) << 1
    }
}

/// What a lane holds: `fingerprint | number | 0`, where the number is that of an entry plus two. So
/// two lanes are a word that looks like an integer value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Codes {
    /// The bits below the fingerprint.
    mask: u32,
}

impl Codes {
    /// A lane that was never used. A probe ends here.
    pub(super) const EMPTY: u32 = 0;
    /// A lane whose entry has been deleted. A probe goes on.
    pub(super) const DELETED: u32 = 2;

    #[inline(always)]
    fn new(log2: u32) -> Codes {
        // ENTRIES_PER_STRIPE + 2 numbers fit five bits.
        Codes {
            mask: (2 << (log2 + 5)) - 1,
        }
    }

    #[inline(always)]
    fn fingerprint(self, random: u32) -> u32 {
        random & !self.mask
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lane_gives_its_entry_back_and_no_mark() {
        for log2 in [0, 1, 7, MAX_LOG2] {
            let entries = ENTRIES_PER_STRIPE << log2;
            for number in (0..5000i64).map(|n| n.wrapping_mul(0x1234_5678_9abc_def1) >> 2) {
                let place = Place::of(Hash::new(number), log2);
                assert!(place.stripe < 1 << log2 && place.lane < LANES);
                for entry in [0, entries / 2, entries - 1] {
                    assert_eq!(place.entry(place.lane_of(entry)), Some(entry));
                    assert_eq!(place.lane_of(entry) & 1, 0);
                }
                assert_eq!(place.entry(Codes::EMPTY), None);
                assert_eq!(place.entry(Codes::DELETED), None);
            }
        }
    }

    #[test]
    fn tags_are_even_bytes_and_all_occur() {
        let mut seen = [false; 256];
        (0..10_000).for_each(|number| seen[usize::from(Hash::new(number).tag())] = true);
        assert!((0..256).all(|tag| seen[tag] == (tag != 0 && tag % 2 == 0)));
    }

    /// The share of entries that find no lane in their own stripe, in full tables.
    #[test]
    fn patterns_of_integers_spread() {
        let patterns: [fn(i64) -> i64; 6] = [
            |n| n,
            |n| n * 16,
            |n| n * 1000,
            |n| n << 20,
            |n| n << 32,
            |n| n * n,
        ];
        for pattern in patterns {
            let log2 = 10;
            let mut filled = vec![0; 1 << log2];
            for number in 0..(ENTRIES_PER_STRIPE << log2) as i64 {
                filled[Place::of(Hash::new(pattern(number)), log2).stripe] += 1;
            }
            let beyond: usize = filled.iter().map(|n: &usize| n.saturating_sub(LANES)).sum();
            assert!(
                beyond < 300,
                "{beyond} of {} overflow",
                ENTRIES_PER_STRIPE << log2
            );
        }
    }
}
