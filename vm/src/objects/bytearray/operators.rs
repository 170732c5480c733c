//! Operators and what containers have, of what does not change the object.

use super::base::{BYTEARRAY, ByteArray, new};
use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::{HeapType, layout, parts};
use crate::native::native;
use crate::objects::bytes::shared::{ByteString, find, operators};
use crate::objects::iterators::{self, Iterator, builtin, restored_index};
use crate::objects::str::{Str, checked, made};
use crate::protocol::sequence::{Subscript, position, subscript};
use crate::protocol::{Compare, buffer, type_name};
use crate::types::TypeDef;
use crate::value::Value;
use std::borrow::Cow;
use tython_text::bytes as algorithms;

impl ByteString for ByteArray {
    const NAME: &'static str = "bytearray";

    fn contents(&'static self, cx: &mut Cx) -> R<Cow<'static, [u8]>> {
        Ok(Cow::Owned(self.to_vec(cx)?))
    }

    fn look<V>(&'static self, cx: &mut Cx, look: impl FnOnce(&[u8]) -> V) -> R<V> {
        ByteArray::look(self, cx, look)
    }

    fn too_often(cx: &mut Cx) -> Exit {
        cx.memory_error()
    }

    fn make(cx: &mut Cx, contents: &[u8]) -> R {
        Ok(new(cx, contents)?.value())
    }

    fn unchanged(&'static self, cx: &mut Cx, contents: &[u8]) -> R {
        Self::make(cx, contents)
    }

    fn pin(&'static self, cx: &mut Cx, change: i64) -> R<()> {
        self.hold(cx, change)
    }
}

#[native(BYTEARRAY, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: Value) -> R<&'static Str> {
    let class = type_name(cx, this)?;
    let bytes = buffer::required(cx, this)?;
    let text = algorithms::repr_bytearray(&class, &bytes);
    made(cx, text, "bytearray object is too large to make repr")
}

#[native(BYTEARRAY, "__str__(self, /)", slot)]
fn str(cx: &mut Cx, this: Value) -> R<&'static Str> {
    operators::suspicious_str::<ByteArray>(cx)?;
    repr(cx, this)
}

#[native(BYTEARRAY, "__len__(self, /)", slot, effect = reads)]
fn len(cx: &mut Cx, this: &'static ByteArray) -> R<usize> {
    this.len(cx)
}

fn compare(cx: &mut Cx, this: &'static ByteArray, value: Value, op: Compare) -> R {
    operators::compare(cx, this, value, op)
}

crate::comparisons!(BYTEARRAY, ByteArray, compare);

#[native(BYTEARRAY, "__add__(self, value, /)", slot)]
fn add(cx: &mut Cx, this: &'static ByteArray, value: Value) -> R {
    operators::add(cx, this, value)
}

#[native(BYTEARRAY, "__mul__(self, value, /)", slot)]
fn mul(cx: &mut Cx, this: &'static ByteArray, value: Value) -> R {
    operators::mul(cx, this, value)
}

#[native(BYTEARRAY, "__rmul__(self, value, /)", slot)]
fn rmul(cx: &mut Cx, this: &'static ByteArray, value: Value) -> R {
    operators::mul(cx, this, value)
}

#[native(BYTEARRAY, "__mod__(self, value, /)", slot)]
fn modulo(cx: &mut Cx, this: &'static ByteArray, value: Value) -> R {
    operators::modulo(cx, this, value)
}

#[native(BYTEARRAY, "__rmod__(self, value, /)", slot)]
fn reflected_modulo(cx: &mut Cx, this: Value, value: Value) -> R {
    match cx.payload::<ByteArray>(value)? {
        Some(template) => operators::modulo(cx, template, this),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

#[native(BYTEARRAY, "__contains__(self, key, /)", slot)]
fn contains(cx: &mut Cx, this: &'static ByteArray, key: Value) -> R<bool> {
    find::contains(cx, this, key)
}

/// `bytearray[key]`
///
/// # Errors
/// IndexError, TypeError, MemoryError, what the key's `__index__` raises, and when the transaction has to be rolled back.
#[native(BYTEARRAY, "__getitem__(self, key, /)", slot)]
pub(crate) fn get_item(cx: &mut Cx, this: &'static ByteArray, key: Value) -> R {
    match subscript(cx, key)? {
        Some(Subscript::Index(index)) => {
            let length = this.len(cx)?;
            let byte = match position(index, length) {
                Some(place) => this.get(cx, place)?,
                None => None,
            };
            match byte {
                Some(byte) => Ok(Value::index(usize::from(byte))),
                None => Err(cx.index_error(format_args!("bytearray index out of range"))),
            }
        }
        Some(Subscript::Slice(bounds)) => {
            let length = this.len(cx)?;
            let slice: tython_text::bounds::Slice = bounds.adjust(length).into();
            let part = match slice.consecutive() {
                Some(range) => this.part(cx, range)?,
                None => {
                    let bytes = this.to_vec(cx)?;
                    checked(cx, algorithms::slice(&bytes, slice), "bytes are too long")?
                }
            };
            ByteArray::make(cx, &part)
        }
        None => {
            let class = type_name(cx, key)?;
            Err(cx.type_error(format_args!(
                "bytearray indices must be integers or slices, not {class}"
            )))
        }
    }
}

builtin_type! {
    /// The class of iterators over bytearrays.
    static BYTEARRAY_ITERATOR = TypeDef {
        name: "bytearray_iterator",
        layout: Some(layout::ITERATOR),
        ..TypeDef::NEW
    };
}

crate::iterator_class!(BYTEARRAY_ITERATOR);

#[native(BYTEARRAY, "__iter__(self, /)", slot)]
fn iter(cx: &mut Cx, this: &'static ByteArray) -> R<&'static Iterator> {
    iterators::new(
        cx,
        &BYTEARRAY_ITERATOR,
        step,
        this.value(),
        Value::index(0),
        Value::NONE,
    )
}

/// The byte at the position, which then moves on.
fn step(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let source = cx.load(iterator, &iterator.source)?;
    let Some(array) = source.cast::<ByteArray>() else {
        return Ok(Value::UNBOUND);
    };
    let position = cx
        .load(iterator, &iterator.position)?
        .as_small_int()
        .unwrap_or(0) as usize;
    match array.get(cx, position)? {
        Some(byte) => {
            cx.store(iterator, &iterator.position, Value::index(position + 1))?;
            Ok(Value::index(usize::from(byte)))
        }
        None => iterator.finish(cx),
    }
}

/// The array and the position; `None` at the end.
fn state(cx: &mut Cx, iterator: &'static Iterator) -> R<Option<(&'static ByteArray, i64)>> {
    let (source, position) = cx.view(iterator, || {
        (iterator.source.peek(), iterator.position.peek())
    })?;
    Ok(source.cast::<ByteArray>().zip(position.as_small_int()))
}

/// Private method returning an estimate of len(list(it)).
#[native(BYTEARRAY_ITERATOR, "__length_hint__(self, /)", effect = reads)]
fn length_hint(cx: &mut Cx, this: &'static Iterator) -> R<usize> {
    match state(cx, this)? {
        Some((array, index)) => Ok(array.len(cx)?.saturating_sub(index as usize)),
        None => Ok(0),
    }
}

/// Return state information for pickling.
#[native(BYTEARRAY_ITERATOR, "__reduce__(self, /)")]
fn reduce(cx: &mut Cx, this: &'static Iterator) -> R {
    let iter = builtin(cx, "iter")?;
    match state(cx, this)? {
        Some((array, index)) => {
            let args = cx.tuple(&[array.value()])?;
            let index = cx.int(index)?;
            cx.tuple(&[iter, args, index])
        }
        None => {
            let empty = cx.tuple(&[])?;
            let args = cx.tuple(&[empty])?;
            cx.tuple(&[iter, args])
        }
    }
}

/// Set state information for unpickling.
#[native(BYTEARRAY_ITERATOR, "__setstate__(self, state, /)", effect = writes)]
fn setstate(cx: &mut Cx, this: &'static Iterator, state: isize) -> R<()> {
    if let Some((array, _)) = self::state(cx, this)? {
        let length = array.len(cx)? as isize;
        restored_index(cx, this, state.clamp(0, length))?;
    }
    Ok(())
}

#[native(BYTEARRAY, "__sizeof__(self, /)", effect = reads)]
fn sizeof(cx: &mut Cx, this: Value) -> R<usize> {
    parts::size_of(cx, this)
}

/// B.__alloc__() -> int
///
/// Return the number of bytes actually allocated.
#[native(BYTEARRAY, "__alloc__(self, /)", effect = reads)]
fn alloc(cx: &mut Cx, this: &'static ByteArray) -> R<usize> {
    // CPython's has a null byte at the end.
    Ok(match this.capacity(cx)? {
        0 => 0,
        capacity => capacity + 1,
    })
}
