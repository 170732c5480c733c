//! What all threads of one transactional memory share.

use crate::clock::Clock;
use crate::config::Config;
use crate::contention::turn::Turn;
use crate::heap::Heap;
use crate::slots::{AttachError, Slots};
use crate::sync::{AtomicU64, Ordering};
use crate::thread::Thread;
use crate::tx::wait::Sleepers;
use crate::versions::Versions;
use crossbeam_utils::CachePadded;
use std::sync::Arc;

/// A transactional memory over the heap `H`.
#[derive(Debug)]
pub struct Stm<H: Heap> {
    pub(crate) heap: H,
    pub(crate) config: Config,
    pub(crate) clock: CachePadded<Clock>,
    pub(crate) turn: CachePadded<Turn>,
    pub(crate) ages: CachePadded<AtomicU64>,
    pub(crate) slots: Slots,
    pub(crate) sleepers: Sleepers,
    pub(crate) versions: Versions,
}

impl<H: Heap> Stm<H> {
    /// A memory whose clock starts at 1: objects may be born with version 0.
    pub fn new(heap: H, config: Config) -> Arc<Self> {
        Arc::new(Stm {
            heap,
            clock: CachePadded::new(Clock::new(1)),
            turn: CachePadded::new(Turn::new()),
            ages: CachePadded::new(AtomicU64::new(0)),
            slots: Slots::new(config.max_threads),
            sleepers: Sleepers::new(),
            versions: Versions::new(),
            config,
        })
    }

    /// Enters a thread. The handle may be moved to the thread that will use it; dropping it leaves.
    ///
    /// # Errors
    /// When too many threads are attached, or the only one runs solo (see [`Config::solo`]).
    pub fn attach(self: &Arc<Self>) -> Result<Thread<H>, AttachError> {
        let entry = self.slots.enter(self.config.solo)?;
        Ok(Thread::new(Arc::clone(self), entry))
    }

    /// The graph of objects.
    pub fn heap(&self) -> &H {
        &self.heap
    }

    /// Threads attached now.
    pub fn threads(&self) -> usize {
        self.slots.live()
    }

    /// Pre-images that are kept for live snapshots, or on behalf of running transactions.
    pub fn old_versions(&self) -> usize {
        self.versions.len()
    }

    /// Calls `fork`, which copies the process and says whether this is the copy; there, the thread in slot
    /// `survivor` is the only one. Does not call it, and gives `None`, if another thread is not idle. The
    /// caller sees to it that no thread stops being idle meanwhile, and is itself between transactions.
    pub fn fork(&self, survivor: usize, fork: impl FnOnce() -> bool) -> Option<bool> {
        self.sleepers.fork(|| self.slots.fork(survivor, fork))
    }

    /// Sets bits, from [`crate::poll::HOST`] on, in the poll word of the thread in `slot`.
    pub fn request(&self, slot: usize, bits: u64) {
        // Release, and unconditional: pairs with `Thread::clear_poll`, so that a request is not lost
        // between a host's clearing of the bit and its look at what was asked.
        self.slots.get(slot).poll.fetch_or(bits, Ordering::Release);
    }

    /// The next age: smaller is older.
    pub(crate) fn next_age(&self) -> u64 {
        // Relaxed: only the order of the numbers counts, and each is handed out once.
        self.ages.fetch_add(1, Ordering::Relaxed)
    }
}
