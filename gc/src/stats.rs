//! What a heap has done, in numbers.

use std::time::Duration;

/// Numbers of a heap up to now.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct Stats {
    /// Collections so far.
    pub collections: u64,
    /// Times that the world was stopped, for a collection or for something else.
    pub stops: u64,
    /// Bytes of objects that the last collection found alive, with what cells have beyond them.
    pub live_bytes: usize,
    /// Objects that the last collection found alive.
    pub live_objects: usize,
    /// Bytes outside of the heap that these objects own.
    pub live_external: usize,
    /// Bytes of blocks in use now.
    pub heap_bytes: usize,
    /// The largest `heap_bytes` so far.
    pub peak_bytes: usize,
    /// Bytes handed out to allocators (and reported as external) since the heap was made.
    pub allocated_bytes: u64,
    /// The last pause: from the request to stop until the world runs again.
    pub last_pause: Duration,
    /// The longest pause.
    pub longest_pause: Duration,
    /// The sum of all pauses.
    pub total_pause: Duration,
}

impl Stats {
    pub(crate) fn add_pause(&mut self, pause: Duration) {
        self.stops += 1;
        self.last_pause = pause;
        self.longest_pause = self.longest_pause.max(pause);
        self.total_pause += pause;
    }
}
