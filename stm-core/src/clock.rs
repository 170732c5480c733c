//! The commit clock: it ticks when threads exchange data, not when they commit.
//!
//! Two words. A commit holds all its tokens, each acquisition followed by a full fence, and takes
//! `now + 1` as its version *without storing it* ([`Clock::sample`]). Who meets a version beyond its read version moves the clock up
//! to it ([`Clock::advance`]) and extends. So commits of threads that share nothing only read a
//! line that nobody writes, and under contention all commits between two ticks share one number.
//! (TL2 calls that GV5. What is added: a token names its writer, so that a thread that meets its
//! own last commits need not move the clock; and `stable`.)
//!
//! Invariant, on which every read version rests:
//!
//! > whoever read `stable >= v` sees, in every token it looks at afterwards, that each commit with
//! > version `<= v` has at least acquired it.
//!
//! Proof. Let U be a commit with version `w <= v`, B its acquisition of a token, F the fence after it
//! and A its load of `now`, which gave `w - 1`. Let R have read `stable >= v` from a store by W, and let
//! Y be W's fence in `advance`; W had seen `now >= v` before Y. Suppose R's later look L at the token
//! misses B. Then Y happens before L (Release and Acquire on `stable`), L is coherence-ordered before B,
//! and B is sequenced before F, so Y precedes F in the order of the sequentially consistent fences. But
//! A is coherence-ordered before W's access to `now`, because `now` only grows; F is sequenced before A,
//! and that access before Y, so F precedes Y. Contradiction. (C++20, [atomics.order] 4.) Both fences are
//! needed; the accesses to `now` may all be relaxed. Who advances itself needs no more than its own
//! fence.
//!
//! The version is not unique, so a validation is never skipped because "nobody else committed".

use crate::sync::{AtomicU64, Ordering, fence};
use crate::token::MAX_VERSION;

/// See the module's documentation.
#[derive(Debug)]
pub(crate) struct Clock {
    now: AtomicU64,
    stable: AtomicU64,
}

impl Clock {
    pub(crate) fn new(start: u64) -> Self {
        Clock {
            now: AtomicU64::new(start),
            stable: AtomicU64::new(start),
        }
    }

    /// A read version. Acquire: pairs with the Release in `advance`.
    #[inline(always)]
    pub(crate) fn read_version(&self) -> u64 {
        self.stable.load(Ordering::Acquire)
    }

    /// The version of a commit that holds all its tokens. The fence that the proof needs between
    /// the acquisitions and this load is the one that follows each acquisition (`tx::write`).
    ///
    /// Afterwards each commit with a *smaller* version has acquired its tokens, for the caller's
    /// validation: a transaction that comes before another one, because that overwrote what it had read,
    /// gets no larger version. (A snapshot between the two versions would show the second one only.)
    #[inline(always)]
    pub(crate) fn sample(&self) -> u64 {
        // Relaxed: what must not be missed after this is ordered by the fence of the acquisitions
        // (that a snapshot has started, too: see `versions`).
        let now = self.now.load(Ordering::Relaxed);
        // Acquire: pairs with the Release in `advance`. If the clock is just being moved, the proof's
        // fence is this one.
        if self.stable.load(Ordering::Acquire) < now {
            fence(Ordering::SeqCst);
        }
        now + 1
    }

    /// What the calling thread samples later is larger than this. Relaxed: that is coherence.
    pub(crate) fn floor(&self) -> u64 {
        self.now.load(Ordering::Relaxed)
    }

    /// Moves the clock up to `version`, if it is not there yet, and returns a read version that is
    /// at least that.
    pub(crate) fn advance(&self, version: u64) -> u64 {
        debug_assert!(version <= MAX_VERSION);
        // Look first: under contention somebody else has mostly done it, and a line that is only
        // read stays in every cache (benches/results/clock.md).
        let stable = self.read_version();
        if stable >= version {
            return stable;
        }
        // Relaxed, both: see the proof.
        if self.now.load(Ordering::Relaxed) < version {
            self.now.fetch_max(version, Ordering::Relaxed);
        }
        // Pairs with the fence after each acquisition (see the proof).
        fence(Ordering::SeqCst);
        // Release: pairs with `read_version`.
        self.stable.fetch_max(version, Ordering::Release);
        version
    }

    /// One tick, for the start of a snapshot: commits that sampled before get at most the number
    /// returned, commits that sample later get more.
    pub(crate) fn tick(&self) -> u64 {
        // Relaxed: the fence in `advance` follows.
        let now = self.now.fetch_add(1, Ordering::Relaxed) + 1;
        self.advance(now);
        now
    }
}
