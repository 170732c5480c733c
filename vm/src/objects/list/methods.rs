//! Methods.

use super::base::{self, LIST, List};
use super::extend::extend as extend_by;
use super::grow::{self, splice};
use super::slices::place;
use crate::cx::{Cx, R};
use crate::native::{SliceIndex, native};
use crate::objects::sequence;
use crate::value::Value;

/// Append object to the end of the list.
#[native(LIST, "append(self, object, /)", effect = writes)]
fn append(cx: &mut Cx, this: &'static List, object: Value) -> R<()> {
    base::append(cx, this, object)
}

/// Extend list by appending elements from the iterable.
#[native(LIST, "extend(self, iterable, /)")]
fn extend(cx: &mut Cx, this: &'static List, iterable: Value) -> R<()> {
    extend_by(cx, this, iterable)
}

/// Insert object before index.
#[native(LIST, "insert(self, index, object, /)")]
fn insert(cx: &mut Cx, this: &'static List, index: isize, object: Value) -> R<()> {
    let length = base::len(cx, this)?;
    let place = match usize::try_from(index) {
        Ok(index) => index.min(length),
        Err(_) => length.saturating_sub(index.unsigned_abs()),
    };
    splice(cx, this, place..place, &[object])
}

/// Remove and return item at index (default last).
///
/// Raises IndexError if list is empty or index is out of range.
#[native(LIST, "pop(self, index=-1, /)")]
fn pop(cx: &mut Cx, this: &'static List, index: isize) -> R {
    if index == -1
        && let Some(last) = base::pop_last(cx, this)?
    {
        return Ok(last);
    }
    let length = base::len(cx, this)?;
    if length == 0 {
        return Err(cx.index_error(format_args!("pop from empty list")));
    }
    let place = place(cx, this, index)?;
    match base::get(cx, this, place)? {
        Some(value) if place + 1 == length => {
            base::pop_last(cx, this)?;
            Ok(value)
        }
        Some(value) => {
            splice(cx, this, place..place + 1, &[])?;
            Ok(value)
        }
        None => Err(cx.index_error(format_args!("pop index out of range"))),
    }
}

/// Remove first occurrence of value.
///
/// Raises ValueError if the value is not present.
#[native(LIST, "remove(self, value, /)")]
fn remove(cx: &mut Cx, this: &'static List, value: Value) -> R<()> {
    match sequence::find(cx, this, value, 0..usize::MAX)? {
        Some(index) => splice(cx, this, index..index + 1, &[]),
        None => Err(cx.value_error(format_args!("list.remove(x): x not in list"))),
    }
}

/// Remove all items from list.
#[native(LIST, "clear(self, /)", effect = writes)]
fn clear(cx: &mut Cx, this: &'static List) -> R<()> {
    grow::clear(cx, this)
}

/// Return a shallow copy of the list.
#[native(LIST, "copy(self, /)", effect = writes)]
fn copy(cx: &mut Cx, this: &'static List) -> R<&'static List> {
    let length = base::len(cx, this)?;
    base::copy(cx, this, 0..length)
}

/// Return number of occurrences of value.
#[native(LIST, "count(self, value, /)")]
fn count(cx: &mut Cx, this: &'static List, value: Value) -> R<usize> {
    sequence::count(cx, this, value)
}

/// Return first index of value.
///
/// Raises ValueError if the value is not present.
#[native(LIST, "index(self, value, start=0, stop=sys.maxsize, /)")]
fn index(
    cx: &mut Cx,
    this: &'static List,
    value: Value,
    start: SliceIndex,
    stop: SliceIndex,
) -> R<usize> {
    let range = sequence::index_range(cx, this, start, stop)?;
    match sequence::find(cx, this, value, range)? {
        Some(index) => Ok(index),
        None => Err(cx.value_error(format_args!("list.index(x): x not in list"))),
    }
}

/// Reverse *IN PLACE*.
#[native(LIST, "reverse(self, /)", effect = writes)]
fn reverse(cx: &mut Cx, this: &'static List) -> R<()> {
    let Some((buffer, length)) = this.own_head(cx)? else {
        return Ok(());
    };
    buffer.own_slots(cx, 0..length)?;
    let slots = &buffer.slots()[..length];
    for index in 0..length / 2 {
        let (low, high) = (&slots[index], &slots[length - 1 - index]);
        let value = low.peek();
        low.poke(high.peek());
        high.poke(value);
    }
    Ok(())
}
