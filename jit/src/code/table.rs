//! From the number of a trace to its code, without a lock: three words for each.
//!
//! | word | what | who changes it |
//! | --- | --- | --- |
//! | entry | where the code begins; 0 if the trace may not be entered (any more) | install, retire |
//! | code | the address of its [`Code`]; 0 if there is none | install, free |
//! | used | not 0 if it has been entered since somebody last asked: a hint | whoever enters, `take_used` |
//!
//! Numbers are never used again, so a number that a thread still has never means another trace. A trace costs 24
//! bytes here, for ever.

use super::Code;
use crate::ir::TraceId;
use crate::sync::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

const CHUNK: usize = 1 << 10;
const CHUNKS: usize = 1 << 10;

type Chunk = Box<[[AtomicU64; 3]]>;

/// The table.
pub(super) struct Table {
    chunks: Box<[OnceLock<Chunk>]>,
}

impl Table {
    /// An empty table.
    pub(super) fn new() -> Table {
        Table {
            chunks: (0..CHUNKS).map(|_| OnceLock::new()).collect(),
        }
    }

    /// Whether there is room for a trace of that number.
    pub(super) fn has_room(id: TraceId) -> bool {
        (id.0 as usize) < CHUNK * CHUNKS
    }

    fn words(&self, id: TraceId) -> Option<&[AtomicU64; 3]> {
        let number = id.0 as usize;
        self.chunks.get(number / CHUNK)?.get()?.get(number % CHUNK)
    }

    /// Puts a trace there.
    pub(super) fn install(&self, id: TraceId, code: &Arc<Code>) {
        let number = id.0 as usize;
        let new = || (0..CHUNK).map(|_| [0; 3].map(AtomicU64::new)).collect();
        let Some(chunk) = self.chunks.get(number / CHUNK) else {
            return;
        };
        let [entry, place, used] = &chunk.get_or_init(new)[number % CHUNK];
        // Relaxed: a hint.
        used.store(1, Ordering::Relaxed);
        // Release, both: pair with the loads in `entry` and `with_code`.
        place.store(
            Arc::as_ptr(code).expose_provenance() as u64,
            Ordering::Release,
        );
        entry.store(code.entry() as u64, Ordering::Release);
    }

    /// The trace is not entered any more.
    pub(super) fn retire(&self, id: TraceId) {
        if let Some([entry, ..]) = self.words(id) {
            // Relaxed: the fence of `Epochs::advance` follows.
            entry.store(0, Ordering::Relaxed);
        }
    }

    /// There is no code of the trace any more.
    pub(super) fn free(&self, id: TraceId) {
        if let Some([_, place, _]) = self.words(id) {
            // Relaxed: nobody is pinned who could ask for it.
            place.store(0, Ordering::Relaxed);
        }
    }

    /// Where the trace begins, if it may be entered; who asks enters it.
    pub(super) fn entry(&self, id: TraceId) -> Option<usize> {
        let [entry, _, used] = self.words(id)?;
        // Relaxed, both: a hint. Looked at first, because the line is shared.
        if used.load(Ordering::Relaxed) == 0 {
            used.store(1, Ordering::Relaxed);
        }
        // Acquire: of the store in `install`.
        let entry = entry.load(Ordering::Acquire);
        (entry != 0).then_some(entry as usize)
    }

    /// Whether the trace has been installed or entered since this was last asked.
    pub(super) fn take_used(&self, id: TraceId) -> bool {
        // Relaxed: a hint.
        self.words(id)
            .is_some_and(|[.., used]| used.swap(0, Ordering::Relaxed) != 0)
    }

    /// The code of a trace.
    ///
    /// # Safety
    /// The thread is pinned since before it learnt that the trace was installed, until it drops the reference.
    pub(super) unsafe fn code<'p>(&self, id: TraceId) -> Option<&'p Code> {
        // Acquire: of the store in `install`.
        let place = self.words(id)?[1].load(Ordering::Acquire);
        let code: *const Code = std::ptr::with_exposed_provenance(place as usize);
        // SAFETY: the word is the address of the contents of an `Arc` that the cache holds as long as somebody is pinned who
        // may have found the trace, and is 0 (null) otherwise.
        unsafe { code.as_ref() }
    }
}
