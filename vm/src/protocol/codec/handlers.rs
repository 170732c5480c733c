//! Running a codec with an error handler: again and again from where the handler says, until the input
//! is done.

use super::exceptions::{object_of, of_decoding, of_encoding, resume_at};
use super::{name_text, registry};
use crate::cx::{Cx, R};
use crate::objects::bytes::{self, Bytes};
use crate::objects::str::{Str, checked, made};
use crate::objects::tuple::Tuple;
use crate::protocol::{call_values, number};
use crate::runtime::config;
use crate::value::Value;
use std::borrow::Cow;
use tython_text::codecs::{ByteBuilder, Decoder, Encoder, Fault, Handler, Refusal, Replacement};
use tython_text::{Builder, Kind, Text};

/// An error handler.
#[derive(Clone, Copy, Debug)]
pub enum Errors {
    /// A builtin one.
    Builtin(Handler),
    /// One of the registry, which is looked up when it is needed.
    Named(&'static Str),
}

impl Errors {
    /// The handler of a name; without one, `strict`.
    ///
    /// # Errors
    /// ValueError if there is a null character in the name; in development mode, LookupError if there
    /// is no such handler.
    pub fn new(cx: &mut Cx, name: Option<&'static Str>) -> R<Errors> {
        let Some(name) = name else {
            return Ok(Errors::Builtin(Handler::Strict));
        };
        let text = name_text(cx, name)?;
        match Handler::from_name(&text) {
            Some(handler) => Ok(Errors::Builtin(handler)),
            None => {
                if config::get().dev_mode {
                    registry::error_handler(cx, name)?;
                }
                Ok(Errors::Named(name))
            }
        }
    }
}

/// The words for what a handler refuses to be asked.
fn wrong_direction<T>(cx: &mut Cx, class: &str) -> R<T> {
    Err(cx.type_error(format_args!(
        "don't know how to handle {class} in error callback"
    )))
}

/// What a handler of the registry gave: a replacement, and where to go on.
fn answer(cx: &mut Cx, handler: &'static Str, exception: Value) -> R<Option<(Value, Value)>> {
    let handler = registry::error_handler(cx, handler)?;
    let answer = call_values(cx, handler, &[exception])?;
    let Some([replacement, position]) = answer.cast::<Tuple>().map(Tuple::as_slice) else {
        return Ok(None);
    };
    Ok(number::exact_int(cx, *position)?.map(|position| (*replacement, position)))
}

/// Encodes a string.
///
/// # Errors
/// UnicodeEncodeError, what the handler raises, and MemoryError.
pub fn encode_with(
    cx: &mut Cx,
    encoder: &mut impl Encoder,
    string: &'static Str,
    errors: Errors,
) -> R<Vec<u8>> {
    encode_prepared(cx, encoder, |_, _, _| Ok(()), string, errors)
}

/// Encodes a string with an encoder that must be prepared for each text that it is to encode: for the
/// string, and for what an error handler puts in the place of a part of it.
///
/// # Errors
/// UnicodeEncodeError, what the handler and `prepare` raise, and MemoryError.
pub fn encode_prepared<E: Encoder>(
    cx: &mut Cx,
    encoder: &mut E,
    mut prepare: impl FnMut(&mut Cx, &mut E, Text<'_>) -> R<()>,
    string: &'static Str,
    errors: Errors,
) -> R<Vec<u8>> {
    let text = string.text();
    prepare(cx, encoder, text)?;
    let mut out = ByteBuilder::new();
    let mut at = 0;
    while let Err(fault) = encoder.encode(text, at, &mut out) {
        let encoding = encoder.encoding();
        let (replacement, next) = match errors {
            Errors::Builtin(handler) => match handler.encode(encoding, text, fault) {
                Ok(given) => given,
                Err(Refusal::Raise(fault)) => return raise_encode(cx, encoding, string, fault),
                Err(Refusal::WrongDirection) => return wrong_direction(cx, "UnicodeEncodeError"),
                Err(Refusal::Size(error)) => {
                    return checked(cx, Err(error), "encoded result is too long");
                }
            },
            Errors::Named(handler) => ask_to_encode(cx, encoding, string, fault, handler)?,
        };
        if let Replacement::Text(text) = &replacement {
            prepare(cx, encoder, text.as_text())?;
        }
        if !encoder.replace(&replacement, &mut out) {
            return raise_encode(cx, encoding, string, fault);
        }
        at = next;
    }
    checked(
        cx,
        out.finish(),
        "encoded result is too long for a Python string",
    )
}

fn raise_encode<T>(cx: &mut Cx, encoding: &str, string: &'static Str, fault: Fault) -> R<T> {
    let exception = of_encoding(cx, encoding, Value::from(string), fault)?;
    Err(cx.raise_in_context(exception))
}

fn ask_to_encode(
    cx: &mut Cx,
    encoding: &str,
    string: &'static Str,
    fault: Fault,
    handler: &'static Str,
) -> R<(Replacement, usize)> {
    let exception = of_encoding(cx, encoding, Value::from(string), fault)?;
    let given = answer(cx, handler, exception)?;
    let replacement = match given {
        Some((replacement, _)) => replacement_of(cx, replacement)?,
        None => None,
    };
    let (Some(replacement), Some((_, position))) = (replacement, given) else {
        return Err(cx.type_error(format_args!(
            "encoding error handler must return (str/bytes, int) tuple"
        )));
    };
    Ok((replacement, resume_at(cx, position, string.len())?))
}

fn replacement_of(cx: &mut Cx, value: Value) -> R<Option<Replacement>> {
    if let Some(string) = cx.payload::<Str>(value)? {
        let text = checked(cx, string.text().to_buf(), "replacement is too long")?;
        return Ok(Some(Replacement::Text(text)));
    }
    let bytes = cx.payload::<Bytes>(value)?;
    Ok(bytes.map(|bytes| Replacement::Bytes(bytes.as_slice().to_vec())))
}

/// Decodes bytes, and says how far it came.
///
/// # Errors
/// UnicodeDecodeError, what the handler raises, and MemoryError.
pub fn decode_with(
    cx: &mut Cx,
    decoder: &mut impl Decoder,
    input: Cow<'static, [u8]>,
    last: bool,
    errors: Errors,
) -> R<(&'static Str, usize)> {
    decode_prepared(cx, decoder, |_, _, _| Ok(()), input, last, errors)
}

/// Decodes bytes with a decoder that must be prepared for them, and for those that an error handler puts
/// in their place.
///
/// # Errors
/// UnicodeDecodeError, what the handler and `prepare` raise, and MemoryError.
pub fn decode_prepared<D: Decoder>(
    cx: &mut Cx,
    decoder: &mut D,
    mut prepare: impl FnMut(&mut Cx, &mut D, &[u8]) -> R<()>,
    mut input: Cow<'static, [u8]>,
    last: bool,
    errors: Errors,
) -> R<(&'static Str, usize)> {
    prepare(cx, decoder, &input)?;
    let mut out = Builder::wide(Kind::One, 0);
    let mut at = 0;
    let end = loop {
        let fault = match decoder.decode(&input, at, last, &mut out) {
            Ok(end) => break end,
            Err(fault) => fault,
        };
        let encoding = decoder.encoding();
        at = match errors {
            Errors::Builtin(handler) => match handler.decode(encoding, &input, fault, &mut out) {
                Ok(next) => next,
                Err(Refusal::Raise(fault)) => return raise_decode(cx, encoding, &input, fault),
                Err(Refusal::WrongDirection) => return wrong_direction(cx, "UnicodeDecodeError"),
                Err(Refusal::Size(error)) => {
                    return checked(cx, Err(error), "decoded result is too long");
                }
            },
            Errors::Named(handler) => {
                let answer = ask_to_decode(cx, encoding, &input, fault, handler)?;
                out.push_text(answer.replacement);
                if let Some(other) = answer.input {
                    input = other;
                    prepare(cx, decoder, &input)?;
                }
                answer.next
            }
        };
    };
    Ok((
        made(
            cx,
            out.finish(),
            "decoded result is too long for a Python string",
        )?,
        end,
    ))
}

fn raise_decode<T>(cx: &mut Cx, encoding: &str, input: &[u8], fault: Fault) -> R<T> {
    let object = bytes::new(cx, input)?;
    let exception = of_decoding(cx, encoding, object, fault)?;
    Err(cx.raise_in_context(exception))
}

/// What a handler of the registry gave for a fault of decoding.
struct Answer {
    replacement: Text<'static>,
    next: usize,
    /// The bytes to go on with, if it has put others into the exception.
    input: Option<Cow<'static, [u8]>>,
}

fn ask_to_decode(
    cx: &mut Cx,
    encoding: &str,
    input: &[u8],
    fault: Fault,
    handler: &'static Str,
) -> R<Answer> {
    let object = bytes::new(cx, input)?;
    let exception = of_decoding(cx, encoding, object, fault)?;
    let given = answer(cx, handler, exception)?;
    let replacement = match given {
        Some((replacement, _)) => cx.payload::<Str>(replacement)?,
        None => None,
    };
    let (Some(replacement), Some((_, position))) = (replacement, given) else {
        return Err(cx.type_error(format_args!(
            "decoding error handler must return (str, int) tuple"
        )));
    };
    let mut other = None;
    let mut length = input.len();
    let now = object_of(cx, exception)?;
    if now != object
        && let Some(bytes) = cx.payload::<Bytes>(now)?
    {
        length = bytes.as_slice().len();
        // A copy, for the handler may forget the object.
        other = Some(Cow::Owned(bytes.as_slice().to_vec()));
    }
    Ok(Answer {
        replacement: replacement.text(),
        next: resume_at(cx, position, length)?,
        input: other,
    })
}
