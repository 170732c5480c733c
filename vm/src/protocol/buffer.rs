//! The bytes of objects that have some: CPython's buffer protocol.
//!
//! Nobody gets an address into a mutable object: its bytes are read as a copy, as of one moment, and
//! written through the transaction.

use crate::cx::{Cx, Exit, R};
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::Bytes;
use crate::protocol::type_name;
use crate::value::Value;
use std::borrow::Cow;

/// The bytes of an object, if it has some. They are borrowed if they can never change; the caller
/// keeps the object alive.
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn contents(cx: &mut Cx, value: Value) -> R<Option<Cow<'static, [u8]>>> {
    if let Some(bytes) = cx.payload::<Bytes>(value)? {
        return Ok(Some(Cow::Borrowed(bytes.as_slice())));
    }
    if let Some(array) = cx.payload::<ByteArray>(value)? {
        return Ok(Some(Cow::Owned(array.to_vec(cx)?)));
    }
    Ok(None)
}

/// The bytes of an object that must have some.
///
/// # Errors
/// TypeError if it has none.
pub fn required(cx: &mut Cx, value: Value) -> R<Cow<'static, [u8]>> {
    match contents(cx, value)? {
        Some(bytes) => Ok(bytes),
        None => Err(not_bytes_like(cx, value)?),
    }
}

/// The TypeError of what should have been bytes.
///
/// # Errors
/// When the transaction has to be rolled back.
#[cold]
pub fn not_bytes_like(cx: &mut Cx, value: Value) -> R<Exit> {
    let class = type_name(cx, value)?;
    Ok(cx.type_error(format_args!(
        "a bytes-like object is required, not '{class}'"
    )))
}
