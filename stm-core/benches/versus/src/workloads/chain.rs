//! A sorted, singly linked chain of keys: the linked list, and each bucket of the hash table.
//!
//! The head is an object whose `NEXT` refers to the first node.

use super::{NOTHING, place};
use crate::backend::{Object, Read, Write, int, to_int};

const NEXT: usize = 0;
const KEY: usize = 1;
const VALUE: usize = 2;

/// Where `key` is or would be.
struct Place<O> {
    before: O,
    /// What `before` refers to, and what that refers to if it holds the key.
    next: u64,
    found: Option<u64>,
}

#[inline(always)]
fn find<T: Read>(tx: &mut T, head: T::Object, key: u64) -> Result<Place<T::Object>, T::Abort> {
    let mut before = head;
    let [mut next] = tx.read(head, [NEXT])?;
    let mut last = None;
    while let Some(node) = T::Object::from_word(next) {
        let [after, here] = tx.read(node, [NEXT, KEY])?;
        let here = to_int(here);
        if last.is_some_and(|last| here <= last) {
            return Err(tx.impossible());
        }
        if here >= key {
            return Ok(Place {
                before,
                next,
                found: (here == key).then_some(after),
            });
        }
        (before, next, last) = (node, after, Some(here));
    }
    Ok(Place {
        before,
        next,
        found: None,
    })
}

#[inline(always)]
pub(super) fn contains<T: Read>(tx: &mut T, head: T::Object, key: u64) -> Result<bool, T::Abort> {
    Ok(find(tx, head, key)?.found.is_some())
}

/// Whether `key` was absent.
#[inline(always)]
pub(super) fn insert<T: Write>(
    tx: &mut T,
    head: T::Object,
    key: u64,
    spare: Option<T::Object>,
) -> Result<bool, T::Abort> {
    let Place {
        before,
        next,
        found: None,
    } = find(tx, head, key)?
    else {
        return Ok(false);
    };
    let node = place(
        tx,
        spare,
        [(NEXT, next), (KEY, int(key)), (VALUE, int(key))],
    )?;
    tx.write(before, [(NEXT, node.to_word())])?;
    Ok(true)
}

/// The node that held `key`.
#[inline(always)]
pub(super) fn remove<T: Write>(
    tx: &mut T,
    head: T::Object,
    key: u64,
) -> Result<Option<T::Object>, T::Abort> {
    let Place {
        before,
        next,
        found: Some(after),
    } = find(tx, head, key)?
    else {
        return Ok(None);
    };
    tx.write(before, [(NEXT, after)])?;
    Ok(T::Object::from_word(next))
}

/// The keys, checked: in order, each with its value.
pub(super) fn keys<T: Read>(tx: &mut T, head: T::Object) -> Result<Vec<u64>, T::Abort> {
    let mut keys = Vec::new();
    let [mut next] = tx.read(head, [NEXT])?;
    while let Some(node) = T::Object::from_word(next) {
        let [after, key, value] = tx.read(node, [NEXT, KEY, VALUE])?;
        assert_eq!(key, value, "a node with the value of another");
        assert!(
            keys.last().is_none_or(|&last| last < to_int(key)),
            "a chain out of order"
        );
        keys.push(to_int(key));
        next = after;
    }
    assert_eq!(next, NOTHING);
    Ok(keys)
}
