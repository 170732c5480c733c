//! Mistakes that were made once. Each test drives several threads' handles from one OS thread, so
//! the interleaving is exact (`patience: 0`: a conflict comes back at once).
#![cfg(not(any(feature = "loom", feature = "shuttle")))]

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use stm_core::arena::{Arena, Object, int, to_int};
use stm_core::cards::CardHeap;
use stm_core::{
    Abort, Config, ElidableLock, Heap, Stm, Taken, Thread, Token, TokenWord, Unit, WaitError, poll,
};

type Tx = Thread<Arena>;

fn memory() -> Arc<Stm<Arena>> {
    Stm::new(
        Arena,
        Config {
            patience: 0,
            ..Config::default()
        },
    )
}

fn two(stm: &Arc<Stm<Arena>>) -> (Tx, Tx) {
    (stm.attach().expect("a slot"), stm.attach().expect("a slot"))
}

fn get(tx: &mut Tx, object: &'static Object, index: usize) -> Result<u64, Abort> {
    tx.read(object.token(), object.word(index)).map(to_int)
}

fn set(tx: &mut Tx, object: &'static Object, index: usize, value: u64) -> Result<(), Abort> {
    tx.write(object.unit(), index, int(value))
}

/// A unit is acquired, read and given back by a partial undo: it counts as read.
#[test]
fn what_was_read_while_it_was_owned_is_validated() {
    let stm = memory();
    let (mut t, mut u) = two(&stm);
    let (x, y) = (Object::shared(), Object::shared());
    t.begin();
    let before = t.savepoint();
    set(&mut t, x, 1, 9).expect("free");
    let seen = get(&mut t, x, 0).expect("owned");
    t.undo_to(&before);
    u.atomically(|u| set(u, x, 0, 1)).expect("free");
    set(&mut t, y, 0, seen + 1).expect("free");
    assert_eq!(t.commit(), Err(Abort::Stale));
    t.rollback(Abort::Stale);
}

/// The same in an irrevocable transaction: the unit stays held.
#[test]
fn what_an_irrevocable_transaction_gives_back_stays_held() {
    for overflow in [0, 63] {
        let stm = memory();
        let (mut t, mut u) = two(&stm);
        let x = Object::shared();
        for _ in 0..overflow {
            t.begin();
            set(&mut t, x, 0, 1).expect("free");
            t.rollback(Abort::Cancelled);
        }
        t.begin();
        let before = t.savepoint();
        get(&mut t, x, 0).expect("free");
        set(&mut t, x, 0, 5).expect("free");
        t.become_irrevocable().expect("the turn is free");
        t.undo_to(&before);
        u.begin();
        assert_eq!(set(&mut u, x, 0, 1), Err(Abort::Held));
        u.rollback(Abort::Held);
        t.commit().expect("irrevocable");
        assert_eq!(u.atomically(|u| set(u, x, 0, 1)), Ok(()));
    }
}

/// `retry` sleeps on what was only read while it was owned, too.
#[test]
fn retry_after_a_write_has_something_to_wait_for() {
    let stm = memory();
    let (mut t, _u) = two(&stm);
    let x = Object::shared();
    t.begin();
    set(&mut t, x, 1, 9).expect("free");
    get(&mut t, x, 0).expect("owned");
    let slept = t.wait(Some(std::time::Duration::from_millis(1)));
    assert_eq!(slept, Ok(stm_core::Wake::TimedOut));
}

/// A transaction that became irrevocable unasked may still give up or wait.
#[test]
fn an_insisting_transaction_can_be_undone() {
    let stm = Stm::new(
        Arena,
        Config {
            patience: 0,
            irrevocable_after: 0,
            ..Config::default()
        },
    );
    let (mut t, mut u) = two(&stm);
    let x = Object::shared();
    let mut runs = 0;
    t.atomically(|t| {
        assert!(t.is_irrevocable());
        set(t, x, 0, 7)?;
        runs += 1;
        if runs < 3 {
            Err(Abort::Cancelled)
        } else {
            set(t, x, 0, 8)
        }
    })
    .expect("in the end");
    assert_eq!((runs, to_int(x.word(0).load())), (3, 8));
    assert_eq!(u.atomically(|u| get(u, x, 0)), Ok(8));
}

/// One that asked for it cannot: what it did stays, and everything it held is free.
#[test]
fn an_irrevocable_transaction_that_gives_up_is_committed() {
    let stm = memory();
    let (mut t, mut u) = two(&stm);
    let (x, lock) = (Object::shared(), Object::shared());
    let lock = ElidableLock(lock.unit());
    let result = t.atomically(|t| {
        t.become_irrevocable()?;
        assert_eq!(lock.elide(t)?, Taken::Yes);
        set(t, x, 0, 7)?;
        t.retry::<()>()
    });
    assert_eq!(result, Err(WaitError::Irrevocable));
    u.atomically(|u| {
        u.become_irrevocable()?;
        assert_eq!(lock.elide(u)?, Taken::Yes);
        assert_eq!(get(u, x, 0)?, 7);
        lock.release(u).map(|_| ())
    })
    .expect("everything is free");
}

/// A body that panics leaves nothing behind.
#[test]
fn a_panic_in_a_body_undoes_it() {
    let stm = memory();
    let (mut t, mut u) = two(&stm);
    let x = Object::shared();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        t.atomically(|t| {
            set(t, x, 0, 7)?;
            if get(t, x, 0)? == 7 {
                std::panic::resume_unwind(Box::new(()))
            } else {
                Ok(())
            }
        })
    }));
    assert!(panicked.is_err() && !t.in_transaction());
    assert_eq!(u.atomically(|u| get(u, x, 0)), Ok(0));
}

/// A commit that is wounded while it walks a large private graph leaves no token that says "logged".
#[test]
fn a_wounded_publication_leaves_no_logged_tokens() {
    let stm = Stm::new(
        Arena,
        Config {
            patience: 0,
            timid_tries: 0,
            ..Config::default()
        },
    );
    let (mut t, mut u) = two(&stm);
    let (root, other) = (Object::shared(), Object::shared());
    let private: Vec<_> = (0..3000).map(|_| Object::new(t.birth_token())).collect();
    private
        .windows(2)
        .for_each(|pair| pair[0].word(0).store(pair[1].to_word()));
    // u is older.
    u.begin();
    t.begin();
    set(&mut t, other, 0, 1).expect("free");
    assert_eq!(set(&mut u, other, 0, 2), Err(Abort::Owned));
    t.write(root.unit(), 0, private[0].to_word()).expect("free");
    let wounded = t.commit();
    assert_eq!(
        wounded,
        Err(Abort::Wounded),
        "the older transaction had asked"
    );
    t.rollback(Abort::Wounded);
    u.rollback(Abort::Owned);
    t.begin();
    set(&mut t, private[0], 1, 6).expect("mine");
    t.rollback(Abort::Cancelled);
    assert_eq!(private[0].word(1).load(), 0, "written without a pre-image");
}

/// A unit got a fresh version without new content; a snapshot older than that version needs the old
/// words when they are overwritten.
#[test]
fn fresh_versions_of_old_words_are_kept_for_snapshots() {
    for adopted in [false, true] {
        let stm = memory();
        let (mut t, mut u) = two(&stm);
        let mut reader = stm.attach().expect("a slot");
        let x = if adopted {
            Object::new(u.birth_token())
        } else {
            Object::shared()
        };
        x.word(0).store(int(5));
        if adopted {
            u.go_idle();
        }
        let mut snapshot = reader.snapshot();
        if adopted {
            assert_eq!(t.atomically(|t| get(t, x, 0)), Ok(5));
        }
        for _ in 0..64 {
            t.begin();
            set(&mut t, x, 0, 1).expect("free");
            t.rollback(Abort::Cancelled);
        }
        t.atomically(|t| set(t, x, 0, 6)).expect("free");
        assert_eq!(to_int(snapshot.read(x.unit(), 0)), 5);
        drop(snapshot);
        assert_eq!(stm.old_versions(), 0);
        u.resume();
    }
}

/// Somebody meets a card that is merely locked: the request to publish it leads nowhere.
#[test]
fn a_locked_card_is_asked_for() {
    let stm = memory();
    let (mut t, mut u) = two(&stm);
    let cards = Arena.cards(Arena.new_buffer(2, TokenWord::version(0)));
    let card = cards[1].unit();
    t.begin();
    t.write(card, 3, int(1)).expect("free");
    u.begin();
    assert_eq!(u.read(card.token, &card.words[3]), Err(Abort::Owned));
    u.rollback(Abort::Owned);
    t.commit().expect("valid");
    assert_eq!(
        u.atomically(|u| u.read(card.token, &card.words[3])),
        Ok(int(1))
    );
    // And a private card is published on request.
    let private = Arena.cards(Arena.new_buffer(1, t.birth_token()))[0].unit();
    u.begin();
    assert_eq!(u.read(private.token, &private.words[0]), Err(Abort::Owned));
    u.rollback(Abort::Owned);
    t.atomically(|_| Ok(())).expect("nothing to lose");
    assert!(
        u.atomically(|u| u.read(private.token, &private.words[0]))
            .is_ok()
    );
}

/// With an age and no patience an operation still does not wait.
#[test]
fn no_patience_means_no_wait() {
    let stm = Stm::new(
        Arena,
        Config {
            patience: 0,
            timid_tries: 0,
            ..Config::default()
        },
    );
    let (mut t, mut u) = two(&stm);
    let x = Object::shared();
    t.begin();
    u.begin();
    set(&mut t, x, 0, 1).expect("free");
    assert_eq!(set(&mut u, x, 0, 1), Err(Abort::Owned));
    assert_eq!(t.poll().err(), Some(Abort::Wounded), "the older one asked");
    assert_eq!(u.poll(), Ok(0));
    t.rollback(Abort::Wounded);
    u.rollback(Abort::Owned);
    stm.request(t.slot(), poll::HOST);
    t.begin();
    assert_eq!(t.poll(), Ok(poll::HOST));
    t.rollback(Abort::Cancelled);
}

/// A lock that a thread held for real when it ended is not its successor's.
#[test]
fn a_dead_thread_keeps_its_locks() {
    let stm = memory();
    let (mut t, dead) = two(&stm);
    let lock = ElidableLock(Object::shared().unit());
    let mut dead = dead;
    assert_eq!(dead.atomically(|dead| lock.acquire(dead)), Ok(Taken::Yes));
    drop(dead);
    let mut heir = stm.attach().expect("the same slot");
    assert_eq!(heir.atomically(|heir| lock.elide(heir)), Ok(Taken::No));
    assert_eq!(t.atomically(|t| lock.is_locked(t)), Ok(true));
}

/// A word beyond a unit is refused before anything is owned.
#[test]
fn a_word_that_is_not_there() {
    let stm = memory();
    let (mut t, mut u) = two(&stm);
    let x = Object::shared();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        t.atomically(|t| t.write(x.unit(), 99, 0))
    }));
    assert!(panicked.is_err());
    assert_eq!(u.atomically(|u| set(u, x, 0, 1)), Ok(()));
}

/// A heap that notes at each safepoint which tokens are roots.
#[derive(Default)]
struct Watched(Arc<Mutex<HashSet<usize>>>);

impl Heap for Watched {
    fn units(&self, word: u64, visit: &mut dyn FnMut(Unit)) {
        Arena.units(word, visit);
    }

    fn unit(&self, token: &'static Token) -> Unit {
        Arena.unit(token)
    }

    fn safepoint(&self, thread: &Thread<Self>) {
        let mut seen = self.0.lock().expect("not poisoned");
        thread.visit_roots(&mut |_| (), &mut |token| {
            seen.insert(std::ptr::from_ref(token).addr());
        });
    }
}

/// A commit publishes many objects in pieces. What it has found is a root between two of them, because a weak reference
/// alone may have led there; a token was stamped where the object had been freed.
#[test]
fn what_is_being_published_is_a_root() {
    let heap = Watched::default();
    let seen = Arc::clone(&heap.0);
    let stm = Stm::new(heap, Config::default());
    let (mut t, _u) = (stm.attach().expect("a slot"), stm.attach().expect("a slot"));
    let shared = Object::shared();
    t.begin();
    let chain: Vec<_> = (0..1000).map(|_| Object::new(t.birth_token())).collect();
    for pair in chain.windows(2) {
        pair[0].word(0).store(pair[1].to_word());
    }
    t.write(shared.unit(), 0, chain[0].to_word()).expect("free");
    t.commit().expect("nobody else");
    let seen = seen.lock().expect("not poisoned");
    let is_seen =
        |object: &&&'static Object| seen.contains(&std::ptr::from_ref(object.token()).addr());
    assert!(chain.iter().filter(is_seen).count() > 500);
    drop(seen);
    let mut after = HashSet::new();
    t.visit_roots(&mut |_| (), &mut |token| {
        after.insert(std::ptr::from_ref(token).addr());
    });
    assert!(after.is_empty());
}
