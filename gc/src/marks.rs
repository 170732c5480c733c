//! Mark bits, and why nobody traces an object that is just being made.
//!
//! While there is marking new objects are born marked (and `ages.rs` says what becomes of that): an allocator sets the bits
//! of free cells before it hands them out. A marker must see that bit when it meets a reference to such an object, or it would
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
//!
//! Bits of the same kind say which cells of a block are *taken*: objects, or an allocator's. What lies in other cells is
//! left over. So who sweeps, and who looks for free cells, looks at bits alone, and memory is touched when it is going to be used:
//!
//! | allocator | who looks for an object by a word that is garbage |
//! | --- | --- |
//! | B1 make the cells zero | |
//! | B2 a Release fence, and set their bits ([`Marks::set_taken`]) | F1 load the bit, and an Acquire fence ([`Marks::is_taken`]) |
//! | B3 the meta word, last of a new object | F2 if it was 1: load the meta word; there is an object if it is not 0 |
//!
//! If F1 read what B2 wrote, the fences pair, and F2 does not see what B1 made zero.

use crate::sync::{Ordering, fence, mapped};

/// A word of mark bits: in mapped memory, or a loom model's.
pub trait MarkWord {
    /// The bits. Relaxed.
    fn get(&self) -> u64;
    /// Sets bits; what was there before. Relaxed.
    fn set(&self, bits: u64) -> u64;
    /// Clears bits. Relaxed.
    fn clear(&self, bits: u64);
    /// Changes all bits. Relaxed.
    fn put(&self, bits: u64);
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

            #[inline(always)]
            fn put(&self, bits: u64) {
                self.store(bits, Ordering::Relaxed);
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

    /// Where its bit lies.
    #[inline(always)]
    pub(crate) fn address(&self, granule: usize) -> usize {
        std::ptr::from_ref(&self.0[granule / 64]) as usize
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

    /// Cells that have been made zero are an allocator's from now on (B2 above).
    pub fn set_taken(&self, from: usize, to: usize, cell: usize) {
        // Release: pairs with the Acquire of `is_taken`.
        fence(Ordering::Release);
        self.set_born(from, to, cell);
    }

    /// Whether a cell is an object or an allocator's (F1 above).
    #[inline(always)]
    pub fn is_taken(&self, granule: usize) -> bool {
        let taken = self.has(granule);
        // Acquire: pairs with the Release of `set_taken`.
        fence(Ordering::Acquire);
        taken
    }

    /// Takes over the bits of others, by who holds the block.
    pub fn put_all(&self, others: &Self) {
        for (word, other) in self.0.iter().zip(&others.0) {
            word.put(other.get());
        }
    }

    /// Visits the granules that have a bit here and none in `others`.
    pub fn each_without(&self, others: &Self, mut visit: impl FnMut(usize)) {
        for (index, (word, other)) in self.0.iter().zip(&others.0).enumerate() {
            let mut bits = word.get() & !other.get();
            while bits != 0 {
                visit(index * 64 + bits.trailing_zeros() as usize);
                bits &= bits - 1;
            }
        }
    }

    /// The first granule from `from` on that has a bit, or `end` if none has below it.
    #[inline]
    pub fn first(&self, from: usize, end: usize) -> usize {
        let mut from = from;
        while from < end {
            let bits = self.0[from / 64].get() >> (from % 64);
            if bits != 0 {
                return end.min(from + bits.trailing_zeros() as usize);
            }
            from = (from / 64 + 1) * 64;
        }
        end
    }

    /// How many have a bit from granule `from` to `end`.
    pub fn count_between(&self, from: usize, end: usize) -> usize {
        let count = |index: usize| {
            let (first, behind) = (from.max(index * 64), end.min(index * 64 + 64));
            let bits = self.0[index].get() >> (first % 64);
            let above = 64 - (behind - first) as u32;
            bits.checked_shl(above).unwrap_or(0).count_ones() as usize
        };
        (from / 64..end.div_ceil(64)).map(count).sum()
    }

    /// The bits of cells of `cell` granules each from granule `from` to `to`, a word at a time.
    fn each_word(&self, from: usize, to: usize, cell: usize, change: impl Fn(&W, u64)) {
        // As many cells as begin in a word, the first at its first bit.
        let (mut row, mut granules) = (1u64, cell);
        while granules < 64 {
            row |= row << granules;
            granules *= 2;
        }
        let mut next = from;
        while next < to {
            let word = next / 64;
            let behind = (to - word * 64).min(64);
            let bits = row << (next % 64) & u64::MAX >> (64 - behind);
            change(&self.0[word], bits);
            next += bits.count_ones() as usize * cell;
        }
    }

    /// Clears the bits that others have, by who holds the block.
    pub fn clear_all(&self, others: &Self) {
        for (word, other) in self.0.iter().zip(&others.0) {
            let bits = other.get();
            if bits != 0 {
                word.clear(bits);
            }
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
    fn the_next_bit_and_how_many_there_are() {
        let marks: Marks<4> = Marks::new(from_fn(|_| mapped::AtomicU64::new(0)));
        let bits = [0, 3, 63, 64, 130, 252];
        bits.into_iter().for_each(|granule| {
            marks.set(granule);
        });
        for from in 0..256 {
            for end in from..=256 {
                let between: Vec<_> = bits
                    .iter()
                    .filter(|bit| (from..end).contains(*bit))
                    .collect();
                assert_eq!(
                    marks.first(from, end),
                    between.first().map_or(end, |bit| **bit)
                );
                assert_eq!(marks.count_between(from, end), between.len());
            }
        }
    }

    #[test]
    fn what_others_lack() {
        let all = || Marks::<4>::new(from_fn(|_| mapped::AtomicU64::new(0)));
        let (taken, marks) = (all(), all());
        taken.set_taken(10, 200, 10);
        [20, 70].into_iter().for_each(|granule| {
            marks.set(granule);
        });
        let mut found = Vec::new();
        taken.each_without(&marks, |granule| found.push(granule));
        let expected = (10..200)
            .step_by(10)
            .filter(|granule| ![20, 70].contains(granule));
        assert_eq!(found, expected.collect::<Vec<_>>());
        taken.put_all(&marks);
        assert!(taken.count() == 2 && taken.is_taken(70) && !taken.is_taken(10));
    }

    #[test]
    fn the_first_marks() {
        let marks: Marks<2> = Marks::new(from_fn(|_| mapped::AtomicU64::new(0)));
        assert!(marks.set(70) && !marks.set(70) && marks.set(6));
        marks.clear();
        assert!(!marks.has(70) && marks.count() == 0);
    }
}
