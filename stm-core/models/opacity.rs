//! No transaction sees an inconsistent state, not even one that is going to be rolled back.

use crate::world::{attempt, explore, get, memory, peek, set, spawn};
use stm_core::Abort;

/// Two objects are kept equal by every commit. One writer gives up half-way, then one commits.
#[test]
fn equal_cells_with_a_rolled_back_writer() {
    explore("equal_cells_with_a_rolled_back_writer", 4, || {
        let stm = memory();
        let (x, y) = (stm.heap().shared(&[0]), stm.heap().shared(&[0]));
        let other = spawn(&stm, move |tx| {
            tx.begin();
            let _ = set(tx, x, 0, 8).map(|()| tx.rollback(Abort::Cancelled));
            attempt(tx, 1, |tx| {
                set(tx, x, 0, 2)?;
                set(tx, y, 0, 2)
            });
        });
        let mut tx = stm.attach().expect("a slot");
        attempt(&mut tx, 1, |tx| {
            let a = get(tx, x, 0)?;
            let b = get(tx, y, 0)?;
            assert_eq!(a, b);
            Ok(())
        });
        other.join().expect("no panic");
        assert_eq!(peek(x, 0), peek(y, 0));
    });
}

/// A composite read of one object against a writer that rolls back: no dirty word is believed.
#[test]
fn rollback_against_a_reader() {
    explore("rollback_against_a_reader", 4, || {
        let stm = memory();
        let x = stm.heap().shared(&[0, 0]);
        let other = spawn(&stm, move |tx| {
            tx.begin();
            let _ = set(tx, x, 0, 2).and_then(|()| set(tx, x, 1, 2));
            tx.rollback(Abort::Cancelled);
        });
        let mut tx = stm.attach().expect("a slot");
        let unit = x.unit();
        let seen = attempt(&mut tx, 1, |tx| {
            tx.view(unit.token, || (unit.words[0].load(), unit.words[1].load()))
        });
        assert!(seen.is_none_or(|seen| seen == (0, 0)), "{seen:?}");
        other.join().expect("no panic");
    });
}

/// The same for a reader that has to extend first, and so takes the slow path.
#[test]
fn rollback_against_a_slow_reader() {
    explore("rollback_against_a_slow_reader", 2, || {
        let stm = memory();
        let x = stm.heap().shared(&[0, 0]);
        let mut writer = stm.attach().expect("a slot");
        attempt(&mut writer, 1, |tx| set(tx, x, 0, 4)).expect("alone");
        let mut tx = stm.attach().expect("a slot");
        let other = loom::thread::spawn(move || {
            writer.begin();
            let _ = set(&mut writer, x, 0, 2).and_then(|()| set(&mut writer, x, 1, 2));
            writer.rollback(Abort::Cancelled);
        });
        let unit = x.unit();
        let seen = attempt(&mut tx, 1, |tx| {
            tx.view(unit.token, || (unit.words[0].load(), unit.words[1].load()))
        });
        assert!(seen.is_none_or(|seen| seen == (4, 0)), "{seen:?}");
        other.join().expect("no panic");
    });
}

/// The same when the counter of rollbacks overflows at each of them.
#[test]
fn rollback_with_a_fresh_version() {
    explore("rollback_with_a_fresh_version", 2, || {
        let stm = memory();
        let x = stm.heap().shared(&[0, 0]);
        let mut tx = stm.attach().expect("a slot");
        for _ in 0..63 {
            tx.begin();
            set(&mut tx, x, 0, 2).expect("alone");
            tx.rollback(Abort::Cancelled);
        }
        let other = spawn(&stm, move |tx| {
            tx.begin();
            let _ = set(tx, x, 0, 2).and_then(|()| set(tx, x, 1, 2));
            tx.rollback(Abort::Cancelled);
        });
        let unit = x.unit();
        let seen = attempt(&mut tx, 2, |tx| {
            tx.view(unit.token, || (unit.words[0].load(), unit.words[1].load()))
        });
        assert!(seen.is_none_or(|seen| seen == (0, 0)), "{seen:?}");
        other.join().expect("no panic");
    });
}

/// Two commits in a row, the second implies the first; a reader extends in between.
#[test]
fn extension_against_commit() {
    explore("extension_against_commit", 2, || {
        let stm = memory();
        let (x, y) = (stm.heap().shared(&[0]), stm.heap().shared(&[0]));
        let other = spawn(&stm, move |tx| {
            if attempt(tx, 1, |tx| set(tx, x, 0, 2)).is_some() {
                attempt(tx, 1, |tx| set(tx, y, 0, 2));
            }
        });
        let mut tx = stm.attach().expect("a slot");
        attempt(&mut tx, 2, |tx| {
            let first = get(tx, x, 0)?;
            let second = get(tx, y, 0)?;
            assert!(
                second <= first,
                "the second commit was seen without the first"
            );
            Ok(())
        });
        other.join().expect("no panic");
    });
}

/// A reader's version comes from one commit (of z, before), and another commit with the same number
/// is under way: it has acquired x and y, or will get a higher number.
#[test]
fn a_version_from_another_commit() {
    explore("a_version_from_another_commit", 3, || {
        let stm = memory();
        let [x, y, z] = [(); 3].map(|()| stm.heap().shared(&[0]));
        let mut writer = stm.attach().expect("a slot");
        attempt(&mut writer, 1, |tx| set(tx, z, 0, 2)).expect("alone");
        let mut tx = stm.attach().expect("a slot");
        let other = loom::thread::spawn(move || {
            attempt(&mut writer, 1, |tx| {
                set(tx, x, 0, 2)?;
                set(tx, y, 0, 2)
            });
        });
        attempt(&mut tx, 1, |tx| {
            get(tx, z, 0)?;
            let a = get(tx, x, 0)?;
            assert_eq!(a, get(tx, y, 0)?);
            Ok(())
        });
        other.join().expect("no panic");
    });
}

/// The reader has read x before it meets z: the commit that gets z's number may acquire x while the
/// reader extends.
#[test]
fn an_extension_after_a_first_read() {
    explore("an_extension_after_a_first_read", 2, || {
        let stm = memory();
        let [x, y, z] = [(); 3].map(|()| stm.heap().shared(&[0]));
        let mut tx = stm.attach().expect("a slot");
        let mut writer = stm.attach().expect("a slot");
        attempt(&mut writer, 1, |tx| set(tx, z, 0, 2)).expect("alone");
        let other = loom::thread::spawn(move || {
            attempt(&mut writer, 1, |tx| {
                set(tx, x, 0, 2)?;
                set(tx, y, 0, 2)
            });
        });
        attempt(&mut tx, 1, |tx| {
            let a = get(tx, x, 0)?;
            get(tx, z, 0)?;
            assert_eq!(a, get(tx, y, 0)?);
            Ok(())
        });
        other.join().expect("no panic");
    });
}

/// The same, when it may be a third thread that has moved the clock. (The writer is the main thread,
/// which runs first, so that the schedule in question takes two preemptions.)
#[test]
fn a_clock_moved_by_a_third_thread() {
    explore("a_clock_moved_by_a_third_thread", 2, || {
        let stm = memory();
        let (x, z) = (stm.heap().shared(&[0]), stm.heap().shared(&[0]));
        let mut writer = stm.attach().expect("a slot");
        attempt(&mut writer, 1, |tx| set(tx, z, 0, 2)).expect("alone");
        let ticker = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| get(tx, z, 0));
        });
        let reader = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| {
                let a = get(tx, x, 0)?;
                get(tx, z, 0)?;
                assert_eq!(a, get(tx, x, 0)?);
                Ok(())
            });
        });
        attempt(&mut writer, 1, |tx| set(tx, x, 0, 2));
        ticker.join().expect("no panic");
        reader.join().expect("no panic");
    });
}

/// A thread accepts its own commits without extending; a foreign commit in between must not slip by.
#[test]
fn own_versions() {
    explore("own_versions", 2, || {
        let stm = memory();
        let (x, y) = (stm.heap().shared(&[0]), stm.heap().shared(&[0]));
        let other = spawn(&stm, move |tx| {
            // Reads y's old value and changes x: before main's first commit, or after it.
            attempt(tx, 1, |tx| {
                let old = get(tx, y, 0)?;
                set(tx, x, 0, 2 + old)
            });
        });
        let mut tx = stm.attach().expect("a slot");
        if attempt(&mut tx, 1, |tx| set(tx, y, 0, 4)).is_some() {
            let seen = attempt(&mut tx, 1, |tx| Ok((get(tx, y, 0)?, get(tx, x, 0)?)));
            other.join().expect("no panic");
            let last = peek(x, 0);
            // If the other came first (it saw 0), then main must have seen it.
            assert!(
                seen.is_none_or(|seen| seen == (4, last) || last == 6),
                "{seen:?} {last}"
            );
        }
    });
}
