//! Letter case in ASCII. Other bytes stay.

use crate::SizeError;
use crate::buf::room;

fn map(bytes: &[u8], mut each: impl FnMut(&u8) -> u8) -> Result<Vec<u8>, SizeError> {
    let mut out = room(bytes.len())?;
    out.extend(bytes.iter().map(&mut each));
    Ok(out)
}

/// `bytes.lower`.
pub fn lower(bytes: &[u8]) -> Result<Vec<u8>, SizeError> {
    map(bytes, u8::to_ascii_lowercase)
}

/// `bytes.upper`.
pub fn upper(bytes: &[u8]) -> Result<Vec<u8>, SizeError> {
    map(bytes, u8::to_ascii_uppercase)
}

/// `bytes.swapcase`.
pub fn swapcase(bytes: &[u8]) -> Result<Vec<u8>, SizeError> {
    map(bytes, |&byte| {
        byte ^ if byte.is_ascii_alphabetic() { 0x20 } else { 0 }
    })
}

/// `bytes.title`: words are runs of letters.
pub fn title(bytes: &[u8]) -> Result<Vec<u8>, SizeError> {
    let mut in_word = false;
    map(bytes, |byte| {
        let changed = match in_word {
            true => byte.to_ascii_lowercase(),
            false => byte.to_ascii_uppercase(),
        };
        in_word = byte.is_ascii_alphabetic();
        changed
    })
}

/// `bytes.capitalize`.
pub fn capitalize(bytes: &[u8]) -> Result<Vec<u8>, SizeError> {
    let mut out = lower(bytes)?;
    if let Some(first) = out.first_mut() {
        first.make_ascii_uppercase();
    }
    Ok(out)
}
