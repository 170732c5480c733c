//! Comparing keys that are different words with the same hash, where that needs no Python code.

use crate::objects::bytes::Bytes;
use crate::objects::str::Str;
use crate::value::Value;

/// Whether two strings, or two bytes objects, are equal; `None` for everything else. (Memory of these
/// layouts is of these very classes: instances of subclasses have another.)
pub(super) fn plain(a: Value, b: Value) -> Option<bool> {
    if let (Some(a), Some(b)) = (a.cast::<Str>(), b.cast::<Str>()) {
        return Some(a.equals(b));
    }
    match (a.cast::<Bytes>(), b.cast::<Bytes>()) {
        (Some(a), Some(b)) => Some(a.as_slice() == b.as_slice()),
        _ => None,
    }
}
