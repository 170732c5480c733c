//! The escapes of bytes literals: `codecs.escape_decode` and `codecs.escape_encode`.

use super::{ByteBuilder, InvalidEscape};
use crate::SizeError;
use crate::bytes::digit_value;

/// What to do about a `\x` without two digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadHex {
    /// It is an error.
    Strict,
    /// A question mark takes its place.
    Replace,
    /// Nothing takes its place.
    Ignore,
    /// Whoever named the handler does not know its name.
    Unknown,
}

/// Why escapes could not be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EscapeError {
    /// `ValueError: Trailing \ in string`.
    Trailing,
    /// `ValueError: invalid \x escape at position N`.
    BadHex(usize),
    /// `ValueError: decoding error; unknown error handling code`.
    UnknownHandler,
    /// There is no memory for it.
    Size(SizeError),
}

/// The bytes that escapes stand for, and the first escape that is none.
pub fn escape_decode(
    input: &[u8],
    bad_hex: BadHex,
) -> Result<(Vec<u8>, Option<InvalidEscape>), EscapeError> {
    let mut out = ByteBuilder::new();
    let mut invalid = None;
    let mut at = 0;
    while let Some(rest) = input.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = memchr::memchr(b'\\', rest).unwrap_or(rest.len());
        out.push(&rest[..plain]);
        if plain == rest.len() {
            break;
        }
        let start = at + plain;
        let kind = *input.get(start + 1).ok_or(EscapeError::Trailing)?;
        at = start + 2;
        match kind {
            b'\n' => {}
            b'\\' | b'\'' | b'"' => out.push(&[kind]),
            b'b' => out.push(b"\x08"),
            b'f' => out.push(b"\x0c"),
            b't' => out.push(b"\t"),
            b'n' => out.push(b"\n"),
            b'r' => out.push(b"\r"),
            b'v' => out.push(b"\x0b"),
            b'a' => out.push(b"\x07"),
            b'0'..=b'7' => {
                let digits = input[start + 1..].iter().take(3);
                let digits = digits.map_while(|&byte| char::from(byte).to_digit(8));
                let (code, count) =
                    digits.fold((0, 0), |(code, count), digit| (code * 8 + digit, count + 1));
                if code > 0o377 {
                    invalid.get_or_insert(InvalidEscape { at: start, code });
                }
                out.push(&[code as u8]);
                at = start + 1 + count;
            }
            b'x' => {
                let digit = |at: usize| input.get(at).and_then(|&byte| digit_value(byte.into()));
                match (digit(at), digit(at + 1)) {
                    (Some(high), Some(low)) => {
                        out.push(&[high << 4 | low]);
                        at += 2;
                    }
                    (first, _) => {
                        match bad_hex {
                            BadHex::Strict => return Err(EscapeError::BadHex(start)),
                            BadHex::Unknown => return Err(EscapeError::UnknownHandler),
                            BadHex::Replace => out.push(b"?"),
                            BadHex::Ignore => {}
                        }
                        at += usize::from(first.is_some());
                    }
                }
            }
            _ => {
                invalid.get_or_insert(InvalidEscape {
                    at: start,
                    code: kind.into(),
                });
                out.push(&[b'\\', kind]);
            }
        }
    }
    let bytes = out.finish().map_err(EscapeError::Size)?;
    Ok((bytes, invalid))
}

/// Bytes as they stand in a literal with single quotes.
pub fn escape_encode(bytes: &[u8]) -> Result<Vec<u8>, SizeError> {
    let mut out = ByteBuilder::new();
    out.reserve(bytes.len());
    for &byte in bytes {
        match byte {
            b'\\' | b'\'' => out.push(&[b'\\', byte]),
            b'\t' => out.push(b"\\t"),
            b'\n' => out.push(b"\\n"),
            b'\r' => out.push(b"\\r"),
            b' '..=b'~' => out.push(&[byte]),
            _ => {
                let (high, low) = (byte >> 4, byte & 15);
                out.push(&[
                    b'\\',
                    b'x',
                    crate::bytes::digit(high),
                    crate::bytes::digit(low),
                ]);
            }
        }
    }
    out.finish()
}
