//! Padding and replacing: `center`, `zfill`, `expandtabs`, `replace`.

use super::base::{STR, Str};
use super::make::{checked, made};
use super::methods_split::limit;
use crate::cx::{Cx, R};
use crate::native::{ArgPlace, FromArg, FromDefault, native};
use crate::protocol::type_name;
use crate::value::Value;
use tython_text::str as algorithms;
use tython_text::{SizeError, Text, TextBuf};

/// A fill character.
struct Fill(u32);

impl FromArg for Fill {
    fn from_arg(cx: &mut Cx, value: Value, _: ArgPlace) -> R<Self> {
        let Some(string) = cx.payload::<Str>(value)? else {
            let class = type_name(cx, value)?;
            return Err(cx.type_error(format_args!(
                "The fill character must be a unicode character, not {class}"
            )));
        };
        match (string.len(), string.text().get(0)) {
            (1, Some(code)) => Ok(Fill(code)),
            _ => Err(cx.type_error(format_args!(
                "The fill character must be exactly one character long"
            ))),
        }
    }
}

impl<D> FromDefault<D> for Fill {
    fn from_default(_: D) -> Self {
        Fill(' '.into())
    }
}

fn padded(
    cx: &mut Cx,
    this: &'static Str,
    width: isize,
    pad: impl FnOnce(Text<'static>, usize) -> Result<TextBuf, SizeError>,
) -> R<&'static Str> {
    match usize::try_from(width) {
        Ok(width) if width > this.len() => {
            made(cx, pad(this.text(), width), "padded string is too long")
        }
        _ => Ok(this),
    }
}

/// Return a centered string of length width.
///
/// Padding is done using the specified fill character (default is
/// a space).
#[native(STR, "center(self, width, fillchar=' ', /)")]
fn center(cx: &mut Cx, this: &'static Str, width: isize, fillchar: Fill) -> R<&'static Str> {
    padded(cx, this, width, |text, width| {
        algorithms::center(text, width, fillchar.0)
    })
}

/// Return a left-justified string of length width.
///
/// Padding is done using the specified fill character (default is
/// a space).
#[native(STR, "ljust(self, width, fillchar=' ', /)")]
fn ljust(cx: &mut Cx, this: &'static Str, width: isize, fillchar: Fill) -> R<&'static Str> {
    padded(cx, this, width, |text, width| {
        algorithms::left_justify(text, width, fillchar.0)
    })
}

/// Return a right-justified string of length width.
///
/// Padding is done using the specified fill character (default is
/// a space).
#[native(STR, "rjust(self, width, fillchar=' ', /)")]
fn rjust(cx: &mut Cx, this: &'static Str, width: isize, fillchar: Fill) -> R<&'static Str> {
    padded(cx, this, width, |text, width| {
        algorithms::right_justify(text, width, fillchar.0)
    })
}

/// Pad a numeric string with zeros on the left, to fill a field of the given width.
///
/// The string is never truncated.
#[native(STR, "zfill(self, width, /)")]
fn zfill(cx: &mut Cx, this: &'static Str, width: isize) -> R<&'static Str> {
    padded(cx, this, width, algorithms::zero_fill)
}

/// Return a copy where all tab characters are expanded using spaces.
///
/// If tabsize is not given, a tab size of 8 characters is assumed.
#[native(STR, "expandtabs(self, /, tabsize=8)")]
fn expandtabs(cx: &mut Cx, this: &'static Str, tabsize: i32) -> R<&'static Str> {
    let expanded = algorithms::expand_tabs(this.text(), tabsize as isize);
    made(cx, expanded, "new string is too long")
}

/// Return a copy with all occurrences of substring old replaced by new.
///
///   count
///     Maximum number of occurrences to replace.
///     -1 (the default value) means replace all occurrences.
///
/// If the optional argument count is given, only the first count occurrences are
/// replaced.
#[native(STR, "replace(self, old, new, /, count=-1)")]
fn replace(
    cx: &mut Cx,
    this: &'static Str,
    old: &'static Str,
    new: &'static Str,
    count: isize,
) -> R<&'static Str> {
    let replaced = algorithms::replace(this.text(), old.text(), new.text(), limit(count));
    match checked(cx, replaced, "replace string is too long")? {
        Some(buffer) => made(cx, Ok(buffer), ""),
        None => Ok(this),
    }
}
