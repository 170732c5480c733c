//! What is born while there is marking is young afterwards, and is found where old objects refer to it.

use crate::world::{
    DROPPED, NODE, PAIR, Thread, World, clean_stack, drops_of, get, numbers, set, small,
};
use std::iter::once;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use stm_core::{Change, Token, Unit, Word};
use tython_gc::{Extent, Object};

/// Collects. When marking is nearly done another thread, which has prepared something, goes on with that.
fn mark_beside<T>(
    world: &World,
    extent: Extent,
    prepare: impl FnOnce(&mut Thread) -> T + Send,
    beside: impl FnOnce(&mut Thread, T) + Send,
) {
    let [ready, wanted, done, over] = [(); 4].map(|()| Arc::new(AtomicBool::new(false)));
    let is = |flag: &AtomicBool| flag.load(Ordering::Acquire);
    {
        let (wanted, done) = (Arc::clone(&wanted), Arc::clone(&done));
        world.survey(move |_| {
            wanted.store(true, Ordering::Release);
            while !done.load(Ordering::Acquire) {
                std::thread::yield_now();
            }
        });
    }
    let mut thread = world.attach(0);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| {
            let mut other = world.attach(1);
            act(&mut other, prepare, beside, &ready, &wanted);
            clean_stack();
            done.store(true, Ordering::Release);
            while !is(&over) {
                other.poll();
                std::thread::yield_now();
            }
        });
        thread.mutator.blocked(
            |_| (),
            || {
                while !is(&ready) {
                    std::thread::yield_now();
                }
            },
        );
        thread.mutator.collect(extent, |_| ());
        over.store(true, Ordering::Release);
        let ended = thread.mutator.blocked(|_| (), || other.join());
        ended.expect("the other thread ends");
    });
    world.survey(|_| ());
}

/// In a frame of its own, so that nothing is left of it.
#[inline(never)]
fn act<T>(
    other: &mut Thread,
    prepare: impl FnOnce(&mut Thread) -> T,
    beside: impl FnOnce(&mut Thread, T),
    ready: &AtomicBool,
    wanted: &AtomicBool,
) {
    let prepared = prepare(other);
    ready.store(true, Ordering::Release);
    while !wanted.load(Ordering::Acquire) {
        other.poll();
        std::thread::yield_now();
    }
    beside(other, prepared);
}

/// Those with these numbers that a collection of the young has not freed.
fn survivors(world: &World, first: usize, count: usize) -> Vec<usize> {
    world.elsewhere(|thread| thread.mutator.collect(Extent::Young, |_| ()));
    (0..count)
        .filter(|number| drops_of(first + number) == 0)
        .collect()
}

fn dropped(thread: &mut Thread, number: usize) -> Object {
    thread.object(DROPPED, &[0, 0, number as u64])
}

const EXTENTS: [Extent; 2] = [Extent::All, Extent::Young];

#[test]
fn what_nobody_holds_any_more_is_freed() {
    EXTENTS.into_iter().for_each(free_after);
}

fn free_after(extent: Extent) {
    let world = World::new(small());
    let first = numbers(1000);
    mark_beside(
        &world,
        extent,
        |_| (),
        |other, ()| {
            for number in 0..1000 {
                dropped(other, first + number);
            }
        },
    );
    let left = survivors(&world, first, 1000).len();
    assert!(left < 10, "{left} are left");
}

/// As a transaction that stores a value, and ends.
fn store(world: &World, object: Object, index: usize, value: u64) {
    let Unit { token, words } = world.heap.unit(object.token());
    let before: Vec<u64> = words.iter().map(Word::load).collect();
    set(object, index, value);
    let change = Change {
        token,
        words,
        before: &before,
    };
    world.heap.committed(&mut once(change));
}

#[test]
fn what_a_transaction_has_put_into_old_objects_lives() {
    EXTENTS.into_iter().for_each(store_beside);
}

fn store_beside(extent: Extent) {
    let world = World::new(small());
    let first = numbers(2);
    let pairs = world.elsewhere(|thread| {
        let old = thread.object(PAIR, &[0, 0]).to_value();
        world.set_globals(&[old]);
        thread.mutator.collect(Extent::Young, |_| ());
        let young = thread.object(PAIR, &[0, 0]).to_value();
        world.set_globals(&[old, young]);
        [!old, !young]
    });
    mark_beside(
        &world,
        extent,
        |_| (),
        |other, ()| {
            for (index, hidden) in pairs.iter().enumerate() {
                // SAFETY: a global refers to it.
                let pair = unsafe { Object::from_value(!hidden) };
                let born = dropped(other, first + index);
                store(&world, pair, index, born.to_value());
            }
        },
    );
    assert_eq!(survivors(&world, first, 2), [0, 1]);
    // They are old now, so nobody looks at them.
    // SAFETY: as above.
    let of = |index: usize| get(unsafe { Object::from_value(!pairs[index]) }, index);
    world.elsewhere(|thread| {
        thread.mutator.collect(Extent::Young, |_| ());
        let old = |index| {
            // SAFETY: as above.
            let object = unsafe { Object::from_value(of(index)) };
            world.heap.is_old(object)
        };
        assert!(old(0) && old(1));
    });
}

#[test]
fn what_native_code_puts_into_what_it_makes_lives() {
    EXTENTS.into_iter().for_each(fill_beside);
}

fn fill_beside(extent: Extent) {
    let world = World::new(small());
    let first = numbers(1);
    mark_beside(
        &world,
        extent,
        |other| {
            let pair = other.object(PAIR, &[0, 0]);
            world.set_globals(&[pair.to_value()]);
            pair
        },
        |other, pair| {
            let born = dropped(other, first);
            set(pair, 0, born.to_value());
        },
    );
    assert_eq!(survivors(&world, first, 1), [0]);
}

/// A token in the middle of a large object, whose blocks had small ones before.
#[test]
fn what_a_large_object_has_got_lives() {
    const WORDS: usize = 20_000;
    let world = World::new(small());
    let first = numbers(2);
    world.elsewhere(|thread| {
        (0..20_000).for_each(|_| set(thread.object(PAIR, &[0, 0]), 0, 0));
    });
    world.elsewhere(Thread::collect_all);
    let hidden = world.elsewhere(|thread| {
        let large = thread.alloc(NODE, WORDS).to_value();
        world.set_globals(&[large]);
        !large
    });
    // From where no stack holds it: it would be remembered whole.
    world.elsewhere(Thread::collect_all);
    world.elsewhere(|thread| {
        // SAFETY: a global refers to it.
        let large = unsafe { Object::from_value(!hidden) };
        // Of two that follow each other, one lies where a small object began.
        for number in 0..2 {
            let middle = WORDS / 2 + 2 * number;
            let born = dropped(thread, first + number);
            set(large, middle + 1, born.to_value());
            // SAFETY: words of the object, which nobody frees; a token is such a word.
            let (token, word) = unsafe { (large.word(middle), large.word(middle + 1)) };
            let token = std::ptr::from_ref::<Word>(token).cast::<Token>();
            let change = Change {
                // SAFETY: as above.
                token: unsafe { &*token },
                words: std::slice::from_ref(word),
                before: &[0],
            };
            world.heap.committed(&mut once(change));
        }
    });
    assert_eq!(survivors(&world, first, 2), [0, 1]);
}
