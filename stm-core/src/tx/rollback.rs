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

impl<H: Heap> Thread<H> {
    /// Undoes the whole transaction, and lets whoever goes first pass.
    ///
    /// # Panics
    /// In debug builds, when the transaction is irrevocable: nothing that it did can fail.
    pub fn rollback(&mut self, reason: Abort) {
        debug_assert_eq!(self.mode, Mode::Revocable);
        self.stats.rolled_back(reason);
        self.pending.clear();
        self.undo_after(Mark::START);
        self.finish();
        if self.own_slot.is_asked() && !self.solo {
            self.publish_asked();
        }
        self.step_back();
        self.renew_read_version();
    }

    /// Undoes all that was written since `mark`.
    pub(crate) fn undo_after(&mut self, mark: Mark) {
        while let Some(record) = self.undo.pop_after(mark) {
            if self.exporting {
                self.unexport(&record);
            }
            if self.solo {
                continue;
            }
            if record.unlocks() {
                self.chaos.delay();
                let word = self.released(&record);
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
            if record.saved.is_waited() {
                fresh.with_waited()
            } else {
                fresh
            }
        })
    }
}
