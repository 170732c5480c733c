//! The yes-or-no properties of a code point, as bits of `Record::flags`. The build
//! script sets them, so it shares this file.

/// Upper, lower or title case: what follows is not the first letter of its word.
pub const CASED: u16 = 1 << 0;
/// The rule of the final sigma looks through it.
pub const CASE_IGNORABLE: u16 = 1 << 1;
/// `str.islower`.
pub const LOWER: u16 = 1 << 2;
/// `str.isupper`.
pub const UPPER: u16 = 1 << 3;
/// Starts an identifier.
pub const START: u16 = 1 << 4;
/// Continues an identifier.
pub const CONTINUE: u16 = 1 << 5;
/// Mirrored in right-to-left text.
pub const MIRRORED: u16 = 1 << 6;
/// `str.isspace`.
pub const SPACE: u16 = 1 << 7;
/// `str.isprintable`: `repr` shows it as it is.
pub const PRINTABLE: u16 = 1 << 8;
/// `str.isalpha`.
pub const ALPHA: u16 = 1 << 9;
/// In every normal form it stays as it is, and it composes with nothing.
pub const INERT: u16 = 1 << 10;
