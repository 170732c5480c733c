//! What changes a bytearray: `append`, `extend`, `insert`, `pop`, assignment and deletion of items and
//! slices, `+=`, `*=`.

use super::base::{BYTEARRAY, ByteArray};
use crate::cx::{Cx, Exit, R};
use crate::native::native;
use crate::objects::bytes::construct::from_iterable;
use crate::objects::bytes::shared::find::byte as byte_of;
use crate::objects::exception::classes::TYPE_ERROR;
use crate::objects::slice::Indices;
use crate::objects::str::Str;
use crate::protocol::sequence::{Subscript, position, repeat_count, subscript};
use crate::protocol::{buffer, class_of, is_instance, type_name};
use crate::value::Value;
use tython_text::bytes as algorithms;

fn item(cx: &mut Cx, value: Value) -> R<u8> {
    byte_of(cx, value, "byte must be in range(0, 256)")
}

/// Append a single item to the end of the bytearray.
///
///   item
///     The item to be appended.
#[native(BYTEARRAY, "append(self, item, /)")]
fn append(cx: &mut Cx, this: &'static ByteArray, item: Value) -> R<()> {
    let byte = self::item(cx, item)?;
    this.append(cx, &[byte])
}

/// Append all the items from the iterator or sequence to the end of the bytearray.
///
///   iterable_of_ints
///     The iterable of items to append.
#[native(BYTEARRAY, "extend(self, iterable_of_ints, /)")]
fn extend(cx: &mut Cx, this: &'static ByteArray, iterable_of_ints: Value) -> R<()> {
    let end = this.len(cx)?;
    match buffer::contents(cx, iterable_of_ints)? {
        Some(bytes) => {
            // Its `__buffer__` may have changed the length.
            let end = this.len(cx)?.min(end);
            this.splice(cx, end..end, &bytes)
        }
        None => {
            let bytes = items(cx, iterable_of_ints)?;
            this.append(cx, &bytes)
        }
    }
}

/// The bytes whose numbers an iterable gives, with the words of `extend`.
fn items(cx: &mut Cx, iterable: Value) -> R<Vec<u8>> {
    if cx.payload::<Str>(iterable)?.is_some() {
        return Err(cx.type_error(format_args!("expected iterable of integers; got: 'str'")));
    }
    match from_iterable(cx, iterable, "bytearray") {
        Err(Exit::Raise) => {
            let exception = cx.exception;
            let name = crate::name!(cx, "__iter__")?;
            if is_instance(cx, exception, &TYPE_ERROR)?
                && class_of(iterable).lookup(cx, name)?.is_none()
            {
                let class = type_name(cx, iterable)?;
                return Err(cx.type_error(format_args!("can't extend bytearray with {class}")));
            }
            Err(Exit::Raise)
        }
        bytes => bytes,
    }
}

/// Insert a single item into the bytearray before the given index.
///
///   index
///     The index where the value is to be inserted.
///   item
///     The item to be inserted.
#[native(BYTEARRAY, "insert(self, index, item, /)")]
fn insert(cx: &mut Cx, this: &'static ByteArray, index: isize, item: Value) -> R<()> {
    let byte = self::item(cx, item)?;
    let length = this.len(cx)?;
    let at = match usize::try_from(index) {
        Ok(index) => index.min(length),
        Err(_) => length.saturating_sub(index.unsigned_abs()),
    };
    this.splice(cx, at..at, &[byte])
}

/// Remove and return a single item from B.
///
///   index
///     The index from where to remove the item.
///     -1 (the default value) means remove the last item.
///
/// If no index argument is given, will pop the last item.
#[native(BYTEARRAY, "pop(self, index=-1, /)")]
fn pop(cx: &mut Cx, this: &'static ByteArray, index: isize) -> R<i64> {
    let length = this.len(cx)?;
    if length == 0 {
        return Err(cx.index_error(format_args!("pop from empty bytearray")));
    }
    let byte = match position(index, length) {
        Some(place) => this.get(cx, place)?.map(|byte| (place, byte)),
        None => None,
    };
    match byte {
        Some((place, byte)) => {
            this.splice(cx, place..place + 1, b"")?;
            Ok(i64::from(byte))
        }
        None => Err(cx.index_error(format_args!("pop index out of range"))),
    }
}

/// Remove the first occurrence of a value in the bytearray.
///
///   value
///     The value to remove.
#[native(BYTEARRAY, "remove(self, value, /)")]
fn remove(cx: &mut Cx, this: &'static ByteArray, value: Value) -> R<()> {
    let byte = item(cx, value)?;
    let bytes = this.to_vec(cx)?;
    match bytes.iter().position(|other| *other == byte) {
        Some(place) => this.splice(cx, place..place + 1, b""),
        None => Err(cx.value_error(format_args!("value not found in bytearray"))),
    }
}

/// Reverse the order of the values in B in place.
#[native(BYTEARRAY, "reverse(self, /)")]
fn reverse(cx: &mut Cx, this: &'static ByteArray) -> R<()> {
    let mut bytes = this.to_vec(cx)?;
    bytes.reverse();
    this.overwrite(cx, 0, &bytes)?;
    Ok(())
}

/// Remove all items from the bytearray.
#[native(BYTEARRAY, "clear(self, /)")]
fn clear(cx: &mut Cx, this: &'static ByteArray) -> R<()> {
    this.replace_all(cx, b"")
}

/// Resize the internal buffer of bytearray to len.
///
///   size
///     New size to resize to.
#[native(BYTEARRAY, "resize(self, size, /)")]
fn resize(cx: &mut Cx, this: &'static ByteArray, size: isize) -> R<()> {
    let Ok(size) = usize::try_from(size) else {
        return Err(cx.value_error(format_args!(
            "bytearray.resize(): new size must be >= 0, got {size}"
        )));
    };
    let length = this.len(cx)?;
    if size <= length {
        return this.splice(cx, size..length, b"");
    }
    let zeros = crate::objects::bytes::construct::zeroed(cx, size - length)?;
    this.append(cx, &zeros)
}

#[native(BYTEARRAY, "__iadd__(self, value, /)", slot)]
fn iadd(cx: &mut Cx, this: Value, value: Value) -> R {
    let Some(bytes) = buffer::contents_or_none(cx, value)? else {
        let (other, class) = (type_name(cx, value)?, type_name(cx, this)?);
        return Err(cx.type_error(format_args!("can't concat {other} to {class}")));
    };
    if let Some(array) = cx.payload::<ByteArray>(this)? {
        array.append(cx, &bytes)?;
    }
    Ok(this)
}

#[native(BYTEARRAY, "__imul__(self, value, /)", slot)]
fn imul(cx: &mut Cx, this: Value, value: Value) -> R {
    let count = repeat_count(cx, value)?;
    if let Some(array) = cx.payload::<ByteArray>(this)? {
        let bytes = array.to_vec(cx)?;
        let repeated = algorithms::repeat(&bytes, count).map_err(|_| cx.memory_error())?;
        array.replace_all(cx, &repeated)?;
    }
    Ok(this)
}

fn bad_key<T>(cx: &mut Cx, key: Value) -> R<T> {
    let class = type_name(cx, key)?;
    Err(cx.type_error(format_args!(
        "bytearray indices must be integers or slices, not {class}"
    )))
}

/// `bytearray[key] = value`
///
/// # Errors
/// IndexError, TypeError, ValueError, BufferError, MemoryError, what the values' methods raise, and when the transaction has to be
/// rolled back.
#[native(BYTEARRAY, "__setitem__(self, key, value, /)", slot)]
pub(crate) fn set_item(cx: &mut Cx, this: &'static ByteArray, key: Value, value: Value) -> R<()> {
    if let Some((index, byte)) = key.as_small_int().zip(value.as_small_int())
        && let Ok(byte) = u8::try_from(byte)
    {
        return set(cx, this, index as isize, byte);
    }
    match subscript(cx, key)? {
        Some(Subscript::Index(index)) => {
            let byte = item(cx, value)?;
            set(cx, this, index, byte)
        }
        Some(Subscript::Slice(bounds)) => {
            let bytes = assigned(cx, value)?;
            let length = this.len(cx)?;
            set_slice(cx, this, bounds.adjust(length), &bytes)
        }
        None => bad_key(cx, key),
    }
}

fn set(cx: &mut Cx, this: &'static ByteArray, index: isize, byte: u8) -> R<()> {
    match this.set(cx, index, byte)? {
        true => Ok(()),
        false => Err(cx.index_error(format_args!("bytearray index out of range"))),
    }
}

/// The bytes that are assigned to a slice.
fn assigned(cx: &mut Cx, value: Value) -> R<Vec<u8>> {
    if let Some(bytes) = buffer::contents(cx, value)? {
        return Ok(bytes.into_owned());
    }
    let is_number = crate::protocol::number::exact_int(cx, value)?.is_some();
    if is_number || cx.payload::<Str>(value)?.is_some() {
        return Err(cx.type_error(format_args!(
            "can assign only bytes, buffers, or iterables of ints in range(0, 256)"
        )));
    }
    from_iterable(cx, value, "bytearray")
}

fn set_slice(cx: &mut Cx, this: &'static ByteArray, indices: Indices, bytes: &[u8]) -> R<()> {
    if indices.step == 1 {
        let start = usize::try_from(indices.start).unwrap_or(0);
        return this.splice(cx, start..start + indices.count, bytes);
    }
    if bytes.is_empty() {
        return delete_slice(cx, this, indices.ascending());
    }
    if bytes.len() != indices.count {
        let (given, wanted) = (bytes.len(), indices.count);
        return Err(cx.value_error(format_args!(
            "attempt to assign bytes of size {given} to extended slice of size {wanted}"
        )));
    }
    for (index, byte) in indices.iter().zip(bytes) {
        this.overwrite(cx, index, &[*byte])?;
    }
    Ok(())
}

#[native(BYTEARRAY, "__delitem__(self, key, /)", slot)]
fn delitem(cx: &mut Cx, this: &'static ByteArray, key: Value) -> R<()> {
    match subscript(cx, key)? {
        Some(Subscript::Index(index)) => {
            let length = this.len(cx)?;
            match position(index, length) {
                Some(place) => this.splice(cx, place..place + 1, b""),
                None => Err(cx.index_error(format_args!("bytearray index out of range"))),
            }
        }
        Some(Subscript::Slice(bounds)) => {
            let length = this.len(cx)?;
            delete_slice(cx, this, bounds.adjust(length).ascending())
        }
        None => bad_key(cx, key),
    }
}

fn delete_slice(cx: &mut Cx, this: &'static ByteArray, indices: Indices) -> R<()> {
    if indices.step == 1 {
        let start = usize::try_from(indices.start).unwrap_or(0);
        return this.splice(cx, start..start + indices.count, b"");
    }
    let bytes = this.to_vec(cx)?;
    let mut gone = indices.iter().peekable();
    let kept = bytes
        .iter()
        .enumerate()
        .filter(|(index, _)| gone.next_if_eq(index).is_none());
    let kept: Vec<u8> = kept.map(|(_, byte)| *byte).collect();
    this.replace_all(cx, &kept)
}
