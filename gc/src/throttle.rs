//! How much mutators may allocate while all objects are being marked.
//!
//! What is allocated then stays until the next collection, so without a bound the heap grows by as much as a fast program
//! allocates in a second. The bound is what is left to twice the size that lived ([`Budget`]), and
//! it becomes free as marking goes on: who is ahead of that is delayed at a safepoint, for a moment each time
//! ([`DELAY`]), and then goes on, however far the marker has come. (Shenandoah's pacer does this; Flood et al., 2016. To let
//! mutators mark instead was tried, too: `docs/roadmap.md`.)
//!
//! How much there is to mark is not known before: as much as the last time, and in proportion more if more is alive.
//! All accesses are relaxed: these are counts, and a delay too many or too few does no harm.

use crate::sync::mapped::{AtomicUsize, Ordering};
use crossbeam_utils::CachePadded;
use std::time::Duration;

/// For how long a mutator stands that is ahead; shorter than what somebody notices.
pub(crate) const DELAY: Duration = Duration::from_micros(200);
/// The part of the budget that is free from the beginning.
const IN_ADVANCE: usize = 8;

/// What may be allocated while all are marked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    /// Bytes that are alive, about, when marking begins.
    pub(crate) live: usize,
    /// Bytes that have been counted until then.
    pub(crate) counted: usize,
    /// Bytes that may be allocated until it ends.
    pub(crate) bytes: usize,
}

/// The state of one heap.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    /// Bytes that may be allocated while there is marking; 0: there is none, or no bound.
    budget: AtomicUsize,
    /// Bytes counted when it began.
    from: AtomicUsize,
    /// How much there is to mark, and what has been; in objects that were traced.
    expected: AtomicUsize,
    marked: CachePadded<AtomicUsize>,
    /// How often somebody was delayed.
    delays: AtomicUsize,
    /// What the last marking came to, and how many bytes were alive after it.
    last_marked: AtomicUsize,
    last_live: AtomicUsize,
}

impl Throttle {
    /// The marking of all begins. The world is stopped.
    pub(crate) fn begin(&self, budget: Budget) {
        let marked = self.last_marked.load(Ordering::Relaxed) as f64;
        let growth = budget.live as f64 / self.last_live.load(Ordering::Relaxed).max(1) as f64;
        let expected = (marked * growth) as usize;
        self.expected.store(expected, Ordering::Relaxed);
        self.from.store(budget.counted, Ordering::Relaxed);
        self.marked.store(0, Ordering::Relaxed);
        self.budget.store(budget.bytes, Ordering::Relaxed);
    }

    /// A marker has traced so many more objects.
    pub(crate) fn advance(&self, objects: usize) {
        self.marked.fetch_add(objects, Ordering::Relaxed);
    }

    /// Whether mutators are ahead, with so many bytes counted.
    #[inline]
    pub(crate) fn is_ahead(&self, counted: usize) -> bool {
        let budget = self.budget.load(Ordering::Relaxed);
        if budget == 0 {
            return false;
        }
        let allocated = counted.saturating_sub(self.from.load(Ordering::Relaxed));
        let marked = self.marked.load(Ordering::Relaxed);
        allocated > free(budget, marked, self.expected.load(Ordering::Relaxed))
    }

    /// Somebody is delayed.
    pub(crate) fn note_delay(&self) {
        self.delays.fetch_add(1, Ordering::Relaxed);
    }

    /// How often somebody was delayed since the last call.
    pub(crate) fn take_delays(&self) -> usize {
        self.delays.swap(0, Ordering::Relaxed)
    }

    /// Marking has ended: nobody is delayed any more.
    pub(crate) fn end(&self) {
        self.budget.store(0, Ordering::Relaxed);
    }

    /// After marking: so many bytes of what was marked are alive.
    pub(crate) fn learn(&self, live: usize) {
        let marked = self.marked.load(Ordering::Relaxed);
        self.last_marked.store(marked, Ordering::Relaxed);
        self.last_live.store(live, Ordering::Relaxed);
    }
}

/// How much of the budget is free when `marked` of `expected` objects have been traced.
fn free(budget: usize, marked: usize, expected: usize) -> usize {
    let advance = budget / IN_ADVANCE;
    let part = match expected {
        0 => 1.0,
        expected => (marked as f64 / expected as f64).min(1.0),
    };
    advance + ((budget - advance) as f64 * part) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_budget_becomes_free_as_marking_goes_on() {
        assert_eq!(free(800, 0, 1000), 100);
        assert_eq!(free(800, 500, 1000), 450);
        assert_eq!(free(800, 1000, 1000), 800);
        assert_eq!(free(800, 5000, 1000), 800);
        // Nothing is known of how much there is.
        assert_eq!(free(800, 0, 0), 800);
    }

    #[test]
    fn what_the_last_marking_came_to_is_expected_of_the_next() {
        let throttle = Throttle::default();
        let budget = |live, counted| Budget {
            live,
            counted,
            bytes: 800,
        };
        throttle.begin(budget(1 << 20, 0));
        throttle.advance(1000);
        assert!(!throttle.is_ahead(800) && throttle.is_ahead(801));
        throttle.end();
        assert!(!throttle.is_ahead(10_000));
        throttle.learn(1 << 20);
        // Half as much again is alive.
        throttle.begin(budget(3 << 19, 200));
        assert!(!throttle.is_ahead(300) && throttle.is_ahead(301));
        throttle.advance(750);
        assert!(!throttle.is_ahead(650) && throttle.is_ahead(651));
        throttle.advance(750);
        assert!(!throttle.is_ahead(1000) && throttle.is_ahead(1001));
    }
}
