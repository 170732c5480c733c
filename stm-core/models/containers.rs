//! Cards, deferred operations and elided locks.

use crate::world::{Memory, Object, Tx, attempt, explore, get, memory, peek, set, spawn};
use stm_core::cards::CardHeap;
use stm_core::cards::list::CardList;
use stm_core::{Abort, ElidableLock, Taken, TokenWord};

/// A list of one card of two slots, with these elements.
fn list(stm: &Memory, elements: &[u64]) -> CardList {
    let heap = stm.heap();
    let buffer = heap.new_buffer(1, TokenWord::version(0));
    for (index, element) in elements.iter().enumerate() {
        heap.cards(buffer)[0].unit().words[index].store(*element);
    }
    let (length, buffer) = (
        heap.shared(&[2 * elements.len() as u64]),
        heap.shared(&[buffer]),
    );
    CardList::new(length.unit(), buffer.unit())
}

/// Words of two scattered units lie between each other: words 0 and 2 of `words` belong to its own
/// token and stay equal, word 1 to that of `middle`.
fn write_outer(tx: &mut Tx, words: &'static Object, value: u64) -> Result<(), Abort> {
    let unit = words.unit();
    tx.open_write_part(unit.token, &unit.words[..1])?;
    unit.words[0].store(value);
    tx.open_write_part(unit.token, &unit.words[2..])?;
    unit.words[2].store(value);
    Ok(())
}

/// One writes the outer words and rolls back, or commits; the other, meanwhile, the middle one, and
/// reads the outer ones. Nobody undoes the other's write, nor sees half of it.
#[test]
fn scattered_units_between_each_other() {
    explore("scattered_units_between_each_other", 3, || {
        let stm = memory();
        let (words, middle) = (stm.heap().shared(&[0, 0, 0]), stm.heap().shared(&[0]));
        let other = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| {
                let middle = middle.unit();
                tx.open_write_part(middle.token, &words.unit().words[1..2])?;
                words.unit().words[1].store(4);
                let first = get(tx, words, 0)?;
                let last = get(tx, words, 2)?;
                assert_eq!(first, last);
                Ok(())
            })
            .is_some()
        });
        let mut tx = stm.attach().expect("a slot");
        tx.begin();
        let abort = write_outer(&mut tx, words, 2).err();
        tx.rollback(abort.unwrap_or(Abort::Cancelled));
        let outer = attempt(&mut tx, 1, |tx| write_outer(tx, words, 6)).is_some();
        let inner = other.join().expect("no panic");
        let expected = if outer { 6 } else { 0 };
        assert_eq!(
            [peek(words, 0), peek(words, 1), peek(words, 2)],
            [expected, if inner { 4 } else { 0 }, expected]
        );
        peek(middle, 0);
    });
}

/// A private object is published when a scattered unit that was shared refers to it.
#[test]
fn publication_through_a_scattered_unit() {
    explore("publication_through_a_scattered_unit", 2, || {
        let stm = memory();
        let table = stm.heap().shared(&[0, 0]);
        let other = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| {
                let token = tx.birth_token();
                let fresh = tx.stm().heap().object(token, &[2]);
                let unit = table.unit();
                tx.open_write_part(unit.token, &unit.words[..1])?;
                unit.words[0].store(4);
                tx.open_write_part(unit.token, &unit.words[1..])?;
                unit.words[1].store(fresh.to_word());
                Ok(())
            });
        });
        let mut tx = stm.attach().expect("a slot");
        let seen = attempt(&mut tx, 1, |tx| {
            let word = get(tx, table, 1)?;
            Object::from_word(word)
                .map(|fresh| {
                    assert!(!fresh.unit().token.inspect().is_owned(), "not published");
                    get(tx, fresh, 0)
                })
                .transpose()
        });
        assert!(matches!(seen, None | Some(None | Some(2))));
        other.join().expect("no panic");
    });
}

/// One appends to a full list (it grows), the other sets an element: nothing is lost.
#[test]
fn growth_against_a_writer() {
    explore("growth_against_a_writer", 2, || {
        let stm = memory();
        let list = list(&stm, &[4, 6]);
        let other = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| list.set(tx, 0, 8)).is_some()
        });
        let mut tx = stm.attach().expect("a slot");
        let appended = attempt(&mut tx, 1, |tx| {
            list.append(tx, 10);
            Ok(())
        });
        let set = other.join().expect("no panic");
        let first = attempt(&mut tx, 1, |tx| list.get(tx, 0)).expect("alone");
        let third = attempt(&mut tx, 1, |tx| list.get(tx, 2)).expect("alone");
        assert_eq!(first, Some(if set { 8 } else { 4 }));
        assert_eq!(third, appended.map(|()| 10));
    });
}

/// One grows, or grows and rolls back, while the other reads two elements.
#[test]
fn growth_against_a_reader() {
    explore("growth_against_a_reader", 2, || {
        let stm = memory();
        let list = list(&stm, &[4, 4]);
        let other = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| {
                let first = list.get(tx, 0)?;
                let second = list.get(tx, 1)?;
                assert_eq!(first, second);
                Ok(())
            });
        });
        let mut tx = stm.attach().expect("a slot");
        attempt(&mut tx, 1, |tx| {
            list.append(tx, 10);
            assert_eq!(list.len(tx)?, 3);
            list.set(tx, 0, 8)?;
            list.set(tx, 1, 8)?;
            Ok(())
        });
        other.join().expect("no panic");
    });
}

/// A writer that owns a card rolls back while another one wants to grow.
#[test]
fn growth_against_a_writer_that_rolls_back() {
    explore("growth_against_a_writer_that_rolls_back", 2, || {
        let stm = memory();
        let list = list(&stm, &[4, 6]);
        let other = spawn(&stm, move |tx| {
            tx.begin();
            let _ = list.set(tx, 0, 8);
            tx.rollback(Abort::Cancelled);
        });
        let mut tx = stm.attach().expect("a slot");
        attempt(&mut tx, 2, |tx| {
            list.append(tx, 10);
            Ok(())
        });
        other.join().expect("no panic");
        assert_eq!(
            attempt(&mut tx, 1, |tx| list.get(tx, 0)).expect("alone"),
            Some(4)
        );
    });
}

/// A blind append beside another write, and a reader of the length and that other unit. (The reader's
/// version comes from an earlier commit of `z`, and the append's commit may get the same number.)
#[test]
fn blind_append_against_a_reader_of_the_length() {
    explore("blind_append_against_a_reader_of_the_length", 2, || {
        let stm = memory();
        let list = list(&stm, &[]);
        let (count, z) = (stm.heap().shared(&[0]), stm.heap().shared(&[0]));
        let mut writer = stm.attach().expect("a slot");
        attempt(&mut writer, 1, |tx| set(tx, z, 0, 2)).expect("alone");
        let reader = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| {
                get(tx, z, 0)?;
                let length = list.len(tx)?;
                let counted = get(tx, count, 0)?;
                assert_eq!(2 * length as u64, counted);
                Ok(())
            });
        });
        attempt(&mut writer, 1, |tx| {
            list.append(tx, 4);
            set(tx, count, 0, 2)
        });
        reader.join().expect("no panic");
    });
}

/// The reader looks at the other unit in between: `L, x, L` of one transaction must agree.
#[test]
fn the_length_twice() {
    explore("the_length_twice", 2, || {
        let stm = memory();
        let list = list(&stm, &[]);
        let count = stm.heap().shared(&[0]);
        let other = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| {
                set(tx, count, 0, 2)?;
                list.append(tx, 4);
                Ok(())
            });
        });
        let mut tx = stm.attach().expect("a slot");
        attempt(&mut tx, 1, |tx| {
            let counted = get(tx, count, 0)?;
            assert_eq!(2 * list.len(tx)? as u64, counted);
            Ok(())
        });
        other.join().expect("no panic");
    });
}

/// One takes a lock for real, works and releases it in three transactions; the other elides it.
#[test]
fn elided_against_real() {
    explore("elided_against_real", 2, || {
        let stm = memory();
        let (lock, x) = (stm.heap().shared(&[0]), stm.heap().shared(&[0, 0]));
        let guard = ElidableLock(lock.unit());
        let other = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| {
                if guard.elide(tx)? == Taken::Yes {
                    let unit = x.unit();
                    let (a, b) =
                        tx.view(unit.token, || (unit.words[0].load(), unit.words[1].load()))?;
                    assert_eq!(a, b, "inside the critical section of another thread");
                    assert!(guard.is_locked(tx)?);
                    guard.release(tx)?.expect("ours");
                }
                Ok(())
            });
        });
        let mut tx = stm.attach().expect("a slot");
        if attempt(&mut tx, 1, |tx| guard.acquire(tx)) == Some(Taken::Yes) {
            attempt(&mut tx, 3, |tx| set(tx, x, 0, 2)).expect("few others");
            attempt(&mut tx, 3, |tx| set(tx, x, 1, 2)).expect("few others");
            attempt(&mut tx, 3, |tx| guard.release(tx))
                .expect("few others")
                .expect("ours");
        }
        other.join().expect("no panic");
        assert_eq!(peek(lock, 0), 0);
    });
}

/// A transaction ends inside an elided section: the lock is then really held.
#[test]
fn an_elided_lock_outlives_its_transaction() {
    explore("an_elided_lock_outlives_its_transaction", 2, || {
        let stm = memory();
        let (lock, x) = (stm.heap().shared(&[0]), stm.heap().shared(&[0]));
        let guard = ElidableLock(lock.unit());
        let enter = move |tx: &mut _| attempt(tx, 1, |tx| guard.elide(tx)) == Some(Taken::Yes);
        let other = spawn(&stm, move |tx| {
            if enter(tx) {
                attempt(tx, 3, |tx| set(tx, x, 0, 2));
            }
        });
        let mut tx = stm.attach().expect("a slot");
        if enter(&mut tx) {
            attempt(&mut tx, 3, |tx| set(tx, x, 0, 4)).expect("alone in the section");
            assert_eq!(attempt(&mut tx, 3, |tx| get(tx, x, 0)).expect("alone"), 4);
        }
        other.join().expect("no panic");
    });
}
