//! `product`: `source` is a tuple of tuples, unbound after the end; `position` a vector of an index for
//! each of them; `more` whether the first result has been given.

use super::{indices, iterator_type};
use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::iterators::{Iterator, new, object};
use crate::objects::tuple::{self, Tuple};
use crate::objects::type_object::Type;
use crate::objects::values::Values;
use crate::value::Value;

iterator_type! {
    /// The class.
    PRODUCT "product" "Cartesian product of input iterables.  Equivalent to nested for-loops.\n\nFor example, product(A, B) returns the same as:  ((x,y) for x in A for y in B).\nThe leftmost iterators are in the outermost for-loop, so the output tuples\ncycle in a manner similar to an odometer (with the rightmost element changing\non every iteration).\n\nTo compute the product of an iterable with itself, specify the number\nof repetitions with the optional repeat keyword argument. For example,\nproduct(A, repeat=4) means the same as product(A, A, A, A).\n\nproduct('ab', range(3)) --> ('a',0) ('a',1) ('a',2) ('b',0) ('b',1) ('b',2)\nproduct((0,1), (0,1), (0,1)) --> (0,0,0) (0,0,1) (0,1,0) (0,1,1) (1,0,0) ..."
}

#[native(PRODUCT, "__new__(cls, /, *iterables, repeat=1)", new)]
fn product(cx: &mut Cx, cls: &'static Type, iterables: &[Value], repeat: isize) -> R {
    let Ok(repeat) = usize::try_from(repeat) else {
        return Err(cx.value_error(format_args!("repeat argument cannot be negative")));
    };
    let count = if repeat == 0 { 0 } else { iterables.len() };
    // As many as an array of machine words may have in C.
    const MOST: usize = isize::MAX as usize / 8;
    let total = match count.checked_mul(repeat) {
        Some(total) if total <= MOST => total,
        _ => return Err(cx.overflow_error(format_args!("repeat argument too large"))),
    };
    let once = tuple::with(cx, count, |_| Value::NONE)?;
    for (index, iterable) in iterables.iter().take(count).enumerate() {
        let pool = tuple::of_iterable(cx, *iterable)?;
        once.put(index, pool.into());
    }
    let pools = tuple::with(cx, total, |index| once.as_slice()[index % count])?;
    let places = indices::new(cx, total, |_| 0)?;
    let (source, position) = (pools.into(), places.into());
    let iterator = new(cx, &PRODUCT, step, source, position, Value::FALSE)?;
    object(cx, cls, iterator)
}

fn pool(pools: &'static [Value], index: usize) -> &'static [Value] {
    let pool = pools.get(index).and_then(|pool| pool.cast::<Tuple>());
    pool.map_or(&[], Tuple::as_slice)
}

fn step(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let (pools, places, begun) = iterator.fields(cx)?;
    let (Some(pools), Some(places)) = (pools.cast::<Tuple>(), places.cast::<Values>()) else {
        return Ok(Value::UNBOUND);
    };
    let pools = pools.as_slice();
    if begun == Value::FALSE {
        if (0..pools.len()).any(|index| pool(pools, index).is_empty()) {
            return iterator.finish(cx);
        }
        cx.store(iterator, &iterator.more, Value::TRUE)?;
    } else if !turn(cx, pools, places)? {
        return iterator.finish(cx);
    }
    let result = tuple::with(cx, pools.len(), |_| Value::NONE)?;
    places.copy_to(cx, |index, place| {
        let place = place.as_small_int().unwrap_or(0) as usize;
        if let Some(value) = pool(pools, index).get(place) {
            result.put(index, *value);
        }
    })?;
    Ok(result.into())
}

/// Turns the odometer by one; false if it was at its end.
fn turn(cx: &mut Cx, pools: &'static [Value], places: &'static Values) -> R<bool> {
    for index in (0..pools.len()).rev() {
        let next = places.get(cx, index)?.as_small_int().unwrap_or(0) as usize + 1;
        if next < pool(pools, index).len() {
            places.set(cx, index, Value::index(next))?;
            return Ok(true);
        }
        places.set(cx, index, Value::index(0))?;
    }
    Ok(false)
}
