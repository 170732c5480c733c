//! Strings that own their memory.

use crate::text::each_kind;
use crate::{CodeUnit, Kind, Text};
use std::fmt;

/// Why a string could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeError {
    /// Its length is not a number that Python could count to (`OverflowError`).
    TooLong,
    /// There is no memory for it (`MemoryError`).
    NoMemory,
}

impl fmt::Display for SizeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SizeError::TooLong => "the string is too long",
            SizeError::NoMemory => "out of memory",
        })
    }
}

impl std::error::Error for SizeError {}

/// The longest string, in code points and in bytes.
pub(crate) const LONGEST: usize = isize::MAX as usize;

/// An empty vector with room for exactly `length` items.
pub(crate) fn room<T>(length: usize) -> Result<Vec<T>, SizeError> {
    if length > LONGEST {
        return Err(SizeError::TooLong);
    }
    let mut items = Vec::new();
    match items.try_reserve_exact(length) {
        Ok(()) => Ok(items),
        Err(_) => Err(SizeError::NoMemory),
    }
}

/// A string that owns its memory, of the narrowest kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextBuf {
    /// Latin-1.
    One(Vec<u8>),
    /// UCS-2.
    Two(Vec<u16>),
    /// UCS-4.
    Four(Vec<u32>),
}

impl TextBuf {
    /// The string as a [`Text`].
    #[inline]
    pub fn as_text(&self) -> Text<'_> {
        match self {
            TextBuf::One(units) => Text::One(units),
            TextBuf::Two(units) => Text::Two(units),
            TextBuf::Four(units) => Text::Four(units),
        }
    }

    /// A copy of a part of a text, made as narrow as it can be.
    pub(crate) fn narrowest(part: Text<'_>) -> Result<TextBuf, SizeError> {
        fn copy<U: CodeUnit>(part: Text<'_>) -> Result<Vec<U>, SizeError> {
            let mut units = room(part.len())?;
            append(&mut units, part);
            Ok(units)
        }
        Ok(match part.narrowest() {
            Kind::One => TextBuf::One(copy(part)?),
            Kind::Two => TextBuf::Two(copy(part)?),
            Kind::Four => TextBuf::Four(copy(part)?),
        })
    }
}

impl From<&str> for TextBuf {
    fn from(text: &str) -> TextBuf {
        match text.chars().map(|char| Kind::of(char.into())).max() {
            None | Some(Kind::One) => TextBuf::One(text.chars().map(|char| char as u8).collect()),
            Some(Kind::Two) => TextBuf::Two(text.chars().map(|char| char as u16).collect()),
            Some(Kind::Four) => TextBuf::Four(text.chars().map(|char| char as u32).collect()),
        }
    }
}

/// Appends a text whose code points all fit in units of type `U`.
#[inline]
pub(crate) fn append<U: CodeUnit>(units: &mut Vec<U>, text: Text<'_>) {
    match U::units(text) {
        Some(same) => units.extend_from_slice(same),
        None => each_kind!(text, other => {
            units.extend(other.iter().map(|unit| U::truncated(unit.code())));
        }),
    }
}

/// Makes room for `more` items, or remembers why there is none.
pub(crate) fn reserve<T>(items: &mut Vec<T>, more: usize, failed: &mut Option<SizeError>) -> bool {
    let fits = items
        .len()
        .checked_add(more)
        .is_some_and(|sum| sum <= LONGEST);
    let error = if !fits {
        SizeError::TooLong
    } else if items.try_reserve(more).is_err() {
        SizeError::NoMemory
    } else {
        return true;
    };
    *failed = Some(error);
    false
}
