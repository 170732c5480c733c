//! Who yields: ages and wounds.

use crate::world::{attempt, explore, get, memory_with, peek, set, spawn};
use loom::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;
use stm_core::{Abort, poll};

/// Two transactions take two units in opposite order, with ages from the start: the older one wounds
/// the younger, both finish, and nobody waits for ever.
#[test]
fn ageing() {
    explore("ageing", 1, || {
        let stm = memory_with(|config| (config.timid_tries, config.patience) = (0, 1));
        let (x, y) = (stm.heap().shared(&[0]), stm.heap().shared(&[0]));
        let other = spawn(&stm, move |tx| {
            attempt(tx, 4, |tx| {
                set(tx, y, 0, 2)?;
                set(tx, x, 0, 2)
            })
        });
        let mut tx = stm.attach().expect("a slot");
        let main = attempt(&mut tx, 4, |tx| {
            set(tx, x, 0, 4)?;
            set(tx, y, 0, 4)
        });
        let other = other.join().expect("no panic");
        assert!(
            main.is_some() || other.is_some(),
            "both lost again and again"
        );
        assert_eq!(peek(x, 0), peek(y, 0));
    });
}

/// Of two transactions with ages, the older one wounds the owner and the younger one steps back. (One
/// thread drives both: there is one schedule.)
#[test]
fn the_older_wounds_the_younger() {
    explore("the_older_wounds_the_younger", 1, || {
        let stm = memory_with(|config| config.timid_tries = 0);
        let x = stm.heap().shared(&[0]);
        let mut old = stm.attach().expect("a slot");
        let mut young = stm.attach().expect("a slot");
        for tx in [&mut old, &mut young] {
            tx.begin();
            tx.rollback(Abort::Cancelled);
            tx.begin();
        }
        set(&mut young, x, 0, 2).expect("free");
        assert_eq!(
            set(&mut old, x, 0, 2),
            Err(Abort::Owned),
            "there is no patience"
        );
        assert_eq!(young.poll(), Err(Abort::Wounded));
        young.rollback(Abort::Wounded);
        set(&mut old, x, 0, 2).expect("free");
        young.begin();
        assert_eq!(set(&mut young, x, 0, 2), Err(Abort::Owned));
        assert!(old.poll().is_ok(), "the younger one has wounded the older");
        young.rollback(Abort::Owned);
        old.commit().expect("valid");
    });
}

/// An irrevocable transaction needs what another one owns: that one is wounded, or has committed.
#[test]
fn irrevocable_wounds() {
    explore("irrevocable_wounds", 2, || {
        let stm = memory_with(|_| ());
        let (x, y) = (stm.heap().shared(&[0]), stm.heap().shared(&[0]));
        let other = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| {
                set(tx, y, 0, 2)?;
                tx.poll()?;
                set(tx, x, 0, 2)
            });
        });
        let mut tx = stm.attach().expect("a slot");
        attempt(&mut tx, 1, |tx| {
            tx.become_irrevocable()?;
            let a = get(tx, x, 0)?;
            let b = get(tx, y, 0)?;
            assert_eq!(a, b);
            Ok(())
        })
        .expect("the turn is free");
        other.join().expect("no panic");
        assert_eq!(peek(x, 0), peek(y, 0));
    });
}

/// A host stores what it wants and sets a bit; who clears the bit finds it.
#[test]
fn a_request_of_the_host() {
    explore("a_request_of_the_host", 3, || {
        let stm = memory_with(|_| ());
        let wanted = Arc::new(AtomicU64::new(0));
        let mut tx = stm.attach().expect("a slot");
        let (slot, host) = (tx.slot(), Arc::clone(&wanted));
        let asking = Arc::clone(&stm);
        let other = loom::thread::spawn(move || {
            host.store(1, Ordering::Relaxed);
            asking.request(slot, poll::HOST);
        });
        tx.begin();
        if tx.poll().expect("nobody wounds") & poll::HOST != 0 {
            tx.clear_poll(poll::HOST);
            assert_eq!(wanted.load(Ordering::Relaxed), 1);
        }
        tx.commit().expect("nothing to lose");
        other.join().expect("no panic");
    });
}
