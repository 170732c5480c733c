//! Operators and what containers have: `+`, `*`, `%`, comparison, `in`, `len`, subscripts, `hash`, `repr`.

use super::base::{BYTES, Bytes, joined, new};
use super::shared::{ByteString, find, hex, operators};
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::objects::slice::Unpacked;
use crate::objects::str::{Str, checked, made};
use crate::objects::type_object::Type;
use crate::protocol::sequence::{Subscript, position, subscript};
use crate::protocol::{Compare, call_values, type_name};
use crate::value::Value;
use std::borrow::Cow;
use tython_text::bytes as algorithms;

impl ByteString for Bytes {
    const NAME: &'static str = "bytes";

    fn contents(&'static self, _: &mut Cx) -> R<Cow<'static, [u8]>> {
        Ok(Cow::Borrowed(self.as_slice()))
    }

    fn too_often(cx: &mut Cx) -> Exit {
        cx.overflow_error(format_args!("repeated bytes are too long"))
    }

    fn make(cx: &mut Cx, contents: &[u8]) -> R {
        new(cx, contents)
    }

    fn join(cx: &mut Cx, first: &[u8], second: &[u8]) -> R {
        joined(cx, first, second)
    }

    fn unchanged(&'static self, _: &mut Cx, _: &[u8]) -> R {
        Ok(self.value())
    }

    fn pin(&'static self, _: &mut Cx, _: i64) -> R<()> {
        Ok(())
    }
}

#[native(BYTES, "__repr__(self, /)", slot, effect = pure)]
fn repr(cx: &mut Cx, this: &'static Bytes) -> R<&'static Str> {
    made(
        cx,
        algorithms::repr(this.as_slice()),
        "bytes object is too large to make repr",
    )
}

#[native(BYTES, "__str__(self, /)", slot)]
fn str(cx: &mut Cx, this: &'static Bytes) -> R<&'static Str> {
    operators::suspicious_str::<Bytes>(cx)?;
    repr(cx, this)
}

#[native(BYTES, "__hash__(self, /)", slot, effect = pure)]
fn hash(_: &mut Cx, this: &'static Bytes) -> i64 {
    this.hash()
}

#[native(BYTES, "__len__(self, /)", slot, effect = pure)]
fn len(_: &mut Cx, this: &'static Bytes) -> usize {
    this.as_slice().len()
}

fn compare(cx: &mut Cx, this: &'static Bytes, value: Value, op: Compare) -> R {
    match cx.payload::<Bytes>(value)? {
        Some(other) => Ok(Value::bool(op.holds(this.as_slice().cmp(other.as_slice())))),
        None => operators::not_comparable::<Bytes>(cx, value, op),
    }
}

crate::comparisons!(BYTES, Bytes, compare);

#[native(BYTES, "__add__(self, value, /)", slot)]
fn add(cx: &mut Cx, this: &'static Bytes, value: Value) -> R {
    operators::add(cx, this, value)
}

#[native(BYTES, "__mul__(self, value, /)", slot)]
fn mul(cx: &mut Cx, this: &'static Bytes, value: Value) -> R {
    operators::mul(cx, this, value)
}

#[native(BYTES, "__rmul__(self, value, /)", slot)]
fn rmul(cx: &mut Cx, this: &'static Bytes, value: Value) -> R {
    operators::mul(cx, this, value)
}

#[native(BYTES, "__mod__(self, value, /)", slot)]
fn modulo(cx: &mut Cx, this: &'static Bytes, value: Value) -> R {
    operators::modulo(cx, this, value)
}

#[native(BYTES, "__rmod__(self, value, /)", slot)]
fn reflected_modulo(cx: &mut Cx, this: Value, value: Value) -> R {
    match cx.payload::<Bytes>(value)? {
        Some(template) => operators::modulo(cx, template, this),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

#[native(BYTES, "__contains__(self, key, /)", slot)]
fn contains(cx: &mut Cx, this: &'static Bytes, key: Value) -> R<bool> {
    find::contains(cx, this, key)
}

/// `bytes[start:stop:step]`
///
/// # Errors
/// MemoryError.
pub(crate) fn get_slice(cx: &mut Cx, this: &'static Bytes, bounds: Unpacked) -> R {
    let bytes = this.as_slice();
    let slice: tython_text::bounds::Slice = bounds.adjust(bytes.len()).into();
    match slice.consecutive() {
        Some(range) if range.len() == bytes.len() => Ok(this.value()),
        Some(range) => new(cx, &bytes[range]),
        None => {
            let part = checked(cx, algorithms::slice(bytes, slice), "bytes are too long")?;
            new(cx, &part)
        }
    }
}

/// `bytes[key]`
///
/// # Errors
/// IndexError, TypeError, MemoryError, and what the key's `__index__` raises.
#[native(BYTES, "__getitem__(self, key, /)", slot)]
pub(crate) fn get_item(cx: &mut Cx, this: &'static Bytes, key: Value) -> R {
    let bytes = this.as_slice();
    match subscript(cx, key)? {
        Some(Subscript::Index(index)) => match position(index, bytes.len()) {
            Some(place) => Ok(Value::index(usize::from(bytes[place]))),
            None => Err(cx.index_error(format_args!("index out of range"))),
        },
        Some(Subscript::Slice(bounds)) => get_slice(cx, this, bounds),
        None => {
            let class = type_name(cx, key)?;
            Err(cx.type_error(format_args!(
                "byte indices must be integers or slices, not {class}"
            )))
        }
    }
}

/// Create a bytes object from a string of hexadecimal numbers.
///
/// Spaces between two numbers are accepted.
/// Example: bytes.fromhex('B9 01EF') -> b'\\xb9\\x01\\xef'.
#[native(BYTES, "fromhex(type, string, /)", classmethod)]
fn fromhex(cx: &mut Cx, class: &'static Type, string: Value) -> R {
    let bytes = hex::from_hex(cx, string)?;
    let bytes = new(cx, &bytes)?;
    match BYTES.is(class) {
        true => Ok(bytes),
        false => call_values(cx, class.value(), &[bytes]),
    }
}
