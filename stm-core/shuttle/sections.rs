//! Critical sections of one lock: elided, taken for real, and elided ones that a commit makes real.
//! All keep two objects equal; those who hold the lock for real change one after the other.

use crate::world::{Tx, Work, add, explore, get, memory, peek, shared, together};
use stm_core::arena::Object;
use stm_core::{Abort, ElidableLock, Taken};

const ROUNDS: u64 = 2;

#[derive(Clone, Copy)]
struct Guarded {
    lock: ElidableLock,
    pair: [&'static Object; 2],
}

impl Guarded {
    fn enter(self, tx: &mut Tx, real: bool) -> Result<(), Abort> {
        let taken = if real {
            self.lock.acquire(tx)?
        } else {
            self.lock.elide(tx)?
        };
        if taken == Taken::No {
            return tx.retry();
        }
        let [x, y] = self.pair;
        assert_eq!(get(tx, x)?, get(tx, y)?, "somebody else is in the section");
        Ok(())
    }

    fn leave(self, tx: &mut Tx) -> Result<(), Abort> {
        self.lock.release(tx)?.expect("ours");
        Ok(())
    }

    /// Four transactions (three, when the first changes something already).
    fn hold(self, tx: &mut Tx, real: bool) {
        let [x, y] = self.pair;
        tx.atomically(|tx| {
            self.enter(tx, real)?;
            if real { Ok(()) } else { add(tx, x, 1) }
        })
        .expect("woken");
        if real {
            tx.atomically(|tx| add(tx, x, 1)).expect("no retry");
        }
        tx.atomically(|tx| add(tx, y, 1)).expect("no retry");
        tx.atomically(|tx| self.leave(tx)).expect("no retry");
    }

    /// One transaction, two entries deep.
    fn elide(self, tx: &mut Tx) {
        let [x, y] = self.pair;
        tx.atomically(|tx| {
            self.enter(tx, false)?;
            add(tx, x, 1)?;
            assert_eq!(self.lock.elide(tx)?, Taken::Yes);
            add(tx, y, 1)?;
            self.leave(tx)?;
            assert!(self.lock.is_locked(tx)?);
            self.leave(tx)
        })
        .expect("woken");
    }
}

#[test]
fn sections_exclude_each_other() {
    explore("sections", 4_000, || {
        let stm = memory();
        let [lock, x, y] = shared(0);
        let guarded = Guarded {
            lock: ElidableLock(lock.unit()),
            pair: [x, y],
        };
        let rounds = |work: fn(Guarded, &mut Tx)| -> Work {
            Box::new(move |tx| (0..ROUNDS).for_each(|_| work(guarded, tx)))
        };
        together(
            &stm,
            [
                rounds(|guarded, tx| guarded.hold(tx, true)),
                rounds(|guarded, tx| guarded.hold(tx, false)),
                rounds(Guarded::elide),
                rounds(Guarded::elide),
            ],
        );
        assert_eq!([peek(lock), peek(x), peek(y)], [0, 4 * ROUNDS, 4 * ROUNDS]);
    });
}
