//! Mutators, polls and stops: the shipped handshake around a model's own heap.

use loom::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;
use tython_gc::safepoint::{Place, Stopped, World};

/// The most mutators of a model.
pub(crate) const MUTATORS: usize = 2;

/// The world, and a poll word for each mutator.
pub(crate) struct Machine<T> {
    pub(crate) world: Arc<World<T>>,
    polls: [AtomicU64; MUTATORS],
}

impl<T> Machine<T> {
    pub(crate) fn new() -> Self {
        Machine {
            world: Arc::default(),
            polls: [0, 0].map(AtomicU64::new),
        }
    }

    /// A safepoint, at which the mutator leaves something, if somebody wants it to.
    pub(crate) fn poll(&self, tag: usize, place: &mut Place<T>, leave: impl FnOnce(&mut T)) {
        if self.polls[tag].swap(0, Ordering::Acquire) != 0 && place.is_wanted() {
            place.park(leave);
            place.unpark();
        }
    }

    /// Whether the mutator has been asked to stop.
    pub(crate) fn is_asked(&self, tag: usize) -> bool {
        self.polls[tag].load(Ordering::Relaxed) != 0
    }

    /// Stops the world, if nobody else does.
    pub(crate) fn stop(&self) -> Option<Stopped<'_, T>> {
        self.world
            .stop(|tag| self.polls[tag].store(1, Ordering::Release))
    }
}
