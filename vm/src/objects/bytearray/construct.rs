//! `bytearray(...)`, copies, and what pickles need.

use super::base::{BYTEARRAY, ByteArray, new as new_bytearray};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::{Kwargs, native};
use crate::objects::bytes::construct::{encoded, from_iterable, zeros};
use crate::objects::bytes::shared::hex;
use crate::objects::instance::Instance;
use crate::objects::reduce;
use crate::objects::str::Str;
use crate::objects::type_object::Type;
use crate::protocol::{buffer, call_values, class_of};
use crate::value::Value;

#[native(BYTEARRAY, "__new__(cls, /, *args, **kwargs)", new, opaque)]
fn new(cx: &mut Cx, cls: &'static Type, _args: &[Value], _kwargs: Kwargs<'_>) -> R {
    let bytes = new_bytearray(cx, b"")?;
    if BYTEARRAY.is(cls) {
        return Ok(bytes.value());
    }
    let instance = Instance::new(cx, cls)?;
    instance.set(cx, 0, bytes.value())?;
    Ok(instance.value())
}

#[native(
    BYTEARRAY,
    "__init__(self, source=b'', encoding='utf-8', errors='strict')",
    slot,
    opaque
)]
fn init(
    cx: &mut Cx,
    this: &'static ByteArray,
    source: Option<Value>,
    encoding: Option<&'static Str>,
    errors: Option<&'static Str>,
) -> R<()> {
    if this.len(cx)? > 0 {
        this.replace_all(cx, b"")?;
    }
    let bytes = match encoded(cx, source, encoding, errors)? {
        Some(bytes) => buffer::required(cx, bytes)?.into_owned(),
        None => match source {
            None => return Ok(()),
            Some(source) => match from_object(cx, source)? {
                Source::Zeros(count) => return this.replace_by_zeros(cx, count),
                Source::Bytes(bytes) => bytes,
            },
        },
    };
    this.replace_all(cx, &bytes)
}

/// What a new content is made of.
enum Source {
    /// So many zeros.
    Zeros(usize),
    Bytes(Vec<u8>),
}

fn from_object(cx: &mut Cx, source: Value) -> R<Source> {
    if cx.payload::<Str>(source)?.is_some() {
        return Err(cx.type_error(format_args!("string argument without an encoding")));
    }
    if let Some(count) = zeros(cx, source)? {
        return Ok(Source::Zeros(count));
    }
    Ok(Source::Bytes(match buffer::flattened(cx, source)? {
        Some(bytes) => bytes.into_owned(),
        None => from_iterable(cx, source, "bytearray")?,
    }))
}

/// Create a bytearray object from a string of hexadecimal numbers.
///
/// Spaces between two numbers are accepted.
/// Example:
///     bytearray.fromhex('B9 01EF') -> bytearray(b'\\xb9\\x01\\xef')
#[native(BYTEARRAY, "fromhex(type, string, /)", classmethod)]
fn fromhex(cx: &mut Cx, class: &'static Type, string: Value) -> R {
    let bytes = hex::from_hex(cx, string)?;
    let bytes = new_bytearray(cx, &bytes)?.value();
    match BYTEARRAY.is(class) {
        true => Ok(bytes),
        false => call_values(cx, class.value(), &[bytes]),
    }
}

/// Return a copy of B.
#[native(BYTEARRAY, "copy(self, /)", effect = reads)]
fn copy(cx: &mut Cx, this: &'static ByteArray) -> R<&'static ByteArray> {
    let bytes = this.to_vec(cx)?;
    new_bytearray(cx, &bytes)
}

/// What makes the object again: its bytes as a Latin-1 string before protocol 3.
fn reduced(cx: &mut Cx, this: Value, protocol: i64) -> R {
    let bytes = buffer::required(cx, this)?;
    let arguments = match protocol {
        ..3 if bytes.is_empty() => cx.tuple(&[])?,
        ..3 => {
            let text = crate::objects::str::from_text(cx, tython_text::Text::One(&bytes))?;
            let encoding = cx.str("latin-1")?;
            cx.tuple(&[text.value(), encoding])?
        }
        _ => {
            let bytes = crate::objects::bytes::new(cx, &bytes)?;
            cx.tuple(&[bytes])?
        }
    };
    let state = reduce::state(cx, this)?;
    cx.tuple(&[class_of(this).value(), arguments, state])
}

/// Return state information for pickling.
#[native(BYTEARRAY, "__reduce__(self, /)")]
fn dunder_reduce(cx: &mut Cx, this: Value) -> R {
    reduced(cx, this, 2)
}

/// Return state information for pickling.
#[native(BYTEARRAY, "__reduce_ex__(self, proto=0, /)")]
fn dunder_reduce_ex(cx: &mut Cx, this: Value, proto: i64) -> R {
    reduced(cx, this, proto)
}
