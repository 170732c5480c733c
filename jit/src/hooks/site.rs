//! The word of a loop header or a function entry: whether there is a trace for it.
//!
//! | state | bits 0, 1 | bits 8 to 15 | bits 32 to 63 | who changes it |
//! | --- | --- | --- | --- | --- |
//! | cold | 0 | tries used up | 0 | whoever claims it, to busy |
//! | busy | 1 | tries used up | 0 | the holder of the claim, to anything else |
//! | ready | 2 | tries used up | the trace | whoever retires the trace, to cold or closed |
//! | closed | 3 | tries used up | 0 | nobody |
//!
//! A word of zeros is a cold site, so that the inline cache word of an instruction can be one.

use super::Refusal;
use crate::ir::TraceId;
use crate::sync::{AtomicU64, Ordering};
use std::fmt;

const COLD: u64 = 0;
const BUSY: u64 = 1;
const READY: u64 = 2;
const CLOSED: u64 = 3;
const STATE: u64 = 3;
const TRIES: u32 = 8;
const TRACE: u32 = 32;

/// A place where traces begin. One word; all zeros are a new site.
#[derive(Default)]
#[repr(transparent)]
pub struct Site(AtomicU64);

/// What a site's word says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// There is no trace, and there may be one some time.
    Cold,
    /// Somebody records or compiles one.
    Busy,
    /// There is this one.
    Ready(TraceId),
    /// There will be none.
    Closed,
}

/// A site's word at one moment.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Word(u64);

impl Word {
    #[inline(always)]
    pub(super) fn is_cold(self) -> bool {
        self.0 & STATE == COLD
    }

    #[inline(always)]
    pub(super) fn trace(self) -> Option<TraceId> {
        (self.0 & STATE == READY).then_some(TraceId((self.0 >> TRACE) as u32))
    }

    /// Tries used up.
    pub(super) fn tries(self) -> u8 {
        (self.0 >> TRIES) as u8
    }

    fn new(state: u64, tries: u8, trace: TraceId) -> Word {
        Word(state | u64::from(tries) << TRIES | u64::from(trace.0) << TRACE)
    }

    /// The word after so many more tries, `limit` of which close the site.
    fn spend(self, cost: u8, limit: u8) -> Word {
        let tries = self.tries().saturating_add(cost);
        let state = if tries < limit { COLD } else { CLOSED };
        // Nothing was tried: the site stays open, however low the limit is.
        let state = if cost == 0 { COLD } else { state };
        Word::new(state, tries, TraceId(0))
    }
}

impl Site {
    #[inline(always)]
    pub(super) fn word(&self) -> Word {
        // Acquire: of the store in `install`; who sees a trace's number also sees the trace.
        Word(self.0.load(Ordering::Acquire))
    }

    /// What the word says now.
    #[must_use]
    pub fn state(&self) -> State {
        let word = self.word();
        match (word.0 & STATE, word.trace()) {
            (_, Some(trace)) => State::Ready(trace),
            (COLD, _) => State::Cold,
            (BUSY, _) => State::Busy,
            _ => State::Closed,
        }
    }

    fn exchange(&self, from: Word, to: Word) -> bool {
        // Relaxed: nothing is handed over but the word. The one who claims a site goes on to use its
        // own memory only, and the one who retires a trace has made sure by other means that it is
        // not entered.
        self.0
            .compare_exchange(from.0, to.0, Ordering::Relaxed, Ordering::Relaxed)
            .is_ok()
    }

    /// Claims the site, if it still is as `seen` says, and cold. Failing for the `limit`th time
    /// closes it.
    pub(super) fn claim(&self, seen: Word, limit: u8) -> Option<Claim<'_>> {
        let busy = Word::new(BUSY, seen.tries(), TraceId(0));
        let claimed = seen.is_cold() && self.exchange(seen, busy);
        claimed.then(|| Claim { site: self, limit })
    }

    /// The claim that has been deferred, for whoever it was deferred to; `None` if the site is not busy. The
    /// `limit`th failure closes the site.
    pub fn deferred(&self, limit: u8) -> Option<Claim<'_>> {
        (self.state() == State::Busy).then(|| Claim { site: self, limit })
    }

    /// Takes a trace away, which costs as many tries as a recording that failed for this reason. False if the site's trace
    /// is not this one (any more).
    pub fn retire(&self, trace: TraceId, why: Refusal, limit: u8) -> bool {
        let seen = self.word();
        let next = seen.spend(why.cost(), limit);
        seen.trace() == Some(trace) && self.exchange(seen, next)
    }
}

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Site({:?}, {} tries)", self.state(), self.word().tries())
    }
}

/// The right to make a trace for a site. Dropping it is a recording that was interrupted.
#[must_use = "a claim that is dropped has been a recording for nothing"]
pub struct Claim<'s> {
    site: &'s Site,
    limit: u8,
}

impl<'s> Claim<'s> {
    /// The site.
    #[must_use]
    pub fn site(&self) -> &'s Site {
        self.site
    }

    /// Tries that have been used up before.
    #[must_use]
    pub fn tries(&self) -> u8 {
        self.site.word().tries()
    }

    /// Lets go of the claim, and leaves the site busy: it is settled later, or by another thread, through
    /// [`Site::deferred`].
    pub fn defer(self) {
        std::mem::forget(self);
    }

    /// There is a trace: whoever comes past enters it from now on.
    pub fn install(self, trace: TraceId) {
        let word = Word::new(READY, self.site.word().tries(), trace);
        self.finish(word);
    }

    /// There is none.
    pub fn refuse(self, refusal: Refusal) {
        let word = self.site.word().spend(refusal.cost(), self.limit);
        self.finish(word);
    }

    fn finish(self, word: Word) {
        // A busy word is its claimant's alone, so this is no exchange. Release: what was written
        // before, the trace, is there for the load in `Site::word`.
        self.site.0.store(word.0, Ordering::Release);
        std::mem::forget(self);
    }
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        let word = self
            .site
            .word()
            .spend(Refusal::Interrupted.cost(), self.limit);
        // Relaxed: there is no trace to hand over.
        self.site.0.store(word.0, Ordering::Relaxed);
    }
}

impl PartialEq for Claim<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.site, other.site)
    }
}

impl Eq for Claim<'_> {}

impl fmt::Debug for Claim<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Claim({:?})", self.site)
    }
}
