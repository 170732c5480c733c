//! Search in units of two and four bytes.
//!
//! A needle is looked for by its two ends, in blocks that the compiler turns into vector code; when
//! the text is such that this often finds the ends and not what is between them, [`TwoWay`] takes
//! over, which is linear whatever the text. From the right everything is the same, mirrored.

use super::two_way::TwoWay;
use crate::CodeUnit;
use crate::unit::Finder;

/// How many units a step of a scan looks at.
const BLOCK: usize = 32;

/// The first number below `length` of which `is` holds. `any` says whether it does for one of the
/// block from a number on: written without branches, it is vector code.
#[inline]
fn first(length: usize, any: impl Fn(usize) -> bool, is: impl Fn(&usize) -> bool) -> Option<usize> {
    let whole = length - length % BLOCK;
    for block in (0..whole).step_by(BLOCK) {
        if any(block) {
            return (block..block + BLOCK).find(is);
        }
    }
    (whole..length).find(is)
}

/// The last number below `length`.
#[inline]
fn last(length: usize, any: impl Fn(usize) -> bool, is: impl Fn(&usize) -> bool) -> Option<usize> {
    let rest = length % BLOCK;
    for block in (rest..length).step_by(BLOCK).rev() {
        if any(block) {
            return (block..block + BLOCK).rev().find(is);
        }
    }
    (0..rest).rev().find(is)
}

/// Units that are searched for one of which something holds.
pub(crate) struct Units<'a, U>(pub(crate) &'a [U]);

impl<U: Copy> Units<'_, U> {
    /// The first unit that is `wanted`. Without branches in `wanted` this is vector code.
    #[inline]
    pub(crate) fn position(&self, wanted: impl Fn(U) -> bool) -> Option<usize> {
        let units = self.0;
        let any = |at| any_unit(&units[at..at + BLOCK], &wanted);
        first(units.len(), any, |&at| wanted(units[at]))
    }

    /// The last unit that is `wanted`.
    #[inline]
    pub(crate) fn last_position(&self, wanted: impl Fn(U) -> bool) -> Option<usize> {
        let units = self.0;
        let any = |at| any_unit(&units[at..at + BLOCK], &wanted);
        last(units.len(), any, |&at| wanted(units[at]))
    }
}

#[inline]
fn any_unit<U: Copy>(block: &[U], wanted: &impl Fn(U) -> bool) -> bool {
    let wanted = block.iter().map(|&unit| u8::from(wanted(unit)));
    wanted.fold(0, |any, wanted| any | wanted) != 0
}

/// Units read from the front or, mirrored, from the back.
#[derive(Clone, Copy)]
pub(super) struct View<'a, U, const BACK: bool>(pub(super) &'a [U]);

impl<U: CodeUnit, const BACK: bool> View<'_, U, BACK> {
    #[inline]
    pub(super) fn len(self) -> usize {
        self.0.len()
    }

    #[inline]
    pub(super) fn at(self, index: usize) -> U {
        let index = if BACK { self.len() - 1 - index } else { index };
        self.0[index]
    }

    /// The first place from `from` on with the first and the last unit of `needle`.
    fn find_ends(self, from: usize, needle: Self) -> Option<usize> {
        let (units, span) = (self.0, needle.len() - 1);
        let (left, right) = (needle.0[0], needle.0[span]);
        let is = |&at: &usize| (units[at] == left) & (units[at + span] == right);
        let any = |at: usize| {
            let pairs = units[at..at + BLOCK]
                .iter()
                .zip(&units[at + span..at + span + BLOCK]);
            pairs.fold(false, |any, (a, b)| any | ((*a == left) & (*b == right)))
        };
        let places = self.len() - span;
        if BACK {
            last(places - from, any, is).map(|place| places - 1 - place)
        } else {
            let place = first(places - from, |at| any(from + at), |at| is(&(from + at)))?;
            Some(from + place)
        }
    }

    /// How many units of `needle` are at `place`.
    fn common(self, place: usize, needle: Self) -> usize {
        let same = |&index: &usize| self.at(place + index) == needle.at(index);
        (0..needle.len()).take_while(same).count()
    }
}

/// A needle of two units or more.
pub struct WideFinder<'n, U> {
    needle: &'n [U],
}

impl<'n, U: CodeUnit> WideFinder<'n, U> {
    pub(crate) fn new(needle: &'n [U]) -> Self {
        WideFinder { needle }
    }

    /// The last place of the needle.
    pub(crate) fn rfind(&self, hay: &[U]) -> Option<usize> {
        let place = find_in(View::<U, true>(hay), View(self.needle))?;
        Some(hay.len() - place - self.needle.len())
    }
}

impl<U: CodeUnit> Finder<U> for WideFinder<'_, U> {
    fn find(&self, hay: &[U]) -> Option<usize> {
        find_in(View::<U, false>(hay), View(self.needle))
    }
}

fn find_in<U: CodeUnit, const BACK: bool>(
    hay: View<'_, U, BACK>,
    needle: View<'_, U, BACK>,
) -> Option<usize> {
    let places = (hay.len() + 1).checked_sub(needle.len())?;
    let mut from = 0;
    let mut compared = 0;
    while from < places {
        let place = hay.find_ends(from, needle)?;
        let common = hay.common(place, needle);
        if common == needle.len() {
            return Some(place);
        }
        from = place + 1;
        compared += common;
        // Candidates may cost a few times what the scan costs, not more.
        if compared > 4 * from + 256 {
            return TwoWay::new(needle).find(hay, needle, from);
        }
    }
    None
}
