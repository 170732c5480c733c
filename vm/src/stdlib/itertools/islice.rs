//! `islice`: `source` is the iterator, unbound after the end; `position` a vector of two counters;
//! `more` a tuple of the end and the step.

use super::iterator_type;
use crate::cx::{Cx, Exit, R};
use crate::native::native;
use crate::objects::int::to_int;
use crate::objects::iterators::{Iterator, new, object};
use crate::objects::tuple::Tuple;
use crate::objects::type_object::Type;
use crate::objects::values::{self, Values};
use crate::protocol::{self, number};
use crate::value::Value;

iterator_type! {
    /// The class.
    ISLICE "islice" "islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object\n\nReturn an iterator whose next() method returns selected values from an\niterable.  If start is specified, will skip all preceding elements;\notherwise, start defaults to zero.  Step defaults to one.  If\nspecified as another value, step determines how many values are\nskipped between successive calls.  Works like a slice() on a list\nbut returns an iterator."
}

/// The first counter: how many values the source has given. The second is the index of the next one to
/// give on.
const GIVEN: usize = 0;

/// An end that is never reached, and larger than any other.
const NO_END: i64 = i64::MAX >> 1;

/// An argument as a number, if it is one that may be here.
fn bound(cx: &mut Cx, value: Value, least: i64) -> R<Option<i64>> {
    if let Some(small) = value.as_small_int() {
        return Ok(Some(small).filter(|small| *small >= least));
    }
    match number::index(cx, value) {
        Ok(index) => {
            let number = to_int(index).and_then(|number| number.to_i64());
            // More than 62 bits are as good as the largest number.
            Ok(number
                .filter(|number| *number >= least)
                .map(|number| number.min(NO_END - 1)))
        }
        Err(Exit::Raise) => {
            cx.take_exception();
            Ok(None)
        }
        Err(exit) => Err(exit),
    }
}

fn end(cx: &mut Cx, value: Value, message: &str) -> R<i64> {
    if value.is_none() {
        return Ok(NO_END);
    }
    match bound(cx, value, 0)? {
        Some(end) => Ok(end),
        None => Err(refuse(cx, message)),
    }
}

#[cold]
fn refuse(cx: &mut Cx, which: &str) -> Exit {
    cx.value_error(format_args!(
        "{which} for islice() must be None or an integer: 0 <= x <= sys.maxsize."
    ))
}

/// The start, the end and the step.
fn limits(cx: &mut Cx, args: &[Value]) -> R<(i64, i64, i64)> {
    let (start, stop, step) = match args {
        [stop] => return Ok((0, end(cx, *stop, "Stop argument")?, 1)),
        [start, stop] => (*start, *stop, Value::NONE),
        [start, stop, step, ..] => (*start, *stop, *step),
        [] => return Err(refuse(cx, "Indices")),
    };
    let first = if start.is_none() {
        Some(0)
    } else {
        bound(cx, start, 0)?
    };
    let stop = end(cx, stop, "Stop argument")?;
    let Some(first) = first else {
        return Err(refuse(cx, "Indices"));
    };
    let step = if step.is_none() {
        Some(1)
    } else {
        bound(cx, step, 1)?
    };
    match step {
        Some(step) => Ok((first, stop, step)),
        None => Err(cx.value_error(format_args!(
            "Step for islice() must be a positive integer or None."
        ))),
    }
}

#[native(ISLICE, "__new__(cls, /, *args)", new, opaque)]
fn islice_new(cx: &mut Cx, cls: &'static Type, args: &[Value]) -> R {
    let count = args.len();
    let (iterable, args) = match args {
        [iterable, args @ ..] if (1..=3).contains(&args.len()) => (*iterable, args),
        _ => {
            let expected = if count < 2 { "at least 2" } else { "at most 4" };
            return Err(cx.type_error(format_args!(
                "islice expected {expected} arguments, got {count}"
            )));
        }
    };
    let (start, stop, step_size) = limits(cx, args)?;
    let source = protocol::iter(cx, iterable)?;
    let counters = values::new(cx, 2)?;
    let start = cx.int(start)?;
    counters.fill(cx, &[Value::index(0), start])?;
    let (stop, step_size) = (cx.int(stop)?, cx.int(step_size)?);
    let limits = cx.tuple(&[stop, step_size])?;
    let iterator = new(cx, &ISLICE, step, source, counters.into(), limits)?;
    object(cx, cls, iterator)
}

fn step(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let (source, counters, limits) = iterator.fields(cx)?;
    let limits = limits.cast::<Tuple>().map_or(&[][..], Tuple::as_slice);
    let (Some(source), Some(counters), [stop, step]) =
        (source.bound(), counters.cast::<Values>(), limits)
    else {
        return Ok(Value::UNBOUND);
    };
    let number = |value: Value| value.as_small_int().unwrap_or(0);
    let (stop, step) = (number(*stop), number(*step));
    let (mut given, mut wanted) = (0, 0);
    counters.copy_to(cx, |index, value| match index {
        GIVEN => given = number(value),
        _ => wanted = number(value),
    })?;
    while given < wanted {
        // The counter is right also if the source raises.
        if protocol::next_within(cx, source)?.is_none() {
            return iterator.finish(cx);
        }
        given += 1;
        if given < wanted {
            counters.set(cx, GIVEN, Value::index(given as usize))?;
        }
    }
    if given >= stop {
        return iterator.finish(cx);
    }
    let Some(value) = protocol::next_within(cx, source)? else {
        return iterator.finish(cx);
    };
    let following = wanted.saturating_add(step).min(stop);
    let counts = [cx.int(given + 1)?, cx.int(following)?];
    counters.fill(cx, &counts)?;
    Ok(value)
}
