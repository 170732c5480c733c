//! Snapshots: one instant, whatever writers do, and no old version kept for longer than needed.

use crate::world::{attempt, explore, get, memory, memory_with, set, spawn};
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

/// A transaction has read what the main thread changes and commits before it starts a snapshot: so the
/// transaction comes before the change, and the snapshot shows it too.
#[test]
fn who_comes_before_what_is_shown() {
    explore("who_comes_before_what_is_shown", 2, || {
        let stm = memory();
        let (x, y) = (stm.heap().shared(&[0]), stm.heap().shared(&[0]));
        let other = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| {
                let found = get(tx, x, 0)?;
                set(tx, y, 0, 2)?;
                Ok(found)
            })
        });
        let mut tx = stm.attach().expect("a slot");
        let changed = attempt(&mut tx, 1, |tx| set(tx, x, 0, 2)).is_some();
        let mut snapshot = tx.snapshot();
        let shown = snapshot.read(y.unit(), 0);
        drop(snapshot);
        let found = other.join().expect("no panic");
        assert!(!changed || found != Some(0) || shown == 2);
    });
}

/// A transaction that began before the snapshot, and so exports nothing yet, writes a unit whose version
/// is fresh although its words are old: what the snapshot finds in memory is not to be trusted.
#[test]
fn a_writer_that_began_before() {
    explore("a_writer_that_began_before", 2, || {
        let stm = memory();
        let x = stm.heap().shared(&[0]);
        let mut early = stm.attach().expect("a slot");
        let mut undoer = stm.attach().expect("a slot");
        let mut tx = stm.attach().expect("a slot");
        for _ in 0..63 {
            undoer.begin();
            set(&mut undoer, x, 0, 2).expect("alone");
            undoer.rollback(Abort::Cancelled);
        }
        early.begin();
        let mut snapshot = tx.snapshot();
        undoer.begin();
        set(&mut undoer, x, 0, 2).expect("alone");
        undoer.rollback(Abort::Cancelled);
        let other = loom::thread::spawn(move || {
            let result = set(&mut early, x, 0, 2).and_then(|()| early.commit());
            if let Err(abort) = result {
                early.rollback(abort);
            }
        });
        assert_eq!(snapshot.read(x.unit(), 0), 0);
        drop(snapshot);
        other.join().expect("no panic");
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
