//! Looking for an element.

use super::base::{DEQUE, Deque};
use super::walk::{Step, Walker};
use crate::cx::{Cx, Exit, R};
use crate::native::{SliceIndex, native};
use crate::objects::instance::Instance;
use crate::protocol::equal;
use crate::value::Value;

#[cold]
fn changed(cx: &mut Cx) -> Exit {
    cx.runtime_error(format_args!("deque mutated during iteration"))
}

/// Return number of occurrences of value.
#[native(DEQUE, "count(self, value, /)")]
fn count(cx: &mut Cx, this: &'static Instance, value: Value) -> R<usize> {
    let deque = Deque::of(cx, this)?;
    let mut walker = Walker::new(cx, deque)?;
    let mut count = 0;
    loop {
        match walker.step(cx)? {
            Step::Element(element) => count += usize::from(equal(cx, element, value)?),
            Step::End => return Ok(count),
            Step::Changed => return Err(changed(cx)),
        }
    }
}

#[native(DEQUE, "__contains__(self, key, /)", slot)]
fn contains(cx: &mut Cx, this: &'static Instance, key: Value) -> R<bool> {
    let deque = Deque::of(cx, this)?;
    let mut walker = Walker::new(cx, deque)?;
    loop {
        match walker.step(cx)? {
            Step::Element(element) if equal(cx, element, key)? => return Ok(true),
            Step::Element(_) => {}
            Step::End => return Ok(false),
            Step::Changed => return Err(changed(cx)),
        }
    }
}

/// The place that an argument of `index` means.
fn clamped(SliceIndex(index): SliceIndex, length: usize) -> usize {
    match usize::try_from(index) {
        Ok(index) => index.min(length),
        Err(_) => length.saturating_sub(index.unsigned_abs()),
    }
}

/// Return first index of value.
///
/// Raises ValueError if the value is not present.
#[native(DEQUE, "index(self, value[, start[, stop]], /)")]
fn index(
    cx: &mut Cx,
    this: &'static Instance,
    value: Value,
    start: Option<SliceIndex>,
    stop: Option<SliceIndex>,
) -> R<usize> {
    let deque = Deque::of(cx, this)?;
    let length = deque.len(cx)?;
    let start = clamped(start.unwrap_or(SliceIndex(0)), length);
    let stop = clamped(stop.unwrap_or(SliceIndex(isize::MAX)), length);
    let mut walker = Walker::new(cx, deque)?;
    for index in 0..stop {
        match walker.step(cx)? {
            Step::Element(element) => {
                if index >= start && equal(cx, element, value)? {
                    return Ok(index);
                }
                // Also after the last comparison, whose place is the last that is looked at.
                if !walker.is_unchanged(cx)? {
                    return Err(changed(cx));
                }
            }
            Step::End => break,
            Step::Changed => return Err(changed(cx)),
        }
    }
    Err(cx.value_error(format_args!("deque.index(x): x not in deque")))
}

/// Remove first occurrence of value.
#[native(DEQUE, "remove(self, value, /)")]
fn remove(cx: &mut Cx, this: &'static Instance, value: Value) -> R<()> {
    let deque = Deque::of(cx, this)?;
    let mut walker = Walker::new(cx, deque)?;
    let mut index = 0;
    while let Step::Element(element) = walker.step(cx)? {
        let found = equal(cx, element, value)?;
        if !walker.is_unchanged(cx)? {
            return Err(cx.index_error(format_args!("deque mutated during iteration")));
        }
        if found {
            return deque.remove(cx, index);
        }
        index += 1;
    }
    Err(cx.value_error(format_args!("deque.remove(x): x not in deque")))
}
