//! Models of installation, links, invalidation and freeing: the steps of the cache, with a flag in place of pages.

use loom::sync::Arc;
use loom::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use loom::thread;
use tython_jit::code::{Epochs, Participant, Slots};

/// Where a slot leads at first, and where the trace would be.
const STUB: usize = 1;
const ENTRY: usize = 2;

struct World {
    epochs: Epochs,
    slots: Slots,
    /// What the trace's memory holds: written before the trace is installed.
    code: AtomicUsize,
    freed: AtomicBool,
}

impl World {
    fn new() -> Arc<World> {
        Arc::new(World {
            epochs: Epochs::default(),
            slots: Slots::new(1, STUB),
            code: AtomicUsize::new(0),
            freed: AtomicBool::new(false),
        })
    }

    fn install(&self) {
        // Relaxed: the slot hands it over.
        self.code.store(7, Ordering::Relaxed);
        self.slots.set(0, ENTRY);
    }

    /// Runs what the slot leads to; gives whether that was the trace.
    fn run(&self, participant: &mut Participant) -> bool {
        participant.enter(&self.epochs);
        let found = self.slots.get(0).is_some();
        if found {
            // Relaxed: the slot has handed it over; the pin keeps it.
            assert_eq!(self.code.load(Ordering::Relaxed), 7);
            assert!(!self.freed.load(Ordering::Relaxed));
        }
        participant.leave();
        found
    }

    /// The steps of `Cache::retire` and `Cache::collect`; gives whether the memory was freed at once.
    fn retire(&self) -> bool {
        self.slots.invalidate();
        self.slots.unset(ENTRY);
        let epoch = self.epochs.advance();
        let is_over = self.epochs.is_over(epoch);
        if is_over {
            // Relaxed: nobody is there to see it.
            self.freed.store(true, Ordering::Relaxed);
        }
        is_over
    }
}

#[test]
fn a_trace_is_whole_for_whoever_is_led_to_it() {
    loom::model(|| {
        let world = World::new();
        let runner = {
            let world = Arc::clone(&world);
            let mut participant = world.epochs.join();
            thread::spawn(move || world.run(&mut participant))
        };
        world.install();
        runner.join().unwrap();
    });
}

#[test]
fn a_trace_is_not_freed_under_a_thread() {
    loom::model(|| {
        let world = World::new();
        world.install();
        let runner = {
            let world = Arc::clone(&world);
            let mut participant = world.epochs.join();
            thread::spawn(move || {
                world.run(&mut participant);
                world.run(&mut participant);
            })
        };
        world.retire();
        runner.join().unwrap();
        assert!(world.epochs.is_over(1));
    });
}

#[test]
fn a_thread_that_comes_later_does_not_hold_a_trace_back() {
    loom::model(|| {
        let world = World::new();
        world.install();
        let mut participant = world.epochs.join();
        assert!(world.run(&mut participant));
        let other = {
            let world = Arc::clone(&world);
            thread::spawn(move || world.retire())
        };
        world.run(&mut participant);
        other.join().unwrap();
        // It is outside, or in a later epoch.
        participant.enter(&world.epochs);
        assert!(world.epochs.is_over(1));
        participant.leave();
    });
}

#[test]
fn who_sees_a_change_sees_that_the_trace_is_invalid() {
    loom::model(|| {
        let world = World::new();
        world.install();
        let changed = Arc::new(AtomicBool::new(false));
        let runner = {
            let (world, changed) = (Arc::clone(&world), Arc::clone(&changed));
            thread::spawn(move || {
                // Acquire: as a poll would, of the stop in which the thing changed.
                let saw = changed.load(Ordering::Acquire);
                assert!(!(saw && world.slots.is_valid()));
            })
        };
        world.slots.invalidate();
        // Release: pairs with the load above.
        changed.store(true, Ordering::Release);
        runner.join().unwrap();
    });
}
