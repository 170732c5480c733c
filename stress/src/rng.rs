//! Random numbers for programs that must be repeatable: SplitMix64.
//!
//! Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators" (OOPSLA 2014). One word of
//! state, any seed is good, and different seeds give independent streams.

/// A generator; equal seeds give equal sequences.
#[derive(Clone, Debug)]
pub struct Rng(u64);

impl Rng {
    /// A generator with this seed.
    pub fn new(seed: u64) -> Self {
        Rng(seed)
    }

    /// A generator for part `index` of the work that `seed` stands for.
    pub fn part(seed: u64, index: u64) -> Self {
        Rng(Rng(seed).next() ^ Rng(!index).next())
    }

    /// The next 64 random bits.
    #[allow(
        clippy::should_implement_trait,
        reason = "an endless stream is not worth an Option"
    )]
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`, which is not zero. The bias is below 2^-32 for a bound below 2^32.
    pub fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }

    /// Whether an event of probability `percent` / 100 happens.
    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_reaches_every_number_and_no_other() {
        let mut rng = Rng::new(1);
        let mut seen = [0; 7];
        (0..7000).for_each(|_| seen[rng.below(7)] += 1);
        assert!(
            seen.iter().all(|&count| (800..1200).contains(&count)),
            "{seen:?}"
        );
    }

    #[test]
    fn parts_differ() {
        assert_ne!(Rng::part(1, 0).next(), Rng::part(1, 1).next());
        assert_ne!(Rng::part(1, 0).next(), Rng::part(2, 0).next());
    }
}
