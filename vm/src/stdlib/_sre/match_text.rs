//! The methods of `re.Match` that give groups.

use super::match_object::{MATCH, Match, named};
use super::template;
use crate::cx::{Cx, R};
use crate::name;
use crate::native::native;
use crate::objects::dict;
use crate::objects::instance::Instance;
use crate::objects::int::to_int;
use crate::objects::str::Str;
use crate::objects::tuple::{self, Tuple};
use crate::protocol::{class_of, index};
use crate::value::Value;

/// The number of a group, given as a number or as a name.
///
/// # Errors
/// IndexError if there is none.
pub(super) fn number(cx: &mut Cx, found: Match, group: Value) -> R<usize> {
    let number = match group.as_small_int() {
        Some(number) => Some(number),
        None => named_number(cx, found, group)?,
    };
    let count = found.count(cx)?;
    match number.map(usize::try_from) {
        Some(Ok(number)) if number < count => Ok(number),
        _ => Err(cx.index_error(format_args!("no such group"))),
    }
}

#[cold]
fn named_number(cx: &mut Cx, found: Match, group: Value) -> R<Option<i64>> {
    if !group.is::<Str>() {
        let special = name!(cx, "__index__")?;
        if to_int(group).is_some() || class_of(group).lookup(cx, special)?.is_some() {
            return Ok(index(cx, group)?.as_small_int());
        }
    }
    let number = match named(cx, found)? {
        Some(names) => dict::get(cx, names, group)?,
        None => None,
    };
    Ok(number.and_then(Value::as_small_int))
}

/// group([group1, ...]) -> str or tuple.
///     Return subgroup(s) of the match by indices or names.
///     For 0 returns the entire match.
#[native(MATCH, "group(self, /, *groups)", opaque)]
fn group(cx: &mut Cx, this: &'static Instance, groups: &[Value]) -> R {
    match groups {
        [] => one(cx, Match(this), Value::index(0)),
        [group] => one(cx, Match(this), *group),
        _ => several(cx, Match(this), groups),
    }
}

fn one(cx: &mut Cx, found: Match, group: Value) -> R {
    let group = number(cx, found, group)?;
    let subject = found.subject(cx)?;
    found.text(cx, &subject, group, Value::NONE)
}

fn several(cx: &mut Cx, found: Match, groups: &[Value]) -> R {
    let mut numbers = Vec::with_capacity(groups.len());
    for group in groups {
        numbers.push(number(cx, found, *group)?);
    }
    texts(cx, found, numbers.into_iter(), Value::NONE)
}

/// A tuple of the texts of these groups.
fn texts(cx: &mut Cx, found: Match, groups: impl Iterator<Item = usize>, missing: Value) -> R {
    let subject = found.subject(cx)?;
    let mut texts = Vec::new();
    for group in groups {
        texts.push(found.text(cx, &subject, group, missing)?);
    }
    cx.tuple(&texts)
}

/// Return self[key].
#[native(MATCH, "__getitem__(self, key, /)", slot)]
fn getitem(cx: &mut Cx, this: &'static Instance, key: Value) -> R {
    one(cx, Match(this), key)
}

/// Return a tuple containing all the subgroups of the match, from 1.
///
///   default
///     Is used for groups that did not participate in the match.
#[native(MATCH, "groups(self, /, default=None)", effect = writes)]
fn groups(cx: &mut Cx, this: &'static Instance, default: Value) -> R {
    let count = Match(this).count(cx)?;
    texts(cx, Match(this), 1..count, default)
}

/// Return index of the start of the substring matched by group.
#[native(MATCH, "start(self, group=0, /)")]
fn start(cx: &mut Cx, this: &'static Instance, group: Value) -> R {
    let group = number(cx, Match(this), group)?;
    Ok(Match(this).bounds(cx, group)?[0])
}

/// Return index of the end of the substring matched by group.
#[native(MATCH, "end(self, group=0, /)")]
fn end(cx: &mut Cx, this: &'static Instance, group: Value) -> R {
    let group = number(cx, Match(this), group)?;
    Ok(Match(this).bounds(cx, group)?[1])
}

/// For match object m, return the 2-tuple (m.start(group), m.end(group)).
#[native(MATCH, "span(self, group=0, /)")]
fn span(cx: &mut Cx, this: &'static Instance, group: Value) -> R<&'static Tuple> {
    let group = number(cx, Match(this), group)?;
    let bounds = Match(this).bounds(cx, group)?;
    tuple::new(cx, &bounds)
}

/// Return the string obtained by doing backslash substitution on the string template, as done by the sub() method.
#[native(MATCH, "expand(self, /, template)")]
fn expand(cx: &mut Cx, this: &'static Instance, template: Value) -> R {
    let found = Match(this);
    let pattern = found.pattern(cx)?;
    let template = template::compile(cx, pattern, template)?;
    template::expand(cx, template, found)
}
