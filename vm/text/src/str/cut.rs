//! `split` and its family, `partition`, `strip`, `splitlines`.

use super::{find, rfind};
use crate::pieces::{self, Ends, LineEnd, Lines, Parts, PartsBack, Words, WordsBack};
use crate::text::each_kind;
use crate::unicodedata::flags::SPACE;
use crate::unicodedata::has;
use crate::{CodeUnit, Kind, Text};
use std::ops::Range;

/// White space, as `str.isspace` has it.
#[inline]
pub(crate) fn is_space(code: u32) -> bool {
    match code {
        0..=0xFF => matches!(code, 0x09..=0x0D | 0x1C..=0x20 | 0x85 | 0xA0),
        _ => has(code, SPACE),
    }
}

/// The pieces of `str.split`, from left to right, until `each` fails.
///
/// Without a separator, which is never empty, they are the words between white space. After `max`
/// cuts the rest is the last piece.
pub fn split<E>(
    text: Text<'_>,
    separator: Option<Text<'_>>,
    max: usize,
    mut each: impl FnMut(Range<usize>) -> Result<(), E>,
) -> Result<(), E> {
    each_kind!(text, units => match separator {
        None => Words::new(units, |unit| is_space(unit.code()), max).try_for_each(each),
        Some(separator) => match separator.to_units() {
            Some(separator) => Parts::new(units, &separator, max).try_for_each(each),
            None => each(0..units.len()),
        },
    })
}

/// The pieces of `str.rsplit`, from right to left: the last one first.
pub fn rsplit<E>(
    text: Text<'_>,
    separator: Option<Text<'_>>,
    max: usize,
    mut each: impl FnMut(Range<usize>) -> Result<(), E>,
) -> Result<(), E> {
    each_kind!(text, units => match separator {
        None => WordsBack::new(units, |unit| is_space(unit.code()), max).try_for_each(each),
        Some(separator) => match separator.to_units() {
            Some(separator) => PartsBack::new(units, &separator, max).try_for_each(each),
            None => each(0..units.len()),
        },
    })
}

/// What ends a line of a `str`.
struct AnyLineEnd;

impl<U: CodeUnit> LineEnd<U> for AnyLineEnd {
    #[inline(always)]
    fn ends_line(unit: U) -> bool {
        // Without branches and in the width of the unit, so that the search is vector code.
        let between = |first, last| (unit >= U::truncated(first)) & (unit <= U::truncated(last));
        let wide = (U::KIND > Kind::One) & between(0x2028, 0x2029);
        between(0x0A, 0x0D) | between(0x1C, 0x1E) | between(0x85, 0x85) | wide
    }
}

/// The lines of `str.splitlines`.
pub fn split_lines<E>(
    text: Text<'_>,
    keep_ends: bool,
    each: impl FnMut(Range<usize>) -> Result<(), E>,
) -> Result<(), E> {
    each_kind!(text, units => Lines::<_, AnyLineEnd>::new(units, keep_ends).try_for_each(each))
}

/// Where the separator of `str.partition` is: what is before it and after it are the other parts.
pub fn partition(text: Text<'_>, separator: Text<'_>) -> Option<Range<usize>> {
    let place = find(text, separator, 0..text.len())?;
    Some(place..place + separator.len())
}

/// Where the separator of `str.rpartition` is.
pub fn rpartition(text: Text<'_>, separator: Text<'_>) -> Option<Range<usize>> {
    let place = rfind(text, separator, 0..text.len())?;
    Some(place..place + separator.len())
}

/// What `strip` and its like leave: cut is white space, or whatever is among `unwanted`.
pub fn strip(text: Text<'_>, ends: Ends, unwanted: Option<Text<'_>>) -> Range<usize> {
    each_kind!(text, units => match unwanted {
        None => pieces::strip(units, ends, |unit| is_space(unit.code())),
        Some(unwanted) => strip_set(units, ends, unwanted),
    })
}

/// Up to so many characters are looked through one by one.
const SMALL_SET: usize = 16;

fn strip_set<U: CodeUnit>(units: &[U], ends: Ends, unwanted: Text<'_>) -> Range<usize> {
    if let Some(set) = U::units(unwanted)
        && set.len() <= SMALL_SET
    {
        return pieces::strip(units, ends, |unit| set.contains(&unit));
    }
    // What does not fit in a unit is not there to be stripped.
    let mut set: Vec<U> = unwanted.codes().filter_map(U::from_code).collect();
    set.sort_unstable();
    pieces::strip(units, ends, |unit| set.binary_search(&unit).is_ok())
}
