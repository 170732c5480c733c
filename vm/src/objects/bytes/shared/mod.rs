//! What `bytes` and `bytearray` have in common: nearly all methods.
//!
//! Each is written once, over the trait [`ByteString`]; `declare.rs` declares them for a class. Arguments
//! may be any objects that have bytes (`protocol::buffer`).

pub(crate) mod case;
mod declare;
pub(crate) mod find;
pub(crate) mod hex;
pub(crate) mod join;
pub(crate) mod operators;
pub(crate) mod pad;
pub(crate) mod split;

pub(crate) use declare::byte_methods;

use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::objects::bytes::Bytes;
use crate::objects::str::{Str, checked};
use crate::value::Value;
use std::borrow::Cow;
use tython_text::SizeError;
use tython_text::bytes as algorithms;

/// `bytes` or `bytearray`.
pub(crate) trait ByteString: HeapType {
    /// The name of the class.
    const NAME: &'static str;

    /// The bytes, as of one moment.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    fn contents(&'static self, cx: &mut Cx) -> R<Cow<'static, [u8]>>;

    /// Shows the bytes, as of one moment.
    ///
    /// # Errors
    /// When the transaction has to be rolled back, and MemoryError.
    fn look<V>(&'static self, cx: &mut Cx, look: impl FnOnce(&[u8]) -> V) -> R<V> {
        Ok(look(&self.contents(cx)?))
    }

    /// A new object of this class.
    ///
    /// # Errors
    /// MemoryError.
    fn make(cx: &mut Cx, contents: &[u8]) -> R;

    /// A new object of this class, of the bytes of two.
    ///
    /// # Errors
    /// MemoryError.
    fn join(cx: &mut Cx, first: &[u8], second: &[u8]) -> R {
        let joined = algorithms::join(b"", [first, second].into_iter());
        made::<Self>(cx, joined, "bytes are too long")
    }

    /// The object itself, or a copy if it may change.
    ///
    /// # Errors
    /// MemoryError.
    fn unchanged(&'static self, cx: &mut Cx, contents: &[u8]) -> R;

    /// Raises what a repetition does that no memory could hold.
    fn too_often(cx: &mut Cx) -> Exit;

    /// From now on (+1) the object must keep its size, or no longer (-1).
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    fn pin(&'static self, cx: &mut Cx, change: i64) -> R<()>;
}

/// Runs what may call Python code, of `argument` or its items; as long as it runs, `this` keeps its size.
fn pinned<B: ByteString, T>(
    cx: &mut Cx,
    this: &'static B,
    argument: Value,
    body: impl FnOnce(&mut Cx) -> R<T>,
) -> R<T> {
    if !argument.is_reference() || argument.is::<Bytes>() || argument.is::<Str>() {
        return body(cx);
    }
    this.pin(cx, 1)?;
    let result = body(cx);
    if !matches!(result, Err(Exit::Abort(_))) {
        this.pin(cx, -1)?;
    }
    result
}

/// An object of what an algorithm made.
fn made<B: ByteString>(cx: &mut Cx, made: Result<Vec<u8>, SizeError>, too_long: &str) -> R {
    let made = checked(cx, made, too_long)?;
    B::make(cx, &made)
}
