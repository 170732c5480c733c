//! `groupby` and the iterators over its groups.
//!
//! `source` is the iterator, `more` the function that gives the keys, or None, and `position` a vector of
//! what is known: the key of the last group that was given out, the key and the value that came last,
//! and the iterator of that group. A group's iterator has the `groupby` as its `source`, and its key as
//! `position`.

use super::{iterator_type, next_of};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{HeapType, layout};
use crate::native::{Kwargs, native};
use crate::objects::iterators::{Iterator, new, object};
use crate::objects::type_object::Type;
use crate::objects::values::{self, Values};
use crate::protocol::{self, call_values, equal, is_instance, type_name};
use crate::types::TypeDef;
use crate::value::Value;

iterator_type! {
    /// The class.
    GROUPBY "groupby" "make an iterator that returns consecutive keys and groups from the iterable\n\n  iterable\n    Elements to divide into groups according to the key function.\n  key\n    A function for computing the group category for each element.\n    If the key function is not specified or is None, the element itself\n    is used for grouping."
}

builtin_type! {
    /// The class of the iterators over groups.
    static GROUPER = TypeDef {
        name: "_grouper",
        module: "itertools",
        layout: Some(layout::ITERATOR),
        ..TypeDef::NEW
    };
}

crate::iterator_class!(GROUPER);

/// What the vector holds.
const GROUP_KEY: usize = 0;
const KEY: usize = 1;
const VALUE: usize = 2;
const GROUP: usize = 3;

#[native(GROUPBY, "__new__(cls, iterable, key=None)", new)]
fn groupby(cx: &mut Cx, cls: &'static Type, iterable: Value, key: Value) -> R {
    let source = protocol::iter(cx, iterable)?;
    let known = values::new(cx, 4)?;
    let iterator = new(cx, &GROUPBY, next_group, source, known.into(), key)?;
    object(cx, cls, iterator)
}

fn known(cx: &mut Cx, iterator: &'static Iterator) -> R<&'static Values> {
    match cx.load(iterator, &iterator.position)?.cast::<Values>() {
        Some(known) => Ok(known),
        None => Err(cx.system_error(format_args!("a groupby without its state"))),
    }
}

/// Takes the next value, with its key; false at the end.
fn advance(cx: &mut Cx, iterator: &'static Iterator, known: &'static Values) -> R<bool> {
    let (source, _, function) = iterator.fields(cx)?;
    let Some(value) = next_of(cx, source)? else {
        return Ok(false);
    };
    let key = if function.is_none() {
        value
    } else {
        call_values(cx, function, &[value])?
    };
    known.set(cx, VALUE, value)?;
    known.set(cx, KEY, key)?;
    Ok(true)
}

fn next_group(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let known = known(cx, iterator)?;
    known.set(cx, GROUP, Value::UNBOUND)?;
    // Past the rest of the group before.
    loop {
        let (group_key, key) = (known.get(cx, GROUP_KEY)?, known.get(cx, KEY)?);
        let is_new = !key.is_unbound() && (group_key.is_unbound() || !equal(cx, group_key, key)?);
        if is_new {
            break;
        }
        if !advance(cx, iterator, known)? {
            return Ok(Value::UNBOUND);
        }
    }
    let key = known.get(cx, KEY)?;
    known.set(cx, GROUP_KEY, key)?;
    let group = group(cx, iterator, key)?;
    cx.tuple(&[key, group])
}

/// The iterator of the group that is given out now.
fn group(cx: &mut Cx, parent: &'static Iterator, key: Value) -> R {
    let group = new(
        cx,
        &GROUPER,
        next_in_group,
        parent.value(),
        key,
        Value::NONE,
    )?;
    known(cx, parent)?.set(cx, GROUP, group.value())?;
    Ok(group.value())
}

fn next_in_group(cx: &mut Cx, group: &'static Iterator) -> R {
    let (parent, key, _) = group.fields(cx)?;
    let Some(parent) = parent.cast::<Iterator>() else {
        return Ok(Value::UNBOUND);
    };
    let known = known(cx, parent)?;
    if known.get(cx, GROUP)? != group.value() {
        return Ok(Value::UNBOUND);
    }
    if known.get(cx, VALUE)?.is_unbound() && !advance(cx, parent, known)? {
        return Ok(Value::UNBOUND);
    }
    let last = known.get(cx, KEY)?;
    if !equal(cx, key, last)? {
        return Ok(Value::UNBOUND);
    }
    let value = known.get(cx, VALUE)?;
    known.set(cx, VALUE, Value::UNBOUND)?;
    Ok(value)
}

#[native(GROUPER, "__new__(cls, /, *args, **kwargs)", new)]
fn grouper_new(cx: &mut Cx, _cls: &'static Type, args: &[Value], kwargs: Kwargs<'_>) -> R {
    if !kwargs.is_empty() {
        return Err(cx.type_error(format_args!("_grouper() takes no keyword arguments")));
    }
    let [parent, key] = args else {
        let count = args.len();
        return Err(cx.type_error(format_args!("_grouper expected 2 arguments, got {count}")));
    };
    match cx.payload::<Iterator>(*parent)? {
        Some(iterator) if is_instance(cx, *parent, &GROUPBY)? => group(cx, iterator, *key),
        _ => {
            let class = type_name(cx, *parent)?;
            Err(cx.type_error(format_args!(
                "_grouper() argument 1 must be itertools.groupby, not {class}"
            )))
        }
    }
}
