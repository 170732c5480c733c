//! Reading the code: every step is checked against its end.

use super::{Checked, InvalidCode};

/// The code, and how far it has been read.
pub(super) struct Reader<'c> {
    code: &'c [u32],
    at: usize,
}

impl<'c> Reader<'c> {
    pub(super) fn new(code: &'c [u32]) -> Self {
        Reader { code, at: 0 }
    }

    /// The place of the next number.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The place of the last number there is.
    pub(super) fn last(&self) -> usize {
        self.code.len().saturating_sub(1)
    }

    pub(super) fn peek(&self) -> Option<u32> {
        self.code.get(self.at).copied()
    }

    pub(super) fn next(&mut self) -> Checked<u32> {
        let number = self.peek().ok_or(InvalidCode)?;
        self.at += 1;
        Ok(number)
    }

    pub(super) fn expect(&mut self, wanted: u32) -> Checked {
        match self.next()? == wanted {
            true => Ok(()),
            false => Err(InvalidCode),
        }
    }

    /// Reads a distance that counts from its own place; where it leads to.
    pub(super) fn skip(&mut self) -> Checked<usize> {
        let from = self.at;
        let distance = self.next()? as usize;
        let end = from.checked_add(distance).ok_or(InvalidCode)?;
        match end >= self.at && end <= self.code.len() {
            true => Ok(end),
            false => Err(InvalidCode),
        }
    }

    /// Goes on at a place that [`Reader::skip`] gave.
    pub(super) fn go_to(&mut self, place: usize) -> Checked {
        match place >= self.at {
            true => {
                self.at = place;
                Ok(())
            }
            false => Err(InvalidCode),
        }
    }

    /// The next numbers.
    pub(super) fn take<const N: usize>(&mut self) -> Checked<&'c [u32; N]> {
        let numbers = self.code[self.at..].first_chunk().ok_or(InvalidCode)?;
        self.at += N;
        Ok(numbers)
    }
}
