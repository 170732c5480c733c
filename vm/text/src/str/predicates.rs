//! `isalpha` and its like, of single code points and of strings.

use super::is_space;
use crate::text::each_kind;
use crate::unicodedata::flags::{ALPHA, CONTINUE, LOWER, PRINTABLE, START, UPPER};
use crate::unicodedata::{Category, Version, category, has, number};
use crate::{CodeUnit, Text};

/// Whether a text has a code point, and something holds for all it has.
#[inline]
fn all(text: Text<'_>, holds: impl Fn(u32) -> bool) -> bool {
    !text.is_empty() && each_kind!(text, units => units.iter().all(|unit| holds(unit.code())))
}

/// Whether something holds for a code point: no table is needed for those of ASCII.
#[inline]
fn either(code: u32, of_ascii: impl Fn(&u8) -> bool, of_others: impl Fn(u32) -> bool) -> bool {
    match u8::try_from(code) {
        Ok(char) if char.is_ascii() => of_ascii(&char),
        _ => of_others(code),
    }
}

/// `str.isalpha`.
pub fn is_alpha(text: Text<'_>) -> bool {
    let letter = |code| has(code, ALPHA);
    all(text, |code| either(code, u8::is_ascii_alphabetic, letter))
}

/// `str.isdecimal`.
pub fn is_decimal(text: Text<'_>) -> bool {
    let decimal = |code| number(Version::Current, code).decimal.is_some();
    all(text, |code| either(code, u8::is_ascii_digit, decimal))
}

/// `str.isdigit`.
pub fn is_digit(text: Text<'_>) -> bool {
    let digit = |code| number(Version::Current, code).digit.is_some();
    all(text, |code| either(code, u8::is_ascii_digit, digit))
}

/// `str.isnumeric`.
pub fn is_numeric(text: Text<'_>) -> bool {
    all(text, is_numeric_code)
}

fn is_numeric_code(code: u32) -> bool {
    let numeric = |code| number(Version::Current, code).numeric.is_some();
    either(code, u8::is_ascii_digit, numeric)
}

/// `str.isalnum`.
pub fn is_alphanumeric(text: Text<'_>) -> bool {
    let other = |code| has(code, ALPHA) || is_numeric_code(code);
    all(text, |code| either(code, u8::is_ascii_alphanumeric, other))
}

/// `str.isspace`.
pub fn is_whitespace(text: Text<'_>) -> bool {
    all(text, is_space)
}

/// `str.isprintable`.
pub fn is_printable(text: Text<'_>) -> bool {
    text.is_empty() || all(text, |code| has(code, PRINTABLE))
}

/// `str.isidentifier`.
pub fn is_identifier(text: Text<'_>) -> bool {
    text.get(0).is_some_and(|first| has(first, START)) && all(text, |code| has(code, CONTINUE))
}

fn is_title_case(code: u32) -> bool {
    category(Version::Current, code) == Category::Lt
}

/// `str.islower`: a letter is in lower case, and none in another.
pub fn is_lower(text: Text<'_>) -> bool {
    any_but_none(
        text,
        |code| has(code, LOWER),
        |code| has(code, UPPER) || is_title_case(code),
    )
}

/// `str.isupper`: a letter is in upper case, and none in another.
pub fn is_upper(text: Text<'_>) -> bool {
    any_but_none(
        text,
        |code| has(code, UPPER),
        |code| has(code, LOWER) || is_title_case(code),
    )
}

fn any_but_none(text: Text<'_>, any: impl Fn(u32) -> bool, none: impl Fn(u32) -> bool) -> bool {
    let mut found = false;
    let excluded = each_kind!(text, units => units.iter().any(|unit| {
        found |= any(unit.code());
        none(unit.code())
    }));
    found && !excluded
}

/// `str.istitle`: upper and title case letters begin the runs of cased letters, and nothing else
/// does.
pub fn is_title(text: Text<'_>) -> bool {
    let (mut found, mut in_word) = (false, false);
    for code in text.codes() {
        let capital = has(code, UPPER) || is_title_case(code);
        let cased = capital || has(code, LOWER);
        if cased && capital == in_word {
            return false;
        }
        found |= cased;
        in_word = cased;
    }
    found
}
