//! Operators: `+`, `*`, `%`, comparison.

use super::{ByteString, pinned};
use crate::cx::{Cx, R};
use crate::objects::exception::classes;
use crate::objects::int::INT;
use crate::objects::str::STR;
use crate::protocol::percent::{self, Flavour};
use crate::protocol::sequence::repeat_count;
use crate::protocol::{Compare, buffer, is_instance, type_name, warning};
use crate::runtime::config;
use crate::value::Value;
use tython_text::bytes as algorithms;
use tython_text::{SizeError, Text, TextBuf};

/// `this + value`
pub(crate) fn add<B: ByteString>(cx: &mut Cx, this: &'static B, value: Value) -> R {
    let Some(other) = buffer::contents_or_none(cx, value)? else {
        let (given, class) = (type_name(cx, value)?, B::NAME);
        return Err(cx.type_error(format_args!("can't concat {given} to {class}")));
    };
    let contents = this.contents(cx)?;
    B::join(cx, &contents, &other)
}

/// `this * value`
pub(crate) fn mul<B: ByteString>(cx: &mut Cx, this: &'static B, value: Value) -> R {
    let count = repeat_count(cx, value)?;
    let contents = this.contents(cx)?;
    if count == 1 {
        return this.unchanged(cx, &contents);
    }
    match algorithms::repeat(&contents, count) {
        Ok(repeated) => B::make(cx, &repeated),
        Err(SizeError::TooLong) => Err(B::too_often(cx)),
        Err(SizeError::NoMemory) => Err(cx.memory_error()),
    }
}

/// A comparison with what has no bytes. `-b` has something to say of those that are always false.
///
/// # Errors
/// BytesWarning, where a filter makes an exception of it.
pub(crate) fn not_comparable<B: ByteString>(cx: &mut Cx, value: Value, op: Compare) -> R {
    if matches!(op, Compare::Eq | Compare::Ne) && config::get().bytes_warning > 0 {
        let other = if is_instance(cx, value, &STR)? {
            Some("string")
        } else if is_instance(cx, value, &INT)? {
            Some("int")
        } else {
            None
        };
        if let Some(other) = other {
            let message = format!("Comparison between {} and {other}", B::NAME);
            warning::warn(cx, &classes::BYTES_WARNING, &message)?;
        }
    }
    Ok(Value::NOT_IMPLEMENTED)
}

/// What `-b` says of `str(this)`.
///
/// # Errors
/// BytesWarning, where a filter makes an exception of it.
pub(crate) fn suspicious_str<B: ByteString>(cx: &mut Cx) -> R<()> {
    if config::get().bytes_warning == 0 {
        return Ok(());
    }
    let message = format!("str() on a {} instance", B::NAME);
    warning::warn(cx, &classes::BYTES_WARNING, &message)
}

/// `this op value`
pub(crate) fn compare<B: ByteString>(
    cx: &mut Cx,
    this: &'static B,
    value: Value,
    op: Compare,
) -> R {
    let Some(other) = buffer::contents(cx, value)? else {
        return not_comparable::<B>(cx, value, op);
    };
    let contents = this.contents(cx)?;
    Ok(Value::bool(op.holds(contents.cmp(&other))))
}

/// `this % value`
pub(crate) fn modulo<B: ByteString>(cx: &mut Cx, this: &'static B, value: Value) -> R {
    let template = this.contents(cx)?;
    let formatted = pinned(cx, this, value, |cx| {
        percent::format(cx, Flavour::Bytes, Text::One(&template), value)
    })?;
    match formatted {
        TextBuf::One(bytes) => B::make(cx, &bytes),
        _ => Err(cx.system_error(format_args!("bytes of more than eight bits"))),
    }
}
