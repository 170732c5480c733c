//! What changes an array.

use super::item::Item;
use super::{ARRAY, Array};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::objects::instance::Instance;
use crate::objects::str::checked;
use crate::protocol::sequence::{position, repeat_count};
use crate::protocol::{iter, next, type_name};
use crate::value::Value;
use tython_text::bytes as algorithms;

/// Appends what an iterable gives: Python code, which may change the array.
pub(super) fn extend_with(cx: &mut Cx, array: Array, iterable: Value) -> R<()> {
    let size = array.item.size();
    let iterator = iter(cx, iterable)?;
    while let Some(item) = next(cx, iterator)? {
        let bytes = array.item.write(cx, item)?;
        array.append(cx, &bytes[..size])?;
    }
    Ok(())
}

/// Append new value v to the end of the array.
#[native(ARRAY, "append(self, v, /)")]
fn append(cx: &mut Cx, this: &'static Instance, v: Value) -> R<()> {
    let array = Array::of(cx, this)?;
    let bytes = array.item.write(cx, v)?;
    array.append(cx, &bytes[..array.item.size()])
}

/// Append items to the end of the array.
#[native(ARRAY, "extend(self, bb, /)")]
fn extend(cx: &mut Cx, this: &'static Instance, bb: Value) -> R<()> {
    let array = Array::of(cx, this)?;
    match Array::of_value(cx, bb)? {
        Some(other) => extend_array(cx, array, other),
        None => extend_with(cx, array, bb),
    }
}

fn extend_array(cx: &mut Cx, array: Array, other: Array) -> R<()> {
    if array.item.code != other.item.code {
        return Err(cx.type_error(format_args!("can only extend with array of same kind")));
    }
    let bytes = other.storage.to_vec(cx)?;
    array.append(cx, &bytes)
}

#[native(ARRAY, "__iadd__(self, value, /)", slot)]
fn iadd(cx: &mut Cx, this: &'static Instance, value: Value) -> R<&'static Instance> {
    let array = Array::of(cx, this)?;
    match Array::of_value(cx, value)? {
        Some(other) => extend_array(cx, array, other)?,
        None => {
            let class = type_name(cx, value)?;
            return Err(cx.type_error(format_args!(
                "can only extend array with array (not \"{class}\")"
            )));
        }
    }
    Ok(this)
}

#[native(ARRAY, "__imul__(self, value, /)", slot)]
fn imul(cx: &mut Cx, this: &'static Instance, value: Value) -> R {
    let count = repeat_count(cx, value)?;
    let array = Array::of(cx, this)?;
    let bytes = array.storage.to_vec(cx)?;
    let repeated = checked(
        cx,
        algorithms::repeat(&bytes, count),
        "repeated array is too long",
    )?;
    array.replace_all(cx, &repeated)?;
    Ok(this.value())
}

/// Insert a new item v into the array before position i.
#[native(ARRAY, "insert(self, i, v, /)")]
fn insert(cx: &mut Cx, this: &'static Instance, i: isize, v: Value) -> R<()> {
    let array = Array::of(cx, this)?;
    let bytes = array.item.write(cx, v)?;
    let (size, length) = (array.item.size(), array.len(cx)?);
    let place = match usize::try_from(i) {
        Ok(place) => place.min(length),
        Err(_) => length.saturating_sub(i.unsigned_abs()),
    };
    let at = place * size;
    array.splice(cx, at..at, &bytes[..size])
}

/// Return the i-th element and delete it from the array.
///
/// i defaults to -1.
#[native(ARRAY, "pop(self, i=-1, /)")]
fn pop(cx: &mut Cx, this: &'static Instance, i: isize) -> R {
    let array = Array::of(cx, this)?;
    let (size, length) = (array.item.size(), array.len(cx)?);
    if length == 0 {
        return Err(cx.index_error(format_args!("pop from empty array")));
    }
    let Some(place) = position(i, length) else {
        return Err(cx.index_error(format_args!("pop index out of range")));
    };
    let item = array.get(cx, place)?.unwrap_or(Value::NONE);
    array.splice(cx, place * size..(place + 1) * size, b"")?;
    Ok(item)
}

/// Remove the first occurrence of v in the array.
#[native(ARRAY, "remove(self, v, /)")]
fn remove(cx: &mut Cx, this: &'static Instance, v: Value) -> R<()> {
    let array = Array::of(cx, this)?;
    let size = array.item.size();
    match super::operators::search(cx, array, v, 0..usize::MAX)? {
        Some(place) => array.splice(cx, place * size..(place + 1) * size, b""),
        None => Err(cx.value_error(format_args!("array.remove(x): x not in array"))),
    }
}

/// Remove all items from the array.
#[native(ARRAY, "clear(self, /)", effect = writes)]
fn clear(cx: &mut Cx, this: &'static Instance) -> R<()> {
    let array = Array::of(cx, this)?;
    array.replace_all(cx, b"")
}

/// Rewrites the items.
fn rewrite(cx: &mut Cx, array: Array, change: impl FnOnce(&mut [u8], Item)) -> R<()> {
    let mut bytes = array.storage.to_vec(cx)?;
    change(&mut bytes, array.item);
    array.storage.overwrite(cx, 0, &bytes).map(|_| ())
}

/// Reverse the order of the items in the array.
#[native(ARRAY, "reverse(self, /)", effect = writes)]
fn reverse(cx: &mut Cx, this: &'static Instance) -> R<()> {
    let array = Array::of(cx, this)?;
    rewrite(cx, array, |bytes, item| {
        bytes.reverse();
        bytes.chunks_mut(item.size()).for_each(<[u8]>::reverse);
    })
}

/// Byteswap all items of the array.
///
/// If the items in the array are not 1, 2, 4, or 8 bytes in size, RuntimeError is
/// raised.
#[native(ARRAY, "byteswap(self, /)", effect = writes)]
fn byteswap(cx: &mut Cx, this: &'static Instance) -> R<()> {
    let array = Array::of(cx, this)?;
    rewrite(cx, array, |bytes, item| {
        bytes.chunks_mut(item.size()).for_each(<[u8]>::reverse);
    })
}
