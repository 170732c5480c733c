//! Strings under construction.

use crate::buf::{append, reserve, room};
use crate::text::each_kind;
use crate::{CodeUnit, Kind, SizeError, Text, TextBuf};

/// How many code points wait before they are written together.
const BLOCK: usize = 64;

/// Up to so many of a text wait too; more are written at once.
const SMALL: usize = 16;

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
    /// Code points that are not in `made` yet: which kind they need is looked up for all at once.
    waiting: [u32; BLOCK],
    /// How many there are.
    count: usize,
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
            waiting: [0; BLOCK],
            count: 0,
        }
    }

    /// How many code points it has so far.
    pub fn len(&self) -> usize {
        self.made.as_text().len() + self.count
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends one code point.
    #[inline]
    pub fn push(&mut self, code: u32) {
        if self.count == BLOCK {
            self.flush();
        }
        self.waiting[self.count] = code;
        self.count += 1;
    }

    /// Appends a text.
    pub fn push_text(&mut self, text: Text<'_>) {
        let room = &mut self.waiting[self.count..];
        if text.len() <= room.len().min(SMALL) {
            each_kind!(text, units => {
                for (place, unit) in room.iter_mut().zip(units) {
                    *place = unit.code();
                }
            });
            self.count += text.len();
        } else {
            self.flush();
            self.write(text);
        }
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
        self.flush();
        self.widen(kind);
        if self.failed.is_none() {
            each_buf!(&mut self.made, units => reserve(units, more, &mut self.failed));
        }
    }

    /// Takes back all but the first `length` code points.
    pub(crate) fn truncate(&mut self, length: usize) {
        self.flush();
        each_buf!(&mut self.made, units => units.truncate(length));
        self.needed = self.made.as_text().narrowest();
    }

    /// The string, in its narrowest kind.
    pub fn finish(mut self) -> Result<TextBuf, SizeError> {
        self.flush();
        match self.failed {
            Some(error) => Err(error),
            None if self.needed < self.made.as_text().kind() => self.made.as_text().to_buf(),
            None => Ok(self.made),
        }
    }

    /// Writes what waits.
    fn flush(&mut self) {
        let waiting = self.waiting;
        self.write(Text::Four(&waiting[..self.count]));
        self.count = 0;
    }

    fn write(&mut self, text: Text<'_>) {
        self.widen(text.narrowest());
        each_buf!(&mut self.made, units => {
            if self.failed.is_none() && reserve(units, text.len(), &mut self.failed) {
                append(units, text);
            }
        });
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
        let mut wide = Builder::wide(kind, made.len().saturating_mul(2).max(BLOCK));
        if wide.failed.is_none() {
            each_buf!(&mut wide.made, units => append(units, made));
        }
        self.failed = self.failed.or(wide.failed);
        self.made = wide.made;
    }
}
