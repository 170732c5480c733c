//! What changes only while the world is stopped, and is read without any order: the phase of the blocks, and whether
//! there is marking; and the words of weak references, which are cleared after a stop.

use crate::explore::explore;
use crate::machine::Machine;
use loom::cell::UnsafeCell;
use loom::sync::atomic::Ordering;
use loom::thread;
use std::array::from_fn;
use std::sync::Arc;
use stm_core::ModelAtomicU64 as AtomicU64;
use tython_gc::ages::settle;
use tython_gc::gray::Gray;
use tython_gc::label::Label;
use tython_gc::marks::Marks;
use tython_gc::remembered::Remembered;
use tython_gc::safepoint;
use tython_gc::{Clearing, Shades, Weak};

/// Preemptions.
const BOUND: usize = 4;

/// What a label says of a swept block when the phase has turned.
const PHASE: u64 = 1;

/// The reference to an object.
const REFERENT: u64 = 1;
/// What the referent alone refers to.
const NEXT: u64 = 2;

/// A mutator leaves what it holds.
type AtRest = Option<u64>;
type Place = safepoint::Place<AtRest>;

struct Heap {
    machine: Machine<AtRest>,
    marking: AtomicU64,
    phase: AtomicU64,
    /// Of the block in which the referent lies.
    label: Label,
    /// Its meta word.
    meta: AtomicU64,
    weak: Weak,
    clearing: Clearing,
    marks: Marks<1, AtomicU64>,
    born: Marks<1, AtomicU64>,
    gray: Gray<u64>,
    /// Whether the objects live, by their numbers.
    lives: [UnsafeCell<bool>; 3],
    remembered: Remembered<u64>,
    /// The mutator's own list of what it has remembered.
    noted: UnsafeCell<Vec<u64>>,
}

// SAFETY: whether the cells have one user at a time is what the models are about; loom looks.
unsafe impl Send for Heap {}
// SAFETY: as above.
unsafe impl Sync for Heap {}

impl Shades for Heap {
    fn is_marking(&self) -> bool {
        // Relaxed, as `Space::is_marking`.
        self.marking.load(Ordering::Relaxed) != 0
    }

    /// As `Heap::shade`.
    fn shade(&self, value: u64) {
        if self.marks.set(value as usize) {
            self.gray.give(vec![value]);
        }
    }

    fn clearing(&self) -> &Clearing {
        &self.clearing
    }

    /// As `Blocks::has_died`.
    fn has_died(&self, value: u64) -> bool {
        self.label.look(|label| {
            let swept = label & PHASE == self.phase.load(Ordering::Relaxed);
            !swept && !self.marks.has(value as usize)
        })
    }
}

impl Heap {
    fn new() -> Arc<Self> {
        Arc::new(Heap {
            machine: Machine::new(),
            marking: AtomicU64::new(0),
            phase: AtomicU64::new(0),
            label: Label::default(),
            meta: AtomicU64::new(7),
            weak: Weak::new(REFERENT),
            clearing: Clearing::default(),
            marks: Marks::new(from_fn(|_| AtomicU64::new(0))),
            born: Marks::new(from_fn(|_| AtomicU64::new(0))),
            gray: Gray::default(),
            lives: from_fn(|_| UnsafeCell::new(true)),
            remembered: Remembered::default(),
            noted: UnsafeCell::new(Vec::new()),
        })
    }

    /// A safepoint.
    fn poll(&self, place: &mut Place, held: AtRest) {
        self.machine.poll(0, place, |at_rest| *at_rest = held);
    }

    fn set_marking(&self, marking: bool) {
        self.marking.store(marking.into(), Ordering::Relaxed);
    }

    /// Stop 1: marks what the mutator holds.
    fn begin_marking(&self) {
        let stopped = self.machine.stop().expect("nobody else stops");
        self.set_marking(true);
        stopped.each(|held| held.iter().for_each(|value| self.shade(*value)));
    }

    /// Traces what was given.
    fn trace(&self) {
        self.gray.begin(1);
        self.gray.work(|packet| {
            if packet.contains(&REFERENT) {
                self.shade(NEXT);
            }
        });
    }

    /// Stop 2: the end of marking, and of what is not marked.
    fn end_marking(&self) {
        let stopped = self.machine.stop().expect("nobody else stops");
        self.trace();
        self.set_marking(false);
        self.phase.store(PHASE, Ordering::Relaxed);
        self.clearing.begin();
        drop(stopped);
    }

    /// Clears the weak reference, if its referent has died.
    fn clear_dead(&self) {
        if self.has_died(REFERENT) {
            self.weak.clear();
        }
    }

    /// Sorts and sweeps the block, and frees what is dead.
    fn free(&self) {
        self.clearing.end();
        let dead = [REFERENT, NEXT].map(|value| !self.marks.has(value as usize));
        self.label.set(PHASE);
        settle(&self.marks, &self.born);
        for (value, _) in [REFERENT, NEXT].into_iter().zip(dead).filter(|of| of.1) {
            // SAFETY: loom would find a second user.
            self.lives[value as usize].with_mut(|lives| unsafe { *lives = false });
        }
    }

    /// The weak reference, by a mutator that has perhaps been stopped for the end of marking, and whether it has.
    fn read(&self) -> (AtRest, bool) {
        let is_over = self.phase.load(Ordering::Relaxed) == PHASE;
        (self.weak.get(self), is_over)
    }

    /// The mutator uses what it holds.
    fn touch(&self, held: AtRest) {
        for value in held.iter().flat_map(|_| [REFERENT, NEXT]) {
            // SAFETY: loom would find a second user.
            let lives = self.lives[value as usize].with(|lives| unsafe { *lives });
            assert!(lives, "object {value} is used after its end");
        }
    }

    /// What the mutator has remembered up to now. By the mutator, or while the world is stopped.
    fn with_notes<R>(&self, body: impl FnOnce(&mut Vec<u64>) -> R) -> R {
        // SAFETY: loom would find a second user.
        self.noted.with_mut(|noted| body(unsafe { &mut *noted }))
    }
}

/// Runs a mutator beside a collector.
fn beside(name: &str, mutator: fn(&Heap, &mut Place), collector: fn(&Heap), check: fn(&Heap)) {
    explore(name, BOUND, move || {
        let heap = Heap::new();
        let mut place = heap.machine.world.enter(0, None);
        let other = {
            let heap = Arc::clone(&heap);
            thread::spawn(move || mutator(&heap, &mut place))
        };
        collector(&heap);
        other.join().expect("no panic");
        check(&heap);
    });
}

/// An object is reached through a weak reference alone. Who has read that may use the object, and what it
/// leads to, whenever the collector comes by.
#[test]
fn what_a_weak_reference_gave_is_not_freed() {
    beside(
        "what_a_weak_reference_gave_is_not_freed",
        |heap, place| {
            heap.poll(place, None);
            let held = heap.weak.get(heap);
            heap.touch(held);
            heap.poll(place, held);
            heap.touch(held);
        },
        |heap| {
            heap.begin_marking();
            heap.trace();
            heap.end_marking();
            heap.clear_dead();
            heap.free();
        },
        |_| (),
    );
}

/// The referent has died; who reads the reference while it is cleared, and while the referent's block is sorted and
/// freed, does not get it, however late.
#[test]
fn a_weak_reference_does_not_give_the_dead() {
    beside(
        "a_weak_reference_does_not_give_the_dead",
        |heap, place| {
            heap.poll(place, None);
            for _ in 0..2 {
                let (held, is_over) = heap.read();
                assert!(!is_over || held.is_none(), "the dead are given");
                if is_over {
                    heap.touch(held);
                }
            }
        },
        |heap| {
            heap.end_marking();
            heap.clear_dead();
            heap.free();
        },
        |_| (),
    );
}

/// The same, and a finaliser needs the referent, so it is brought back. Who reads the reference does not get it either:
/// it is declared dead, and what hangs on it is still to be marked.
#[test]
fn a_weak_reference_does_not_give_what_is_brought_back() {
    beside(
        "a_weak_reference_does_not_give_what_is_brought_back",
        |heap, place| {
            heap.poll(place, None);
            let (held, is_over) = heap.read();
            assert!(!is_over || held.is_none(), "it is given");
        },
        |heap| {
            heap.end_marking();
            heap.clear_dead();
            // As `Aftermath::revive`.
            heap.clearing.before_revival();
            heap.marks.set(REFERENT as usize);
            heap.marks.set(NEXT as usize);
            heap.free();
        },
        |_| (),
    );
}

/// The referent lives; who reads the reference gets it while others are cleared, and while its block is sorted, and
/// loses its marks because the next collection begins.
#[test]
fn a_weak_reference_gives_what_lives() {
    beside(
        "a_weak_reference_gives_what_lives",
        |heap, place| {
            for _ in 0..2 {
                let (held, _) = heap.read();
                assert!(held.is_some(), "what lives is not given");
                heap.touch(held);
                heap.poll(place, held);
            }
        },
        |heap| {
            heap.marks.set(REFERENT as usize);
            heap.marks.set(NEXT as usize);
            // It was born while there was marking, and the other before.
            heap.born.set(REFERENT as usize);
            heap.end_marking();
            heap.clear_dead();
            heap.free();
            heap.marks.clear();
        },
        |_| (),
    );
}

/// What is remembered before marking begins is taken by that collection, and what is remembered since by the next.
#[test]
fn what_is_remembered_is_taken_once() {
    beside(
        "what_is_remembered_is_taken_once",
        |heap, place| {
            for word in 1..4 {
                heap.remembered.add(vec![word]);
                heap.with_notes(|noted| noted.push(word));
                heap.poll(place, None);
            }
        },
        |heap| {
            let stopped = heap.machine.stop().expect("nobody else stops");
            heap.remembered.turn();
            let expected = heap.with_notes(std::mem::take);
            drop(stopped);
            assert_eq!(heap.remembered.take().concat(), expected);
            let stopped = heap.machine.stop().expect("nobody else stops");
            // What lies on a stack.
            heap.remembered.add(vec![9]);
            heap.with_notes(|noted| noted.push(9));
            drop(stopped);
        },
        |heap| {
            let expected = heap.with_notes(std::mem::take);
            heap.remembered.turn();
            assert_eq!(heap.remembered.take().concat(), expected);
        },
    );
}

/// The phase turns: what was not marked is dead at once for whoever runs afterwards, though its block is swept
/// later.
#[test]
fn what_died_is_not_found_any_more() {
    beside(
        "what_died_is_not_found_any_more",
        |heap, place| {
            for _ in 0..2 {
                // As `Blocks::find`, of an object without a mark.
                let found = heap.label.look(|label| {
                    let swept = label & PHASE == heap.phase.load(Ordering::Relaxed);
                    (swept && heap.meta.load(Ordering::Relaxed) != 0).then_some(REFERENT)
                });
                heap.touch(found);
                heap.poll(place, None);
            }
        },
        |heap| {
            let stopped = heap.machine.stop().expect("nobody else stops");
            heap.phase.store(PHASE, Ordering::Relaxed);
            drop(stopped);
            for lives in &heap.lives {
                // SAFETY: loom would find a second user.
                lives.with_mut(|lives| unsafe { *lives = false });
            }
            heap.meta.store(0, Ordering::Relaxed);
            heap.label.set(PHASE);
        },
        |_| (),
    );
}
