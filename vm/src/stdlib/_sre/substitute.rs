//! `sub` and `subn`.

use super::match_object;
use super::pattern::{PATTERN, Pattern};
use super::run::Run;
use super::template;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::objects::bytes::{self, Bytes};
use crate::objects::list;
use crate::objects::native_box::NativeBox;
use crate::objects::str::{self, Str};
use crate::objects::tuple::Tuple;
use crate::protocol::{buffer, call::is_callable, call_values};
use crate::value::Value;
use std::ops::Range;
use tython_text::{Builder, Text};

/// What comes in the place of a match.
enum Replacement {
    /// What a function returns for it.
    Call(Value),
    /// This.
    Literal(Value),
    /// Literals and groups, in turn.
    Parts(&'static Tuple),
}

/// Whether `value` is text without a backslash.
fn is_literal(cx: &mut Cx, value: Value) -> R<bool> {
    if let Some(string) = cx.payload::<Str>(value)? {
        return Ok(!tython_text::str::contains(string.text(), Text::One(b"\\")));
    }
    let content = buffer::contents(cx, value)?;
    Ok(content.is_some_and(|content| !content.contains(&b'\\')))
}

impl Replacement {
    fn new(cx: &mut Cx, pattern: Pattern, value: Value) -> R<Replacement> {
        if is_callable(cx, value)? {
            return Ok(Replacement::Call(value));
        }
        if is_literal(cx, value)? {
            return Ok(Replacement::Literal(value));
        }
        let template = template::compile(cx, pattern, value)?;
        let parts = template::parts(cx, template)?;
        Ok(match parts.as_slice() {
            [literal] => Replacement::Literal(*literal),
            _ => Replacement::Parts(parts),
        })
    }

    /// Its pieces, if a call of Python code is not needed for them.
    fn pieces(&self) -> Option<&[Value]> {
        match self {
            Replacement::Call(_) => None,
            Replacement::Literal(literal) => Some(std::slice::from_ref(literal)),
            Replacement::Parts(parts) => Some(parts.as_slice()),
        }
    }
}

/// A piece of a replacement.
#[derive(Clone, Debug)]
enum Piece {
    /// A literal; the replacement keeps it alive.
    Text(Text<'static>),
    Group(usize),
}

/// The pieces, if all literals are of the kind that was searched, and plain.
fn pieces(run: &Run, values: &[Value]) -> Option<Vec<Piece>> {
    let literal = |value: &Value| match run.subject.is_bytes() {
        true => value
            .cast::<Bytes>()
            .map(|bytes| Text::One(bytes.as_slice())),
        false => value.cast::<Str>().map(Str::text),
    };
    let piece = |(place, value): (usize, &Value)| match place % 2 {
        0 => literal(value).map(Piece::Text),
        _ => {
            let group = usize::try_from(value.as_small_int()?).ok()?;
            (group <= run.pattern.groups()).then_some(Piece::Group(group))
        }
    };
    values.iter().enumerate().map(piece).collect()
}

/// A text under construction.
enum Output {
    Str(Box<Builder>),
    Bytes(Vec<u8>),
}

impl Output {
    fn push(&mut self, text: Text<'_>) {
        match self {
            Output::Str(builder) => builder.push_text(text),
            Output::Bytes(bytes) => bytes.extend_from_slice(text.as_bytes()),
        }
    }

    fn finish(self, cx: &mut Cx) -> R {
        match self {
            Output::Str(builder) => {
                Ok(str::made(cx, builder.finish(), "string is too long")?.value())
            }
            Output::Bytes(content) => bytes::new(cx, &content),
        }
    }
}

/// The next match, if one more may be replaced.
fn next(cx: &mut Cx, run: &mut Run, done: usize, count: isize) -> R<Option<Range<usize>>> {
    match count {
        0 => run.next(cx),
        _ if (done as isize) < count => run.next(cx),
        _ => Ok(None),
    }
}

/// Replaces without calling Python code: the text is put together directly.
fn replace_by_pieces(
    cx: &mut Cx,
    run: &mut Run,
    pieces: &[Piece],
    count: isize,
) -> R<(Value, usize)> {
    let mut output = match run.subject.is_bytes() {
        true => Output::Bytes(Vec::new()),
        false => Output::Str(Box::default()),
    };
    let (mut last, mut done) = (0, 0);
    while let Some(whole) = next(cx, run, done, count)? {
        let text = run.subject.text();
        output.push(text.part(last..whole.start));
        for piece in pieces {
            match piece {
                Piece::Text(literal) => output.push(*literal),
                Piece::Group(group) => {
                    if let Some(span) = run.span(*group) {
                        output.push(text.part(span));
                    }
                }
            }
        }
        last = whole.end;
        done += 1;
    }
    if done == 0 {
        return Ok((run.subject.part(cx, 0..run.end)?, 0));
    }
    output.push(run.subject.text().part(last..run.end));
    Ok((output.finish(cx)?, done))
}

/// Replaces in any case: the pieces are collected in a list, which Python's `join` puts together.
fn replace_by_list(
    cx: &mut Cx,
    run: &mut Run,
    replacement: &Replacement,
    count: isize,
) -> R<(Value, usize)> {
    let pieces = list::new(cx)?;
    let (mut last, mut done) = (0, 0);
    while let Some(whole) = next(cx, run, done, count)? {
        if last < whole.start {
            let before = run.subject.part(cx, last..whole.start)?;
            list::append(cx, pieces, before)?;
        }
        let piece = match replacement {
            Replacement::Literal(literal) => *literal,
            Replacement::Call(function) => {
                let found = match_object::new(cx, run)?;
                call_values(cx, *function, &[found.0.value()])?
            }
            Replacement::Parts(parts) => {
                let found = match_object::new(cx, run)?;
                template::expand_parts(cx, parts.as_slice(), found)?
            }
        };
        if !piece.is_none() {
            list::append(cx, pieces, piece)?;
        }
        last = whole.end;
        done += 1;
    }
    if last < run.end {
        let rest = run.subject.part(cx, last..run.end)?;
        list::append(cx, pieces, rest)?;
    }
    Ok((template::join(cx, &run.subject, pieces)?, done))
}

fn substitute(
    cx: &mut Cx,
    this: &'static NativeBox,
    repl: Value,
    string: Value,
    count: isize,
) -> R<(Value, usize)> {
    let replacement = Replacement::new(cx, Pattern(this), repl)?;
    let mut run = Run::new(cx, Pattern(this), string, 0, isize::MAX)?;
    match replacement.pieces().and_then(|values| pieces(&run, values)) {
        Some(pieces) => replace_by_pieces(cx, &mut run, &pieces, count),
        None => replace_by_list(cx, &mut run, &replacement, count),
    }
}

/// Return the string obtained by replacing the leftmost non-overlapping occurrences of pattern in string by the replacement repl.
#[native(PATTERN, "sub(self, /, repl, string, count=0)")]
fn sub(cx: &mut Cx, this: &'static NativeBox, repl: Value, string: Value, count: isize) -> R {
    Ok(substitute(cx, this, repl, string, count)?.0)
}

/// Return the tuple (new_string, number_of_subs_made) found by replacing the leftmost non-overlapping occurrences of pattern with the replacement repl.
#[native(PATTERN, "subn(self, /, repl, string, count=0)")]
fn subn(cx: &mut Cx, this: &'static NativeBox, repl: Value, string: Value, count: isize) -> R {
    let (text, done) = substitute(cx, this, repl, string, count)?;
    cx.tuple(&[text, Value::index(done)])
}
