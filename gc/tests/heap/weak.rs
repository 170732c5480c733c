//! What the client may do after marking: clear weak references, and bring objects back for
//! their finalisers.

use crate::world::{DROPPED, Thread, World, clean_stack, drops_of, follow, get, numbers, small};
use std::sync::{Arc, Mutex};
use tython_gc::Object;

/// `count` objects, each with a reference to another that nothing else refers to; in disguise.
#[inline(never)]
fn pairs(thread: &mut Thread, first: usize, count: usize) -> Vec<u64> {
    (0..count)
        .map(|index| {
            let number = (first + 2 * index) as u64;
            let inner = thread.object(DROPPED, &[0, 0, number + 1]);
            !thread
                .object(DROPPED, &[inner.to_value(), 0, number])
                .to_value()
        })
        .collect()
}

#[test]
fn weak_references_are_cleared_before_anything_is_freed() {
    let world = World::new(small());
    let mut thread = world.attach(0);
    let first = numbers(200);
    let hidden = pairs(&mut thread, first, 100);
    world.set_globals(&[!hidden[0], !hidden[1]]);
    let weak = Arc::new(Mutex::new(hidden.clone()));
    let table = Arc::clone(&weak);
    world.after_mark(move |marking| {
        table
            .lock()
            .expect("not poisoned")
            .retain(|hidden| marking.is_marked(!hidden));
        assert!(marking.is_marked(0b101) && marking.is_marked(8) && marking.is_marked(1));
    });
    clean_stack();
    thread.collect_all();
    let left = weak.lock().expect("not poisoned").clone();
    assert!((2..10).contains(&left.len()), "{}", left.len());
    assert_eq!(left[..2], hidden[..2]);
    for (index, hidden) in hidden.iter().enumerate() {
        let expected = u32::from(!left.contains(hidden));
        assert_eq!(drops_of(first + 2 * index), expected);
    }
}

#[test]
fn a_finaliser_finds_its_object_whole() {
    let world = World::new(small());
    let mut thread = world.attach(0);
    let first = numbers(200);
    let hidden = pairs(&mut thread, first, 100);
    let waiting = Arc::new(Mutex::new(hidden.clone()));
    let queue = Arc::new(Mutex::new(Vec::new()));
    let due = Arc::clone(&queue);
    world.after_mark(move |marking| {
        // In this collection those that died now; those from the one before are free to go.
        let mut due = due.lock().expect("not poisoned");
        due.clear();
        waiting.lock().expect("not poisoned").retain(|hidden| {
            let dead = marking.mark(!hidden);
            due.extend(dead.then_some(*hidden));
            !dead
        });
        marking.drain();
    });
    clean_stack();
    thread.mutator.collect(|_| ());
    let finalised = queue.lock().expect("not poisoned").clone();
    assert!(finalised.len() > 90, "{}", finalised.len());
    assert_eq!((first..first + 200).map(drops_of).sum::<u32>(), 0);
    check_whole(first, &hidden, &finalised);
    clean_stack();
    thread.collect_all();
    assert!((first..first + 200).map(drops_of).sum::<u32>() > 180);
}

#[inline(never)]
fn check_whole(first: usize, hidden: &[u64], finalised: &[u64]) {
    for (index, hidden) in hidden.iter().enumerate() {
        if finalised.contains(hidden) {
            // SAFETY: marked in the last collection, so alive.
            let object = unsafe { Object::from_value(!hidden) };
            assert_eq!(get(object, 2), (first + 2 * index) as u64);
            assert_eq!(get(follow(object, 0), 2), (first + 2 * index + 1) as u64);
        }
    }
}
