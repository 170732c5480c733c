//! Snapshots: one instant, whatever writers do, and no old version kept for longer than needed.

use crate::world::{attempt, explore, memory, memory_with, set, spawn};
use stm_core::Abort;

/// A writer commits twice to two units, and rolls back once, while a snapshot reads both.
#[test]
fn one_instant() {
    explore("one_instant", 2, || {
        let stm = memory();
        let (x, y) = (stm.heap().shared(&[0]), stm.heap().shared(&[0]));
        let other = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| {
                set(tx, x, 0, 2)?;
                set(tx, y, 0, 2)
            });
        });
        let mut tx = stm.attach().expect("a slot");
        let mut snapshot = tx.snapshot();
        let a = snapshot.read(x.unit(), 0);
        let b = snapshot.read(y.unit(), 0);
        assert_eq!(a, b);
        drop(snapshot);
        other.join().expect("no panic");
        assert_eq!(stm.old_versions(), 0);
    });
}

/// The writer is at work, polls, rolls back or commits; the snapshot gets the old value and waits
/// for a poll at the longest.
#[test]
fn a_writer_that_polls_and_rolls_back() {
    explore("a_writer_that_polls_and_rolls_back", 2, || {
        let stm = memory();
        let x = stm.heap().shared(&[0]);
        let other = spawn(&stm, move |tx| {
            tx.begin();
            let _ = set(tx, x, 0, 2).and_then(|()| tx.poll());
            tx.rollback(Abort::Cancelled);
        });
        let mut tx = stm.attach().expect("a slot");
        let mut snapshot = tx.snapshot();
        assert_eq!(snapshot.read(x.unit(), 0), 0);
        drop(snapshot);
        other.join().expect("no panic");
        assert_eq!(stm.old_versions(), 0);
    });
}

/// One snapshot ends, and trims, while another still needs the old version.
#[test]
fn trimming() {
    explore("trimming", 2, || {
        let stm = memory();
        let x = stm.heap().shared(&[0]);
        let mut first = stm.attach().expect("a slot");
        let mut writer = stm.attach().expect("a slot");
        let mut early = first.snapshot();
        let before = early.read(x.unit(), 0);
        let other = spawn(&stm, move |tx| {
            let late = tx.snapshot();
            drop(late);
        });
        attempt(&mut writer, 1, |tx| set(tx, x, 0, 2)).expect("nobody else writes");
        assert_eq!(early.read(x.unit(), 0), before);
        other.join().expect("no panic");
        assert_eq!(early.read(x.unit(), 0), before);
        drop(early);
        assert_eq!(stm.old_versions(), 0);
    });
}

/// A large unit, of which only the words that are written are kept.
#[test]
fn parts_of_a_large_unit() {
    explore("parts_of_a_large_unit", 2, || {
        let stm = memory_with(|config| config.small_words = 1);
        let x = stm.heap().shared(&[0, 0]);
        let other = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| {
                set(tx, x, 0, 2)?;
                set(tx, x, 1, 2)
            });
        });
        let mut tx = stm.attach().expect("a slot");
        let mut snapshot = tx.snapshot();
        let b = snapshot.read(x.unit(), 1);
        let a = snapshot.read(x.unit(), 0);
        assert_eq!(a, b);
        drop(snapshot);
        other.join().expect("no panic");
        assert_eq!(stm.old_versions(), 0);
    });
}
