//! `list.sort`.
//!
//! While it runs the list is empty for everybody, as in CPython: its buffer is taken away, and another
//! one installed in the end. Keys lie in a tuple. So whenever Python code is called, each value is
//! where the collector finds it; and if that code raises, the list gets its old buffer back.

use super::base::{LIST, List};
use super::buffer::Buffer;
use super::grow::{self, Taken};
use super::sorting::{self, Number};
use crate::cx::{Cx, Exit, R};
use crate::native::native;
use crate::objects::float::to_f64;
use crate::objects::sequence;
use crate::objects::str::Str;
use crate::objects::tuple::{self, Tuple};
use crate::protocol::{Compare, call_values, compare, truth};
use crate::value::Value;
use std::cmp::Ordering;
use tython_text::Text;

/// Sort the list in ascending order and return None.
///
/// The sort is in-place (i.e. the list itself is modified) and stable
/// (i.e. the order of two equal elements is maintained).
///
/// If a key function is given, apply it once to each list item and sort
/// them, ascending or descending, according to their function values.
///
/// The reverse flag can be set to sort in descending order.
#[native(LIST, "sort(self, /, *, key=None, reverse=False)")]
fn list_sort(cx: &mut Cx, this: &'static List, key: Value, reverse: bool) -> R<()> {
    sort(cx, this, key, reverse)
}

/// `list.sort(key=key, reverse=reverse)`
///
/// # Errors
/// ValueError if the list is changed in the meantime, and what the key function and the comparisons
/// raise.
pub fn sort(cx: &mut Cx, list: &'static List, key: Value, reverse: bool) -> R<()> {
    let Some(taken) = grow::take(cx, list)? else {
        return Ok(());
    };
    let sorted = sorted(cx, &taken, key, reverse);
    match sorted {
        Ok(buffer) => {
            if taken.restore(cx, Some(buffer))? {
                return Ok(());
            }
            Err(cx.value_error(format_args!("list modified during sort")))
        }
        // The rollback brings everything back.
        Err(Exit::Abort(abort)) => Err(Exit::Abort(abort)),
        Err(exit) => {
            taken.restore(cx, None)?;
            Err(exit)
        }
    }
}

/// A buffer with the elements in order.
fn sorted(cx: &mut Cx, taken: &Taken, key: Value, reverse: bool) -> R<&'static Buffer> {
    let length = taken.len();
    let keys = tuple::with(cx, length, |index| taken.element(index))?;
    if !key.is_none() {
        for index in 0..length {
            let value = call_values(cx, key, &[taken.element(index)])?;
            keys.put(index, value);
        }
    }
    let mut order: Vec<Number> = (0..length).collect();
    if reverse {
        // Equal elements keep their order: it is turned twice.
        order.reverse();
    }
    if !sort_plain(keys.as_slice(), &mut order) {
        sorting::sort(&mut order, |a, b| less(cx, keys, a, b))?;
    }
    if reverse {
        order.reverse();
    }
    Buffer::new(cx, length, length, |index| taken.element(order[index]))
}

/// Sorts by keys that are all of one simple kind, without calling anything; false if they are not.
fn sort_plain(keys: &[Value], order: &mut [Number]) -> bool {
    // The words have the order of the numbers.
    let int = |key: Value| key.is_small_int().then_some(key.bits() as i64);
    let float = |key| to_f64(key).filter(|float| !float.is_nan());
    let text = |key: Value| key.cast::<Str>().map(Str::text);
    // Most strings differ in the first eight bytes: these are compared as one number.
    let bytes = |key: Value| match text(key)? {
        Text::One(bytes) => Some((first_bytes(bytes), bytes)),
        _ => None,
    };
    sort_pairs(keys, order, int, Ord::cmp)
        || sort_pairs(keys, order, float, |a, b| {
            a.partial_cmp(b).unwrap_or(Ordering::Equal)
        })
        || sort_pairs(keys, order, bytes, Ord::cmp)
        || sort_pairs(keys, order, text, Ord::cmp)
}

/// A number with the order of the first eight bytes, where a text that ends earlier is not above one
/// that goes on.
fn first_bytes(bytes: &[u8]) -> u64 {
    let mut first = [0; 8];
    for (byte, text) in first.iter_mut().zip(bytes) {
        *byte = *text;
    }
    u64::from_be_bytes(first)
}

/// Sorts by what `convert` makes of the keys, if it can of all.
fn sort_pairs<T>(
    keys: &[Value],
    order: &mut [Number],
    convert: impl Fn(Value) -> Option<T>,
    compare: impl Fn(&T, &T) -> Ordering,
) -> bool {
    // Most keys of another kind are found out by the first one.
    if keys.first().is_none_or(|first| convert(*first).is_none()) {
        return false;
    }
    let pairs: Option<Vec<(T, Number)>> = order
        .iter()
        .map(|number| Some((convert(keys[*number])?, *number)))
        .collect();
    let Some(mut pairs) = pairs else {
        return false;
    };
    pairs.sort_by(|a, b| compare(&a.0, &b.0));
    for (place, pair) in order.iter_mut().zip(pairs) {
        *place = pair.1;
    }
    true
}

/// `keys[a] < keys[b]`
fn less(cx: &mut Cx, keys: &'static Tuple, a: Number, b: Number) -> R<bool> {
    let (a, b) = (keys.as_slice()[a], keys.as_slice()[b]);
    if a.are_small_ints(b) {
        return Ok((a.bits() as i64) < b.bits() as i64);
    }
    if let (Some(a), Some(b)) = (a.cast::<Tuple>(), b.cast::<Tuple>()) {
        let result = sequence::compare(cx, a, b, Compare::Lt)?;
        return truth(cx, result);
    }
    compare::compare(cx, a, b, Compare::Lt)
}
