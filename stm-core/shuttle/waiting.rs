//! A chain of threads that wait for each other in `retry`.

use crate::world::{Tx, explore, get, memory, peek, set, shared, together};
use stm_core::Abort;
use stm_core::arena::Object;

const ITEMS: u64 = 3;

/// Puts an item (not 0) into an empty slot.
fn put(tx: &mut Tx, slot: &'static Object, item: u64) -> Result<(), Abort> {
    match get(tx, slot)? {
        0 => set(tx, slot, item),
        _ => tx.retry(),
    }
}

/// Takes the item out of a full slot.
fn take(tx: &mut Tx, slot: &'static Object) -> Result<u64, Abort> {
    match get(tx, slot)? {
        0 => tx.retry(),
        item => set(tx, slot, 0).map(|()| item),
    }
}

/// Two threads hand an item to and fro; neither is ever told that nobody is left.
#[test]
fn ping_pong() {
    explore("ping_pong", 10_000, || {
        let stm = memory();
        let [there, back] = shared(0);
        together(
            &stm,
            [
                Box::new(move |tx| {
                    for item in 1..=ITEMS {
                        tx.atomically(|tx| put(tx, there, item)).expect("woken");
                        assert_eq!(tx.atomically(|tx| take(tx, back)), Ok(item));
                    }
                }),
                Box::new(move |tx| {
                    for _ in 0..ITEMS {
                        let item = tx.atomically(|tx| take(tx, there)).expect("woken");
                        tx.atomically(|tx| put(tx, back, item)).expect("woken");
                    }
                }),
            ],
        );
        assert_eq!([peek(there), peek(back)], [0, 0]);
    });
}

/// One producer's items go through a relay, another's don't; the consumer takes whichever comes.
#[test]
fn a_chain_delivers_everything_in_order() {
    explore("chain", 4_000, || {
        let stm = memory();
        let [first, second, direct] = shared(0);
        let produce = move |tx: &mut Tx, slot, from| {
            for item in from..from + ITEMS {
                tx.atomically(|tx| put(tx, slot, item)).expect("woken");
            }
        };
        let relay = move |tx: &mut Tx| {
            for _ in 0..ITEMS {
                tx.atomically(|tx| {
                    let item = take(tx, first)?;
                    put(tx, second, item)
                })
                .expect("woken");
            }
        };
        let consume = move |tx: &mut Tx| {
            let (mut relayed, mut straight) = (1, 101);
            for _ in 0..2 * ITEMS {
                let item = tx
                    .atomically(|tx| tx.or_else(|tx| take(tx, second), |tx| take(tx, direct)))
                    .expect("woken");
                let expected = if item < 100 {
                    &mut relayed
                } else {
                    &mut straight
                };
                assert_eq!(item, *expected);
                *expected += 1;
            }
        };
        together(
            &stm,
            [
                Box::new(move |tx| produce(tx, first, 1)),
                Box::new(move |tx| produce(tx, direct, 101)),
                Box::new(relay),
                Box::new(consume),
            ],
        );
        for slot in [first, second, direct] {
            assert_eq!(peek(slot), 0);
        }
    });
}
