//! An array as a list, bytes, a string, a file; and from them.

use super::{ARRAY, Array};
use crate::cx::{Cx, R};
use crate::name;
use crate::native::native;
use crate::objects::bytes::{self, Bytes};
use crate::objects::instance::Instance;
use crate::objects::list::{self, List};
use crate::objects::str::{Str, made};
use crate::protocol::buffer;
use crate::protocol::call::call_method;
use crate::value::Value;
use tython_text::Builder;

/// The items as a list.
pub(super) fn list(cx: &mut Cx, array: Array) -> R<&'static List> {
    let bytes = array.storage.to_vec(cx)?;
    let all = list::with_room(cx, bytes.len() / array.item.size())?;
    for item in bytes.chunks(array.item.size()) {
        let item = array.item.read(cx, item)?;
        list::append(cx, all, item)?;
    }
    Ok(all)
}

/// The characters as a string.
pub(super) fn text(cx: &mut Cx, array: Array) -> R<&'static Str> {
    let bytes = array.storage.to_vec(cx)?;
    let mut out = Builder::new();
    let (codes, _) = bytes.as_chunks::<4>();
    for code in codes {
        match u32::from_ne_bytes(*code) {
            code @ 0..=0x10_FFFF => out.push(code),
            code => {
                return Err(cx.value_error(format_args!(
                    "character U+{code:x} is not in range [U+0000; U+10ffff]"
                )));
            }
        }
    }
    made(cx, out.finish(), "string is too long")
}

/// Appends the bytes of whole items.
pub(super) fn append_bytes(cx: &mut Cx, array: Array, bytes: &[u8]) -> R<()> {
    match bytes.len().is_multiple_of(array.item.size()) {
        true => array.append(cx, bytes),
        false => Err(cx.value_error(format_args!("bytes length not a multiple of item size"))),
    }
}

/// Appends characters.
pub(super) fn append_text(cx: &mut Cx, array: Array, text: &'static Str) -> R<()> {
    let bytes: Vec<u8> = text.text().codes().flat_map(u32::to_ne_bytes).collect();
    array.append(cx, &bytes)
}

/// Convert array to an ordinary list with the same items.
#[native(ARRAY, "tolist(self, /)", effect = reads)]
fn tolist(cx: &mut Cx, this: &'static Instance) -> R<&'static List> {
    let array = Array::of(cx, this)?;
    list(cx, array)
}

/// Append items to array from list.
#[native(ARRAY, "fromlist(self, list, /)")]
fn fromlist(cx: &mut Cx, this: &'static Instance, list: Value) -> R<()> {
    let array = Array::of(cx, this)?;
    let Some(items) = cx.payload::<List>(list)? else {
        return Err(cx.type_error(format_args!("arg must be list")));
    };
    let size = array.item.size();
    // All or nothing, so the bytes are collected first.
    let mut bytes = Vec::new();
    let length = list::len(cx, items)?;
    for index in 0..length {
        let Some(item) = list::get(cx, items, index)? else {
            break;
        };
        bytes.extend_from_slice(&array.item.write(cx, item)?[..size]);
        if list::len(cx, items)? != length {
            return Err(cx.runtime_error(format_args!("list changed size during iteration")));
        }
    }
    array.append(cx, &bytes)
}

/// Convert the array to an array of machine values and return the bytes representation.
#[native(ARRAY, "tobytes(self, /)", effect = reads)]
fn tobytes(cx: &mut Cx, this: &'static Instance) -> R {
    let array = Array::of(cx, this)?;
    let content = array.storage.to_vec(cx)?;
    bytes::new(cx, &content)
}

/// Appends items from the string, interpreting it as an array of machine values, as if it had been read from a file using the fromfile() method.
#[native(ARRAY, "frombytes(self, buffer, /)")]
fn frombytes(cx: &mut Cx, this: &'static Instance, buffer: Value) -> R<()> {
    let array = Array::of(cx, this)?;
    let view = buffer::view(cx, buffer, buffer::SIMPLE, "")?;
    if view.geometry().itemsize != 1 {
        return Err(cx.type_error(format_args!("a bytes-like object is required")));
    }
    let bytes = view.flat(cx)?;
    append_bytes(cx, array, &bytes)
}

fn require_characters(cx: &mut Cx, array: Array, name: &str) -> R<()> {
    match array.item.is_character() {
        true => Ok(()),
        false => Err(cx.value_error(format_args!(
            "{name}() may only be called on unicode type arrays ('u' or 'w')"
        ))),
    }
}

/// Extends this array with data from the unicode string ustr.
///
/// The array must be a unicode type array; otherwise a ValueError is raised.
/// Use array.frombytes(ustr.encode(...)) to append Unicode data to an array of
/// some other type.
#[native(ARRAY, "fromunicode(self, ustr, /)", effect = writes)]
fn fromunicode(cx: &mut Cx, this: &'static Instance, ustr: &'static Str) -> R<()> {
    let array = Array::of(cx, this)?;
    require_characters(cx, array, "fromunicode")?;
    append_text(cx, array, ustr)
}

/// Extends this array with data from the unicode string ustr.
///
/// Convert the array to a unicode string.  The array must be a unicode type array;
/// otherwise a ValueError is raised.  Use array.tobytes().decode() to obtain a
/// unicode string from an array of some other type.
#[native(ARRAY, "tounicode(self, /)", effect = reads)]
fn tounicode(cx: &mut Cx, this: &'static Instance) -> R<&'static Str> {
    let array = Array::of(cx, this)?;
    require_characters(cx, array, "tounicode")?;
    text(cx, array)
}

/// Read n objects from the file object f and append them to the end of the array.
#[native(ARRAY, "fromfile(self, f, n, /)")]
fn fromfile(cx: &mut Cx, this: &'static Instance, f: Value, n: isize) -> R<()> {
    let array = Array::of(cx, this)?;
    let Ok(count) = usize::try_from(n) else {
        return Err(cx.value_error(format_args!("negative count")));
    };
    let size = count.checked_mul(array.item.size());
    let Some(size) = size.filter(|size| isize::try_from(*size).is_ok()) else {
        return Err(cx.memory_error());
    };
    let read = name!(cx, "read")?;
    let content = call_method(cx, f, read, &[Value::index(size)])?;
    let Some(content) = cx.payload::<Bytes>(content)? else {
        return Err(cx.type_error(format_args!("read() didn't return bytes")));
    };
    append_bytes(cx, array, content.as_slice())?;
    match content.as_slice().len() == size {
        true => Ok(()),
        false => Err(cx.eof_error(format_args!("read() didn't return enough bytes"))),
    }
}

/// Bytes that are written at a time.
const BLOCK: usize = 64 << 10;

/// Write all items (as machine values) to the file object f.
#[native(ARRAY, "tofile(self, f, /)")]
fn tofile(cx: &mut Cx, this: &'static Instance, f: Value) -> R<()> {
    let array = Array::of(cx, this)?;
    let content = array.storage.to_vec(cx)?;
    for block in content.chunks(BLOCK) {
        let block = bytes::new(cx, block)?;
        let write = name!(cx, "write")?;
        call_method(cx, f, write, &[block])?;
    }
    Ok(())
}
