//! The Unicode character database, version 16: what `unicodedata` answers, and the properties that
//! the methods of `str` go by.
//!
//! The tables are made by the build script from the files in `ucd/`. A code point's number in
//! `RECORDS` comes from a two-stage table; so most questions cost two loads and a test.

mod case;
pub mod flags;
mod names;
mod normalize;
mod old;

pub use case::{Case, Mapped, map_case};
pub(crate) use names::character;
pub use names::{lookup, name};
pub use normalize::{Form, is_normalized, normalize};

/// The version of Unicode that the tables are of.
pub const VERSION: &str = "16.0.0";

/// What the database is asked about: today's Unicode, or the one that IDNA was defined on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// Unicode 16.0.0.
    Current,
    /// Unicode 3.2.0: `unicodedata.ucd_3_2_0`.
    Old,
}

/// General categories.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[rustfmt::skip]
#[allow(missing_docs, reason = "the names are Unicode's")]
pub enum Category {
    Cc, Cf, Cn, Co, Cs, Ll, Lm, Lo, Lt, Lu, Mc, Me, Mn, Nd, Nl, No,
    Pc, Pd, Pe, Pf, Pi, Po, Ps, Sc, Sk, Sm, So, Zl, Zp, Zs,
}

impl Category {
    /// Its two letters.
    #[rustfmt::skip]
    pub fn name(self) -> &'static str {
        const NAMES: [&str; 30] = [
            "Cc", "Cf", "Cn", "Co", "Cs", "Ll", "Lm", "Lo", "Lt", "Lu", "Mc", "Me", "Mn", "Nd", "Nl", "No",
            "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "Sc", "Sk", "Sm", "So", "Zl", "Zp", "Zs",
        ];
        NAMES[self as usize]
    }
}

/// What many code points have in common.
#[derive(Clone, Copy, Debug)]
struct Record {
    category: Category,
    /// Of [`NAMES`].
    bidirectional: u8,
    combining: u8,
    /// Of [`NAMES`].
    width: u8,
    /// Bits of [`flags`].
    flags: u16,
    /// Of [`CASES`].
    case: u16,
    /// Of [`NUMBERS`].
    number: u8,
}

/// The numeric values of a code point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// Of a decimal digit.
    pub decimal: Option<u8>,
    /// Of any digit, superscripts and circled ones among them.
    pub digit: Option<u8>,
    /// Of whatever means a number.
    pub numeric: Option<f64>,
}

include!(concat!(env!("OUT_DIR"), "/unicode.rs"));

/// The value of `code` in a two-stage table; 0 past the last code point.
#[inline]
fn in_table(blocks: &[u16], values: &[u16], code: u32) -> usize {
    let code = code as usize;
    let Some(&block) = blocks.get(code >> SHIFT) else {
        return 0;
    };
    let place = (usize::from(block) << SHIFT) + (code & ((1 << SHIFT) - 1));
    values[place].into()
}

#[inline]
fn record(code: u32) -> &'static Record {
    &RECORDS[in_table(&RECORD_BLOCKS, &RECORD_VALUES, code)]
}

/// Whether `code` has one of the properties of [`flags`].
#[inline]
pub fn has(code: u32, flag: u16) -> bool {
    record(code).flags & flag != 0
}

/// The general category.
pub fn category(version: Version, code: u32) -> Category {
    old::record_of(version, code).category
}

/// The bidirectional class, or the empty string.
pub fn bidirectional(version: Version, code: u32) -> &'static str {
    NAMES[usize::from(old::record_of(version, code).bidirectional)]
}

/// The canonical combining class.
pub fn combining(version: Version, code: u32) -> u8 {
    old::record_of(version, code).combining
}

/// The East Asian width.
pub fn east_asian_width(version: Version, code: u32) -> &'static str {
    NAMES[usize::from(old::record_of(version, code).width)]
}

/// Whether it is mirrored in right-to-left text.
pub fn mirrored(version: Version, code: u32) -> bool {
    old::record_of(version, code).flags & flags::MIRRORED != 0
}

/// The numeric values.
pub fn number(version: Version, code: u32) -> &'static Number {
    old::number(version, code).unwrap_or(&NUMBERS[usize::from(record(code).number)])
}

/// The decomposition as `unicodedata.decomposition` writes it, or the empty string.
pub fn decomposition(version: Version, code: u32) -> String {
    if version == Version::Old && category(version, code) == Category::Cn {
        return String::new();
    }
    let mut parts = Vec::new();
    if let Some(syllable) = normalize::hangul(code) {
        parts.extend(syllable.map(|code| format!("{code:04X}")));
    } else if let Some((kind, codes)) = decomposed(code) {
        if !kind.is_empty() {
            parts.push(format!("<{kind}>"));
        }
        parts.extend(codes.iter().map(|code| format!("{code:04X}")));
    }
    parts.join(" ")
}

/// One step of decomposition: its kind (empty: canonical) and the code points.
fn decomposed(code: u32) -> Option<(&'static str, &'static [u32])> {
    match in_table(&DECOMPOSITION_BLOCKS, &DECOMPOSITION_VALUES, code) {
        0 => None,
        entry => {
            let (kind, start, length) = DECOMPOSITIONS[entry];
            let start = usize::from(start);
            let codes = &DECOMPOSED[start..start + usize::from(length)];
            Some((NAMES[usize::from(kind)], codes))
        }
    }
}

#[cfg(test)]
mod tests;
