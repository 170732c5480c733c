//! Who yields to whom, and how a thread learns that it is asked to. With real threads where
//! somebody has to wait; the rest is driven step by step from one.
#![cfg(not(any(feature = "loom", feature = "shuttle")))]

use std::sync::{Arc, mpsc};
use std::thread;
use stm_core::arena::{Arena, Object, int, to_int};
use stm_core::{Abort, Config, Stm, Thread, poll};

type Tx = Thread<Arena>;

/// Polls (or attempts) after which a test gives up: what it waits for never comes.
const PATIENCE: u32 = 2_000_000;

/// Conflicts are decided by age from the first one on, and never by the irrevocable turn.
fn by_age() -> Arc<Stm<Arena>> {
    let config = Config {
        patience: 2,
        timid_tries: 0,
        irrevocable_after: u32::MAX,
        ..Config::default()
    };
    Stm::new(Arena, config)
}

fn attach(stm: &Arc<Stm<Arena>>) -> Tx {
    stm.attach().expect("a slot")
}

fn add(tx: &mut Tx, object: &'static Object) -> Result<(), Abort> {
    let value = to_int(tx.read(object.token(), object.word(0))?);
    tx.write(object.unit(), 0, int(value + 1))
}

fn value(object: &'static Object) -> u64 {
    assert!(!object.token().inspect().is_owned(), "a leaked lock");
    to_int(object.word(0).load())
}

/// Takes an age, older than all that are taken later.
fn grow_old(tx: &mut Tx) {
    tx.begin();
    tx.rollback(Abort::Cancelled);
}

/// Polls until the transaction has to be rolled back.
fn poll_until_aborted(tx: &mut Tx) -> Option<Abort> {
    (0..PATIENCE).find_map(|_| {
        thread::yield_now();
        tx.poll().err()
    })
}

/// `owner` has written an object when `rival` comes to write it too, and has to give way. Returns
/// the owner; the rival has committed by then.
fn meet(mut owner: Tx, mut rival: Tx, rival_begins: fn(&mut Tx) -> Result<(), Abort>) -> Tx {
    let object = Object::shared();
    let (owned, is_owned) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(move || {
            is_owned.recv().expect("the owner is there");
            rival
                .atomically(|tx| rival_begins(tx).and_then(|()| add(tx, object)))
                .expect("no retry");
        });
        owner.begin();
        add(&mut owner, object).expect("nobody else is there");
        owned.send(()).expect("the rival is there");
        let abort = poll_until_aborted(&mut owner);
        owner.rollback(abort.unwrap_or(Abort::Cancelled));
        assert_eq!(abort, Some(Abort::Wounded));
    });
    assert_eq!(value(object), 1, "the rival's addition alone");
    owner
}

#[test]
fn the_older_wounds_the_younger() {
    let stm = by_age();
    let (mut old, mut young) = (attach(&stm), attach(&stm));
    grow_old(&mut old);
    grow_old(&mut young);
    let young = meet(young, old, |_| Ok(()));
    assert_eq!(young.stats().rollbacks(Abort::Wounded), 1);
}

#[test]
fn the_irrevocable_one_wounds_the_oldest() {
    let stm = by_age();
    let (mut old, young) = (attach(&stm), attach(&stm));
    grow_old(&mut old);
    let old = meet(old, young, Tx::become_irrevocable);
    assert_eq!(old.stats().rollbacks(Abort::Wounded), 1);
}

#[test]
fn a_wound_does_not_outlast_its_transaction() {
    let stm = by_age();
    let (mut old, young) = (attach(&stm), attach(&stm));
    grow_old(&mut old);
    let mut young = meet(young, old, |_| Ok(()));
    let object = Object::shared();
    young.begin();
    add(&mut young, object).expect("nobody else is there");
    assert_eq!(young.poll(), Ok(0));
    assert_eq!(young.commit(), Ok(()));
}

/// The tokens of a thread that has gone solo compare lower than all that it ever owned.
#[test]
fn a_wound_does_not_outlast_the_other_threads() {
    let stm = by_age();
    let (mut old, young) = (attach(&stm), attach(&stm));
    grow_old(&mut old);
    let mut young = meet(young, old, |_| Ok(()));
    assert!(young.try_solo());
    stm.request(young.slot(), poll::HOST);
    young.begin();
    assert_eq!(young.poll(), Ok(poll::HOST));
    assert_eq!(young.commit(), Ok(()));
}

#[test]
fn the_younger_asks_and_steps_back() {
    let stm = by_age();
    let (mut old, mut young) = (attach(&stm), attach(&stm));
    let object = Object::shared();
    grow_old(&mut old);
    old.begin();
    add(&mut old, object).expect("nobody else is there");
    assert_eq!(old.poll(), Ok(0));
    young.begin();
    assert_eq!(add(&mut young, object), Err(Abort::Owned));
    young.rollback(Abort::Owned);
    assert_eq!(old.poll(), Ok(poll::END));
    assert_eq!(
        old.poll(),
        Ok(poll::END),
        "it stays until the transaction ends"
    );
    assert_eq!(old.commit(), Ok(()));
    old.begin();
    assert_eq!(old.poll(), Ok(0));
    assert_eq!(old.commit(), Ok(()));
    young.atomically(|tx| add(tx, object)).expect("no retry");
    assert_eq!(value(object), 2);
}

/// A private object met through a side door: its owner is asked to end, and the end publishes it.
#[test]
fn asking_publishes() {
    let stm = by_age();
    let (mut owner, mut other) = (attach(&stm), attach(&stm));
    grow_old(&mut owner);
    owner.begin();
    let private = Object::new(owner.birth_token());
    other.begin();
    assert_eq!(add(&mut other, private), Err(Abort::Owned));
    assert_eq!(owner.poll(), Ok(poll::END));
    assert_eq!(owner.stats().published, 0);
    assert_eq!(owner.commit(), Ok(()));
    assert_eq!(owner.stats().published, 1);
    other.rollback(Abort::Owned);
    other.atomically(|tx| add(tx, private)).expect("no retry");
    assert_eq!(value(private), 1);
}

#[test]
fn poll_reports_the_hosts_bits_until_they_are_cleared() {
    let stm = by_age();
    let mut tx = attach(&stm);
    let bits = poll::HOST | poll::HOST << 3;
    stm.request(tx.slot(), bits);
    for _ in 0..2 {
        tx.begin();
        assert_eq!(tx.poll(), Ok(bits));
        assert_eq!(tx.commit(), Ok(()));
    }
    tx.clear_poll(poll::HOST);
    assert_eq!(tx.poll(), Ok(poll::HOST << 3));
}

/// Each holds what it has while it takes the next, in opposite orders.
#[test]
fn opposite_orders_end() {
    let stm = by_age();
    let objects: [_; 3] = std::array::from_fn(|_| Object::shared());
    thread::scope(|scope| {
        for number in 0..4 {
            let mut tx = attach(&stm);
            let mut order = objects;
            order.rotate_left(number % 3);
            if number % 2 == 0 {
                order.reverse();
            }
            scope.spawn(move || {
                for _ in 0..2_000 {
                    tx.atomically(|tx| {
                        order.iter().try_for_each(|object| {
                            thread::yield_now();
                            add(tx, object)
                        })
                    })
                    .expect("no retry");
                }
                assert_eq!(tx.stats().irrevocable, 0);
            });
        }
    });
    assert_eq!(objects.map(value), [8_000; 3]);
}

/// A transaction over all objects, against threads that never stop holding some of them. All own
/// what they read, so nobody loses but to an owner; and the oldest loses to nobody.
#[test]
fn a_long_transaction_gets_through() {
    const LONG: u64 = 50;
    const ATTEMPTS: u64 = 20 * LONG;
    let stm = by_age();
    let objects: [_; 16] = std::array::from_fn(|_| Object::shared());
    let hold = |tx: &mut Tx, object: &'static Object| {
        tx.open_write(object.unit(), 0)?;
        add(tx, object)?;
        (0..4).for_each(|_| thread::yield_now());
        tx.poll().map(|_| ())
    };
    thread::scope(|scope| {
        let mut tx = attach(&stm);
        let long = Arc::new(scope.spawn(move || {
            let mut attempts = 0;
            for _ in 0..LONG {
                tx.atomically(|tx| {
                    attempts += 1;
                    assert!(attempts <= ATTEMPTS, "a long transaction starves");
                    objects.iter().try_for_each(|object| hold(tx, object))
                })
                .expect("no retry");
            }
        }));
        let short = [0, 1, 2].map(|number| {
            let (mut tx, long) = (attach(&stm), Arc::clone(&long));
            scope.spawn(move || {
                let mut done = 0;
                while !long.is_finished() {
                    let pair = [15, 8].map(|offset| objects[(done * 3 + number + offset) % 16]);
                    tx.atomically(|tx| pair.iter().try_for_each(|object| hold(tx, object)))
                        .expect("no retry");
                    done += 1;
                }
                2 * done as u64
            })
        });
        let added = short.map(|thread| thread.join().expect("no panic"));
        let sum: u64 = objects.map(value).iter().sum();
        assert_eq!(sum, 16 * LONG + added.iter().sum::<u64>());
    });
}
