//! `combinations` and `combinations_with_replacement`: `source` is the tuple that is chosen from,
//! unbound after the end; `position` a vector of the indices that are chosen; `more` whether the first
//! result has been given.

use super::{indices, iterator_type};
use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::iterators::{Iterator, Step, new, object};
use crate::objects::tuple::{self, Tuple};
use crate::objects::type_object::Type;
use crate::objects::values::Values;
use crate::types::TypeCell;
use crate::value::Value;

iterator_type! {
    /// `combinations`.
    COMBINATIONS "combinations" "Return successive r-length combinations of elements in the iterable.\n\ncombinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)"
}

iterator_type! {
    /// `combinations_with_replacement`.
    WITH_REPLACEMENT "combinations_with_replacement" "Return successive r-length combinations of elements in the iterable allowing individual elements to have successive repeats.\n\ncombinations_with_replacement('ABC', 2) --> ('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), ('C','C')"
}

#[native(COMBINATIONS, "__new__(cls, iterable, r)", new)]
fn combinations(cx: &mut Cx, cls: &'static Type, iterable: Value, r: isize) -> R {
    let pool = tuple::of_iterable(cx, iterable)?;
    let r = length(cx, r)?;
    let fits = r <= pool.len();
    let indices = indices::new(cx, if fits { r } else { 0 }, |index| index)?;
    create(
        cx,
        cls,
        &COMBINATIONS,
        step_without,
        fits.then_some(pool),
        indices,
    )
}

#[native(WITH_REPLACEMENT, "__new__(cls, iterable, r)", new)]
fn with_replacement(cx: &mut Cx, cls: &'static Type, iterable: Value, r: isize) -> R {
    let pool = tuple::of_iterable(cx, iterable)?;
    let r = length(cx, r)?;
    let fits = r == 0 || !pool.is_empty();
    let indices = indices::new(cx, if fits { r } else { 0 }, |_| 0)?;
    create(
        cx,
        cls,
        &WITH_REPLACEMENT,
        step_with,
        fits.then_some(pool),
        indices,
    )
}

/// How many are chosen.
pub(super) fn length(cx: &mut Cx, r: isize) -> R<usize> {
    match usize::try_from(r) {
        Ok(r) => Ok(r),
        Err(_) => Err(cx.value_error(format_args!("r must be non-negative"))),
    }
}

fn create(
    cx: &mut Cx,
    class: &'static Type,
    cell: &'static TypeCell,
    step: Step,
    pool: Option<&'static Tuple>,
    indices: &'static Values,
) -> R {
    let source = pool.map_or(Value::UNBOUND, Value::from);
    let iterator = new(cx, cell, step, source, indices.into(), Value::FALSE)?;
    object(cx, class, iterator)
}

/// The next result, where `turn` goes on to the next choice from so many elements.
fn step(cx: &mut Cx, iterator: &'static Iterator, turn: fn(&mut [usize], usize) -> bool) -> R {
    let (pool, chosen, begun) = iterator.fields(cx)?;
    let (Some(pool), Some(chosen)) = (pool.cast::<Tuple>(), chosen.cast::<Values>()) else {
        return Ok(Value::UNBOUND);
    };
    if begun == Value::FALSE {
        cx.store(iterator, &iterator.more, Value::TRUE)?;
    } else if !indices::change(cx, chosen, |indices| turn(indices, pool.len()))? {
        return iterator.finish(cx);
    }
    let result = tuple::with(cx, chosen.len(), |_| Value::NONE)?;
    chosen.copy_to(cx, |place, index| {
        let index = index.as_small_int().unwrap_or(0) as usize;
        if let Some(value) = pool.get(index) {
            result.put(place, value);
        }
    })?;
    Ok(result.into())
}

fn step_without(cx: &mut Cx, iterator: &'static Iterator) -> R {
    step(cx, iterator, |indices, count| {
        let r = indices.len();
        // The last index that has not reached its end moves on, and the others follow it.
        let Some(place) = (0..r)
            .rev()
            .find(|place| indices[*place] != place + count - r)
        else {
            return false;
        };
        let first = indices[place] + 1;
        for (index, offset) in indices[place..].iter_mut().zip(0..) {
            *index = first + offset;
        }
        true
    })
}

fn step_with(cx: &mut Cx, iterator: &'static Iterator) -> R {
    step(cx, iterator, |indices, count| {
        let Some(place) = indices.iter().rposition(|index| index + 1 != count) else {
            return false;
        };
        let next = indices[place] + 1;
        indices[place..].fill(next);
        true
    })
}
