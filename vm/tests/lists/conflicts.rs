//! What conflicts and what does not: two contexts on one thread, so that each order is certain.

use crate::world::{context, int, shared, turn};
use tython::cx::{Cx, Exit, R};
use tython::heap::HeapType;
use tython::objects::list::{self, List};
use tython::protocol::{self, call};
use tython::value::Value;

/// A list of the numbers below `length` that belongs to nobody.
fn shared_list(length: usize) -> &'static List {
    let object = shared(|cx| {
        list::with(cx, length, Value::index)
            .expect("memory")
            .value()
    });
    object.cast::<List>().expect("a list")
}

fn is_conflict<T: std::fmt::Debug>(result: R<T>) -> bool {
    match result {
        Ok(_) => false,
        Err(Exit::Abort(_)) => true,
        Err(exit) => panic!("{exit:?}"),
    }
}

/// Whether `second` after `first`, in transactions that run at the same time, conflict: the first goes
/// on to its commit, the second is the one that has to give way.
fn conflict(
    length: usize,
    first: impl FnOnce(&mut Cx, &'static List) -> R<()>,
    second: impl FnOnce(&mut Cx, &'static List) -> R<()>,
) -> bool {
    let list = shared_list(length);
    // Their words are not this list's: the second writes something in the end, and has to be valid.
    let (mut a, mut b) = (context(), context());
    first(&mut a, list).expect("nobody has been there");
    let failed = match second(&mut b, list) {
        Ok(()) => {
            a.tx.commit().expect("the first is first");
            is_conflict(b.tx.commit().map_err(Exit::from))
        }
        Err(Exit::Abort(abort)) => {
            b.tx.rollback(abort);
            a.tx.commit().expect("the first is first");
            true
        }
        Err(exit) => panic!("{exit:?}"),
    };
    if failed && b.tx.in_transaction() {
        b.tx.rollback(stm_core::Abort::Stale);
    }
    failed
}

fn set(index: usize) -> impl FnOnce(&mut Cx, &'static List) -> R<()> {
    move |cx, list| {
        assert!(list::set(cx, list, index, int(-1))?);
        Ok(())
    }
}

fn get(index: usize) -> impl FnOnce(&mut Cx, &'static List) -> R<()> {
    move |cx, list| list::get(cx, list, index).map(drop)
}

fn append(cx: &mut Cx, list: &'static List) -> R<()> {
    list::append(cx, list, int(-1))
}

fn pop(cx: &mut Cx, list: &'static List) -> R<()> {
    list::pop_last(cx, list).map(drop)
}

fn len(cx: &mut Cx, list: &'static List) -> R<()> {
    list::len(cx, list).map(drop)
}

fn pop_first(cx: &mut Cx, list: &'static List) -> R<()> {
    let name = cx.vm.intern(cx, "pop")?;
    call::call_method(cx, list.value(), name, &[int(0)]).map(drop)
}

/// The length of a list whose buffer has room.
const ROOMY: usize = 200;

/// Appends and deletes, so that the buffer is one of a list that has grown.
fn grown(cx: &mut Cx, list: &'static List) {
    while list::len(cx, list) != Ok(ROOMY) {
        append(cx, list).expect("memory");
    }
}

#[test]
fn different_cards_do_not_conflict() {
    let _turn = turn();
    assert!(!conflict(100, set(3), set(40)));
    assert!(!conflict(100, set(31), get(32)));
    assert!(conflict(100, set(3), set(31)));
    assert!(conflict(100, set(3), get(4)));
    assert!(!conflict(100, get(3), get(4)));
}

#[test]
fn a_small_list_conflicts_as_a_whole() {
    let _turn = turn();
    assert!(conflict(10, set(0), set(9)));
    assert!(conflict(10, set(0), len));
}

#[test]
fn indexing_does_not_read_the_length() {
    let _turn = turn();
    assert!(!conflict(100, pop, get(0)));
    assert!(!conflict(100, pop, set(40)));
    assert!(conflict(100, pop, get(99)), "the element that is gone");
    assert!(conflict(100, pop, len));
    assert!(conflict(100, pop, append));
    let from_end =
        |cx: &mut Cx, list: &'static List| protocol::get_item(cx, list.value(), int(-60)).map(drop);
    assert!(conflict(100, pop, from_end));
    assert!(!conflict(100, set(3), len));
}

#[test]
fn an_append_with_room_conflicts_with_its_card_alone() {
    let _turn = turn();
    for (index, expected) in [(0, false), (ROOMY - 1, true)] {
        let object = shared(|cx| {
            let list = list::new(cx).expect("memory");
            grown(cx, list);
            list.value()
        });
        let list = object.cast::<List>().expect("a list");
        let (mut a, mut b) = (context(), context());
        append(&mut a, list).expect("nobody else");
        assert_eq!(is_conflict(get(index)(&mut b, list)), expected);
        a.tx.commit().expect("first");
        b.tx.rollback(stm_core::Abort::Cancelled);
    }
}

#[test]
fn shifting_conflicts_with_what_is_behind() {
    let _turn = turn();
    let delete = |cx: &mut Cx, list: &'static List| protocol::del_item(cx, list.value(), int(50));
    assert!(!conflict(100, delete, get(0)));
    assert!(conflict(100, delete, get(49)), "the same card");
    assert!(conflict(100, delete, get(70)));
    assert!(conflict(100, pop_first, get(0)));
}

/// A list of this length fills its buffer: the next append grows it.
const FULL: usize = 16;

#[test]
fn growth_conflicts_with_every_reader() {
    let _turn = turn();
    let mut grows = FULL;
    while grows < 200 {
        assert!(conflict(grows, append, get(0)), "{grows}");
        assert!(conflict(grows, append, set(grows - 1)), "{grows}");
        grows = next_full(grows);
    }
}

/// The next length at which an append replaces the buffer of a list that was made with it: then the
/// first element's card conflicts.
fn next_full(length: usize) -> usize {
    let mut cx = context();
    let fills = |cx: &mut Cx, length: usize| {
        let list = list::with(cx, length, Value::index).expect("memory");
        let size = |cx: &mut Cx| {
            let name = cx.vm.intern(cx, "__sizeof__").expect("memory");
            call::call_method(cx, list.value(), name, &[])
        };
        let before = size(cx);
        append(cx, list).expect("memory");
        before != size(cx)
    };
    let found = (length + 1..)
        .find(|length| fills(&mut cx, *length))
        .expect("some");
    cx.tx.commit().expect("private");
    found
}

#[test]
fn a_reader_of_the_old_buffer_does_not_see_the_new_one() {
    let _turn = turn();
    for length in [FULL, next_full(100)] {
        let list = shared_list(length);
        let (mut a, mut b) = (context(), context());
        assert_eq!(list::get(&mut b, list, 0), Ok(Some(int(0))));
        append(&mut a, list).expect("nobody else writes");
        assert!(list::set(&mut a, list, 1, int(-5)).expect("owned"));
        a.tx.commit().expect("first");
        // It has read the state before, so it must not see the state after.
        assert!(is_conflict(list::get(&mut b, list, 1)), "{length}");
        b.tx.rollback(stm_core::Abort::Stale);
        b.begin();
        assert_eq!(list::get(&mut b, list, 1), Ok(Some(int(-5))));
        assert_eq!(list::get(&mut b, list, length), Ok(Some(int(-1))));
        b.tx.commit().expect("a reader");
    }
}

#[test]
fn a_growth_that_is_rolled_back_leaves_no_trace() {
    let _turn = turn();
    for length in [FULL, next_full(100)] {
        let list = shared_list(length);
        let (mut a, mut b) = (context(), context());
        append(&mut a, list).expect("nobody else");
        a.tx.rollback(stm_core::Abort::Cancelled);
        assert_eq!(list::get(&mut b, list, 0), Ok(Some(int(0))));
        assert_eq!(list::get(&mut b, list, length), Ok(None));
        assert_eq!(list::len(&mut b, list), Ok(length));
        append(&mut b, list).expect("nobody else");
        b.tx.commit().expect("nobody else");
    }
}

#[test]
fn the_first_append_conflicts_with_readers_of_the_empty_list() {
    let _turn = turn();
    assert!(conflict(0, append, get(0)));
    assert!(conflict(0, append, len));
    assert!(conflict(0, append, append));
    let clear = |cx: &mut Cx, list: &'static List| {
        let name = cx.vm.intern(cx, "clear")?;
        call::call_method(cx, list.value(), name, &[]).map(drop)
    };
    assert!(conflict(100, clear, get(70)));
    assert!(conflict(100, clear, get(700)));
}
