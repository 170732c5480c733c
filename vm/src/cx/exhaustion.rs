//! What happens when the heap cannot grow.
//!
//! Allocation does not collect (`alloc.rs`). So the running transaction is undone, back to where frames
//! hold everything; there the heap is collected, and the transaction runs again, but ends half-way: if the
//! heap is full again before long, that much has been done. It does that once: what still finds no memory
//! raises MemoryError (`reserve.rs`). When no poll is left between the beginning and what found no memory, each
//! instruction is a transaction of its own for a while (`interp/careful.rs`). Where there is no way back, which is in an irrevocable
//! transaction, it does so at once; with a limit (`-X heap`) such transactions end as soon as they may.
//!
//! Near the limit each collection finds little, and a program would do little but collect. So when two
//! collections have left less than what was asked for and a sixteenth of the limit, whoever finds no memory
//! next gets the MemoryError without another one. After that it is worth a try again: the program may have
//! given up what it had. (One is not enough: a handler of the last MemoryError may have needed it.)

use crate::cx::{Cx, Exit};
use crate::runtime::{config, finalizers};
use std::sync::atomic::{AtomicU32, Ordering};
use stm_core::Abort;
use tython_gc::{Cause, Extent};

/// Whether the running transaction of a thread has found the heap full.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Want {
    /// No.
    #[default]
    Nothing,
    /// Just now: it is on its way back.
    Memory {
        /// Bytes that were asked for.
        bytes: usize,
        /// When it runs again, it is to end after so many polls at the most.
        polls: u32,
    },
    /// It runs again after a collection.
    Served,
}

/// What part of the limit a collection has to leave free to be worth it.
const WORTHWHILE: usize = 16;

/// Instructions that are transactions of their own, from the last poll before the heap was full.
const CAREFUL: u32 = 10_000;

/// The last collections for want of memory that were in vain, and of which nobody has been told yet.
static IN_VAIN: AtomicU32 = AtomicU32::new(0);
/// How many of them are enough.
const ENOUGH: u32 = 2;

impl Cx {
    /// An allocation of so many bytes has failed.
    #[cold]
    #[inline(never)]
    pub(crate) fn exhausted(&mut self, bytes: usize) -> Exit {
        let hopeless = config::get().heap.is_some_and(|limit| bytes >= limit);
        let way_back = !self.adrift && !self.tx.is_irrevocable() && self.want == Want::Nothing;
        // Relaxed: who sees it late collects once more. However it comes about, now somebody is told.
        let in_vain = IN_VAIN.load(Ordering::Relaxed) >= ENOUGH;
        if hopeless || !way_back || in_vain {
            IN_VAIN.store(0, Ordering::Relaxed);
            return self.raise(self.vm.memory_error.get());
        }
        let polls = match self.atomic {
            0 => (self.polls_done() / 2).max(1),
            // What is long is the block, and that cannot end half-way.
            _ => u32::MAX,
        };
        self.want = Want::Memory { bytes, polls };
        Abort::Exhausted.into()
    }

    /// The running transaction has been undone to where it began: if it has found the heap full, that
    /// is collected, and the result is the polls after which the transaction is to end at the latest.
    pub(super) fn make_room(&mut self) -> Option<u32> {
        let Want::Memory { bytes, polls } = self.want else {
            return None;
        };
        self.want = Want::Served;
        if polls == 1 {
            self.careful = CAREFUL;
        }
        self.collect_exactly(Cause::Exhaustion, Extent::All);
        let stats = self.vm.heap.stats();
        let live = stats.live_bytes.saturating_add(stats.live_external);
        let limit = config::get().heap.unwrap_or(usize::MAX);
        let in_vain = live.saturating_add(bytes) > limit - limit / WORTHWHILE;
        // Relaxed: see above.
        if in_vain {
            IN_VAIN.fetch_add(1, Ordering::Relaxed);
        } else {
            IN_VAIN.store(0, Ordering::Relaxed);
        }
        Some(polls)
    }

    /// Frees what has finalisers, which lives for one collection more. Between two transactions, in an
    /// interpreter loop; true if Python code has run, so that the way back is to be remembered anew.
    pub(super) fn finalize_for_room(&mut self) -> bool {
        let finalizes = self.atomic == 0 && finalizers::are_due();
        if finalizes {
            finalizers::run_between(self, true);
            self.want = Want::Memory { bytes: 0, polls: 1 };
            self.make_room();
        }
        finalizes
    }

    /// Whether the heap has a limit of its own, so that it may be full before the machine's memory is.
    #[inline]
    pub(super) fn heap_is_limited() -> bool {
        config::get().heap.is_some()
    }
}
