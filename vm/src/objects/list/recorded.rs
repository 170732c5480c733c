//! What compiled code knows of lists: it reads and writes elements in line, while one thread runs.

use super::base::{Current, List};
use super::buffer::{OFFSETS, SMALL};
use std::mem::offset_of;

pub(crate) use super::buffer::CARD;

/// In a list: the reference to its buffer.
pub(crate) const BUFFER: usize = offset_of!(List, buffer);
/// In a buffer: twice the number of slots.
pub(crate) const CAPACITY: usize = OFFSETS[0];
/// In a buffer: twice the number of elements.
pub(crate) const LENGTH: usize = OFFSETS[1];
/// In a buffer: the slots of a small one; of a large one a token for each card, and then the slots.
pub(crate) const SLOTS: usize = OFFSETS[2];
/// Slots of the largest buffer without tokens of cards.
pub(crate) const LARGEST_SMALL: usize = SMALL;

/// The number of slots and of elements, now; `None` if there is no buffer.
pub(crate) fn sizes(list: &'static List) -> Option<(usize, usize)> {
    let buffer = Current::peek(list)?.buffer;
    Some((buffer.capacity(), buffer.length()))
}
