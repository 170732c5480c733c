//! Letter case. Unicode's full mappings, with the rule of the final sigma.

use super::{as_ascii, latin_1};
use crate::buf::room;
use crate::text::each_kind;
use crate::unicodedata::flags::{CASE_IGNORABLE, CASED, LOWER, UPPER};
use crate::unicodedata::{Case, Mapped, has, map_case};
use crate::{Builder, CodeUnit, SizeError, Text, TextBuf, bytes};

/// `str.lower`.
pub fn lower(text: Text<'_>) -> Result<TextBuf, SizeError> {
    make_case(text, bytes::lower, |_, _| Case::Lower)
}

/// `str.upper`.
pub fn upper(text: Text<'_>) -> Result<TextBuf, SizeError> {
    make_case(text, bytes::upper, |_, _| Case::Upper)
}

/// `str.casefold`.
pub fn casefold(text: Text<'_>) -> Result<TextBuf, SizeError> {
    make_case(text, bytes::lower, |_, _| Case::Folded)
}

/// `str.title`: words are runs of cased letters.
pub fn title(text: Text<'_>) -> Result<TextBuf, SizeError> {
    let mut in_word = false;
    make_case(text, bytes::title, |_, code| {
        let case = if in_word { Case::Lower } else { Case::Title };
        in_word = has(code, CASED);
        case
    })
}

/// `str.capitalize`.
pub fn capitalize(text: Text<'_>) -> Result<TextBuf, SizeError> {
    make_case(text, bytes::capitalize, |at, _| match at {
        0 => Case::Title,
        _ => Case::Lower,
    })
}

/// `str.swapcase`.
pub fn swapcase(text: Text<'_>) -> Result<TextBuf, SizeError> {
    make_case(text, bytes::swapcase, |_, code| {
        // What is neither is its own upper case, save title case letters, which stay.
        if has(code, UPPER) {
            Case::Lower
        } else if has(code, LOWER) {
            Case::Upper
        } else {
            Case::Title
        }
    })
}

const SIGMA: u32 = 0x3A3;
const SMALL_SIGMA: u32 = 0x3C3;
const FINAL_SIGMA: u32 = 0x3C2;

/// The text with each code point in the case that `choose` says, given its place and itself.
fn make_case(
    text: Text<'_>,
    in_ascii: fn(&mut [u8]),
    mut choose: impl FnMut(usize, u32) -> Case,
) -> Result<TextBuf, SizeError> {
    if let Some(bytes) = as_ascii(text) {
        let mut copy = room(bytes.len())?;
        copy.extend_from_slice(bytes);
        in_ascii(&mut copy);
        return Ok(latin_1(copy));
    }
    let mut out = Builder::wide(text.kind(), text.len());
    each_kind!(text, units => {
        for (at, unit) in units.iter().enumerate() {
            let code = unit.code();
            match choose(at, code) {
                Case::Lower if code == SIGMA => out.push(small_sigma(units, at)),
                case => match map_case(code, case) {
                    Mapped::One(code) => out.push(code),
                    Mapped::More([first, second, third]) => {
                        out.push(first);
                        out.push(second);
                        if third != 0 {
                            out.push(third);
                        }
                    }
                },
            }
        }
    });
    out.finish()
}

/// The lower case of the sigma at `at`: final if a cased letter is before it and none after it,
/// looking through what is case-ignorable.
fn small_sigma<U: CodeUnit>(units: &[U], at: usize) -> u32 {
    let visible = |unit: &&U| !has(unit.code(), CASE_IGNORABLE);
    let cased = |unit: Option<&U>| unit.is_some_and(|unit| has(unit.code(), CASED));
    let before = cased(units[..at].iter().rev().find(visible));
    let after = cased(units[at + 1..].iter().find(visible));
    if before && !after {
        FINAL_SIGMA
    } else {
        SMALL_SIGMA
    }
}
