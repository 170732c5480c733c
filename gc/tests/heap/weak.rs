//! What the client may do after marking: clear weak references, and bring objects back for
//! their finalisers.

use crate::world::{DROPPED, Thread, World, clean_stack, drops_of, follow, get, numbers, small};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tython_gc::{Extent, Object};

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
    world.after_mark(move |dead| {
        table
            .lock()
            .expect("not poisoned")
            .retain(|hidden| !dead.has_died(!hidden));
        assert!([0b101, 8, 1].iter().all(|value| !dead.has_died(*value)));
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
fn what_a_survey_finds_marked_stays_so() {
    let world = World::new(small());
    let mut thread = world.attach(0);
    let first = numbers(2000);
    let hidden = pairs(&mut thread, first, 1000);
    let kept: Vec<u64> = hidden.iter().step_by(2).map(|hidden| !hidden).collect();
    world.set_globals(&kept);
    let surveyed = Arc::new(Mutex::new(Vec::new()));
    let (before, after) = (Arc::clone(&surveyed), Arc::clone(&surveyed));
    world.survey(move |marking| {
        let marked = |hidden: &&u64| marking.is_marked(!**hidden);
        *before.lock().expect("not poisoned") = hidden.iter().filter(marked).copied().collect();
    });
    world.after_mark(move |dead| {
        let surveyed = after.lock().expect("not poisoned");
        assert!(surveyed.iter().all(|hidden| dead.is_old(!hidden)));
    });
    clean_stack();
    for extent in [Extent::Young, Extent::All, Extent::Young, Extent::All] {
        thread.mutator.collect(extent, |_| ());
        let surveyed = surveyed.lock().expect("not poisoned");
        // Nobody else changes anything, so marking has come to its end.
        assert!(kept.iter().all(|kept| surveyed.contains(&!kept)));
        assert!(surveyed.len() < 510, "{}", surveyed.len());
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
    world.after_mark(move |aftermath| {
        // In this collection those that died now; those from the one before are free to go.
        let mut due = due.lock().expect("not poisoned");
        due.clear();
        waiting.lock().expect("not poisoned").retain(|hidden| {
            let dead = aftermath.revive(!hidden);
            due.extend(dead.then_some(*hidden));
            !dead
        });
        aftermath.drain();
    });
    clean_stack();
    thread.mutator.collect(Extent::All, |_| ());
    let finalised = queue.lock().expect("not poisoned").clone();
    assert!(finalised.len() > 90, "{}", finalised.len());
    assert_eq!((first..first + 200).map(drops_of).sum::<u32>(), 0);
    check_whole(first, &hidden, &finalised);
    clean_stack();
    thread.collect_all();
    assert!((first..first + 200).map(drops_of).sum::<u32>() > 180);
}

/// What is born while the dead are looked after is not taken for dead, has a cell of its own, and is found.
#[test]
fn what_is_born_beside_the_clearing_is_young() {
    const ASKED: usize = 1000;
    let world = World::new(small());
    let mut thread = world.attach(0);
    let first = numbers(2000);
    let hidden = pairs(&mut thread, first, 1000);
    let going = Arc::new(AtomicBool::new(true));
    // The other thread makes as many as the callback waits for, and no more: it must not come to where
    // it has to wait for this collection, or asks for another one.
    let wanted = Arc::new(AtomicUsize::new(0));
    let (born, dead_then) = (Arc::new(Mutex::new(Vec::new())), Arc::default());
    let (seen, found): (_, Arc<Mutex<Vec<u64>>>) = (Arc::clone(&born), Arc::clone(&dead_then));
    let heap = world.heap;
    let asks = Arc::clone(&wanted);
    world.after_mark(move |dead| {
        let before = asks.fetch_add(ASKED, Ordering::Relaxed);
        while seen.lock().expect("not poisoned").len() < before + ASKED {
            std::thread::yield_now();
        }
        let mut found = found.lock().expect("not poisoned");
        dead.each_dead(&mut |object| found.push(object.to_value()));
        for value in &seen.lock().expect("not poisoned")[before..] {
            assert!(!dead.has_died(*value) && !dead.revive(*value) && !found.contains(value));
            assert!(heap.find_exact(*value).is_some() && !heap.has_died(*value));
        }
        for value in found.iter() {
            assert!(dead.has_died(*value) && heap.has_died(*value));
            assert_eq!(heap.find_exact(*value), None);
            assert!(heap.find_even_dead(*value).is_some());
        }
    });
    std::thread::scope(|scope| {
        let beside = scope.spawn(|| {
            let mut other = world.attach(1);
            let mut made = 0;
            while going.load(Ordering::Relaxed) {
                if made < wanted.load(Ordering::Relaxed) {
                    let object = other.object(DROPPED, &[0, 0, first as u64]);
                    born.lock().expect("not poisoned").push(object.to_value());
                    made += 1;
                } else {
                    std::thread::yield_now();
                }
                other.poll();
            }
        });
        clean_stack();
        thread.mutator.collect(Extent::All, |_| ());
        going.store(false, Ordering::Relaxed);
        // The other one may have to stop once more.
        let ended = thread.mutator.blocked(|_| (), || beside.join());
        ended.expect("the other thread ends");
    });
    let found = dead_then.lock().expect("not poisoned");
    let dead = hidden.iter().filter(|hidden| found.contains(&!**hidden));
    assert!(dead.count() > 900);
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
