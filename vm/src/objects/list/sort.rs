//! `list.sort`.
//!
//! Elements of one simple kind are sorted as `plain.rs` does it. Otherwise,
//! while it runs, the list is empty for everybody, as in CPython: its buffer is taken away, and another
//! one installed in the end. Keys lie in a tuple. So whenever Python code is called, each value is
//! where the collector finds it; and if that code raises, the list gets its old buffer back.

use super::base::{LIST, List};
use super::buffer::Buffer;
use super::grow::{self, Taken};
use super::plain::{self, Sorted};
use super::sorting::{self, Number};
use crate::cx::{Cx, Exit, R};
use crate::native::native;
use crate::objects::sequence;
use crate::objects::tuple::{self, Tuple};
use crate::protocol::{Compare, call_values, compare, truth};
use crate::value::Value;

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
    if key.is_none() && plain::sort_in_place(cx, list, reverse)? {
        return Ok(());
    }
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
    let order = order(cx, keys, reverse)?;
    Buffer::new(cx, length, length, |index| taken.element(order[index]))
}

/// The numbers of the elements, in the order of their keys.
fn order(cx: &mut Cx, keys: &'static Tuple, reverse: bool) -> R<Vec<Number>> {
    let numbered = keys.as_slice().iter().copied().zip(0..);
    match plain::sorted(numbered, reverse) {
        Sorted::New(order) => return Ok(order),
        Sorted::Already => return Ok((0..keys.len()).collect()),
        Sorted::Otherwise => {}
    }
    let mut order: Vec<Number> = (0..keys.len()).collect();
    if reverse {
        // Equal elements keep their order: it is turned twice.
        order.reverse();
    }
    sorting::sort(&mut order, |a, b| less(cx, keys, a, b))?;
    if reverse {
        order.reverse();
    }
    Ok(order)
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
