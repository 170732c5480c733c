//! Subscripts.

use super::{ARRAY, Array};
use crate::cx::{Cx, Exit, R};
use crate::native::native;
use crate::objects::instance::Instance;
use crate::objects::slice::Indices;
use crate::protocol::sequence::{Subscript, position, subscript};
use crate::protocol::type_name;
use crate::value::Value;

#[cold]
fn bad_key(cx: &mut Cx) -> Exit {
    cx.type_error(format_args!("array indices must be integers"))
}

/// The bytes of the items at some indices.
fn selected(cx: &mut Cx, array: Array, indices: Indices) -> R<Vec<u8>> {
    let size = array.item.size();
    if indices.step == 1 {
        let start = indices.start.max(0) as usize * size;
        return array.storage.part(cx, start..start + indices.count * size);
    }
    let all = array.storage.to_vec(cx)?;
    let mut bytes = Vec::new();
    if bytes.try_reserve_exact(indices.count * size).is_err() {
        return Err(cx.memory_error());
    }
    for index in indices.iter() {
        bytes.extend_from_slice(
            all.get(index * size..(index + 1) * size)
                .unwrap_or_default(),
        );
    }
    Ok(bytes)
}

#[native(ARRAY, "__getitem__(self, key, /)", slot)]
fn getitem(cx: &mut Cx, this: &'static Instance, key: Value) -> R {
    let array = Array::of(cx, this)?;
    match subscript(cx, key)? {
        Some(Subscript::Index(index)) => {
            let length = array.len(cx)?;
            let item = match position(index, length) {
                Some(place) => array.get(cx, place)?,
                None => None,
            };
            match item {
                Some(item) => Ok(item),
                None => Err(cx.index_error(format_args!("array index out of range"))),
            }
        }
        Some(Subscript::Slice(bounds)) => {
            let length = array.len(cx)?;
            let bytes = selected(cx, array, bounds.adjust(length))?;
            array.another(cx, &bytes)
        }
        None => Err(bad_key(cx)),
    }
}

#[cold]
fn no_place(cx: &mut Cx) -> Exit {
    cx.index_error(format_args!("array assignment index out of range"))
}

#[native(ARRAY, "__setitem__(self, key, value, /)", slot)]
fn setitem(cx: &mut Cx, this: &'static Instance, key: Value, value: Value) -> R<()> {
    let array = Array::of(cx, this)?;
    match subscript(cx, key)? {
        Some(Subscript::Index(index)) => {
            let length = array.len(cx)?;
            if position(index, length).is_none() {
                return Err(no_place(cx));
            }
            let bytes = array.item.write(cx, value)?;
            // The value may have run Python code that has made the array shorter.
            let length = array.len(cx)?;
            let Some(place) = position(index, length) else {
                return Err(no_place(cx));
            };
            let size = array.item.size();
            array.storage.overwrite(cx, place * size, &bytes[..size])?;
            Ok(())
        }
        Some(Subscript::Slice(bounds)) => {
            let Some(other) = Array::of_value(cx, value)? else {
                let class = type_name(cx, value)?;
                return Err(cx.type_error(format_args!(
                    "can only assign array (not \"{class}\") to array slice"
                )));
            };
            if other.item.code != array.item.code {
                return Err(cx.type_error(format_args!("bad argument type for built-in operation")));
            }
            let bytes = other.storage.to_vec(cx)?;
            let length = array.len(cx)?;
            set_slice(cx, array, bounds.adjust(length), &bytes)
        }
        None => Err(bad_key(cx)),
    }
}

fn set_slice(cx: &mut Cx, array: Array, indices: Indices, bytes: &[u8]) -> R<()> {
    let size = array.item.size();
    if indices.step == 1 {
        let start = indices.start.max(0) as usize * size;
        let range = start..start + indices.count * size;
        return array.splice(cx, range, bytes);
    }
    let (given, wanted) = (bytes.len() / size, indices.count);
    if given != wanted {
        return Err(cx.value_error(format_args!(
            "attempt to assign array of size {given} to extended slice of size {wanted}"
        )));
    }
    for (index, item) in indices.iter().zip(bytes.chunks(size)) {
        array.storage.overwrite(cx, index * size, item)?;
    }
    Ok(())
}

#[native(ARRAY, "__delitem__(self, key, /)", slot)]
fn delitem(cx: &mut Cx, this: &'static Instance, key: Value) -> R<()> {
    let array = Array::of(cx, this)?;
    let size = array.item.size();
    match subscript(cx, key)? {
        Some(Subscript::Index(index)) => {
            let length = array.len(cx)?;
            match position(index, length) {
                Some(place) => {
                    let range = place * size..(place + 1) * size;
                    array.splice(cx, range, b"")
                }
                None => Err(no_place(cx)),
            }
        }
        Some(Subscript::Slice(bounds)) => {
            let length = array.len(cx)?;
            let indices = bounds.adjust(length).ascending();
            if indices.step == 1 {
                return set_slice(cx, array, indices, b"");
            }
            let all = array.storage.to_vec(cx)?;
            let mut gone = indices.iter().peekable();
            let kept = all.chunks(size).enumerate();
            let kept = kept.filter(|(index, _)| gone.next_if_eq(index).is_none());
            let kept: Vec<u8> = kept.flat_map(|(_, item)| item).copied().collect();
            array.replace_all(cx, &kept)
        }
        None => Err(bad_key(cx)),
    }
}
