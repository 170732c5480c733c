//! Upper and lower case, as `re` sees it: one code point for one.

use tython_text::unicodedata::{Case, Mapped, map_case};

/// Which code points are the same when case is ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// None but itself.
    Exact,
    /// Letters of ASCII.
    Ascii,
    /// As the locale says. This is the C locale always, so ASCII again, only tried both ways.
    Locale,
    /// Letters of Unicode.
    Unicode,
}

fn simple(code: u32, case: Case) -> u32 {
    match map_case(code, case) {
        Mapped::One(mapped) => mapped,
        Mapped::More([first, ..]) => first,
    }
}

/// The lower case of an ASCII letter; anything else stays.
#[inline]
pub fn ascii_lower(code: u32) -> u32 {
    match code {
        0x41..=0x5A => code + 0x20,
        _ => code,
    }
}

/// The upper case of an ASCII letter; anything else stays.
#[inline]
pub fn ascii_upper(code: u32) -> u32 {
    match code {
        0x61..=0x7A => code - 0x20,
        _ => code,
    }
}

/// The lower case of `code`, the first code point of it if there are several.
#[inline]
pub fn unicode_lower(code: u32) -> u32 {
    match code {
        0..=0x7F => ascii_lower(code),
        _ => simple(code, Case::Lower),
    }
}

/// The upper case of `code`, the first code point of it if there are several.
pub fn unicode_upper(code: u32) -> u32 {
    simple(code, Case::Upper)
}

/// Whether `code` has another case in ASCII.
pub fn ascii_is_cased(code: u32) -> bool {
    ascii_lower(code) != code || ascii_upper(code) != code
}

/// Whether `code` has another case in Unicode.
pub fn unicode_is_cased(code: u32) -> bool {
    unicode_lower(code) != code || unicode_upper(code) != code
}

impl Fold {
    /// The lower case of `code`.
    #[inline]
    pub fn lower(self, code: u32) -> u32 {
        match self {
            Fold::Exact => code,
            Fold::Ascii | Fold::Locale => ascii_lower(code),
            Fold::Unicode => unicode_lower(code),
        }
    }
}
