//! The hash of a frozenset, and of what is looked for in sets.

use super::base::Set;
use crate::cx::{Cx, Exit, R};
use crate::objects::dict::hashing;
use crate::objects::dict::place::Hash;
use crate::objects::dict::walk::{self, Walk};
use crate::objects::exception::classes::TYPE_ERROR;
use crate::protocol::{self, is_instance};
use crate::value::Value;

/// The hash of a frozenset (or of a set that is taken for one). It does not depend on the order, and
/// is CPython's, whose numbers these are (R. Hettinger, 2003): the elements' hashes are spread before they
/// are combined, because neighbouring integers would cancel each other out.
///
/// # Errors
/// What an element's `__hash__` raises.
pub(super) fn of_set(cx: &mut Cx, set: &'static Set) -> R<i64> {
    if set.is_frozen()
        && let Some(hash) = set.known_hash()
    {
        return Ok(hash);
    }
    let mut combined = 0u64;
    let mut walk = Walk::FORWARD;
    while let Some(item) = walk.step(cx, set)? {
        // The table does not keep all bits of the hash.
        combined ^= spread(protocol::hash(cx, item.key)? as u64);
    }
    let length = walk::len(cx, set)? as u64;
    combined ^= (length + 1).wrapping_mul(1_927_868_237);
    combined ^= (combined >> 11) ^ (combined >> 25);
    combined = combined.wrapping_mul(69_069).wrapping_add(907_133_923);
    let hash = match combined as i64 {
        -1 => 590_923_713,
        hash => hash,
    };
    if set.is_frozen() {
        set.learn_hash(hash);
    }
    Ok(hash)
}

fn spread(hash: u64) -> u64 {
    ((hash ^ 89_869_747) ^ (hash << 16)).wrapping_mul(3_644_798_167)
}

/// The hash of what is looked for: a set, which has none, is taken for a frozenset.
///
/// # Errors
/// TypeError, and what `__hash__` raises.
#[inline]
pub(super) fn of_sought(cx: &mut Cx, element: Value) -> R<Hash> {
    match hashing::hash::<Set>(cx, element) {
        Err(Exit::Raise) => without_hash(cx, element),
        result => result,
    }
}

#[cold]
fn without_hash(cx: &mut Cx, element: Value) -> R<Hash> {
    let exception = cx.exception;
    match cx.payload::<Set>(element)? {
        Some(set) if is_instance(cx, exception, &TYPE_ERROR)? => {
            cx.take_exception();
            Ok(Hash::new(of_set(cx, set)?))
        }
        _ => Err(Exit::Raise),
    }
}
