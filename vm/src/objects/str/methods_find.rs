//! Searching: `find`, `index`, `count`, `startswith`, `removeprefix` and their like.

use super::base::{STR, Str, part};
use super::bounds::{Bound, range};
use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::tuple::Tuple;
use crate::protocol::type_name;
use crate::value::Value;
use std::ops::Range;
use tython_text::Text;
use tython_text::str as algorithms;

/// What looks for a text in a part of another.
type Search = fn(Text<'_>, Text<'_>, Range<usize>) -> Option<usize>;

fn place(
    this: &'static Str,
    sub: &'static Str,
    bounds: [Bound; 2],
    search: Search,
) -> Option<usize> {
    let range = range(bounds[0], bounds[1], this.len())?;
    search(this.text(), sub.text(), range)
}

fn place_or_minus_one(
    this: &'static Str,
    sub: &'static Str,
    bounds: [Bound; 2],
    search: Search,
) -> i64 {
    place(this, sub, bounds, search).map_or(-1, |place| place as i64)
}

fn place_or_error(
    cx: &mut Cx,
    this: &'static Str,
    sub: &'static Str,
    bounds: [Bound; 2],
    search: Search,
) -> R<usize> {
    match place(this, sub, bounds, search) {
        Some(place) => Ok(place),
        None => Err(cx.value_error(format_args!("substring not found"))),
    }
}

/// Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end].
///
/// Optional arguments start and end are interpreted as in slice
/// notation.  Return -1 on failure.
#[native(STR, "find(self, sub[, start[, end]], /)")]
fn find(_: &mut Cx, this: &'static Str, sub: &'static Str, start: Bound, end: Bound) -> i64 {
    place_or_minus_one(this, sub, [start, end], algorithms::find)
}

/// Return the highest index in S where substring sub is found, such that sub is contained within S[start:end].
///
/// Optional arguments start and end are interpreted as in slice
/// notation.  Return -1 on failure.
#[native(STR, "rfind(self, sub[, start[, end]], /)")]
fn rfind(_: &mut Cx, this: &'static Str, sub: &'static Str, start: Bound, end: Bound) -> i64 {
    place_or_minus_one(this, sub, [start, end], algorithms::rfind)
}

/// Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end].
///
/// Optional arguments start and end are interpreted as in slice
/// notation.  Raises ValueError when the substring is not found.
#[native(STR, "index(self, sub[, start[, end]], /)")]
fn index(cx: &mut Cx, this: &'static Str, sub: &'static Str, start: Bound, end: Bound) -> R<usize> {
    place_or_error(cx, this, sub, [start, end], algorithms::find)
}

/// Return the highest index in S where substring sub is found, such that sub is contained within S[start:end].
///
/// Optional arguments start and end are interpreted as in slice
/// notation.  Raises ValueError when the substring is not found.
#[native(STR, "rindex(self, sub[, start[, end]], /)")]
fn rindex(
    cx: &mut Cx,
    this: &'static Str,
    sub: &'static Str,
    start: Bound,
    end: Bound,
) -> R<usize> {
    place_or_error(cx, this, sub, [start, end], algorithms::rfind)
}

/// Return the number of non-overlapping occurrences of substring sub in string S[start:end].
///
/// Optional arguments start and end are interpreted as in slice
/// notation.
#[native(STR, "count(self, sub[, start[, end]], /)")]
fn count(_: &mut Cx, this: &'static Str, sub: &'static Str, start: Bound, end: Bound) -> usize {
    match range(start, end, this.len()) {
        Some(range) => algorithms::count(this.text(), sub.text(), range),
        None => 0,
    }
}

/// Whether the second text stands at an end of that range of the first.
type EndTest = fn(Text<'_>, Text<'_>, Range<usize>) -> bool;

/// Whether an end of a text is a string, or one of a tuple of strings.
fn has_end(
    cx: &mut Cx,
    this: &'static Str,
    wanted: Value,
    bounds: [Bound; 2],
    (name, test): (&str, EndTest),
) -> R<bool> {
    let range = range(bounds[0], bounds[1], this.len());
    let holds = |other: &'static Str| {
        range
            .clone()
            .is_some_and(|range| test(this.text(), other.text(), range))
    };
    if let Some(tuple) = cx.payload::<Tuple>(wanted)? {
        for item in tuple.as_slice() {
            match cx.payload::<Str>(*item)? {
                Some(other) if holds(other) => return Ok(true),
                Some(_) => {}
                None => {
                    let class = type_name(cx, *item)?;
                    return Err(cx.type_error(format_args!(
                        "tuple for {name} must only contain str, not {class}"
                    )));
                }
            }
        }
        return Ok(false);
    }
    match cx.payload::<Str>(wanted)? {
        Some(other) => Ok(holds(other)),
        None => {
            let class = type_name(cx, wanted)?;
            Err(cx.type_error(format_args!(
                "{name} first arg must be str or a tuple of str, not {class}"
            )))
        }
    }
}

/// Return True if the string starts with the specified prefix, False otherwise.
///
///   prefix
///     A string or a tuple of strings to try.
///   start
///     Optional start position. Default: start of the string.
///   end
///     Optional stop position. Default: end of the string.
#[native(STR, "startswith(self, prefix[, start[, end]], /)")]
fn startswith(cx: &mut Cx, this: &'static Str, prefix: Value, start: Bound, end: Bound) -> R<bool> {
    has_end(
        cx,
        this,
        prefix,
        [start, end],
        ("startswith", algorithms::starts_with),
    )
}

/// Return True if the string ends with the specified suffix, False otherwise.
///
///   suffix
///     A string or a tuple of strings to try.
///   start
///     Optional start position. Default: start of the string.
///   end
///     Optional stop position. Default: end of the string.
#[native(STR, "endswith(self, suffix[, start[, end]], /)")]
fn endswith(cx: &mut Cx, this: &'static Str, suffix: Value, start: Bound, end: Bound) -> R<bool> {
    has_end(
        cx,
        this,
        suffix,
        [start, end],
        ("endswith", algorithms::ends_with),
    )
}

/// Return a str with the given prefix string removed if present.
///
/// If the string starts with the prefix string, return
/// string[len(prefix):].  Otherwise, return a copy of the original
/// string.
#[native(STR, "removeprefix(self, prefix, /)", effect = pure)]
fn removeprefix(cx: &mut Cx, this: &'static Str, prefix: &'static Str) -> R<&'static Str> {
    part(
        cx,
        this,
        algorithms::remove_prefix(this.text(), prefix.text()),
    )
}

/// Return a str with the given suffix string removed if present.
///
/// If the string ends with the suffix string and that suffix is not
/// empty, return string[:-len(suffix)].  Otherwise, return a copy of
/// the original string.
#[native(STR, "removesuffix(self, suffix, /)", effect = pure)]
fn removesuffix(cx: &mut Cx, this: &'static Str, suffix: &'static Str) -> R<&'static Str> {
    part(
        cx,
        this,
        algorithms::remove_suffix(this.text(), suffix.text()),
    )
}
