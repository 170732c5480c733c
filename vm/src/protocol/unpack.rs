//! Unpacking: `a, b = values`, `*values` and `**mapping` in displays and calls.

use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::name;
use crate::objects::dict::{self, Dict};
use crate::objects::exception::classes::{ATTRIBUTE_ERROR, TYPE_ERROR};
use crate::objects::list::{self, List};
use crate::objects::str::{self, Str};
use crate::objects::tuple::{self, Tuple};
use crate::protocol::{attribute, call, class_of, get_item, is_instance, iter, next, type_name};
use crate::value::Value;

/// Replaces the TypeError of what cannot be iterated over by one with other words.
fn not_iterable<T>(
    cx: &mut Cx,
    value: Value,
    exit: Exit,
    words: impl FnOnce(&mut Cx, String) -> Exit,
) -> R<T> {
    let name = name!(cx, "__iter__")?;
    let exception = cx.exception;
    if exit == Exit::Raise
        && class_of(value).lookup(cx, name)?.is_none()
        && is_instance(cx, exception, &TYPE_ERROR)?
    {
        let class = type_name(cx, value)?;
        return Err(words(cx, class));
    }
    Err(exit)
}

fn iterator(cx: &mut Cx, values: Value) -> R {
    match iter(cx, values) {
        Ok(iterator) => Ok(iterator),
        Err(exit) => not_iterable(cx, values, exit, |cx, class| {
            cx.type_error(format_args!("cannot unpack non-iterable {class} object"))
        }),
    }
}

/// Gives exactly `count` values to `take`.
///
/// # Errors
/// ValueError if there are more or fewer, and what the iteration raises.
pub fn exactly(
    cx: &mut Cx,
    values: Value,
    count: usize,
    mut take: impl FnMut(usize, Value),
) -> R<()> {
    if let Some(tuple) = values.cast::<Tuple>()
        && tuple.len() == count
    {
        tuple
            .as_slice()
            .iter()
            .enumerate()
            .for_each(|(index, value)| take(index, *value));
        return Ok(());
    }
    if let Some(list) = values.cast::<List>()
        && list::len(cx, list)? == count
    {
        list::read(cx, list, 0..count, take)?;
        return Ok(());
    }
    let iterator = iterator(cx, values)?;
    for index in 0..count {
        match next(cx, iterator)? {
            Some(value) => take(index, value),
            None => {
                return Err(cx.value_error(format_args!(
                    "not enough values to unpack (expected {count}, got {index})"
                )));
            }
        }
    }
    if next(cx, iterator)?.is_none() {
        return Ok(());
    }
    let sized = values.is::<Tuple>() || values.is::<List>() || values.is::<Dict>();
    if sized {
        let got = crate::protocol::len(cx, values)?;
        return Err(cx.value_error(format_args!(
            "too many values to unpack (expected {count}, got {got})"
        )));
    }
    Err(cx.value_error(format_args!("too many values to unpack (expected {count})")))
}

/// Gives the first `before` values, a list of those between, and the last `after` values to `take`.
///
/// # Errors
/// ValueError if there are too few, and what the iteration raises.
pub fn with_rest(
    cx: &mut Cx,
    values: Value,
    before: usize,
    after: usize,
    take: impl FnMut(usize, Value),
) -> R<()> {
    if let Some(tuple) = values.cast::<Tuple>() {
        return parts(cx, tuple.as_slice(), before, after, take);
    }
    let all = to_vec(cx, values)?;
    parts(cx, &all, before, after, take)
}

/// Gives what [`with_rest`] says of these values.
fn parts(
    cx: &mut Cx,
    all: &[Value],
    before: usize,
    after: usize,
    mut take: impl FnMut(usize, Value),
) -> R<()> {
    let least = before + after;
    if all.len() < least {
        let got = all.len();
        return Err(cx.value_error(format_args!(
            "not enough values to unpack (expected at least {least}, got {got})"
        )));
    }
    let rest = list::from_slice(cx, &all[before..all.len() - after])?;
    all[..before]
        .iter()
        .enumerate()
        .for_each(|(index, value)| take(index, *value));
    take(before, rest.value());
    let last = all[all.len() - after..].iter().enumerate();
    last.for_each(|(index, value)| take(before + 1 + index, *value));
    Ok(())
}

/// All values. No collector sees them: there must be no safe point before their use.
fn to_vec(cx: &mut Cx, values: Value) -> R<Vec<Value>> {
    if let Some(list) = values.cast::<List>() {
        return list::to_vec(cx, list);
    }
    let iterator = iterator(cx, values)?;
    let all = list::from_slice(cx, &[])?;
    while let Some(value) = next(cx, iterator)? {
        list::append(cx, all, value)?;
    }
    list::to_vec(cx, all)
}

/// `[*values]`: appends to a list that the code built.
///
/// # Errors
/// TypeError if they cannot be iterated over, and what the iteration raises.
pub fn extend_list(cx: &mut Cx, list: &'static List, values: Value) -> R<()> {
    if values.is::<Tuple>() || values.is::<List>() {
        return list::extend(cx, list, values);
    }
    let iterator = match iter(cx, values) {
        Ok(iterator) => iterator,
        Err(exit) => {
            return not_iterable(cx, values, exit, |cx, class| {
                cx.type_error(format_args!(
                    "Value after * must be an iterable, not {class}"
                ))
            });
        }
    };
    list::append_all(cx, list, iterator)
}

/// `(a, b, *values)`, of `a`, `b` and the values, which lie in a frame.
///
/// # Errors
/// As [`extend_list`].
pub(crate) fn tuple_with(cx: &mut Cx, window: &[Value]) -> R<&'static Tuple> {
    let Some((values, first)) = window.split_last() else {
        return tuple::new(cx, window);
    };
    if let Some(rest) = values.cast::<Tuple>() {
        return tuple::chained(cx, first, rest.as_slice());
    }
    if let Some(rest) = values.cast::<List>() {
        return tuple::with_list(cx, first, rest);
    }
    let list = list::from_slice(cx, first)?;
    extend_list(cx, list, *values)?;
    tuple::of_list(cx, list)
}

/// `f(*values)`: the positional arguments.
///
/// # Errors
/// As [`extend_list`].
pub fn star_arguments(cx: &mut Cx, callee: Value, values: Value) -> R<&'static Tuple> {
    if let Some(list) = values.cast::<List>() {
        return tuple::of_list(cx, list);
    }
    let list = list::from_slice(cx, &[])?;
    let iterator = match iter(cx, values) {
        Ok(iterator) => iterator,
        Err(exit) => {
            let function = call::callee_name(cx, callee)?;
            return not_iterable(cx, values, exit, |cx, class| {
                cx.type_error(format_args!(
                    "{function} argument after * must be an iterable, not {class}"
                ))
            });
        }
    };
    list::append_all(cx, list, iterator)?;
    tuple::of_list(cx, list)
}

/// Calls `take` for each key and value of a mapping. False if it is none: it has no `keys`.
fn each_pair(
    cx: &mut Cx,
    mapping: Value,
    mut take: impl FnMut(&mut Cx, Value, Value) -> R<()>,
) -> R<bool> {
    if let Some(dict) = mapping.cast::<Dict>() {
        let mut position = 0;
        while let Some((key, value)) = dict::next_entry(cx, dict, &mut position)? {
            take(cx, key, value)?;
        }
        return Ok(true);
    }
    let name = name!(cx, "keys")?;
    let keys = match attribute::get(cx, mapping, name) {
        Ok(keys) => call::call_values(cx, keys, &[])?,
        Err(Exit::Raise) => {
            let exception = cx.exception;
            if is_instance(cx, exception, &ATTRIBUTE_ERROR)? {
                return Ok(false);
            }
            return Err(Exit::Raise);
        }
        Err(exit) => return Err(exit),
    };
    let keys = iter(cx, keys)?;
    while let Some(key) = next(cx, keys)? {
        let value = get_item(cx, mapping, key)?;
        take(cx, key, value)?;
    }
    Ok(true)
}

/// `{**mapping}`: updates a dict that the code built.
///
/// # Errors
/// TypeError if it is no mapping, and what its methods raise.
pub fn update_dict(cx: &mut Cx, dict: &'static Dict, mapping: Value) -> R<()> {
    if let Some(source) = mapping.cast::<Dict>() {
        return dict::merge(cx, dict, source);
    }
    if each_pair(cx, mapping, |cx, key, value| {
        dict::set(cx, dict, key, value)
    })? {
        return Ok(());
    }
    let class = type_name(cx, mapping)?;
    Err(cx.type_error(format_args!("'{class}' object is not a mapping")))
}

/// `callee(**mapping)`: adds keyword arguments.
///
/// # Errors
/// TypeError if it is no mapping, a key is no string, or is there already.
pub fn merge_keywords(cx: &mut Cx, dict: &'static Dict, mapping: Value, callee: Value) -> R<()> {
    if let Some(source) = mapping.cast::<Dict>()
        && dict::copy_names(cx, dict, source)?
    {
        return Ok(());
    }
    let merged = each_pair(cx, mapping, |cx, key, value| {
        let Some(key) = cx.payload::<Str>(key)?.map(Value::from) else {
            return Err(cx.type_error(format_args!("keywords must be strings")));
        };
        if dict::get(cx, dict, key)?.is_some() {
            let function = call::callee_name(cx, callee)?;
            let key = str::to_string(key);
            return Err(cx.type_error(format_args!(
                "{function} got multiple values for keyword argument '{key}'"
            )));
        }
        dict::set(cx, dict, key, value)
    })?;
    if merged {
        return Ok(());
    }
    let (function, class) = (call::callee_name(cx, callee)?, type_name(cx, mapping)?);
    Err(cx.type_error(format_args!(
        "{function} argument after ** must be a mapping, not {class}"
    )))
}
