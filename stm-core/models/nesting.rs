//! Serials that advance inside a transaction: a collector's handshake, and nested undo.

use crate::world::{attempt, explore, get, memory, peek, set, spawn};
use stm_core::cards::CardHeap;
use stm_core::cards::list::CardList;
use stm_core::{Abort, TokenWord};

/// A unit is logged twice, because a handshake advanced the serial. The commit unlocks it once,
/// against a thread that waits to take it.
#[test]
fn handshake_then_commit() {
    explore("handshake_then_commit", 2, || {
        let stm = memory();
        let (x, y) = (stm.heap().shared(&[0, 0]), stm.heap().shared(&[0]));
        let other = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| {
                set(tx, x, 0, 4)?;
                set(tx, y, 0, 4)
            })
            .is_some()
        });
        let mut tx = stm.attach().expect("a slot");
        let main = attempt(&mut tx, 1, |tx| {
            set(tx, x, 0, 2)?;
            tx.advance_serial();
            set(tx, x, 1, 2)
        });
        attempt(&mut tx, 1, |tx| {
            let (a, b) = (get(tx, x, 0)?, get(tx, y, 0)?);
            assert!(a != 4 || b == 4, "a unit was unlocked under its owner");
            Ok(())
        });
        let other = other.join().expect("no panic");
        assert_eq!(peek(x, 1), if main.is_some() { 2 } else { 0 });
        assert_eq!(peek(y, 0), if other { 4 } else { 0 });
        assert!(!other || main.is_some() || peek(x, 0) == 4);
    });
}

/// The same, rolled back: both words are what they were, and the unit is free.
#[test]
fn handshake_then_rollback() {
    explore("handshake_then_rollback", 2, || {
        let stm = memory();
        let x = stm.heap().shared(&[0, 0]);
        let unit = x.unit();
        let other = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| {
                tx.view(unit.token, || (unit.words[0].load(), unit.words[1].load()))
            })
        });
        let mut tx = stm.attach().expect("a slot");
        tx.begin();
        set(&mut tx, x, 0, 2).expect("nobody else writes");
        tx.advance_serial();
        set(&mut tx, x, 0, 4).expect("owned");
        set(&mut tx, x, 1, 4).expect("owned");
        tx.rollback(Abort::Cancelled);
        let seen = other.join().expect("no panic");
        assert!(seen.is_none_or(|seen| seen == (0, 0)), "{seen:?}");
        assert_eq!((peek(x, 0), peek(x, 1)), (0, 0));
    });
}

/// Part of a transaction is undone: what only that part took is free again, for others and for the
/// transaction itself; what it wrote before stays.
#[test]
fn nested_undo() {
    explore("nested_undo", 2, || {
        let stm = memory();
        let (x, y) = (stm.heap().shared(&[0]), stm.heap().shared(&[0]));
        let other = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| {
                let b = get(tx, y, 0)?;
                let a = get(tx, x, 0)?;
                assert!(b == 0 || b == 6 && a == 2, "{a} {b}");
                Ok(())
            });
        });
        let mut tx = stm.attach().expect("a slot");
        attempt(&mut tx, 1, |tx| {
            set(tx, x, 0, 2)?;
            let before = tx.savepoint();
            set(tx, x, 0, 8)?;
            set(tx, y, 0, 8)?;
            tx.undo_to(&before);
            assert_eq!((get(tx, x, 0)?, get(tx, y, 0)?), (2, 0));
            set(tx, y, 0, 6)
        });
        other.join().expect("no panic");
        assert!(matches!((peek(x, 0), peek(y, 0)), (0, 0) | (2, 6)));
    });
}

/// A lone thread keeps the tokens of what a partial undo took back: what it writes again after it has to
/// be logged again, or the rollback at the end forgets it.
#[test]
fn undone_and_written_again_alone() {
    explore("undone_and_written_again_alone", 2, || {
        let stm = crate::world::memory_with(|config| config.solo = true);
        let mut tx = stm.attach().expect("a slot");
        let (x, large) = (stm.heap().shared(&[2]), stm.heap().shared(&[2; 20]));
        tx.begin();
        let before = tx.savepoint();
        for value in [6, 8] {
            set(&mut tx, x, 0, value).expect("alone");
            set(&mut tx, large, 19, value).expect("alone");
            if value == 6 {
                tx.undo_to(&before);
            }
        }
        tx.rollback(Abort::Cancelled);
        assert_eq!((peek(x, 0), peek(large, 19)), (2, 2));
        tx.leave_solo();
        let other = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| Ok((get(tx, x, 0)?, get(tx, large, 19)?)))
        });
        let changed = attempt(&mut tx, 1, |tx| set(tx, x, 0, 4)).is_some();
        let seen = other.join().expect("no panic");
        assert!(
            seen.is_none_or(|seen| seen == (2, 2) || changed && seen == (4, 2)),
            "{seen:?}"
        );
    });
}

/// Something was deferred, then applied inside a part that is undone: it is pending again.
#[test]
fn deferred_across_an_undo() {
    explore("deferred_across_an_undo", 2, || {
        let stm = memory();
        let heap = stm.heap();
        let buffer = heap.new_buffer(1, TokenWord::version(0));
        let (length, buffer) = (heap.shared(&[0]), heap.shared(&[buffer]));
        let list = CardList::new(length.unit(), buffer.unit());
        let other = spawn(&stm, move |tx| attempt(tx, 1, |tx| list.len(tx)));
        let mut tx = stm.attach().expect("a slot");
        let appended = attempt(&mut tx, 1, |tx| {
            list.append(tx, 4);
            let before = tx.savepoint();
            list.append(tx, 6);
            assert_eq!(list.len(tx)?, 2);
            tx.undo_to(&before);
            Ok(())
        });
        other.join().expect("no panic");
        let length = attempt(&mut tx, 1, |tx| list.len(tx)).expect("alone");
        assert_eq!(length, appended.map_or(0, |()| 1));
        assert!(length == 0 || attempt(&mut tx, 1, |tx| list.get(tx, 0)) == Some(Some(4)));
    });
}

/// A unit is acquired, read while it is owned, and given back by a partial undo. What was read
/// there decides what is written, so it must still be valid at the commit.
#[test]
fn what_a_partial_undo_gives_back() {
    explore("what_a_partial_undo_gives_back", 2, || {
        let stm = memory();
        let (x, y) = (stm.heap().shared(&[0, 0]), stm.heap().shared(&[0]));
        let other = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| {
                if get(tx, y, 0)? == 0 {
                    set(tx, x, 0, 2)
                } else {
                    Ok(())
                }
            });
        });
        let mut tx = stm.attach().expect("a slot");
        attempt(&mut tx, 1, |tx| {
            let before = tx.savepoint();
            set(tx, x, 1, 2)?;
            let seen = get(tx, x, 0)?;
            tx.undo_to(&before);
            if seen == 0 { set(tx, y, 0, 2) } else { Ok(()) }
        });
        other.join().expect("no panic");
        assert!(peek(x, 0) + peek(y, 0) <= 2, "write skew");
    });
}
