//! Searching: `find`, `index`, `count`, `startswith`, `removeprefix`, `in`.

use super::{ByteString, pinned};
use crate::cx::{Cx, Exit, R};
use crate::name;
use crate::objects::int::to_int;
use crate::objects::str::bounds::{Bound, range};
use crate::objects::tuple::Tuple;
use crate::protocol::{buffer, class_of, number, type_name};
use crate::value::Value;
use std::borrow::Cow;
use std::ops::Range;
use tython_text::Text;
use tython_text::str as algorithms;

/// What looks for bytes in a part of others.
pub(crate) type Search = fn(Text<'_>, Text<'_>, Range<usize>) -> Option<usize>;

fn has_index(cx: &mut Cx, value: Value) -> R<bool> {
    let name = name!(cx, "__index__")?;
    Ok(value.is_small_int() || class_of(value).lookup(cx, name)?.is_some())
}

/// The byte that an integer is.
///
/// # Errors
/// ValueError with this message if it is none, and what `__index__` raises.
pub(crate) fn byte(cx: &mut Cx, value: Value, message: &str) -> R<u8> {
    let index = number::index(cx, value)?;
    match to_int(index)
        .and_then(|int| int.to_i64())
        .and_then(|number| u8::try_from(number).ok())
    {
        Some(byte) => Ok(byte),
        None => Err(cx.value_error(format_args!("{message}"))),
    }
}

const NO_BYTE: &str = "byte must be in range(0, 256)";

/// What is looked for in `this`: bytes, or the number of one.
fn needle<B: ByteString>(cx: &mut Cx, this: &'static B, sub: Value) -> R<Cow<'static, [u8]>> {
    pinned(cx, this, sub, |cx| sought(cx, sub))
}

/// Each byte, to borrow it.
static EACH: [u8; 256] = {
    let mut each = [0; 256];
    let mut byte = 0;
    while byte < each.len() {
        each[byte] = byte as u8;
        byte += 1;
    }
    each
};

fn single(byte: u8) -> Cow<'static, [u8]> {
    Cow::Borrowed(std::slice::from_ref(&EACH[usize::from(byte)]))
}

fn sought(cx: &mut Cx, sub: Value) -> R<Cow<'static, [u8]>> {
    if let Some(Ok(byte)) = sub.as_small_int().map(u8::try_from) {
        return Ok(single(byte));
    }
    if let Some(bytes) = buffer::contents(cx, sub)? {
        return Ok(bytes);
    }
    if !has_index(cx, sub)? {
        let class = type_name(cx, sub)?;
        return Err(cx.type_error(format_args!(
            "argument should be integer or bytes-like object, not '{class}'"
        )));
    }
    Ok(single(byte(cx, sub, NO_BYTE)?))
}

/// The place of `sub`.
pub(crate) fn place<B: ByteString>(
    cx: &mut Cx,
    this: &'static B,
    sub: Value,
    bounds: [Bound; 2],
    search: Search,
) -> R<Option<usize>> {
    let sub = needle(cx, this, sub)?;
    this.look(cx, |contents| {
        let range = range(bounds[0], bounds[1], contents.len())?;
        search(Text::One(contents), Text::One(&sub), range)
    })
}

/// The place of `sub`, or -1.
pub(crate) fn place_or_minus_one<B: ByteString>(
    cx: &mut Cx,
    this: &'static B,
    sub: Value,
    bounds: [Bound; 2],
    search: Search,
) -> R<i64> {
    Ok(place(cx, this, sub, bounds, search)?.map_or(-1, |place| place as i64))
}

/// The place of `sub`, or ValueError.
pub(crate) fn place_or_error<B: ByteString>(
    cx: &mut Cx,
    this: &'static B,
    sub: Value,
    bounds: [Bound; 2],
    search: Search,
) -> R<usize> {
    match place(cx, this, sub, bounds, search)? {
        Some(place) => Ok(place),
        None => Err(cx.value_error(format_args!("subsection not found"))),
    }
}

/// How often `sub` is there.
pub(crate) fn count<B: ByteString>(
    cx: &mut Cx,
    this: &'static B,
    sub: Value,
    bounds: [Bound; 2],
) -> R<usize> {
    let sub = needle(cx, this, sub)?;
    this.look(cx, |contents| {
        let range = range(bounds[0], bounds[1], contents.len());
        range.map_or(0, |range| {
            algorithms::count(Text::One(contents), Text::One(&sub), range)
        })
    })
}

/// `key in this`
pub(crate) fn contains<B: ByteString>(cx: &mut Cx, this: &'static B, key: Value) -> R<bool> {
    let sub = pinned(cx, this, key, |cx| {
        if has_index(cx, key)? {
            match number::index(cx, key) {
                Ok(index) => return Ok(single(byte(cx, index, NO_BYTE)?)),
                // It may still be bytes.
                Err(Exit::Raise) => {
                    cx.take_exception();
                }
                Err(exit) => return Err(exit),
            }
        }
        buffer::required(cx, key)
    })?;
    this.look(cx, |contents| {
        algorithms::contains(Text::One(contents), Text::One(&sub))
    })
}

/// `startswith` and `endswith`: their names, and what tests an end.
pub(crate) type End = (&'static str, fn(Text<'_>, Text<'_>, Range<usize>) -> bool);

/// `startswith`
pub(crate) const PREFIX: End = ("startswith", algorithms::starts_with);
/// `endswith`
pub(crate) const SUFFIX: End = ("endswith", algorithms::ends_with);

/// Whether an end is `wanted`, or one of a tuple.
pub(crate) fn has_end<B: ByteString>(
    cx: &mut Cx,
    this: &'static B,
    wanted: Value,
    bounds: [Bound; 2],
    (name, test): End,
) -> R<bool> {
    let holds = |cx: &mut Cx, wanted: &[u8]| -> R<bool> {
        this.look(cx, |contents| {
            let range = range(bounds[0], bounds[1], contents.len());
            range.is_some_and(|range| test(Text::One(contents), Text::One(wanted), range))
        })
    };
    if let Some(tuple) = cx.payload::<Tuple>(wanted)? {
        for item in tuple.as_slice() {
            let item = buffer::required(cx, *item)?;
            if holds(cx, &item)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    match buffer::contents(cx, wanted)? {
        Some(wanted) => holds(cx, &wanted),
        None => {
            let class = type_name(cx, wanted)?;
            Err(cx.type_error(format_args!(
                "{name} first arg must be bytes or a tuple of bytes, not {class}"
            )))
        }
    }
}

/// `removeprefix` and `removesuffix`.
pub(crate) fn remove<B: ByteString>(
    cx: &mut Cx,
    this: &'static B,
    end: Value,
    rest: fn(Text<'_>, Text<'_>) -> Range<usize>,
) -> R {
    let end = buffer::required(cx, end)?;
    let contents = this.contents(cx)?;
    let rest = rest(Text::One(&contents), Text::One(&end));
    match rest.len() == contents.len() {
        true => this.unchanged(cx, &contents),
        false => B::make(cx, &contents[rest]),
    }
}
