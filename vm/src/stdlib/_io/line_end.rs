//! What ends a line of a text.

use crate::objects::str::Str;
use crate::value::Value;
use tython_text::{CodeUnit, Text};

/// What ends a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum LineEnd {
    /// `\n`, and there is no other.
    Lf,
    /// `\r`
    Cr,
    /// `\r\n`
    CrLf,
    /// Any of them.
    Universal,
}

impl LineEnd {
    /// What ends a line in a file with these properties.
    pub(super) fn new(universal: bool, translated: bool, newline: Value) -> LineEnd {
        if translated {
            return LineEnd::Lf;
        }
        if universal {
            return LineEnd::Universal;
        }
        match newline.cast::<Str>().map(Str::text) {
            Some(Text::One(b"\r\n")) => LineEnd::CrLf,
            Some(Text::One(b"\r")) => LineEnd::Cr,
            _ => LineEnd::Lf,
        }
    }

    /// Where the first line of a text ends, its end included. `cr` says that a `\r` has come just before.
    pub(super) fn find(self, text: Text<'_>, cr: bool) -> Option<usize> {
        match text {
            Text::One(units) => self.find_in(units, cr),
            Text::Two(units) => self.find_in(units, cr),
            Text::Four(units) => self.find_in(units, cr),
        }
    }

    fn find_in<U: CodeUnit>(self, units: &[U], cr_before: bool) -> Option<usize> {
        let (cr, lf) = (U::truncated('\r'.into()), U::truncated('\n'.into()));
        match self {
            LineEnd::Lf => U::find_unit(units, lf).map(|at| at + 1),
            LineEnd::Cr => U::find_unit(units, cr).map(|at| at + 1),
            LineEnd::CrLf => {
                if cr_before && units.first() == Some(&lf) {
                    return Some(1);
                }
                let mut from = 0;
                while let Some(at) = U::find_unit(&units[from..], cr) {
                    from += at + 1;
                    if units.get(from) == Some(&lf) {
                        return Some(from + 1);
                    }
                }
                None
            }
            LineEnd::Universal => {
                let at = match U::find_unit(units, lf) {
                    Some(lf) => U::find_unit(&units[..lf], cr).unwrap_or(lf),
                    None => U::find_unit(units, cr)?,
                };
                let pair = units[at] == cr && units.get(at + 1) == Some(&lf);
                Some(at + 1 + usize::from(pair))
            }
        }
    }
}
