//! `bytes.hex` and `bytes.fromhex`.

use crate::buf::room;
use crate::bytes::is_space;
use crate::{SizeError, Text, TextBuf};

/// Two digits a byte, with a separator between groups.
///
/// `group` is the bytes in a group, counted from the right, or, if negative, from the left; 0 means
/// no separators.
pub fn hex(bytes: &[u8], separator: Option<u32>, group: isize) -> Result<TextBuf, SizeError> {
    let width = match separator {
        Some(_) if group != 0 => group.unsigned_abs(),
        _ => usize::MAX,
    };
    let separators = bytes.len().saturating_sub(1) / width;
    let digits = bytes.len().checked_mul(2).ok_or(SizeError::TooLong)?;
    let length = digits.checked_add(separators).ok_or(SizeError::TooLong)?;
    let mut out = room(length)?;
    let separator = separator.map_or(0, |code| code as u8);
    let first = match group > 0 && width < bytes.len() {
        // The groups are full from the right, so the rest is the first one.
        true => (bytes.len() - 1) % width + 1,
        false => width.min(bytes.len()),
    };
    let (first, rest) = bytes.split_at(first);
    push_digits(first, &mut out);
    for group in rest.chunks(width) {
        out.push(separator);
        push_digits(group, &mut out);
    }
    Ok(TextBuf::One(out))
}

fn push_digits(bytes: &[u8], out: &mut Vec<u8>) {
    out.extend(
        bytes
            .iter()
            .flat_map(|&byte| [digit(byte >> 4), digit(byte & 15)]),
    );
}

/// A digit in lower case, of a number below 16.
#[inline]
pub(crate) fn digit(value: u8) -> u8 {
    value + if value < 10 { b'0' } else { b'a' - 10 }
}

/// The value of a hexadecimal digit.
#[inline]
pub(crate) fn digit_value(code: u32) -> Option<u8> {
    char::from_u32(code)?.to_digit(16).map(|value| value as u8)
}

/// Why a text is not hexadecimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HexError {
    /// `ValueError: non-hexadecimal number found in fromhex() arg at position N`.
    NotHex(usize),
    /// `ValueError: fromhex() arg must contain an even number of hexadecimal digits`.
    OddLength,
    /// There is no memory for it.
    Size(SizeError),
}

/// The bytes of `bytes.fromhex`: pairs of digits with ASCII space between them.
pub fn from_hex(text: Text<'_>) -> Result<Vec<u8>, HexError> {
    if let Some(at) = text.codes().position(|code| code >= 0x80) {
        return Err(HexError::NotHex(at));
    }
    let mut out = room(text.len() / 2).map_err(HexError::Size)?;
    let mut at = 0;
    while let Some(code) = text.get(at) {
        if u8::try_from(code).is_ok_and(is_space) {
            at += 1;
            continue;
        }
        let high = digit_value(code).ok_or(HexError::NotHex(at))?;
        let low = text.get(at + 1);
        let low = low.map(|code| digit_value(code).ok_or(HexError::NotHex(at + 1)));
        match low.transpose()? {
            Some(low) => out.push(high << 4 | low),
            None => return Err(HexError::OddLength),
        }
        at += 2;
    }
    Ok(out)
}
