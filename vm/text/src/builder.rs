//! Strings under construction.

use crate::buf::{append, reserve, room};
use crate::{CodeUnit, Kind, SizeError, Text, TextBuf};

/// Units that a string that was widened has room for at least.
const LEAST: usize = 64;

/// A string under construction: it begins with one byte a code point and widens when it must.
///
/// Running out of memory is remembered, and [`Builder::finish`] reports it.
#[derive(Debug)]
pub struct Builder {
    made: TextBuf,
    /// The largest kind that a code point needed. After [`Builder::wide`] it may be less than that
    /// of `made`.
    needed: Kind,
    failed: Option<SizeError>,
}

/// The same expression for whichever kind a buffer has.
macro_rules! each_buf {
    ($buf:expr, $units:ident => $body:expr) => {
        match $buf {
            TextBuf::One($units) => $body,
            TextBuf::Two($units) => $body,
            TextBuf::Four($units) => $body,
        }
    };
}

impl Default for Builder {
    fn default() -> Self {
        Builder::new()
    }
}

impl Builder {
    /// An empty one.
    pub fn new() -> Builder {
        Builder::wide(Kind::One, 0)
    }

    /// An empty one with room for `length` units of `kind`: a good guess saves copying.
    pub fn wide(kind: Kind, length: usize) -> Builder {
        let made = match kind {
            Kind::One => room(length).map(TextBuf::One),
            Kind::Two => room(length).map(TextBuf::Two),
            Kind::Four => room(length).map(TextBuf::Four),
        };
        Builder {
            failed: made.as_ref().err().copied(),
            made: made.unwrap_or(TextBuf::One(Vec::new())),
            needed: Kind::One,
        }
    }

    /// How many code points it has so far.
    pub fn len(&self) -> usize {
        self.made.as_text().len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends one code point.
    #[inline]
    pub fn push(&mut self, code: u32) {
        self.widen(Kind::of(code));
        each_buf!(&mut self.made, units => {
            if units.len() < units.capacity() || reserve(units, 1, &mut self.failed) {
                units.push(CodeUnit::truncated(code));
            }
        });
    }

    /// Appends a text.
    #[inline]
    pub fn push_text(&mut self, text: Text<'_>) {
        self.widen(text.narrowest());
        each_buf!(&mut self.made, units => {
            if self.failed.is_none() && reserve(units, text.len(), &mut self.failed) {
                append(units, text);
            }
        });
    }

    /// Appends Latin-1.
    pub fn push_bytes(&mut self, bytes: &[u8]) {
        self.push_text(Text::One(bytes));
    }

    /// Appends `count` times the same code point.
    pub fn push_repeated(&mut self, code: u32, count: usize) {
        if count == 0 {
            return;
        }
        self.reserve(Kind::of(code), count);
        if self.failed.is_none() {
            each_buf!(&mut self.made, units => {
                units.resize(units.len() + count, CodeUnit::truncated(code));
            });
        }
    }

    /// Makes room for `more` code points, of which the widest needs `kind`.
    pub(crate) fn reserve(&mut self, kind: Kind, more: usize) {
        self.widen(kind);
        if self.failed.is_none() {
            each_buf!(&mut self.made, units => reserve(units, more, &mut self.failed));
        }
    }

    /// Takes back all but the first `length` code points.
    pub(crate) fn truncate(&mut self, length: usize) {
        each_buf!(&mut self.made, units => units.truncate(length));
        self.needed = self.made.as_text().narrowest();
    }

    /// The string, in its narrowest kind.
    pub fn finish(self) -> Result<TextBuf, SizeError> {
        match self.failed {
            Some(error) => Err(error),
            None if self.needed < self.made.as_text().kind() => self.made.as_text().to_buf(),
            None => Ok(self.made),
        }
    }

    /// Makes sure that units are as wide as `kind`.
    #[inline]
    fn widen(&mut self, kind: Kind) {
        if kind > self.needed {
            self.needed = kind;
            if kind > self.made.as_text().kind() {
                self.copy_to(kind);
            }
        }
    }

    #[cold]
    fn copy_to(&mut self, kind: Kind) {
        let made = self.made.as_text();
        let mut wide = Builder::wide(kind, made.len().saturating_mul(2).max(LEAST));
        if wide.failed.is_none() {
            each_buf!(&mut wide.made, units => append(units, made));
        }
        self.failed = self.failed.or(wide.failed);
        self.made = wide.made;
    }
}
