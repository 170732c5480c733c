//! Appending many elements at once.

use super::base::{self, List};
use super::buffer::Buffer;
use super::grow::{make_room, splice};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::objects::dict::lookup::Owner;
use crate::objects::dict::{DICT, Dict, walk};
use crate::objects::generator::consume::{Consumer, consume};
use crate::objects::set::Set;
use crate::objects::str::{self, Str};
use crate::objects::tuple::{self, Tuple};
use crate::protocol::{class_of, iter, length_hint, next};
use crate::value::Value;
use tython_text::Text;

/// What an iterable without a length is guessed to hold.
const GUESS: usize = 8;
/// Most elements that room is made for on the word of a `__length_hint__` alone.
const TRUSTED: usize = 1 << 16;

/// Whether the system would give room for so many elements now. What is announced but never comes does not
/// take it.
fn could_hold(elements: usize) -> bool {
    elements <= TRUSTED || Vec::<Value>::new().try_reserve_exact(elements).is_ok()
}

/// Makes room for `more` elements, at least one: the buffer, which is owned but for its cards, and its
/// length.
///
/// # Errors
/// When the transaction has to be rolled back, and MemoryError.
fn reserve(cx: &mut Cx, list: &'static List, more: usize) -> R<(&'static Buffer, usize)> {
    match list.own_head(cx)? {
        Some((buffer, length)) if buffer.capacity() - length >= more => Ok((buffer, length)),
        head => make_room(cx, list, head, more),
    }
}

/// Appends the elements of another list, which is not the same.
fn append_list(cx: &mut Cx, list: &'static List, other: &'static List) -> R<()> {
    let more = base::len(cx, other)?;
    if more == 0 {
        return Ok(());
    }
    let (buffer, length) = reserve(cx, list, more)?;
    buffer.own_slots(cx, length..length + more)?;
    let slots = &buffer.slots()[length..length + more];
    base::copy_to(cx, other, 0..more, slots)?;
    buffer.set_length(length + more);
    Ok(())
}

/// Appends the keys of a dict, or the elements of a set.
fn append_keys<O: Owner>(cx: &mut Cx, list: &'static List, owner: &'static O) -> R<()> {
    let more = walk::len(cx, owner)?;
    if more == 0 {
        return Ok(());
    }
    let (buffer, length) = reserve(cx, list, more)?;
    buffer.own_slots(cx, length..length + more)?;
    let mut slots = buffer.slots()[length..length + more].iter();
    walk::each(cx, owner, |_, item| {
        if let Some(slot) = slots.next() {
            slot.poke(item.key);
        }
        Ok(())
    })?;
    buffer.set_length(length + more);
    Ok(())
}

fn append_tuple(cx: &mut Cx, list: &'static List, tuple: &'static Tuple) -> R<()> {
    let end = base::len(cx, list)?;
    splice(cx, list, end..end, tuple.as_slice())
}

/// Appends the characters of a string.
fn append_characters(cx: &mut Cx, list: &'static List, string: &'static Str) -> R<()> {
    if string.is_empty() {
        return Ok(());
    }
    let (buffer, length) = reserve(cx, list, string.len())?;
    if let (Text::One(units), Some(known)) = (string.text(), str::known_characters(cx)) {
        // All are there already, so nothing can fail in between.
        let end = length + units.len();
        buffer.own_slots(cx, length..end)?;
        for (slot, unit) in buffer.slots()[length..end].iter().zip(units) {
            slot.poke(known[usize::from(*unit)]);
        }
        buffer.set_length(end);
        return Ok(());
    }
    for code in string.text().codes() {
        let character = str::character(cx, code)?;
        base::append(cx, list, character.value())?;
    }
    Ok(())
}

/// Appends all that an iterator gives.
///
/// # Errors
/// What the iterator raises, and MemoryError.
pub(crate) fn append_all(cx: &mut Cx, list: &'static List, iterator: Value) -> R<()> {
    if consume(cx, Consumer::Append, iterator, Value::from(list))?.is_some() {
        return Ok(());
    }
    while let Some(value) = next(cx, iterator)? {
        base::append(cx, list, value)?;
    }
    Ok(())
}

/// `list.extend(iterable)`
///
/// # Errors
/// TypeError if it cannot be iterated over, what the iteration raises, and MemoryError.
pub(crate) fn extend(cx: &mut Cx, list: &'static List, iterable: Value) -> R<()> {
    if let Some(tuple) = iterable.cast::<Tuple>() {
        return append_tuple(cx, list, tuple);
    }
    if let Some(other) = iterable.cast::<List>() {
        if std::ptr::eq(list, other) {
            let elements = tuple::of_list(cx, other)?;
            return append_tuple(cx, list, elements);
        }
        return append_list(cx, list, other);
    }
    if let Some(string) = iterable.cast::<Str>() {
        return append_characters(cx, list, string);
    }
    if let Some(set) = iterable.cast::<Set>() {
        return append_keys(cx, list, set);
    }
    if let Some(dict) = iterable.cast::<Dict>()
        && DICT.is(class_of(iterable))
    {
        return append_keys(cx, list, dict);
    }
    let iterator = iter(cx, iterable)?;
    let hint = length_hint(cx, iterable, GUESS)?;
    // A sum that no integer holds is taken for a lie, as in CPython.
    let lies = base::len(cx, list)? + hint > isize::MAX as usize;
    if !lies && (hint > isize::MAX as usize / 16 || !could_hold(hint)) {
        return Err(cx.memory_error());
    }
    if hint > 0 {
        reserve(cx, list, hint.min(TRUSTED))?;
    }
    append_all(cx, list, iterator)
}
