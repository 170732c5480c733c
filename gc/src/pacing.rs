//! Pacing: when a collection is due.
//!
//! One is due when as much has been allocated since the last as was alive then, and at least some
//! megabytes. Bytes count when a thread takes cells from the heap, not object by object; bytes
//! that objects own elsewhere count when they are reported.

use crate::config::Config;
use crate::sync::mapped::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use crossbeam_utils::CachePadded;

/// Bytes since the last collection. All accesses are relaxed: these are counts, and a collection that
/// begins a moment later is as good.
#[derive(Debug)]
pub(crate) struct Pacing {
    since: CachePadded<AtomicUsize>,
    limit: AtomicUsize,
    forced: AtomicBool,
    before: AtomicU64,
    min: usize,
    percent: usize,
}

impl Pacing {
    pub(crate) fn new(config: &Config) -> Self {
        Pacing {
            since: CachePadded::new(AtomicUsize::new(0)),
            limit: AtomicUsize::new(config.min_allocation),
            forced: AtomicBool::new(false),
            before: AtomicU64::new(0),
            min: config.min_allocation,
            percent: config.growth_percent,
        }
    }

    /// Counts bytes; whether a collection is due.
    pub(crate) fn count(&self, bytes: usize) -> bool {
        // Relaxed: see above.
        let since = self
            .since
            .fetch_add(bytes, Ordering::Relaxed)
            .saturating_add(bytes);
        since >= self.limit.load(Ordering::Relaxed)
    }

    /// Bytes that may be allocated between the last collection and the next.
    pub(crate) fn limit(&self) -> usize {
        self.limit.load(Ordering::Relaxed) // Relaxed: see above.
    }

    /// Makes a collection due now.
    pub(crate) fn force(&self) {
        self.forced.store(true, Ordering::Relaxed); // Relaxed: see above.
    }

    /// Whether a collection is due.
    pub(crate) fn is_due(&self) -> bool {
        // Relaxed: see above.
        let since = self.since.load(Ordering::Relaxed);
        since >= self.limit.load(Ordering::Relaxed) || self.forced.load(Ordering::Relaxed)
    }

    /// A collection found `live` bytes.
    pub(crate) fn restart(&self, live: usize) {
        // Relaxed: see above.
        let since = self.since.swap(0, Ordering::Relaxed);
        self.before.fetch_add(since as u64, Ordering::Relaxed);
        let limit = (live / 100).saturating_mul(self.percent).max(self.min);
        self.limit.store(limit, Ordering::Relaxed);
        self.forced.store(false, Ordering::Relaxed);
    }

    /// All bytes ever counted.
    pub(crate) fn total(&self) -> u64 {
        // Relaxed: see above.
        self.before.load(Ordering::Relaxed) + self.since.load(Ordering::Relaxed) as u64
    }
}
