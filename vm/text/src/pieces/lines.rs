//! `splitlines`.

use crate::CodeUnit;
use crate::search::Units;
use std::ops::Range;

/// What ends a line, besides `\r\n`.
pub(crate) trait LineEnd<U> {
    /// Whether `unit` does.
    fn ends_line(unit: U) -> bool;
}

/// The lines of a string, with their ends or without.
pub(crate) struct Lines<'a, U, E> {
    units: &'a [U],
    at: usize,
    keep_ends: bool,
    ends: std::marker::PhantomData<E>,
}

impl<'a, U: CodeUnit, E: LineEnd<U>> Lines<'a, U, E> {
    pub(crate) fn new(units: &'a [U], keep_ends: bool) -> Self {
        Lines {
            units,
            at: 0,
            keep_ends,
            ends: std::marker::PhantomData,
        }
    }
}

impl<U: CodeUnit, E: LineEnd<U>> Iterator for Lines<'_, U, E> {
    type Item = Range<usize>;

    #[inline]
    fn next(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        let rest = &self.units[start..];
        if rest.is_empty() {
            return None;
        }
        let end = match Units(rest).position(E::ends_line) {
            None => {
                self.at = self.units.len();
                self.at
            }
            Some(end) => {
                let code = |at: usize| rest.get(at).map(|unit| unit.code());
                let pair = code(end) == Some('\r'.into()) && code(end + 1) == Some('\n'.into());
                self.at = start + end + if pair { 2 } else { 1 };
                start + end
            }
        };
        Some(start..if self.keep_ends { self.at } else { end })
    }
}
