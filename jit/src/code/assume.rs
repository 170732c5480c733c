//! What traces rely on: things that hardly ever change, and that a trace has as constants.
//!
//! A key names such a thing: the address of a global's cell, the number of a shape, whatever the host
//! chooses. A recorder notes the time when it begins ([`Cache::now`](super::Cache::now)) and the
//! keys of what it takes for granted; the trace is installed only if none of those has changed since. When
//! one changes, each trace that relies on it is retired, and its `guard_valid` fails.

use crate::ir::TraceId;
use rustc_hash::FxHashMap;

/// Who relies on what.
#[derive(Debug, Default)]
pub(super) struct Assumptions {
    /// How many changes there have been.
    now: u64,
    /// Keys that have changed, and when last.
    changed: FxHashMap<u64, u64>,
    relying: FxHashMap<u64, Vec<TraceId>>,
}

impl Assumptions {
    /// The time.
    pub(super) fn now(&self) -> u64 {
        self.now
    }

    /// Whether none of the keys has changed since then.
    pub(super) fn hold(&self, keys: &[u64], since: u64) -> bool {
        let changed = |key| {
            self.changed
                .get(key)
                .is_some_and(|changed| *changed > since)
        };
        !keys.iter().any(changed)
    }

    /// The trace relies on these from now on.
    pub(super) fn rely(&mut self, trace: TraceId, keys: &[u64]) {
        for key in keys {
            self.relying.entry(*key).or_default().push(trace);
        }
    }

    /// What a key names has changed: gives the traces that relied on it.
    pub(super) fn change(&mut self, key: u64) -> Vec<TraceId> {
        self.now += 1;
        self.changed.insert(key, self.now);
        self.relying.remove(&key).unwrap_or_default()
    }

    /// The trace is gone.
    pub(super) fn forget(&mut self, trace: TraceId) {
        self.relying.retain(|_, traces| {
            traces.retain(|other| *other != trace);
            !traces.is_empty()
        });
    }
}
