//! `accumulate` and `starmap`.

use super::{iterator_type, next_of};
use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::iterators::{Iterator, new, object};
use crate::objects::tuple::{self, Tuple};
use crate::objects::type_object::Type;
use crate::protocol::operators::{self, Binary};
use crate::protocol::{self, call_values};
use crate::value::Value;

iterator_type! {
    /// `accumulate`: `source` is the iterator, or a tuple of it while the initial value has not been
    /// given; `position` the total, or unbound; `more` the function, or None.
    ACCUMULATE "accumulate" "Return series of accumulated sums (or other binary function results)."
}

iterator_type! {
    /// `starmap`: `source` is the iterator, `more` the function.
    STARMAP "starmap" "Return an iterator whose values are returned from the function evaluated with an argument tuple taken from the given sequence."
}

#[native(ACCUMULATE, "__new__(cls, iterable, func=None, *, initial=None)", new)]
fn accumulate(
    cx: &mut Cx,
    cls: &'static Type,
    iterable: Value,
    func: Value,
    initial: Option<Value>,
) -> R {
    let mut source = protocol::iter(cx, iterable)?;
    if initial.is_some() {
        source = cx.tuple(&[source])?;
    }
    let total = initial.unwrap_or(Value::UNBOUND);
    let iterator = new(cx, &ACCUMULATE, add, source, total, func)?;
    object(cx, cls, iterator)
}

fn add(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let (source, total, function) = iterator.fields(cx)?;
    if let Some(waiting) = source.cast::<Tuple>() {
        let source = waiting.get(0).unwrap_or(Value::UNBOUND);
        cx.store(iterator, &iterator.source, source)?;
        return Ok(total);
    }
    let Some(value) = next_of(cx, source)? else {
        return Ok(Value::UNBOUND);
    };
    let total = match (total.as_small_int(), value.as_small_int()) {
        _ if total.is_unbound() => value,
        // Both have 63 bits.
        (Some(total), Some(value)) if function.is_none() => cx.int(total + value)?,
        _ if function.is_none() => operators::binary(cx, Binary::Add, total, value)?,
        _ => call_values(cx, function, &[total, value])?,
    };
    cx.store(iterator, &iterator.position, total)?;
    Ok(total)
}

#[native(STARMAP, "__new__(cls, function, iterable, /)", new)]
fn starmap(cx: &mut Cx, cls: &'static Type, function: Value, iterable: Value) -> R {
    let source = protocol::iter(cx, iterable)?;
    let iterator = new(cx, &STARMAP, call_next, source, Value::NONE, function)?;
    object(cx, cls, iterator)
}

fn call_next(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let (source, _, function) = iterator.fields(cx)?;
    let Some(args) = next_of(cx, source)? else {
        return Ok(Value::UNBOUND);
    };
    let args = tuple::of_iterable(cx, args)?;
    let result = call_values(cx, function, args.as_slice())?;
    // The tuple itself, not only a reference into it, is on the stack until here.
    std::hint::black_box(args);
    Ok(result)
}
