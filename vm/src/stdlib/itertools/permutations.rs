//! `permutations`: `source` is the tuple that is chosen from, unbound after the end; `position` a vector
//! of its indices in their present order, of which the first *r* are chosen, and of *r* counters that say
//! how many choices are left for each place; `more` whether the first result has been given.

use super::{combinations, indices, iterator_type};
use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::int::{INT, to_int};
use crate::objects::iterators::{Iterator, new, object};
use crate::objects::tuple::{self, Tuple};
use crate::objects::type_object::Type;
use crate::objects::values::Values;
use crate::protocol::is_instance;
use crate::value::Value;

iterator_type! {
    /// The class.
    PERMUTATIONS "permutations" "Return successive r-length permutations of elements in the iterable.\n\npermutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)"
}

#[native(PERMUTATIONS, "__new__(cls, iterable, r=None)", new)]
fn permutations(cx: &mut Cx, cls: &'static Type, iterable: Value, r: Option<Value>) -> R {
    let pool = tuple::of_iterable(cx, iterable)?;
    let n = pool.len();
    let r = match r {
        Some(r) => length(cx, r)?,
        None => n,
    };
    let fits = r <= n;
    let places = if fits { n + r } else { 0 };
    // Place number `index - n` can be taken by any element from that one on.
    let state = indices::new(
        cx,
        places,
        |index| {
            if index < n { index } else { n - (index - n) }
        },
    )?;
    let source = if fits { pool.into() } else { Value::UNBOUND };
    let iterator = new(cx, &PERMUTATIONS, step, source, state.into(), Value::FALSE)?;
    object(cx, cls, iterator)
}

fn length(cx: &mut Cx, r: Value) -> R<usize> {
    if !is_instance(cx, r, &INT)? {
        return Err(cx.type_error(format_args!("Expected int as r")));
    }
    let exact = cx.payload_value(r)?.unwrap_or(r);
    match to_int(exact).and_then(|number| number.to_i64()) {
        Some(number) => combinations::length(cx, number as isize),
        None => {
            Err(cx.overflow_error(format_args!("Python int too large to convert to C ssize_t")))
        }
    }
}

/// Goes on to the next order of `n` indices, behind which the counters lie; false after the last.
fn turn(state: &mut [usize], n: usize) -> bool {
    let (order, left) = state.split_at_mut(n);
    for place in (0..left.len()).rev() {
        left[place] -= 1;
        if left[place] > 0 {
            order.swap(place, n - left[place]);
            return true;
        }
        order[place..].rotate_left(1);
        left[place] = n - place;
    }
    false
}

fn step(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let (pool, state, begun) = iterator.fields(cx)?;
    let (Some(pool), Some(state)) = (pool.cast::<Tuple>(), state.cast::<Values>()) else {
        return Ok(Value::UNBOUND);
    };
    let n = pool.len();
    if begun == Value::FALSE {
        cx.store(iterator, &iterator.more, Value::TRUE)?;
    } else if !indices::change(cx, state, |state| turn(state, n))? {
        return iterator.finish(cx);
    }
    let r = state.len() - n;
    let result = tuple::with(cx, r, |_| Value::NONE)?;
    state.copy_to(cx, |place, index| {
        let index = index.as_small_int().unwrap_or(0) as usize;
        if let Some(value) = pool.get(index)
            && place < r
        {
            result.put(place, value);
        }
    })?;
    Ok(result.into())
}
