//! Taking strings apart and putting them together: `split`, `partition`, `strip`, `join`.

use super::base::{STR, Str, empty, part};
use super::make::join_strings;
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::objects::list::{self, List};
use crate::protocol::sequence::items;
use crate::protocol::type_name;
use crate::value::Value;
use std::ops::Range;
use tython_text::Text;
use tython_text::str::{self as algorithms, Ends};

/// `maxsplit` and the like: a negative number means no limit.
pub(crate) fn limit(count: isize) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// The separator of `split`; `None`: white space.
fn separator(cx: &mut Cx, sep: Value) -> R<Option<Text<'static>>> {
    if sep.is_none() {
        return Ok(None);
    }
    match cx.payload::<Str>(sep)? {
        Some(sep) if sep.is_empty() => Err(cx.value_error(format_args!("empty separator"))),
        Some(sep) => Ok(Some(sep.text())),
        None => {
            let class = type_name(cx, sep)?;
            Err(cx.type_error(format_args!("must be str or None, not {class}")))
        }
    }
}

/// Parts that there is room for at first.
const FEW: usize = 12;

/// The parts that `cut` finds, as values in its order.
fn pieces(
    cx: &mut Cx,
    this: &'static Str,
    cut: impl FnOnce(&mut dyn FnMut(Range<usize>) -> Result<(), Exit>) -> R<()>,
) -> R<Vec<Value>> {
    let mut values = Vec::with_capacity(FEW);
    cut(&mut |range| {
        values.push(part(cx, this, range)?.value());
        Ok(())
    })?;
    Ok(values)
}

/// Return a list of the substrings in the string, using sep as the separator string.
///
///   sep
///     The separator used to split the string.
///
///     When set to None (the default value), will split on any
///     whitespace character (including \n \r \t \f and spaces) and
///     will discard empty strings from the result.
///   maxsplit
///     Maximum number of splits.
///     -1 (the default value) means no limit.
///
/// Splitting starts at the front of the string and works to the end.
///
/// Note, str.split() is mainly useful for data that has been
/// intentionally delimited.  With natural text that includes
/// punctuation, consider using the regular expression module.
#[native(STR, "split(self, /, sep=None, maxsplit=-1)")]
fn split(cx: &mut Cx, this: &'static Str, sep: Value, maxsplit: isize) -> R<&'static List> {
    let separator = separator(cx, sep)?;
    let values = pieces(cx, this, |each| {
        algorithms::split(this.text(), separator, limit(maxsplit), each)
    })?;
    list::from_slice(cx, &values)
}

/// Return a list of the substrings in the string, using sep as the separator string.
///
///   sep
///     The separator used to split the string.
///
///     When set to None (the default value), will split on any
///     whitespace character (including \n \r \t \f and spaces) and
///     will discard empty strings from the result.
///   maxsplit
///     Maximum number of splits.
///     -1 (the default value) means no limit.
///
/// Splitting starts at the end of the string and works to the front.
#[native(STR, "rsplit(self, /, sep=None, maxsplit=-1)")]
fn rsplit(cx: &mut Cx, this: &'static Str, sep: Value, maxsplit: isize) -> R<&'static List> {
    let separator = separator(cx, sep)?;
    let mut values = pieces(cx, this, |each| {
        algorithms::rsplit(this.text(), separator, limit(maxsplit), each)
    })?;
    values.reverse();
    list::from_slice(cx, &values)
}

/// Return a list of the lines in the string, breaking at line boundaries.
///
/// Line breaks are not included in the resulting list unless keepends
/// is given and true.
#[native(STR, "splitlines(self, /, keepends=False)")]
fn splitlines(cx: &mut Cx, this: &'static Str, keepends: bool) -> R<&'static List> {
    let values = pieces(cx, this, |each| {
        algorithms::split_lines(this.text(), keepends, each)
    })?;
    list::from_slice(cx, &values)
}

/// The separator of `partition`.
fn one_separator(cx: &mut Cx, sep: Value) -> R<&'static Str> {
    match cx.payload::<Str>(sep)? {
        Some(sep) if sep.is_empty() => Err(cx.value_error(format_args!("empty separator"))),
        Some(sep) => Ok(sep),
        None => {
            let class = type_name(cx, sep)?;
            Err(cx.type_error(format_args!("must be str, not {class}")))
        }
    }
}

/// Before, the separator as it was given, after.
fn three(cx: &mut Cx, this: &'static Str, sep: Value, found: Range<usize>) -> R {
    let before = part(cx, this, 0..found.start)?;
    let after = part(cx, this, found.end..this.len())?;
    cx.tuple(&[before.value(), sep, after.value()])
}

/// Partition the string into three parts using the given separator.
///
/// This will search for the separator in the string.  If the separator
/// is found, returns a 3-tuple containing the part before the
/// separator, the separator itself, and the part after it.
///
/// If the separator is not found, returns a 3-tuple containing
/// the original string and two empty strings.
#[native(STR, "partition(self, sep, /)", effect = pure)]
fn partition(cx: &mut Cx, this: &'static Str, sep: Value) -> R {
    let text = one_separator(cx, sep)?.text();
    match algorithms::partition(this.text(), text) {
        Some(found) => three(cx, this, sep, found),
        None => {
            let empty = empty(cx).value();
            cx.tuple(&[this.value(), empty, empty])
        }
    }
}

/// Partition the string into three parts using the given separator.
///
/// This will search for the separator in the string, starting at the
/// end.  If the separator is found, returns a 3-tuple containing the
/// part before the separator, the separator itself, and the part after
/// it.
///
/// If the separator is not found, returns a 3-tuple containing two
/// empty strings and the original string.
#[native(STR, "rpartition(self, sep, /)", effect = pure)]
fn rpartition(cx: &mut Cx, this: &'static Str, sep: Value) -> R {
    let text = one_separator(cx, sep)?.text();
    match algorithms::rpartition(this.text(), text) {
        Some(found) => three(cx, this, sep, found),
        None => {
            let empty = empty(cx).value();
            cx.tuple(&[empty, empty, this.value()])
        }
    }
}

fn stripped(
    cx: &mut Cx,
    this: &'static Str,
    chars: Value,
    (name, ends): (&str, Ends),
) -> R<&'static Str> {
    let unwanted = match cx.payload::<Str>(chars)? {
        Some(chars) => Some(chars.text()),
        None if chars.is_none() => None,
        None => return Err(cx.type_error(format_args!("{name} arg must be None or str"))),
    };
    part(cx, this, algorithms::strip(this.text(), ends, unwanted))
}

/// Return a copy of the string with leading and trailing whitespace removed.
///
/// If chars is given and not None, remove characters in chars instead.
#[native(STR, "strip(self, chars=None, /)", effect = pure)]
fn strip(cx: &mut Cx, this: &'static Str, chars: Value) -> R<&'static Str> {
    stripped(cx, this, chars, ("strip", Ends::Both))
}

/// Return a copy of the string with leading whitespace removed.
///
/// If chars is given and not None, remove characters in chars instead.
#[native(STR, "lstrip(self, chars=None, /)", effect = pure)]
fn lstrip(cx: &mut Cx, this: &'static Str, chars: Value) -> R<&'static Str> {
    stripped(cx, this, chars, ("lstrip", Ends::Left))
}

/// Return a copy of the string with trailing whitespace removed.
///
/// If chars is given and not None, remove characters in chars instead.
#[native(STR, "rstrip(self, chars=None, /)", effect = pure)]
fn rstrip(cx: &mut Cx, this: &'static Str, chars: Value) -> R<&'static Str> {
    stripped(cx, this, chars, ("rstrip", Ends::Right))
}

/// Concatenate any number of strings.
///
/// The string whose method is called is inserted in between each given
/// string.  The result is returned as a new string.
///
/// Example: '.'.join(['ab', 'pq', 'rs']) -> 'ab.pq.rs'
#[native(STR, "join(self, iterable, /)")]
fn join(cx: &mut Cx, this: &'static Str, iterable: Value) -> R {
    let items = items(cx, iterable, "can only join an iterable")?;
    if let [only] = items[..]
        && only.is::<Str>()
    {
        return Ok(only);
    }
    // No Python code runs any more.
    let too_long = "join() result is too long for a Python string";
    let string = join_strings(cx, this.text(), &items, too_long, |cx, index, item| {
        let class = type_name(cx, item)?;
        Ok(cx.type_error(format_args!(
            "sequence item {index}: expected str instance, {class} found"
        )))
    })?;
    Ok(string.value())
}
