//! The object, and what the virtual machine asks of it.
//!
//! **The reference to the buffer is read without a look at the list's token**, and that read is in no
//! log. Instead it is compared once more inside a view of one of the buffer's units, or once such a
//! unit is owned. That is enough, because whoever replaces a buffer owns *all* its units from before
//! until after ([`super::grow`]); the argument in full is in `objects/dict/lookup.rs`. So an element
//! costs one entry of the read log, and two threads in different cards meet in no cache line. Only of
//! a list without a buffer is the list's token itself read, and where the buffer's end decides.

use super::buffer::{Buffer, CARD};
use super::grow;
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Header, HeapType, LayoutId, Raw, Slot, layout};
use crate::types::TypeDef;
use crate::value::Value;
use std::ops::Range;
use std::sync::atomic::{Ordering, fence};

builtin_type! {
    /// The class.
    pub static LIST = TypeDef {
        name: "list",
        layout: Some(layout::LIST),
        subclassable: true,
        doc: "Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\nThe argument must be an iterable if specified.",
        ..TypeDef::NEW
    };
}

/// A list.
#[repr(C)]
#[derive(Debug)]
pub struct List {
    header: Header,
    /// The buffer; unbound while there is none.
    pub(super) buffer: Slot,
    /// Objects are multiples of 16 bytes.
    unused: Raw,
}

// SAFETY: a header and two words.
unsafe impl HeapType for List {
    const LAYOUT: LayoutId = layout::LIST;
}

/// A list's buffer, read without a look at a token. Whoever uses it looks with [`Current::is`] inside
/// a view of one of its units, or once one is owned.
#[derive(Clone, Copy, Debug)]
pub(super) struct Current {
    list: &'static List,
    pub(super) buffer: &'static Buffer,
}

impl Current {
    /// The buffer now, if there is one.
    #[inline(always)]
    pub(super) fn peek(list: &'static List) -> Option<Current> {
        let buffer = as_buffer(list.buffer.peek())?;
        // Pairs with the fence in `grow::install`, and with the fence of the acquisition before a
        // rollback: what the buffer says of itself is seen.
        fence(Ordering::Acquire);
        Some(Current { list, buffer })
    }

    /// Whether this is still the list's buffer.
    #[inline(always)]
    pub(super) fn is(self) -> bool {
        self.list.buffer.peek() == self.buffer.value()
    }
}

/// The buffer that a list's word refers to.
#[inline(always)]
fn as_buffer(word: Value) -> Option<&'static Buffer> {
    // SAFETY: a list's word is unbound, or refers to a buffer.
    word.address()
        .map(|address| unsafe { &*(address as *const Buffer) })
}

impl List {
    /// The buffer, by a read of the list's token: what it says of itself is known from then on.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    #[inline(never)]
    pub(super) fn settled(&'static self, cx: &mut Cx) -> R<Option<&'static Buffer>> {
        Ok(as_buffer(cx.load(self, &self.buffer)?))
    }

    /// The buffer with its length, as of one moment; `None`: the list is empty, and has none.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    #[inline(always)]
    pub(super) fn head(&'static self, cx: &mut Cx) -> R<Option<(&'static Buffer, usize)>> {
        if cx.tx.is_solo() {
            // Nobody else writes meanwhile.
            let current = Current::peek(self);
            return Ok(current.map(|Current { buffer, .. }| (buffer, buffer.length())));
        }
        self.head_among_others(cx)
    }

    #[inline(never)]
    fn head_among_others(&'static self, cx: &mut Cx) -> R<Option<(&'static Buffer, usize)>> {
        if let Some(current) = Current::peek(self) {
            let buffer = current.buffer;
            let look = || current.is().then(|| buffer.length());
            if let Some(length) = cx.tx.view(buffer.head_token(), look)? {
                return Ok(Some((buffer, length)));
            }
        }
        let Some(buffer) = self.settled(cx)? else {
            return Ok(None);
        };
        let length = cx.tx.view(buffer.head_token(), || buffer.length())?;
        Ok(Some((buffer, length)))
    }

    /// Owns the length and whatever else is the head's; `None`: the list is empty, and has no buffer.
    /// From then on the buffer is the list's until the transaction ends or replaces it.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    #[inline(always)]
    pub(super) fn own_head(&'static self, cx: &mut Cx) -> R<Option<(&'static Buffer, usize)>> {
        if let Some(Current { buffer, .. }) = Current::peek(self)
            && cx.tx.is_open(buffer.head_token())
        {
            return Ok(Some((buffer, buffer.length())));
        }
        self.own_head_slowly(cx)
    }

    #[inline(never)]
    fn own_head_slowly(&'static self, cx: &mut Cx) -> R<Option<(&'static Buffer, usize)>> {
        if let Some(current) = Current::peek(self) {
            let buffer = current.buffer;
            cx.tx.open_write_all(buffer.head_unit())?;
            if current.is() {
                return Ok(Some((buffer, buffer.length())));
            }
        }
        let Some(buffer) = self.settled(cx)? else {
            return Ok(None);
        };
        cx.tx.open_write_all(buffer.head_unit())?;
        Ok(Some((buffer, buffer.length())))
    }
}

/// An empty list.
///
/// # Errors
/// MemoryError.
pub fn new(cx: &mut Cx) -> R<&'static List> {
    create(cx, Value::UNBOUND)
}

fn create(cx: &mut Cx, buffer: Value) -> R<&'static List> {
    cx.create(&LIST, |header| List {
        header,
        buffer: Slot::new(buffer),
        unused: Raw::new(0),
    })
}

/// An empty list with room for so many elements.
///
/// # Errors
/// MemoryError.
pub fn with_room(cx: &mut Cx, capacity: usize) -> R<&'static List> {
    if capacity == 0 {
        return new(cx);
    }
    let buffer = Buffer::blank(cx, capacity, 0)?;
    create(cx, buffer.value())
}

/// A list of `length` elements, which `element` gives one after the other. It must not call Python
/// code.
///
/// # Errors
/// MemoryError.
#[inline]
pub fn with(cx: &mut Cx, length: usize, element: impl FnMut(usize) -> Value) -> R<&'static List> {
    if length == 0 {
        return new(cx);
    }
    let buffer = Buffer::new(cx, length, length, element)?;
    create(cx, buffer.value())
}

/// A list of these elements.
///
/// # Errors
/// MemoryError.
pub fn from_slice(cx: &mut Cx, elements: &[Value]) -> R<&'static List> {
    if elements.is_empty() {
        return new(cx);
    }
    let buffer = Buffer::holding(cx, elements.len(), elements)?;
    create(cx, buffer.value())
}

/// Element `index`, if there is one.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline(always)]
pub fn get(cx: &mut Cx, list: &'static List, index: usize) -> R<Option<Value>> {
    if cx.tx.is_solo() {
        return Ok(get_alone(list, index));
    }
    get_among_others(cx, list, index)
}

/// [`get`], while this thread is alone.
#[inline(always)]
pub(super) fn get_alone(list: &'static List, index: usize) -> Option<Value> {
    let buffer = as_buffer(list.buffer.peek())?;
    let found = buffer.slots().get(index)?.peek();
    (found != Value::EMPTY).then_some(found)
}

#[inline(never)]
fn get_among_others(cx: &mut Cx, list: &'static List, index: usize) -> R<Option<Value>> {
    if let Some(current) = Current::peek(list)
        && let Some(slot) = current.buffer.slots().get(index)
    {
        let look = || {
            if current.is() {
                slot.peek()
            } else {
                Value::UNBOUND
            }
        };
        let found = cx.tx.view(current.buffer.token_of(index), look)?;
        if !found.is_unbound() {
            return Ok((found != Value::EMPTY).then_some(found));
        }
    }
    get_settled(cx, list, index)
}

#[cold]
#[inline(never)]
fn get_settled(cx: &mut Cx, list: &'static List, index: usize) -> R<Option<Value>> {
    let Some(buffer) = list.settled(cx)? else {
        return Ok(None);
    };
    let Some(slot) = buffer.slots().get(index) else {
        return Ok(None);
    };
    let found = cx.tx.view(buffer.token_of(index), || slot.peek())?;
    Ok((found != Value::EMPTY).then_some(found))
}

/// Replaces element `index`; false if there is none.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline(always)]
pub fn set(cx: &mut Cx, list: &'static List, index: usize, value: Value) -> R<bool> {
    if let Some(current) = Current::peek(list)
        && let Some(slot) = current.buffer.slots().get(index)
    {
        if !cx.tx.is_open(current.buffer.token_of(index)) {
            cx.tx.open_write_all(current.buffer.unit_of(index))?;
        }
        if current.is() {
            return Ok(replace(slot, value));
        }
    }
    set_settled(cx, list, index, value)
}

/// Overwrites a slot, which is opened, unless it is beyond the end.
#[inline(always)]
fn replace(slot: &Slot, value: Value) -> bool {
    let is_there = slot.peek() != Value::EMPTY;
    if is_there {
        slot.poke(value);
    }
    is_there
}

#[cold]
#[inline(never)]
fn set_settled(cx: &mut Cx, list: &'static List, index: usize, value: Value) -> R<bool> {
    let Some(buffer) = list.settled(cx)? else {
        return Ok(false);
    };
    let Some(slot) = buffer.slots().get(index) else {
        return Ok(false);
    };
    cx.tx.open_write_all(buffer.unit_of(index))?;
    Ok(replace(slot, value))
}

/// `len(list)`
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline]
pub fn len(cx: &mut Cx, list: &'static List) -> R<usize> {
    Ok(list.head(cx)?.map_or(0, |(_, length)| length))
}

/// `list.append(value)`
///
/// # Errors
/// When the transaction has to be rolled back, and MemoryError.
#[inline(always)]
pub fn append(cx: &mut Cx, list: &'static List, value: Value) -> R<()> {
    // Whose buffer is owned, that list has it until the transaction ends or replaces it.
    if let Some(Current { buffer, .. }) = Current::peek(list)
        && cx.tx.is_open(buffer.head_token())
        && let length = buffer.length()
        && let Some(slot) = buffer.slots().get(length)
        && cx.tx.is_open(buffer.token_of(length))
    {
        slot.poke(value);
        buffer.set_length(length + 1);
        return Ok(());
    }
    append_slowly(cx, list, value)
}

#[inline(never)]
fn append_slowly(cx: &mut Cx, list: &'static List, value: Value) -> R<()> {
    let (buffer, length) = match list.own_head(cx)? {
        Some((buffer, length)) if length < buffer.capacity() => (buffer, length),
        full => grow::make_room(cx, list, full, 1)?,
    };
    if buffer.is_large() {
        cx.tx.open_write_all(buffer.unit_of(length))?;
    }
    buffer.slots()[length].poke(value);
    buffer.set_length(length + 1);
    Ok(())
}

/// Removes the last element and returns it.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline]
pub fn pop_last(cx: &mut Cx, list: &'static List) -> R<Option<Value>> {
    let Some((buffer, length)) = list.own_head(cx)? else {
        return Ok(None);
    };
    let Some(last) = length.checked_sub(1) else {
        return Ok(None);
    };
    if buffer.is_large() {
        cx.tx.open_write_all(buffer.unit_of(last))?;
    }
    let slot = &buffer.slots()[last];
    let value = slot.peek();
    slot.poke(Value::EMPTY);
    buffer.set_length(last);
    grow::give_back(cx, list, buffer, last)?;
    Ok(Some(value))
}

/// Gives the elements `range` of a list, as far as there are, to `take`, with their places in the range;
/// returns how many there were. The elements of a card are of one moment; until it is known which, `take`
/// may be called more than once for a place, and the last time counts.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline]
pub fn read(
    cx: &mut Cx,
    list: &'static List,
    range: Range<usize>,
    mut take: impl FnMut(usize, Value),
) -> R<usize> {
    read_parts(cx, list, range, |first, part| {
        for (place, slot) in (first..).zip(part) {
            take(place, slot.peek());
        }
    })
}

/// The same, some elements in a row at a time, with the place of the first.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline]
pub(super) fn read_parts(
    cx: &mut Cx,
    list: &'static List,
    range: Range<usize>,
    mut take: impl FnMut(usize, &'static [Slot]),
) -> R<usize> {
    // The end of a card may be the end of the buffer, so the length is asked for as well.
    let Some((buffer, length)) = list.head(cx)? else {
        return Ok(0);
    };
    let (start, end) = (range.start, length.min(range.end));
    let mut from = start;
    while from < end {
        let to = if buffer.is_large() {
            end.min((from / CARD + 1) * CARD)
        } else {
            end
        };
        let part = &buffer.slots()[from..to];
        cx.tx
            .view(buffer.token_of(from), || take(from - start, part))?;
        from = to;
    }
    Ok(end.saturating_sub(start))
}

/// Copies the elements `range` of a list, as far as there are, to slots that nobody else sees yet, or that are owned.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline]
pub(super) fn copy_to(
    cx: &mut Cx,
    list: &'static List,
    range: Range<usize>,
    slots: &[Slot],
) -> R<usize> {
    if let Some(values) = lent(cx, list) {
        let values = values.get(range.start..).unwrap_or_default();
        let values = &values[..values.len().min(range.len())];
        for (slot, value) in slots.iter().zip(values) {
            slot.poke(*value);
        }
        return Ok(values.len());
    }
    read_parts(cx, list, range, |first, part| {
        for (to, from) in slots[first..].iter().zip(part) {
            to.poke(from.peek());
        }
    })
}

/// The elements as they lie in the buffer, while this thread is alone; nobody may change the list while they are used.
#[inline(always)]
pub(super) fn lent(cx: &Cx, list: &'static List) -> Option<&'static [Value]> {
    if !cx.tx.is_solo() {
        return None;
    }
    Some(Current::peek(list).map_or(&[], |current| current.buffer.elements()))
}

/// A list of `length` elements, which `fill` puts into the slots of its buffer, all of them: until then they are zeros. It must
/// not call Python code.
///
/// # Errors
/// MemoryError, and what `fill` gives.
#[inline]
pub(super) fn filled(
    cx: &mut Cx,
    length: usize,
    fill: impl FnOnce(&mut Cx, &'static [Slot]) -> R<()>,
) -> R<&'static List> {
    if length == 0 {
        return new(cx);
    }
    let buffer = Buffer::blank(cx, length, length)?;
    fill(cx, &buffer.slots()[..length])?;
    create(cx, buffer.value())
}

/// A list of the elements `range`, which are there.
///
/// # Errors
/// When the transaction has to be rolled back, and MemoryError.
pub(super) fn copy(cx: &mut Cx, list: &'static List, range: Range<usize>) -> R<&'static List> {
    filled(cx, range.len(), |cx, slots| {
        copy_to(cx, list, range, slots)?;
        Ok(())
    })
}

/// The elements as of now.
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn to_vec(cx: &mut Cx, list: &'static List) -> R<Vec<Value>> {
    let mut values = vec![Value::NONE; len(cx, list)?];
    let length = values.len();
    read(cx, list, 0..length, |place, value| values[place] = value)?;
    Ok(values)
}
