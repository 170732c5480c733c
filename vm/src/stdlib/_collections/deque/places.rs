//! Elements by index, and rotation.

use super::base::{Block, Deque, begins_block, block_number};
use crate::cx::{Cx, R};
use crate::value::Value;

impl Deque {
    /// The block and the place of element `index`, which is there: from the nearer end along the chain.
    fn find(self, cx: &mut Cx, index: usize) -> R<(Block, i64)> {
        let (left, right) = (self.left.get(cx)?, self.right.get(cx)?);
        let place = left.place + index as i64;
        let from_left = block_number(place) - block_number(left.place);
        let from_right = block_number(right.place) - block_number(place);
        let mut block;
        if from_left <= from_right {
            block = left.block;
            for _ in 0..from_left {
                block = block.next(cx)?;
            }
        } else {
            block = right.block;
            for _ in 0..from_right {
                block = block.previous(cx)?;
            }
        }
        Ok((block, place))
    }

    /// Element `index`, which is there.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub(super) fn get(self, cx: &mut Cx, index: usize) -> R {
        let (block, place) = self.find(cx, index)?;
        block.get(cx, place)
    }

    /// Replaces element `index`, which is there. CPython counts that as no change.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub(super) fn set(self, cx: &mut Cx, index: usize, value: Value) -> R<()> {
        let (block, place) = self.find(cx, index)?;
        block.set(cx, place, value)
    }

    /// Moves all elements `steps` to the right; those that fall out come in again at the left.
    ///
    /// # Errors
    /// MemoryError, and when the transaction has to be rolled back.
    pub(super) fn rotate(self, cx: &mut Cx, steps: isize) -> R<()> {
        let length = self.len(cx)?;
        if length <= 1 {
            return Ok(());
        }
        // At most half of them move, in the direction that is nearer.
        let right = steps.rem_euclid(length as isize) as usize;
        let (count, to_the_right) = if right <= length / 2 {
            (right, true)
        } else {
            (length - right, false)
        };
        for _ in 0..count {
            self.turn(cx, to_the_right)?;
        }
        Ok(())
    }

    /// Removes element `index`, which is there.
    ///
    /// # Errors
    /// MemoryError, and when the transaction has to be rolled back.
    pub(super) fn remove(self, cx: &mut Cx, index: usize) -> R<()> {
        self.rotate(cx, -(index as isize))?;
        self.popleft(cx)?;
        self.rotate(cx, index as isize)
    }

    /// Puts an element before element `index`, which is there.
    ///
    /// # Errors
    /// MemoryError, and when the transaction has to be rolled back.
    pub(super) fn insert(self, cx: &mut Cx, index: usize, value: Value) -> R<()> {
        self.rotate(cx, -(index as isize))?;
        self.appendleft(cx, value)?;
        self.rotate(cx, index as isize)
    }

    /// Reverses the order.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub(super) fn reverse(self, cx: &mut Cx) -> R<()> {
        let (left, right) = (self.left.get(cx)?, self.right.get(cx)?);
        let (mut first, mut low) = (left.block, left.place);
        let (mut last, mut high) = (right.block, right.place);
        while low + 1 < high {
            if begins_block(high) {
                last = last.previous(cx)?;
            }
            high -= 1;
            let (a, b) = (first.get(cx, low)?, last.get(cx, high)?);
            first.set(cx, low, b)?;
            last.set(cx, high, a)?;
            low += 1;
            if begins_block(low) {
                first = first.next(cx)?;
            }
        }
        Ok(())
    }
}
