//! Committed transactions are serialisable: lost update, write skew, and their relatives.

use crate::world::{against_write_skew, attempt, explore, get, memory, peek, set, spawn, write_if};
use stm_core::Abort;

/// Two threads each add to one word: no update is lost.
#[test]
fn lost_update() {
    explore("lost_update", 3, || {
        let stm = memory();
        let x = stm.heap().shared(&[0]);
        let add = move |tx: &mut _| {
            attempt(tx, 2, |tx| {
                let n = get(tx, x, 0)?;
                set(tx, x, 0, n + 2)
            })
            .is_some()
        };
        let mut main = stm.attach().expect("a slot");
        let other = spawn(&stm, add);
        let done = u64::from(add(&mut main)) + u64::from(other.join().expect("no panic"));
        assert_eq!(peek(x, 0), 2 * done);
    });
}

/// One writes and rolls back, the other one writes: what a rollback restores, it restores before others
/// may write.
#[test]
fn rollback_against_a_writer() {
    explore("rollback_against_a_writer", 2, || {
        let stm = memory();
        let x = stm.heap().shared(&[0]);
        let other = spawn(&stm, move |tx| {
            attempt(tx, 2, |tx| set(tx, x, 0, 4)).is_some()
        });
        let mut tx = stm.attach().expect("a slot");
        tx.begin();
        let abort = set(&mut tx, x, 0, 2).err();
        tx.rollback(abort.unwrap_or(Abort::Cancelled));
        let written = other.join().expect("no panic");
        assert_eq!(peek(x, 0), if written { 4 } else { 0 });
    });
}

/// Each reads both and writes the other one only if both are 0: not both may do it.
#[test]
fn write_skew() {
    against_write_skew(
        "write_skew",
        3,
        |_| (),
        |tx, x, y| {
            let found = get(tx, x, 0)? == 0;
            write_if(found, tx, y)
        },
    );
}

/// A unit is acquired blind after another read went stale: what is then read of it must fit.
#[test]
fn blind_acquire_after_a_stale_read() {
    explore("blind_acquire_after_a_stale_read", 2, || {
        let stm = memory();
        let (x, y) = (stm.heap().shared(&[0, 0]), stm.heap().shared(&[0]));
        let other = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| {
                set(tx, x, 1, 2)?;
                set(tx, y, 0, 2)
            });
        });
        let mut tx = stm.attach().expect("a slot");
        attempt(&mut tx, 2, |tx| {
            let before = get(tx, y, 0)?;
            set(tx, x, 0, 4)?;
            assert_eq!(get(tx, x, 1)?, before, "a write was seen in part");
            Ok(())
        });
        other.join().expect("no panic");
        assert_eq!(peek(x, 1), peek(y, 0));
    });
}

/// Read, then acquire the same unit: the acquisition must notice that it changed in between.
#[test]
fn acquire_after_reading() {
    explore("acquire_after_reading", 3, || {
        let stm = memory();
        let (x, y) = (stm.heap().shared(&[0, 0]), stm.heap().shared(&[0]));
        let other = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| set(tx, x, 0, 2)).is_some()
        });
        let mut tx = stm.attach().expect("a slot");
        let sum = attempt(&mut tx, 1, |tx| {
            let n = get(tx, x, 0)?;
            set(tx, y, 0, n)?;
            set(tx, x, 1, n)?;
            Ok(n)
        });
        other.join().expect("no panic");
        if let Some(n) = sum {
            assert!(peek(y, 0) == n && peek(x, 1) == n);
        }
    });
}
