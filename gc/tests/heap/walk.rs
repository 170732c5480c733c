//! A look at objects from outside: which ones the roots reach, what they hold and what they take.

use crate::world::{COUNTED, NODE, ODD, OWNER, RAW, World, set, small};
use std::collections::HashSet;
use tython_gc::{Extent, Heap, Object, RootRange};

/// The values that an object holds.
fn values(heap: &Heap, object: Object) -> Vec<u64> {
    let mut values = Vec::new();
    heap.each_value(object, &mut |value| values.push(value));
    values
}

#[test]
fn what_roots_reach_is_visited_once() {
    let world = World::new(small());
    let mut thread = world.attach(0);
    let far = thread.object(RAW, &[7]);
    // A ring, and an object that two refer to.
    let first = thread.object(NODE, &[0, far.to_value()]);
    let second = thread.object(NODE, &[first.to_value(), far.to_value()]);
    set(first, 0, second.to_value());
    let handed = thread.object(NODE, &[0, 0]);
    let lost = thread.object(NODE, &[far.to_value(), 0]);
    world.set_globals(&[first.to_value(), first.to_value()]);
    let mut visited = Vec::new();
    thread.mutator.walk(
        |roots| roots.word(handed.to_value()),
        |walk| walk.each_reachable(&mut |object| visited.push(object)),
    );
    let all: HashSet<Object> = visited.iter().copied().collect();
    assert_eq!(all, HashSet::from([first, second, far, handed]));
    assert_eq!(visited.len(), all.len());
    // The native stack holds it, which does not count; but it is there.
    assert_eq!(world.heap.find_exact(lost.to_value()), Some(lost));
}

#[test]
fn ranges_are_roots() {
    let world = World::new(small());
    let mut thread = world.attach(0);
    let object = thread.object(NODE, &[0]);
    let mut words = [0, object.to_value(), object.to_value()];
    let range = RootRange::default();
    let base = words.as_mut_ptr();
    range.base.store(base, std::sync::atomic::Ordering::Relaxed);
    // SAFETY: two of the three words.
    let top = unsafe { base.add(2) };
    range.top.store(top, std::sync::atomic::Ordering::Relaxed);
    // SAFETY: the range lives until the thread is dropped below.
    unsafe { thread.mutator.add_range(&raw const range) };
    let mut visited = Vec::new();
    thread.mutator.walk(
        |_| (),
        |walk| walk.each_reachable(&mut |object| visited.push(object)),
    );
    assert_eq!(visited, [object]);
    drop(thread);
}

#[test]
fn values_are_those_that_the_layout_names() {
    let world = World::new(small());
    let mut thread = world.attach(0);
    let object = thread.object(COUNTED, &[2, 10, 12, 14]);
    assert_eq!(values(world.heap, object), [10, 12]);
    let words: Vec<u64> = std::iter::once(20).chain(1..20).collect();
    let object = thread.object(ODD, &words);
    let odd: Vec<u64> = (1..20).step_by(2).collect();
    assert_eq!(values(world.heap, object), odd);
    assert_eq!(values(world.heap, thread.object(RAW, &[1, 2])), []);
}

#[test]
fn what_a_collection_has_found_is_old() {
    let world = World::new(small());
    let mut thread = world.attach(0);
    let survivor = thread.object(NODE, &[0]);
    world.set_globals(&[survivor.to_value()]);
    let mut ages = Vec::new();
    for _ in 0..2 {
        let fresh = thread.object(NODE, &[0]);
        thread.mutator.walk(
            |_| (),
            |walk| ages.push([survivor, fresh].map(|object| walk.heap().is_old(object))),
        );
        thread.mutator.collect(Extent::All, |_| ());
    }
    assert_eq!(ages, [[false, false], [true, false]]);
}

#[test]
fn an_object_takes_its_cell_and_what_it_owns_elsewhere() {
    let world = World::new(small());
    let mut thread = world.attach(0);
    let object = thread.object(NODE, &[0; 5]);
    let cell = 16 + 8 * world.heap.capacity(object);
    assert_eq!(world.heap.bytes_of(object), cell);
    let owner = thread.object(OWNER, &[100]);
    let cell = 16 + 8 * world.heap.capacity(owner);
    assert_eq!(world.heap.bytes_of(owner), cell + 100);
}

#[test]
fn a_walk_waits_for_the_others() {
    let world = World::new(small());
    let mut thread = world.attach(0);
    let shared = thread.object(NODE, &[0]);
    world.set_globals(&[shared.to_value()]);
    std::thread::scope(|scope| {
        for tag in 1..4 {
            let mut other = world.attach(tag);
            scope.spawn(move || {
                for _ in 0..2000 {
                    let fresh = other.object(NODE, &[0]);
                    set(shared, 0, fresh.to_value());
                    other.poll();
                }
            });
        }
        for _ in 0..50 {
            let counts = thread.mutator.walk(
                |_| (),
                |walk| {
                    [(); 2].map(|()| {
                        let mut count = 0;
                        walk.each_reachable(&mut |_| count += 1);
                        count
                    })
                },
            );
            assert!(
                counts[0] == counts[1] && (1..=2).contains(&counts[0]),
                "{counts:?}"
            );
        }
        // The others may want the world to stop while they end.
        thread.mutator.blocked(|_| (), || ());
    });
}
