//! Begin and end of a transaction: serials and the read version.
//!
//! A serial is burnt only if something was logged or born under it, so a transaction that only
//! read leaves no trace in the numbering.

use crate::heap::Heap;
use crate::log::undo::Mark;
use crate::slots::poll;
use crate::sync::Ordering;
use crate::thread::{Mode, Thread};
use crate::token::{TokenWord, Writer};

impl<H: Heap> Thread<H> {
    /// Begins a transaction that can be undone.
    #[inline(always)]
    pub fn begin(&mut self) {
        debug_assert!(!self.in_transaction());
        // Others get at what this thread would go on owning.
        self.chaos.delay();
        if self.serial_used {
            self.next_serial();
        }
        self.tx_base = self.token;
        self.mode = Mode::Revocable;
        self.doomed = false;
        self.insisted = false;
        if self.stm.versions.is_active() {
            self.start_exporting();
        }
    }

    /// The number of the part of a transaction that runs. What has been opened for writing is so until it
    /// changes.
    #[must_use]
    pub fn serial(&self) -> u64 {
        self.serial
    }

    /// Moves on to the next serial inside a transaction, as at a collector's handshake: from now
    /// on each unit is logged once more before it is written.
    pub fn advance_serial(&mut self) {
        if self.serial_used {
            self.next_serial();
        }
    }

    #[inline]
    fn next_serial(&mut self) {
        self.serial += 1;
        self.serial_used = false;
        self.token = if self.solo {
            TokenWord::version(self.serial)
        } else {
            TokenWord::owned(self.slot, self.serial)
        };
    }

    /// Renews the read version where the clock's line is at hand anyway. A transaction begins with
    /// the one that the thread has: an old one costs at most an extension, and nothing is wrong
    /// with it, because there is one version of everything and each token is looked at after the
    /// beginning. (To read the clock at every beginning costs up to a sixth of the throughput:
    /// benches/results/clock.md.)
    #[inline]
    pub(crate) fn renew_read_version(&mut self) {
        self.readable = TokenWord::unreadable_at(self.stm.clock.read_version());
        self.own = if self.writer == Writer::NOBODY {
            Writer::NONE
        } else {
            self.writer
        };
    }

    /// The end of a transaction, whichever way it went.
    #[inline(always)]
    pub(crate) fn finish(&mut self) {
        self.mode = Mode::Outside;
        self.reads.clear();
        if self.stm.heap.watches() && !self.undo.records().is_empty() {
            self.show_committed();
        }
        self.undo.clear();
        if self.exporting {
            self.stop_exporting();
        }
        self.elided.clear();
        self.try_only = false;
        // Relaxed: see `Slot::request`. A request that comes between the load and the next
        // transaction is served at that one's first poll.
        if self.own_slot.poll.load(Ordering::Relaxed) != 0 {
            self.clear_poll(poll::END | poll::WOUND | poll::EXPORT);
        }
    }

    #[inline(never)]
    fn show_committed(&self) {
        self.stm
            .heap
            .committed(self, &mut self.undo.changes(Mark::START));
    }

    /// The end of a transaction that committed: it has no history of lost conflicts any more.
    #[inline(always)]
    pub(crate) fn finish_committed(&mut self) {
        self.stats.commits += 1;
        self.forget_conflicts();
        self.finish();
    }
}
