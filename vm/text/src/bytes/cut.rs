//! `split` and its like, where ASCII decides what is space and what ends a line.

use crate::Text;
use crate::pieces::{self, Ends, LineEnd, Lines, Words, WordsBack};
use crate::str;
use std::ops::Range;

/// White space, as `bytes.isspace` has it.
#[inline]
pub fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ')
}

/// The pieces of `bytes.split`, from left to right, until `each` fails. See [`str::split`].
pub fn split<E>(
    bytes: &[u8],
    separator: Option<&[u8]>,
    max: usize,
    each: impl FnMut(Range<usize>) -> Result<(), E>,
) -> Result<(), E> {
    match separator {
        None => Words::new(bytes, is_space, max).try_for_each(each),
        separator => str::split(Text::One(bytes), separator.map(Text::One), max, each),
    }
}

/// The pieces of `bytes.rsplit`, the last one first.
pub fn rsplit<E>(
    bytes: &[u8],
    separator: Option<&[u8]>,
    max: usize,
    each: impl FnMut(Range<usize>) -> Result<(), E>,
) -> Result<(), E> {
    match separator {
        None => WordsBack::new(bytes, is_space, max).try_for_each(each),
        separator => str::rsplit(Text::One(bytes), separator.map(Text::One), max, each),
    }
}

/// What ends a line of bytes.
struct AsciiLineEnd;

impl LineEnd<u8> for AsciiLineEnd {
    #[inline(always)]
    fn ends_line(unit: u8) -> bool {
        (unit == b'\n') | (unit == b'\r')
    }
}

/// The lines of `bytes.splitlines`.
pub fn split_lines<E>(
    bytes: &[u8],
    keep_ends: bool,
    each: impl FnMut(Range<usize>) -> Result<(), E>,
) -> Result<(), E> {
    Lines::<_, AsciiLineEnd>::new(bytes, keep_ends).try_for_each(each)
}

/// What `strip` and its like leave.
pub fn strip(bytes: &[u8], ends: Ends, unwanted: Option<&[u8]>) -> Range<usize> {
    match unwanted {
        None => pieces::strip(bytes, ends, is_space),
        unwanted => str::strip(Text::One(bytes), ends, unwanted.map(Text::One)),
    }
}
