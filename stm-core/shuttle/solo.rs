//! Solo mode, again and again, while other threads try to come in.

use crate::world::{Memory, Tx, add, explore, get, give_up, join, memory_with, peek, shared};
use shuttle::thread::{spawn, yield_now};
use std::sync::Arc;
use stm_core::arena::Object;
use stm_core::{AttachError, Stm};

const ROUNDS: u64 = 3;

/// Waits until the thread that runs solo lets others in.
fn come_in(stm: &Memory) -> Tx {
    loop {
        match stm.attach() {
            Ok(tx) => return tx,
            Err(AttachError::Solo) => yield_now(),
            Err(error) => panic!("{error}"),
        }
    }
}

/// One thread goes solo whenever it is alone; two others come, work and leave. Each keeps the two
/// counters equal. What the first bore privately becomes reachable by a solo store.
#[test]
fn solo_and_back() {
    explore("solo", 4_000, || {
        let stm = memory_with(|config| config.solo = true);
        let [x, y] = shared(0);
        let work = move |tx: &mut Tx| {
            tx.atomically(|tx| {
                assert_eq!(get(tx, x)?, get(tx, y)?);
                add(tx, x, 1)?;
                add(tx, y, 1)
            })
            .expect("no retry");
        };
        let follow = move |tx: &mut Tx| {
            tx.atomically(|tx| {
                let word = tx.read(x.token(), x.word(1))?;
                Object::from_word(word).map_or(Ok(()), |object| add(tx, object, 1))
            })
            .expect("no retry");
        };
        let mut first = stm.attach().expect("a slot");
        let host = spawn(move || {
            for _ in 0..ROUNDS {
                first.leave_solo();
                let private = Object::new(first.birth_token());
                work(&mut first);
                yield_now();
                if first.try_solo() {
                    work(&mut first);
                    first
                        .atomically(|tx| tx.write(x.unit(), 1, private.to_word()))
                        .expect("no retry");
                    // Solo tokens are not used twice: each object is logged again.
                    first.leave_solo();
                    if first.try_solo() {
                        give_up(&mut first, |tx| add(tx, x, 1).and_then(|()| add(tx, y, 7)));
                    }
                } else {
                    work(&mut first);
                }
            }
        });
        let guests = [0, 1].map(|_| {
            let stm = Arc::clone(&stm);
            spawn(move || {
                for _ in 0..2 {
                    let mut tx = come_in(&stm);
                    work(&mut tx);
                    follow(&mut tx);
                }
            })
        });
        join(guests);
        join([host]);
        assert_eq!(Stm::threads(&stm), 0);
        assert_eq!([peek(x), peek(y)], [2 * ROUNDS + 4; 2]);
    });
}
