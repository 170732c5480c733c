//! Text of the system (arguments, paths, the environment) as strings and back: UTF-8, in which a byte
//! that is no text becomes a lone surrogate (PEP 383).

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::objects::bytes::Bytes;
use crate::objects::str::Str;
use crate::protocol::codec;
use std::borrow::Cow;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

fn escape(cx: &mut Cx) -> R<Option<&'static Str>> {
    Ok(crate::name!(cx, "surrogateescape")?.cast::<Str>())
}

/// The string of the system's text.
///
/// # Errors
/// MemoryError.
pub fn to_value(cx: &mut Cx, text: &OsStr) -> R {
    if let Some(text) = text.to_str() {
        return cx.str(text);
    }
    let errors = escape(cx)?;
    let bytes = Cow::Owned(text.as_bytes().to_vec());
    Ok(codec::decode(cx, bytes, None, errors)?.value())
}

/// The bytes that the system knows a string by.
///
/// # Errors
/// UnicodeEncodeError if there are any, and MemoryError.
pub fn to_bytes(cx: &mut Cx, text: &'static Str) -> R<Vec<u8>> {
    let errors = escape(cx)?;
    let bytes = codec::encode(cx, text, None, errors)?;
    Ok(bytes
        .cast::<Bytes>()
        .map_or_else(Vec::new, |bytes| bytes.as_slice().to_vec()))
}
