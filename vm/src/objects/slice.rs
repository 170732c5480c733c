//! `slice`, and what a slice means for a sequence of some length.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Fixed, Header, HeapType, LayoutId, Raw, layout};
use crate::name;
use crate::native::native;
use crate::objects::int::{from_int, to_int};
use crate::objects::sequence;
use crate::objects::str::Str;
use crate::objects::tuple::{self, hash::Accumulator};
use crate::objects::type_object::Type;
use crate::protocol::{self, Compare, class_of};
use crate::types::TypeDef;
use crate::value::Value;
use std::cmp::Ordering;
use tython_num::{Int, IntRef, int};

builtin_type! {
    /// The class.
    pub static SLICE = TypeDef {
        name: "slice",
        layout: Some(layout::SLICE),
        doc: "slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.\n\nThis is used for extended slicing (e.g. a[0:10:2]).",
        ..TypeDef::NEW
    };
}

/// A slice.
#[repr(C)]
#[derive(Debug)]
pub struct Slice {
    header: Header,
    /// `start`
    pub start: Fixed,
    /// `stop`
    pub stop: Fixed,
    /// `step`
    pub step: Fixed,
    /// Objects are multiples of 16 bytes.
    unused: Raw,
}

// SAFETY: a header and words.
unsafe impl HeapType for Slice {
    const LAYOUT: LayoutId = layout::SLICE;
}

/// `slice(start, stop, step)`
///
/// # Errors
/// MemoryError.
pub fn new(cx: &mut Cx, start: Value, stop: Value, step: Value) -> R {
    let slice = cx.create(&SLICE, |header| Slice {
        header,
        start: Fixed::new(start),
        stop: Fixed::new(stop),
        step: Fixed::new(step),
        unused: Raw::new(0),
    })?;
    Ok(slice.value())
}

/// The numbers of a slice, before the length of a sequence is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unpacked {
    start: isize,
    stop: isize,
    step: isize,
}

/// The indices that a slice selects of a sequence: `count` of them, from `start` on, in steps of
/// `step`, which is not 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Indices {
    /// The first one; where elements would be inserted if there is none.
    pub start: isize,
    /// Behind the last one; before the last one if the step is negative.
    pub stop: isize,
    /// The difference of two neighbours.
    pub step: isize,
    /// How many there are.
    pub count: usize,
}

impl Indices {
    /// The indices, in the slice's order.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator + use<> {
        (0..self.count).map(move |number| self.at(number))
    }

    /// Index `number`, counted from 0.
    #[inline]
    pub fn at(self, number: usize) -> usize {
        (self.start + number as isize * self.step) as usize
    }

    /// The same indices in ascending order.
    pub fn ascending(self) -> Indices {
        if self.step > 0 || self.count == 0 {
            return Indices {
                step: self.step.max(1),
                ..self
            };
        }
        let first = self.start + (self.count as isize - 1) * self.step;
        Indices {
            start: first,
            stop: self.start + 1,
            step: -self.step,
            count: self.count,
        }
    }
}

/// The number of a bound or a step.
fn whole(cx: &mut Cx, value: Value) -> R<Int> {
    let name = name!(cx, "__index__")?;
    if to_int(value).is_none() && class_of(value).lookup(cx, name)?.is_none() {
        return Err(cx.type_error(format_args!(
            "slice indices must be integers or None or have an __index__ method"
        )));
    }
    let index = protocol::index(cx, value)?;
    match to_int(index) {
        Some(number) => Ok(number.to_int()),
        None => Err(cx.system_error(format_args!("__index__ gave no int"))),
    }
}

/// The same, but what is too large or too small becomes the largest or smallest machine integer.
fn clamped(cx: &mut Cx, value: Value) -> R<isize> {
    if let Some(small) = value.as_small_int() {
        return Ok(small as isize);
    }
    let number = whole(cx, value)?;
    Ok(match number.to_i64() {
        Some(number) => number as isize,
        None if number.is_negative() => isize::MIN,
        None => isize::MAX,
    })
}

impl Slice {
    /// The numbers, which `__index__` methods may have to give.
    ///
    /// # Errors
    /// TypeError, ValueError if the step is 0, and what `__index__` raises.
    pub fn unpack(&'static self, cx: &mut Cx) -> R<Unpacked> {
        let step = match self.step.get() {
            step if step.is_none() => 1,
            step => clamped(cx, step)?,
        };
        if step == 0 {
            return Err(cx.value_error(format_args!("slice step cannot be zero")));
        }
        // So that it can be negated.
        let step = step.max(-isize::MAX);
        let start = match self.start.get() {
            start if start.is_none() && step < 0 => isize::MAX,
            start if start.is_none() => 0,
            start => clamped(cx, start)?,
        };
        let stop = match self.stop.get() {
            stop if stop.is_none() && step < 0 => isize::MIN,
            stop if stop.is_none() => isize::MAX,
            stop => clamped(cx, stop)?,
        };
        Ok(Unpacked { start, stop, step })
    }
}

impl Unpacked {
    /// The numbers of `start:stop`, if both are small integers or left out.
    #[inline]
    pub(crate) fn of_bounds(start: Value, stop: Value) -> Option<Unpacked> {
        Unpacked::of_parts(start, stop, Value::NONE)
    }

    /// The numbers of `start:stop:step`, if all are small integers or left out, and the step is not 0.
    #[inline(always)]
    pub(crate) fn of_parts(start: Value, stop: Value, step: Value) -> Option<Unpacked> {
        let part = |value: Value, none: isize| match value.as_small_int() {
            Some(number) => Some(number as isize),
            None => value.is_none().then_some(none),
        };
        let step = part(step, 1).filter(|step| *step != 0)?;
        let (first, last) = match step < 0 {
            true => (isize::MAX, isize::MIN),
            false => (0, isize::MAX),
        };
        Some(Unpacked {
            start: part(start, first)?,
            stop: part(stop, last)?,
            step,
        })
    }

    /// The indices in a sequence of this length.
    #[inline]
    pub fn adjust(self, length: usize) -> Indices {
        let Unpacked { start, stop, step } = self;
        let length = length as isize;
        let (least, most) = if step < 0 {
            (-1, length - 1)
        } else {
            (0, length)
        };
        let bound = |index: isize| {
            let index = if index < 0 {
                index.saturating_add(length)
            } else {
                index
            };
            index.clamp(least, most)
        };
        let (start, stop) = (bound(start), bound(stop));
        let distance = if step < 0 { start - stop } else { stop - start };
        let count = match step.abs() {
            _ if distance <= 0 => 0,
            // Without a division.
            1 => distance,
            by => (distance - 1) / by + 1,
        };
        Indices {
            start,
            stop,
            step,
            count: count as usize,
        }
    }
}

/// The indices that a slice selects of a sequence of this length: start, stop, step, count.
///
/// # Errors
/// As [`Slice::unpack`].
pub fn slice_indices(
    cx: &mut Cx,
    slice: &'static Slice,
    length: usize,
) -> R<(isize, isize, isize, usize)> {
    let indices = slice.unpack(cx)?.adjust(length);
    Ok((indices.start, indices.stop, indices.step, indices.count))
}

impl Slice {
    /// Start, stop and step in a sequence of this length, which may be any number.
    ///
    /// # Errors
    /// As [`Slice::unpack`].
    pub fn of_length(&'static self, cx: &mut Cx, length: &Int) -> R<[Int; 3]> {
        let step = match self.step.get() {
            step if step.is_none() => Int::ONE,
            step => whole(cx, step)?,
        };
        if step.is_zero() {
            return Err(cx.value_error(format_args!("slice step cannot be zero")));
        }
        let back = step.is_negative();
        let (least, most) = match back {
            true => (Int::Small(-1), int::sub(length, &Int::ONE)),
            false => (Int::ZERO, length.clone()),
        };
        let mut bound = |value: Value, absent: &Int| -> R<Int> {
            if value.is_none() {
                return Ok(absent.clone());
            }
            let number = whole(cx, value)?;
            let number = if number.is_negative() {
                int::add(&number, length)
            } else {
                number
            };
            Ok(if int::compare(&number, &least).is_lt() {
                least.clone()
            } else if int::compare(&number, &most).is_gt() {
                most.clone()
            } else {
                number
            })
        };
        let (from, to) = if back {
            (&most, &least)
        } else {
            (&least, &most)
        };
        let start = bound(self.start.get(), from)?;
        let stop = bound(self.stop.get(), to)?;
        Ok([start, stop, step])
    }

    fn parts(&self) -> [Value; 3] {
        [self.start.get(), self.stop.get(), self.step.get()]
    }
}

#[native(SLICE, "__new__(cls, /, *args)", new, opaque)]
fn slice_new(cx: &mut Cx, _cls: &'static Type, args: &[Value]) -> R {
    let none = Value::NONE;
    match *args {
        [stop] => new(cx, none, stop, none),
        [start, stop] => new(cx, start, stop, none),
        [start, stop, step] => new(cx, start, stop, step),
        [] => Err(cx.type_error(format_args!("slice expected at least 1 argument, got 0"))),
        _ => {
            let count = args.len();
            Err(cx.type_error(format_args!(
                "slice expected at most 3 arguments, got {count}"
            )))
        }
    }
}

#[native(SLICE, "start", getter, effect = pure)]
fn start(_: &mut Cx, this: &'static Slice) -> Value {
    this.start.get()
}

#[native(SLICE, "stop", getter, effect = pure)]
fn stop(_: &mut Cx, this: &'static Slice) -> Value {
    this.stop.get()
}

#[native(SLICE, "step", getter, effect = pure)]
fn step(_: &mut Cx, this: &'static Slice) -> Value {
    this.step.get()
}

/// S.indices(len) -> (start, stop, stride)
///
/// Assuming a sequence of length len, calculate the start and stop
/// indices, and the stride length of the extended slice described by
/// S. Out of bounds indices are clipped in a manner consistent with the
/// handling of normal slices.
#[native(SLICE, "indices(self, object, /)")]
fn indices(cx: &mut Cx, this: &'static Slice, object: Value) -> R {
    let length = protocol::index(cx, object)?;
    let length = to_int(length).map_or(Int::ZERO, IntRef::to_int);
    if length.is_negative() {
        return Err(cx.value_error(format_args!("length should not be negative")));
    }
    let [start, stop, step] = this.of_length(cx, &length)?;
    let start = from_int(cx, start)?;
    let stop = from_int(cx, stop)?;
    let step = from_int(cx, step)?;
    cx.tuple(&[start, stop, step])
}

#[native(SLICE, "__hash__(self, /)", slot)]
fn hash(cx: &mut Cx, this: &'static Slice) -> R<i64> {
    let mut accumulator = Accumulator::NEW;
    for part in this.parts() {
        accumulator.push(protocol::hash(cx, part)?);
    }
    Ok(accumulator.finish())
}

#[native(SLICE, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static Slice) -> R<&'static Str> {
    let parts = tuple::new(cx, &this.parts())?;
    sequence::text(cx, parts, "slice(", |_| ")")
}

fn compare(cx: &mut Cx, this: &'static Slice, value: Value, op: Compare) -> R {
    let Some(other) = value.cast::<Slice>() else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if std::ptr::eq(this, other) {
        return Ok(Value::bool(op.holds(Ordering::Equal)));
    }
    let parts = tuple::new(cx, &this.parts())?;
    let others = tuple::new(cx, &other.parts())?;
    sequence::compare(cx, parts, others, op)
}

crate::comparisons!(SLICE, Slice, compare);

/// Return state information for pickling.
#[native(SLICE, "__reduce__(self, /)", effect = pure)]
fn reduce(cx: &mut Cx, this: &'static Slice) -> R {
    let args = cx.tuple(&this.parts())?;
    cx.tuple(&[SLICE.value(), args])
}
