//! The iterators: `source` is the step, `position` the next number, `more` how many are left.

use super::numbers::Progression;
use super::{RANGE, Range, new, number};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{HeapType, layout};
use crate::native::native;
use crate::objects::int::from_int;
use crate::objects::iterators::{self, Iterator, Kind, Step, builtin};
use crate::types::{TypeCell, TypeDef};
use crate::value::Value;
use std::cmp::Ordering;
use tython_num::Int;
use tython_num::int::{compare, sub};

builtin_type! {
    /// The class of iterators over machine integers.
    pub(super) static RANGE_ITERATOR = TypeDef {
        name: "range_iterator",
        layout: Some(layout::ITERATOR),
        ..TypeDef::NEW
    };
    /// The class of iterators over larger ones.
    pub(super) static LONG_RANGE_ITERATOR = TypeDef {
        name: "longrange_iterator",
        layout: Some(layout::ITERATOR),
        ..TypeDef::NEW
    };
}

/// An iterator over a range.
///
/// # Errors
/// MemoryError.
#[inline]
pub fn iter(cx: &mut Cx, range: &'static Range) -> R<&'static Iterator> {
    let (start, step, length) = (range.start.get(), range.step.get(), range.length.get());
    iter_of(cx, start, step, length)
}

#[native(RANGE, "__iter__(self, /)", slot, effect = writes)]
fn range_iter(cx: &mut Cx, this: &'static Range) -> R<&'static Iterator> {
    iter(cx, this)
}

/// Return a reverse iterator.
#[native(RANGE, "__reversed__(self, /)", effect = writes)]
fn reversed(cx: &mut Cx, this: &'static Range) -> R<&'static Iterator> {
    let numbers = this.progression().reversed();
    let start = from_int(cx, numbers.start)?;
    let step = from_int(cx, numbers.step)?;
    iter_of(cx, start, step, this.length.get())
}

/// An iterator over so many integers, from `start` on.
///
/// # Errors
/// MemoryError.
pub(crate) fn iter_of(
    cx: &mut Cx,
    start: Value,
    step: Value,
    length: Value,
) -> R<&'static Iterator> {
    // What comes behind the last number has to be small as well: then no step needs to look.
    if let (Some(first), Some(by), Some(count)) = (
        start.as_small_int(),
        step.as_small_int(),
        length.as_small_int(),
    ) && by
        .checked_mul(count)
        .and_then(|distance| first.checked_add(distance))
        .is_some_and(|end| Value::small_int(end).is_some())
    {
        let (class, by) = new_iterator();
        return iterators::new_of_kind(cx, class, (by, Kind::Range), step, start, length);
    }
    let numbers = Progression {
        start: number(start),
        step: number(step),
        length: number(length),
    };
    let class: &TypeCell = match numbers.at(&numbers.length).to_i64() {
        Some(_) if numbers.start.to_i64().is_some() && numbers.step.to_i64().is_some() => {
            &RANGE_ITERATOR
        }
        _ => &LONG_RANGE_ITERATOR,
    };
    let general: Step = step_any;
    iterators::new(cx, class, general, step, start, length)
}

/// The class of iterators over small integers, and their step.
pub(crate) fn new_iterator() -> (&'static TypeCell, Step) {
    (&RANGE_ITERATOR, step_small)
}

fn step_small(cx: &mut Cx, iterator: &'static Iterator) -> R {
    cx.open(iterator)?;
    Ok(advance(iterator))
}

/// The next number, of an iterator over small integers that is opened for writing; unbound at the end.
#[inline(always)]
pub(crate) fn advance(iterator: &'static Iterator) -> Value {
    let value = iterator.position.peek();
    let fields = (
        iterator.more.peek().as_small_int(),
        value.as_small_int(),
        iterator.source.peek().as_small_int(),
    );
    let (Some(left @ 1..), Some(number), Some(step)) = fields else {
        return Value::UNBOUND;
    };
    // It is small behind the last number, too.
    let Some(next) = Value::small_int(number + step) else {
        return Value::UNBOUND;
    };
    iterator.more.poke(Value::index(left as usize - 1));
    iterator.position.poke(next);
    value
}

fn step_any(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let look = || {
        (
            iterator.position.peek(),
            iterator.source.peek(),
            iterator.more.peek(),
        )
    };
    let (value, step, left) = cx.view(iterator, look)?;
    if left == Value::index(0) {
        return Ok(Value::UNBOUND);
    }
    move_on(cx, iterator, [value, step, left], &Int::ONE)?;
    Ok(value)
}

/// Moves on by `count` numbers, of which there are as many.
fn move_on(cx: &mut Cx, iterator: &'static Iterator, fields: [Value; 3], count: &Int) -> R<()> {
    let [value, step, left] = fields.map(number);
    let numbers = Progression {
        start: value,
        step,
        length: Int::ZERO,
    };
    let next = from_int(cx, numbers.at(count))?;
    let left = from_int(cx, sub(&left, count))?;
    cx.open(iterator)?;
    iterator.position.poke(next);
    iterator.more.poke(left);
    Ok(())
}

fn reduced(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let look = || {
        (
            iterator.position.peek(),
            iterator.source.peek(),
            iterator.more.peek(),
        )
    };
    let (start, step, left) = cx.view(iterator, look)?;
    let numbers = Progression {
        start: number(start),
        step: number(step),
        length: number(left),
    };
    let stop = from_int(cx, numbers.at(&numbers.length))?;
    let range = new(cx, start, stop, step)?.value();
    let function = builtin(cx, "iter")?;
    let args = cx.tuple(&[range])?;
    cx.tuple(&[function, args, Value::NONE])
}

fn restore(cx: &mut Cx, iterator: &'static Iterator, index: Value) -> R<()> {
    let index = crate::protocol::index(cx, index)?;
    let look = || {
        [
            iterator.position.peek(),
            iterator.source.peek(),
            iterator.more.peek(),
        ]
    };
    let fields = cx.view(iterator, look)?;
    let left = number(fields[2]);
    let index = number(index);
    let index = match index.is_negative() {
        true => Int::ZERO,
        false if compare(&index, &left) == Ordering::Greater => left,
        false => index,
    };
    move_on(cx, iterator, fields, &index)
}

macro_rules! classes {
    ($($class:ident)*) => {
        $(
            $crate::iterator_class!($class);

            const _: () = {
                /// Private method returning an estimate of len(list(it)).
                #[native($class, "__length_hint__(self, /)", effect = reads)]
                fn length_hint(cx: &mut Cx, this: &'static Iterator) -> R {
                    cx.load(this, &this.more)
                }

                /// Return state information for pickling.
                #[native($class, "__reduce__(self, /)")]
                fn reduce(cx: &mut Cx, this: &'static Iterator) -> R {
                    reduced(cx, this)
                }

                /// Set state information for unpickling.
                #[native($class, "__setstate__(self, object, /)")]
                fn setstate(cx: &mut Cx, this: &'static Iterator, object: Value) -> R<()> {
                    restore(cx, this, object)
                }
            };
        )*
    };
}

classes! {
    RANGE_ITERATOR
    LONG_RANGE_ITERATOR
}
