//! What compiled code knows of bytearrays: it reads bytes in line.

use super::base::ByteArray;
use super::storage;
use std::mem::offset_of;

/// In a bytearray: the reference to its storage.
pub(crate) const STORAGE: usize = offset_of!(ByteArray, storage);
/// In a bytearray: twice the number of bytes.
pub(crate) const LENGTH: usize = offset_of!(ByteArray, length);
/// In a storage: the words that hold the bytes.
pub(crate) const WORDS: usize = storage::WORDS;

/// The number of bytes now.
pub(crate) fn length(bytes: &'static ByteArray) -> usize {
    let length = bytes.length.peek().as_small_int();
    length.map_or(0, |length| length as usize)
}
