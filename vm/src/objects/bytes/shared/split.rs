//! Taking bytes apart: `split`, `partition`, `strip`.

use super::{ByteString, pinned};
use crate::cx::{Cx, Exit, R};
use crate::objects::list::{self, List};
use crate::objects::str::limit;
use crate::protocol::buffer;
use crate::value::Value;
use std::borrow::Cow;
use std::ops::Range;
use tython_text::Text;
use tython_text::bytes::{self as algorithms};
use tython_text::str::{Ends, partition, rpartition};

/// A separator, which is not empty.
fn separator(cx: &mut Cx, sep: Value) -> R<Cow<'static, [u8]>> {
    let sep = buffer::required(cx, sep)?;
    if sep.is_empty() {
        return Err(cx.value_error(format_args!("empty separator")));
    }
    Ok(sep)
}

/// The separator of `split`; `None`: white space.
fn separator_or_none(cx: &mut Cx, sep: Value) -> R<Option<Cow<'static, [u8]>>> {
    match sep.is_none() {
        true => Ok(None),
        false => separator(cx, sep).map(Some),
    }
}

/// The parts that `cut` finds, as values in its order.
fn pieces<B: ByteString>(
    cx: &mut Cx,
    contents: &[u8],
    cut: impl FnOnce(&mut dyn FnMut(Range<usize>) -> Result<(), Exit>) -> R<()>,
) -> R<Vec<Value>> {
    let mut values = Vec::new();
    cut(&mut |range| {
        values.push(B::make(cx, &contents[range])?);
        Ok(())
    })?;
    Ok(values)
}

/// `split`
pub(crate) fn split<B: ByteString>(
    cx: &mut Cx,
    this: &'static B,
    sep: Value,
    maxsplit: isize,
) -> R<&'static List> {
    let separator = pinned(cx, this, sep, |cx| separator_or_none(cx, sep))?;
    let contents = this.contents(cx)?;
    let values = pieces::<B>(cx, &contents, |each| {
        algorithms::split(&contents, separator.as_deref(), limit(maxsplit), each)
    })?;
    list::from_slice(cx, &values)
}

/// `rsplit`
pub(crate) fn rsplit<B: ByteString>(
    cx: &mut Cx,
    this: &'static B,
    sep: Value,
    maxsplit: isize,
) -> R<&'static List> {
    let separator = pinned(cx, this, sep, |cx| separator_or_none(cx, sep))?;
    let contents = this.contents(cx)?;
    let mut values = pieces::<B>(cx, &contents, |each| {
        algorithms::rsplit(&contents, separator.as_deref(), limit(maxsplit), each)
    })?;
    values.reverse();
    list::from_slice(cx, &values)
}

/// `splitlines`
pub(crate) fn splitlines<B: ByteString>(
    cx: &mut Cx,
    this: &'static B,
    keepends: bool,
) -> R<&'static List> {
    let contents = this.contents(cx)?;
    let values = pieces::<B>(cx, &contents, |each| {
        algorithms::split_lines(&contents, keepends, each)
    })?;
    list::from_slice(cx, &values)
}

/// `partition` and `rpartition`: whether what is not taken apart comes first.
pub(crate) fn three_parts<B: ByteString>(
    cx: &mut Cx,
    this: &'static B,
    sep: Value,
    from_left: bool,
) -> R {
    let bytes = separator(cx, sep)?;
    let contents = this.contents(cx)?;
    let search = if from_left { partition } else { rpartition };
    let Some(found) = search(Text::One(&contents), Text::One(&bytes)) else {
        let whole = this.unchanged(cx, &contents)?;
        let (one, other) = (B::make(cx, b"")?, B::make(cx, b"")?);
        return match from_left {
            true => cx.tuple(&[whole, one, other]),
            false => cx.tuple(&[one, other, whole]),
        };
    };
    let before = B::make(cx, &contents[..found.start])?;
    let between = match sep.is::<B>() && !sep.is::<crate::objects::bytearray::ByteArray>() {
        true => sep,
        false => B::make(cx, &bytes)?,
    };
    let after = B::make(cx, &contents[found.end..])?;
    cx.tuple(&[before, between, after])
}

/// `strip` and its like.
pub(crate) fn strip<B: ByteString>(cx: &mut Cx, this: &'static B, bytes: Value, ends: Ends) -> R {
    let unwanted = match bytes.is_none() {
        true => None,
        false => Some(buffer::required(cx, bytes)?),
    };
    let contents = this.contents(cx)?;
    let rest = algorithms::strip(&contents, ends, unwanted.as_deref());
    match rest.len() == contents.len() {
        true => this.unchanged(cx, &contents),
        false => B::make(cx, &contents[rest]),
    }
}
