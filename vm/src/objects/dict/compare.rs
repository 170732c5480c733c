//! Comparing keys that are different words with the same hash, where that needs no Python code.

use crate::objects::bytes::Bytes;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::protocol::is_identical;
use crate::value::Value;

/// How deep tuples in tuples are looked into.
const DEPTH: usize = 8;

/// Whether two strings, two bytes objects, or two tuples of such and of integers are equal; `None` for
/// everything else. (Memory of these layouts is of these very classes: instances of subclasses have
/// another.)
pub(super) fn plain(a: Value, b: Value) -> Option<bool> {
    if let (Some(a), Some(b)) = (a.cast::<Str>(), b.cast::<Str>()) {
        return Some(a.equals(b));
    }
    if let (Some(a), Some(b)) = (a.cast::<Tuple>(), b.cast::<Tuple>()) {
        return tuples(a, b, DEPTH);
    }
    match (a.cast::<Bytes>(), b.cast::<Bytes>()) {
        (Some(a), Some(b)) => Some(a.as_slice() == b.as_slice()),
        _ => None,
    }
}

/// The first items that differ decide, if all before them and they themselves are plain.
fn tuples(a: &'static Tuple, b: &'static Tuple, depth: usize) -> Option<bool> {
    if a.len() != b.len() {
        return Some(false);
    }
    for (a, b) in a.as_slice().iter().zip(b.as_slice()) {
        if is_identical(*a, *b) {
            continue;
        }
        if a.are_small_ints(*b) {
            return Some(false);
        }
        let same = match (a.cast::<Tuple>(), b.cast::<Tuple>()) {
            (Some(a), Some(b)) if depth > 0 => tuples(a, b, depth - 1)?,
            (Some(_), Some(_)) => return None,
            _ => plain(*a, *b)?,
        };
        if !same {
            return Some(false);
        }
    }
    Some(true)
}
