//! What is searched: a string, or the bytes of an object.

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::objects::bytes::{self, Bytes};
use crate::objects::str::{self, Str};
use crate::protocol::{buffer, type_name};
use crate::value::Value;
use std::borrow::Cow;
use std::ops::Range;
use tython_text::Text;

/// The text of an object. The caller keeps the object alive.
#[derive(Debug)]
pub(super) enum Subject {
    /// Of a string.
    Str(&'static Str),
    /// Of `bytes`, which are the whole of it.
    Bytes(&'static Bytes),
    /// Of another object with bytes, as of the moment when they were asked for.
    Other(Cow<'static, [u8]>),
}

impl Subject {
    /// The text of `value`.
    ///
    /// # Errors
    /// TypeError if it is no string and has no bytes.
    pub(super) fn of(cx: &mut Cx, value: Value) -> R<Subject> {
        if let Some(string) = cx.payload::<Str>(value)? {
            return Ok(Subject::Str(string));
        }
        if let Some(bytes) = value.cast::<Bytes>() {
            return Ok(Subject::Bytes(bytes));
        }
        match buffer::contents(cx, value)? {
            Some(bytes) => Ok(Subject::Other(bytes)),
            None => {
                let class = type_name(cx, value)?;
                Err(cx.type_error(format_args!(
                    "expected string or bytes-like object, got '{class}'"
                )))
            }
        }
    }

    /// The text.
    #[inline]
    pub(super) fn text(&self) -> Text<'_> {
        match self {
            Subject::Str(string) => string.text(),
            Subject::Bytes(bytes) => Text::One(bytes.as_slice()),
            Subject::Other(bytes) => Text::One(bytes),
        }
    }

    /// Whether it consists of bytes.
    pub(super) fn is_bytes(&self) -> bool {
        !matches!(self, Subject::Str(_))
    }

    /// A part of it, as a string or as `bytes`.
    ///
    /// # Errors
    /// MemoryError.
    #[inline]
    pub(super) fn part(&self, cx: &mut Cx, range: Range<usize>) -> R {
        match self {
            Subject::Str(string) => Ok(str::part(cx, string, range)?.value()),
            Subject::Bytes(bytes) => match bytes.as_slice() {
                all if range == (0..all.len()) => Ok(bytes.value()),
                all => bytes::new(cx, all.get(range).unwrap_or_default()),
            },
            Subject::Other(all) => bytes::new(cx, all.get(range).unwrap_or_default()),
        }
    }
}
