//! Base64 (RFC 4648, section 4).

use crate::SizeError;
use crate::buf::room;

/// The 64 digits.
pub(crate) const BASE64: &[u8; 64] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The values of the digits, and 64 for what is none.
const VALUES: [u8; 256] = {
    let mut values = [64; 256];
    let mut value = 0;
    while value < 64 {
        values[BASE64[value] as usize] = value as u8;
        value += 1;
    }
    values
};

/// The value of a digit.
#[inline]
pub(crate) fn base64_value(byte: u8) -> Option<u8> {
    Some(VALUES[usize::from(byte)]).filter(|&value| value < 64)
}

/// `binascii.b2a_base64`.
pub fn to_base64(data: &[u8], newline: bool) -> Result<Vec<u8>, SizeError> {
    let length = data.len().div_ceil(3).checked_mul(4);
    let length = length.and_then(|length| length.checked_add(1));
    let mut out = room(length.ok_or(SizeError::TooLong)?)?;
    let (groups, rest) = data.as_chunks::<3>();
    for &[a, b, c] in groups {
        out.extend(digits([a, b, c]));
    }
    match *rest {
        [a] => {
            let [first, second, ..] = digits([a, 0, 0]);
            out.extend([first, second, b'=', b'=']);
        }
        [a, b] => {
            let [first, second, third, _] = digits([a, b, 0]);
            out.extend([first, second, third, b'=']);
        }
        _ => {}
    }
    if newline {
        out.push(b'\n');
    }
    Ok(out)
}

#[inline]
fn digits([a, b, c]: [u8; 3]) -> [u8; 4] {
    let bits = u32::from_be_bytes([0, a, b, c]);
    [18, 12, 6, 0].map(|shift| BASE64[(bits >> shift & 63) as usize])
}

/// Why text is not base64. The message of a `binascii.Error`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Base64Error {
    /// The message.
    Message(String),
    /// There is no memory for it.
    Size(SizeError),
}

impl From<&str> for Base64Error {
    fn from(message: &str) -> Self {
        Base64Error::Message(message.to_owned())
    }
}

/// `binascii.a2b_base64`. What is no digit is skipped, unless `strict`.
pub fn from_base64(text: &[u8], strict: bool) -> Result<Vec<u8>, Base64Error> {
    let mut out = room(text.len() / 4 * 3 + 3).map_err(Base64Error::Size)?;
    let rest = whole_groups(text, &mut out);
    // The place in a group of four, the bits of the group so far, and how many `=` came last.
    let (mut place, mut bits, mut pads) = (0usize, 0u32, 0usize);
    for (at, &byte) in text.iter().enumerate().skip(rest) {
        if byte == b'=' {
            pads += 1;
            let expected = place >= 2 && place + pads <= 4;
            match (strict && !expected, place) {
                (false, _) => continue,
                (true, 0) if at == 0 => return Err("Leading padding not allowed".into()),
                // What is wrong is that the group has one digit.
                (true, 1) => break,
                (true, _) => return Err("Excess padding not allowed".into()),
            }
        }
        let Some(value) = base64_value(byte) else {
            match strict {
                true => return Err("Only base64 data is allowed".into()),
                false => continue,
            }
        };
        if strict && pads > 0 {
            return Err(match place + pads {
                4 => "Excess data after padding".into(),
                _ => "Discontinuous padding not allowed".into(),
            });
        }
        pads = 0;
        bits = bits << 6 | u32::from(value);
        place = (place + 1) % 4;
        // Each digit but the first of a group completes a byte.
        match place {
            1 => {}
            2 => out.push((bits >> 4) as u8),
            3 => out.push((bits >> 2) as u8),
            _ => out.push(bits as u8),
        }
    }
    match place {
        0 => Ok(out),
        1 => Err(Base64Error::Message(format!(
            "Invalid base64-encoded string: number of data characters ({}) \
             cannot be 1 more than a multiple of 4",
            out.len() / 3 * 4 + 1
        ))),
        _ if place + pads < 4 => Err("Incorrect padding".into()),
        _ => Ok(out),
    }
}

/// Decodes the groups of four digits that `text` begins with, and says where they end.
fn whole_groups(text: &[u8], out: &mut Vec<u8>) -> usize {
    let (groups, _) = text.as_chunks::<4>();
    let mut whole = 0;
    for group in groups {
        let [a, b, c, d] = group.map(|byte| VALUES[usize::from(byte)]);
        if a | b | c | d >= 64 {
            break;
        }
        out.extend([a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d]);
        whole += 4;
    }
    whole
}
