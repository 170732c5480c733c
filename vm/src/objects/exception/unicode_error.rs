//! UnicodeEncodeError, UnicodeDecodeError, UnicodeTranslateError: what a codec could not do, and where.

use super::base::{refuse_keywords, set_args};
use super::classes::{UNICODE_DECODE_ERROR, UNICODE_ENCODE_ERROR, UNICODE_TRANSLATE_ERROR};
use super::fields;
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::native::{Kwargs, native};
use crate::objects::bytes::{self, Bytes};
use crate::objects::instance::Instance;
use crate::objects::int::to_int;
use crate::objects::str::{self, Str};
use crate::protocol::{self, buffer, class_of, number, type_name};
use crate::value::Value;

fn count(cx: &mut Cx, args: &[Value], expected: usize) -> R<()> {
    if args.len() == expected {
        return Ok(());
    }
    let given = args.len();
    Err(cx.type_error(format_args!(
        "function takes exactly {expected} arguments ({given} given)"
    )))
}

fn text_argument(cx: &mut Cx, args: &[Value], index: usize) -> R {
    let value = args[index];
    if cx.payload::<Str>(value)?.is_some() {
        return Ok(value);
    }
    let (place, class) = (index + 1, type_name(cx, value)?);
    Err(cx.type_error(format_args!("argument {place} must be str, not {class}")))
}

/// An integer of 64 bits.
fn position_argument(cx: &mut Cx, value: Value) -> R {
    let position = number::index(cx, value)?;
    match to_int(position).and_then(|int| int.to_i64()) {
        Some(_) => Ok(position),
        None => {
            Err(cx.overflow_error(format_args!("Python int too large to convert to C ssize_t")))
        }
    }
}

fn store(cx: &mut Cx, exception: &'static Instance, values: [Value; 5]) -> R<()> {
    for (index, value) in values.into_iter().enumerate() {
        exception.set(cx, fields::UNICODE_ENCODING + index, value)?;
    }
    Ok(())
}

/// The fields of a UnicodeEncodeError from its arguments.
///
/// # Errors
/// TypeError if they do not fit.
pub(super) fn fill_encode(cx: &mut Cx, exception: &'static Instance, args: &[Value]) -> R<()> {
    count(cx, args, 5)?;
    let encoding = text_argument(cx, args, 0)?;
    let object = text_argument(cx, args, 1)?;
    let start = position_argument(cx, args[2])?;
    let end = position_argument(cx, args[3])?;
    let reason = text_argument(cx, args, 4)?;
    store(cx, exception, [encoding, object, start, end, reason])
}

/// The fields of a UnicodeDecodeError from its arguments.
///
/// # Errors
/// TypeError if they do not fit.
pub(super) fn fill_decode(cx: &mut Cx, exception: &'static Instance, args: &[Value]) -> R<()> {
    count(cx, args, 5)?;
    let encoding = text_argument(cx, args, 0)?;
    let start = position_argument(cx, args[2])?;
    let end = position_argument(cx, args[3])?;
    let reason = text_argument(cx, args, 4)?;
    let object = if cx.payload::<Bytes>(args[1])?.is_some() {
        args[1]
    } else {
        let content = buffer::required(cx, args[1])?;
        bytes::new(cx, &content)?
    };
    store(cx, exception, [encoding, object, start, end, reason])
}

/// The fields of a UnicodeTranslateError from its arguments.
///
/// # Errors
/// TypeError if they do not fit.
pub(super) fn fill_translate(cx: &mut Cx, exception: &'static Instance, args: &[Value]) -> R<()> {
    count(cx, args, 4)?;
    let object = text_argument(cx, args, 0)?;
    let start = position_argument(cx, args[1])?;
    let end = position_argument(cx, args[2])?;
    let reason = text_argument(cx, args, 3)?;
    store(cx, exception, [Value::UNBOUND, object, start, end, reason])
}

macro_rules! initialisers {
    ($($class:ident $fill:ident;)*) => {
        $(
            const _: () = {
                #[native($class, "__init__(self, /, *args, **kwargs)", slot)]
                fn init(
                    cx: &mut Cx,
                    this: &'static Instance,
                    args: &[Value],
                    kwargs: Kwargs<'_>,
                ) -> R<()> {
                    refuse_keywords(cx, class_of(this.value()), kwargs)?;
                    set_args(cx, this, args)?;
                    $fill(cx, this, args)
                }

                #[native($class, "start", getter, effect = reads)]
                fn start(cx: &mut Cx, this: &'static Instance) -> R {
                    position(cx, this, fields::UNICODE_START)
                }

                #[native($class, "start", setter)]
                fn set_start(cx: &mut Cx, this: &'static Instance, value: Value) -> R<()> {
                    set_position(cx, this, fields::UNICODE_START, value)
                }

                #[native($class, "start", deleter, effect = pure)]
                fn delete_start(cx: &mut Cx, _this: &'static Instance) -> R<()> {
                    Err(is_number(cx))
                }

                #[native($class, "end", getter, effect = reads)]
                fn end(cx: &mut Cx, this: &'static Instance) -> R {
                    position(cx, this, fields::UNICODE_END)
                }

                #[native($class, "end", setter)]
                fn set_end(cx: &mut Cx, this: &'static Instance, value: Value) -> R<()> {
                    set_position(cx, this, fields::UNICODE_END, value)
                }

                #[native($class, "end", deleter, effect = pure)]
                fn delete_end(cx: &mut Cx, _this: &'static Instance) -> R<()> {
                    Err(is_number(cx))
                }
            };
        )*
    };
}

initialisers! {
    UNICODE_ENCODE_ERROR fill_encode;
    UNICODE_DECODE_ERROR fill_decode;
    UNICODE_TRANSLATE_ERROR fill_translate;
}

fn position(cx: &mut Cx, exception: &'static Instance, field: usize) -> R {
    Ok(exception.get(cx, field)?.bound().unwrap_or(Value::index(0)))
}

fn set_position(cx: &mut Cx, exception: &'static Instance, field: usize, value: Value) -> R<()> {
    if to_int(value).is_none() {
        return Err(cx.type_error(format_args!("an integer is required")));
    }
    let value = position_argument(cx, value)?;
    exception.set(cx, field, value)
}

fn is_number(cx: &mut Cx) -> Exit {
    cx.type_error(format_args!("can't delete numeric/char attribute"))
}

/// What `__str__` says about the place.
struct Fault {
    encoding: String,
    start: i64,
    end: i64,
    reason: String,
}

impl Fault {
    /// `None`: the exception has never been initialised.
    fn of(cx: &mut Cx, exception: &'static Instance) -> R<Option<Fault>> {
        if exception.get(cx, fields::UNICODE_OBJECT)?.is_unbound() {
            return Ok(None);
        }
        // The texts may be objects whose `__str__` changes the rest.
        let reason = field_text(cx, exception, fields::UNICODE_REASON)?;
        let encoding = field_text(cx, exception, fields::UNICODE_ENCODING)?;
        let number = |value: Value| to_int(value).and_then(|int| int.to_i64()).unwrap_or(0);
        let start = number(position(cx, exception, fields::UNICODE_START)?);
        let end = number(position(cx, exception, fields::UNICODE_END)?);
        Ok(Some(Fault {
            encoding,
            start,
            end,
            reason,
        }))
    }

    /// The index of the only unit in question, if there is one and the object has it.
    fn only(&self, length: usize) -> Option<usize> {
        let start = usize::try_from(self.start).ok()?;
        (start < length && self.end == self.start + 1).then_some(start)
    }

    /// `position 3` or `positions 3-5`, after what they are of.
    fn many(&self) -> String {
        let (start, last) = (self.start, self.end.wrapping_sub(1));
        format!("in position {start}-{last}: {}", self.reason)
    }

    fn one(&self) -> String {
        format!("in position {}: {}", self.start, self.reason)
    }
}

fn field_text(cx: &mut Cx, exception: &'static Instance, field: usize) -> R<String> {
    let value = exception.get(cx, field)?.bound().unwrap_or(Value::NONE);
    let text = protocol::str(cx, value)?;
    Ok(str::to_string(text))
}

fn object_of(cx: &mut Cx, exception: &'static Instance) -> R {
    match exception.get(cx, fields::UNICODE_OBJECT)?.bound() {
        Some(object) => Ok(object),
        None => Err(cx.type_error(format_args!("UnicodeError 'object' attribute is not set"))),
    }
}

fn object_text(cx: &mut Cx, exception: &'static Instance) -> R<&'static Str> {
    let object = object_of(cx, exception)?;
    match cx.payload::<Str>(object)? {
        Some(text) => Ok(text),
        None => Err(cx.type_error(format_args!(
            "UnicodeError 'object' attribute must be a string"
        ))),
    }
}

/// `character '\xe4'` or `characters`.
fn characters(text: &'static Str, fault: &Fault) -> String {
    let code = fault
        .only(text.len())
        .and_then(|index| text.text().get(index));
    match code {
        Some(code @ 0..=0xff) => format!("character '\\x{code:02x}' {}", fault.one()),
        Some(code @ 0x100..=0xffff) => format!("character '\\u{code:04x}' {}", fault.one()),
        Some(code) => format!("character '\\U{code:08x}' {}", fault.one()),
        None => format!("characters {}", fault.many()),
    }
}

#[native(UNICODE_ENCODE_ERROR, "__str__(self, /)", slot)]
fn encode_text(cx: &mut Cx, this: &'static Instance) -> R<String> {
    let Some(fault) = Fault::of(cx, this)? else {
        return Ok(String::new());
    };
    let text = object_text(cx, this)?;
    Ok(format!(
        "'{}' codec can't encode {}",
        fault.encoding,
        characters(text, &fault)
    ))
}

#[native(UNICODE_TRANSLATE_ERROR, "__str__(self, /)", slot)]
fn translate_text(cx: &mut Cx, this: &'static Instance) -> R<String> {
    let Some(fault) = Fault::of(cx, this)? else {
        return Ok(String::new());
    };
    let text = object_text(cx, this)?;
    Ok(format!("can't translate {}", characters(text, &fault)))
}

#[native(UNICODE_DECODE_ERROR, "__str__(self, /)", slot)]
fn decode_text(cx: &mut Cx, this: &'static Instance) -> R<String> {
    let Some(fault) = Fault::of(cx, this)? else {
        return Ok(String::new());
    };
    let object = object_of(cx, this)?;
    let Some(bytes) = cx.payload::<Bytes>(object)? else {
        return Err(cx.type_error(format_args!(
            "UnicodeError 'object' attribute must be a bytes"
        )));
    };
    let bytes = bytes.as_slice();
    let what = match fault.only(bytes.len()).map(|index| bytes[index]) {
        Some(byte) => format!("byte 0x{byte:02x} {}", fault.one()),
        None => format!("bytes {}", fault.many()),
    };
    Ok(format!("'{}' codec can't decode {what}", fault.encoding))
}
