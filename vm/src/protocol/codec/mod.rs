//! Text to bytes and back, by the name of an encoding.
//!
//! The common encodings are done here, by the codecs of `tython-text`; for all others the registry
//! is asked (`registry.rs`). A codec stops at what it cannot do, and an error handler says how to
//! go on (`handlers.rs`): a builtin one, or any callable of the registry.

mod exceptions;
mod handlers;
pub(crate) mod registry;

pub use handlers::{Errors, decode_prepared, decode_with, encode_prepared, encode_with};

use crate::cx::{Cx, R};
use crate::objects::bytes;
use crate::objects::str::{self as strings, Str, to_string};
use crate::runtime::config;
use crate::value::Value;
use std::borrow::Cow;
use tython_text::Text;
use tython_text::codecs::{
    Ascii, Latin1, Standard, Utf8, Utf16Decoder, Utf16Encoder, Utf32Decoder, Utf32Encoder,
};

/// The name of an encoding or an error handler, for Rust.
///
/// # Errors
/// ValueError if there is a null character in it.
pub(crate) fn name_text(cx: &mut Cx, name: &'static Str) -> R<String> {
    if name.text().codes().any(|code| code == 0) {
        return Err(cx.value_error(format_args!("embedded null character")));
    }
    Ok(to_string(Value::from(name)))
}

/// The encoding, or else the name to look up. Without a name it is UTF-8.
fn standard(cx: &mut Cx, encoding: Option<&'static Str>) -> R<Result<Standard, String>> {
    let Some(name) = encoding else {
        return Ok(Ok(Standard::Utf8));
    };
    let name = name_text(cx, name)?;
    Ok(Standard::from_name(&name).ok_or(name))
}

/// `text.encode(encoding, errors)`: a bytes object.
///
/// # Errors
/// UnicodeEncodeError, LookupError, what codecs and handlers raise, and MemoryError.
pub fn encode(
    cx: &mut Cx,
    text: &'static Str,
    encoding: Option<&'static Str>,
    errors: Option<&'static Str>,
) -> R {
    if let (None, None, Text::One(units)) = (encoding, errors, text.text())
        && units.is_ascii()
    {
        return bytes::new(cx, units);
    }
    let standard = match standard(cx, encoding)? {
        Ok(standard) => standard,
        Err(name) => return registry::encode(cx, text, &name, errors),
    };
    let errors = Errors::new(cx, errors)?;
    let encoded = match standard {
        Standard::Utf8 => encode_with(cx, &mut Utf8, text, errors),
        Standard::Utf16(order) => encode_with(cx, &mut Utf16Encoder::new(order), text, errors),
        Standard::Utf32(order) => encode_with(cx, &mut Utf32Encoder::new(order), text, errors),
        Standard::Latin1 => encode_with(cx, &mut Latin1, text, errors),
        Standard::Ascii => encode_with(cx, &mut Ascii, text, errors),
    }?;
    bytes::new(cx, &encoded)
}

/// `bytes.decode(encoding, errors)`.
///
/// # Errors
/// UnicodeDecodeError, LookupError, what codecs and handlers raise, and MemoryError.
pub fn decode(
    cx: &mut Cx,
    input: Cow<'static, [u8]>,
    encoding: Option<&'static Str>,
    errors: Option<&'static Str>,
) -> R<&'static Str> {
    if input.is_empty() && !config::get().dev_mode {
        return Ok(strings::empty(cx));
    }
    let standard = match standard(cx, encoding)? {
        Ok(standard) => standard,
        Err(name) => return registry::decode(cx, &input, &name, errors),
    };
    let errors = Errors::new(cx, errors)?;
    let (text, _) = match standard {
        Standard::Utf8 => decode_with(cx, &mut Utf8, input, true, errors),
        Standard::Utf16(order) => {
            decode_with(cx, &mut Utf16Decoder::new(order), input, true, errors)
        }
        Standard::Utf32(order) => {
            decode_with(cx, &mut Utf32Decoder::new(order), input, true, errors)
        }
        Standard::Latin1 => decode_with(cx, &mut Latin1, input, true, errors),
        Standard::Ascii => decode_with(cx, &mut Ascii, input, true, errors),
    }?;
    Ok(text)
}
