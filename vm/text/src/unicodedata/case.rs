//! Case mappings of single code points.

use super::{CASES, LONGER_CASES, record};

/// Which form of a code point is asked for. The numbers are those of the tables' columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// Upper case.
    Upper = 0,
    /// Lower case, without the rule of the final sigma.
    Lower = 1,
    /// Title case: what begins a word.
    Title = 2,
    /// Case folded: for comparing regardless of case.
    Folded = 3,
}

/// What a code point becomes: one code point, or up to three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mapped {
    /// One.
    One(u32),
    /// Two or three; a third that is 0 is none.
    More([u32; 3]),
}

/// Differences end here; above are the numbers of longer mappings.
const LONGER: i32 = 0x20_0000;

/// The form of `code` in a case. What has no case is its own form.
#[inline]
pub fn map_case(code: u32, case: Case) -> Mapped {
    let difference = CASES[usize::from(record(code).case)][case as usize];
    match usize::try_from(difference - LONGER) {
        Ok(longer) => Mapped::More(LONGER_CASES[longer]),
        Err(_) => Mapped::One(code.wrapping_add_signed(difference)),
    }
}
