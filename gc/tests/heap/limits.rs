//! A heap that is full says so, and goes on when there is room again.

use crate::world::{NODE, OWNER, RAW, World, clean_stack, small};
use std::time::Duration;
use tython_gc::{Config, Extent, OutOfMemory, Zeal};

fn tiny() -> Config {
    Config {
        max_heap: Some(4 << 20),
        ..small()
    }
}

#[test]
fn a_full_heap_refuses_and_recovers() {
    let world = World::new(tiny());
    let mut thread = world.attach(0);
    let mut kept = Vec::new();
    while let Ok(object) = thread.try_alloc(NODE, 30) {
        kept.push(object.to_value());
    }
    assert!(kept.len() * 256 > 3 << 20, "{}", kept.len());
    world.set_globals(&kept);
    thread.mutator.collect(Extent::All, |_| ());
    assert!(thread.try_alloc(NODE, 30).is_err());
    world.set_globals(&kept[..10]);
    drop(kept);
    clean_stack();
    thread.mutator.collect(Extent::All, |_| ());
    assert!(thread.try_alloc(NODE, 30).is_ok());
    assert!(thread.try_alloc(NODE, 60_000).is_ok());
}

#[test]
fn what_never_fits_is_refused() {
    let world = World::new(tiny());
    let mut thread = world.attach(0);
    for words in [
        600_000,
        1 << 30,
        1 << 40,
        usize::MAX / 8,
        usize::MAX / 8 + 1,
        usize::MAX,
    ] {
        assert_eq!(thread.try_alloc(RAW, words), Err(OutOfMemory), "{words}");
    }
    assert!(thread.try_alloc(RAW, 400_000).is_ok());
}

#[test]
fn more_than_the_machine_has_is_refused() {
    let world = World::new(Config::default());
    let mut thread = world.attach(0);
    for words in [1usize << 40, 1 << 58, 1 << 61] {
        assert_eq!(thread.try_alloc(RAW, words), Err(OutOfMemory));
    }
    assert!(thread.try_alloc(RAW, 1 << 20).is_ok());
}

#[test]
fn external_memory_counts() {
    let world = World::new(tiny());
    let mut thread = world.attach(0);
    assert_eq!(thread.mutator.external(5 << 20), Err(OutOfMemory));
    assert_eq!(thread.mutator.external(usize::MAX), Err(OutOfMemory));
    let bytes = 3 << 20;
    let owner = thread.object(OWNER, &[bytes as u64]);
    thread.mutator.external(bytes).expect("room");
    assert_eq!(thread.mutator.external(bytes), Err(OutOfMemory));
    while world.heap.stats().collections == 0 {
        // External bytes make a collection due.
        thread.poll();
    }
    world.set_globals(&[owner.to_value()]);
    thread.mutator.collect(Extent::All, |_| ());
    assert_eq!(world.heap.stats().live_external, bytes);
    assert_eq!(thread.mutator.external(bytes), Err(OutOfMemory));
}

#[test]
fn statistics_add_up() {
    let world = World::new(small());
    let mut thread = world.attach(0);
    let kept: Vec<u64> = (0..1_000)
        .map(|_| thread.alloc(NODE, 2).to_value())
        .collect();
    world.set_globals(&kept);
    thread.mutator.collect(Extent::All, |_| ());
    let stats = world.heap.stats();
    assert_eq!((stats.collections, stats.stops), (1, 2));
    assert!((1_000..1_010).contains(&stats.live_objects), "{stats:?}");
    assert!((32_000..33_000).contains(&stats.live_bytes), "{stats:?}");
    assert!(stats.allocated_bytes >= 32_000 && stats.heap_bytes >= 64 << 10);
    assert!(stats.last_pause > Duration::ZERO && stats.last_pause <= stats.longest_pause);
    assert!(stats.total_pause > stats.longest_pause);
}

/// What an old object owns is counted once, though it lies on a stack and is looked at in each collection.
#[test]
fn what_a_held_object_owns_is_counted_once() {
    let world = World::new(small());
    let mut thread = world.attach(0);
    let owner = thread.object(OWNER, &[1000]);
    thread.mutator.external(1000).expect("room");
    thread.mutator.collect(Extent::All, |_| ());
    assert_eq!(world.heap.stats().live_external, 1000);
    for _ in 0..3 {
        thread.mutator.collect(Extent::Young, |_| ());
    }
    assert_eq!(world.heap.stats().live_external, 1000);
    // SAFETY: an owner has a word.
    assert_eq!(unsafe { owner.word(0) }.load(), 1000);
}

/// Marking takes long, and a thread allocates as fast as it can meanwhile. Of a list of nodes, lest the test keep values.
#[test]
fn who_allocates_faster_than_is_marked_is_delayed() {
    let zeal = Zeal {
        linger: 500,
        ..Zeal::default()
    };
    let world = World::new(Config { zeal, ..small() });
    let mut thread = world.attach(0);
    let mut last = 0;
    for _ in 0..200_000 {
        last = thread.object(NODE, &[last; 30]).to_value();
        world.set_globals(&[last]);
        thread.poll();
    }
    let rounds = 4_000_000;
    let was_delayed = (0..rounds).any(|_| {
        thread.alloc(NODE, 30);
        thread.poll();
        world.delays() > 0
    });
    assert!(was_delayed, "{:?}", world.heap.stats());
}
