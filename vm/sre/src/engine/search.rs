//! Search: an attempt at each position that is worth one.

use super::{Machine, Stop};
use crate::program::Hint;
use std::ops::Range;
use tython_text::{CodeUnit, Text};

impl<U: CodeUnit> Machine<'_, U> {
    /// The first match from `start` on.
    pub(super) fn search(&mut self, start: usize) -> Result<Option<Range<usize>>, Stop> {
        let Some(last) = self.text.len().checked_sub(self.program.min_width) else {
            return Ok(None);
        };
        let mut pos = start;
        while pos <= last {
            match self.promising(pos) {
                Some(place) if place <= last => pos = place,
                _ => break,
            }
            if let Some(end) = self.attempt(pos)? {
                return Ok(Some(pos..end));
            }
            pos += 1;
        }
        Ok(None)
    }

    /// The first position from `from` on where a match can begin.
    #[inline]
    fn promising(&self, from: usize) -> Option<usize> {
        let rest = &self.text[from..];
        let place = match &self.program.hint {
            Hint::Nothing => Some(0),
            Hint::Beginning => (from == 0).then_some(0),
            Hint::Is(code) => U::find_unit(rest, U::from_code(*code)?),
            Hint::Literals { codes, latin1 } => match (U::text(rest), latin1) {
                (Text::One(bytes), Some(finder)) => finder.find(bytes),
                (Text::One(_), None) => None,
                _ => U::find_unit(rest, U::from_code(*codes.first()?)?),
            },
            Hint::Next(next) => rest.iter().position(|unit| next.may_be(Some(unit.code()))),
        };
        Some(from + place?)
    }
}
