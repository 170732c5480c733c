//! When nobody can return into a trace: epochs.
//!
//! A thread *pins* itself before it looks for a trace to enter, and unpins itself when the last frame of
//! compiled code has left its native stack. A trace is retired in three steps: it is made unreachable (the table
//! and every data slot), the epoch is advanced, and its memory waits, with the epoch that was. Once each
//! thread is unpinned, or has pinned itself in a later epoch, nobody runs the trace, nor will.
//!
//! Memory cells: the epoch `E`, and a pin `P` for each thread. `pin` stores what it reads of `E` to `P`, and then
//! fences; only then are slots loaded. `retire` stores to slots, fences, advances `E`; `is_free` fences and
//! loads the pins. By the two fences, either `is_free` sees the pin, or the thread sees the slot as it
//! is without the trace. A pin of a later epoch has read an `E` that was advanced behind the stores to the slots.

use crate::ir::TraceId;
use crate::sync::{Arc, AtomicU64, Mutex, Ordering, fence, lock};

/// A pin of a thread that runs no compiled code.
const OUTSIDE: u64 = 0;

/// What others see of a thread.
#[derive(Debug)]
struct Pin {
    /// The epoch in which it entered compiled code, or `OUTSIDE`.
    epoch: AtomicU64,
    /// The trace that it entered: a hint.
    trace: AtomicU64,
}

/// The epoch, and who is pinned.
#[derive(Debug)]
pub struct Epochs {
    now: AtomicU64,
    pins: Mutex<Vec<Arc<Pin>>>,
}

impl Default for Epochs {
    fn default() -> Self {
        Epochs {
            now: AtomicU64::new(OUTSIDE + 1),
            pins: Mutex::new(Vec::new()),
        }
    }
}

impl Epochs {
    /// A thread that is going to run compiled code.
    #[must_use]
    pub fn join(&self) -> Participant {
        let pin = Arc::new(Pin {
            epoch: AtomicU64::new(OUTSIDE),
            trace: AtomicU64::new(0),
        });
        lock(&self.pins).push(Arc::clone(&pin));
        Participant { pin, depth: 0 }
    }

    /// Begins the next epoch, and gives the one that was: what has been made unreachable before can be freed once
    /// that one is over.
    pub fn advance(&self) -> u64 {
        // Pairs with the fence in `enter`: see above.
        fence(Ordering::SeqCst);
        // AcqRel: who pins in the next epoch sees what was made unreachable.
        self.now.fetch_add(1, Ordering::AcqRel)
    }

    /// Whether no thread is pinned in that epoch or an earlier one.
    #[must_use]
    pub fn is_over(&self, epoch: u64) -> bool {
        let mut pins = lock(&self.pins);
        // A participant that is gone holds its pin no more.
        pins.retain(|pin| Arc::strong_count(pin) > 1);
        // Pairs with the fence in `enter`, as in `advance`.
        fence(Ordering::SeqCst);
        pins.iter().all(|pin| {
            // Acquire: what the thread did in compiled code is done before its memory is freed.
            let pinned = pin.epoch.load(Ordering::Acquire);
            pinned == OUTSIDE || pinned > epoch
        })
    }

    /// The traces that threads have entered and not left, as far as can be seen.
    pub(super) fn running(&self) -> Vec<TraceId> {
        let pins = lock(&self.pins);
        // Relaxed, both: a hint.
        let inside = |pin: &&Arc<Pin>| pin.epoch.load(Ordering::Relaxed) != OUTSIDE;
        let trace = |pin: &Arc<Pin>| TraceId(pin.trace.load(Ordering::Relaxed) as u32);
        pins.iter().filter(inside).map(trace).collect()
    }
}

/// A thread's part in the epochs.
#[derive(Debug)]
pub struct Participant {
    pin: Arc<Pin>,
    /// Compiled code may call the interpreter, and that enters compiled code again.
    depth: u32,
}

impl Participant {
    /// From here on nothing that the thread finds is freed.
    pub fn enter(&mut self, epochs: &Epochs) {
        self.depth += 1;
        if self.depth > 1 {
            return;
        }
        // Acquire: of the advance that began this epoch; see `Epochs::advance`.
        let now = epochs.now.load(Ordering::Acquire);
        // Relaxed: the fence orders it.
        self.pin.epoch.store(now, Ordering::Relaxed);
        // Pairs with the fences in `advance` and `is_over`: the pin is seen before slots are looked at.
        fence(Ordering::SeqCst);
    }

    /// What it has entered, for [`Epochs::running`].
    pub(super) fn runs(&self, trace: TraceId) {
        if self.depth == 1 {
            // Relaxed: a hint.
            self.pin.trace.store(trace.0.into(), Ordering::Relaxed);
        }
    }

    /// The thread has come back from what it entered last.
    pub fn leave(&mut self) {
        self.depth -= 1;
        if self.depth == 0 {
            // Release: pairs with the load in `is_over`.
            self.pin.epoch.store(OUTSIDE, Ordering::Release);
        }
    }
}
