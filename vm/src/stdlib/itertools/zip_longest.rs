//! `zip_longest`: `source` is a vector of the iterators, those at their end unbound; `position` how many
//! are not at their end; `more` what takes the place of what they lack.

use super::iterator_type;
use crate::cx::{Cx, Exit, R};
use crate::native::{Kwargs, native};
use crate::objects::iterators::{Iterator, new, object};
use crate::objects::tuple;
use crate::objects::type_object::Type;
use crate::objects::values::{self, Values};
use crate::protocol;
use crate::value::Value;

iterator_type! {
    /// The class.
    ZIP_LONGEST "zip_longest" "Return a zip_longest object whose .__next__() method returns a tuple where\nthe i-th element comes from the i-th iterable argument.  The .__next__()\nmethod continues until the longest iterable in the argument sequence\nis exhausted and then it raises StopIteration.  When the shorter iterables\nare exhausted, the fillvalue is substituted in their place.  The fillvalue\ndefaults to None or can be specified by a keyword argument.\n"
}

#[native(
    ZIP_LONGEST,
    "__new__(cls, /, *iterables, fillvalue=None, **kwargs)",
    new
)]
fn zip_longest(
    cx: &mut Cx,
    cls: &'static Type,
    iterables: &[Value],
    fillvalue: Value,
    kwargs: Kwargs<'_>,
) -> R {
    if !kwargs.is_empty() {
        return Err(cx.type_error(format_args!(
            "zip_longest() got an unexpected keyword argument"
        )));
    }
    let iterators = values::new(cx, iterables.len())?;
    for (index, iterable) in iterables.iter().enumerate() {
        let iterator = protocol::iter(cx, *iterable)?;
        iterators.set(cx, index, iterator)?;
    }
    let active = Value::index(iterables.len());
    let iterator = new(cx, &ZIP_LONGEST, step, iterators.into(), active, fillvalue)?;
    object(cx, cls, iterator)
}

fn step(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let (iterators, active, fill) = iterator.fields(cx)?;
    let Some(iterators) = iterators.cast::<Values>() else {
        return Ok(Value::UNBOUND);
    };
    let mut active = active.as_small_int().unwrap_or(0);
    if active == 0 {
        return Ok(Value::UNBOUND);
    }
    let values = tuple::with(cx, iterators.len(), |_| fill)?;
    for index in 0..iterators.len() {
        let Some(source) = iterators.get(cx, index)?.bound() else {
            continue;
        };
        match protocol::next_within(cx, source) {
            Ok(Some(value)) => values.put(index, value),
            Ok(None) => {
                active -= 1;
                cx.store(iterator, &iterator.position, Value::index(active as usize))?;
                if active == 0 {
                    return Ok(Value::UNBOUND);
                }
                iterators.set(cx, index, Value::UNBOUND)?;
            }
            Err(Exit::Raise) => {
                cx.store(iterator, &iterator.position, Value::index(0))?;
                return Err(Exit::Raise);
            }
            Err(exit) => return Err(exit),
        }
    }
    Ok(values.into())
}
