//! Private objects that others learn of through side doors (plain Rust references, which no commit
//! has published), while their owners run, wait, idle, sleep and end.

use crate::world::{Memory, Tx, Work, add, explore, get, join, memory, memory_with, peek, set};
use crate::world::{shared, together};
use shuttle::sync::Mutex;
use shuttle::thread::yield_now;
use std::sync::Arc;
use stm_core::Abort;
use stm_core::arena::Object;

/// A new private object whose second word refers to another one.
fn bear(tx: &mut Tx) -> &'static Object {
    let (object, child) = (Object::new(tx.birth_token()), Object::new(tx.birth_token()));
    object.word(1).store(child.to_word());
    object
}

/// Adds 1 to the object and to the one that it refers to.
fn add_to_both(tx: &mut Tx, object: &'static Object) -> Result<(), Abort> {
    add(tx, object, 1)?;
    let child = tx.read(object.token(), object.word(1))?;
    add(tx, Object::from_word(child).expect("a reference"), 1)
}

/// Three threads know each other's objects from the start and change them all, in transactions that
/// begin with `first`, their own objects first. One idles in between.
fn side_doors(stm: &Memory, first: fn(&mut Tx) -> Result<(), Abort>) {
    let mut handles: [Tx; 3] = std::array::from_fn(|_| stm.attach().expect("a slot"));
    let objects = handles.each_mut().map(bear);
    let threads = handles.into_iter().enumerate().map(|(number, mut tx)| {
        let mut order = objects;
        order.rotate_left(number);
        shuttle::thread::spawn(move || {
            for object in order {
                tx.atomically(|tx| first(tx).and_then(|()| add_to_both(tx, object)))
                    .expect("no retry");
                if number == 0 {
                    tx.go_idle();
                    yield_now();
                    tx.resume();
                }
            }
        })
    });
    join(threads.collect::<Vec<_>>());
    for object in objects {
        let child = Object::from_word(object.word(1).load()).expect("a reference");
        assert_eq!([peek(object), peek(child)], [3, 3]);
    }
}

#[test]
fn owners_publish_what_others_meet() {
    explore("side_doors", 4_000, || side_doors(&memory(), |_| Ok(())));
}

#[test]
fn owners_publish_what_irrevocable_ones_meet() {
    explore("irrevocable_side_doors", 4_000, || {
        side_doors(&memory(), Tx::become_irrevocable);
    });
}

/// The owner sleeps until the other one, which has to meet the private object first, wakes it.
#[test]
fn a_sleeping_owner_is_no_obstacle() {
    explore("sleeping_owner", 4_000, || {
        let stm = memory();
        let [flag, shown] = shared(0);
        let private = Arc::new(Mutex::new(None::<&'static Object>));
        let (inside, outside) = (Arc::clone(&private), private);
        let owner: Work = Box::new(move |tx| {
            let own = bear(tx);
            *inside.lock().expect("no panic") = Some(own);
            tx.atomically(|tx| set(tx, shown, 1)).expect("no retry");
            tx.atomically(|tx| match get(tx, flag)? {
                0 => tx.retry(),
                _ => add_to_both(tx, own),
            })
            .expect("woken");
            assert_eq!(peek(own), 2);
        });
        let guest: Work = Box::new(move |tx| {
            tx.atomically(|tx| match get(tx, shown)? {
                0 => tx.retry(),
                _ => Ok(()),
            })
            .expect("woken");
            let object = outside.lock().expect("no panic").expect("shown");
            tx.atomically(|tx| add_to_both(tx, object))
                .expect("no retry");
            tx.atomically(|tx| set(tx, flag, 1)).expect("no retry");
        });
        together(&stm, [owner, guest]);
    });
}

/// Threads come and go in few slots. Each bears an object, shows it around, and changes all that it
/// has been shown, of the living and the dead.
#[test]
fn threads_end_and_slots_are_reused() {
    explore("reused_slots", 4_000, || {
        let stm = memory_with(|config| config.max_threads = 3);
        let shown = Arc::new(Mutex::new(Vec::<&'static Object>::new()));
        let live = |_| {
            let (stm, shown) = (Arc::clone(&stm), Arc::clone(&shown));
            shuttle::thread::spawn(move || {
                let mut added = 0;
                for _ in 0..2 {
                    let mut tx = stm.attach().expect("a slot");
                    let own = Object::new(tx.birth_token());
                    let mut shown = shown.lock().expect("no panic");
                    shown.push(own);
                    let all = shown.clone();
                    drop(shown);
                    for object in all {
                        tx.atomically(|tx| add(tx, object, 1)).expect("no retry");
                        added += 1;
                    }
                }
                added
            })
        };
        let added: u64 = join([0, 1, 2].map(live)).into_iter().sum();
        let mut tx = stm.attach().expect("a slot");
        let shown = shown.lock().expect("no panic");
        let sum = tx.atomically(|tx| shown.iter().map(|object| get(tx, object)).sum());
        assert_eq!(sum, Ok(added));
    });
}
