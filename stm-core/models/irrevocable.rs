//! Irrevocable transactions: never rolled back, one at a time, while others go on.

use crate::world::{
    against_write_skew, attempt, explore, get, memory, memory_with, peek, set, spawn, write_if,
};
use stm_core::Config;

/// One reads x, becomes irrevocable and writes y; the other reads y and writes x.
#[test]
fn irrevocable_against_write_skew() {
    against_write_skew(
        "irrevocable_against_write_skew",
        3,
        |_| (),
        |tx, x, y| {
            let found = get(tx, x, 0)? == 0;
            tx.become_irrevocable()?;
            write_if(found, tx, y)
        },
    );
}

/// What it reads after the turn stays as it is until it has committed.
#[test]
fn held_until_the_commit() {
    explore("held_until_the_commit", 2, || {
        let stm = memory();
        let (x, y) = (stm.heap().shared(&[0]), stm.heap().shared(&[0]));
        let other = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| {
                let n = get(tx, x, 0)?;
                set(tx, x, 0, n + 2)?;
                set(tx, y, 0, n + 2)
            });
        });
        let mut tx = stm.attach().expect("a slot");
        attempt(&mut tx, 1, |tx| {
            tx.become_irrevocable()?;
            let a = get(tx, x, 0)?;
            assert_eq!(a, get(tx, y, 0)?);
            set(tx, y, 0, a + 8)?;
            assert_eq!(a, get(tx, x, 0)?);
            set(tx, x, 0, a + 8)
        })
        .expect("the turn is free");
        other.join().expect("no panic");
        assert_eq!(peek(x, 0), peek(y, 0));
        assert!(peek(x, 0) >= 8);
    });
}

/// The turn goes from one to the next, beside a committer that touches something else.
#[test]
fn hand_over_with_a_disjoint_committer() {
    explore("hand_over_with_a_disjoint_committer", 1, || {
        let stm = memory_with(|config| config.patience = 1);
        let (x, y) = (stm.heap().shared(&[0]), stm.heap().shared(&[0]));
        let add = move |tx: &mut _| {
            let done = attempt(tx, 1, |tx| {
                tx.become_irrevocable()?;
                let n = get(tx, x, 0)?;
                set(tx, x, 0, n + 2)
            });
            assert!(done.is_some(), "nobody else is older");
        };
        let first = spawn(&stm, add);
        let disjoint = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| set(tx, y, 0, 2)).is_some()
        });
        let mut tx = stm.attach().expect("a slot");
        add(&mut tx);
        first.join().expect("no panic");
        assert!(
            disjoint.join().expect("no panic"),
            "a disjoint writer was disturbed"
        );
        assert_eq!((peek(x, 0), peek(y, 0)), (4, 2));
    });
}

/// The turn is passed on with everything released: the next holder holds for itself, and nothing
/// changes under it. (The main thread runs first, so it is the one that passes the turn on.)
#[test]
fn hand_over_of_one_unit() {
    explore("hand_over_of_one_unit", 2, || {
        let stm = memory();
        let (x, y) = (stm.heap().shared(&[0]), stm.heap().shared(&[0]));
        let mut tx = stm.attach().expect("a slot");
        let other = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| {
                tx.become_irrevocable()?;
                let a = get(tx, x, 0)?;
                assert_eq!(a, get(tx, y, 0)?);
                Ok(())
            });
        });
        attempt(&mut tx, 1, |tx| {
            tx.become_irrevocable()?;
            get(tx, x, 0)
        });
        attempt(&mut tx, 1, |tx| {
            set(tx, x, 0, 2)?;
            set(tx, y, 0, 2)
        });
        other.join().expect("no panic");
        assert!(
            attempt(&mut tx, 1, |tx| set(tx, x, 0, 4)).is_some(),
            "a unit is still held"
        );
    });
}

/// The same, when the next holder has read the unit before it takes the turn: the mark of the last holder,
/// which it may have seen then, is no mark of its own.
#[test]
fn hand_over_of_what_was_read() {
    explore("hand_over_of_what_was_read", 2, || {
        let stm = memory();
        let (x, y) = (stm.heap().shared(&[0]), stm.heap().shared(&[0]));
        let mut tx = stm.attach().expect("a slot");
        let other = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| {
                let a = get(tx, x, 0)?;
                tx.become_irrevocable()?;
                assert_eq!(a, get(tx, y, 0)?);
                Ok(())
            });
        });
        attempt(&mut tx, 1, |tx| {
            tx.become_irrevocable()?;
            get(tx, x, 0)
        });
        attempt(&mut tx, 1, |tx| {
            set(tx, x, 0, 2)?;
            set(tx, y, 0, 2)
        });
        other.join().expect("no panic");
    });
}

/// It stops all writers, writes and ends: a writer that finds the order over sees what was written.
#[test]
fn holding_everything_against_write_skew() {
    let change: fn(&mut Config) = |config| config.max_reads = 1;
    against_write_skew(
        "holding_everything_against_write_skew",
        2,
        change,
        |tx, x, y| {
            let b = get(tx, y, 0)?;
            let a = get(tx, x, 0)?;
            write_if(a + b == 0, tx, y)
        },
    );
}

/// A transaction that reads more than it can remember stops all writers instead.
#[test]
fn holding_everything() {
    explore("holding_everything", 3, || {
        let stm = memory_with(|config| config.max_reads = 1);
        let (x, y) = (stm.heap().shared(&[0]), stm.heap().shared(&[0]));
        let other = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| {
                set(tx, y, 0, 2)?;
                set(tx, x, 0, 2)
            });
        });
        let mut tx = stm.attach().expect("a slot");
        attempt(&mut tx, 1, |tx| {
            let a = get(tx, x, 0)?;
            // The second distinct read: over the limit.
            let b = get(tx, y, 0)?;
            assert_eq!(a, b);
            assert!(tx.is_irrevocable());
            assert_eq!(a, get(tx, x, 0)?);
            Ok(())
        });
        other.join().expect("no panic");
        assert_eq!(peek(x, 0), peek(y, 0));
    });
}
