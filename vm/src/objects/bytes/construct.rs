//! `bytes(...)`, and how any object becomes bytes.

use super::base::{BYTES, Bytes, new as new_bytes};
use super::shared::find::byte;
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::objects::exception::classes::TYPE_ERROR;
use crate::objects::instance::Instance;
use crate::objects::int::to_int;
use crate::objects::str::Str;
use crate::objects::type_object::Type;
use crate::protocol::{self, attribute, buffer, class_of, codec, is_instance, number, type_name};
use crate::value::Value;

/// The first argument, encoded if it is a string with an encoding; `None` if it is neither.
///
/// # Errors
/// TypeError if the arguments do not fit each other, and as `str.encode`.
pub(crate) fn encoded(
    cx: &mut Cx,
    source: Option<Value>,
    encoding: Option<&'static Str>,
    errors: Option<&'static Str>,
) -> R<Option<Value>> {
    let Some(source) = source else {
        return match (encoding, errors) {
            (None, None) => Ok(None),
            (Some(_), _) => Err(cx.type_error(format_args!("encoding without a string argument"))),
            _ => Err(cx.type_error(format_args!("errors without a string argument"))),
        };
    };
    match (cx.payload::<Str>(source)?, encoding, errors) {
        (Some(text), Some(_), _) => codec::encode(cx, text, encoding, errors).map(Some),
        (Some(_), None, Some(_)) => {
            Err(cx.type_error(format_args!("string argument without an encoding")))
        }
        (None, Some(_), _) => {
            Err(cx.type_error(format_args!("encoding without a string argument")))
        }
        (None, None, Some(_)) => {
            Err(cx.type_error(format_args!("errors without a string argument")))
        }
        (_, None, None) => Ok(None),
    }
}

/// The number of zero bytes that an integer asks for; `None` if the value is none, or says so by a
/// TypeError.
///
/// # Errors
/// ValueError if it is negative, OverflowError if it is too large, and what `__index__` raises.
pub(crate) fn zeros(cx: &mut Cx, source: Value) -> R<Option<usize>> {
    let name = name!(cx, "__index__")?;
    if !source.is_small_int() && class_of(source).lookup(cx, name)?.is_none() {
        return Ok(None);
    }
    let index = match number::index(cx, source) {
        Ok(index) => index,
        Err(Exit::Raise) => {
            let exception = cx.exception;
            if !is_instance(cx, exception, &TYPE_ERROR)? {
                return Err(Exit::Raise);
            }
            cx.take_exception();
            return Ok(None);
        }
        Err(exit) => return Err(exit),
    };
    match to_int(index).and_then(|int| int.to_i64()) {
        Some(count) => match usize::try_from(count) {
            Ok(count) => Ok(Some(count)),
            Err(_) => Err(cx.value_error(format_args!("negative count"))),
        },
        None => {
            let class = type_name(cx, source)?;
            Err(cx.overflow_error(format_args!(
                "cannot fit '{class}' into an index-sized integer"
            )))
        }
    }
}

/// A vector of zeros.
///
/// # Errors
/// MemoryError.
pub(crate) fn zeroed(cx: &mut Cx, count: usize) -> R<Vec<u8>> {
    let mut bytes = Vec::new();
    if bytes.try_reserve_exact(count).is_err() {
        return Err(cx.memory_error());
    }
    bytes.resize(count, 0);
    Ok(bytes)
}

/// The bytes whose numbers an iterable gives.
///
/// # Errors
/// TypeError if it cannot be iterated over, ValueError if an item is no byte, and what the iteration
/// raises.
pub(crate) fn from_iterable(cx: &mut Cx, source: Value, class: &str) -> R<Vec<u8>> {
    let message = match class {
        "bytes" => "bytes must be in range(0, 256)",
        _ => "byte must be in range(0, 256)",
    };
    let name = name!(cx, "__iter__")?;
    let items = name!(cx, "__getitem__")?;
    if cx.payload::<Str>(source)?.is_some()
        || class_of(source).lookup(cx, name)?.is_none()
            && class_of(source).lookup(cx, items)?.is_none()
    {
        let given = type_name(cx, source)?;
        return Err(cx.type_error(format_args!("cannot convert '{given}' object to {class}")));
    }
    let iterator = protocol::iter(cx, source)?;
    let mut bytes = Vec::new();
    while let Some(item) = protocol::next(cx, iterator)? {
        bytes.push(byte(cx, item, message)?);
    }
    Ok(bytes)
}

#[native(
    BYTES,
    "__new__(cls, source=b'', encoding='utf-8', errors='strict')",
    new,
    opaque
)]
fn new(
    cx: &mut Cx,
    cls: &'static Type,
    source: Option<Value>,
    encoding: Option<&'static Str>,
    errors: Option<&'static Str>,
) -> R {
    let bytes = match encoded(cx, source, encoding, errors)? {
        Some(bytes) => bytes,
        None => match source {
            None => new_bytes(cx, b"")?,
            Some(source) => from_object(cx, source)?,
        },
    };
    if BYTES.is(cls) {
        return Ok(bytes);
    }
    let exact = cx.payload::<Bytes>(bytes)?.map_or(bytes, HeapType::value);
    let instance = Instance::new(cx, cls)?;
    instance.set(cx, 0, exact)?;
    Ok(instance.value())
}

/// `bytes(source)`
fn from_object(cx: &mut Cx, source: Value) -> R {
    let name = name!(cx, "__bytes__")?;
    if !source.is::<Bytes>()
        && let Some(bytes) = attribute::call_special(cx, source, name, &[])?
    {
        if cx.payload::<Bytes>(bytes)?.is_some() {
            return Ok(bytes);
        }
        let class = type_name(cx, bytes)?;
        return Err(cx.type_error(format_args!("__bytes__ returned non-bytes (type {class})")));
    }
    if source.is::<Bytes>() {
        return Ok(source);
    }
    if cx.payload::<Str>(source)?.is_some() {
        return Err(cx.type_error(format_args!("string argument without an encoding")));
    }
    if let Some(count) = zeros(cx, source)? {
        let bytes = zeroed(cx, count)?;
        return new_bytes(cx, &bytes);
    }
    let bytes = match buffer::flattened(cx, source)? {
        Some(bytes) => bytes,
        None => from_iterable(cx, source, "bytes")?.into(),
    };
    new_bytes(cx, &bytes)
}

/// Convert this value to exact type bytes.
#[native(BYTES, "__bytes__(self, /)", effect = pure)]
fn dunder_bytes(_: &mut Cx, this: &'static Bytes) -> &'static Bytes {
    this
}

#[native(BYTES, "__getnewargs__(self, /)", effect = pure)]
fn getnewargs(cx: &mut Cx, this: &'static Bytes) -> R {
    cx.tuple(&[this.value()])
}
