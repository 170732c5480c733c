//! Threads that use one list at the same time.

use crate::world::{Random, context, int, shared, turn};
use tython::cx::{Cx, Exit, R};
use tython::heap::HeapType;
use tython::objects::list::{self, List};
use tython::value::Value;

/// Runs `body` as a transaction, as often as it takes.
fn transaction<T>(cx: &mut Cx, mut body: impl FnMut(&mut Cx) -> R<T>) -> T {
    loop {
        let result = body(cx).and_then(|value| {
            cx.tx.commit()?;
            Ok(value)
        });
        match result {
            Ok(value) => {
                cx.begin();
                let _ = cx.poll();
                return value;
            }
            Err(Exit::Abort(abort)) => cx.roll_back(abort).expect("no exception"),
            Err(exit) => panic!("{exit:?}"),
        }
    }
}

fn number(cx: &mut Cx, list: &'static List, index: usize) -> R<Option<i64>> {
    let value = list::get(cx, list, index)?;
    Ok(value.and_then(Value::as_small_int))
}

const ACCOUNTS: usize = 150;
const BALANCE: i64 = 100;

#[test]
fn money_is_neither_made_nor_lost() {
    let _turn = turn();
    let object = shared(|cx| {
        list::with(cx, ACCOUNTS, |_| int(BALANCE))
            .expect("memory")
            .value()
    });
    let list = object.cast::<List>().expect("a list");
    std::thread::scope(|scope| {
        for seed in 1..4 {
            scope.spawn(move || {
                let mut cx = context();
                let mut random = Random(seed * 0x2545_f491_4f6c_dd1d);
                for _ in 0..4000 {
                    let (from, to) = (random.below(ACCOUNTS), random.below(ACCOUNTS));
                    transaction(&mut cx, |cx| {
                        let a = number(cx, list, from)?.expect("an account");
                        list::set(cx, list, from, int(a - 1))?;
                        let b = number(cx, list, to)?.expect("an account");
                        list::set(cx, list, to, int(b + 1))
                    });
                }
                cx.tx.commit().expect("nothing is open");
            });
        }
        // New accounts, opened with what is taken from others: the buffer grows under the rest.
        scope.spawn(move || {
            let mut cx = context();
            for index in 0..1000 {
                transaction(&mut cx, |cx| {
                    let account = index % ACCOUNTS;
                    let balance = number(cx, list, account)?.expect("an account");
                    list::set(cx, list, account, int(balance - 2))?;
                    list::append(cx, list, int(2))
                });
            }
            for _ in 0..300 {
                transaction(&mut cx, |cx| {
                    let last = list::pop_last(cx, list)?.and_then(Value::as_small_int);
                    let first = number(cx, list, 0)?.expect("an account");
                    list::set(cx, list, 0, int(first + last.expect("an account"))).map(drop)
                });
            }
            cx.tx.commit().expect("nothing is open");
        });
        scope.spawn(move || {
            let mut cx = context();
            for _ in 0..200 {
                let sum = transaction(&mut cx, |cx| {
                    let values = list::to_vec(cx, list)?;
                    Ok(values
                        .into_iter()
                        .filter_map(Value::as_small_int)
                        .sum::<i64>())
                });
                assert_eq!(sum, ACCOUNTS as i64 * BALANCE);
            }
            cx.tx.commit().expect("nothing is open");
        });
    });
    let mut cx = context();
    assert_eq!(list::len(&mut cx, list), Ok(ACCOUNTS + 700));
    cx.tx.commit().expect("nobody else is there");
}

#[test]
fn every_append_is_there() {
    let _turn = turn();
    let object = shared(|cx| list::new(cx).expect("memory").value());
    let list = object.cast::<List>().expect("a list");
    const EACH: i64 = 2000;
    std::thread::scope(|scope| {
        for thread in 0..3 {
            scope.spawn(move || {
                let mut cx = context();
                for index in 0..EACH {
                    transaction(&mut cx, |cx| {
                        list::append(cx, list, int(thread * EACH + index))
                    });
                }
                cx.tx.commit().expect("nothing is open");
            });
        }
    });
    let mut cx = context();
    let values = list::to_vec(&mut cx, list).expect("nobody else is there");
    let mut numbers: Vec<i64> = values.into_iter().filter_map(Value::as_small_int).collect();
    for thread in 0..3 {
        let own = numbers.iter().filter(|number| **number / EACH == thread);
        assert!(own.is_sorted(), "a thread's appends are in its order");
    }
    numbers.sort();
    assert!(numbers.into_iter().eq(0..3 * EACH));
    cx.tx.commit().expect("nobody else is there");
}
