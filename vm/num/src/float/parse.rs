//! `float(text)`.

use crate::text::{remove_underscores, strip};
use crate::{Error, Result};

/// Text that is not a float.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ParseFloatError;

impl ParseFloatError {
    /// The exception; `repr` is that of the text.
    pub fn into_error(self, repr: &str) -> Error {
        Error::value(format!("could not convert string to float: {repr}"))
    }
}

/// `float(text)`. Text beyond ASCII goes through [`crate::text::to_ascii`] first.
pub fn parse(text: &[u8]) -> Result<f64, ParseFloatError> {
    let text = remove_underscores(strip(text)).ok_or(ParseFloatError)?;
    match parse_number(text.as_bytes()) {
        Some((value, length)) if length == text.len() => Ok(value),
        _ => Err(ParseFloatError),
    }
}

/// The number that the text begins with, and its length.
pub(crate) fn parse_number(text: &[u8]) -> Option<(f64, usize)> {
    let length = literal_length(text)?;
    let literal = std::str::from_utf8(&text[..length]).ok()?;
    // Rust reads the same literals, correctly rounded, and infinity beyond the largest double.
    let value: f64 = literal.parse().ok()?;
    Some((value, length))
}

/// How much of the text is `[+-] (digits [. digits] | . digits) [e [+-] digits]`, an infinity or a
/// NaN.
fn literal_length(text: &[u8]) -> Option<usize> {
    let sign = usize::from(matches!(text.first(), Some(b'+' | b'-')));
    let unsigned = &text[sign..];
    for name in [&b"infinity"[..], b"inf", b"nan"] {
        let start = unsigned.get(..name.len());
        if start.is_some_and(|start| start.eq_ignore_ascii_case(name)) {
            return Some(sign + name.len());
        }
    }
    let whole = digits(unsigned);
    let mut length = whole;
    let mut fraction = 0;
    if unsigned.get(length) == Some(&b'.') {
        fraction = digits(&unsigned[length + 1..]);
        length += 1 + fraction;
    }
    if whole + fraction == 0 {
        return None;
    }
    Some(sign + length + exponent_length(&unsigned[length..]))
}

fn exponent_length(text: &[u8]) -> usize {
    let mark = match text {
        [b'e' | b'E', b'+' | b'-', ..] => 2,
        [b'e' | b'E', ..] => 1,
        _ => return 0,
    };
    match digits(&text[mark..]) {
        0 => 0,
        count => mark + count,
    }
}

fn digits(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals() {
        for (text, value) in [
            (" 1_000.5e3\n", 1000500.0),
            (".5", 0.5),
            ("5.", 5.0),
            ("+5.E-1", 0.5),
            ("1e500", f64::INFINITY),
            ("-1e-500", -0.0),
            ("iNfInItY", f64::INFINITY),
            ("-inf", f64::NEG_INFINITY),
            ("9007199254740993", 9007199254740992.0),
        ] {
            assert_eq!(
                parse(text.as_bytes()).map(f64::to_bits),
                Ok(value.to_bits()),
                "{text}"
            );
        }
        assert!(parse(b"NaN").unwrap().is_nan());
        assert!(parse(b"-nan").unwrap().is_sign_negative());
    }

    #[test]
    fn what_is_no_literal() {
        for text in [
            "", ".", "e5", ".e5", "1e", "1e+", "1 0", "1__0", "_1", "1_", "1._5", "0x1", "infin",
            "nan1", "- 1", "1.5.1", "\x1c1", "1\0",
        ] {
            assert_eq!(parse(text.as_bytes()), Err(ParseFloatError), "{text}");
        }
    }
}
