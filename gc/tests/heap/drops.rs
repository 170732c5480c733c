//! Drop functions: once for each object that dies, whenever and wherever that is noticed.

use crate::world::{DROPPED, Thread, World, clean_stack, drops_of, numbers, small};
use tython_gc::Extent;

#[inline(never)]
fn make(thread: &mut Thread, first: usize, count: usize, more_words: usize) -> Vec<u64> {
    (first..first + count)
        .map(|number| {
            let object = thread.alloc(DROPPED, 3 + more_words);
            crate::world::set(object, 2, number as u64);
            object.to_value()
        })
        .collect()
}

fn sum(first: usize, count: usize) -> u32 {
    (first..first + count).map(drops_of).sum()
}

fn never_twice(first: usize, count: usize) -> bool {
    (first..first + count).all(|number| drops_of(number) <= 1)
}

#[test]
fn each_dead_object_is_dropped_once_and_the_rest_at_the_end() {
    for more_words in [0, 50, 3_000, 20_000] {
        let count = if more_words > 1_000 { 60 } else { 2_000 };
        let world = World::new(small());
        let mut thread = world.attach(0);
        let first = numbers(count);
        let mut kept = make(&mut thread, first, count, more_words);
        kept.truncate(count / 2);
        world.set_globals(&kept);
        drop(kept);
        for _ in 0..4 {
            clean_stack();
            thread.collect_all();
        }
        let dropped = sum(first, count) as usize;
        assert!(dropped <= count / 2, "a live object was dropped");
        assert!(dropped * 10 >= count / 2 * 9, "{dropped} of {}", count / 2);
        assert_eq!(sum(first, count / 2), 0);
        drop(thread);
        // SAFETY: nobody is attached.
        unsafe { world.heap.shutdown() };
        assert_eq!(sum(first, count) as usize, count);
        assert!(never_twice(first, count));
    }
}

#[test]
fn cells_that_are_used_again_drop_again() {
    let world = World::new(small());
    let mut thread = world.attach(0);
    let first = numbers(100_000);
    for round in 0..100 {
        make(&mut thread, first + round * 1_000, 1_000, 0);
        thread.mutator.collect(Extent::All, |_| ());
    }
    clean_stack();
    thread.collect_all();
    assert!(sum(first, 100_000) > 99_000);
    drop(thread);
    // SAFETY: nobody is attached.
    unsafe { world.heap.shutdown() };
    assert_eq!(sum(first, 100_000), 100_000);
    assert!(never_twice(first, 100_000));
}
