//! Integers from text: `int(text, base)`.

use super::{BigInt, DigitLimit, Int, neg};
use crate::text::strip;
use crate::{Error, Result, memory};
use std::borrow::Cow;

/// Why text is not an integer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ParseIntError {
    /// It is not a literal of the base.
    Invalid,
    /// It is one, with this error.
    Refused(Error),
}

impl ParseIntError {
    /// The exception; `repr` is that of the text.
    pub fn into_error(self, base: u32, repr: &str) -> Error {
        /// So many characters of the text are shown.
        const SHOWN: usize = 200;
        match self {
            ParseIntError::Invalid => {
                let shown: String = repr.chars().take(SHOWN).collect();
                Error::value(format!(
                    "invalid literal for int() with base {base}: {shown}"
                ))
            }
            ParseIntError::Refused(error) => error,
        }
    }
}

/// The base that `int(text, base)` was given.
pub fn check_base(base: &Int) -> Result<u32> {
    match base {
        Int::Small(base @ (0 | 2..=36)) => Ok(*base as u32),
        _ => Err(Error::value("int() base must be >= 2 and <= 36, or 0")),
    }
}

/// `int(text, base)` for a base that [`check_base`] accepts. Text beyond ASCII goes through
/// [`crate::text::to_ascii`] first.
pub fn parse(text: &[u8], base: u32, limit: DigitLimit) -> Result<Int, ParseIntError> {
    let text = strip(text);
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let (radix, digits) = split_prefix(text, base);
    let digits = clean(digits, radix).ok_or(ParseIntError::Invalid)?;
    if !radix.is_power_of_two() && !limit.allows(digits.len()) {
        return Err(ParseIntError::Refused(too_many_digits(limit, digits.len())));
    }
    // Without a base, a leading zero is that of zero alone.
    if base == 0 && radix == 10 && digits.starts_with('0') && digits.bytes().any(|d| d != b'0') {
        return Err(ParseIntError::Invalid);
    }
    let magnitude = from_digits(&digits, radix)?;
    Ok(if negative { neg(&magnitude) } else { magnitude })
}

fn too_many_digits(limit: DigitLimit, digits: usize) -> Error {
    Error::value(format!(
        "Exceeds the limit ({} digits) for integer string conversion: value has {digits} digits; \
         use sys.set_int_max_str_digits() to increase the limit",
        limit.0
    ))
}

/// The radix, and what follows a prefix like `0x`.
fn split_prefix(text: &[u8], base: u32) -> (u32, &[u8]) {
    let prefix = match text {
        [b'0', b'x' | b'X', rest @ ..] => Some((16, rest)),
        [b'0', b'o' | b'O', rest @ ..] => Some((8, rest)),
        [b'0', b'b' | b'B', rest @ ..] => Some((2, rest)),
        _ => None,
    };
    match prefix {
        Some((radix, rest)) if base == 0 || base == radix => {
            // One underscore may follow.
            (radix, rest.strip_prefix(b"_").unwrap_or(rest))
        }
        _ if base == 0 => (10, text),
        _ => (base, text),
    }
}

/// The digits without the underscores between them.
fn clean(text: &[u8], radix: u32) -> Option<Cow<'_, str>> {
    if !text.is_empty() && text.iter().all(|byte| char::from(*byte).is_digit(radix)) {
        return std::str::from_utf8(text).ok().map(Cow::Borrowed);
    }
    let mut digits = String::with_capacity(text.len());
    let mut after_digit = false;
    for byte in text {
        let digit = char::from(*byte);
        if digit.is_digit(radix) {
            digits.push(digit);
            after_digit = true;
        } else if *byte == b'_' && after_digit {
            after_digit = false;
        } else {
            return None;
        }
    }
    after_digit.then_some(Cow::Owned(digits))
}

fn from_digits(digits: &str, radix: u32) -> Result<Int, ParseIntError> {
    /// So many digits of any radix fit into 63 bits.
    const SHORT: usize = 11;
    if digits.len() <= SHORT {
        let value = i64::from_str_radix(digits, radix).map_err(|_| ParseIntError::Invalid)?;
        return Ok(value.into());
    }
    memory::reserve(digits.len() as u128 * 4).map_err(ParseIntError::Refused)?;
    let value = BigInt::from_digits(digits, radix).ok_or(ParseIntError::Invalid)?;
    Ok(value.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str, base: u32) -> Option<Int> {
        parse(text.as_bytes(), base, DigitLimit::DEFAULT).ok()
    }

    #[test]
    fn literals() {
        for (text, base, expected) in [
            (" \t42\n", 10, 42),
            ("-1_000", 10, -1000),
            ("0x_ff", 0, 255),
            ("0XFF", 16, 255),
            ("ff", 16, 255),
            ("-0b101", 0, -5),
            ("0b1", 16, 0xb1),
            ("0o17", 8, 15),
            ("zz", 36, 35 * 37),
            ("000", 0, 0),
            ("0_0", 0, 0),
        ] {
            assert_eq!(value(text, base), Some(Int::Small(expected)), "{text}");
        }
        let big = value("123456789012345678901234567890", 10);
        assert_eq!(big, Some(123456789012345678901234567890i128.into()));
    }

    #[test]
    fn what_is_no_literal() {
        for (text, base) in [
            ("", 10),
            ("-", 10),
            ("- 1", 10),
            ("+-1", 10),
            ("1__0", 10),
            ("_1", 10),
            ("1_", 10),
            ("0x", 0),
            ("0x__1", 0),
            ("0x", 16),
            ("01", 0),
            ("0_1", 0),
            ("2", 2),
            ("0x1", 10),
            ("1\x001", 10),
            ("\x1c5", 10),
        ] {
            assert_eq!(value(text, base), None, "{text}");
        }
        let error = ParseIntError::Invalid.into_error(10, "'x'");
        assert_eq!(error.message, "invalid literal for int() with base 10: 'x'");
    }

    #[test]
    fn digits_are_limited() {
        let long = "1_".repeat(4300) + "1";
        let error = parse(long.as_bytes(), 10, DigitLimit::DEFAULT).unwrap_err();
        let message = "Exceeds the limit (4300 digits) for integer string conversion: \
                       value has 4301 digits; \
                       use sys.set_int_max_str_digits() to increase the limit";
        assert_eq!(error.into_error(10, "").message, message);
        assert!(parse(long.as_bytes(), 3, DigitLimit::DEFAULT).is_err());
        assert!(parse(long.as_bytes(), 16, DigitLimit::DEFAULT).is_ok());
        assert!(parse(long.as_bytes(), 10, DigitLimit::NONE).is_ok());
    }

    #[test]
    fn bases() {
        assert_eq!(check_base(&Int::Small(36)), Ok(36));
        assert!(check_base(&Int::ONE).is_err());
        assert!(check_base(&Int::Small(-1)).is_err());
    }
}
