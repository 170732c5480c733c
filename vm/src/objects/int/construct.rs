//! `int(...)` and `int.from_bytes`.

use super::base::{INT, from_int};
use super::long;
use super::operand::exact;
use super::text::digit_limit;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::construct::from_iterable;
use crate::objects::bytes::{self, Bytes};
use crate::objects::instance::Instance;
use crate::objects::number_text::{literal, shown};
use crate::objects::str::{self, Str};
use crate::objects::type_object::Type;
use crate::protocol::{attribute, buffer, call_values, class_of, number, type_name};
use crate::value::Value;
use std::borrow::Cow;
use tython_num::Int;
use tython_num::int::{self, ByteOrder, ParseIntError};

#[native(INT, "__new__(cls, x=0, /, base=10)", new, opaque)]
fn new(cx: &mut Cx, cls: &'static Type, x: Option<Value>, base: Option<Value>) -> R {
    let number = match (x, base) {
        (None, None) => Value::index(0),
        (None, Some(_)) => {
            return Err(cx.type_error(format_args!("int() missing string argument")));
        }
        (Some(x), None) => of_object(cx, x)?,
        (Some(x), Some(base)) => with_base(cx, x, base)?,
    };
    if INT.is(cls) {
        return Ok(number);
    }
    let instance = Instance::new(cx, cls)?;
    instance.set(cx, 0, number)?;
    Ok(instance.value())
}

/// `int(x)`.
fn of_object(cx: &mut Cx, x: Value) -> R {
    if x.is_small_int() {
        return Ok(x);
    }
    let class = class_of(x);
    let (int, index) = (name!(cx, "__int__")?, name!(cx, "__index__")?);
    if class.lookup(cx, int)?.is_some() || class.lookup(cx, index)?.is_some() {
        return number::truncated(cx, x);
    }
    match parse(cx, x, 10)? {
        Some(number) => Ok(number),
        None => {
            let class = type_name(cx, x)?;
            Err(cx.type_error(format_args!(
                "int() argument must be a string, a bytes-like object or a real number, not '{class}'"
            )))
        }
    }
}

/// `int(x, base)`.
fn with_base(cx: &mut Cx, x: Value, base: Value) -> R {
    let base = number::index(cx, base)?;
    let base = super::to_int(base).map_or(Err(tython_num::Error::value("")), |base| {
        int::check_base(&base.to_int())
    });
    let base = base.map_err(|error| cx.number_error(error))?;
    let has_text = cx.payload::<Str>(x)?.is_some()
        || cx.payload::<Bytes>(x)?.is_some()
        || cx.payload::<ByteArray>(x)?.is_some();
    if has_text && let Some(number) = parse(cx, x, base)? {
        return Ok(number);
    }
    Err(cx.type_error(format_args!(
        "int() can't convert non-string with explicit base"
    )))
}

/// The number that a string or bytes spell; `None` of what is neither.
fn parse(cx: &mut Cx, x: Value, base: u32) -> R<Option<Value>> {
    let Some(text) = literal(cx, x)? else {
        return Ok(None);
    };
    let limit = digit_limit(cx);
    match long::parse(cx, &text, base, limit)? {
        Ok(number) => from_int(cx, number).map(Some),
        Err(ParseIntError::Refused(error)) => Err(cx.number_error(error)),
        Err(error @ ParseIntError::Invalid) => {
            let spelled = match cx.payload::<Str>(x)? {
                Some(string) => string.value(),
                None => bytes::new(cx, &text)?,
            };
            let spelled = shown(cx, spelled)?;
            Err(cx.number_error(error.into_error(base, &spelled)))
        }
    }
}

/// The byte order that an argument names.
pub(super) fn byte_order(cx: &mut Cx, name: Option<&'static Str>) -> R<ByteOrder> {
    match name {
        None => Ok(ByteOrder::Big),
        Some(name) => {
            let name = str::to_string(name.value());
            ByteOrder::from_name(&name).map_err(|error| cx.number_error(error))
        }
    }
}

/// The bytes of an object, as `bytes(object)` has them, save that numbers have none.
fn content_of(cx: &mut Cx, object: Value) -> R<Cow<'static, [u8]>> {
    let name = name!(cx, "__bytes__")?;
    if !object.is::<Bytes>()
        && let Some(made) = attribute::call_special(cx, object, name, &[])?
    {
        return match cx.payload::<Bytes>(made)? {
            Some(bytes) => Ok(Cow::Borrowed(bytes.as_slice())),
            None => {
                let class = type_name(cx, made)?;
                Err(cx.type_error(format_args!("__bytes__ returned non-bytes (type {class})")))
            }
        };
    }
    match buffer::contents(cx, object)? {
        Some(content) => Ok(content),
        None => from_iterable(cx, object, "bytes").map(Cow::Owned),
    }
}

/// Return the integer represented by the given array of bytes.
///
///   bytes
///     Holds the array of bytes to convert.  The argument must either
///     support the buffer protocol or be an iterable object producing
///     bytes.  Bytes and bytearray are examples of built-in objects that
///     support the buffer protocol.
///   byteorder
///     The byte order used to represent the integer.  If byteorder is 'big',
///     the most significant byte is at the beginning of the byte array.  If
///     byteorder is 'little', the most significant byte is at the end of the
///     byte array.  To request the native byte order of the host system, use
///     sys.byteorder as the byte order value.  Default is to use 'big'.
///   signed
///     Indicates whether two's complement is used to represent the integer.
#[native(
    INT,
    "from_bytes(type, /, bytes, byteorder='big', *, signed=False)",
    classmethod
)]
fn from_bytes(
    cx: &mut Cx,
    cls: &'static Type,
    bytes: Value,
    byteorder: Option<&'static Str>,
    signed: bool,
) -> R {
    let order = byte_order(cx, byteorder)?;
    let content = content_of(cx, bytes)?;
    let number = int::from_bytes(&content, order, signed);
    let number: Int = number.map_err(|error| cx.number_error(error))?;
    let number = from_int(cx, number)?;
    if INT.is(cls) {
        return Ok(number);
    }
    call_values(cx, cls.value(), &[number])
}

#[native(INT, "__getnewargs__(self, /)", effect = pure)]
fn getnewargs(cx: &mut Cx, this: Value) -> R {
    let number = exact(cx, this)?;
    cx.tuple(&[number])
}
