//! Who conflicts with whom, one interleaving at a time.

use super::*;
use std::sync::Barrier;
use stm_core::Abort;

/// A shared dict with the keys from 0 to `entries`.
fn filled(entries: i64) -> &'static Dict {
    let mut cx = context();
    let dict = shared_dict(&mut cx);
    atomically(&mut cx, |cx| {
        (0..entries).try_for_each(|number| put(cx, dict, int(number), number, int(0)))
    });
    dict
}

/// Two keys of a table of so many stripes whose stripes differ, or are the same.
fn two_keys(log2: u32, same: bool) -> (i64, i64) {
    let stripe = |number: i64| Hash::new(number).stripe(log2);
    let other = (1..).find(|number| (stripe(*number) == stripe(0)) == same);
    (0, other.expect("there are many"))
}

type Operation = fn(&mut Cx, &'static Dict, i64) -> R<()>;

/// Whether `first` and, before it commits, all of `second` succeed at once.
fn go_together(dict: &'static Dict, first: (Operation, i64), second: (Operation, i64)) -> bool {
    let (begun, ended) = (Barrier::new(2), Barrier::new(2));
    std::thread::scope(|scope| {
        let other = scope.spawn(|| {
            let mut cx = context();
            begun.wait();
            cx.tx.begin();
            let result =
                second.0(&mut cx, dict, second.1).and_then(|()| cx.tx.commit().map_err(Exit::from));
            if result.is_err() {
                cx.tx.rollback(Abort::Retry);
            }
            ended.wait();
            result.is_ok()
        });
        let mut cx = context();
        cx.tx.begin();
        first.0(&mut cx, dict, first.1).expect("alone so far");
        begun.wait();
        ended.wait();
        let committed = cx.tx.commit();
        if let Err(abort) = committed {
            cx.tx.rollback(abort);
        }
        other.join().expect("no panic") && committed.is_ok()
    })
}

fn update(cx: &mut Cx, dict: &'static Dict, key: i64) -> R<()> {
    put(cx, dict, int(key), key, int(1))
}

fn read(cx: &mut Cx, dict: &'static Dict, key: i64) -> R<()> {
    assert!(get(cx, dict, int(key), key)?.is_some());
    Ok(())
}

fn insert_new(cx: &mut Cx, dict: &'static Dict, key: i64) -> R<()> {
    put(cx, dict, int(key + 10_000), key, int(1))
}

fn remove(cx: &mut Cx, dict: &'static Dict, key: i64) -> R<()> {
    delete(cx, dict, int(key), key).map(|_| ())
}

fn length(cx: &mut Cx, dict: &'static Dict, _: i64) -> R<()> {
    crate::objects::dict::len(cx, dict).map(|_| ())
}

fn grow(cx: &mut Cx, dict: &'static Dict, _: i64) -> R<()> {
    grow::reserve(cx, dict, 1000)
}

use crate::objects::dict::grow;

/// 600 entries: 32 stripes of 20 entries.
const ENTRIES: i64 = 600;
const LOG2: u32 = 5;

#[test]
fn updates_conflict_by_stripe() {
    let (key, other) = two_keys(LOG2, false);
    assert!(go_together(filled(ENTRIES), (update, key), (update, other)));
    let (key, neighbour) = two_keys(LOG2, true);
    assert!(!go_together(
        filled(ENTRIES),
        (update, key),
        (update, neighbour)
    ));
}

#[test]
fn readers_conflict_with_writers_of_their_stripe_only() {
    let (key, other) = two_keys(LOG2, false);
    for writer in [update as Operation, insert_new, remove] {
        assert!(go_together(filled(ENTRIES), (read, key), (writer, other)));
        assert!(go_together(filled(ENTRIES), (writer, key), (read, other)));
        assert!(!go_together(filled(ENTRIES), (writer, key), (read, key)));
    }
    assert!(go_together(filled(ENTRIES), (read, key), (read, key)));
}

#[test]
fn the_length_conflicts_with_insertions_only() {
    let (key, other) = two_keys(LOG2, false);
    assert!(go_together(filled(ENTRIES), (length, 0), (update, key)));
    assert!(!go_together(
        filled(ENTRIES),
        (insert_new, key),
        (length, 0)
    ));
    assert!(!go_together(
        filled(ENTRIES),
        (insert_new, key),
        (insert_new, other)
    ));
}

#[test]
fn growth_conflicts_with_everything_but_readers_before_it() {
    for operation in [read as Operation, update, length] {
        assert!(!go_together(filled(ENTRIES), (grow, 0), (operation, 7)));
    }
    // Who has only read comes before the growth.
    assert!(go_together(filled(ENTRIES), (read, 7), (grow, 0)));
    assert!(!go_together(filled(ENTRIES), (update, 7), (grow, 0)));
}

/// A writer that has read before a growth must not be lost in the old table.
#[test]
fn a_writer_that_read_before_a_growth_is_rolled_back() {
    fn read_then_grow_elsewhere(cx: &mut Cx, dict: &'static Dict, key: i64) -> R<()> {
        read(cx, dict, key)?;
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let mut cx = context();
                atomically(&mut cx, |cx| grow(cx, dict, 0));
            });
        });
        update(cx, dict, key)
    }
    let dict = filled(ENTRIES);
    let mut cx = context();
    cx.tx.begin();
    let result = read_then_grow_elsewhere(&mut cx, dict, 7);
    assert!(matches!(result, Err(Exit::Abort(_))), "{result:?}");
    cx.tx.rollback(Abort::Retry);
}

#[test]
fn a_small_table_conflicts_as_a_whole() {
    assert!(!go_together(filled(5), (update, 1), (update, 2)));
    assert!(go_together(filled(5), (read, 1), (read, 2)));
}
