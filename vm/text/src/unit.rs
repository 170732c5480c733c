//! The units that strings are made of: one, two or four bytes, each a whole code point.

use crate::search::{Units, WideFinder};
use crate::{SizeError, Text, TextBuf};
use memchr::memmem;
use std::fmt::Debug;

/// How wide the units of a string are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Latin-1: code points to U+00FF.
    One,
    /// UCS-2: code points to U+FFFF.
    Two,
    /// UCS-4: all code points.
    Four,
}

impl Kind {
    /// The narrowest kind that holds `code`.
    #[inline]
    pub fn of(code: u32) -> Kind {
        match code {
            0..=0xFF => Kind::One,
            0x100..=0xFFFF => Kind::Two,
            _ => Kind::Four,
        }
    }

    /// Bytes in a unit.
    #[inline]
    pub fn width(self) -> usize {
        match self {
            Kind::One => 1,
            Kind::Two => 2,
            Kind::Four => 4,
        }
    }
}

/// A unit of a string.
pub trait CodeUnit: Copy + Ord + Debug + Default + bytemuck::Pod + 'static {
    /// The kind of strings that have such units.
    const KIND: Kind;

    /// What searches for one needle many times.
    type Finder<'n>: Finder<Self>;

    /// The code point.
    fn code(self) -> u32;

    /// The unit of `code`, if it is wide enough.
    fn from_code(code: u32) -> Option<Self>;

    /// The unit of `code`, which is wide enough: of a larger one, the low bits.
    fn truncated(code: u32) -> Self;

    /// The units of `text`, if they are of this kind.
    fn units(text: Text<'_>) -> Option<&[Self]>;

    /// A text of such units, which must be its narrowest.
    fn text(units: &[Self]) -> Text<'_>;

    /// A string of such units, made as narrow as it can be.
    fn buf(units: Vec<Self>) -> Result<TextBuf, SizeError> {
        Self::text(&units).to_buf()
    }

    /// The first place of `unit`.
    fn find_unit(hay: &[Self], unit: Self) -> Option<usize>;

    /// The last place of `unit`.
    fn rfind_unit(hay: &[Self], unit: Self) -> Option<usize>;

    /// How often `unit` is there.
    fn count_unit(hay: &[Self], unit: Self) -> usize;

    /// The first place of `needle`, which has two units or more.
    fn find_units(hay: &[Self], needle: &[Self]) -> Option<usize>;

    /// The last place of `needle`, which has two units or more.
    fn rfind_units(hay: &[Self], needle: &[Self]) -> Option<usize>;

    /// A finder of `needle`, which has two units or more.
    fn finder(needle: &[Self]) -> Self::Finder<'_>;
}

/// A prepared search for a needle of two units or more.
pub trait Finder<U> {
    /// The first place of the needle.
    fn find(&self, hay: &[U]) -> Option<usize>;
}

impl Finder<u8> for memmem::Finder<'_> {
    #[inline]
    fn find(&self, hay: &[u8]) -> Option<usize> {
        memmem::Finder::find(self, hay)
    }
}

impl CodeUnit for u8 {
    const KIND: Kind = Kind::One;
    type Finder<'n> = memmem::Finder<'n>;

    #[inline(always)]
    fn code(self) -> u32 {
        self.into()
    }

    #[inline(always)]
    fn from_code(code: u32) -> Option<u8> {
        u8::try_from(code).ok()
    }

    #[inline(always)]
    fn truncated(code: u32) -> u8 {
        code as u8
    }

    #[inline(always)]
    fn units(text: Text<'_>) -> Option<&[u8]> {
        match text {
            Text::One(units) => Some(units),
            _ => None,
        }
    }

    #[inline(always)]
    fn text(units: &[u8]) -> Text<'_> {
        Text::One(units)
    }

    #[inline]
    fn buf(units: Vec<u8>) -> Result<TextBuf, SizeError> {
        Ok(TextBuf::One(units))
    }

    #[inline]
    fn find_unit(hay: &[u8], unit: u8) -> Option<usize> {
        memchr::memchr(unit, hay)
    }

    #[inline]
    fn rfind_unit(hay: &[u8], unit: u8) -> Option<usize> {
        memchr::memrchr(unit, hay)
    }

    #[inline]
    fn count_unit(hay: &[u8], unit: u8) -> usize {
        memchr::memchr_iter(unit, hay).count()
    }

    #[inline]
    fn find_units(hay: &[u8], needle: &[u8]) -> Option<usize> {
        memmem::find(hay, needle)
    }

    #[inline]
    fn rfind_units(hay: &[u8], needle: &[u8]) -> Option<usize> {
        memmem::rfind(hay, needle)
    }

    #[inline]
    fn finder(needle: &[u8]) -> memmem::Finder<'_> {
        memmem::Finder::new(needle)
    }
}

macro_rules! wide_unit {
    ($unit:ty, $variant:ident) => {
        impl CodeUnit for $unit {
            const KIND: Kind = Kind::$variant;
            type Finder<'n> = WideFinder<'n, $unit>;

            #[inline(always)]
            fn code(self) -> u32 {
                self.into()
            }

            #[inline(always)]
            fn from_code(code: u32) -> Option<$unit> {
                <$unit>::try_from(code).ok()
            }

            #[inline(always)]
            fn truncated(code: u32) -> $unit {
                code as $unit
            }

            #[inline(always)]
            fn units(text: Text<'_>) -> Option<&[$unit]> {
                match text {
                    Text::$variant(units) => Some(units),
                    _ => None,
                }
            }

            #[inline(always)]
            fn text(units: &[$unit]) -> Text<'_> {
                Text::$variant(units)
            }

            fn find_unit(hay: &[$unit], unit: $unit) -> Option<usize> {
                Units(hay).position(|other| other == unit)
            }

            fn rfind_unit(hay: &[$unit], unit: $unit) -> Option<usize> {
                Units(hay).last_position(|other| other == unit)
            }

            fn count_unit(hay: &[$unit], unit: $unit) -> usize {
                hay.iter().filter(|&&other| other == unit).count()
            }

            fn find_units(hay: &[$unit], needle: &[$unit]) -> Option<usize> {
                WideFinder::new(needle).find(hay)
            }

            fn rfind_units(hay: &[$unit], needle: &[$unit]) -> Option<usize> {
                WideFinder::new(needle).rfind(hay)
            }

            fn finder(needle: &[$unit]) -> WideFinder<'_, $unit> {
                WideFinder::new(needle)
            }
        }
    };
}

wide_unit!(u16, Two);
wide_unit!(u32, Four);
