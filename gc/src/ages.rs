//! Which objects are old: they have survived a collection.
//!
//! A mark says so while there is no marking. But what is born while there is marking has a mark as well, lest it be
//! traced or freed, and has survived nothing. A second bit says that it is such, until its block has been swept after that
//! marking; by then mutators have long been asking again.
//!
//! | who sweeps | who asks |
//! | --- | --- |
//! | E1 the block counts as swept (`label.rs`) | Q1 load the mark: young if it is 0, as most are of which one asks |
//! | E2 take the marks away where the second bit is 1 | Q2 load the second bit: young if it is 1 |
//! | E3 a Release fence; take the second bits away | Q3 an Acquire fence; load the mark again: old if it is 1 |
//!
//! If Q2 reads what E3 wrote, the fences pair, and Q3 does not see the mark. If it reads what was there before the birth, the
//! reference to the object, which came after its bits, has not reached who asks: nobody asks that.

use crate::marks::{MarkWord, Marks};
use crate::sync::{Ordering, fence};

/// Whether the object that begins at `granule` is old.
#[inline(always)]
pub fn is_old<const WORDS: usize, W: MarkWord>(
    marks: &Marks<WORDS, W>,
    born: &Marks<WORDS, W>,
    granule: usize,
) -> bool {
    if !marks.has(granule) || born.has(granule) {
        return false;
    }
    // Acquire: pairs with the fence of `settle`. Q3.
    fence(Ordering::Acquire);
    marks.has(granule)
}

/// What was born while there was marking is young from now on, as what is born afterwards. By who has swept the block.
pub fn settle<const WORDS: usize, W: MarkWord>(marks: &Marks<WORDS, W>, born: &Marks<WORDS, W>) {
    marks.clear_all(born);
    // Release: pairs with the fence of `is_old`. E3.
    fence(Ordering::Release);
    born.clear();
}
