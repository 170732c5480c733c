//! A borrowed string.

use crate::{CodeUnit, Kind, SizeError, TextBuf};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;

/// A string of code points, lone surrogates among them, borrowed from its owner.
///
/// It is always of the narrowest kind that holds it; so equality is that of the units. (A part that
/// [`Text::part`] gives may be narrower than its kind: it is for looking at, not for comparing, and
/// [`Text::slice`] makes a string of it.)
#[derive(Clone, Copy, Debug)]
pub enum Text<'a> {
    /// Latin-1.
    One(&'a [u8]),
    /// UCS-2.
    Two(&'a [u16]),
    /// UCS-4.
    Four(&'a [u32]),
}

/// The same expression for whichever kind a text has: `$units` is its slice of units.
macro_rules! each_kind {
    ($text:expr, $units:ident => $body:expr) => {
        match $text {
            $crate::Text::One($units) => $body,
            $crate::Text::Two($units) => $body,
            $crate::Text::Four($units) => $body,
        }
    };
}
pub(crate) use each_kind;

impl<'a> Text<'a> {
    /// The empty string.
    pub const EMPTY: Text<'static> = Text::One(&[]);

    /// A string of ASCII characters, from Rust.
    ///
    /// # Panics
    /// If `text` is not ASCII: it is meant for what the program's own source holds.
    #[inline]
    pub const fn ascii(text: &'a str) -> Text<'a> {
        assert!(text.is_ascii());
        Text::One(text.as_bytes())
    }

    /// How many code points it has.
    #[inline]
    pub fn len(self) -> usize {
        each_kind!(self, units => units.len())
    }

    /// Whether it has none.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// How wide its units are.
    #[inline]
    pub fn kind(self) -> Kind {
        match self {
            Text::One(_) => Kind::One,
            Text::Two(_) => Kind::Two,
            Text::Four(_) => Kind::Four,
        }
    }

    /// The code point at `index`.
    #[inline]
    pub fn get(self, index: usize) -> Option<u32> {
        each_kind!(self, units => units.get(index).map(|unit| unit.code()))
    }

    /// Its memory.
    #[inline]
    pub fn as_bytes(self) -> &'a [u8] {
        each_kind!(self, units => bytemuck::cast_slice(units))
    }

    /// The code points. Where speed matters, go by kind instead.
    pub fn codes(self) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator + use<'a> {
        (0..self.len()).map(move |index| each_kind!(self, units => units[index].code()))
    }

    /// The code points of `range`, in this text's kind, cut to what there is.
    #[inline]
    pub fn part(self, range: Range<usize>) -> Text<'a> {
        let end = range.end.min(self.len());
        let range = range.start.min(end)..end;
        match self {
            Text::One(units) => Text::One(&units[range]),
            Text::Two(units) => Text::Two(&units[range]),
            Text::Four(units) => Text::Four(&units[range]),
        }
    }

    /// The largest code point's kind: that of the narrowest text that holds the same.
    #[inline]
    pub fn narrowest(self) -> Kind {
        match self {
            Text::One(_) => Kind::One,
            _ => self.narrowest_of_wide(),
        }
    }

    fn narrowest_of_wide(self) -> Kind {
        fn widest<U: CodeUnit>(units: &[U]) -> Kind {
            // Whole blocks at a time, so that it is vector code; it ends at the first block that
            // needs all the width.
            let mut kind = Kind::One;
            for block in units.chunks(64) {
                let bits = block.iter().fold(0, |bits, unit| bits | unit.code());
                kind = kind.max(Kind::of(bits));
                if kind == U::KIND {
                    break;
                }
            }
            kind
        }
        match self {
            Text::One(_) => Kind::One,
            Text::Two(units) => widest(units),
            Text::Four(units) => widest(units),
        }
    }

    /// Whether all code points are ASCII.
    #[inline]
    pub fn is_ascii(self) -> bool {
        match self {
            Text::One(units) => units.is_ascii(),
            // The narrowest kind of ASCII is `One`; a part may be ASCII all the same.
            Text::Two(units) => units.iter().all(|&unit| unit < 0x80),
            Text::Four(units) => units.iter().all(|&unit| unit < 0x80),
        }
    }

    /// This string with units of type `U`, if all of it fits in them.
    #[inline]
    pub fn to_units<U: CodeUnit>(self) -> Option<Cow<'a, [U]>> {
        match U::units(self) {
            Some(units) => Some(Cow::Borrowed(units)),
            None if self.kind() > U::KIND && self.narrowest() > U::KIND => None,
            None => Some(each_kind!(self, units => {
                units.iter().map(|unit| U::truncated(unit.code())).collect()
            })),
        }
    }

    /// Copies this string into `target`, which is as long, and of units that are wide enough.
    #[inline]
    pub fn copy_to<U: CodeUnit>(self, target: &mut [U]) {
        match U::units(self) {
            Some(units) => target.copy_from_slice(units),
            None => each_kind!(self, units => {
                for (target, unit) in target.iter_mut().zip(units) {
                    *target = U::truncated(unit.code());
                }
            }),
        }
    }

    /// A string of its own.
    pub fn to_buf(self) -> Result<TextBuf, SizeError> {
        self.slice(0..self.len())
    }

    /// The code points of `range` as a string of its own.
    pub fn slice(self, range: Range<usize>) -> Result<TextBuf, SizeError> {
        TextBuf::narrowest(self.part(range))
    }

    /// The string in Rust's own, if it has no lone surrogate.
    pub fn to_string(self) -> Option<String> {
        match self {
            Text::One(units) if units.is_ascii() => String::from_utf8(units.to_vec()).ok(),
            _ => self.codes().map(char::from_u32).collect(),
        }
    }
}

impl PartialEq for Text<'_> {
    #[inline]
    fn eq(&self, other: &Text<'_>) -> bool {
        match (*self, *other) {
            (Text::One(a), Text::One(b)) => a == b,
            (Text::Two(a), Text::Two(b)) => a == b,
            (Text::Four(a), Text::Four(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for Text<'_> {}

impl PartialOrd for Text<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (*self, *other) {
            (Text::One(a), Text::One(b)) => a.cmp(b),
            (Text::Two(a), Text::Two(b)) => a.cmp(b),
            (Text::Four(a), Text::Four(b)) => a.cmp(b),
            (a, b) => each_kind!(a, a => each_kind!(b, b => {
                a.iter().map(|unit| unit.code()).cmp(b.iter().map(|unit| unit.code()))
            })),
        }
    }
}
