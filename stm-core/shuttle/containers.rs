//! Containers that grow under appenders, readers and rollbacks. A card has two words here, so
//! almost every second append makes the list grow.

use crate::world::{Tx, explore, give_up, memory, shared, together};
use stm_core::TokenWord;
use stm_core::arena::{Arena, int, to_int};
use stm_core::cards::CardHeap;
use stm_core::cards::list::CardList;
use stm_core::cards::table::StripedTable;

const EACH: u64 = 2;

fn buffer() -> u64 {
    Arena.new_buffer(1, TokenWord::version(0))
}

fn list() -> CardList {
    let [length, cards] = shared(0);
    cards.word(0).store(buffer());
    CardList::new(length.unit(), cards.unit())
}

/// The whole list in one transaction, after checking that it ends where it says.
fn contents(tx: &mut Tx, list: CardList) -> Vec<u64> {
    tx.atomically(|tx| {
        let length = list.len(tx)?;
        let mut items = Vec::new();
        while let Some(item) = list.get(tx, items.len())? {
            items.push(to_int(item));
        }
        assert_eq!(items.len(), length);
        Ok(items)
    })
    .expect("no retry")
}

#[test]
fn a_list_grows() {
    explore("list", 4_000, || {
        let stm = memory();
        let list = list();
        let append = move |tx: &mut Tx, number: u64| {
            for round in 0..EACH {
                // Looking at the length applies the append, and the growth, before the rollback.
                give_up(tx, |tx| {
                    list.append(tx, int(99));
                    list.len(tx).map(|_| ())
                });
                tx.atomically(|tx| {
                    list.append(tx, int(number * 10 + round));
                    Ok(())
                })
                .expect("no retry");
            }
        };
        let read = move |tx: &mut Tx| {
            let mut before = Vec::new();
            for _ in 0..2 {
                let now = contents(tx, list);
                assert!(now.starts_with(&before), "{before:?} became {now:?}");
                before = now;
            }
        };
        together(
            &stm,
            [
                Box::new(move |tx| append(tx, 0)),
                Box::new(move |tx| append(tx, 1)),
                Box::new(move |tx| append(tx, 2)),
                Box::new(read),
            ],
        );
        let items = contents(&mut stm.attach().expect("a slot"), list);
        assert_eq!(items.len() as u64, 3 * EACH);
        for number in 0..3 {
            let mut own = items.iter().filter(|item| **item / 10 == number);
            assert!((0..EACH).all(|round| own.next() == Some(&(number * 10 + round))));
        }
    });
}

/// Each writer puts two keys in together and takes its first two out together.
#[test]
fn a_table_grows() {
    explore("table", 4_000, || {
        let stm = memory();
        let [cards] = shared(0);
        cards.word(0).store(buffer());
        let table = StripedTable::new(cards.unit());
        let both = move |tx: &mut Tx, key: u64| {
            tx.atomically(|tx| {
                let found = (table.get(tx, int(key))?, table.get(tx, int(key + 1))?);
                assert_eq!(found.0, found.1, "half of an insertion or removal");
                Ok(found.0)
            })
            .expect("no retry")
        };
        let write = move |tx: &mut Tx, first: u64| {
            for key in [first, first + 2] {
                give_up(tx, |tx| {
                    table.insert(tx, int(key), int(99));
                    table.get(tx, int(key)).map(|_| ())
                });
                tx.atomically(|tx| {
                    table.insert(tx, int(key), int(key));
                    table.insert(tx, int(key + 1), int(key));
                    Ok(())
                })
                .expect("no retry");
            }
            tx.atomically(|tx| {
                assert_eq!(table.remove(tx, int(first))?, Some(int(first)));
                assert_eq!(table.remove(tx, int(first + 1))?, Some(int(first)));
                Ok(())
            })
            .expect("no retry");
        };
        together(
            &stm,
            [
                Box::new(move |tx| write(tx, 1)),
                Box::new(move |tx| write(tx, 5)),
                Box::new(move |tx| {
                    for key in [1, 5, 7] {
                        both(tx, key);
                    }
                }),
            ],
        );
        let mut tx = stm.attach().expect("a slot");
        for first in [1, 5] {
            assert_eq!(both(&mut tx, first), None);
            assert_eq!(both(&mut tx, first + 2), Some(int(first + 2)));
        }
    });
}
