//! Walking along the elements while Python code may change the deque: the walker knows how often the
//! ends had been changed when it began, and looks whether that is so still.

use super::base::{Block, Deque, begins_block};
use crate::cx::{Cx, R};
use crate::value::Value;

/// Somebody on the way from the first element to the last.
#[derive(Clone, Copy, Debug)]
pub(super) struct Walker {
    deque: Deque,
    block: Block,
    place: i64,
    changes: (i64, i64),
}

/// What a step meets.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// The next element.
    Element(Value),
    /// Nothing more.
    End,
    /// The deque has been changed.
    Changed,
}

impl Walker {
    /// A walker before the first element.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub(super) fn new(cx: &mut Cx, deque: Deque) -> R<Walker> {
        let (left, right) = (deque.left.get(cx)?, deque.right.get(cx)?);
        Ok(Walker {
            deque,
            block: left.block,
            place: left.place,
            changes: (left.changes, right.changes),
        })
    }

    /// A step.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub(super) fn step(&mut self, cx: &mut Cx) -> R<Step> {
        let (left, right) = (self.deque.left.get(cx)?, self.deque.right.get(cx)?);
        if (left.changes, right.changes) != self.changes {
            return Ok(Step::Changed);
        }
        if self.place == right.place {
            return Ok(Step::End);
        }
        let element = self.block.get(cx, self.place)?;
        self.place += 1;
        if begins_block(self.place) {
            self.block = self.block.next(cx)?;
        }
        Ok(Step::Element(element))
    }

    /// Whether the deque is as it was.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub(super) fn is_unchanged(&self, cx: &mut Cx) -> R<bool> {
        let (left, right) = (self.deque.left.get(cx)?, self.deque.right.get(cx)?);
        Ok((left.changes, right.changes) == self.changes)
    }
}
