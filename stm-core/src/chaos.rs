//! The chaos switch: makes rare paths common. Zero-sized without the feature `chaos`.
//!
//! A thread rolls its own dice before each operation, validation and unlock, and rolls back, fails
//! or dawdles at the given rates.

#[cfg(feature = "chaos")]
mod on {
    use crate::sync::pause;

    /// How often something odd happens, in 1/65536 of the chances.
    #[derive(Clone, Debug, Default)]
    pub struct Rates {
        /// An operation rolls its transaction back.
        pub rollback: u16,
        /// A validation fails though nothing changed.
        pub validation: u16,
        /// A thread gives its processor away before an unlock or between two looks.
        pub delay: u16,
        /// First state of the dice; each thread adds its slot.
        pub seed: u64,
    }

    #[derive(Debug)]
    pub(crate) struct Chaos {
        rates: Rates,
        state: u64,
    }

    impl Chaos {
        pub(crate) fn new(config: &crate::Config, slot: usize) -> Self {
            let rates = config.chaos.clone();
            let state = rates
                .seed
                .wrapping_add(slot as u64 + 1)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                | 1;
            Chaos { rates, state }
        }

        /// Marsaglia's xorshift64.
        fn roll(&mut self, rate: u16) -> bool {
            self.state ^= self.state << 13;
            self.state ^= self.state >> 7;
            self.state ^= self.state << 17;
            (self.state >> 24) as u16 <= rate && rate > 0
        }

        pub(crate) fn rolls_back(&mut self) -> bool {
            self.roll(self.rates.rollback)
        }

        pub(crate) fn fails_validation(&mut self) -> bool {
            self.roll(self.rates.validation)
        }

        pub(crate) fn delay(&mut self) {
            if self.roll(self.rates.delay) {
                pause(u32::MAX);
            }
        }
    }
}

#[cfg(not(feature = "chaos"))]
mod off {
    #[derive(Debug)]
    pub(crate) struct Chaos;

    impl Chaos {
        #[inline(always)]
        pub(crate) fn new(_: &crate::Config, _: usize) -> Self {
            Chaos
        }

        #[inline(always)]
        pub(crate) fn rolls_back(&mut self) -> bool {
            false
        }

        #[inline(always)]
        pub(crate) fn fails_validation(&mut self) -> bool {
            false
        }

        #[inline(always)]
        pub(crate) fn delay(&mut self) {}
    }
}

#[cfg(not(feature = "chaos"))]
pub(crate) use off::Chaos;
#[cfg(feature = "chaos")]
pub(crate) use on::Chaos;
#[cfg(feature = "chaos")]
pub use on::Rates;
