//! `join` and `decode`.

use super::{ByteString, made};
use crate::cx::{Cx, R};
use crate::objects::list::{self, List};
use crate::objects::str::Str;
use crate::protocol::{buffer, codec, sequence, type_name};
use crate::value::Value;
use std::borrow::Cow;
use tython_text::bytes as algorithms;

/// `join`
pub(crate) fn join<B: ByteString>(cx: &mut Cx, this: &'static B, iterable: Value) -> R {
    // Bytes may have to be asked of Python code, so the items stay in a heap object.
    let items = sequence::items(cx, iterable, "can only join an iterable")?;
    let items = crate::objects::tuple::new(cx, &items)?.as_slice();
    if let [only] = items
        && only.is::<crate::objects::bytes::Bytes>()
        && B::NAME == "bytes"
    {
        return Ok(*only);
    }
    let list = iterable.cast::<List>();
    let mut parts: Vec<Cow<'static, [u8]>> = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        match buffer::contents_or_none(cx, *item)? {
            Some(bytes) => {
                parts.push(bytes);
                if let Some(list) = list
                    && list::len(cx, list)? != items.len()
                {
                    return Err(
                        cx.runtime_error(format_args!("sequence changed size during iteration"))
                    );
                }
            }
            None => {
                let class = type_name(cx, *item)?;
                return Err(cx.type_error(format_args!(
                    "sequence item {index}: expected a bytes-like object, {class} found"
                )));
            }
        }
    }
    let separator = this.contents(cx)?;
    let joined = algorithms::join(&separator, parts.iter().map(|part| &part[..]));
    made::<B>(cx, joined, "join() result is too long")
}

/// `decode`
pub(crate) fn decode<B: ByteString>(
    cx: &mut Cx,
    this: &'static B,
    encoding: Option<&'static Str>,
    errors: Option<&'static Str>,
) -> R<&'static Str> {
    let contents = this.contents(cx)?;
    codec::decode(cx, contents, encoding, errors)
}
