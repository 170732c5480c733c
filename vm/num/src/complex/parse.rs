//! `complex(text)`.

use super::Complex;
use crate::float::parse_number;
use crate::text::{remove_underscores, strip};
use crate::{Error, Result};

/// Why text is not a complex number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ParseComplexError {
    /// It has the wrong form.
    Malformed,
    /// It has an underscore that is not between two digits.
    Underscore,
}

impl ParseComplexError {
    /// The exception; `repr` is that of the text.
    pub fn into_error(self, repr: &str) -> Error {
        match self {
            ParseComplexError::Malformed => Error::value("complex() arg is a malformed string"),
            ParseComplexError::Underscore => {
                Error::value(format!("could not convert string to complex: {repr}"))
            }
        }
    }
}

/// `complex(text)`. Text beyond ASCII goes through [`crate::text::to_ascii`] first.
pub fn parse(text: &[u8]) -> Result<Complex, ParseComplexError> {
    let text = remove_underscores(text).ok_or(ParseComplexError::Underscore)?;
    let text = strip(text.as_bytes());
    let text = match text {
        [b'(', inner @ .., b')'] => strip(inner),
        _ => text,
    };
    parts(text).ok_or(ParseComplexError::Malformed)
}

/// One part or two of them, the imaginary one last and with a `j`.
fn parts(text: &[u8]) -> Option<Complex> {
    let Some((first, length)) = parse_number(text) else {
        return Some(Complex::new(0.0, bare_unit(text)?));
    };
    match &text[length..] {
        [] => Some(Complex::new(first, 0.0)),
        [b'j' | b'J'] => Some(Complex::new(0.0, first)),
        rest @ [b'+' | b'-', ..] => Some(Complex::new(first, imaginary(rest)?)),
        _ => None,
    }
}

fn imaginary(text: &[u8]) -> Option<f64> {
    match parse_number(text) {
        Some((value, length)) => matches!(text[length..], [b'j' | b'J']).then_some(value),
        None => bare_unit(text),
    }
}

/// `j` with or without a sign.
fn bare_unit(text: &[u8]) -> Option<f64> {
    match text {
        [b'-', b'j' | b'J'] => Some(-1.0),
        [b'j' | b'J'] | [b'+', b'j' | b'J'] => Some(1.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals() {
        for (text, re, im) in [
            (" ( 1+2j ) ", 1.0, 2.0),
            ("1e5j", 0.0, 1e5),
            ("-j", 0.0, -1.0),
            ("1-J", 1.0, -1.0),
            ("1_0.5+1_0j", 10.5, 10.0),
            ("+1", 1.0, 0.0),
            ("-inf+infinityj", f64::NEG_INFINITY, f64::INFINITY),
        ] {
            assert_eq!(parse(text.as_bytes()), Ok(Complex::new(re, im)), "{text}");
        }
    }

    #[test]
    fn what_is_no_literal() {
        for text in [
            "", "1+", "1 + 2j", "1+2", "1jj", "(1", "1)", "((1))", "()", "1++2j", "j1",
        ] {
            let error = parse(text.as_bytes());
            assert_eq!(error, Err(ParseComplexError::Malformed), "{text}");
        }
        assert_eq!(parse(b"1__0"), Err(ParseComplexError::Underscore));
    }
}
