//! Contention decided by age alone: no deadlock, and everybody finishes.
//!
//! A deadlock or a livelock is an execution that exceeds `world`'s bound of steps.

use crate::world::{Memory, Tx, Work, add, explore, memory_with, peek, shared, together};
use stm_core::arena::Object;

const ROUNDS: u64 = 2;

fn by_age() -> Memory {
    memory_with(|config| config.timid_tries = 0)
}

/// Adds 1 to each object, in this order, holding what it has.
fn visitor<const N: usize>(objects: [&'static Object; N]) -> Work {
    Box::new(move |tx| {
        for _ in 0..ROUNDS {
            tx.atomically(|tx| objects.iter().try_for_each(|object| add(tx, object, 1)))
                .expect("no retry");
        }
    })
}

#[test]
fn opposite_orders() {
    explore("opposite_orders", 4_000, || {
        let stm = by_age();
        let [x, y] = shared(0);
        together(&stm, [[x, y], [y, x], [x, y], [y, x]].map(visitor));
        assert_eq!([peek(x), peek(y)], [4 * ROUNDS; 2]);
    });
}

/// A circle of three, and somebody in it who must not lose.
#[test]
fn a_circle_with_an_irrevocable_one() {
    explore("circle", 4_000, || {
        let stm = by_age();
        let [x, y, z] = shared(0);
        let irrevocable = move |tx: &mut Tx| {
            for _ in 0..ROUNDS {
                tx.atomically(|tx| {
                    add(tx, y, 1)?;
                    tx.become_irrevocable()?;
                    add(tx, x, 1)?;
                    add(tx, z, 1)
                })
                .expect("no retry");
            }
            assert_eq!(tx.stats().irrevocable, ROUNDS);
        };
        together(
            &stm,
            [
                visitor([x, y, z]),
                visitor([y, z, x]),
                visitor([z, x, y]),
                Box::new(irrevocable),
            ],
        );
        assert_eq!([peek(x), peek(y), peek(z)], [4 * ROUNDS; 3]);
    });
}
