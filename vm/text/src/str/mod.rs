//! What the methods of `str` do.
//!
//! Positions and pieces are given as indices and ranges; new strings as [`TextBuf`]s. Bounds come
//! from [`crate::bounds::range`]. Arguments that Python refuses (an empty separator, a fill
//! character of two) are the caller's to refuse.

mod build;
mod case;
mod cut;
mod pad;
mod predicates;
mod replace;
mod repr;
mod translate;

pub use crate::pieces::Ends;
pub use build::{concat, join, repeat, slice};
pub use case::{capitalize, casefold, lower, swapcase, title, upper};
pub(crate) use cut::is_space;
pub use cut::{partition, rpartition, rsplit, split, split_lines, strip};
pub use pad::{center, expand_tabs, left_justify, right_justify, zero_fill};
pub use predicates::*;
pub use replace::replace;
pub(crate) use repr::escaped;
pub use repr::{ascii, repr};
pub use translate::{Translated, translate};

use crate::search;
use crate::text::each_kind;
use crate::{Text, TextBuf};
use std::ops::Range;

/// The first place of `needle` in a range of `text`.
pub fn find(text: Text<'_>, needle: Text<'_>, range: Range<usize>) -> Option<usize> {
    let start = range.start;
    let place = each_kind!(text.part(range), hay => search::find(hay, &needle.to_units()?));
    place.map(|place| start + place)
}

/// The last place of `needle` in a range of `text`.
pub fn rfind(text: Text<'_>, needle: Text<'_>, range: Range<usize>) -> Option<usize> {
    let start = range.start;
    let place = each_kind!(text.part(range), hay => search::rfind(hay, &needle.to_units()?));
    place.map(|place| start + place)
}

/// How often `needle` is in a range of `text`, without overlap.
pub fn count(text: Text<'_>, needle: Text<'_>, range: Range<usize>) -> usize {
    each_kind!(text.part(range), hay => {
        needle.to_units().map_or(0, |needle| search::count(hay, &needle))
    })
}

/// Whether `needle` is in `text`.
pub fn contains(text: Text<'_>, needle: Text<'_>) -> bool {
    find(text, needle, 0..text.len()).is_some()
}

/// Whether a range of `text` begins with `prefix`.
pub fn starts_with(text: Text<'_>, prefix: Text<'_>, range: Range<usize>) -> bool {
    each_kind!(text.part(range), units => {
        prefix.len() <= units.len() && same_units(&units[..prefix.len()], prefix)
    })
}

/// Whether a range of `text` ends with `suffix`.
pub fn ends_with(text: Text<'_>, suffix: Text<'_>, range: Range<usize>) -> bool {
    each_kind!(text.part(range), units => {
        suffix.len() <= units.len() && same_units(&units[units.len() - suffix.len()..], suffix)
    })
}

/// Whether units are, as code points, the text, which has as many.
fn same_units<U: crate::CodeUnit>(units: &[U], text: Text<'_>) -> bool {
    match U::units(text) {
        Some(other) => units == other,
        None => units.iter().map(|unit| unit.code()).eq(text.codes()),
    }
}

/// What `removeprefix` leaves.
pub fn remove_prefix(text: Text<'_>, prefix: Text<'_>) -> Range<usize> {
    let length = text.len();
    match starts_with(text, prefix, 0..length) {
        true => prefix.len()..length,
        false => 0..length,
    }
}

/// What `removesuffix` leaves.
pub fn remove_suffix(text: Text<'_>, suffix: Text<'_>) -> Range<usize> {
    let length = text.len();
    match ends_with(text, suffix, 0..length) {
        true => 0..length - suffix.len(),
        false => 0..length,
    }
}

/// ASCII, or else nothing: most strings are, and most algorithms are simpler on it.
#[inline]
fn as_ascii(text: Text<'_>) -> Option<&[u8]> {
    match text {
        Text::One(units) if units.is_ascii() => Some(units),
        _ => None,
    }
}

/// A string of bytes that are its code points.
#[inline]
fn latin_1(bytes: Vec<u8>) -> TextBuf {
    TextBuf::One(bytes)
}

#[cfg(test)]
mod tests;
