//! Search for a string in another, over units of one kind.
//!
//! One byte a unit is the ground of `memchr`, whose substring search is vector code and linear in
//! the worst case. Wider units have [`WideFinder`].

mod two_way;
mod wide;

pub(crate) use wide::{Units, WideFinder};

use crate::CodeUnit;
use crate::unit::Finder;

/// The first place of `needle` in `hay`. An empty needle is everywhere.
pub(crate) fn find<U: CodeUnit>(hay: &[U], needle: &[U]) -> Option<usize> {
    match *needle {
        [] => Some(0),
        [unit] => U::find_unit(hay, unit),
        _ if needle.len() > hay.len() => None,
        _ => U::find_units(hay, needle),
    }
}

/// The last place of `needle` in `hay`.
pub(crate) fn rfind<U: CodeUnit>(hay: &[U], needle: &[U]) -> Option<usize> {
    match *needle {
        [] => Some(hay.len()),
        [unit] => U::rfind_unit(hay, unit),
        _ if needle.len() > hay.len() => None,
        _ => U::rfind_units(hay, needle),
    }
}

/// How often `needle` is in `hay` without overlap; an empty one is before each unit and at the end.
pub(crate) fn count<U: CodeUnit>(hay: &[U], needle: &[U]) -> usize {
    match *needle {
        [] => hay.len() + 1,
        [unit] => U::count_unit(hay, unit),
        _ => Matches::new(hay, needle).count(),
    }
}

/// The places of a needle, from the left, without overlap. An empty needle has none.
pub(crate) struct Matches<'a, U: CodeUnit> {
    hay: &'a [U],
    at: usize,
    needle: Needle<'a, U>,
}

enum Needle<'a, U: CodeUnit> {
    Empty,
    Unit(U),
    /// In a short text: preparing a search would take longer than the search.
    Few(&'a [U]),
    Units(U::Finder<'a>, usize),
}

/// Shorter texts are searched without preparation.
const SHORT: usize = 64;

impl<'a, U: CodeUnit> Matches<'a, U> {
    pub(crate) fn new(hay: &'a [U], needle: &'a [U]) -> Self {
        let needle = match *needle {
            [] => Needle::Empty,
            [unit] => Needle::Unit(unit),
            _ if hay.len() < SHORT => Needle::Few(needle),
            _ => Needle::Units(U::finder(needle), needle.len()),
        };
        Matches { hay, at: 0, needle }
    }
}

impl<U: CodeUnit> Iterator for Matches<'_, U> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        let rest = &self.hay[self.at..];
        let (found, length) = match &self.needle {
            Needle::Empty => return None,
            Needle::Unit(unit) => (U::find_unit(rest, *unit)?, 1),
            Needle::Few(needle) => (find(rest, needle)?, needle.len()),
            Needle::Units(finder, length) => (finder.find(rest)?, *length),
        };
        let place = self.at + found;
        self.at = place + length;
        Some(place)
    }
}

#[cfg(test)]
mod tests;
