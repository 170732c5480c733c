//! What a mutator holds without telling: native stacks; and what it hands over.

use crate::world::{
    DROPPED, NODE, RAW, Thread, World, clean_stack, drops_of, get, numbers, set, small,
};
use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering};
use tython_gc::{Extent, Object, RootRange};

#[test]
fn a_local_variable_keeps_its_object() {
    let world = World::new(small());
    let mut thread = world.attach(0);
    let number = numbers(1);
    let value = black_box(thread.object(DROPPED, &[0, 0, number as u64]).to_value());
    thread.collect_all();
    assert_eq!(drops_of(number), 0);
    // SAFETY: a reference, made above.
    let object = unsafe { Object::from_value(black_box(value)) };
    assert_eq!(get(object, 2), number as u64);
}

#[test]
fn an_interior_pointer_keeps_its_object() {
    let world = World::new(small());
    let mut thread = world.attach(0);
    for words in [3, 100, 1000, 9000, 100_000] {
        let number = numbers(1);
        let last = {
            let object = thread.alloc(DROPPED, words);
            set(object, 2, number as u64);
            black_box(object.payload().wrapping_add(2))
        };
        clean_stack();
        thread.collect_all();
        assert_eq!(drops_of(number), 0, "{words}");
        // SAFETY: the object is alive, and so is its third word.
        assert_eq!(unsafe { black_box(last).read() }, number as u64);
    }
}

#[test]
fn a_blocked_thread_keeps_what_its_callers_hold() {
    let world = World::new(small());
    let number = numbers(1);
    let mut sleeper = world.attach(1);
    let (tell, wait) = std::sync::mpsc::channel::<()>();
    let (ready, is_ready) = std::sync::mpsc::channel();
    let handle = std::thread::spawn(move || {
        let object = black_box(sleeper.object(DROPPED, &[0, 0, number as u64]));
        sleeper.mutator.blocked(
            |_| (),
            || {
                ready.send(()).expect("somebody waits");
                wait.recv().expect("somebody sends");
            },
        );
        assert_eq!(get(black_box(object), 2), number as u64);
    });
    is_ready.recv().expect("the thread lives");
    let mut thread = world.attach(0);
    thread.collect_all();
    assert_eq!(drops_of(number), 0);
    tell.send(()).expect("the thread lives");
    handle.join().expect("no panic");
}

#[test]
fn words_and_tokens_that_are_handed_over_are_roots() {
    let world = World::new(small());
    let mut thread = world.attach(0);
    let first = numbers(2);
    let hidden = hidden_objects(&mut thread, first, 2);
    clean_stack();
    thread.mutator.collect(Extent::All, |roots| {
        roots.word(!hidden[0]);
        // SAFETY: a reference, in disguise.
        roots.token(unsafe { Object::from_value(!hidden[1]) }.token());
    });
    assert!(
        hidden
            .iter()
            .all(|hidden| world.heap.find_exact(!hidden).is_some())
    );
    assert_eq!((drops_of(first), drops_of(first + 1)), (0, 0));
}

#[inline(never)]
fn hidden_objects(thread: &mut crate::world::Thread, first: usize, count: usize) -> Vec<u64> {
    (first..first + count)
        .map(|number| !thread.object(DROPPED, &[0, 0, number as u64]).to_value())
        .collect()
}

#[test]
fn a_registered_range_is_a_root_as_far_as_it_says() {
    let world = World::new(small());
    let mut thread = world.attach(0);
    let first = numbers(100);
    let hidden = hidden_objects(&mut thread, first, 100);
    let mut frames: Vec<u64> = hidden.iter().map(|hidden| !hidden).collect();
    let range = Box::leak(Box::new(RootRange::default()));
    range.base.store(frames.as_mut_ptr(), Ordering::Relaxed);
    range
        .top
        .store(frames.as_mut_ptr().wrapping_add(50), Ordering::Relaxed);
    // SAFETY: the range is leaked, and the words outlive the mutator's last collection.
    unsafe { thread.mutator.add_range(range) };
    clean_stack();
    thread.collect_all();
    assert!((first..first + 50).all(|number| drops_of(number) == 0));
    let dropped: u32 = (first + 50..first + 100).map(drops_of).sum();
    assert!(dropped > 45, "{dropped} of 50");
}

#[test]
fn garbage_is_no_object() {
    let world = World::new(small());
    let mut thread = world.attach(0);
    let object = thread.alloc(NODE, 5);
    let large = thread.alloc(NODE, 100_000);
    let heap = world.heap;
    let start = object.address() as u64;
    let inside: Vec<u64> = (start..start + 16 + 5 * 8).collect();
    assert!(inside.iter().all(|word| heap.find(*word) == Some(object)));
    assert_ne!(heap.find(start - 1), Some(object));
    let last = large.address() as u64 + 16 + 100_000 * 8 - 1;
    assert_eq!(heap.find(last), Some(large));
    assert_eq!(heap.find_exact(object.to_value()), Some(object));
    for wrong in [
        start,
        start + 2,
        start + 17,
        start + 9,
        1,
        0,
        u64::MAX,
        start ^ 1 << 62,
    ] {
        assert_eq!(heap.find_exact(wrong), None, "{wrong:#x}");
    }
    let base = start & !((1 << 22) - 1);
    for word in (base..base + (1 << 22)).step_by(8) {
        if let Some(found) = heap.find(word) {
            assert!(found == object || found == large);
        }
    }
    set(object, 0, 0);
}

/// Objects with room for others of another size over the middle of most of them; in disguise.
#[inline(never)]
fn doomed(thread: &mut Thread, count: usize) -> Vec<u64> {
    (0..count)
        .map(|_| !thread.object(NODE, &[0; 1500]).to_value())
        .collect()
}

/// Objects that count their drops, in disguise.
#[inline(never)]
fn hidden(thread: &mut Thread, first: usize, count: usize) -> Vec<u64> {
    (first..first + count)
        .map(|number| !thread.object(DROPPED, &[0, 0, number as u64]).to_value())
        .collect()
}

/// A stack comes by the addresses of dead objects while marking ends. In the next collection other objects lie there,
/// whose contents look like such an object.
#[test]
fn the_dead_that_a_stack_names_when_marking_ends_are_not_looked_at_later() {
    const COUNT: usize = 50;
    let world = World::new(small());
    let mut thread = world.attach(0);
    let dead = doomed(&mut thread, COUNT);
    let meta = thread.object(NODE, &[0]).meta().bits();
    let found: [AtomicU64; COUNT] = std::array::from_fn(|_| AtomicU64::new(0));
    let (candidates, places) = (dead.clone(), (&raw const found).expose_provenance());
    world.after_mark(move |dead| {
        // SAFETY: hooks are called in the collections below, as long as the array lives.
        let found = unsafe { &*std::ptr::with_exposed_provenance::<[AtomicU64; COUNT]>(places) };
        for (place, object) in found.iter().zip(&candidates) {
            if dead.has_died(!object) {
                place.store(!object, Ordering::Relaxed);
            }
        }
    });
    clean_stack();
    thread.mutator.collect(Extent::All, |_| ());
    world.after_mark(|_| ());
    let first = numbers(COUNT);
    let victims = hidden(&mut thread, first, COUNT);
    let others: Vec<_> = (0..COUNT).map(|_| thread.alloc(RAW, 3000)).collect();
    let values: Vec<_> = others.iter().map(|object| object.to_value()).collect();
    world.set_globals(&values);
    let mut faked = Vec::new();
    for (index, place) in found.iter().enumerate() {
        // SAFETY: a reference, made above, to what lived then.
        let gone = unsafe { Object::from_value(place.swap(0, Ordering::Relaxed) | 1) };
        let Some(other) = world.heap.find(gone.address() as u64 + 8) else {
            continue;
        };
        let distance = gone.address().wrapping_sub(other.address()) / 8;
        if distance != 0 && other.meta().layout() == RAW.get() {
            // Its payload begins behind two words.
            set(other, distance - 1, meta);
            set(other, distance, !victims[index]);
            faked.push(index);
        }
    }
    assert!(faked.len() > 10, "{faked:?}");
    clean_stack();
    thread.mutator.collect(Extent::Young, |_| ());
    let kept = faked.iter().filter(|index| drops_of(first + **index) == 0);
    assert!(kept.count() < 5, "{faked:?}");
}
