//! Buffers that files are read into.

use crate::cx::{Cx, Exit, R};
use crate::protocol::buffer::Writable;
use crate::protocol::type_name;
use crate::value::Value;

/// How many bytes there is room for.
///
/// # Errors
/// TypeError if nothing can be written there.
pub(super) fn room(cx: &mut Cx, buffer: Value) -> R<usize> {
    match Writable::of(cx, buffer)? {
        Some(target) => Ok(target.length),
        None => Err(refuse(cx, buffer)?),
    }
}

/// Writes bytes from the beginning on; what has no room any more is left out.
///
/// # Errors
/// TypeError if nothing can be written there.
pub(super) fn fill(cx: &mut Cx, buffer: Value, bytes: &[u8]) -> R<()> {
    match Writable::of(cx, buffer)? {
        Some(target) => {
            let room = target.length.min(bytes.len());
            target.write(cx, 0, &bytes[..room]).map(|_| ())
        }
        None => Err(refuse(cx, buffer)?),
    }
}

#[cold]
fn refuse(cx: &mut Cx, buffer: Value) -> R<Exit> {
    let class = type_name(cx, buffer)?;
    Ok(cx.type_error(format_args!(
        "readinto() argument must be read-write bytes-like object, not {class}"
    )))
}
