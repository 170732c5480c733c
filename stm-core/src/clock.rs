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
//! Proof. Let U be a commit with version `w <= v`, B its acquisition of a token, F the fence after it and A
//! its load of `now`, which gave `w - 1`. Let R have read `stable >= v` from a store by W, and let
//! Y be W's fence in `advance`; W knew `now >= v` before Y. Suppose R's later look L at the token
//! misses B. Then Y happens before L, L comes before B in the token's coherence order and B is
//! sequenced before F, so Y precedes F in the order of the sequentially consistent fences. But A
//! read `now` before it became `v`, F is sequenced before A, and that change happens before Y, so
//! F precedes Y. Contradiction. Both fences are needed; Acquire on `stable` and Release on its
//! store carry "Y happens before L"; AcqRel on `now` carries the change to W's fence.
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
    #[inline(always)]
    pub(crate) fn sample(&self) -> u64 {
        // Acquire: pairs with the Release of `advance`, so that a commit numbered after the start
        // of a snapshot knows of the snapshot (`versions`).
        self.now.load(Ordering::Acquire) + 1
    }

    /// The newest number handed out by `sample` so far is at most one more than this.
    pub(crate) fn floor(&self) -> u64 {
        self.now.load(Ordering::Acquire)
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
        // Acquire: who finds the work done must know what its doer knew. AcqRel: the same, and the
        // doer passes on what it knows.
        if self.now.load(Ordering::Acquire) < version {
            self.now.fetch_max(version, Ordering::AcqRel);
        }
        // Pairs with the fence after each acquisition (see the proof).
        fence(Ordering::SeqCst);
        let before = self.stable.fetch_max(version, Ordering::AcqRel);
        before.max(version)
    }

    /// One tick, for the start of a snapshot: commits that sampled before get at most the number
    /// returned, commits that sample later get more.
    pub(crate) fn tick(&self) -> u64 {
        let now = self.now.fetch_add(1, Ordering::AcqRel) + 1;
        self.advance(now);
        now
    }
}
