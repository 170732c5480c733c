//! `takewhile`, `dropwhile`, `filterfalse`, `compress`.

use super::{iterator_type, next_of};
use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::int::BOOL;
use crate::objects::iterators::{Iterator, new, object};
use crate::objects::type_object::Type;
use crate::protocol::{self, call_values, truth};
use crate::value::Value;

iterator_type! {
    /// `takewhile`: `source` is the iterator, unbound after the end; `more` the predicate.
    TAKEWHILE "takewhile" "Return successive entries from an iterable as long as the predicate evaluates to true for each entry."
}

iterator_type! {
    /// `dropwhile`: `source` is the iterator, `position` whether it has begun, `more` the predicate.
    DROPWHILE "dropwhile" "Drop items from the iterable while predicate(item) is true.\n\nAfterwards, return every element until the iterable is exhausted."
}

iterator_type! {
    /// `filterfalse`: `source` is the iterator, `more` the function or None.
    FILTERFALSE "filterfalse" "Return those items of iterable for which function(item) is false.\n\nIf function is None, return the items that are false."
}

iterator_type! {
    /// `compress`: `source` is the iterator over the data, `more` that over the selectors.
    COMPRESS "compress" "Return data elements corresponding to true selector elements.\n\nForms a shorter iterator from selected data elements using the selectors\nto choose the data elements."
}

/// What a predicate says of a value.
fn holds(cx: &mut Cx, predicate: Value, value: Value) -> R<bool> {
    let result = call_values(cx, predicate, &[value])?;
    truth(cx, result)
}

#[native(TAKEWHILE, "__new__(cls, predicate, iterable, /)", new)]
fn takewhile(cx: &mut Cx, cls: &'static Type, predicate: Value, iterable: Value) -> R {
    let source = protocol::iter(cx, iterable)?;
    let iterator = new(cx, &TAKEWHILE, take, source, Value::NONE, predicate)?;
    object(cx, cls, iterator)
}

fn take(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let (source, _, predicate) = iterator.fields(cx)?;
    match next_of(cx, source)? {
        Some(value) if holds(cx, predicate, value)? => Ok(value),
        Some(_) => iterator.finish(cx),
        None => Ok(Value::UNBOUND),
    }
}

#[native(DROPWHILE, "__new__(cls, predicate, iterable, /)", new)]
fn dropwhile(cx: &mut Cx, cls: &'static Type, predicate: Value, iterable: Value) -> R {
    let source = protocol::iter(cx, iterable)?;
    let iterator = new(cx, &DROPWHILE, drop, source, Value::FALSE, predicate)?;
    object(cx, cls, iterator)
}

fn drop(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let (source, begun, predicate) = iterator.fields(cx)?;
    while let Some(value) = next_of(cx, source)? {
        if begun == Value::TRUE {
            return Ok(value);
        }
        if !holds(cx, predicate, value)? {
            cx.store(iterator, &iterator.position, Value::TRUE)?;
            return Ok(value);
        }
    }
    Ok(Value::UNBOUND)
}

#[native(FILTERFALSE, "__new__(cls, function, iterable, /)", new)]
fn filterfalse(cx: &mut Cx, cls: &'static Type, function: Value, iterable: Value) -> R {
    let source = protocol::iter(cx, iterable)?;
    // `bool` asks what None asks.
    let function = if function == BOOL.value() {
        Value::NONE
    } else {
        function
    };
    let iterator = new(cx, &FILTERFALSE, reject, source, Value::NONE, function)?;
    object(cx, cls, iterator)
}

fn reject(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let (source, _, function) = iterator.fields(cx)?;
    while let Some(value) = next_of(cx, source)? {
        let is_true = if function.is_none() {
            truth(cx, value)?
        } else {
            holds(cx, function, value)?
        };
        if !is_true {
            return Ok(value);
        }
    }
    Ok(Value::UNBOUND)
}

#[native(COMPRESS, "__new__(cls, data, selectors)", new)]
fn compress(cx: &mut Cx, cls: &'static Type, data: Value, selectors: Value) -> R {
    let data = protocol::iter(cx, data)?;
    let selectors = protocol::iter(cx, selectors)?;
    let iterator = new(cx, &COMPRESS, choose, data, Value::NONE, selectors)?;
    object(cx, cls, iterator)
}

fn choose(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let (data, _, selectors) = iterator.fields(cx)?;
    while let Some(value) = next_of(cx, data)? {
        match next_of(cx, selectors)? {
            Some(selector) if truth(cx, selector)? => return Ok(value),
            Some(_) => {}
            None => return Ok(Value::UNBOUND),
        }
    }
    Ok(Value::UNBOUND)
}
