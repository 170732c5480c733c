//! Data slots: where control goes from an exit or a link of a compiled trace.
//!
//! Code is never patched. Each way out loads a word and jumps there: at first to a stub that gives the way's
//! code to the host, and once there is a bridge, or the trace that is linked to, into that. Going
//! back is the same store. One more word says whether what the trace relies on still holds.

use crate::sync::{AtomicU64, Ordering};

/// The slots of one trace: its exits' in the order of their numbers, then the link's.
#[derive(Debug)]
pub struct Slots {
    words: Box<[AtomicU64]>,
    stub: u64,
}

impl Slots {
    /// Slots for a trace with so many exits, which all lead to the stub.
    #[must_use]
    pub fn new(exits: usize, stub: usize) -> Slots {
        let stub = stub as u64;
        let words = (0..exits + 1).map(|_| AtomicU64::new(stub));
        let valid = [AtomicU64::new(1)];
        Slots {
            words: words.chain(valid).collect(),
            stub,
        }
    }

    fn valid(&self) -> &AtomicU64 {
        &self.words[self.words.len() - 1]
    }

    /// The address that compiled code loads from.
    #[cfg_attr(
        feature = "loom",
        allow(dead_code, reason = "models run no machine code")
    )]
    pub(crate) fn address(&self, slot: usize) -> u64 {
        std::ptr::from_ref(&self.words[slot]).expose_provenance() as u64
    }

    /// The same of the word that says whether the trace is valid.
    #[cfg_attr(
        feature = "loom",
        allow(dead_code, reason = "models run no machine code")
    )]
    pub(crate) fn valid_address(&self) -> u64 {
        self.address(self.words.len() - 1)
    }

    /// From now on this way leads there.
    ///
    /// # Panics
    /// If there is no such slot.
    pub fn set(&self, slot: usize, entry: usize) {
        // Release: who jumps there finds the code, which was written before.
        self.words[slot].store(entry as u64, Ordering::Release);
    }

    /// Every way that leads to `entry` leads to the stub again.
    pub fn unset(&self, entry: usize) {
        for word in &self.words[..self.words.len() - 1] {
            // Relaxed, both: the fence of `Epochs::advance` follows, and what the stub is was there before.
            if word.load(Ordering::Relaxed) == entry as u64 {
                word.store(self.stub, Ordering::Relaxed);
            }
        }
    }

    /// Where a way leads; `None` if to the host.
    #[must_use]
    pub fn get(&self, slot: usize) -> Option<usize> {
        // Acquire: as compiled code does it; pairs with `set`.
        let entry = self.words[slot].load(Ordering::Acquire);
        (entry != self.stub).then_some(entry as usize)
    }

    /// What the trace relies on holds no more: its next `guard_valid` fails, and so does each later one.
    pub fn invalidate(&self) {
        // Release: pairs with compiled code's load; what changed is seen by who leaves for that.
        self.valid().store(0, Ordering::Release);
    }

    /// Whether it still holds.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        // Acquire: pairs with `invalidate`.
        self.valid().load(Ordering::Acquire) != 0
    }
}
