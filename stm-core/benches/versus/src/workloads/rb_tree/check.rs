//! The invariants: keys in order, no red child of a red node, as many black nodes on every path.

use super::{BLACK, COLOUR, KEY, LEFT, RED, RIGHT, VALUE};
use crate::backend::{Object, Read, to_int};
use std::ops::Range;

/// The number of keys.
pub(super) fn count<T: Read>(tx: &mut T, header: T::Object) -> Result<i64, T::Abort> {
    let [root] = tx.read(header, [LEFT])?;
    Ok(subtree(tx, root, 0..u64::MAX, RED)?.keys)
}

struct Subtree {
    keys: i64,
    black_height: u32,
}

fn subtree<T: Read>(
    tx: &mut T,
    word: u64,
    range: Range<u64>,
    above: u64,
) -> Result<Subtree, T::Abort> {
    let Some(node) = T::Object::from_word(word) else {
        return Ok(Subtree {
            keys: 0,
            black_height: 0,
        });
    };
    let [left, right, key, value, colour] = tx.read(node, [LEFT, RIGHT, KEY, VALUE, COLOUR])?;
    assert_eq!(key, value, "a node with the value of another");
    assert!(range.contains(&to_int(key)), "a key out of order");
    assert!(
        colour == BLACK || (colour == RED && above == BLACK),
        "a red child of a red node, or a red root"
    );
    let left = subtree(tx, left, range.start..to_int(key), colour)?;
    let right = subtree(tx, right, to_int(key) + 1..range.end, colour)?;
    assert_eq!(
        left.black_height, right.black_height,
        "a path with more black nodes than another"
    );
    Ok(Subtree {
        keys: left.keys + right.keys + 1,
        black_height: left.black_height + u32::from(colour == BLACK),
    })
}
