//! The safepoint handshake.

use crate::explore::explore;
use crate::machine::{MUTATORS, Machine};
use loom::cell::UnsafeCell;
use loom::thread;
use std::sync::Arc;
use tython_gc::safepoint;

/// Preemptions.
const BOUND: usize = 4;

/// What a stopper adds to heap words, where mutators add 1 a few times.
const STOP: u64 = 16;

/// What a mutator leaves: its number, and its root, which is what its heap word said.
type AtRest = (usize, u64);
type Place = safepoint::Place<AtRest>;

/// One heap word for each mutator, and the handshake between them.
struct Heap {
    machine: Machine<AtRest>,
    memory: [UnsafeCell<u64>; MUTATORS],
}

// SAFETY: whether the cells have one user at a time is what the models are about; loom looks.
unsafe impl Send for Heap {}
// SAFETY: as above.
unsafe impl Sync for Heap {}

impl Heap {
    fn new() -> Arc<Self> {
        Arc::new(Heap {
            machine: Machine::new(),
            memory: [0, 0].map(UnsafeCell::new),
        })
    }

    fn enter(&self, tag: usize) -> Place {
        self.machine.world.enter(tag, (tag, 0))
    }

    fn add(&self, tag: usize, amount: u64) {
        // SAFETY: loom would find a second user.
        self.memory[tag].with_mut(|word| unsafe { *word += amount });
    }

    /// What a running mutator does to its part of the heap.
    fn touch(&self, tag: usize) {
        self.add(tag, 1);
    }

    fn look(&self, tag: usize) -> u64 {
        // SAFETY: loom would find a second user.
        self.memory[tag].with(|word| unsafe { *word })
    }

    fn park(&self, tag: usize, place: &mut Place) {
        let root = self.look(tag);
        place.park(|at_rest| *at_rest = (tag, root));
    }

    /// A safepoint.
    fn poll(&self, tag: usize, place: &mut Place) {
        let leave = |at_rest: &mut AtRest| *at_rest = (tag, self.look(tag));
        self.machine.poll(tag, place, leave);
    }

    /// Stops the world, compares roots with the heap, and changes the heap. The result is `None` if
    /// another stop was in force, and the number of mutators otherwise.
    fn collect(&self) -> Option<usize> {
        let stopped = self.machine.stop()?;
        let mut mutators = 0;
        stopped.each(|(tag, root)| {
            assert_eq!(self.look(*tag) % STOP, root % STOP);
            mutators += 1;
        });
        for tag in 0..MUTATORS {
            self.add(tag, STOP);
        }
        drop(stopped);
        Some(mutators)
    }
}

/// A mutator runs, polls now and then, and leaves; it is never touched while it runs, and what it
/// left in its seat is what the stopper finds.
#[test]
fn a_running_mutator_stops_at_its_poll() {
    explore("a_running_mutator_stops_at_its_poll", BOUND, || {
        let heap = Heap::new();
        let mut place = heap.enter(0);
        let mutator = {
            let heap = Arc::clone(&heap);
            thread::spawn(move || {
                for _ in 0..2 {
                    heap.touch(0);
                    heap.poll(0, &mut place);
                }
                heap.touch(0);
                drop(place);
            })
        };
        heap.collect();
        mutator.join().expect("no panic");
        assert_eq!(heap.look(0), 3 + STOP);
    });
}

/// A mutator that does nothing but run, until it is asked, is asked.
#[test]
fn a_running_mutator_is_asked() {
    explore("a_running_mutator_is_asked", BOUND, || {
        let heap = Heap::new();
        let mut place = heap.enter(0);
        let mutator = {
            let heap = Arc::clone(&heap);
            thread::spawn(move || {
                heap.touch(0);
                while !heap.machine.is_asked(0) {
                    thread::yield_now();
                }
                heap.poll(0, &mut place);
                heap.touch(0);
            })
        };
        assert_eq!(heap.collect(), Some(1));
        mutator.join().expect("no panic");
    });
}

/// A mutator blocks outside of its safepoints: nobody waits for it, and it waits when it comes back.
#[test]
fn a_blocked_mutator_stays_out_while_the_world_is_stopped() {
    explore(
        "a_blocked_mutator_stays_out_while_the_world_is_stopped",
        BOUND,
        || {
            let heap = Heap::new();
            let mut place = heap.enter(0);
            let mutator = {
                let heap = Arc::clone(&heap);
                thread::spawn(move || {
                    for _ in 0..2 {
                        heap.touch(0);
                        heap.park(0, &mut place);
                        // Here it would read from a socket.
                        place.unpark();
                        heap.touch(0);
                    }
                    heap.poll(0, &mut place);
                    drop(place);
                })
            };
            heap.collect();
            mutator.join().expect("no panic");
            assert_eq!(heap.look(0), 4 + STOP);
        },
    );
}

/// Two parked mutators want to stop the world: each stop excludes the other, and both come to
/// an end.
#[test]
fn two_stoppers_take_turns() {
    explore("two_stoppers_take_turns", BOUND, || {
        let heap = Heap::new();
        let stopper = |tag: usize, mut place: Place| {
            let heap = Arc::clone(&heap);
            move || {
                heap.touch(tag);
                heap.park(tag, &mut place);
                let won = heap.collect().is_some();
                place.unpark();
                heap.touch(tag);
                heap.poll(tag, &mut place);
                won
            }
        };
        let [first, second] = [0, 1].map(|tag| heap.enter(tag));
        let other = thread::spawn(stopper(1, second));
        let won = stopper(0, first)();
        let other_won = other.join().expect("no panic");
        assert!(won || other_won);
        let stops = u64::from(won) + u64::from(other_won);
        assert_eq!([0, 1].map(|tag| heap.look(tag)), [2 + stops * STOP; 2]);
    });
}

/// A thread enters while another stops the world: it gets in before or after, never in between.
#[test]
fn who_enters_waits_for_the_end_of_a_stop() {
    explore("who_enters_waits_for_the_end_of_a_stop", BOUND, || {
        let heap = Heap::new();
        let newcomer = {
            let heap = Arc::clone(&heap);
            thread::spawn(move || {
                let mut place = heap.enter(0);
                heap.touch(0);
                heap.poll(0, &mut place);
                heap.touch(0);
            })
        };
        heap.collect();
        newcomer.join().expect("no panic");
        assert_eq!(heap.look(0), 2 + STOP);
    });
}

/// A mutator that is awaited leaves instead, and so does one that is parked: the stopper does not
/// wait for ever, nor does it take who has parked for one that is awaited.
#[test]
fn who_leaves_is_not_awaited() {
    explore("who_leaves_is_not_awaited", BOUND, || {
        let heap = Heap::new();
        let mutators = [0, 1].map(|tag| {
            let (heap, mut place) = (Arc::clone(&heap), heap.enter(tag));
            thread::spawn(move || {
                heap.touch(tag);
                if tag == 1 {
                    heap.park(tag, &mut place);
                }
                drop(place);
            })
        });
        heap.collect();
        for mutator in mutators {
            mutator.join().expect("no panic");
        }
        assert_eq!(heap.machine.world.mutators(), 0);
    });
}
