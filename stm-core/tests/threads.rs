//! The promises, with real threads: exact counters, constant totals, consistent reads, waiting.
#![cfg(not(any(feature = "loom", feature = "shuttle")))]

use std::sync::Arc;
use std::thread;
use stm_core::arena::{Arena, Object, int, to_int};
use stm_core::cards::CardHeap;
use stm_core::cards::list::CardList;
use stm_core::cards::table::StripedTable;
use stm_core::{Abort, Config, ElidableLock, Stm, Taken, Thread, TokenWord, WaitError};

type Tx = Thread<Arena>;

fn get(tx: &mut Tx, object: &'static Object, index: usize) -> Result<u64, Abort> {
    tx.read(object.token(), object.word(index)).map(to_int)
}

fn set(tx: &mut Tx, object: &'static Object, index: usize, value: u64) -> Result<(), Abort> {
    tx.write(object.unit(), index, int(value))
}

fn together(stm: &Arc<Stm<Arena>>, threads: usize, work: impl Fn(usize, &mut Tx) + Send + Sync) {
    // All are there before the first begins: who waits must not find itself alone.
    let attached: Vec<_> = (0..threads)
        .map(|_| stm.attach().expect("a slot"))
        .collect();
    thread::scope(|scope| {
        for (number, mut tx) in attached.into_iter().enumerate() {
            let work = &work;
            scope.spawn(move || work(number, &mut tx));
        }
    });
}

fn memory() -> Arc<Stm<Arena>> {
    Stm::new(Arena, Config::default())
}

#[test]
fn a_counter_is_exact() {
    let (stm, counter) = (memory(), Object::shared());
    together(&stm, 4, |_, tx| {
        for _ in 0..20_000 {
            tx.atomically(|tx| {
                let n = get(tx, counter, 0)?;
                set(tx, counter, 0, n + 1)
            })
            .expect("no retry");
        }
    });
    assert_eq!(to_int(counter.word(0).load()), 80_000);
    assert!(!counter.token().inspect().is_owned());
}

#[test]
fn totals_are_constant_for_auditors_and_snapshots() {
    let stm = memory();
    let accounts: Vec<_> = (0..16).map(|_| Object::shared()).collect();
    accounts
        .iter()
        .for_each(|account| account.word(0).store(int(100)));
    together(&stm, 4, |number, tx| {
        for round in 0..3_000usize {
            let total: u64 = match number {
                0 => tx
                    .atomically(|tx| accounts.iter().map(|account| get(tx, account, 0)).sum())
                    .expect("no retry"),
                1 => {
                    let mut snapshot = tx.snapshot();
                    accounts
                        .iter()
                        .map(|account| to_int(snapshot.read(account.unit(), 0)))
                        .sum()
                }
                _ => {
                    let (from, to) = (
                        accounts[round * 7 % 16],
                        accounts[(round * 5 + number) % 16],
                    );
                    tx.atomically(|tx| {
                        let balance = get(tx, from, 0)?;
                        set(tx, from, 0, balance.wrapping_sub(1) & 0xffff)?;
                        let balance = get(tx, to, 0)?;
                        set(tx, to, 0, (balance + 1) & 0xffff)
                    })
                    .expect("no retry");
                    continue;
                }
            };
            assert_eq!(total & 0xffff, 1600);
        }
    });
    assert_eq!(
        stm.old_versions(),
        0,
        "old versions outlive the last snapshot"
    );
}

#[test]
fn retry_waits_for_a_change() {
    let (stm, slot) = (memory(), Object::shared());
    together(&stm, 2, |number, tx| {
        for round in 1..2_000 {
            tx.atomically(|tx| {
                let full = get(tx, slot, 0)?;
                match (number, full) {
                    (0, 0) => set(tx, slot, 0, round),
                    (1, n) if n == round => set(tx, slot, 0, 0),
                    _ => tx.retry(),
                }
            })
            .expect("the other thread goes on");
        }
    });
}

#[test]
fn sleepers_that_nobody_can_wake_are_told() {
    let (stm, slot) = (memory(), Object::shared());
    together(&stm, 3, |_, tx| {
        let slept = tx.atomically(|tx| {
            get(tx, slot, 0)?;
            tx.retry::<()>()
        });
        assert_eq!(slept, Err(WaitError::NobodyLeft));
    });
    let mut alone = stm.attach().expect("a slot");
    assert_eq!(
        alone.atomically(|tx| tx.retry::<()>()),
        Err(WaitError::NothingRead)
    );
}

#[test]
fn containers_conflict_by_card() {
    let stm = memory();
    let (length, buffer, table) = (Object::shared(), Object::shared(), Object::shared());
    buffer
        .word(0)
        .store(Arena.new_buffer(1, TokenWord::version(0)));
    table
        .word(0)
        .store(Arena.new_buffer(1, TokenWord::version(0)));
    let list = CardList::new(length.unit(), buffer.unit());
    let table = StripedTable::new(table.unit());
    together(&stm, 4, |number, tx| {
        for round in 0..2_000u64 {
            let key = round * 4 + number as u64;
            tx.atomically(|tx| {
                list.append(tx, int(key));
                table.insert(tx, int(key), int(key + 1));
                Ok(())
            })
            .expect("no retry");
            if round % 3 == 0 {
                let removed = tx
                    .atomically(|tx| table.remove(tx, int(key)))
                    .expect("no retry");
                assert_eq!(removed, Some(int(key + 1)));
            }
        }
    });
    let mut tx = stm.attach().expect("a slot");
    tx.atomically(|tx| {
        assert_eq!(list.len(tx)?, 8_000);
        let mut all = (0..8_000)
            .map(|index| list.get(tx, index))
            .collect::<Result<Vec<_>, _>>()?;
        all.sort_unstable();
        assert!(
            all.iter()
                .enumerate()
                .all(|(n, value)| *value == Some(int(n as u64)))
        );
        for key in 0..8_000 {
            let expected = (key / 4 % 3 != 0).then_some(int(key + 1));
            assert_eq!(table.get(tx, int(key))?, expected);
        }
        Ok(())
    })
    .expect("no retry");
}

#[test]
fn elided_and_real_sections_exclude_each_other() {
    let stm = memory();
    let (lock, data) = (Object::shared(), Object::shared());
    let lock = ElidableLock(lock.unit());
    together(&stm, 3, |number, tx| {
        for _ in 0..3_000 {
            let enter = |tx: &mut Tx| match if number == 0 {
                lock.acquire(tx)?
            } else {
                lock.elide(tx)?
            } {
                Taken::Yes => Ok(()),
                Taken::No => tx.retry(),
            };
            let work = |tx: &mut Tx| {
                let n = get(tx, data, 0)?;
                set(tx, data, 0, n + 1)
            };
            let leave = |tx: &mut Tx| lock.release(tx).map(|left| left.expect("ours"));
            if number == 0 {
                // Three transactions, as with a lock that is really held across I/O.
                tx.atomically(enter).expect("woken");
                tx.atomically(work).expect("no retry");
                tx.atomically(leave).expect("no retry");
            } else {
                tx.atomically(|tx| enter(tx).and_then(|()| work(tx)).and_then(|()| leave(tx)))
                    .expect("woken");
            }
        }
    });
    assert_eq!(to_int(data.word(0).load()), 9_000);
}

#[test]
fn irrevocable_transactions_run_their_body_once_after_the_turn() {
    let (stm, counter) = (memory(), Object::shared());
    together(&stm, 4, |_, tx| {
        let mut done = 0;
        for _ in 0..2_000 {
            tx.atomically(|tx| {
                tx.become_irrevocable()?;
                done += 1;
                let n = get(tx, counter, 0)?;
                set(tx, counter, 0, n + 1)
            })
            .expect("no retry");
        }
        assert_eq!(done, 2_000);
    });
    assert_eq!(to_int(counter.word(0).load()), 8_000);
}

#[test]
fn a_reader_of_everything_becomes_irrevocable_in_bounded_memory() {
    let stm = Stm::new(
        Arena,
        Config {
            max_reads: 100,
            read_slots: 64,
            ..Config::default()
        },
    );
    let objects: Vec<_> = (0..1_000).map(|_| Object::shared()).collect();
    together(&stm, 3, |number, tx| {
        for round in 0..300usize {
            if number == 0 {
                let sum = tx.atomically(|tx| {
                    objects
                        .iter()
                        .map(|object| get(tx, object, 0))
                        .sum::<Result<u64, _>>()
                });
                assert_eq!(sum.expect("no retry") & 0xffff, 0);
            } else {
                tx.atomically(|tx| {
                    for (object, by) in [
                        (objects[round * 3 % 1000], 1),
                        (objects[(round * 7 + 1) % 1000], 0xffff),
                    ] {
                        let n = get(tx, object, 0)?;
                        set(tx, object, 0, n + by)?;
                    }
                    Ok(())
                })
                .expect("no retry");
            }
        }
        assert!(number != 0 || tx.stats().irrevocable == 300);
    });
}

#[test]
fn private_objects_of_ended_and_idle_threads_are_adopted() {
    let stm = memory();
    let mut owner = stm.attach().expect("a slot");
    let mut other = stm.attach().expect("a slot");
    let private = Object::new(owner.birth_token());
    private.word(0).store(int(7));
    owner.go_idle();
    assert_eq!(other.atomically(|tx| get(tx, private, 0)), Ok(7));
    owner.resume();
    let late = Object::new(owner.birth_token());
    late.word(0).store(int(8));
    drop(owner);
    let mut heir = stm.attach().expect("the same slot");
    assert_eq!(heir.atomically(|tx| get(tx, late, 0)), Ok(8));
    assert_eq!(other.atomically(|tx| set(tx, late, 0, 9)), Ok(()));
}

#[test]
fn solo_and_back() {
    let stm = Stm::new(
        Arena,
        Config {
            solo: true,
            ..Config::default()
        },
    );
    let mut first = stm.attach().expect("a slot");
    let object = Object::new(first.birth_token());
    assert!(first.is_solo() && stm.attach().is_err());
    for n in 0..10 {
        first
            .atomically(|tx| set(tx, object, 0, n))
            .expect("no retry");
    }
    first.begin();
    set(&mut first, object, 0, 77).expect("solo");
    first.rollback(Abort::Cancelled);
    first.leave_solo();
    let mut second = stm.attach().expect("a slot");
    assert_eq!(second.atomically(|tx| get(tx, object, 0)), Ok(9));
    drop(second);
    assert!(first.try_solo());
    first
        .atomically(|tx| set(tx, object, 0, 11))
        .expect("no retry");
    first.leave_solo();
    let mut third = stm.attach().expect("a slot");
    assert_eq!(third.atomically(|tx| get(tx, object, 0)), Ok(11));
    drop(first);
}
