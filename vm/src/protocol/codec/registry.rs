//! Encodings and error handlers that only the registry of the module `_codecs` knows.

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::objects::bytes::{self, Bytes};
use crate::objects::dict::{self, Dict};
use crate::objects::exception::classes::LOOKUP_ERROR;
use crate::objects::str::{Str, to_string};
use crate::objects::tuple::Tuple;
use crate::protocol::{attribute, call_values, get_attr, truth, type_name};
use crate::value::Value;

/// A function of the module `_codecs`, unless that is not there yet.
fn function(cx: &mut Cx, name: Value) -> R<Option<Value>> {
    let Some(modules) = cx.vm.modules.get().cast::<Dict>() else {
        return Ok(None);
    };
    let codecs = name!(cx, "_codecs")?;
    match dict::get_str(cx, modules, codecs)? {
        Some(module) => attribute::find(cx, module, name),
        None => Ok(None),
    }
}

/// The error handler of a name.
///
/// # Errors
/// LookupError.
pub(super) fn error_handler(cx: &mut Cx, name: &'static Str) -> R {
    let look_up = name!(cx, "lookup_error")?;
    match function(cx, look_up)? {
        Some(look_up) => call_values(cx, look_up, &[name.value()]),
        None => {
            let name = to_string(name.value());
            Err(cx.raise_message(
                &LOOKUP_ERROR,
                format_args!("unknown error handler name '{name}'"),
            ))
        }
    }
}

/// The codec of a name, which must be one between text and bytes.
fn text_codec(cx: &mut Cx, encoding: Value, alternative: &str) -> R {
    let look_up = name!(cx, "lookup")?;
    let Some(look_up) = function(cx, look_up)? else {
        let encoding = to_string(encoding);
        return Err(cx.raise_message(&LOOKUP_ERROR, format_args!("unknown encoding: {encoding}")));
    };
    let codec = call_values(cx, look_up, &[encoding])?;
    let is_text = name!(cx, "_is_text_encoding")?;
    if let Some(is_text) = attribute::find(cx, codec, is_text)?
        && !truth(cx, is_text)?
    {
        let encoding = to_string(encoding);
        return Err(cx.raise_message(
            &LOOKUP_ERROR,
            format_args!(
                "'{encoding}' is not a text encoding; use {alternative} to handle arbitrary codecs"
            ),
        ));
    }
    Ok(codec)
}

/// Calls one of the two functions of a codec, and gives the first part of its result.
fn run(cx: &mut Cx, function: Value, input: Value, errors: Option<&'static Str>, words: &str) -> R {
    let arguments = [input, errors.map_or(Value::NONE, HeapType::value)];
    let given = if errors.is_some() { 2 } else { 1 };
    let result = call_values(cx, function, &arguments[..given])?;
    match result.cast::<Tuple>().map(Tuple::as_slice) {
        Some([output, _]) => Ok(*output),
        _ => Err(cx.type_error(format_args!(
            "{words} must return a tuple (object, integer)"
        ))),
    }
}

/// Encodes with a codec of the registry.
///
/// # Errors
/// LookupError, TypeError if the codec gives no bytes, and what it raises.
pub(super) fn encode(
    cx: &mut Cx,
    text: &'static Str,
    encoding: Option<&'static Str>,
    errors: Option<&'static Str>,
) -> R {
    let encoding = encoding.map_or(Value::NONE, HeapType::value);
    let codec = text_codec(cx, encoding, "codecs.encode()")?;
    let name = name!(cx, "encode")?;
    let encoder = get_attr(cx, codec, name)?;
    let encoded = run(cx, encoder, text.value(), errors, "encoder")?;
    if cx.payload::<Bytes>(encoded)?.is_some() {
        return Ok(encoded);
    }
    let (encoding, class) = (to_string(encoding), type_name(cx, encoded)?);
    Err(cx.type_error(format_args!(
        "'{encoding}' encoder returned '{class}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types"
    )))
}

/// Decodes with a codec of the registry.
///
/// # Errors
/// LookupError, TypeError if the codec gives no string, and what it raises.
pub(super) fn decode(
    cx: &mut Cx,
    input: &[u8],
    encoding: Option<&'static Str>,
    errors: Option<&'static Str>,
) -> R<&'static Str> {
    let encoding = encoding.map_or(Value::NONE, HeapType::value);
    let codec = text_codec(cx, encoding, "codecs.decode()")?;
    let name = name!(cx, "decode")?;
    let decoder = get_attr(cx, codec, name)?;
    let input = bytes::new(cx, input)?;
    let decoded = run(cx, decoder, input, errors, "decoder")?;
    if let Some(text) = cx.payload::<Str>(decoded)? {
        return Ok(text);
    }
    let (encoding, class) = (to_string(encoding), type_name(cx, decoded)?);
    Err(cx.type_error(format_args!(
        "'{encoding}' decoder returned '{class}' instead of 'str'; use codecs.decode() to decode to arbitrary types"
    )))
}
