//! Insertion: a red leaf, then recolouring upwards until one rotation, or none, ends it.

use super::path::Path;
use super::{BLACK, COLOUR, KEY, LEFT, RED, RIGHT, VALUE, opposite};
use crate::backend::{Object, Write, int};
use crate::workloads::{NOTHING, place};

/// Whether `key` was absent.
pub(super) fn insert<T: Write>(
    tx: &mut T,
    header: T::Object,
    key: u64,
    spare: Option<T::Object>,
) -> Result<bool, T::Abort> {
    let (path, found) = Path::find(tx, header, key)?;
    if found != NOTHING {
        return Ok(false);
    }
    let words = [
        (KEY, int(key)),
        (VALUE, int(key)),
        (LEFT, NOTHING),
        (RIGHT, NOTHING),
        (COLOUR, RED),
    ];
    let node = place(tx, spare, words)?;
    let (parent, side) = path.last();
    tx.write(parent, [(side, node.to_word())])?;
    balance(tx, path, node)?;
    Ok(true)
}

/// `child`, at the end of `path`, is red, and its parent may be.
fn balance<T: Write>(
    tx: &mut T,
    mut path: Path<T::Object>,
    mut child: T::Object,
) -> Result<(), T::Abort> {
    loop {
        let (parent, side) = path.last();
        let Some((grandparent, parent_side)) = path.above() else {
            return tx.write(child, [(COLOUR, BLACK)]);
        };
        let [colour] = tx.read(parent, [COLOUR])?;
        if colour == BLACK {
            return Ok(());
        }
        path.pop();
        // A red parent is not the root, so the grandparent is a node.
        let Some(top) = path.above() else {
            return Err(tx.impossible());
        };
        let [uncle] = tx.read(grandparent, [opposite(parent_side)])?;
        if let Some(uncle) = T::Object::from_word(uncle)
            && let [RED] = tx.read(uncle, [COLOUR])?
        {
            tx.write(parent, [(COLOUR, BLACK)])?;
            tx.write(uncle, [(COLOUR, BLACK)])?;
            tx.write(grandparent, [(COLOUR, RED)])?;
            path.pop();
            child = grandparent;
            continue;
        }
        let middle = if side == parent_side {
            parent
        } else {
            let [inner] = tx.read(child, [parent_side])?;
            tx.write(parent, [(side, inner)])?;
            tx.write(child, [(parent_side, parent.to_word())])?;
            child
        };
        let [inner] = tx.read(middle, [opposite(parent_side)])?;
        tx.write(grandparent, [(parent_side, inner), (COLOUR, RED)])?;
        tx.write(
            middle,
            [
                (opposite(parent_side), grandparent.to_word()),
                (COLOUR, BLACK),
            ],
        )?;
        return tx.write(top.0, [(top.1, middle.to_word())]);
    }
}
