//! The chaos switch: makes rare paths common. Zero-sized without debug assertions or the feature `chaos`.
//!
//! A thread rolls its own dice before each operation, validation and unlock, and rolls back, fails
//! or dawdles at the given rates.
//!
//! And the other way round: a part of the machinery can be left out ([`Lacks`]), so that a test can show
//! that it notices.

#[cfg(any(feature = "chaos", debug_assertions))]
mod on {
    use crate::sync::pause;

    /// How often something odd happens, in 1/65536 of the chances.
    #[derive(Clone, Debug, Default)]
    pub struct Rates {
        /// An operation rolls its transaction back.
        pub rollback: u16,
        /// A validation fails though nothing changed.
        pub validation: u16,
        /// A thread gives its processor away before it begins, takes or unlocks a unit, or between two looks.
        pub delay: u16,
        /// First state of the dice; each thread adds its slot.
        pub seed: u64,
        /// What is left out.
        pub lacks: Lacks,
    }

    /// Parts of the machinery that are left out, for tests that must fail then.
    #[derive(Clone, Copy, Debug, Default)]
    pub struct Lacks {
        /// Nobody looks whether what was read is unchanged.
        pub validation: bool,
        /// What is newer than the read version is read as if it belonged to it.
        pub extension: bool,
        /// A rollback does not restore what was written.
        pub undo: bool,
        /// Who has lost often is treated as whoever has just come.
        pub ages: bool,
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
                pause(6);
            }
        }

        pub(crate) fn lacks(&self) -> Lacks {
            self.rates.lacks
        }
    }
}

#[cfg(not(any(feature = "chaos", debug_assertions)))]
mod off {
    #[derive(Debug)]
    pub(crate) struct Chaos;

    /// Nothing is left out.
    #[derive(Clone, Copy, Debug)]
    pub(crate) struct Lacks {
        pub(crate) validation: bool,
        pub(crate) extension: bool,
        pub(crate) undo: bool,
        pub(crate) ages: bool,
    }

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

        #[inline(always)]
        pub(crate) fn lacks(&self) -> Lacks {
            Lacks {
                validation: false,
                extension: false,
                undo: false,
                ages: false,
            }
        }
    }
}

#[cfg(not(any(feature = "chaos", debug_assertions)))]
pub(crate) use off::Chaos;
#[cfg(any(feature = "chaos", debug_assertions))]
pub(crate) use on::Chaos;
#[cfg(any(feature = "chaos", debug_assertions))]
pub use on::{Lacks, Rates};
