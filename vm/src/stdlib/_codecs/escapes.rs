//! Codecs of what looks like Python's source: escapes of strings and of bytes.

use super::encoders::total;
use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::bytes::{self, Bytes};
use crate::objects::exception::classes::DEPRECATION_WARNING;
use crate::objects::str::{Str, checked, to_string};
use crate::protocol::buffer::Utf8OrBytes;
use crate::protocol::codec::{Errors, decode_with};
use crate::protocol::warning::warn;
use crate::value::Value;
use tython_text::codecs::{self as codecs, BadHex, EscapeError, InvalidEscape};

/// Warns of an escape that is none. `prefix` is that of the literal.
fn warn_of(cx: &mut Cx, prefix: &str, invalid: Option<InvalidEscape>) -> R<()> {
    let Some(InvalidEscape { code, .. }) = invalid else {
        return Ok(());
    };
    let message = match char::from_u32(code) {
        Some(char) if code < 0x100 => format!(
            "{prefix}\"\\{char}\" is an invalid escape sequence. Such sequences will not work in the future. "
        ),
        _ => format!(
            "{prefix}\"\\{code:o}\" is an invalid octal escape sequence. Such sequences will not work in the future. "
        ),
    };
    warn(cx, &DEPRECATION_WARNING, &message)
}

#[native(
    module = "_codecs",
    "unicode_escape_encode(str, errors=None, /)",
    effect = pure
)]
fn unicode_escape_encode(cx: &mut Cx, str: &'static Str, errors: Option<&'static Str>) -> R {
    let _ = errors;
    total(cx, str, codecs::unicode_escape(str.text()))
}

#[native(
    module = "_codecs",
    "raw_unicode_escape_encode(str, errors=None, /)",
    effect = pure
)]
fn raw_unicode_escape_encode(cx: &mut Cx, str: &'static Str, errors: Option<&'static Str>) -> R {
    let _ = errors;
    total(cx, str, codecs::raw_unicode_escape(str.text()))
}

#[native(
    module = "_codecs",
    "unicode_escape_decode(data, errors=None, final=True, /)"
)]
fn unicode_escape_decode(
    cx: &mut Cx,
    data: Utf8OrBytes,
    errors: Option<&'static Str>,
    r#final: bool,
) -> R {
    let errors = Errors::new(cx, errors)?;
    let mut decoder = codecs::UnicodeEscapeDecoder::default();
    let (text, consumed) = decode_with(cx, &mut decoder, data.0, r#final, errors)?;
    warn_of(cx, "", decoder.invalid_escape())?;
    cx.tuple(&[Value::from(text), Value::index(consumed)])
}

#[native(
    module = "_codecs",
    "raw_unicode_escape_decode(data, errors=None, final=True, /)"
)]
fn raw_unicode_escape_decode(
    cx: &mut Cx,
    data: Utf8OrBytes,
    errors: Option<&'static Str>,
    r#final: bool,
) -> R {
    let errors = Errors::new(cx, errors)?;
    let mut decoder = codecs::RawUnicodeEscapeDecoder;
    let (text, consumed) = decode_with(cx, &mut decoder, data.0, r#final, errors)?;
    cx.tuple(&[Value::from(text), Value::index(consumed)])
}

#[native(
    module = "_codecs",
    "escape_encode(data, errors=None, /)",
    effect = pure
)]
fn escape_encode(cx: &mut Cx, data: &'static Bytes, errors: Option<&'static Str>) -> R {
    let _ = errors;
    let encoded = codecs::escape_encode(data.as_slice());
    let encoded = checked(cx, encoded, "string is too large to encode")?;
    let encoded = bytes::new(cx, &encoded)?;
    cx.tuple(&[encoded, Value::index(data.as_slice().len())])
}

#[native(module = "_codecs", "escape_decode(data, errors=None, /)")]
fn escape_decode(cx: &mut Cx, data: Utf8OrBytes, errors: Option<&'static Str>) -> R {
    let handler = errors.map(|errors| to_string(Value::from(errors)));
    let bad_hex = match handler.as_deref() {
        None | Some("strict") => BadHex::Strict,
        Some("replace") => BadHex::Replace,
        Some("ignore") => BadHex::Ignore,
        Some(_) => BadHex::Unknown,
    };
    let (decoded, invalid) = match codecs::escape_decode(&data.0, bad_hex) {
        Ok(decoded) => decoded,
        Err(EscapeError::Trailing) => {
            return Err(cx.value_error(format_args!("Trailing \\ in string")));
        }
        Err(EscapeError::BadHex(at)) => {
            return Err(cx.value_error(format_args!("invalid \\x escape at position {at}")));
        }
        Err(EscapeError::UnknownHandler) => {
            let name = handler.unwrap_or_default();
            return Err(cx.value_error(format_args!(
                "decoding error; unknown error handling code: {name}"
            )));
        }
        Err(EscapeError::Size(_)) => return Err(cx.memory_error()),
    };
    warn_of(cx, "b", invalid)?;
    let decoded = bytes::new(cx, &decoded)?;
    cx.tuple(&[decoded, Value::index(data.0.len())])
}

#[native(module = "_codecs", "readbuffer_encode(data, errors=None, /)")]
fn readbuffer_encode(cx: &mut Cx, data: Utf8OrBytes, errors: Option<&'static Str>) -> R {
    let _ = errors;
    let copy = bytes::new(cx, &data.0)?;
    cx.tuple(&[copy, Value::index(data.0.len())])
}
