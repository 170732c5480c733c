//! Stray words: looking for an object in a block whose use changes meanwhile.

use crate::explore::explore;
use loom::sync::atomic::Ordering;
use loom::thread;
use std::array::from_fn;
use std::sync::Arc;
use stm_core::ModelAtomicU64 as AtomicU64;
use tython_gc::ages::{is_old, settle};
use tython_gc::label::Label;
use tython_gc::marks::Marks;

/// Preemptions.
const BOUND: usize = 4;

const FREE: u64 = 0;
/// Cells of the size in question; only marked ones are alive.
const UNSWEPT: u64 = 1;
/// All that are objects are alive.
const SWEPT: u64 = 2;
/// Cells of another size.
const OTHER: u64 = 3;

/// What the meta word of the cell in question says: no object, one from before, a new one.
const NONE: u64 = 0;
const OLD: u64 = 5;
const NEW: u64 = 6;

struct Block {
    label: Label,
    marks: Marks<1, AtomicU64>,
    taken: Marks<1, AtomicU64>,
    born: Marks<1, AtomicU64>,
    meta: AtomicU64,
}

impl Block {
    fn new() -> Arc<Self> {
        let block = Block {
            label: Label::default(),
            marks: Marks::new(from_fn(|_| AtomicU64::new(0))),
            taken: Marks::new(from_fn(|_| AtomicU64::new(0))),
            born: Marks::new(from_fn(|_| AtomicU64::new(0))),
            meta: AtomicU64::new(OLD),
        };
        block.taken.set(0);
        block.label.set(UNSWEPT);
        Arc::new(block)
    }

    /// As in `Blocks::find`.
    fn find(&self) -> Option<u64> {
        self.label.look(|label| {
            let alive = match label & 3 {
                SWEPT => self.taken.is_taken(0),
                UNSWEPT => self.marks.has(0),
                _ => false,
            };
            // Relaxed, as all words are.
            let meta = self.meta.load(Ordering::Relaxed);
            (alive && meta != NONE).then_some(meta)
        })
    }

    fn store(&self, meta: u64) {
        self.meta.store(meta, Ordering::Relaxed);
    }

    /// As in `Space::sweep`.
    fn sweep(&self) {
        self.taken.put_all(&self.marks);
        self.label.set(SWEPT);
        settle(&self.marks, &self.born);
    }

    /// An allocator gets the cell, and makes an object.
    fn allocate(&self) {
        self.store(NONE);
        self.taken.set_taken(0, 1, 1);
        self.store(NEW);
    }
}

/// Runs `change` on another thread while somebody looks.
fn look_beside(
    name: &str,
    prepare: fn(&Block),
    change: fn(&Block),
    look: impl Fn(&Block) + Send + Sync + 'static,
) {
    explore(name, BOUND, move || {
        let block = Block::new();
        prepare(&block);
        let other = {
            let block = Arc::clone(&block);
            thread::spawn(move || change(&block))
        };
        look(&block);
        other.join().expect("no panic");
    });
}

/// The same; who looks has a stray word.
fn find_beside(name: &str, prepare: fn(&Block), change: fn(&Block), check: fn(Option<u64>)) {
    look_beside(name, prepare, change, move |block| check(block.find()));
}

/// The block is swept, and the cell gets a new object.
#[test]
fn nobody_finds_the_dead() {
    find_beside(
        "nobody_finds_the_dead",
        |_| (),
        |block| {
            block.sweep();
            block.allocate();
        },
        |found| assert_ne!(found, Some(OLD)),
    );
}

/// The block has been swept, and the cell gets a new object.
#[test]
fn what_is_left_over_is_no_object() {
    find_beside(
        "what_is_left_over_is_no_object",
        Block::sweep,
        Block::allocate,
        |found| assert_ne!(found, Some(OLD)),
    );
}

/// The block is swept, and the marks are cleared because the next collection begins.
#[test]
fn what_lives_is_always_found() {
    find_beside(
        "what_lives_is_always_found",
        |block| {
            block.marks.set(0);
        },
        |block| {
            block.sweep();
            block.marks.clear();
        },
        |found| assert_eq!(found, Some(OLD)),
    );
}

/// The block had only dead objects, is freed, and gets cells of another size: what was a meta word is
/// anything now, and what was its mark is that of another cell.
#[test]
fn nobody_takes_one_use_for_another() {
    find_beside(
        "nobody_takes_one_use_for_another",
        |_| (),
        |block| {
            block.label.set(FREE);
            block.store(NONE);
            block.label.set(OTHER);
            block.marks.set_born(0, 1, 1);
            block.store(NEW);
        },
        |found| assert_eq!(found, None),
    );
}

/// The same, and the block gets its old use again.
#[test]
fn nobody_misses_a_use_that_went_and_came_back() {
    find_beside(
        "nobody_misses_a_use_that_went_and_came_back",
        |block| {
            block.store(NONE);
            block.label.set(SWEPT);
        },
        |block| {
            block.label.set(OTHER);
            block.store(OLD);
            block.store(NONE);
            block.label.set(SWEPT);
        },
        |found| assert_eq!(found, None),
    );
}

/// What was born while there was marking never looks old, and always alive: not while its block is swept, nor afterwards.
#[test]
fn what_was_born_is_young() {
    look_beside(
        "what_was_born_is_young",
        |block| {
            block.born.set(0);
            block.marks.set(0);
        },
        Block::sweep,
        |block| {
            assert!(!is_old(&block.marks, &block.born, 0));
            assert_eq!(block.find(), Some(OLD));
            assert!(!is_old(&block.marks, &block.born, 0));
        },
    );
}
