//! What Python code calls.

use super::base::{self, TUPLE, Tuple};
use super::collect::of_iterable;
use super::hash::Accumulator;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::{SliceIndex, native};
use crate::objects::instance::Instance;
use crate::objects::sequence::{self, Elements};
use crate::objects::slice::Unpacked;
use crate::objects::str::Str;
use crate::objects::type_object::Type;
use crate::protocol::sequence::{Subscript, cannot_concatenate, position, repeat_count, subscript};
use crate::protocol::{self, Compare, repr_guard, type_name};
use crate::value::Value;

impl Elements for &'static Tuple {
    #[inline]
    fn length(self, _: &mut Cx) -> R<usize> {
        Ok(self.len())
    }

    #[inline]
    fn element(self, _: &mut Cx, index: usize) -> R<Option<Value>> {
        Ok(self.get(index))
    }
}

#[native(TUPLE, "__new__(cls, iterable=(), /)", new)]
fn tuple_new(cx: &mut Cx, cls: &'static Type, iterable: Option<Value>) -> R {
    let tuple = match iterable {
        Some(iterable) => of_iterable(cx, iterable)?,
        None => base::new(cx, &[])?,
    };
    if TUPLE.is(cls) {
        return Ok(tuple.value());
    }
    let instance = Instance::new(cx, cls)?;
    instance.set(cx, 0, tuple.value())?;
    Ok(instance.value())
}

#[native(TUPLE, "__getnewargs__(self, /)", effect = pure)]
fn getnewargs(cx: &mut Cx, this: &'static Tuple) -> R {
    cx.tuple(&[this.value()])
}

#[native(TUPLE, "__len__(self, /)", slot, effect = pure)]
fn len(_: &mut Cx, this: &'static Tuple) -> usize {
    this.len()
}

/// The items that a slice selects; all of them are the tuple itself.
///
/// # Errors
/// MemoryError.
pub(crate) fn get_slice(cx: &mut Cx, this: &'static Tuple, bounds: Unpacked) -> R<&'static Tuple> {
    let indices = bounds.adjust(this.len());
    if indices.count == this.len() && indices.step == 1 {
        return Ok(this);
    }
    let items = this.as_slice();
    let item = |number| {
        items
            .get(indices.at(number))
            .copied()
            .unwrap_or(Value::NONE)
    };
    base::with(cx, indices.count, item)
}

#[native(TUPLE, "__getitem__(self, key, /)", slot)]
pub(crate) fn get_item(cx: &mut Cx, this: &'static Tuple, key: Value) -> R {
    match subscript(cx, key)? {
        Some(Subscript::Index(index)) => {
            match position(index, this.len()).and_then(|index| this.get(index)) {
                Some(item) => Ok(item),
                None => Err(cx.index_error(format_args!("tuple index out of range"))),
            }
        }
        Some(Subscript::Slice(bounds)) => Ok(get_slice(cx, this, bounds)?.value()),
        None => {
            let class = type_name(cx, key)?;
            Err(cx.type_error(format_args!(
                "tuple indices must be integers or slices, not {class}"
            )))
        }
    }
}

#[native(TUPLE, "__contains__(self, key, /)", slot)]
pub(crate) fn contains(cx: &mut Cx, this: &'static Tuple, key: Value) -> R<bool> {
    Ok(sequence::find(cx, this, key, 0..this.len())?.is_some())
}

/// Return number of occurrences of value.
#[native(TUPLE, "count(self, value, /)")]
fn count(cx: &mut Cx, this: &'static Tuple, value: Value) -> R<usize> {
    sequence::count(cx, this, value)
}

/// Return first index of value.
///
/// Raises ValueError if the value is not present.
#[native(TUPLE, "index(self, value, start=0, stop=sys.maxsize, /)")]
fn index(
    cx: &mut Cx,
    this: &'static Tuple,
    value: Value,
    start: SliceIndex,
    stop: SliceIndex,
) -> R<usize> {
    let range = sequence::index_range(cx, this, start, stop)?;
    match sequence::find(cx, this, value, range)? {
        Some(index) => Ok(index),
        None => Err(cx.value_error(format_args!("tuple.index(x): x not in tuple"))),
    }
}

#[native(TUPLE, "__add__(self, value, /)", slot, effect = reads)]
pub(crate) fn add(cx: &mut Cx, this: &'static Tuple, value: Value) -> R {
    let Some(other) = cx.payload::<Tuple>(value)? else {
        return Err(cannot_concatenate(cx, "tuple", value)?);
    };
    if this.is_empty() && value.is::<Tuple>() {
        return Ok(value);
    }
    if other.is_empty() {
        return Ok(this.value());
    }
    let (first, second) = (this.as_slice(), other.as_slice());
    let item = |index| match first.get(index) {
        Some(item) => *item,
        None => second[index - first.len()],
    };
    Ok(base::with(cx, first.len() + second.len(), item)?.value())
}

#[native(TUPLE, "__mul__(self, value, /)", slot)]
fn mul(cx: &mut Cx, this: &'static Tuple, value: Value) -> R {
    let count = repeat_count(cx, value)?;
    if count == 1 || this.is_empty() {
        return Ok(this.value());
    }
    let Some(length) = this.len().checked_mul(count) else {
        return Err(cx.memory_error());
    };
    let mut items = this.as_slice().iter().cycle();
    let item = |_| items.next().copied().unwrap_or(Value::NONE);
    Ok(base::with(cx, length, item)?.value())
}

#[native(TUPLE, "__rmul__(self, value, /)", slot)]
fn rmul(cx: &mut Cx, this: &'static Tuple, value: Value) -> R {
    mul(cx, this, value)
}

#[native(TUPLE, "__hash__(self, /)", slot)]
fn hash(cx: &mut Cx, this: &'static Tuple) -> R<i64> {
    hash_of(cx, this)
}

/// `hash(tuple)`
///
/// # Errors
/// What hashing the items raises.
pub(crate) fn hash_of(cx: &mut Cx, this: &'static Tuple) -> R<i64> {
    let mut accumulator = Accumulator::NEW;
    for item in this.as_slice() {
        accumulator.push(protocol::hash(cx, *item)?);
    }
    Ok(accumulator.finish_with_length(this.len()))
}

/// The same of a tuple of strings, and of integers that are their own hashes; `None` of any other.
pub(crate) fn flat_hash(this: &'static Tuple) -> Option<i64> {
    let mut accumulator = Accumulator::NEW;
    for item in this.as_slice() {
        accumulator.push(protocol::simple_hash(*item)?);
    }
    Some(accumulator.finish_with_length(this.len()))
}

#[native(TUPLE, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static Tuple) -> R<&'static Str> {
    let close = |length| if length == 1 { ",)" } else { ")" };
    let text = repr_guard::guarded(cx, this.value(), |cx| sequence::text(cx, this, "(", close))?;
    match text {
        Some(text) => Ok(text),
        None => crate::objects::str::from_utf8(cx, "(...)"),
    }
}

fn compare(cx: &mut Cx, this: &'static Tuple, value: Value, op: Compare) -> R {
    match cx.payload::<Tuple>(value)? {
        Some(other) => sequence::compare(cx, this, other, op),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

crate::comparisons!(TUPLE, Tuple, compare);
