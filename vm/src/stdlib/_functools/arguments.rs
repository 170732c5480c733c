//! How the arguments of a `partial` and those of a call go together.

use super::placeholder::is_placeholder;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::{Args, Kwargs};
use crate::objects::dict::{self, Dict};
use crate::objects::str::Str;
use crate::objects::tuple::{self, Tuple};
use crate::value::Value;

/// How many of these are the placeholder.
pub(super) fn placeholders(values: &[Value]) -> usize {
    values
        .iter()
        .filter(|value| is_placeholder(**value))
        .count()
}

/// `fixed` with its placeholders replaced by the first of `given` (as long as there are some), and
/// then the rest of those.
fn merge<'a>(fixed: &'a [Value], given: &'a [Value]) -> impl Iterator<Item = Value> + 'a {
    let (mut filler, rest) = given.split_at(placeholders(fixed).min(given.len()));
    let fixed = fixed.iter().map(move |value| match filler {
        [first, others @ ..] if is_placeholder(*value) => {
            filler = others;
            *first
        }
        _ => *value,
    });
    fixed.chain(rest.iter().copied())
}

/// The arguments of a `partial` of a `partial`.
///
/// # Errors
/// MemoryError.
pub(super) fn merged(cx: &mut Cx, fixed: &[Value], given: &[Value]) -> R<&'static Tuple> {
    let count = fixed.len() + given.len() - placeholders(fixed).min(given.len());
    let mut values = merge(fixed, given);
    tuple::with(cx, count, |_| values.next().unwrap_or(Value::NONE))
}

/// The keyword arguments of a `partial`, with those of another that it is made of.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
pub(super) fn keywords(
    cx: &mut Cx,
    inner: Option<&'static Dict>,
    kwargs: Kwargs<'_>,
) -> R<&'static Dict> {
    let keywords = match inner {
        Some(inner) => dict::copy(cx, inner)?,
        None => dict::new(cx)?,
    };
    for (name, value) in kwargs.iter() {
        dict::set_str(cx, keywords, name, value)?;
    }
    Ok(keywords)
}

/// Arguments that fit on the native stack.
const ON_STACK: usize = 16;

/// What a call of a `partial` with `fixed` and `keywords` gives on, given `args`, to `body`.
///
/// # Errors
/// As `body`; MemoryError; and when the transaction has to be rolled back.
pub(super) fn with_all<T>(
    cx: &mut Cx,
    fixed: &'static Tuple,
    keywords: Option<&'static Dict>,
    args: Args<'_>,
    body: impl FnOnce(&mut Cx, Args<'_>) -> R<T>,
) -> R<T> {
    let mut named = args.keywords();
    let named: &mut dyn Iterator<Item = (Value, Value)> = &mut named;
    let positional = merge(fixed.as_slice(), args.positionals());
    let Some(keywords) = keywords else {
        let count = positional.count() + named.count();
        let values = merge(fixed.as_slice(), args.positionals())
            .chain(args.keywords().map(|(_, value)| value));
        return with_values(cx, count, values, |cx, values| {
            let kwnames = args.kwnames;
            body(cx, Args { values, kwnames })
        });
    };
    // A keyword of the call comes in the place of the same one of the `partial`.
    let all = dict::copy(cx, keywords)?;
    for (name, value) in named {
        dict::set(cx, all, name, value)?;
    }
    let (mut names, mut values) = (Vec::new(), positional.collect::<Vec<_>>());
    let mut position = 0;
    while let Some((name, value)) = dict::next_entry(cx, all, &mut position)? {
        let Some(name) = cx.payload::<Str>(name)? else {
            return Err(cx.type_error(format_args!("keywords must be strings")));
        };
        names.push(name.value());
        values.push(value);
    }
    let names = tuple::new(cx, &names)?;
    let count = values.len();
    with_values(cx, count, values.into_iter(), |cx, values| {
        let kwnames = (!names.is_empty()).then_some(names);
        body(cx, Args { values, kwnames })
    })
}

/// Runs `body` with these values where the collector finds them: on the native stack, or in a tuple.
fn with_values<T>(
    cx: &mut Cx,
    count: usize,
    mut values: impl Iterator<Item = Value>,
    body: impl FnOnce(&mut Cx, &[Value]) -> R<T>,
) -> R<T> {
    if count <= ON_STACK {
        let mut all = [Value::UNBOUND; ON_STACK];
        for (place, value) in all.iter_mut().zip(values) {
            *place = value;
        }
        return body(cx, &all[..count]);
    }
    let all = tuple::with(cx, count, |_| values.next().unwrap_or(Value::NONE))?;
    let result = body(cx, all.as_slice());
    // The tuple itself, not only a reference into it, is on the stack until here.
    std::hint::black_box(all.value());
    result
}
