//! `re.Match`: what a search has found. It never changes.

use super::pattern::Pattern;
use super::run::Run;
use super::subject::Subject;
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{HeapType, layout};
use crate::native::native;
use crate::objects::dict::{self, Dict};
use crate::objects::generic_alias;
use crate::objects::instance::Instance;
use crate::objects::native_box::NativeBox;
use crate::objects::tuple::{self, Tuple};
use crate::objects::type_object::Type;
use crate::types::TypeDef;
use crate::value::Value;
use std::ops::Range;

builtin_type! {
    /// The class.
    pub(super) static MATCH = TypeDef {
        name: "Match",
        module: "re",
        layout: Some(layout::INSTANCE),
        reserved: 9,
        doc: "The result of re.match() and re.search().\nMatch objects always have a boolean value of True.",
        ..TypeDef::NEW
    };
}

/// The slot with the object that was searched.
const STRING: usize = 0;
/// The slot with the pattern.
const PATTERN: usize = 1;
/// The slots with the bounds of the search.
const POS: usize = 2;
const ENDPOS: usize = 3;
/// The slot with the number of the group that was closed last, or None.
const LAST: usize = 4;
/// The slot with a tuple: begin and end of every group, or -1 twice; None if there are no groups.
const MARKS: usize = 5;
/// The slot with the tuple of pairs that `regs` gave, so that it gives the same again.
const REGS: usize = 6;
/// The slots with begin and end of the whole match.
const START: usize = 7;
const END: usize = 8;

/// A match object, known by its class.
#[derive(Clone, Copy, Debug)]
pub(super) struct Match(pub(super) &'static Instance);

/// The match that a run has found.
///
/// # Errors
/// MemoryError.
pub(super) fn new(cx: &mut Cx, run: &Run) -> R<Match> {
    let marks = match run.pattern.groups() {
        0 => Value::NONE,
        groups => marks(cx, run, groups)?.value(),
    };
    let whole = run.whole();
    let found = Instance::new(cx, MATCH.class())?;
    for (slot, value) in [
        (STRING, run.string),
        (PATTERN, run.pattern.0.value()),
        (POS, Value::index(run.pos)),
        (ENDPOS, Value::index(run.end)),
        (LAST, run.last_group().map_or(Value::NONE, Value::index)),
        (MARKS, marks),
        (START, Value::index(whole.start)),
        (END, Value::index(whole.end)),
    ] {
        // It is new, so nobody else writes it.
        found.inline(slot).poke(value);
    }
    Ok(Match(found))
}

/// Begin and end of each group.
fn marks(cx: &mut Cx, run: &Run, groups: usize) -> R<&'static Tuple> {
    tuple::with(cx, 2 * groups, |index| {
        let span = run.span(index / 2 + 1);
        match index % 2 {
            0 => span.map_or(NOWHERE, |span| Value::index(span.start)),
            _ => span.map_or(NOWHERE, |span| Value::index(span.end)),
        }
    })
}

/// The position of what took no part in a match.
const NOWHERE: Value = match Value::small_int(-1) {
    Some(value) => value,
    None => Value::NONE,
};

impl Match {
    /// The object that was searched.
    pub(super) fn string(self, cx: &mut Cx) -> R {
        self.0.get(cx, STRING)
    }

    /// Its text.
    pub(super) fn subject(self, cx: &mut Cx) -> R<Subject> {
        let string = self.string(cx)?;
        Subject::of(cx, string)
    }

    /// The pattern.
    pub(super) fn pattern(self, cx: &mut Cx) -> R<Pattern> {
        match self.0.get(cx, PATTERN)?.cast::<NativeBox>() {
            Some(pattern) => Ok(Pattern(pattern)),
            None => unreachable!("a match has a pattern"),
        }
    }

    fn marks(self, cx: &mut Cx) -> R<Option<&'static Tuple>> {
        Ok(self.0.get(cx, MARKS)?.cast::<Tuple>())
    }

    /// How many groups there are, the whole match included.
    pub(super) fn count(self, cx: &mut Cx) -> R<usize> {
        Ok(self.marks(cx)?.map_or(0, Tuple::len) / 2 + 1)
    }

    /// Begin and end of a group that there is, as Python sees them.
    pub(super) fn bounds(self, cx: &mut Cx, group: usize) -> R<[Value; 2]> {
        if group == 0 {
            return Ok([self.0.get(cx, START)?, self.0.get(cx, END)?]);
        }
        let marks = self.marks(cx)?.map_or(&[][..], Tuple::as_slice);
        let pair = marks.get(2 * group - 2..2 * group);
        Ok(pair.map_or([NOWHERE; 2], |pair| [pair[0], pair[1]]))
    }

    /// Where a group is; `None` if it took no part.
    pub(super) fn span(self, cx: &mut Cx, group: usize) -> R<Option<Range<usize>>> {
        let bounds = self.bounds(cx, group)?;
        let [start, end] = bounds.map(|bound| bound.as_small_int().map(usize::try_from));
        Ok(match (start, end) {
            (Some(Ok(start)), Some(Ok(end))) => Some(start..end),
            _ => None,
        })
    }

    /// The text of a group; `missing` if it took no part. What was searched may have become shorter.
    pub(super) fn text(self, cx: &mut Cx, subject: &Subject, group: usize, missing: Value) -> R {
        match self.span(cx, group)? {
            Some(span) => {
                let length = subject.text().len();
                subject.part(cx, span.start.min(length)..span.end.min(length))
            }
            None => Ok(missing),
        }
    }
}

/// The string passed to match() or search().
#[native(MATCH, "string", getter, effect = reads)]
fn string(cx: &mut Cx, this: &'static Instance) -> R {
    Match(this).string(cx)
}

/// The regular expression object.
#[native(MATCH, "re", getter, effect = reads)]
fn pattern(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, PATTERN)
}

/// The index into the string at which the RE engine started looking for a match.
#[native(MATCH, "pos", getter, effect = reads)]
fn pos(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, POS)
}

/// The index into the string beyond which the RE engine will not go.
#[native(MATCH, "endpos", getter, effect = reads)]
fn endpos(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, ENDPOS)
}

/// The integer index of the last matched capturing group.
#[native(MATCH, "lastindex", getter, effect = reads)]
fn lastindex(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, LAST)
}

/// The name of the last matched capturing group.
#[native(MATCH, "lastgroup", getter, effect = reads)]
fn lastgroup(cx: &mut Cx, this: &'static Instance) -> R<Option<Value>> {
    let last = this.get(cx, LAST)?.as_small_int();
    let pattern = Match(this).pattern(cx)?;
    Ok(last.and_then(|last| pattern.group_name(last as usize)))
}

#[native(MATCH, "regs", getter, effect = writes)]
fn regs(cx: &mut Cx, this: &'static Instance) -> R {
    if let Some(regs) = this.get(cx, REGS)?.bound() {
        return Ok(regs);
    }
    let count = Match(this).count(cx)?;
    let mut pairs = Vec::with_capacity(count);
    for group in 0..count {
        let bounds = Match(this).bounds(cx, group)?;
        pairs.push(cx.tuple(&bounds)?);
    }
    let regs = cx.tuple(&pairs)?;
    this.set(cx, REGS, regs)?;
    Ok(regs)
}

#[native(MATCH, "__copy__(self)", effect = pure)]
fn copy(_: &mut Cx, this: &'static Instance) -> Value {
    this.value()
}

#[native(MATCH, "__deepcopy__(self, memo, /)", effect = pure)]
fn deepcopy(_: &mut Cx, this: &'static Instance, _memo: Value) -> Value {
    this.value()
}

/// Matches are generic over the type of string which was matched (str or bytes)
#[native(MATCH, "__class_getitem__(type, object, /)", classmethod, effect = pure)]
fn class_getitem(cx: &mut Cx, cls: &'static Type, object: Value) -> R {
    generic_alias::new(cx, cls.value(), object)
}

#[native(MATCH, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static Instance) -> R<String> {
    let found = Match(this);
    let subject = found.subject(cx)?;
    let text = found.text(cx, &subject, 0, Value::NONE)?;
    let text = crate::protocol::repr(cx, text)?;
    let span = found.span(cx, 0)?.unwrap_or_default();
    let text = crate::objects::str::to_string(text);
    Ok(format!(
        "<re.Match object; span=({}, {}), match={text}>",
        span.start, span.end
    ))
}

/// The groups with names, in the order of the pattern's dict.
pub(super) fn named(cx: &mut Cx, this: Match) -> R<Option<&'static Dict>> {
    Ok(this.pattern(cx)?.group_index())
}

/// Return a dictionary containing all the named subgroups of the match, keyed by the subgroup name.
///
///   default
///     Is used for groups that did not participate in the match.
#[native(MATCH, "groupdict(self, /, default=None)", effect = writes)]
fn groupdict(cx: &mut Cx, this: &'static Instance, default: Value) -> R<&'static Dict> {
    let found = Match(this);
    let subject = found.subject(cx)?;
    let result = dict::new(cx)?;
    let Some(names) = named(cx, found)? else {
        return Ok(result);
    };
    let mut position = 0;
    while let Some((name, group)) = dict::next_entry(cx, names, &mut position)? {
        let group = super::match_text::number(cx, found, group)?;
        let text = found.text(cx, &subject, group, default)?;
        dict::set(cx, result, name, text)?;
    }
    Ok(result)
}
