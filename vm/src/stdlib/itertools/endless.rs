//! `count`, `repeat`, `cycle`.

use super::iterator_type;
use crate::cx::{Cx, R};
use crate::name;
use crate::native::native;
use crate::objects::complex::ComplexObject;
use crate::objects::int::to_int;
use crate::objects::iterators::{Iterator, new, object};
use crate::objects::list::{self, List};
use crate::objects::str;
use crate::objects::type_object::Type;
use crate::protocol::operators::{self, Binary};
use crate::protocol::{self, class_of};
use crate::value::Value;

iterator_type! {
    /// `count`: `position` is the next number, `more` the step.
    COUNT "count" "Return a count object whose .__next__() method returns consecutive values.\n\nEquivalent to:\n    def count(firstval=0, step=1):\n        x = firstval\n        while 1:\n            yield x\n            x += step"
}

iterator_type! {
    /// `repeat`: `source` is the object, `position` how often it is still to be given, or None.
    REPEAT "repeat" "repeat(object [,times]) -> create an iterator which returns the object\nfor the specified number of times.  If not specified, returns the object\nendlessly."
}

iterator_type! {
    /// `cycle`: `source` is the iterator, or unbound when it has reached its end; `more` a list of what
    /// it has given; `position` the index in that.
    CYCLE "cycle" "Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely."
}

/// Whether it is a number, by the methods that it has.
fn is_number(cx: &mut Cx, value: Value) -> R<bool> {
    if value.is_small_int() {
        return Ok(true);
    }
    let class = class_of(value);
    for name in [
        name!(cx, "__index__")?,
        name!(cx, "__int__")?,
        name!(cx, "__float__")?,
    ] {
        if class.lookup(cx, name)?.is_some() {
            return Ok(true);
        }
    }
    Ok(cx.payload::<ComplexObject>(value)?.is_some())
}

#[native(COUNT, "__new__(cls, start=0, step=1)", new)]
fn count_new(cx: &mut Cx, cls: &'static Type, start: Value, step: Value) -> R {
    if !is_number(cx, start)? || !is_number(cx, step)? {
        return Err(cx.type_error(format_args!("a number is required")));
    }
    // A bool counts as the number that it is.
    let exact = |value: Value| match value.as_bool() {
        Some(bool) => Value::index(usize::from(bool)),
        None => value,
    };
    let iterator = new(
        cx,
        &COUNT,
        count_step,
        Value::NONE,
        exact(start),
        exact(step),
    )?;
    object(cx, cls, iterator)
}

fn count_step(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let (_, number, step) = iterator.fields(cx)?;
    let following = match (number.as_small_int(), step.as_small_int()) {
        // Both have 63 bits.
        (Some(number), Some(step)) => cx.int(number + step)?,
        _ => operators::binary(cx, Binary::Add, number, step)?,
    };
    cx.store(iterator, &iterator.position, following)?;
    Ok(number)
}

#[native(COUNT, "__repr__(self, /)", slot)]
fn count_repr(cx: &mut Cx, this: Value) -> R<String> {
    let class = class_of(this).name_text(cx)?;
    let Some(iterator) = cx.payload::<Iterator>(this)? else {
        return Ok(class);
    };
    let (_, number, step) = iterator.fields(cx)?;
    let number = protocol::repr(cx, number)?;
    let number = str::to_string(number);
    if step.as_small_int() == Some(1) {
        return Ok(format!("{class}({number})"));
    }
    let step = protocol::repr(cx, step)?;
    Ok(format!("{class}({number}, {})", str::to_string(step)))
}

#[native(REPEAT, "__new__(cls, object, times=<unrepresentable>)", new, opaque)]
fn repeat_new(cx: &mut Cx, cls: &'static Type, object: Value, times: Option<isize>) -> R {
    let times = match times {
        Some(times) => cx.int(times.max(0) as i64)?,
        None => Value::NONE,
    };
    let iterator = new(cx, &REPEAT, repeat_step, object, times, Value::NONE)?;
    crate::objects::iterators::object(cx, cls, iterator)
}

/// How often an object is still to be given, unless it is endlessly.
#[inline]
fn number(times: Value) -> Option<i64> {
    match times.as_small_int() {
        Some(times) => Some(times),
        None => to_int(times).and_then(|times| times.to_i64()),
    }
}

fn repeat_step(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let (object, times, _) = iterator.fields(cx)?;
    if let Some(times) = number(times) {
        if times == 0 {
            return Ok(Value::UNBOUND);
        }
        let left = cx.int(times - 1)?;
        cx.store(iterator, &iterator.position, left)?;
    }
    Ok(object)
}

#[native(REPEAT, "__repr__(self, /)", slot)]
fn repeat_repr(cx: &mut Cx, this: Value) -> R<String> {
    let class = class_of(this).name_text(cx)?;
    let Some(iterator) = cx.payload::<Iterator>(this)? else {
        return Ok(class);
    };
    let (object, times, _) = iterator.fields(cx)?;
    let object = protocol::repr(cx, object)?;
    let object = str::to_string(object);
    Ok(match number(times) {
        Some(times) => format!("{class}({object}, {times})"),
        None => format!("{class}({object})"),
    })
}

/// Private method returning an estimate of len(list(it)).
#[native(REPEAT, "__length_hint__(self, /)", effect = reads)]
fn repeat_length_hint(cx: &mut Cx, this: &'static Iterator) -> R {
    let times = cx.load(this, &this.position)?;
    if times.is_none() {
        return Err(cx.type_error(format_args!("len() of unsized object")));
    }
    Ok(times)
}

#[native(CYCLE, "__new__(cls, iterable, /)", new)]
fn cycle_new(cx: &mut Cx, cls: &'static Type, iterable: Value) -> R {
    let source = protocol::iter(cx, iterable)?;
    let seen = list::new(cx)?;
    let iterator = new(cx, &CYCLE, cycle_step, source, Value::index(0), seen.into())?;
    object(cx, cls, iterator)
}

fn cycle_step(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let (source, index, seen) = iterator.fields(cx)?;
    let Some(seen) = seen.cast::<List>() else {
        return Ok(Value::UNBOUND);
    };
    if let Some(source) = source.bound() {
        if let Some(value) = protocol::next_within(cx, source)? {
            list::append(cx, seen, value)?;
            return Ok(value);
        }
        cx.store(iterator, &iterator.source, Value::UNBOUND)?;
    }
    let index = index.as_small_int().unwrap_or(0) as usize;
    let (index, found) = match list::get(cx, seen, index)? {
        Some(value) => (index, Some(value)),
        None => (0, list::get(cx, seen, 0)?),
    };
    cx.store(iterator, &iterator.position, Value::index(index + 1))?;
    Ok(found.unwrap_or(Value::UNBOUND))
}
