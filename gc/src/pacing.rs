//! Pacing: when a collection is due.
//!
//! One shall end when a fixed part of what was alive at the end of the last has been allocated since, and at
//! least some megabytes. So it is due earlier than that, by what is allocated while it runs: half as much
//! again as during the last one. It is one of the young objects alone, unless old ones have become so many more
//! since all were looked at that the heap will have grown by some percentage when all are marked. In a large heap it is due at
//! once then, with few young ones there. Bytes count when a thread takes cells from the heap, not object by object; bytes
//! that objects own elsewhere count when they are reported. What is allocated meanwhile is bounded by `throttle.rs`.

use crate::config::Config;
use crate::sync::mapped::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use crate::throttle::Budget;
use crossbeam_utils::CachePadded;

/// The part of what is alive that may be allocated between two collections. (What a collection of the young costs goes with
/// what was allocated since the last; smaller ones bound the heap.)
const YOUNG_PART: usize = 8;
/// The same in a small heap.
const SMALL_YOUNG_PART: usize = 4;
/// The part of the growth that is kept for what is allocated while all are marked.
const RESERVE_PART: usize = 4;
/// The part of what is alive that may be allocated meanwhile, at least, even if the heap is beyond its goal.
const LEAST_PART: usize = 8;
/// A heap is small if between two collections less is allocated than so many times what may always be.
const SMALL: usize = 8;

/// Bytes since the last collection. All accesses are relaxed: these are counts, and a collection that
/// begins a moment later is as good.
#[derive(Debug)]
pub(crate) struct Pacing {
    since: CachePadded<AtomicUsize>,
    /// Of these, the ones before the collection began.
    at_begin: AtomicUsize,
    /// Of these, the ones before its marking ended: those since are the next one's.
    at_end: AtomicUsize,
    limit: AtomicUsize,
    /// From how many on a collection is due.
    trigger: AtomicUsize,
    forced: AtomicBool,
    /// Old bytes from which on the next collection is one of all objects.
    full_from: AtomicUsize,
    /// What the heap should not grow beyond until all objects have been looked at again.
    goal: AtomicUsize,
    live: AtomicUsize,
    /// Of these what is not as young as the last marking.
    old: AtomicUsize,
    before: AtomicU64,
    min: usize,
    percent: usize,
}

impl Pacing {
    pub(crate) fn new(config: &Config) -> Self {
        let limit = config.min_allocation;
        Pacing {
            since: CachePadded::new(AtomicUsize::new(0)),
            at_begin: AtomicUsize::new(0),
            at_end: AtomicUsize::new(0),
            limit: AtomicUsize::new(limit),
            trigger: AtomicUsize::new(limit - limit / 4),
            forced: AtomicBool::new(false),
            full_from: AtomicUsize::new(limit),
            goal: AtomicUsize::new(0),
            live: AtomicUsize::new(0),
            old: AtomicUsize::new(0),
            before: AtomicU64::new(0),
            min: limit,
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
        since >= self.trigger.load(Ordering::Relaxed)
    }

    /// Bytes that may be allocated between the last collection and the end of the next.
    pub(crate) fn limit(&self) -> usize {
        self.limit.load(Ordering::Relaxed) // Relaxed: see above.
    }

    /// Makes a collection due now, by the thread that says so.
    pub(crate) fn force(&self) {
        self.forced.store(true, Ordering::Relaxed); // Relaxed: see above.
    }

    /// Whether [`Pacing::force`] was called.
    pub(crate) fn is_forced(&self) -> bool {
        self.forced.load(Ordering::Relaxed) // Relaxed: see above.
    }

    /// Whether a collection is due.
    pub(crate) fn is_due(&self) -> bool {
        self.counted() >= self.trigger.load(Ordering::Relaxed) // Relaxed: see above.
    }

    /// Whether so much has been allocated that allocation has to wait for the collection: as much as was
    /// alive, and much more than should be.
    pub(crate) fn is_overdue(&self) -> bool {
        self.counted() >= self.live().max(self.limit().saturating_mul(4))
    }

    /// A collection begins.
    pub(crate) fn begin(&self) {
        self.at_begin.store(self.counted(), Ordering::Relaxed); // Relaxed: see above.
    }

    /// What a collection of all objects that begins now may let mutators allocate until it ends.
    pub(crate) fn budget(&self) -> Budget {
        let (live, counted) = (self.live(), self.counted());
        // Relaxed: see above.
        let goal = self.goal.load(Ordering::Relaxed);
        let left = goal.saturating_sub(live.saturating_add(counted));
        let bytes = left.max(live / LEAST_PART).max(self.small());
        Budget {
            live,
            counted,
            bytes,
        }
    }

    /// Bytes since the last collection.
    pub(crate) fn counted(&self) -> usize {
        self.since.load(Ordering::Relaxed) // Relaxed: see above.
    }

    /// Bytes alive after the last collection.
    fn live(&self) -> usize {
        self.live.load(Ordering::Relaxed) // Relaxed: see above.
    }

    /// Marking has ended. The world is stopped.
    pub(crate) fn end(&self) {
        self.at_end.store(self.counted(), Ordering::Relaxed); // Relaxed: see above.
    }

    /// Whether the next collection should be one of all objects.
    pub(crate) fn wants_full(&self) -> bool {
        // Relaxed: see above.
        self.old.load(Ordering::Relaxed) >= self.full_from.load(Ordering::Relaxed)
    }

    /// A collection, perhaps of all objects, found `live` bytes, of which `born` are as young as its marking, so the next
    /// has to look at them. The result: bytes allocated since the last until its marking ended.
    pub(crate) fn restart(&self, live: usize, born: usize, full: bool) -> usize {
        // Relaxed: see above.
        let counted = self.at_end.load(Ordering::Relaxed);
        let since = self.since.fetch_sub(counted, Ordering::Relaxed);
        self.before.fetch_add(counted as u64, Ordering::Relaxed);
        let meanwhile = since.saturating_sub(self.at_begin.load(Ordering::Relaxed));
        let limit = (live / YOUNG_PART)
            .max(self.small().min(live / SMALL_YOUNG_PART))
            .max(self.min);
        let reserve = meanwhile.saturating_add(meanwhile / 2).min(limit / 2);
        self.limit.store(limit, Ordering::Relaxed);
        self.forced.store(false, Ordering::Relaxed);
        let old = live.saturating_sub(born);
        self.live.store(live, Ordering::Relaxed);
        self.old.store(old, Ordering::Relaxed);
        if full {
            let growth = (old / 100).saturating_mul(self.percent).max(self.min);
            let goal = old.saturating_add(growth);
            let full_from = goal - growth / RESERVE_PART;
            self.goal.store(goal, Ordering::Relaxed);
            self.full_from.store(full_from, Ordering::Relaxed);
        }
        let at_once = self.wants_full() && limit > self.small();
        let trigger = if at_once { 0 } else { limit - reserve };
        self.trigger.store(trigger, Ordering::Relaxed);
        counted
    }

    /// Bytes that need no exact bounds.
    fn small(&self) -> usize {
        self.min.saturating_mul(SMALL)
    }

    /// All bytes ever counted.
    pub(crate) fn total(&self) -> u64 {
        // Relaxed: see above.
        self.before.load(Ordering::Relaxed) + self.since.load(Ordering::Relaxed) as u64
    }
}
