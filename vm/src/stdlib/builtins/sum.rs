//! `sum`: integers without a new object for each step, floats and complex numbers with compensation.
//!
//! The rounding errors of a running sum are added up beside it (Neumaier, "Rundungsfehleranalyse
//! einiger Verfahren zur Summation endlicher Summen", 1974), as CPython does.

use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::bytearray::BYTEARRAY;
use crate::objects::bytes::BYTES;
use crate::objects::complex::{self, ComplexObject};
use crate::objects::float::to_f64;
use crate::objects::generator::consume::{Consumer, consume};
use crate::objects::str::STR;
use crate::objects::tuple::Tuple;
use crate::protocol::operators::{self, Binary};
use crate::protocol::{self, is_instance, number};
use crate::types::TypeCell;
use crate::value::Value;

/// A sum and the errors of its roundings.
#[derive(Clone, Copy)]
pub(crate) struct Compensated {
    pub(crate) sum: f64,
    pub(crate) error: f64,
}

impl Compensated {
    fn new(sum: f64) -> Self {
        Compensated { sum, error: 0.0 }
    }

    pub(crate) fn add(&mut self, term: f64) {
        let sum = self.sum + term;
        self.error += if self.sum.abs() >= term.abs() {
            (self.sum - sum) + term
        } else {
            (term - sum) + self.sum
        };
        self.sum = sum;
    }

    fn get(self) -> f64 {
        // An infinity would make NaN of the sum.
        if self.error != 0.0 && self.error.is_finite() {
            self.sum + self.error
        } else {
            self.sum
        }
    }
}

/// What is summed: the iterator, whether it has ended, and the item that did not fit the last way of summing.
struct Items {
    iterator: Value,
    has_ended: bool,
    left: Value,
}

impl Items {
    fn next(&mut self, cx: &mut Cx) -> R<Option<Value>> {
        if self.has_ended {
            return Ok(None);
        }
        let next = protocol::next(cx, self.iterator)?;
        self.has_ended = next.is_none();
        Ok(next)
    }

    /// If the iterator is a generator, all the items that fit are added to `sum` at once: gives that, and its error.
    fn consume(&mut self, cx: &mut Cx, how: Consumer, sum: Value) -> R<Option<(Value, Value)>> {
        if self.has_ended {
            return Ok(None);
        }
        let Some(result) = consume(cx, how, self.iterator, sum)? else {
            return Ok(None);
        };
        let Some(parts) = result.cast::<Tuple>() else {
            self.has_ended = true;
            return Ok(Some((result, Value::NONE)));
        };
        self.left = parts.get(2).unwrap_or(Value::UNBOUND);
        self.has_ended = self.left.is_unbound();
        Ok(parts.get(0).zip(parts.get(1)))
    }

    /// The item that did not fit, if it can be added to floats.
    fn left_term(&mut self, cx: &mut Cx) -> R<Option<f64>> {
        let Some(item) = self.left.bound() else {
            return Ok(None);
        };
        let term = term(cx, item)?;
        if term.is_some() {
            self.left = Value::UNBOUND;
        }
        Ok(term)
    }

    /// Adds the item that did not fit.
    fn add_left(&mut self, cx: &mut Cx, sum: Value) -> R {
        match std::mem::replace(&mut self.left, Value::UNBOUND).bound() {
            Some(item) => operators::binary(cx, Binary::Add, sum, item),
            None => Ok(sum),
        }
    }
}

/// The small integer that an `int` or `bool` is.
fn small(value: Value) -> Option<i64> {
    value.as_small_int().or(value.as_bool().map(i64::from))
}

/// Return the sum of a 'start' value (default: 0) plus an iterable of numbers
///
/// When the iterable is empty, return the start value.
/// This function is intended specifically for use with numeric values and may
/// reject non-numeric types.
#[native(module = "builtins", "sum(iterable, /, start=0)")]
fn sum(cx: &mut Cx, iterable: Value, start: Value) -> R {
    let iterator = protocol::iter(cx, iterable)?;
    check_start(cx, start)?;
    let mut items = Items {
        iterator,
        has_ended: false,
        left: Value::UNBOUND,
    };
    let mut sum = start;
    if sum.is_small_int() {
        sum = sum_of_ints(cx, &mut items, sum)?;
        sum = items.add_left(cx, sum)?;
    }
    if to_f64(sum).is_some() {
        sum = sum_of_floats(cx, &mut items, sum)?;
        sum = items.add_left(cx, sum)?;
    }
    if let Some(complex) = sum.cast::<ComplexObject>() {
        sum = sum_of_complexes(cx, &mut items, complex)?;
        sum = items.add_left(cx, sum)?;
    }
    while let Some(item) = items.next(cx)? {
        sum = operators::binary(cx, Binary::Add, sum, item)?;
    }
    Ok(sum)
}

fn check_start(cx: &mut Cx, start: Value) -> R<()> {
    if start.address().is_none() {
        return Ok(());
    }
    let texts: [(&TypeCell, &str); 3] = [
        (&STR, "strings [use ''.join(seq) instead]"),
        (&BYTES, "bytes [use b''.join(seq) instead]"),
        (&BYTEARRAY, "bytearray [use b''.join(seq) instead]"),
    ];
    for (class, what) in texts {
        if is_instance(cx, start, class)? {
            return Err(cx.type_error(format_args!("sum() can't sum {what}")));
        }
    }
    Ok(())
}

fn sum_of_ints(cx: &mut Cx, items: &mut Items, start: Value) -> R {
    if let Some((sum, error)) = items.consume(cx, Consumer::SumInts, start)? {
        return match error.is_none() {
            true => Ok(sum),
            false => sum_of_more_floats(cx, items, compensated(sum, error)),
        };
    }
    let mut sum = start.as_small_int().unwrap_or(0);
    while let Some(item) = items.next(cx)? {
        match small(item).and_then(|item| sum.checked_add(item)) {
            Some(new) => sum = new,
            None => {
                items.left = item;
                break;
            }
        }
    }
    cx.int(sum)
}

/// An integer as a term of a sum of floats.
fn term(cx: &mut Cx, item: Value) -> R<Option<f64>> {
    match number::exact_int(cx, item)? {
        Some(int) => number::float(cx, int).map(Some),
        None => Ok(None),
    }
}

fn sum_of_floats(cx: &mut Cx, items: &mut Items, start: Value) -> R {
    match items.consume(cx, Consumer::SumFloats, start)? {
        Some((sum, error)) => sum_of_more_floats(cx, items, compensated(sum, error)),
        None => add_floats(cx, items, compensated(start, Value::NONE)),
    }
}

/// The sum and its error as they are kept in values.
fn compensated(sum: Value, error: Value) -> Compensated {
    let [sum, error] = [sum, error].map(|part| to_f64(part).unwrap_or(0.0));
    Compensated { sum, error }
}

/// A generator has given floats until now; the item that did not fit comes next.
fn sum_of_more_floats(cx: &mut Cx, items: &mut Items, mut sum: Compensated) -> R {
    match items.left_term(cx)? {
        Some(term) => sum.add(term),
        None => return cx.float(sum.get()),
    }
    add_floats(cx, items, sum)
}

fn add_floats(cx: &mut Cx, items: &mut Items, mut sum: Compensated) -> R {
    while let Some(item) = items.next(cx)? {
        let item_term = match to_f64(item) {
            Some(float) => Some(float),
            None => term(cx, item)?,
        };
        match item_term {
            Some(float) => sum.add(float),
            None => {
                items.left = item;
                break;
            }
        }
    }
    cx.float(sum.get())
}

fn sum_of_complexes(cx: &mut Cx, items: &mut Items, start: &'static ComplexObject) -> R {
    let mut real = Compensated::new(start.get().re);
    let mut imaginary = Compensated::new(start.get().im);
    while let Some(item) = items.next(cx)? {
        if let Some(complex) = item.cast::<ComplexObject>() {
            real.add(complex.get().re);
            imaginary.add(complex.get().im);
            continue;
        }
        let payload = cx.payload_value(item)?.unwrap_or(item);
        let item_term = match to_f64(payload) {
            Some(float) => Some(float),
            None => term(cx, item)?,
        };
        match item_term {
            Some(float) => real.add(float),
            None => {
                items.left = item;
                break;
            }
        }
    }
    complex::new(cx, real.get(), imaginary.get())
}
