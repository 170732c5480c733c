//! Lines of uuencode: a digit for the length, then four digits for three bytes.

use crate::SizeError;
use crate::buf::room;

/// The most bytes in a line.
const LINE: usize = 45;

/// Why a line cannot be coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UuError {
    /// `binascii.Error: At most 45 bytes at once`.
    TooLong,
    /// `binascii.Error: Missing length byte`.
    MissingLength,
    /// `binascii.Error: Illegal char`.
    IllegalChar,
    /// `binascii.Error: Trailing garbage`.
    TrailingGarbage,
    /// There is no memory for it.
    Size(SizeError),
}

/// `binascii.b2a_uu`. Zero is written as a space, or as a backtick.
pub fn to_uu(data: &[u8], backtick: bool) -> Result<Vec<u8>, UuError> {
    if data.len() > LINE {
        return Err(UuError::TooLong);
    }
    let digit = |value: u8| match value {
        0 if backtick => b'`',
        _ => value + b' ',
    };
    let mut out = vec![digit(data.len() as u8)];
    for group in data.chunks(3) {
        let byte = |at: usize| group.get(at).copied().unwrap_or(0);
        let bits = u32::from_be_bytes([0, byte(0), byte(1), byte(2)]);
        out.extend([18, 12, 6, 0].map(|shift| digit((bits >> shift & 63) as u8)));
    }
    out.push(b'\n');
    Ok(out)
}

/// `binascii.a2b_uu`. Spaces at the end may be missing.
pub fn from_uu(line: &[u8]) -> Result<Vec<u8>, UuError> {
    let (&first, digits) = line.split_first().ok_or(UuError::MissingLength)?;
    let length = usize::from(first.wrapping_sub(b' ') & 63);
    let mut out = room(length).map_err(UuError::Size)?;
    let mut digits = digits.iter();
    let (mut bits, mut bit_count) = (0u32, 0);
    while out.len() < length {
        let value = match digits.next() {
            None | Some(b'\n' | b'\r') => 0,
            Some(&digit @ b' '..=b'`') => (digit - b' ') & 63,
            Some(_) => return Err(UuError::IllegalChar),
        };
        bits = bits << 6 | u32::from(value);
        bit_count += 6;
        if bit_count >= 8 {
            bit_count -= 8;
            out.push((bits >> bit_count) as u8);
        }
    }
    match digits.all(|digit| matches!(digit, b' ' | b'`' | b'\n' | b'\r')) {
        true => Ok(out),
        false => Err(UuError::TrailingGarbage),
    }
}
