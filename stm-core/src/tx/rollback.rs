//! Rollback: pre-images back in strict reverse order, then each unit released once.
//!
//! A unit is released by the record that acquired it, which comes last for that unit in reverse
//! order, so its words are all restored by then. The released token is not the one that was saved:
//! `bump` is one higher (or the version is fresh), so that a reader that saw dirty words between
//! its two looks cannot take them for clean ones. What was allocated is forgotten, never freed.

use crate::heap::Heap;
use crate::log::undo::{Mark, Record};
use crate::reason::Abort;
use crate::thread::{Mode, Thread};
use crate::token::TokenWord;

/// What becomes of the transaction after an undo.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum After {
    /// It is over.
    End,
    /// It goes on, or sleeps on what it has read.
    GoOn,
}

impl<H: Heap> Thread<H> {
    /// Undoes the whole transaction, and lets whoever goes first pass. One that was asked to become
    /// irrevocable cannot be undone any more: it is committed as far as it came.
    pub fn rollback(&mut self, reason: Abort) {
        debug_assert!(self.in_transaction());
        if self.cannot_be_undone() {
            return self.abandon();
        }
        self.stats.rolled_back(reason);
        self.pending.clear();
        self.undo_after(Mark::START, After::End);
        self.pass_turn_if_irrevocable();
        self.finish();
        if self.own_slot.is_asked() && !self.solo {
            self.publish_asked();
        }
        self.step_back(reason);
        self.renew_read_version();
    }

    /// Undoes all that was written since `mark`.
    pub(crate) fn undo_after(&mut self, mark: Mark, then: After) {
        let restore = !self.chaos.lacks().undo;
        if self.stm.heap.watches() {
            self.stm.heap.undone(self, &mut self.undo.changes(mark));
        }
        while let Some(record) = self.undo.pop_after(mark, restore) {
            if self.exporting {
                self.unexport(&record);
            }
            if self.solo {
                continue;
            }
            if record.unlocks() {
                self.chaos.delay();
                let mut word = self.released(&record);
                if then == After::GoOn {
                    word = self.remember(&record, word);
                }
                // Release: the restored words are seen by who sees this token.
                record.token.unlock(word);
            } else {
                record.token.restamp(record.saved);
            }
        }
    }

    /// The token that a unit gets when this transaction gives it back unchanged.
    fn released(&self, record: &Record) -> TokenWord {
        record.saved.bumped().unwrap_or_else(|| {
            // Acquired before the sample, like the units of a commit, so it may be numbered like
            // one: nobody who accepts this version has seen the unit before we took it.
            let fresh = TokenWord::committed(self.stm.clock.sample(), self.writer);
            let fresh = if record.saved.is_waited() {
                fresh.with_waited()
            } else {
                fresh
            };
            if record.saved.is_held() {
                fresh.with_held()
            } else {
                fresh
            }
        })
    }

    /// The transaction goes on after giving a unit back, and may have read it while it owned it,
    /// which is in no log: from now on the unit counts as read. (It was current when it was
    /// acquired, and nobody else has changed it since.)
    fn remember(&mut self, record: &Record, word: TokenWord) -> TokenWord {
        if self.mode == Mode::Revocable {
            let logged =
                self.reads.push(record.token) || self.reads.push_slowly(record.token).is_ok();
            self.doomed |= !logged;
            return word;
        }
        if self.holds_all {
            return word;
        }
        if !word.is_held() {
            self.held.push(record.token);
        }
        word.with_held()
    }
}
