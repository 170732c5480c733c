//! Removal: of the node itself, or, if it has two children, of its successor, whose key it takes
//! over; then recolouring upwards until at most two rotations end it.

use super::path::Path;
use super::{BLACK, COLOUR, KEY, LEFT, RED, RIGHT, VALUE, opposite};
use crate::backend::{Object, Write};
use crate::workloads::{NOTHING, node};

/// The node that is free now.
pub(super) fn remove<T: Write>(
    tx: &mut T,
    header: T::Object,
    key: u64,
) -> Result<Option<T::Object>, T::Abort> {
    let (mut path, found) = Path::find(tx, header, key)?;
    let Some(mut victim) = T::Object::from_word(found) else {
        return Ok(None);
    };
    let [left, right] = tx.read(victim, [LEFT, RIGHT])?;
    let orphan = if left == NOTHING {
        right
    } else if right == NOTHING {
        left
    } else {
        let heir = victim;
        path.push(tx, heir, RIGHT)?;
        victim = node(tx, right)?;
        let orphan = loop {
            let [left, right] = tx.read(victim, [LEFT, RIGHT])?;
            if left == NOTHING {
                break right;
            }
            path.push(tx, victim, LEFT)?;
            victim = node(tx, left)?;
        };
        let [key, value] = tx.read(victim, [KEY, VALUE])?;
        tx.write(heir, [(KEY, key), (VALUE, value)])?;
        orphan
    };
    let (parent, side) = path.last();
    tx.write(parent, [(side, orphan)])?;
    let [colour] = tx.read(victim, [COLOUR])?;
    if colour == BLACK {
        if let Some(orphan) = T::Object::from_word(orphan) {
            // An only child is red.
            tx.write(orphan, [(COLOUR, BLACK)])?;
        } else {
            balance(tx, path)?;
        }
    }
    Ok(Some(victim))
}

/// What hangs on the end of `path` is black, and one black short.
fn balance<T: Write>(tx: &mut T, mut path: Path<T::Object>) -> Result<(), T::Abort> {
    loop {
        let (parent, side) = path.last();
        let Some(top) = path.above() else {
            return Ok(());
        };
        let other = opposite(side);
        let [sibling, parent_colour] = tx.read(parent, [other, COLOUR])?;
        let sibling = node(tx, sibling)?;
        let [near, far, colour] = tx.read(sibling, [side, other, COLOUR])?;
        if colour == RED {
            tx.write(parent, [(other, near), (COLOUR, RED)])?;
            tx.write(sibling, [(side, parent.to_word()), (COLOUR, BLACK)])?;
            tx.write(top.0, [(top.1, sibling.to_word())])?;
            path.lower(tx, sibling)?;
            continue;
        }
        if is_red(tx, far)? {
            let far = node(tx, far)?;
            tx.write(parent, [(other, near), (COLOUR, BLACK)])?;
            tx.write(sibling, [(side, parent.to_word()), (COLOUR, parent_colour)])?;
            tx.write(far, [(COLOUR, BLACK)])?;
            return tx.write(top.0, [(top.1, sibling.to_word())]);
        }
        if is_red(tx, near)? {
            let near = node(tx, near)?;
            let [inner, outer] = tx.read(near, [side, other])?;
            tx.write(parent, [(other, inner), (COLOUR, BLACK)])?;
            tx.write(sibling, [(side, outer)])?;
            let words = [
                (side, parent.to_word()),
                (other, sibling.to_word()),
                (COLOUR, parent_colour),
            ];
            tx.write(near, words)?;
            return tx.write(top.0, [(top.1, near.to_word())]);
        }
        tx.write(sibling, [(COLOUR, RED)])?;
        if parent_colour == RED {
            return tx.write(parent, [(COLOUR, BLACK)]);
        }
        path.pop();
    }
}

fn is_red<T: Write>(tx: &mut T, word: u64) -> Result<bool, T::Abort> {
    match T::Object::from_word(word) {
        Some(child) => Ok(tx.read(child, [COLOUR])? == [RED]),
        None => Ok(false),
    }
}
