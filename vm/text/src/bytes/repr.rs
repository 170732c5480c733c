//! `repr` of bytes.

use super::hex::digit;
use crate::buf::room;
use crate::{Builder, SizeError, TextBuf};

/// `repr` of `bytes`: `b'...'`.
pub fn repr(bytes: &[u8]) -> Result<TextBuf, SizeError> {
    quoted("b", bytes, "", false)
}

/// `repr` of `bytearray`: `bytearray(b'...')`, which escapes apostrophes that need not be.
pub fn repr_bytearray(class: &str, bytes: &[u8]) -> Result<TextBuf, SizeError> {
    let rest = quoted("(b", bytes, ")", true)?;
    let mut out = Builder::new();
    class
        .chars()
        .for_each(|character| out.push(character.into()));
    out.push_text(rest.as_text());
    out.finish()
}

/// The quoted bytes between other text.
fn quoted(
    before: &str,
    bytes: &[u8],
    after: &str,
    apostrophes: bool,
) -> Result<TextBuf, SizeError> {
    let quote = match bytes.contains(&b'\'') && !bytes.contains(&b'"') {
        true => b'"',
        false => b'\'',
    };
    let escaped_length = |byte: u8| match byte {
        b'\'' if apostrophes => 2,
        _ => escaped_length(byte, quote),
    };
    let escapes = bytes.iter().map(|&byte| escaped_length(byte));
    let length = escapes.fold(before.len() + after.len() + 2, usize::saturating_add);
    let mut out = room(length)?;
    out.extend_from_slice(before.as_bytes());
    out.push(quote);
    for &byte in bytes {
        match escaped_length(byte) {
            1 => out.push(byte),
            2 => out.extend([b'\\', short_escape(byte)]),
            _ => out.extend([b'\\', b'x', digit(byte >> 4), digit(byte & 15)]),
        }
    }
    out.push(quote);
    out.extend_from_slice(after.as_bytes());
    Ok(TextBuf::One(out))
}

fn escaped_length(byte: u8, quote: u8) -> usize {
    match byte {
        b'\t' | b'\n' | b'\r' | b'\\' => 2,
        _ if byte == quote => 2,
        b' '..=b'~' => 1,
        _ => 4,
    }
}

/// What comes after the backslash of a short escape.
fn short_escape(byte: u8) -> u8 {
    match byte {
        b'\t' => b't',
        b'\n' => b'n',
        b'\r' => b'r',
        other => other,
    }
}
