//! Words at random, where carries run through all of them more often than by chance.

/// A generator of words (G. Marsaglia's xorshift).
pub(crate) struct Words(u64);

impl Words {
    pub(crate) fn new() -> Words {
        Words(0x2545_f491_4f6c_dd1d)
    }

    fn step(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        (self.step() >> 11) % end
    }

    /// A word, often an extreme one.
    pub(crate) fn one(&mut self) -> u64 {
        match self.below(8) {
            0 => 0,
            1 | 2 => u64::MAX,
            3 => 1 << 63,
            4 => self.below(3),
            _ => self.step(),
        }
    }

    /// Up to so many words.
    pub(crate) fn up_to(&mut self, most: u64) -> Vec<u64> {
        let length = self.below(most + 1);
        (0..length).map(|_| self.one()).collect()
    }
}
