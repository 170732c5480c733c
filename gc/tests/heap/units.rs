//! The heap under `stm-core`: objects become units, and transactions work on them.

use crate::world::{NODE, PAIR, Thread, World, follow, get, set, small};
use std::sync::Arc;
use stm_core::{Stm, Token, Unit};
use tython_gc::{Heap, Object};

#[derive(Debug)]
struct Memory(&'static Heap);

impl stm_core::Heap for Memory {
    fn units(&self, word: u64, visit: &mut dyn FnMut(Unit)) {
        self.0.units(word, visit);
    }

    fn unit(&self, token: &'static Token) -> Unit {
        self.0.unit(token)
    }
}

fn units(heap: &Heap, word: u64) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    heap.units(word, &mut |unit| {
        found.push((std::ptr::from_ref(unit.token) as usize, unit.words.len()));
    });
    found
}

#[test]
fn an_object_is_a_unit() {
    let world = World::new(small());
    let mut thread = world.attach(0);
    let heap = world.heap;
    let node = thread.alloc(NODE, 5);
    let pair = thread.alloc(PAIR, 10);
    assert_eq!(
        units(heap, node.to_value()),
        [(node.address(), 1 + heap.capacity(node))]
    );
    assert_eq!(units(heap, pair.to_value()), [(pair.address(), 3)]);
    let unit = heap.unit(pair.token());
    assert_eq!(unit.words.len(), 3);
    assert!(std::ptr::eq(&unit.words[0], pair.meta_word()));
    // SAFETY: a pair has a word.
    assert!(std::ptr::eq(&unit.words[1], unsafe { pair.word(0) }));
    for word in [
        node.address() as u64,
        node.to_value() + 16,
        node.meta().bits(),
        0,
        5,
    ] {
        assert_eq!(units(heap, word), []);
    }
}

/// An account that refers to a private object, which is published with the commit.
fn deposit(stm: &Arc<Stm<Memory>>, host: &mut Thread, account: Object) {
    let mut tx = stm.attach().expect("room");
    for _ in 0..500 {
        tx.atomically(|tx| {
            let unit = account.heap_unit();
            // SAFETY: a pair has two words.
            let (old, balance) = unsafe { (account.word(0), account.word(1)) };
            let before = tx.read(unit.token, old)?;
            let balance = tx.read(unit.token, balance)?;
            let token = tx.birth_token();
            let receipt = host.mutator.alloc(PAIR, 2, 1, token).expect("memory");
            set(receipt, 0, before);
            set(receipt, 1, balance);
            tx.write(unit, 1, receipt.to_value())?;
            tx.write(unit, 2, balance + 2)
        })
        .expect("never retries");
    }
}

trait HeapUnit {
    fn heap_unit(self) -> Unit;
}

impl HeapUnit for Object {
    fn heap_unit(self) -> Unit {
        Unit {
            token: self.token(),
            // SAFETY: a pair has two words.
            words: unsafe { self.unit_words(2) },
        }
    }
}

#[test]
fn transactions_work_on_objects() {
    let world = World::new(small());
    let stm = Stm::new(Memory(world.heap), stm_core::Config::default());
    let account = world.attach(0).alloc(PAIR, 2);
    std::thread::scope(|scope| {
        for tag in 0..4 {
            let (stm, mut host) = (&stm, world.attach(tag));
            scope.spawn(move || deposit(stm, &mut host, account));
        }
    });
    assert_eq!(get(account, 1), 2 * 2_000);
    let mut receipt = follow(account, 0);
    for number in (0..2_000).rev() {
        assert_eq!(get(receipt, 1), 2 * number);
        assert!(!receipt.token().inspect().is_owned(), "not published");
        if number > 0 {
            receipt = follow(receipt, 0);
        }
    }
}
