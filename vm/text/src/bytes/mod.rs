//! What the methods of `bytes` and `bytearray` do.
//!
//! Where they agree with those of `str` on a string of the same code points (search, replacement,
//! separators, padding), they are those, on [`Text::One`]. What differs is here: ASCII rules for
//! case, space and lines, and hexadecimal.

mod case;
mod cut;
mod hex;
mod predicates;
mod repr;

pub use case::{capitalize, lower, swapcase, title, upper};
pub use cut::{is_space, rsplit, split, split_lines, strip};
pub use hex::{HexError, from_hex, hex};
pub(crate) use hex::{digit, digit_value};
pub use predicates::*;
pub use repr::{repr, repr_bytearray};

use crate::bounds::Slice;
use crate::buf::room;
use crate::{SizeError, Text, TextBuf, str};

/// The bytes of a text that was made of bytes.
fn bytes_of(made: TextBuf) -> Vec<u8> {
    match made {
        TextBuf::One(bytes) => bytes,
        wide => wide.as_text().codes().map(|code| code as u8).collect(),
    }
}

/// `bytes.replace`; `None` if that changes nothing.
pub fn replace(
    bytes: &[u8],
    old: &[u8],
    new: &[u8],
    max: usize,
) -> Result<Option<Vec<u8>>, SizeError> {
    let replaced = str::replace(Text::One(bytes), Text::One(old), Text::One(new), max)?;
    Ok(replaced.map(bytes_of))
}

/// `bytes.join`. Goes through the parts twice.
pub fn join<'a>(
    separator: &[u8],
    parts: impl Iterator<Item = &'a [u8]> + Clone,
) -> Result<Vec<u8>, SizeError> {
    str::join(Text::One(separator), parts.map(Text::One)).map(bytes_of)
}

/// `bytes * count`.
pub fn repeat(bytes: &[u8], count: usize) -> Result<Vec<u8>, SizeError> {
    str::repeat(Text::One(bytes), count).map(bytes_of)
}

/// `bytes[slice]`.
pub fn slice(bytes: &[u8], slice: Slice) -> Result<Vec<u8>, SizeError> {
    str::slice(Text::One(bytes), slice).map(bytes_of)
}

/// `bytes.center`.
pub fn center(bytes: &[u8], width: usize, fill: u8) -> Result<Vec<u8>, SizeError> {
    str::center(Text::One(bytes), width, fill.into()).map(bytes_of)
}

/// `bytes.ljust`.
pub fn left_justify(bytes: &[u8], width: usize, fill: u8) -> Result<Vec<u8>, SizeError> {
    str::left_justify(Text::One(bytes), width, fill.into()).map(bytes_of)
}

/// `bytes.rjust`.
pub fn right_justify(bytes: &[u8], width: usize, fill: u8) -> Result<Vec<u8>, SizeError> {
    str::right_justify(Text::One(bytes), width, fill.into()).map(bytes_of)
}

/// `bytes.zfill`.
pub fn zero_fill(bytes: &[u8], width: usize) -> Result<Vec<u8>, SizeError> {
    str::zero_fill(Text::One(bytes), width).map(bytes_of)
}

/// `bytes.expandtabs`.
pub fn expand_tabs(bytes: &[u8], tab_size: isize) -> Result<Vec<u8>, SizeError> {
    str::expand_tabs(Text::One(bytes), tab_size).map(bytes_of)
}

/// `bytes.translate`: bytes that are in `delete` go, the others become those of the table.
pub fn translate(
    bytes: &[u8],
    table: Option<&[u8; 256]>,
    delete: &[u8],
) -> Result<Vec<u8>, SizeError> {
    if let (Some(table), []) = (table, delete) {
        let mut out = room(bytes.len())?;
        out.extend(bytes.iter().map(|&byte| table[usize::from(byte)]));
        return Ok(out);
    }
    let mut deleted = [false; 256];
    delete
        .iter()
        .for_each(|&byte| deleted[usize::from(byte)] = true);
    let mut out = room(bytes.len())?;
    let kept = bytes.iter().filter(|&&byte| !deleted[usize::from(byte)]);
    match table {
        Some(table) => out.extend(kept.map(|&byte| table[usize::from(byte)])),
        None => out.extend(kept),
    }
    Ok(out)
}

#[cfg(test)]
mod tests;
