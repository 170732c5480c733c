//! What the module `binascii` does: bytes as text that survives old mail systems, and checksums.
//!
//! CPython is lenient in its own way about bad input, and strict on demand; so these are not the
//! encoders that crates have.

mod base64;
mod checksum;
mod quoted;
mod uu;

pub(crate) use base64::{BASE64, base64_value};
pub use base64::{Base64Error, from_base64, to_base64};
pub use checksum::{crc_hqx, crc32};
pub use quoted::{QuotedOptions, from_quoted, to_quoted};
pub use uu::{UuError, from_uu, to_uu};

use crate::buf::room;
use crate::bytes::digit_value;
use crate::{SizeError, bytes};

/// Why bytes are not hexadecimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnhexError {
    /// `binascii.Error: Odd-length string`.
    OddLength,
    /// `binascii.Error: Non-hexadecimal digit found`.
    NotHex,
    /// There is no memory for it.
    Size(SizeError),
}

/// `binascii.unhexlify`: digits and nothing else.
pub fn unhexlify(digits: &[u8]) -> Result<Vec<u8>, UnhexError> {
    let (pairs, []) = digits.as_chunks::<2>() else {
        return Err(UnhexError::OddLength);
    };
    let mut out = room(pairs.len()).map_err(UnhexError::Size)?;
    for &[high, low] in pairs {
        match (digit_value(high.into()), digit_value(low.into())) {
            (Some(high), Some(low)) => out.push(high << 4 | low),
            _ => return Err(UnhexError::NotHex),
        }
    }
    Ok(out)
}

/// A digit in upper case, of a number below 16.
fn upper_digit(value: u8) -> u8 {
    bytes::digit(value).to_ascii_uppercase()
}

#[cfg(test)]
mod tests;
