//! `retry`: sleeping until something that was read changes.

use crate::world::{explore, get, memory, set, spawn};
use loom::sync::Arc;
use loom::sync::atomic::{AtomicBool, Ordering};
use stm_core::{Abort, WaitError};

/// One waits for a flag, the other sets it: no lost wake-up (loom reports a thread that sleeps for
/// ever as a deadlock, and an abandoned sleeper would be told so).
#[test]
fn no_lost_wake_up() {
    explore("no_lost_wake_up", 2, || {
        let stm = memory();
        let flag = stm.heap().shared(&[0]);
        let other = spawn(&stm, move |tx| {
            tx.atomically(|tx| set(tx, flag, 0, 2)).expect("no retry");
        });
        let mut tx = stm.attach().expect("a slot");
        let seen = tx.atomically(|tx| match get(tx, flag, 0)? {
            0 => tx.retry(),
            n => Ok(n),
        });
        assert_eq!(seen, Ok(2));
        other.join().expect("no panic");
    });
}

/// The change is first rolled back, then made. The sleeper is not woken by the rollback.
#[test]
fn no_wake_up_without_cause() {
    explore("no_wake_up_without_cause", 2, || {
        let stm = memory();
        let flag = stm.heap().shared(&[0]);
        let changed = Arc::new(AtomicBool::new(false));
        let announced = Arc::clone(&changed);
        let other = spawn(&stm, move |tx| {
            tx.begin();
            if set(tx, flag, 0, 4).is_ok() {
                tx.rollback(Abort::Cancelled);
            }
            announced.store(true, Ordering::SeqCst);
            tx.atomically(|tx| set(tx, flag, 0, 2)).expect("no retry");
        });
        let mut tx = stm.attach().expect("a slot");
        tx.begin();
        if get(&mut tx, flag, 0) == Ok(0) {
            tx.wait(None)
                .expect("the other thread lives until it has changed the flag");
            assert!(changed.load(Ordering::SeqCst), "woken by a rollback");
        } else {
            tx.rollback(Abort::Cancelled);
        }
        other.join().expect("no panic");
    });
}

/// Everybody sleeps, or ends: whoever sleeps is told that nobody is left.
#[test]
fn nobody_left() {
    explore("nobody_left", 2, || {
        let stm = memory();
        let flag = stm.heap().shared(&[0]);
        let sleep = move |tx: &mut _| {
            let slept = crate::world::Tx::atomically(tx, |tx| {
                get(tx, flag, 0)?;
                tx.retry::<()>()
            });
            assert_eq!(slept, Err(WaitError::NobodyLeft));
        };
        let other = spawn(&stm, sleep);
        let mut tx = stm.attach().expect("a slot");
        sleep(&mut tx);
        other.join().expect("no panic");
    });
}
