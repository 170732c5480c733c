//! Memory comes back: cells, blocks, large objects, and what a thread had when it ended.

use crate::world::{NODE, RAW, Random, World, clean_stack, get, set, small};
use tython_gc::{Config, Extent, Heap, Object};

#[test]
fn garbage_does_not_make_the_heap_grow() {
    let world = World::new(small());
    let mut thread = world.attach(0);
    let mut random = Random::new(5);
    for _ in 0..400_000 {
        let large = random.below(1000) == 0;
        let words = 1 + random.below(if large { 30_000 } else { 60 });
        let object = thread.alloc(NODE, words);
        assert!((0..words).all(|index| get(object, index) == 0), "not zero");
        set(object, words - 1, u64::MAX << 3);
        thread.poll();
    }
    let stats = world.heap.stats();
    assert!(stats.collections > 20, "{stats:?}");
    assert!(stats.peak_bytes < 24 << 20, "{stats:?}");
}

#[test]
fn survivors_among_garbage_leave_holes_that_are_used() {
    let world = World::new(small());
    let mut thread = world.attach(0);
    let mut random = Random::new(6);
    let mut kept: Vec<u64> = Vec::new();
    for round in 0..30 {
        for _ in 0..20_000 {
            let object = thread.alloc(NODE, 3);
            assert_eq!([0, 1, 2].map(|index| get(object, index)), [0; 3]);
            set(object, 1, round << 1);
            set(object, 2, 2);
            if random.below(8) == 0 {
                kept.push(object.to_value());
            }
        }
        while kept.len() > 5_000 {
            kept.swap_remove(random.below(kept.len()));
        }
        world.set_globals(&kept);
        thread.mutator.collect(Extent::All, |_| ());
    }
    let stats = world.heap.stats();
    assert!((5_000..5_100).contains(&stats.live_objects), "{stats:?}");
    assert!(stats.peak_bytes < 4 << 20, "{stats:?}");
}

#[test]
fn memory_goes_back_to_the_system_after_a_peak() {
    let world = World::new(small());
    let mut thread = world.attach(0);
    let list: Vec<u64> = (0..100)
        .map(|_| {
            let object = thread.alloc(RAW, 100_000);
            set(object, 50_000, 7);
            object.to_value()
        })
        .collect();
    let hidden: Vec<u64> = list.iter().map(|value| !value).collect();
    world.set_globals(&list);
    thread.mutator.collect(Extent::All, |_| ());
    let peak = world.heap.stats();
    assert!(peak.live_bytes > 80_000_000, "{peak:?}");
    drop(list);
    world.set_globals(&[]);
    clean_stack();
    thread.mutator.collect(Extent::All, |_| ());
    let after = world.heap.stats();
    assert!(after.heap_bytes < 4 << 20, "{after:?}");
    assert_eq!(after.peak_bytes, peak.peak_bytes);
    let zeros = hidden.iter().filter(|hidden| {
        // SAFETY: an address that has been an object's; it stays mapped.
        get(unsafe { Object::from_value(!**hidden) }, 50_000) == 0
    });
    assert!(zeros.count() > 90, "the system did not get it");
    // What was given back is zero, like all free memory.
    for _ in 0..50 {
        let object = thread.alloc(RAW, 100_000);
        assert!((0..100_000).all(|index| get(object, index) == 0));
        set(object, 99_999, 7);
    }
}

#[test]
fn threads_that_end_leave_their_cells_to_others() {
    let world = World::new(Config {
        min_allocation: 1 << 30,
        ..small()
    });
    for _ in 0..2_000 {
        let mut thread = world.attach(0);
        for words in 0..30 {
            thread.alloc(NODE, words);
        }
    }
    let stats = world.heap.stats();
    assert_eq!(stats.collections, 0);
    assert!(stats.peak_bytes < 32 << 20, "{stats:?}");
}

#[test]
fn a_container_may_use_its_whole_cell() {
    let world = World::new(small());
    let mut thread = world.attach(0);
    for words in (0..5_000).step_by(7).chain([8_000, 8_200, 20_000]) {
        let object = thread.alloc(RAW, words);
        let capacity = world.heap.capacity(object);
        assert_eq!(capacity, Heap::good_words(words));
        assert!(capacity >= words);
        assert_eq!(Heap::good_words(capacity), capacity);
        (0..capacity).for_each(|index| set(object, index, u64::MAX));
    }
    thread.mutator.collect(Extent::All, |_| ());
}
