//! Padding, replacing, translating.

use super::{ByteString, made};
use crate::cx::{Cx, R};
use crate::native::{ArgPlace, FromArg, FromDefault};
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::{self, Bytes};
use crate::objects::str::{checked, limit};
use crate::protocol::{buffer, type_name};
use crate::value::Value;
use std::borrow::Cow;
use tython_text::SizeError;
use tython_text::bytes as algorithms;

/// A fill byte.
pub(crate) struct Fill(pub(crate) u8);

impl FromArg for Fill {
    fn from_arg(cx: &mut Cx, value: Value, place: ArgPlace) -> R<Self> {
        let (name, number) = (place.def.name, place.index + 1);
        let class = if cx.payload::<Bytes>(value)?.is_some() {
            "bytes"
        } else if cx.payload::<ByteArray>(value)?.is_some() {
            "bytearray"
        } else {
            let class = type_name(cx, value)?;
            return Err(cx.type_error(format_args!(
                "{name}() argument {number} must be a byte string of length 1, not {class}"
            )));
        };
        let contents = buffer::required(cx, value)?;
        match contents[..] {
            [byte] => Ok(Fill(byte)),
            _ => {
                let length = contents.len();
                Err(cx.type_error(format_args!(
                    "{name}(): argument {number} must be a byte string of length 1, not a {class} object of length {length}"
                )))
            }
        }
    }
}

impl<D> FromDefault<D> for Fill {
    fn from_default(_: D) -> Self {
        Fill(b' ')
    }
}

/// `center` and its like.
pub(crate) fn padded<B: ByteString>(
    cx: &mut Cx,
    this: &'static B,
    width: isize,
    pad: impl FnOnce(&[u8], usize) -> Result<Vec<u8>, SizeError>,
) -> R {
    let contents = this.contents(cx)?;
    match usize::try_from(width) {
        Ok(width) if width > contents.len() => {
            made::<B>(cx, pad(&contents, width), "padded bytes are too long")
        }
        _ => this.unchanged(cx, &contents),
    }
}

/// `expandtabs`
pub(crate) fn expandtabs<B: ByteString>(cx: &mut Cx, this: &'static B, tabsize: i32) -> R {
    let contents = this.contents(cx)?;
    let expanded = algorithms::expand_tabs(&contents, tabsize as isize);
    made::<B>(cx, expanded, "result too long")
}

/// `replace`
pub(crate) fn replace<B: ByteString>(
    cx: &mut Cx,
    this: &'static B,
    old: Value,
    new: Value,
    count: isize,
) -> R {
    let (old, new) = (buffer::required(cx, old)?, buffer::required(cx, new)?);
    let contents = this.contents(cx)?;
    let replaced = algorithms::replace(&contents, &old, &new, limit(count));
    match checked(cx, replaced, "replace bytes is too long")? {
        Some(replaced) => B::make(cx, &replaced),
        None => this.unchanged(cx, &contents),
    }
}

/// `translate`
pub(crate) fn translate<B: ByteString>(
    cx: &mut Cx,
    this: &'static B,
    table: Value,
    delete: Option<Value>,
) -> R {
    let table = match table.is_none() {
        true => None,
        false => {
            let table = buffer::required(cx, table)?;
            match <[u8; 256]>::try_from(&table[..]) {
                Ok(table) => Some(table),
                Err(_) => {
                    return Err(cx.value_error(format_args!(
                        "translation table must be 256 characters long"
                    )));
                }
            }
        }
    };
    let delete = match delete {
        Some(delete) => buffer::required(cx, delete)?,
        None => Cow::Borrowed(&[][..]),
    };
    let contents = this.contents(cx)?;
    let translated = algorithms::translate(&contents, table.as_ref(), &delete);
    let translated = checked(cx, translated, "bytes are too long")?;
    match translated == *contents {
        true => this.unchanged(cx, &contents),
        false => B::make(cx, &translated),
    }
}

/// `maketrans`
pub(crate) fn maketrans(cx: &mut Cx, frm: Value, to: Value) -> R {
    let (from, to) = (buffer::required(cx, frm)?, buffer::required(cx, to)?);
    if from.len() != to.len() {
        return Err(cx.value_error(format_args!("maketrans arguments must have same length")));
    }
    let mut table: [u8; 256] = std::array::from_fn(|code| code as u8);
    for (from, to) in from.iter().zip(to.iter()) {
        table[usize::from(*from)] = *to;
    }
    bytes::new(cx, &table)
}
