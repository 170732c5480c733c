//! `range`: an arithmetic progression of integers of any size.
//!
//! | file | what |
//! | --- | --- |
//! | `numbers.rs` | the arithmetic |
//! | `methods.rs` | what Python code calls |
//! | `iter.rs` | the iterators |
//!
//! A range is immutable; its length is computed once.

mod iter;
mod methods;
mod numbers;

pub use iter::iter;
pub(crate) use iter::{advance, new_iterator};

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Fixed, Header, HeapType, LayoutId, layout};
use crate::objects::int::{from_int, to_int};
use crate::types::TypeDef;
use crate::value::Value;
use numbers::Progression;
use tython_num::{Int, IntRef};

builtin_type! {
    /// The class.
    pub static RANGE = TypeDef {
        name: "range",
        layout: Some(layout::RANGE),
        doc: "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nReturn an object that produces a sequence of integers from start (inclusive)\nto stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\nstart defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\nThese are exactly the valid indices for a list of 4 elements.\nWhen step is given, it specifies the increment (or decrement).",
        ..TypeDef::NEW
    };
}

/// A range. All fields hold exact ints.
#[repr(C)]
#[derive(Debug)]
pub struct Range {
    header: Header,
    /// `start`
    pub start: Fixed,
    /// `stop`
    pub stop: Fixed,
    /// `step`; not 0.
    pub step: Fixed,
    /// `len(range)`
    pub length: Fixed,
}

// SAFETY: a header and values.
unsafe impl HeapType for Range {
    const LAYOUT: LayoutId = layout::RANGE;
}

/// The number of a field, which holds an exact int.
fn number(field: Value) -> Int {
    to_int(field).map_or(Int::ZERO, IntRef::to_int)
}

/// The range of these numbers, which are exact ints; the step is not 0.
///
/// # Errors
/// MemoryError.
pub fn new(cx: &mut Cx, start: Value, stop: Value, step: Value) -> R<&'static Range> {
    let length = match small_length(start, stop, step) {
        Some(length) => cx.int(length)?,
        None => {
            let length = numbers::length(&number(start), &number(stop), &number(step));
            from_int(cx, length)?
        }
    };
    cx.create(&RANGE, |header| Range {
        header,
        start: Fixed::new(start),
        stop: Fixed::new(stop),
        step: Fixed::new(step),
        length: Fixed::new(length),
    })
}

/// The length, if all are immediate and the commonest step.
#[inline]
fn small_length(start: Value, stop: Value, step: Value) -> Option<i64> {
    match (
        start.as_small_int()?,
        stop.as_small_int()?,
        step.as_small_int()?,
    ) {
        (start, stop, 1) => Some((stop - start).max(0)),
        _ => None,
    }
}

impl Range {
    fn progression(&self) -> Progression {
        Progression {
            start: number(self.start.get()),
            step: number(self.step.get()),
            length: number(self.length.get()),
        }
    }
}
