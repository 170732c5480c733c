//! `hex` and `fromhex`.

use super::{ByteString, pinned};
use crate::cx::{Cx, R};
use crate::objects::bytes::Bytes;
use crate::objects::str::{Str, made};
use crate::protocol::{buffer, len, type_name};
use crate::value::Value;
use tython_text::bytes::{self as algorithms, HexError};

/// `hex`
pub(crate) fn of_bytes<B: ByteString>(
    cx: &mut Cx,
    this: &'static B,
    sep: Option<Value>,
    bytes_per_sep: i32,
) -> R<&'static Str> {
    let contents = this.contents(cx)?;
    pinned(cx, this, sep.unwrap_or(Value::NONE), |cx| {
        hex(cx, &contents, sep, bytes_per_sep)
    })
}

/// `hex`: also of a memoryview.
pub(crate) fn hex(
    cx: &mut Cx,
    contents: &[u8],
    sep: Option<Value>,
    bytes_per_sep: i32,
) -> R<&'static Str> {
    let separator = match sep {
        Some(sep) => match separator(cx, sep)? {
            code @ 0..0x80 => Some(code),
            _ => return Err(cx.value_error(format_args!("sep must be ASCII."))),
        },
        None => None,
    };
    made(
        cx,
        algorithms::hex(contents, separator, bytes_per_sep as isize),
        "hex result is too long",
    )
}

/// The separator: one character or byte.
pub(crate) fn separator(cx: &mut Cx, sep: Value) -> R<u32> {
    if len(cx, sep)? != 1 {
        return Err(cx.value_error(format_args!("sep must be length 1.")));
    }
    let code = if let Some(text) = cx.payload::<Str>(sep)? {
        text.text().get(0)
    } else if let Some(bytes) = cx.payload::<Bytes>(sep)? {
        bytes.as_slice().first().map(|byte| u32::from(*byte))
    } else {
        return Err(cx.type_error(format_args!("sep must be str or bytes.")));
    };
    match code {
        Some(code @ 0..0x100) => Ok(code),
        _ => Err(cx.value_error(format_args!("sep must be ASCII."))),
    }
}

/// The bytes of `fromhex`, whose argument may be a string or bytes.
pub(crate) fn from_hex(cx: &mut Cx, string: Value) -> R<Vec<u8>> {
    let parsed = if let Some(text) = cx.payload::<Str>(string)? {
        algorithms::from_hex(text.text())
    } else if let Some(bytes) = buffer::contents(cx, string)? {
        algorithms::from_hex(tython_text::Text::One(&bytes))
    } else {
        let class = type_name(cx, string)?;
        return Err(cx.type_error(format_args!(
            "fromhex() argument must be str or bytes-like, not {class}"
        )));
    };
    parsed.map_err(|error| match error {
        HexError::NotHex(at) => cx.value_error(format_args!(
            "non-hexadecimal number found in fromhex() arg at position {at}"
        )),
        HexError::OddLength => cx.value_error(format_args!(
            "fromhex() arg must contain an even number of hexadecimal digits"
        )),
        HexError::Size(_) => cx.memory_error(),
    })
}
