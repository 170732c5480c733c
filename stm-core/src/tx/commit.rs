//! Commit: hold everything, take the version, validate, publish, unlock.
//!
//! ```text
//! 1  apply what was deferred: after this every token is held
//! 2  collect the private objects that become reachable
//! 3  take the commit version
//! 4  validate the read log                     <- the last step that can fail
//! 5  finish the old versions that live snapshots need
//! 6  stamp the collected objects VERSION
//! 7  unlock what was written, each unit once
//! 8  let go of what was held, pass the turn on, wake sleepers
//! ```
//!
//! A transaction that wrote nothing shared skips 2 to 7 and does not touch the clock: its reads are
//! consistent as they are.

use crate::heap::Heap;
use crate::reason::Abort;
use crate::thread::{Mode, Thread};
use crate::token::TokenWord;

impl<H: Heap> Thread<H> {
    /// Ends the transaction and makes what it did visible, all at once.
    ///
    /// # Errors
    /// The reason for which the transaction has to be rolled back. An irrevocable transaction, and
    /// one that wrote nothing shared, never fails.
    #[inline(always)]
    pub fn commit(&mut self) -> Result<(), Abort> {
        debug_assert!(self.in_transaction());
        if !self.elided.is_empty() {
            self.acquire_elided()?;
        }
        if !self.pending.is_empty() {
            self.apply_pending()?;
        }
        if !self.is_quiet() {
            self.commit_shared()?;
        }
        self.finish_committed();
        Ok(())
    }

    /// Whether nobody else needs to learn of this transaction. Private writes matter to a live
    /// snapshot: what was private in solo mode may be reachable (`tx::solo`).
    #[inline(always)]
    fn is_quiet(&self) -> bool {
        let alone =
            self.undo.locks() == 0 && self.mode == Mode::Revocable && !self.own_slot.is_asked();
        self.solo
            || alone
                && !self.doomed
                && (self.undo.records().is_empty()
                    || !self.exporting && !self.stm.versions.is_active())
    }

    #[inline(never)]
    fn commit_shared(&mut self) -> Result<(), Abort> {
        let asked = self.own_slot.take_asked();
        let escaping = self.collect_escaping(asked)?;
        let version = self.stm.clock.sample();
        if self.mode == Mode::Revocable {
            self.validate()?;
        }
        self.export_committed(version);
        self.chaos.delay();
        self.stamp(&escaping, version);
        let committed = TokenWord::committed(version, self.writer);
        let mut wake = false;
        for record in self.undo.records() {
            if record.unlocks() {
                record.token.unlock(committed);
                wake |= record.saved.is_waited();
            }
        }
        self.pass_turn_if_irrevocable();
        if wake {
            self.wake_sleepers();
        }
        self.stats.writing_commits += u64::from(self.undo.locks() != 0);
        self.renew_read_version();
        Ok(())
    }
}
