//! Sorting by keys that are all of one simple kind: small integers, floats that are numbers, or strings.
//!
//! That is found out once; then nothing is called, so nobody sees the list meanwhile, and it is sorted where it lies.

use super::base::{self, List};
use crate::cx::{Cx, R};
use crate::objects::float::to_f64;
use crate::objects::str::Str;
use crate::value::Value;
use std::cmp::Ordering;
use tython_text::Text;

/// What sorting has come to.
pub(super) enum Sorted<W> {
    /// The keys are of different kinds, or of one that is not simple.
    Otherwise,
    /// They are in order as they are.
    Already,
    /// What belongs to the keys, in their order.
    New(Vec<W>),
}

/// Sorts a list by its elements themselves, if they are simple; else it stays as it is. Whether they are.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(super) fn sort_in_place(cx: &mut Cx, list: &'static List, reverse: bool) -> R<bool> {
    let sorted = match base::lent(cx, list) {
        Some(elements) => by_themselves(elements, reverse),
        None => by_themselves(&base::to_vec(cx, list)?, reverse),
    };
    match sorted {
        Sorted::Otherwise => return Ok(false),
        // What needs no change conflicts with no other reader.
        Sorted::Already => {}
        Sorted::New(sorted) => write(cx, list, &sorted)?,
    }
    Ok(true)
}

fn by_themselves(elements: &[Value], reverse: bool) -> Sorted<Value> {
    sorted(elements.iter().map(|element| (*element, *element)), reverse)
}

/// Gives a list the same elements in another order.
fn write(cx: &mut Cx, list: &'static List, sorted: &[Value]) -> R<()> {
    if let Some((buffer, length)) = list.own_head(cx)? {
        buffer.own_slots(cx, 0..length)?;
        for (slot, value) in buffer.slots().iter().zip(sorted) {
            slot.poke(*value);
        }
    }
    Ok(())
}

/// Sorts pairs of a key and what belongs to it. Those with equal keys keep their order.
pub(super) fn sorted<W: Copy>(
    pairs: impl Iterator<Item = (Value, W)> + Clone,
    reverse: bool,
) -> Sorted<W> {
    let Some((first, _)) = pairs.clone().next() else {
        return Sorted::Already;
    };
    // The words have the order of the numbers.
    let int = |key: Value| key.is_small_int().then_some(key.bits() as i64);
    if int(first).is_some() {
        return sorted_by(pairs, reverse, int, Ord::cmp);
    }
    let float = |key| to_f64(key).filter(|float| !float.is_nan());
    if float(first).is_some() {
        let order = |a: &f64, b: &f64| a.partial_cmp(b).unwrap_or(Ordering::Equal);
        return sorted_by(pairs, reverse, float, order);
    }
    let text = |key: Value| key.cast::<Str>().map(Str::text);
    if text(first).is_none() {
        return Sorted::Otherwise;
    }
    // Most strings differ in the first eight bytes: these are compared as one number.
    let bytes = |key: Value| match text(key)? {
        Text::One(bytes) => Some((first_bytes(bytes), bytes)),
        _ => None,
    };
    match sorted_by(pairs.clone(), reverse, bytes, Ord::cmp) {
        Sorted::Otherwise => sorted_by(pairs, reverse, text, Ord::cmp),
        sorted => sorted,
    }
}

/// A number with the order of the first eight bytes, where a text that ends earlier is not above one
/// that goes on.
fn first_bytes(bytes: &[u8]) -> u64 {
    if let Some(first) = bytes.first_chunk() {
        return u64::from_be_bytes(*first);
    }
    let mut first = [0; 8];
    for (byte, text) in first.iter_mut().zip(bytes) {
        *byte = *text;
    }
    u64::from_be_bytes(first)
}

/// Sorts by what `convert` makes of the keys, if it can of all.
fn sorted_by<T, W: Copy>(
    pairs: impl Iterator<Item = (Value, W)> + Clone,
    reverse: bool,
    convert: impl Fn(Value) -> Option<T>,
    compare: impl Fn(&T, &T) -> Ordering,
) -> Sorted<W> {
    let order = |a: &T, b: &T| {
        if reverse {
            compare(b, a)
        } else {
            compare(a, b)
        }
    };
    let mut last = None;
    let is_next = |(key, _)| {
        let key = convert(key);
        let (Some(before), Some(now)) = (&last, &key) else {
            let is_first = last.is_none() && key.is_some();
            last = key;
            return is_first;
        };
        let is_next = order(before, now).is_le();
        last = key;
        is_next
    };
    if pairs.clone().all(is_next) {
        return Sorted::Already;
    }
    let converted = pairs.map(|(key, what)| Some((convert(key)?, what)));
    let Some(mut converted) = converted.collect::<Option<Vec<_>>>() else {
        return Sorted::Otherwise;
    };
    converted.sort_by(|a, b| order(&a.0, &b.0));
    Sorted::New(converted.into_iter().map(|(_, what)| what).collect())
}
