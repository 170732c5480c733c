//! The methods of `re.Pattern` that look for matches.

use super::match_object;
use super::pattern::{PATTERN, Pattern};
use super::run::Run;
use super::scanner;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::objects::instance::Instance;
use crate::objects::iterators::Iterator;
use crate::objects::list::{self, List};
use crate::objects::native_box::NativeBox;
use crate::value::Value;
use tython_sre::Mode;

/// The match object of one look, or `None`.
fn find(
    cx: &mut Cx,
    this: &'static NativeBox,
    mode: Mode,
    (string, pos, endpos): (Value, isize, isize),
) -> R<Option<Value>> {
    let mut run = Run::new(cx, Pattern(this), string, pos, endpos)?;
    match run.find(cx, mode)? {
        true => Ok(Some(match_object::new(cx, &run)?.0.value())),
        false => Ok(None),
    }
}

/// Matches zero or more characters at the beginning of the string.
#[native(PATTERN, "match(self, /, string, pos=0, endpos=sys.maxsize)")]
fn match_(
    cx: &mut Cx,
    this: &'static NativeBox,
    string: Value,
    pos: isize,
    endpos: isize,
) -> R<Option<Value>> {
    find(cx, this, Mode::Match, (string, pos, endpos))
}

/// Matches against all of the string.
#[native(PATTERN, "fullmatch(self, /, string, pos=0, endpos=sys.maxsize)")]
fn fullmatch(
    cx: &mut Cx,
    this: &'static NativeBox,
    string: Value,
    pos: isize,
    endpos: isize,
) -> R<Option<Value>> {
    find(cx, this, Mode::FullMatch, (string, pos, endpos))
}

/// Scan through string looking for a match, and return a corresponding match object instance.
///
/// Return None if no position in the string matches.
#[native(PATTERN, "search(self, /, string, pos=0, endpos=sys.maxsize)")]
fn search(
    cx: &mut Cx,
    this: &'static NativeBox,
    string: Value,
    pos: isize,
    endpos: isize,
) -> R<Option<Value>> {
    find(cx, this, Mode::Search, (string, pos, endpos))
}

/// Return a list of all non-overlapping matches of pattern in string.
#[native(PATTERN, "findall(self, /, string, pos=0, endpos=sys.maxsize)")]
fn findall(
    cx: &mut Cx,
    this: &'static NativeBox,
    string: Value,
    pos: isize,
    endpos: isize,
) -> R<&'static List> {
    let pattern = Pattern(this);
    let mut run = Run::new(cx, pattern, string, pos, endpos)?;
    let empty = run.subject.part(cx, 0..0)?;
    let found = list::new(cx)?;
    while let Some(whole) = run.next(cx)? {
        let item = match pattern.groups() {
            0 => run.subject.part(cx, whole)?,
            1 => run.group(cx, 1, empty)?,
            count => {
                let mut groups = Vec::with_capacity(count);
                for group in 1..=count {
                    groups.push(run.group(cx, group, empty)?);
                }
                cx.tuple(&groups)?
            }
        };
        list::append(cx, found, item)?;
    }
    Ok(found)
}

#[native(PATTERN, "scanner(self, /, string, pos=0, endpos=sys.maxsize)")]
fn scanner(
    cx: &mut Cx,
    this: &'static NativeBox,
    string: Value,
    pos: isize,
    endpos: isize,
) -> R<&'static Instance> {
    let run = Run::new(cx, Pattern(this), string, pos, endpos)?;
    scanner::new(cx, &run)
}

/// Return an iterator over all non-overlapping matches for the RE pattern in string.
///
/// For each match, the iterator returns a match object.
#[native(PATTERN, "finditer(self, /, string, pos=0, endpos=sys.maxsize)")]
fn finditer(
    cx: &mut Cx,
    this: &'static NativeBox,
    string: Value,
    pos: isize,
    endpos: isize,
) -> R<&'static Iterator> {
    let run = Run::new(cx, Pattern(this), string, pos, endpos)?;
    scanner::iterator(cx, &run)
}

/// Split string by the occurrences of pattern.
#[native(PATTERN, "split(self, /, string, maxsplit=0)")]
fn split(
    cx: &mut Cx,
    this: &'static NativeBox,
    string: Value,
    maxsplit: isize,
) -> R<&'static List> {
    let pattern = Pattern(this);
    let mut run = Run::new(cx, pattern, string, 0, isize::MAX)?;
    let parts = list::new(cx)?;
    let mut last = 0;
    let mut count = 0;
    while maxsplit == 0 || count < maxsplit {
        let Some(whole) = run.next(cx)? else { break };
        let before = run.subject.part(cx, last..whole.start)?;
        list::append(cx, parts, before)?;
        for group in 1..=pattern.groups() {
            let text = run.group(cx, group, Value::NONE)?;
            list::append(cx, parts, text)?;
        }
        last = whole.end;
        count += 1;
    }
    let rest = run.subject.part(cx, last..run.end)?;
    list::append(cx, parts, rest)?;
    Ok(parts)
}
