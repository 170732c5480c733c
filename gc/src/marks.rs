//! Mark bits, and why nobody traces an object that is just being made.
//!
//! While there is marking new objects are born marked: an allocator sets the bits of free cells before it
//! hands them out. A marker must see that bit when it meets a reference to such an object, or it would
//! look into memory that is not an object yet. No lock lies between the two:
//!
//! | allocator | marker |
//! | --- | --- |
//! | A1 set the bits of the cells | M1 load a value |
//! | A2 [`publish_born`], a Release fence | M2 if its bit is 0: an Acquire fence, and look again ([`Marks::set`]) |
//! | A3 fill a cell, store a reference to it anywhere | M3 trace the object if the bit was 0 |
//!
//! If M1 read what A3 stored, the fences pair, and M2's second look sees A1. The same pair is what makes
//! it enough that marks are set with relaxed read-modify-writes: of several markers one finds the bit 0.

use crate::sync::{Ordering, fence, mapped};

/// A word of mark bits: in mapped memory, or a loom model's.
pub trait MarkWord {
    /// The bits. Relaxed.
    fn get(&self) -> u64;
    /// Sets bits; what was there before. Relaxed.
    fn set(&self, bits: u64) -> u64;
    /// Clears bits. Relaxed.
    fn clear(&self, bits: u64);
}

macro_rules! mark_word {
    ($atomic:ty) => {
        impl MarkWord for $atomic {
            #[inline(always)]
            fn get(&self) -> u64 {
                self.load(Ordering::Relaxed)
            }

            #[inline(always)]
            fn set(&self, bits: u64) -> u64 {
                self.fetch_or(bits, Ordering::Relaxed)
            }

            #[inline(always)]
            fn clear(&self, bits: u64) {
                self.fetch_and(!bits, Ordering::Relaxed);
            }
        }
    };
}

mark_word!(mapped::AtomicU64);
#[cfg(feature = "loom")]
mark_word!(crate::sync::AtomicU64);

/// One bit for each granule of some memory. All accesses are relaxed: see above, and while there is no
/// marking a stop lies between whoever changes bits and whoever reads them.
#[derive(Debug)]
pub struct Marks<const WORDS: usize, W = mapped::AtomicU64>([W; WORDS]);

impl<const WORDS: usize, W: MarkWord> Marks<WORDS, W> {
    /// From words that are all 0.
    pub fn new(words: [W; WORDS]) -> Self {
        Marks(words)
    }

    /// Whether the object that begins at `granule` is marked.
    #[inline(always)]
    pub fn has(&self, granule: usize) -> bool {
        self.0[granule / 64].get() >> (granule % 64) & 1 != 0
    }

    /// Marks the object that begins at `granule`; true for the one caller that found it unmarked.
    #[inline(always)]
    pub fn set(&self, granule: usize) -> bool {
        if self.has(granule) {
            return false;
        }
        // Acquire: pairs with `publish_born` (M2 above).
        fence(Ordering::Acquire);
        let bit = 1 << (granule % 64);
        self.0[granule / 64].set(bit) & bit == 0
    }

    /// Marks the cells of `cell` granules each from granule `from` to `to` (A1 above).
    pub fn set_born(&self, from: usize, to: usize, cell: usize) {
        self.each_word(from, to, cell, |word, bits| {
            word.set(bits);
        });
    }

    /// Takes the marks of cells back that have not become objects. Nobody marks.
    pub fn clear_unborn(&self, from: usize, to: usize, cell: usize) {
        self.each_word(from, to, cell, W::clear);
    }

    fn each_word(&self, from: usize, to: usize, cell: usize, change: impl Fn(&W, u64)) {
        let (mut word, mut bits) = (from / 64, 0);
        for granule in (from..to).step_by(cell) {
            if granule / 64 != word {
                change(&self.0[word], bits);
                (word, bits) = (granule / 64, 0);
            }
            bits |= 1 << (granule % 64);
        }
        if bits != 0 {
            change(&self.0[word], bits);
        }
    }

    /// Clears all bits, by who holds the block.
    pub fn clear(&self) {
        for word in self.0.iter().filter(|word| word.get() != 0) {
            word.clear(u64::MAX);
        }
    }

    /// How many are marked.
    pub fn count(&self) -> usize {
        self.0
            .iter()
            .map(|word| word.get().count_ones() as usize)
            .sum()
    }
}

/// After marks of cells have been set, and their memory has been made zero: A2 above.
#[inline(always)]
pub fn publish_born() {
    fence(Ordering::Release);
}

#[cfg(all(test, not(feature = "loom")))]
mod tests {
    use super::*;
    use std::array::from_fn;

    #[test]
    fn born_cells_are_marked_and_no_others() {
        for (from, to, cell) in [
            (0, 256, 3),
            (5, 200, 1),
            (63, 66, 3),
            (60, 255, 65),
            (8, 8, 2),
        ] {
            let marks: Marks<4> = Marks::new(from_fn(|_| mapped::AtomicU64::new(0)));
            marks.set_born(from, to, cell);
            let expected = |granule: &usize| {
                (from..to).contains(granule) && (granule - from).is_multiple_of(cell)
            };
            for granule in 0..256 {
                assert_eq!(marks.has(granule), expected(&granule), "{granule}");
            }
            assert_eq!(marks.count(), (0..256).filter(expected).count());
            marks.set(255);
            marks.clear_unborn(from, to, cell);
            assert_eq!(marks.count(), usize::from(!expected(&255)));
        }
    }

    #[test]
    fn the_first_marks() {
        let marks: Marks<2> = Marks::new(from_fn(|_| mapped::AtomicU64::new(0)));
        assert!(marks.set(70) && !marks.set(70) && marks.set(6));
        marks.clear();
        assert!(!marks.has(70) && marks.count() == 0);
    }
}
