//! `split` and `rsplit`, by a separator and by white space.
//!
//! After `max` cuts, the rest is the last piece.

use crate::CodeUnit;
use crate::search::{Matches, rfind};
use std::ops::Range;

/// What is between separators, from the left.
pub(crate) struct Parts<'a, U: CodeUnit> {
    matches: Matches<'a, U>,
    separator: usize,
    length: usize,
    cuts_left: usize,
    /// Where the next piece begins, while there is one.
    start: Option<usize>,
}

impl<'a, U: CodeUnit> Parts<'a, U> {
    pub(crate) fn new(units: &'a [U], separator: &'a [U], max: usize) -> Self {
        Parts {
            matches: Matches::new(units, separator),
            separator: separator.len(),
            length: units.len(),
            cuts_left: max,
            start: Some(0),
        }
    }
}

impl<U: CodeUnit> Iterator for Parts<'_, U> {
    type Item = Range<usize>;

    #[inline]
    fn next(&mut self) -> Option<Range<usize>> {
        let start = self.start?;
        let cut = match self.cuts_left {
            0 => None,
            _ => self.matches.next(),
        };
        self.cuts_left = self.cuts_left.saturating_sub(1);
        self.start = cut.map(|cut| cut + self.separator);
        Some(start..cut.unwrap_or(self.length))
    }
}

/// What is between separators, from the right: the last piece comes first.
pub(crate) struct PartsBack<'a, U> {
    units: &'a [U],
    separator: &'a [U],
    cuts_left: usize,
    /// Where the next piece ends, while there is one.
    end: Option<usize>,
}

impl<'a, U: CodeUnit> PartsBack<'a, U> {
    pub(crate) fn new(units: &'a [U], separator: &'a [U], max: usize) -> Self {
        PartsBack {
            units,
            separator,
            cuts_left: if separator.is_empty() { 0 } else { max },
            end: Some(units.len()),
        }
    }
}

impl<U: CodeUnit> Iterator for PartsBack<'_, U> {
    type Item = Range<usize>;

    #[inline]
    fn next(&mut self) -> Option<Range<usize>> {
        let end = self.end?;
        let cut = match self.cuts_left {
            0 => None,
            _ => rfind(&self.units[..end], self.separator),
        };
        self.cuts_left = self.cuts_left.saturating_sub(1);
        self.end = cut;
        Some(cut.map_or(0, |cut| cut + self.separator.len())..end)
    }
}

/// What is between runs of space, from the left. There are no empty pieces.
pub(crate) struct Words<'a, U, F> {
    units: &'a [U],
    space: F,
    cuts_left: usize,
    at: usize,
}

impl<'a, U: CodeUnit, F: Fn(U) -> bool> Words<'a, U, F> {
    pub(crate) fn new(units: &'a [U], space: F, max: usize) -> Self {
        Words {
            units,
            space,
            cuts_left: max,
            at: 0,
        }
    }
}

impl<U: CodeUnit, F: Fn(U) -> bool> Iterator for Words<'_, U, F> {
    type Item = Range<usize>;

    #[inline]
    fn next(&mut self) -> Option<Range<usize>> {
        let rest = &self.units[self.at..];
        let start = rest.iter().position(|&unit| !(self.space)(unit))?;
        let end = match self.cuts_left {
            // The rest keeps its space, also that at its end.
            0 => None,
            _ => rest[start..].iter().position(|&unit| (self.space)(unit)),
        };
        let piece = self.at + start..end.map_or(self.units.len(), |end| self.at + start + end);
        self.cuts_left = self.cuts_left.saturating_sub(1);
        self.at = piece.end;
        Some(piece)
    }
}

/// What is between runs of space, from the right: the last piece comes first.
pub(crate) struct WordsBack<'a, U, F> {
    units: &'a [U],
    space: F,
    cuts_left: usize,
}

impl<'a, U: CodeUnit, F: Fn(U) -> bool> WordsBack<'a, U, F> {
    pub(crate) fn new(units: &'a [U], space: F, max: usize) -> Self {
        WordsBack {
            units,
            space,
            cuts_left: max,
        }
    }
}

impl<U: CodeUnit, F: Fn(U) -> bool> Iterator for WordsBack<'_, U, F> {
    type Item = Range<usize>;

    #[inline]
    fn next(&mut self) -> Option<Range<usize>> {
        let last = self.units.iter().rposition(|&unit| !(self.space)(unit))?;
        let before = match self.cuts_left {
            0 => None,
            _ => self.units[..last]
                .iter()
                .rposition(|&unit| (self.space)(unit)),
        };
        let start = before.map_or(0, |before| before + 1);
        self.cuts_left = self.cuts_left.saturating_sub(1);
        self.units = &self.units[..start];
        Some(start..last + 1)
    }
}
