//! `str(...)`, and what makes a string again when it was pickled.

use super::base::{STR, Str, empty, from_text};
use crate::cx::{Cx, R};
use crate::heap::{HeapType, parts};
use crate::native::native;
use crate::objects::instance::Instance;
use crate::objects::type_object::Type;
use crate::protocol::{buffer, codec, type_name};
use crate::value::Value;

#[native(
    STR,
    "__new__(cls, object='', encoding='utf-8', errors='strict')",
    new,
    opaque
)]
fn new(
    cx: &mut Cx,
    cls: &'static Type,
    object: Option<Value>,
    encoding: Option<&'static Str>,
    errors: Option<&'static Str>,
) -> R {
    let text = match object {
        None => empty(cx).value(),
        Some(object) if encoding.is_none() && errors.is_none() => crate::protocol::str(cx, object)?,
        Some(object) => decode(cx, object, encoding, errors)?.value(),
    };
    if STR.is(cls) {
        return Ok(text);
    }
    let exact = cx.payload::<Str>(text)?.map_or(text, HeapType::value);
    let instance = Instance::new(cx, cls)?;
    instance.set(cx, 0, exact)?;
    Ok(instance.value())
}

fn decode(
    cx: &mut Cx,
    object: Value,
    encoding: Option<&'static Str>,
    errors: Option<&'static Str>,
) -> R<&'static Str> {
    if let Some(bytes) = buffer::contents(cx, object)? {
        return codec::decode(cx, bytes, encoding, errors);
    }
    if cx.payload::<Str>(object)?.is_some() {
        return Err(cx.type_error(format_args!("decoding str is not supported")));
    }
    let class = type_name(cx, object)?;
    Err(cx.type_error(format_args!(
        "decoding to str: need a bytes-like object, {class} found"
    )))
}

#[native(STR, "__getnewargs__(self, /)", effect = pure)]
fn getnewargs(cx: &mut Cx, this: &'static Str) -> R {
    // A copy: pickles of a subclass would go round in circles.
    let copy = from_text(cx, this.text())?;
    cx.tuple(&[copy.value()])
}

/// Return the size of the string in memory, in bytes.
#[native(STR, "__sizeof__(self, /)", effect = reads)]
fn sizeof(cx: &mut Cx, this: Value) -> R<usize> {
    parts::size_of(cx, this)
}
