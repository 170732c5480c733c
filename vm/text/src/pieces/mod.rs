//! Cutting strings up: what `str` and `bytes` share, over units of one kind.
//!
//! Pieces are ranges, so that their owner decides how to make strings of them. What space is, and
//! what ends a line, the two types see differently: they pass it in.

mod lines;
mod split;

pub(crate) use lines::{LineEnd, Lines};
pub(crate) use split::{Parts, PartsBack, Words, WordsBack};

use crate::CodeUnit;
use std::ops::Range;

/// What is left when the units that are `unwanted` are cut off the left end, the right end or both.
#[inline]
pub(crate) fn strip<U: CodeUnit>(
    units: &[U],
    ends: Ends,
    unwanted: impl Fn(U) -> bool,
) -> Range<usize> {
    let mut range = 0..units.len();
    if ends != Ends::Right {
        let kept = units.iter().position(|&unit| !unwanted(unit));
        range.start = kept.unwrap_or(units.len());
    }
    if ends != Ends::Left {
        let kept = units[range.start..]
            .iter()
            .rposition(|&unit| !unwanted(unit));
        range.end = kept.map_or(range.start, |last| range.start + last + 1);
    }
    range
}

/// Which ends of a string are stripped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// `lstrip`.
    Left,
    /// `rstrip`.
    Right,
    /// `strip`.
    Both,
}
