//! A bank: money moves, and is never seen to come or go.

use crate::world::together;
use crate::world::{
    Memory, Tx, add, explore, get, give_up, memory, memory_with, peek, set, shared,
};
use stm_core::Abort;
use stm_core::arena::{Object, to_int};

const MONEY: u64 = 10;
const TOTAL: u64 = 3 * MONEY;

type Accounts = [&'static Object; 3];

fn withdraw(tx: &mut Tx, account: &'static Object) -> Result<(), Abort> {
    let balance = get(tx, account)?;
    set(tx, account, balance - 1)
}

/// Moves money in a circle, and drops a half-done transfer in between.
fn teller(tx: &mut Tx, accounts: Accounts) {
    for round in 0..3 {
        let (from, to) = (accounts[round], accounts[(round + 1) % 3]);
        give_up(tx, |tx| withdraw(tx, from));
        tx.atomically(|tx| withdraw(tx, from).and_then(|()| add(tx, to, 1)))
            .expect("no retry");
    }
}

/// The other way round; half-way it does what can't be undone, and relies on what it read before.
fn irrevocable_teller(tx: &mut Tx, accounts: Accounts) {
    let mut done = 0;
    for round in 0..2 {
        tx.atomically(|tx| {
            let balance = get(tx, accounts[round])?;
            withdraw(tx, accounts[round + 1])?;
            tx.become_irrevocable()?;
            done += 1;
            set(tx, accounts[round], balance + 1)
        })
        .expect("no retry");
    }
    assert_eq!(done, 2, "an irrevocable transaction ran again");
}

fn auditor(tx: &mut Tx, accounts: Accounts) {
    for _ in 0..2 {
        tx.atomically(|tx| {
            let mut total = 0;
            for account in accounts {
                total += get(tx, account)?;
            }
            // Also in an attempt that is going to be rolled back.
            assert_eq!(total, TOTAL);
            Ok(())
        })
        .expect("no retry");
    }
}

fn photographer(tx: &mut Tx, accounts: Accounts) {
    for _ in 0..2 {
        let mut snapshot = tx.snapshot();
        let mut look = || accounts.map(|account| to_int(snapshot.read(account.unit(), 0)));
        let first = look();
        assert_eq!(first.iter().sum::<u64>(), TOTAL);
        assert_eq!(first, look(), "a snapshot moved");
    }
    assert_eq!(tx.stats().all_rollbacks(), 0);
}

fn bank(stm: &Memory) {
    let accounts: Accounts = shared(MONEY);
    together(
        stm,
        [
            Box::new(move |tx| teller(tx, accounts)),
            Box::new(move |tx| irrevocable_teller(tx, accounts)),
            Box::new(move |tx| auditor(tx, accounts)),
            Box::new(move |tx| photographer(tx, accounts)),
        ],
    );
    assert_eq!(accounts.into_iter().map(peek).sum::<u64>(), TOTAL);
    assert_eq!(stm.old_versions(), 0);
}

#[test]
fn totals_are_constant() {
    explore("bank", 4_000, || bank(&memory()));
}

/// An auditor that reads more than it may remember becomes irrevocable and stops all writers.
#[test]
fn totals_are_constant_with_little_memory() {
    explore("bank_with_little_memory", 4_000, || {
        bank(&memory_with(|config| {
            config.max_reads = 2;
            config.read_slots = 2;
        }));
    });
}
