//! What Python code calls.

use super::{RANGE, Range, new, number};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::objects::int::{from_int, to_int};
use crate::objects::slice::Slice;
use crate::objects::str::to_string;
use crate::objects::tuple::hash::Accumulator;
use crate::objects::type_object::Type;
use crate::protocol::{self, class_of, equal, type_name};
use crate::value::Value;
use tython_num::Int;

#[native(RANGE, "__new__(cls, /, *args)", new, opaque)]
fn range_new(cx: &mut Cx, _cls: &'static Type, args: &[Value]) -> R<&'static Range> {
    let (zero, one) = (Value::index(0), Value::index(1));
    let (start, stop, step) = match *args {
        [stop] => (zero, stop, one),
        [start, stop] => (start, stop, one),
        [start, stop, step] => (start, stop, step),
        [] => return Err(cx.type_error(format_args!("range expected at least 1 argument, got 0"))),
        _ => {
            let count = args.len();
            return Err(cx.type_error(format_args!(
                "range expected at most 3 arguments, got {count}"
            )));
        }
    };
    let start = protocol::index(cx, start)?;
    let stop = protocol::index(cx, stop)?;
    let step = protocol::index(cx, step)?;
    if step == zero {
        return Err(cx.value_error(format_args!("range() arg 3 must not be zero")));
    }
    new(cx, start, stop, step)
}

#[native(RANGE, "start", getter, effect = pure)]
fn start(_: &mut Cx, this: &'static Range) -> Value {
    this.start.get()
}

#[native(RANGE, "stop", getter, effect = pure)]
fn stop(_: &mut Cx, this: &'static Range) -> Value {
    this.stop.get()
}

#[native(RANGE, "step", getter, effect = pure)]
fn step(_: &mut Cx, this: &'static Range) -> Value {
    this.step.get()
}

#[native(RANGE, "__bool__(self, /)", slot, effect = pure)]
fn bool(_: &mut Cx, this: &'static Range) -> bool {
    this.length.get() != Value::index(0)
}

#[native(RANGE, "__len__(self, /)", slot, effect = pure)]
fn len(cx: &mut Cx, this: &'static Range) -> R<i64> {
    match number(this.length.get()).to_i64() {
        Some(length) => Ok(length),
        None => {
            Err(cx.overflow_error(format_args!("Python int too large to convert to C ssize_t")))
        }
    }
}

#[native(RANGE, "__getitem__(self, key, /)", slot)]
fn getitem(cx: &mut Cx, this: &'static Range, key: Value) -> R {
    if let Some(slice) = key.cast::<Slice>() {
        return Ok(part(cx, this, slice)?.value());
    }
    let name = name!(cx, "__index__")?;
    if !key.is_small_int() && class_of(key).lookup(cx, name)?.is_none() {
        let class = type_name(cx, key)?;
        return Err(cx.type_error(format_args!(
            "range indices must be integers or slices, not {class}"
        )));
    }
    let index = protocol::index(cx, key)?;
    match this.progression().get(&number(index)) {
        Some(item) => from_int(cx, item),
        None => Err(cx.index_error(format_args!("range object index out of range"))),
    }
}

fn part(cx: &mut Cx, range: &'static Range, slice: &'static Slice) -> R<&'static Range> {
    let numbers = range.progression();
    let [start, stop, step] = slice.of_length(cx, &numbers.length)?;
    let (start, stop) = (numbers.at(&start), numbers.at(&stop));
    let Ok(step) = tython_num::int::mul(&step, &numbers.step) else {
        return Err(cx.memory_error());
    };
    let start = from_int(cx, start)?;
    let stop = from_int(cx, stop)?;
    let step = from_int(cx, step)?;
    new(cx, start, stop, step)
}

/// Goes through the range to find what may equal an integer without being one.
fn search(
    cx: &mut Cx,
    range: &'static Range,
    value: Value,
    mut found: impl FnMut(usize) -> bool,
) -> R<()> {
    let iterator = super::iter(cx, range)?;
    let mut index = 0;
    while let Some(item) = iterator.next(cx)? {
        if equal(cx, item, value)? && found(index) {
            break;
        }
        index += 1;
    }
    Ok(())
}

/// The place of `value`, if it is an integer that is there. `None` outside: it is no integer.
fn position(range: &'static Range, value: Value) -> Option<Option<Int>> {
    let value = to_int(value)?;
    Some(range.progression().position(&value.to_int()))
}

#[native(RANGE, "__contains__(self, key, /)", slot)]
fn contains(cx: &mut Cx, this: &'static Range, key: Value) -> R<bool> {
    if let Some(position) = position(this, key) {
        return Ok(position.is_some());
    }
    let mut is_there = false;
    search(cx, this, key, |_| {
        is_there = true;
        true
    })?;
    Ok(is_there)
}

/// rangeobject.count(value) -> integer -- return number of occurrences of value
#[native(RANGE, "count(self, object, /)")]
fn count(cx: &mut Cx, this: &'static Range, object: Value) -> R<usize> {
    if let Some(position) = position(this, object) {
        return Ok(usize::from(position.is_some()));
    }
    let mut count = 0;
    search(cx, this, object, |_| {
        count += 1;
        false
    })?;
    Ok(count)
}

/// rangeobject.index(value) -> integer -- return index of value.
/// Raise ValueError if the value is not present.
#[native(RANGE, "index(self, object, /)")]
fn index(cx: &mut Cx, this: &'static Range, object: Value) -> R {
    match position(this, object) {
        Some(Some(position)) => return from_int(cx, position),
        Some(None) => return Err(cx.value_error(format_args!("range.index(x): x not in range"))),
        None => {}
    }
    let mut place = None;
    search(cx, this, object, |index| {
        place = Some(index);
        true
    })?;
    match place {
        Some(index) => Ok(Value::index(index)),
        None => Err(cx.value_error(format_args!("sequence.index(x): x not in sequence"))),
    }
}

/// What makes two ranges equal: as many numbers, the same first one, the same step, as far as these
/// matter.
fn key(range: &'static Range) -> [Value; 3] {
    let (length, start, step) = (range.length.get(), range.start.get(), range.step.get());
    match length.as_small_int() {
        Some(0) => [length, Value::NONE, Value::NONE],
        Some(1) => [length, start, Value::NONE],
        _ => [length, start, step],
    }
}

fn is_same(a: &'static Range, b: &'static Range) -> bool {
    key(a)
        .iter()
        .zip(key(b))
        .all(|(a, b)| *a == b || matches!((to_int(*a), to_int(b)), (Some(a), Some(b)) if a == b))
}

#[native(RANGE, "__eq__(self, value, /)", slot, effect = pure)]
fn eq(_: &mut Cx, this: &'static Range, value: Value) -> Value {
    match value.cast::<Range>() {
        Some(other) => Value::bool(is_same(this, other)),
        None => Value::NOT_IMPLEMENTED,
    }
}

#[native(RANGE, "__ne__(self, value, /)", slot, effect = pure)]
fn ne(_: &mut Cx, this: &'static Range, value: Value) -> Value {
    match value.cast::<Range>() {
        Some(other) => Value::bool(!is_same(this, other)),
        None => Value::NOT_IMPLEMENTED,
    }
}

#[native(RANGE, "__hash__(self, /)", slot, effect = pure)]
fn hash(cx: &mut Cx, this: &'static Range) -> R<i64> {
    let mut accumulator = Accumulator::NEW;
    for part in key(this) {
        accumulator.push(protocol::hash(cx, part)?);
    }
    Ok(accumulator.finish_with_length(3))
}

#[native(RANGE, "__repr__(self, /)", slot, effect = pure)]
fn repr(cx: &mut Cx, this: &'static Range) -> R<String> {
    let start = protocol::repr(cx, this.start.get())?;
    let stop = protocol::repr(cx, this.stop.get())?;
    let (start, stop) = (to_string(start), to_string(stop));
    if this.step.get() == Value::index(1) {
        return Ok(format!("range({start}, {stop})"));
    }
    let step = protocol::repr(cx, this.step.get())?;
    Ok(format!("range({start}, {stop}, {})", to_string(step)))
}

#[native(RANGE, "__reduce__(self, /)", effect = pure)]
fn reduce(cx: &mut Cx, this: &'static Range) -> R {
    let args = cx.tuple(&[this.start.get(), this.stop.get(), this.step.get()])?;
    cx.tuple(&[RANGE.value(), args])
}
