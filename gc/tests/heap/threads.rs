//! Many threads allocate, block, come and go, while collections happen.

use crate::world::{
    DROPPED, NODE, PAIR, RAW, Random, Thread, World, drops_of, follow, get, numbers, set, small,
};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use tython_gc::{Config, Extent, Object, Zeal};

const THREADS: usize = 8;

/// A binary tree whose leaves say `seed`; the only references to it are on the native stack.
fn tree(thread: &mut Thread, depth: u32, seed: u64) -> Object {
    thread.poll();
    if depth == 0 {
        return thread.object(NODE, &[0, 0, seed << 1]);
    }
    let left = tree(thread, depth - 1, seed);
    let right = tree(thread, depth - 1, seed);
    thread.object(NODE, &[left.to_value(), right.to_value(), seed << 1])
}

fn check(tree: Object, depth: u32, seed: u64) -> usize {
    assert_eq!(get(tree, 2), seed << 1);
    if depth == 0 {
        return 1;
    }
    check(follow(tree, 0), depth - 1, seed) + check(follow(tree, 1), depth - 1, seed) + 1
}

/// Builds trees, blocks now and then, and makes garbage of all sizes.
fn work(thread: &mut Thread, seed: u64, rounds: usize) {
    let mut random = Random::new(seed);
    let kept = tree(thread, 7, seed);
    for round in 0..rounds {
        let depth = random.below(8) as u32;
        let young = tree(thread, depth, seed + round as u64);
        match random.below(20) {
            0 => thread
                .mutator
                .blocked(|_| (), || std::thread::sleep(Duration::from_micros(200))),
            1 => {
                let large = thread.alloc(RAW, 10_000 + random.below(30_000));
                set(large, 9_999, seed);
            }
            2 => thread.mutator.collect(Extent::All, |_| ()),
            _ => {}
        }
        thread.poll();
        check(young, depth, seed + round as u64);
    }
    assert_eq!(check(kept, 7, seed), 255);
}

fn all_together(config: Config, rounds: usize) -> tython_gc::Stats {
    let world = World::new(config);
    std::thread::scope(|scope| {
        for tag in 0..THREADS {
            let world = &world;
            scope.spawn(move || work(&mut world.attach(tag), 1 + tag as u64 * 1_000_000, rounds));
        }
    });
    assert_eq!(world.heap.mutators(), 0);
    world.heap.stats()
}

#[test]
fn eight_threads_allocate_while_collections_happen() {
    let stats = all_together(small(), 300);
    assert!(stats.collections > 50, "{stats:?}");
}

#[test]
fn eight_threads_collect_at_every_third_safepoint() {
    let config = Config {
        zeal: Zeal {
            safepoints: 3,
            ..Zeal::default()
        },
        ..small()
    };
    let stats = all_together(config, 3);
    assert!(stats.collections > 500, "{stats:?}");
}

#[test]
fn eight_threads_collect_at_every_slow_allocation() {
    let config = Config {
        zeal: Zeal {
            allocations: 1,
            ..Zeal::default()
        },
        ..small()
    };
    let stats = all_together(config, 20);
    assert!(stats.collections > 100, "{stats:?}");
}

#[test]
fn threads_come_and_go_while_another_collects() {
    let world = World::new(small());
    let (done, born) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut thread = world.attach(0);
            while !done.load(Ordering::Relaxed) || world.heap.stats().collections < 2 {
                thread.mutator.collect(Extent::All, |_| ());
            }
        });
        let workers: Vec<_> = (1..4)
            .map(|tag| {
                let (world, born) = (&world, &born);
                scope.spawn(move || {
                    for round in 0..200 {
                        let mut thread = world.attach(tag);
                        let young = tree(&mut thread, 3, round);
                        thread.poll();
                        check(young, 3, round);
                        born.fetch_add(1, Ordering::Relaxed);
                    }
                })
            })
            .collect();
        for worker in workers {
            worker.join().expect("no panic");
        }
        done.store(true, Ordering::Relaxed);
    });
    assert_eq!(born.load(Ordering::Relaxed), 600);
}

/// Who copies the process waits until all others stand still, and these may be about to order a collection.
#[test]
fn forks_come_to_an_end_while_others_allocate() {
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let config = Config {
            zeal: Zeal {
                orders: 1,
                ..Zeal::default()
            },
            ..small()
        };
        let world = World::new(config);
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for tag in 1..4 {
                let (world, done) = (&world, &done);
                scope.spawn(move || {
                    let mut thread = world.attach(tag);
                    while !done.load(Ordering::Relaxed) {
                        check(tree(&mut thread, 5, 7), 5, 7);
                    }
                });
            }
            let mut thread = world.attach(0);
            while world.heap.stats().collections < 1000 {
                thread.mutator.fork(|_| (), true, || ((), false));
                thread.poll();
            }
            done.store(true, Ordering::Relaxed);
        });
        tell.send(()).expect("somebody waits");
    });
    let deadline = Duration::from_secs(60);
    assert_eq!(told.recv_timeout(deadline), Ok(()), "a deadlock");
}

/// (This process is taken for a copy.)
#[test]
fn who_is_not_in_the_copy_has_no_seat_there() {
    let world: &World = Box::leak(Box::new(World::new(small())));
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let mut other = world.attach(1);
        let gone = || {
            tell.send(()).expect("somebody waits");
            loop {
                std::thread::park();
            }
        };
        other.mutator.blocked(|_| (), gone)
    });
    told.recv().expect("the other thread has parked");
    let mut thread = world.attach(0);
    assert_eq!(world.heap.mutators(), 2);
    thread.mutator.fork(|_| (), true, || ((), true));
    assert_eq!(world.heap.mutators(), 1);
    check(tree(&mut thread, 5, 7), 5, 7);
    thread.mutator.collect(Extent::All, |_| ());
}

#[test]
fn nobody_runs_while_the_world_is_stopped() {
    let world = World::new(small());
    let (inside, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for tag in 0..4 {
            let (world, inside, done) = (&world, &inside, &done);
            scope.spawn(move || {
                let mut thread = world.attach(tag);
                for _ in 0..300 {
                    // Running: visible to who stops the world, if it is not alone.
                    inside.fetch_add(1, Ordering::SeqCst);
                    std::hint::spin_loop();
                    inside.fetch_sub(1, Ordering::SeqCst);
                    thread
                        .mutator
                        .while_stopped(|_| (), || assert_eq!(inside.load(Ordering::SeqCst), 0));
                    thread.poll();
                }
                done.fetch_add(1, Ordering::SeqCst);
                while done.load(Ordering::SeqCst) < 4 {
                    thread.poll();
                    std::thread::yield_now();
                }
            });
        }
    });
    assert_eq!(world.heap.stats().stops, 1_200);
}

#[test]
fn addresses_are_looked_up_while_blocks_change_hands() {
    let world = World::new(small());
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for tag in 1..4 {
            let (world, done) = (&world, &done);
            scope.spawn(move || {
                let mut thread = world.attach(tag);
                let mut random = Random::new(tag as u64);
                while !done.load(Ordering::Relaxed) {
                    let large = random.below(200) == 0;
                    let words = random.below(if large { 50_000 } else { 200 });
                    let object = thread.alloc(NODE, words);
                    // Even numbers: no references, but they would be strange meta words.
                    (0..words).for_each(|index| set(object, index, random.next() << 1));
                    thread.poll();
                }
            });
        }
        let mut thread = world.attach(0);
        let first = thread.alloc(RAW, 1).address() as u64 & !0xffff;
        let mut random = Random::new(99);
        let mut found = 0;
        for _ in 0..2_000_000 {
            let word = first + random.next() % (8 << 20);
            if let Some(object) = world.heap.find(word) {
                let start = object.address() as u64;
                let end = start + 16 + 8 * world.heap.capacity(object) as u64;
                assert!((start..end).contains(&word));
                let layout = object.meta().layout();
                assert!(
                    layout == NODE.get() || layout == RAW.get(),
                    "{:?}",
                    object.meta()
                );
                found += 1;
            }
            thread.poll();
        }
        done.store(true, Ordering::Relaxed);
        assert!(found > 1_000, "{found}");
    });
}

#[test]
fn drops_happen_once_with_many_threads() {
    let world = World::new(small());
    let first = numbers(THREADS * 5_000);
    std::thread::scope(|scope| {
        for tag in 0..THREADS {
            let world = &world;
            scope.spawn(move || {
                let mut thread = world.attach(tag);
                let mut list = thread.object(PAIR, &[0, 0]);
                for index in 0..5_000 {
                    let number = (first + tag * 5_000 + index) as u64;
                    let object = thread.object(DROPPED, &[0, 0, number]);
                    if index % 10 == 0 {
                        list = thread.object(PAIR, &[list.to_value(), object.to_value()]);
                    }
                    if index % 1_000 == 0 {
                        thread.mutator.collect(Extent::All, |_| ());
                    }
                    thread.poll();
                }
                let mut kept = 0;
                while get(list, 0) != 0 {
                    assert_eq!(drops_of(get(follow(list, 1), 2) as usize), 0);
                    list = follow(list, 0);
                    kept += 1;
                }
                assert_eq!(kept, 500);
            });
        }
    });
    // SAFETY: nobody is attached.
    unsafe { world.heap.shutdown() };
    assert!((first..first + THREADS * 5_000).all(|number| drops_of(number) == 1));
}

#[test]
fn a_panic_in_a_blocked_section_leaves_the_mutator_running() {
    let world = World::new(small());
    let mut thread = world.attach(0);
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        thread
            .mutator
            .blocked(|_| (), || panic!("native code fails"));
    }));
    assert!(caught.is_err());
    let object = thread.object(NODE, &[2]);
    thread.mutator.collect(Extent::All, |_| ());
    assert_eq!(get(object, 0), 2);
}
