//! Operators: `+`, `*`, `%`, comparison.

use super::{ByteString, made};
use crate::cx::{Cx, R};
use crate::protocol::percent::{self, Flavour};
use crate::protocol::sequence::repeat_count;
use crate::protocol::{Compare, buffer, type_name};
use crate::value::Value;
use tython_text::bytes as algorithms;
use tython_text::{Text, TextBuf};

/// `this + value`
pub(crate) fn add<B: ByteString>(cx: &mut Cx, this: &'static B, value: Value) -> R {
    let Some(other) = buffer::contents_or_none(cx, value)? else {
        let (given, class) = (type_name(cx, value)?, B::NAME);
        return Err(cx.type_error(format_args!("can't concat {given} to {class}")));
    };
    let contents = this.contents(cx)?;
    made::<B>(
        cx,
        algorithms::join(b"", [&contents[..], &other[..]].into_iter()),
        "bytes are too long",
    )
}

/// `this * value`
pub(crate) fn mul<B: ByteString>(cx: &mut Cx, this: &'static B, value: Value) -> R {
    let count = repeat_count(cx, value)?;
    let contents = this.contents(cx)?;
    if count == 1 {
        return this.unchanged(cx, &contents);
    }
    made::<B>(
        cx,
        algorithms::repeat(&contents, count),
        "repeated bytes are too long",
    )
}

/// `this op value`
pub(crate) fn compare<B: ByteString>(
    cx: &mut Cx,
    this: &'static B,
    value: Value,
    op: Compare,
) -> R {
    let Some(other) = buffer::contents(cx, value)? else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let contents = this.contents(cx)?;
    Ok(Value::bool(op.holds(contents.cmp(&other))))
}

/// `this % value`
pub(crate) fn modulo<B: ByteString>(cx: &mut Cx, this: &'static B, value: Value) -> R {
    let template = this.contents(cx)?;
    match percent::format(cx, Flavour::Bytes, Text::One(&template), value)? {
        TextBuf::One(bytes) => B::make(cx, &bytes),
        _ => Err(cx.system_error(format_args!("bytes of more than eight bits"))),
    }
}
