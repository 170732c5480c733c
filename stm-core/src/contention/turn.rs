//! The irrevocable turn: one word that says whose it is, and whether all writers have to stop.

use crate::sync::{AtomicU64, Ordering, fence};

const HOLD_ALL: u64 = 1 << 63;

/// 0: free; else slot + 1 of the holder, and perhaps HOLD_ALL.
#[derive(Debug)]
pub(crate) struct Turn(AtomicU64);

impl Turn {
    pub(crate) fn new() -> Self {
        Turn(AtomicU64::new(0))
    }

    /// Takes the turn if it is free. Acquire: pairs with the Release of `pass_on`: the next holder
    /// sees that nothing is held any more.
    pub(crate) fn take(&self, slot: usize) -> bool {
        self.0
            .compare_exchange(0, slot as u64 + 1, Ordering::Acquire, Ordering::Relaxed)
            .is_ok()
    }

    pub(crate) fn pass_on(&self) {
        // Release: see `take`.
        self.0.store(0, Ordering::Release);
    }

    /// Stops every other writer: after this, an acquisition either is seen by the caller's next
    /// looks, or sees the order (in `holds_all`) and takes itself back.
    pub(crate) fn hold_all(&self, slot: usize) {
        self.0
            .store((slot as u64 + 1) | HOLD_ALL, Ordering::Relaxed);
        // Pairs with the fence after an acquisition (`tx::write`).
        fence(Ordering::SeqCst);
    }

    /// The fence of the acquisition orders it behind that. Acquire: pairs with `pass_on`; who sees
    /// that the order is over sees, in its validation, what the holder has written.
    #[inline(always)]
    pub(crate) fn holds_all(&self) -> bool {
        self.0.load(Ordering::Acquire) & HOLD_ALL != 0
    }

    /// Whether the turn is this slot's. Relaxed: a hint.
    pub(crate) fn is_of(&self, slot: usize) -> bool {
        self.0.load(Ordering::Relaxed) & !HOLD_ALL == slot as u64 + 1
    }

    /// Whether nobody has the turn. Relaxed: a hint.
    pub(crate) fn is_free(&self) -> bool {
        self.0.load(Ordering::Relaxed) == 0
    }
}
