//! What a thread has done so far. Plain counters: each belongs to one thread.

use crate::reason::Abort;

/// Counters of one thread since it attached.
#[derive(Clone, Debug, Default)]
pub struct Stats {
    /// Transactions committed.
    pub commits: u64,
    /// Of those, the ones that changed something shared (and so took a version).
    pub writing_commits: u64,
    /// Transactions that became irrevocable.
    pub irrevocable: u64,
    /// Snapshot extensions (validations before the commit).
    pub extensions: u64,
    /// Objects published: private ones that became reachable for others.
    pub published: u64,
    /// Times that a wait for an owner or for the turn began.
    pub waits: u64,
    /// Sleeps in `retry`.
    pub sleeps: u64,
    rollbacks: [u64; Abort::ALL.len()],
}

impl Stats {
    /// Rollbacks for this reason.
    pub fn rollbacks(&self, reason: Abort) -> u64 {
        self.rollbacks[reason as usize]
    }

    /// Rollbacks for any reason.
    pub fn all_rollbacks(&self) -> u64 {
        self.rollbacks.iter().sum()
    }

    /// Adds what another thread has done.
    pub fn add(&mut self, other: &Stats) {
        self.commits += other.commits;
        self.writing_commits += other.writing_commits;
        self.irrevocable += other.irrevocable;
        self.extensions += other.extensions;
        self.published += other.published;
        self.waits += other.waits;
        self.sleeps += other.sleeps;
        for (own, other) in self.rollbacks.iter_mut().zip(other.rollbacks) {
            *own += other;
        }
    }

    pub(crate) fn rolled_back(&mut self, reason: Abort) {
        self.rollbacks[reason as usize] += 1;
    }
}
