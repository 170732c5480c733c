//! A label: the word that says what some memory is used for, and how one looks at memory whose use may change
//! meanwhile. (A sequence lock whose number is a part of what it guards.)
//!
//! | who changes the use | who looks |
//! | --- | --- |
//! | L1 prepare the memory for the new use | R1 load the label, Acquire |
//! | L2 store the label, Release | R2 read the memory as what the label says |
//! | L3 a Release fence | R3 an Acquire fence |
//! | L4 use the memory | R4 load the label: still the same, or again from R1 |
//!
//! If R1 read what L2 stored, R2 sees L1. If R2 read anything of L4, then L3 and R3 pair, and R4 sees L2. A part
//! of the label, the generation, is another one after each change: R4 is not taken in by a use that went and
//! came back.

use crate::sync::{AtomicU64, Ordering, fence};

/// The lowest bit of the generation.
const GENERATION: u64 = 1 << 16;
const GENERATION_MASK: u64 = 0xffff << 16;

/// The word. One thread at a time may change it, and anybody looks.
#[repr(transparent)]
#[derive(Debug)]
pub struct Label(AtomicU64);

impl Default for Label {
    fn default() -> Self {
        Label(AtomicU64::new(0))
    }
}

impl Label {
    /// For who holds the memory, or keeps its use as it is: relaxed.
    #[inline(always)]
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Changes the use, by who holds the memory. The bits of the generation are not the caller's.
    pub fn set(&self, bits: u64) {
        let generation = self.get().wrapping_add(GENERATION) & GENERATION_MASK;
        // Release: pairs with the Acquire of R1. L2.
        self.0
            .store(generation | bits & !GENERATION_MASK, Ordering::Release);
        // Release: pairs with R3. L3.
        fence(Ordering::Release);
    }

    /// What `read` finds in the memory, if that was of one use all the time; it is called again otherwise.
    #[inline]
    pub fn look<R>(&self, mut read: impl FnMut(u64) -> R) -> R {
        loop {
            // Acquire: pairs with L2. R1.
            let before = self.0.load(Ordering::Acquire);
            let found = read(before);
            // Acquire: pairs with L3. R3.
            fence(Ordering::Acquire);
            if self.get() == before {
                return found;
            }
        }
    }
}
