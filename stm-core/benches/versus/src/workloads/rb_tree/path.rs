//! The way from the header down to a node.

use super::{KEY, LEFT, RIGHT};
use crate::backend::{Object, Read, to_int};

/// Longer than any path: a red-black tree of height 47 has more than 2^22 nodes.
pub(super) const LONGEST: usize = 48;

/// Links from the header downwards: an object and the side on which the next one hangs.
pub(super) struct Path<O> {
    links: [(O, usize); LONGEST],
    length: usize,
}

impl<O: Object> Path<O> {
    /// The way to the node with `key`, which ends in that node's word, or to where it would be.
    #[inline(always)]
    pub(super) fn find<T: Read<Object = O>>(
        tx: &mut T,
        header: O,
        key: u64,
    ) -> Result<(Self, u64), T::Abort> {
        let mut path = Path {
            links: [(header, LEFT); LONGEST],
            length: 1,
        };
        let [mut next] = tx.read(header, [LEFT])?;
        while let Some(node) = O::from_word(next) {
            let [left, right, here] = tx.read(node, [LEFT, RIGHT, KEY])?;
            let here = to_int(here);
            if here == key {
                break;
            }
            let side = if key < here { LEFT } else { RIGHT };
            path.push(tx, node, side)?;
            next = if side == LEFT { left } else { right };
        }
        Ok((path, next))
    }

    pub(super) fn push<T: Read<Object = O>>(
        &mut self,
        tx: &mut T,
        node: O,
        side: usize,
    ) -> Result<(), T::Abort> {
        if self.length == LONGEST {
            return Err(tx.impossible());
        }
        self.links[self.length] = (node, side);
        self.length += 1;
        Ok(())
    }

    pub(super) fn pop(&mut self) {
        self.length -= 1;
    }

    /// The lowest link.
    pub(super) fn last(&self) -> (O, usize) {
        self.links[self.length - 1]
    }

    /// The link on which the node of the lowest link hangs; none if that is the header.
    pub(super) fn above(&self) -> Option<(O, usize)> {
        (self.length > 1).then(|| self.links[self.length - 2])
    }

    /// Puts `node` between the lowest link and the one above, after a rotation.
    pub(super) fn lower<T: Read<Object = O>>(
        &mut self,
        tx: &mut T,
        node: O,
    ) -> Result<(), T::Abort> {
        let (last, side) = self.last();
        self.pop();
        self.push(tx, node, side)?;
        self.push(tx, last, side)
    }
}
