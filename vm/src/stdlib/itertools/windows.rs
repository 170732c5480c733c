//! `pairwise` and `batched`.

use super::{iterator_type, next_of};
use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::iterators::{Iterator, new, object};
use crate::objects::list;
use crate::objects::tuple;
use crate::objects::type_object::Type;
use crate::protocol;
use crate::value::Value;

iterator_type! {
    /// `pairwise`: `source` is the iterator, unbound after the end; `position` the value before, or
    /// unbound.
    PAIRWISE "pairwise" "Return an iterator of overlapping pairs taken from the input iterator.\n\n    s -> (s0,s1), (s1,s2), (s2, s3), ..."
}

iterator_type! {
    /// `batched`: `source` is the iterator, unbound after the end; `position` the length of a batch;
    /// `more` whether the last one must have it too.
    BATCHED "batched" "Batch data into tuples of length n. The last batch may be shorter than n.\n\nLoops over the input iterable and accumulates data into tuples\nup to size n.  The input is consumed lazily, just enough to\nfill a batch.  The result is yielded as soon as a batch is full\nor when the input iterable is exhausted.\n\n    >>> for batch in batched('ABCDEFG', 3):\n    ...     print(batch)\n    ...\n    ('A', 'B', 'C')\n    ('D', 'E', 'F')\n    ('G',)\n\nIf \"strict\" is True, raises a ValueError if the final batch is shorter\nthan n."
}

#[native(PAIRWISE, "__new__(cls, iterable, /)", new)]
fn pairwise(cx: &mut Cx, cls: &'static Type, iterable: Value) -> R {
    let source = protocol::iter(cx, iterable)?;
    let iterator = new(cx, &PAIRWISE, pair, source, Value::UNBOUND, Value::NONE)?;
    object(cx, cls, iterator)
}

fn pair(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let (source, mut before, _) = iterator.fields(cx)?;
    if source.is_unbound() {
        return Ok(Value::UNBOUND);
    }
    if before.is_unbound() {
        match protocol::next_within(cx, source)? {
            Some(first) => before = first,
            None => return finish(cx, iterator),
        }
        cx.store(iterator, &iterator.position, before)?;
        // The source may have asked this iterator itself, and brought it to the end.
        if cx.load(iterator, &iterator.source)?.is_unbound() {
            return finish(cx, iterator);
        }
    }
    let Some(value) = protocol::next_within(cx, source)? else {
        return finish(cx, iterator);
    };
    cx.store(iterator, &iterator.position, value)?;
    cx.tuple(&[before, value])
}

fn finish(cx: &mut Cx, iterator: &'static Iterator) -> R {
    cx.store(iterator, &iterator.position, Value::UNBOUND)?;
    iterator.finish(cx)
}

#[native(BATCHED, "__new__(cls, iterable, n, *, strict=False)", new)]
fn batched(cx: &mut Cx, cls: &'static Type, iterable: Value, n: isize, strict: bool) -> R {
    if n < 1 {
        return Err(cx.value_error(format_args!("n must be at least one")));
    }
    let source = protocol::iter(cx, iterable)?;
    let (n, strict) = (cx.int(n as i64)?, Value::bool(strict));
    let iterator = new(cx, &BATCHED, batch, source, n, strict)?;
    object(cx, cls, iterator)
}

/// A batch of so many values is made in place.
const SMALL: usize = 64;

fn batch(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let (source, n, strict) = iterator.fields(cx)?;
    let n = n.as_small_int().map_or(usize::MAX, |n| n as usize);
    if n > SMALL || source.is_unbound() {
        return large_batch(cx, iterator, source, n, strict);
    }
    let values = tuple::with(cx, n, |_| Value::NONE)?;
    for index in 0..n {
        match next_of(cx, source)? {
            Some(value) => values.put(index, value),
            None => {
                iterator.finish(cx)?;
                return last_batch(cx, &values.as_slice()[..index], strict);
            }
        }
    }
    Ok(values.into())
}

fn large_batch(
    cx: &mut Cx,
    iterator: &'static Iterator,
    source: Value,
    n: usize,
    strict: Value,
) -> R {
    let values = list::new(cx)?;
    let mut count = 0;
    while count < n {
        match next_of(cx, source)? {
            Some(value) => list::append(cx, values, value)?,
            None => {
                iterator.finish(cx)?;
                let values = tuple::of_list(cx, values)?;
                return last_batch(cx, values.as_slice(), strict);
            }
        }
        count += 1;
    }
    Ok(tuple::of_list(cx, values)?.into())
}

/// A batch that is not full.
fn last_batch(cx: &mut Cx, values: &[Value], strict: Value) -> R {
    if values.is_empty() {
        return Ok(Value::UNBOUND);
    }
    if strict == Value::TRUE {
        return Err(cx.value_error(format_args!("batched(): incomplete batch")));
    }
    cx.tuple(values)
}
