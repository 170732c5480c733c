//! Changes of a list's length by more than one element at the end, and replacing its buffer.
//!
//! Who replaces a buffer owns every unit of the old one before it copies, then writes the list's
//! reference. So a writer of a card and a growth conflict over the card's token, whoever comes first;
//! the old buffer is never written again, and a rollback brings back the reference and releases the
//! tokens, with nothing to move. What changes the length in place owns the head and the cards that it
//! touches.

use super::base::List;
use super::buffer::Buffer;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::value::Value;
use std::ops::Range;
use std::sync::atomic::{Ordering, fence};

/// Slots up to which a buffer is never too large.
const KEPT: usize = 64;
/// Elements up to which a list grows by a half.
const SHORT: usize = 1 << 12;

/// The capacity for a list that has grown to `length`: so much more, a half of a short list and a
/// quarter of a long one, that appends cost constant time on average; no more than needed if it grew by
/// much. (CPython adds an eighth to all; but a buffer that grows is always copied here, so that an element of a
/// list that becomes long is copied four times, where it would be eight.)
fn roomy(length: usize, old: usize) -> usize {
    let more = if length < SHORT {
        length / 2
    } else {
        length / 4
    };
    let roomy = length.saturating_add(more).saturating_add(6) & !3;
    if length.saturating_sub(old) > roomy - length {
        return length.saturating_add(3) & !3;
    }
    roomy
}

/// Makes a new buffer the list's. All units of the old one are owned.
fn install(cx: &mut Cx, list: &'static List, buffer: &'static Buffer) -> R<()> {
    // Pairs with the fence in `Current::peek`: who reads the reference without having met a token that
    // this transaction unlocks sees what the buffer says of itself.
    fence(Ordering::Release);
    cx.store(list, &list.buffer, buffer.value())
}

/// Gives the list a buffer with room for `more` elements; `old` is its buffer, whose head is owned.
///
/// # Errors
/// When the transaction has to be rolled back, and MemoryError.
#[cold]
#[inline(never)]
pub(super) fn make_room(
    cx: &mut Cx,
    list: &'static List,
    old: Option<(&'static Buffer, usize)>,
    more: usize,
) -> R<(&'static Buffer, usize)> {
    let length = old.map_or(0, |(_, length)| length);
    let capacity = roomy(length.saturating_add(more), length);
    Ok((
        move_all(cx, list, old.map(|(old, _)| old), capacity)?,
        length,
    ))
}

/// Gives the list a buffer of this capacity with the same elements.
fn move_all(
    cx: &mut Cx,
    list: &'static List,
    old: Option<&'static Buffer>,
    capacity: usize,
) -> R<&'static Buffer> {
    if let Some(old) = old {
        old.own(cx)?;
    }
    let buffer = Buffer::holding(cx, capacity, old.map_or(&[], Buffer::elements))?;
    install(cx, list, buffer)?;
    Ok(buffer)
}

/// Gives the list a buffer with `values` in the place of the elements `gap`.
fn replace(
    cx: &mut Cx,
    list: &'static List,
    old: Option<(&'static Buffer, usize)>,
    capacity: usize,
    length: usize,
    gap: Range<usize>,
    values: &[Value],
) -> R<&'static Buffer> {
    if let Some((old, _)) = old {
        old.own(cx)?;
    }
    let slots = old.map_or(&[][..], |(old, _)| old.slots());
    let buffer = Buffer::new(cx, capacity, length, |index| {
        if index < gap.start {
            return slots[index].peek();
        }
        match values.get(index - gap.start) {
            Some(value) => *value,
            None => slots[index - values.len() + gap.len()].peek(),
        }
    })?;
    install(cx, list, buffer)?;
    Ok(buffer)
}

/// Replaces the elements `gap`, which are there, by `values`. The values lie in memory that the
/// collector scans, or are held by something else: this may wait for another thread.
///
/// # Errors
/// When the transaction has to be rolled back, and MemoryError.
pub(crate) fn splice(
    cx: &mut Cx,
    list: &'static List,
    gap: Range<usize>,
    values: &[Value],
) -> R<()> {
    if gap.is_empty() && values.is_empty() {
        return Ok(());
    }
    let head = list.own_head(cx)?;
    let old_length = head.map_or(0, |(_, length)| length);
    let gap = gap.start.min(old_length)..gap.end.min(old_length);
    let length = (old_length - gap.len()).saturating_add(values.len());
    match head {
        Some((buffer, _)) if length <= buffer.capacity() => {
            let last = if length == old_length {
                gap.end
            } else {
                length.max(old_length)
            };
            buffer.own_slots(cx, gap.start..last)?;
            shift(buffer, gap, values, old_length);
            give_back(cx, list, buffer, length)
        }
        _ => {
            let capacity = roomy(length, old_length);
            replace(cx, list, head, capacity, length, gap, values)?;
            Ok(())
        }
    }
}

/// Moves what is behind the gap, fills the gap, and empties what is behind the new end. The units are
/// owned.
fn shift(buffer: &'static Buffer, gap: Range<usize>, values: &[Value], old_length: usize) {
    let slots = buffer.slots();
    let behind = gap.start + values.len();
    let move_one = |from: usize| slots[from - gap.end + behind].poke(slots[from].peek());
    if behind < gap.end {
        (gap.end..old_length).for_each(move_one);
    } else if behind > gap.end {
        (gap.end..old_length).rev().for_each(move_one);
    }
    let length = old_length - gap.len() + values.len();
    for (slot, value) in slots[gap.start..].iter().zip(values) {
        slot.poke(*value);
    }
    for slot in slots.get(length..old_length).unwrap_or_default() {
        slot.poke(Value::EMPTY);
    }
    buffer.set_length(length);
}

/// Gives a list that has shrunk to a fraction of its buffer a smaller one.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline]
pub(super) fn give_back(
    cx: &mut Cx,
    list: &'static List,
    buffer: &'static Buffer,
    length: usize,
) -> R<()> {
    if buffer.capacity() > KEPT && length < buffer.capacity() / 4 {
        return shrink(cx, list, buffer, length);
    }
    Ok(())
}

#[cold]
fn shrink(cx: &mut Cx, list: &'static List, buffer: &'static Buffer, length: usize) -> R<()> {
    if length == 0 {
        return clear(cx, list);
    }
    move_all(cx, list, Some(buffer), roomy(length, 0))?;
    Ok(())
}

/// Takes all elements away from the list.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn clear(cx: &mut Cx, list: &'static List) -> R<()> {
    if let Some((buffer, _)) = list.own_head(cx)? {
        buffer.own(cx)?;
        cx.store(list, &list.buffer, Value::UNBOUND)?;
    }
    Ok(())
}

/// A list's elements while they are taken away from it.
#[derive(Debug)]
pub(super) struct Taken {
    list: &'static List,
    /// The elements; nobody else changes them.
    buffer: &'static Buffer,
    /// What the list has instead: if that is not its buffer any more, somebody changed the list.
    placeholder: &'static Buffer,
}

/// Takes the elements away, so that nobody sees them while the list is being sorted. `None`: there are
/// none.
///
/// # Errors
/// When the transaction has to be rolled back, and MemoryError.
pub(super) fn take(cx: &mut Cx, list: &'static List) -> R<Option<Taken>> {
    let Some((buffer, length)) = list.own_head(cx)? else {
        return Ok(None);
    };
    if length == 0 {
        return Ok(None);
    }
    buffer.own(cx)?;
    let placeholder = Buffer::new(cx, 1, 0, |_| Value::EMPTY)?;
    // Whoever puts something into it overwrites this, even if it is taken out again.
    placeholder.slots()[0].poke(Value::NONE);
    install(cx, list, placeholder)?;
    Ok(Some(Taken {
        list,
        buffer,
        placeholder,
    }))
}

impl Taken {
    /// How many elements there are.
    pub(super) fn len(&self) -> usize {
        self.buffer.length()
    }

    /// Element `index`, which there is.
    pub(super) fn element(&self, index: usize) -> Value {
        self.buffer.slots()[index].peek()
    }

    /// Gives the list its elements back: in this buffer, or else in the old one. False if the list was
    /// changed in between; what was put into it is lost.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub(super) fn restore(self, cx: &mut Cx, buffer: Option<&'static Buffer>) -> R<bool> {
        let now = self.list.own_head(cx)?;
        if let Some((now, _)) = now {
            now.own(cx)?;
        }
        let untouched = now.is_some_and(|(now, length)| {
            let is_placeholder = std::ptr::eq(now, self.placeholder) && length == 0;
            is_placeholder && now.slots()[0].peek() == Value::NONE
        });
        install(cx, self.list, buffer.unwrap_or(self.buffer))?;
        Ok(untouched)
    }
}
