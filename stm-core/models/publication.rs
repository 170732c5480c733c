//! Private objects: how they become shared with a commit, on request, and after their owner's end.

use crate::world::{Object, attempt, explore, get, memory, peek, set, spawn};
use stm_core::TokenWord;

/// A chain of two new objects is linked into a shared one: whoever finds it finds it whole.
#[test]
fn publication_of_a_private_graph() {
    explore("publication_of_a_private_graph", 3, || {
        let stm = memory();
        let root = stm.heap().shared(&[0]);
        let other = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| {
                let born = tx.birth_token();
                let leaf = tx.stm().heap().object(born, &[4]);
                let branch = tx.stm().heap().object(born, &[leaf.to_word()]);
                set(tx, root, 0, branch.to_word())
            });
        });
        let mut tx = stm.attach().expect("a slot");
        attempt(&mut tx, 2, |tx| {
            if let Some(branch) = Object::from_word(get(tx, root, 0)?) {
                // Nobody touches them any more, so only privacy could be in the way.
                let leaf = get(tx, branch, 0).expect("what is reachable is shared");
                let leaf = Object::from_word(leaf).expect("initialised before it was published");
                assert_eq!(get(tx, leaf, 0), Ok(4));
            }
            Ok(())
        });
        other.join().expect("no panic");
    });
}

/// The commit that would publish fails: what it collected stays private and right.
#[test]
fn a_publication_that_fails() {
    explore("a_publication_that_fails", 2, || {
        let stm = memory();
        let (root, read) = (stm.heap().shared(&[0]), stm.heap().shared(&[0]));
        let mut tx = stm.attach().expect("a slot");
        let born = tx.birth_token();
        let private = stm.heap().object(born, &[4]);
        let other = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| set(tx, read, 0, 2));
            attempt(tx, 1, |tx| match Object::from_word(get(tx, root, 0)?) {
                Some(found) => get(tx, found, 0),
                None => Ok(0),
            })
        });
        attempt(&mut tx, 2, |tx| {
            let n = get(tx, read, 0)?;
            set(tx, private, 0, 6 + n)?;
            set(tx, root, 0, private.to_word())
        });
        let seen = other.join().expect("no panic");
        assert!(
            seen.is_none_or(|seen| [0, 6, 8].contains(&seen)),
            "{seen:?}"
        );
    });
}

/// Another thread meets a private object through a side door. Its owner changes it together with a
/// shared one, and publishes it when it next commits.
#[test]
fn a_side_door() {
    explore("a_side_door", 2, || {
        let stm = memory();
        let shared = stm.heap().shared(&[0]);
        let mut tx = stm.attach().expect("a slot");
        let private = stm.heap().object(tx.birth_token(), &[0]);
        let other = spawn(&stm, move |tx| {
            attempt(tx, 2, |tx| {
                let outside = get(tx, shared, 0)?;
                let inside = get(tx, private, 0)?;
                assert_eq!(outside, inside);
                Ok(())
            });
        });
        attempt(&mut tx, 1, |tx| {
            set(tx, private, 0, 2)?;
            set(tx, shared, 0, 2)
        });
        // Answers a request, if there is one by now.
        attempt(&mut tx, 1, |_| Ok(()));
        other.join().expect("no panic");
    });
}

/// A unit that a transaction has acquired is also reached by what it publishes: it is unlocked once, so
/// who takes it next keeps it.
#[test]
fn an_acquired_unit_that_is_reached() {
    explore("an_acquired_unit_that_is_reached", 2, || {
        let stm = memory();
        let (root, x) = (stm.heap().shared(&[0]), stm.heap().shared(&[0]));
        let mut tx = stm.attach().expect("a slot");
        let other = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| {
                set(tx, x, 0, 2)?;
                assert_eq!(x.unit().token.inspect(), tx.birth_token(), "taken away");
                Ok(())
            })
        });
        attempt(&mut tx, 1, |tx| {
            set(tx, root, 0, x.to_word())?;
            set(tx, x, 0, 4)
        });
        other.join().expect("no panic");
    });
}

/// The owner ends: its private object is adopted, by two threads at once, as the owner left it.
#[test]
fn thread_death() {
    explore("thread_death", 2, || {
        let stm = memory();
        let mut owner = stm.attach().expect("a slot");
        let private = stm.heap().object(owner.birth_token(), &[0]);
        let other = spawn(&stm, move |tx| attempt(tx, 1, |tx| get(tx, private, 0)));
        attempt(&mut owner, 1, |tx| set(tx, private, 0, 4)).expect("its own");
        drop(owner);
        let mut heir = stm.attach().expect("the same slot");
        assert_ne!(heir.birth_token(), private.unit().token.inspect());
        let changed = attempt(&mut heir, 1, |tx| set(tx, private, 0, 6)).is_some();
        let seen = other.join().expect("no panic");
        assert!(
            seen.is_none_or(|seen| seen == 4 || seen == 6 && changed),
            "{seen:?}"
        );
        assert_eq!(private.unit().words[0].load(), if changed { 6 } else { 4 });
        let alone = attempt(&mut heir, 1, |tx| set(tx, private, 0, 8));
        assert!(alone.is_some(), "nobody else has it");
    });
}

/// The owner ends, and an irrevocable transaction adopts its object: it need not extend, so nothing but
/// the owner's farewell tells it what the owner wrote.
#[test]
fn death_met_by_an_irrevocable_one() {
    explore("death_met_by_an_irrevocable_one", 1, || {
        let stm = memory();
        let mut owner = stm.attach().expect("a slot");
        let private = stm.heap().object(owner.birth_token(), &[0]);
        let other = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| {
                tx.become_irrevocable()?;
                get(tx, private, 0)
            })
        });
        attempt(&mut owner, 1, |tx| set(tx, private, 0, 4)).expect("its own");
        drop(owner);
        assert_eq!(other.join().expect("no panic"), Some(4));
    });
}

/// The owner changes its private object together with a shared one, and ends. Who has read the shared
/// one before must not read the other one after.
#[test]
fn death_after_a_change() {
    explore("death_after_a_change", 2, || {
        let stm = memory();
        let shared = stm.heap().shared(&[0]);
        let mut owner = stm.attach().expect("a slot");
        let private = stm.heap().object(owner.birth_token(), &[0]);
        let other = loom::thread::spawn(move || {
            attempt(&mut owner, 1, |tx| {
                set(tx, private, 0, 2)?;
                set(tx, shared, 0, 2)
            });
        });
        let mut tx = stm.attach().expect("a slot");
        attempt(&mut tx, 1, |tx| {
            let outside = get(tx, shared, 0)?;
            assert_eq!(outside, get(tx, private, 0)?);
            Ok(())
        });
        other.join().expect("no panic");
    });
}

/// An idle owner's object is adopted in custody, as the owner left it; the owner comes back and finds
/// what others made of it.
#[test]
fn custody() {
    explore("custody", 2, || {
        let stm = memory();
        let mut owner = stm.attach().expect("a slot");
        let private = stm.heap().object(owner.birth_token(), &[0]);
        let add = move |tx: &mut _| {
            let added = attempt(tx, 1, |tx| {
                let n = get(tx, private, 0)?;
                set(tx, private, 0, n + 2)
            });
            u64::from(added.is_some())
        };
        let other = spawn(&stm, add);
        let mut done = add(&mut owner);
        owner.go_idle();
        owner.resume();
        done += add(&mut owner);
        done += other.join().expect("no panic");
        assert_eq!(private.unit().words[0].load(), 2 * done);
    });
}

/// An object is unlinked, then used by whoever unlinked it: nobody who found it before interferes.
#[test]
fn privatisation() {
    explore("privatisation", 2, || {
        let stm = memory();
        let object = stm.heap().shared(&[4]);
        let root = stm.heap().shared(&[object.to_word()]);
        let other = spawn(&stm, move |tx| {
            attempt(tx, 1, |tx| match Object::from_word(get(tx, root, 0)?) {
                Some(found) => {
                    set(tx, found, 0, 6)?;
                    // Gives up half of the time: its rollback must not reach into the future.
                    if get(tx, root, 0)? == 0 {
                        Err(stm_core::Abort::Cancelled)
                    } else {
                        Ok(())
                    }
                }
                None => Ok(()),
            })
            .is_some()
        });
        let mut tx = stm.attach().expect("a slot");
        if attempt(&mut tx, 1, |tx| set(tx, root, 0, 0)).is_some() {
            let twice = attempt(&mut tx, 1, |tx| {
                Ok((get(tx, object, 0)?, get(tx, object, 0)?))
            });
            other.join().expect("no panic");
            let last = peek(object, 0);
            assert!(
                twice.is_none_or(|(a, b)| a == b && b == last),
                "{twice:?} {last}"
            );
        }
    });
}

/// A lone thread builds without logs; a second one starts, and both change what was built.
#[test]
fn solo_to_shared_and_back() {
    explore("solo_to_shared_and_back", 2, || {
        let stm = crate::world::memory_with(|config| config.solo = true);
        let mut first = stm.attach().expect("a slot");
        assert!(first.is_solo());
        let leaf = stm.heap().object(first.birth_token(), &[0]);
        let root = stm.heap().object(TokenWord::version(0), &[0]);
        attempt(&mut first, 1, |tx| set(tx, root, 0, leaf.to_word())).expect("alone");
        first.leave_solo();
        let add = move |tx: &mut _| {
            let added = attempt(tx, 1, |tx| {
                let leaf = Object::from_word(get(tx, root, 0)?).expect("linked");
                let n = get(tx, leaf, 0)?;
                set(tx, leaf, 0, n + 2)
            });
            u64::from(added.is_some())
        };
        let second = spawn(&stm, add);
        let mut done = add(&mut first);
        let back = first.try_solo();
        done += add(&mut first);
        first.leave_solo();
        done += second.join().expect("no panic");
        assert!(!back || done >= 2);
        assert_eq!(peek(leaf, 0), 2 * done);
    });
}

/// Solo, shared and solo again: what the first time has stamped does not look as if the second had
/// logged it.
#[test]
fn solo_twice() {
    explore("solo_twice", 2, || {
        let stm = crate::world::memory_with(|config| config.solo = true);
        let mut first = stm.attach().expect("a slot");
        let cell = stm.heap().shared(&[0]);
        attempt(&mut first, 1, |tx| set(tx, cell, 0, 2)).expect("alone");
        assert!(first.leave_solo() && first.try_solo());
        first.begin();
        set(&mut first, cell, 0, 4).expect("alone");
        first.rollback(stm_core::Abort::Cancelled);
        assert_eq!(peek(cell, 0), 2);
    });
}

/// A lone thread wants company in the middle of a transaction: that has to wait for its end.
#[test]
fn shared_in_the_middle() {
    explore("shared_in_the_middle", 2, || {
        let stm = crate::world::memory_with(|config| config.solo = true);
        let mut first = stm.attach().expect("a slot");
        let (x, y) = (stm.heap().shared(&[0]), stm.heap().shared(&[0]));
        first.begin();
        let before = get(&mut first, x, 0).expect("alone");
        let other = first.leave_solo().then(|| {
            spawn(&stm, move |tx| {
                attempt(tx, 1, |tx| {
                    set(tx, x, 0, 2)?;
                    set(tx, y, 0, 2)
                })
            })
        });
        if let Ok(after) = get(&mut first, y, 0) {
            assert_eq!(before, after);
        }
        first.rollback(stm_core::Abort::Cancelled);
        if let Some(other) = other {
            other.join().expect("no panic");
        }
    });
}
