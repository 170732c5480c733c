//! Operators, comparison, search, `repr`, iteration: what does not change an array.

use super::{ARRAY, Array};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{HeapType, layout};
use crate::native::{SliceIndex, native};
use crate::objects::instance::Instance;
use crate::objects::iterators::{self, Iterator, builtin, restored_index};
use crate::objects::str::checked;
use crate::protocol::sequence::repeat_count;
use crate::protocol::{self, Compare, class_of, repr as repr_of, type_name};
use crate::types::TypeDef;
use crate::value::Value;
use std::ops::Range;
use tython_text::bytes as algorithms;

#[native(ARRAY, "__len__(self, /)", slot, effect = reads)]
fn len(cx: &mut Cx, this: &'static Instance) -> R<usize> {
    Array::of(cx, this)?.len(cx)
}

#[native(ARRAY, "__add__(self, value, /)", slot)]
fn add(cx: &mut Cx, this: &'static Instance, value: Value) -> R {
    let array = Array::of(cx, this)?;
    let Some(other) = Array::of_value(cx, value)? else {
        let class = type_name(cx, value)?;
        return Err(cx.type_error(format_args!(
            "can only append array (not \"{class}\") to array"
        )));
    };
    if array.item.code != other.item.code {
        return Err(cx.type_error(format_args!("bad argument type for built-in operation")));
    }
    let mut bytes = array.storage.to_vec(cx)?;
    bytes.extend(other.storage.to_vec(cx)?);
    array.another(cx, &bytes)
}

#[native(ARRAY, "__mul__(self, value, /)", slot)]
fn mul(cx: &mut Cx, this: &'static Instance, value: Value) -> R {
    let count = repeat_count(cx, value)?;
    let array = Array::of(cx, this)?;
    let bytes = array.storage.to_vec(cx)?;
    let repeated = checked(
        cx,
        algorithms::repeat(&bytes, count),
        "repeated array is too long",
    )?;
    array.another(cx, &repeated)
}

#[native(ARRAY, "__rmul__(self, value, /)", slot)]
fn rmul(cx: &mut Cx, this: &'static Instance, value: Value) -> R {
    mul(cx, this, value)
}

fn compare(cx: &mut Cx, this: &'static Instance, value: Value, op: Compare) -> R {
    let Some(other) = Array::of_value(cx, value)? else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let array = Array::of(cx, this)?;
    let (length, other_length) = (array.len(cx)?, other.len(cx)?);
    if length != other_length && matches!(op, Compare::Eq | Compare::Ne) {
        return Ok(Value::bool(op == Compare::Ne));
    }
    let mut index = 0;
    // Items are numbers and strings, so comparing them runs no Python code.
    while let (Some(a), Some(b)) = (array.get(cx, index)?, other.get(cx, index)?) {
        if !protocol::equal(cx, a, b)? {
            return match op {
                Compare::Eq | Compare::Ne => Ok(Value::bool(op == Compare::Ne)),
                _ => protocol::rich_compare(cx, a, b, op),
            };
        }
        index += 1;
    }
    Ok(Value::bool(op.holds(length.cmp(&other_length))))
}

crate::comparisons!(ARRAY, Instance, compare);

/// The index of the first item within `range` that equals a value.
pub(super) fn search(
    cx: &mut Cx,
    array: Array,
    value: Value,
    range: Range<usize>,
) -> R<Option<usize>> {
    for index in range {
        let Some(item) = array.get(cx, index)? else {
            break;
        };
        if protocol::equal(cx, item, value)? {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

#[native(ARRAY, "__contains__(self, key, /)", slot)]
fn contains(cx: &mut Cx, this: &'static Instance, key: Value) -> R<bool> {
    let array = Array::of(cx, this)?;
    Ok(search(cx, array, key, 0..usize::MAX)?.is_some())
}

/// Return number of occurrences of v in the array.
#[native(ARRAY, "count(self, v, /)")]
fn count(cx: &mut Cx, this: &'static Instance, v: Value) -> R<usize> {
    let array = Array::of(cx, this)?;
    let (mut count, mut from) = (0, 0);
    while let Some(index) = search(cx, array, v, from..usize::MAX)? {
        (count, from) = (count + 1, index + 1);
    }
    Ok(count)
}

/// Return index of first occurrence of v in the array.
///
/// Raise ValueError if the value is not present.
#[native(ARRAY, "index(self, v, start=0, stop=sys.maxsize, /)")]
fn index(
    cx: &mut Cx,
    this: &'static Instance,
    v: Value,
    start: SliceIndex,
    stop: SliceIndex,
) -> R<usize> {
    let array = Array::of(cx, this)?;
    let length = array.len(cx)?;
    let range = tython_text::bounds::range(start.0, stop.0, length).unwrap_or(0..0);
    match search(cx, array, v, range)? {
        Some(index) => Ok(index),
        None => Err(cx.value_error(format_args!("array.index(x): x not in array"))),
    }
}

#[native(ARRAY, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static Instance) -> R {
    let class = class_of(this.value()).name_text(cx)?;
    let array = Array::of(cx, this)?;
    let code = char::from(array.item.code);
    if array.len(cx)? == 0 {
        return cx.str(&format!("{class}('{code}')"));
    }
    let items = match array.item.is_character() {
        true => super::convert::text(cx, array)?.value(),
        false => super::convert::list(cx, array)?.value(),
    };
    let items = repr_of(cx, items)?;
    let before = cx.str(&format!("{class}('{code}', "))?;
    let after = cx.str(")")?;
    crate::objects::str::concat(cx, &[before, items, after])
}

/// The name of the class of iterators.
pub(super) const ITERATOR: &str = "arrayiterator";

builtin_type! {
    /// The class of iterators over arrays.
    static ARRAY_ITERATOR = TypeDef {
        name: ITERATOR,
        module: "array",
        layout: Some(layout::ITERATOR),
        ..TypeDef::NEW
    };
}

crate::iterator_class!(ARRAY_ITERATOR);

#[native(ARRAY, "__iter__(self, /)", slot)]
fn iter(cx: &mut Cx, this: &'static Instance) -> R<&'static Iterator> {
    let (source, start) = (this.value(), Value::index(0));
    iterators::new(cx, &ARRAY_ITERATOR, step, source, start, Value::NONE)
}

/// The item at the position, which then moves on.
fn step(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let Some((array, index)) = state(cx, iterator)? else {
        return Ok(Value::UNBOUND);
    };
    match array.get(cx, index)? {
        Some(item) => {
            cx.store(iterator, &iterator.position, Value::index(index + 1))?;
            Ok(item)
        }
        None => iterator.finish(cx),
    }
}

fn state(cx: &mut Cx, iterator: &'static Iterator) -> R<Option<(Array, usize)>> {
    let look = || (iterator.source.peek(), iterator.position.peek());
    let (source, position) = cx.view(iterator, look)?;
    let Some(instance) = source.cast::<Instance>() else {
        return Ok(None);
    };
    let index = position.as_small_int().unwrap_or(0).max(0) as usize;
    Ok(Some((Array::of(cx, instance)?, index)))
}

/// Return state information for pickling.
#[native(ARRAY_ITERATOR, "__reduce__(self, /)")]
fn reduce(cx: &mut Cx, this: &'static Iterator) -> R {
    let function = builtin(cx, "iter")?;
    let look = || (this.source.peek(), this.position.peek());
    let (source, position) = cx.view(this, look)?;
    if source.bound().is_none() {
        let empty = cx.vm.empty_tuple.get();
        let arguments = cx.tuple(&[empty])?;
        return cx.tuple(&[function, arguments]);
    }
    let arguments = cx.tuple(&[source])?;
    cx.tuple(&[function, arguments, position])
}

/// Set state information for unpickling.
#[native(ARRAY_ITERATOR, "__setstate__(self, state, /)")]
fn setstate(cx: &mut Cx, this: &'static Iterator, state: isize) -> R<()> {
    let length = match self::state(cx, this)? {
        Some((array, _)) => array.len(cx)? as isize,
        None => return Ok(()),
    };
    restored_index(cx, this, state.clamp(0, length))
}
