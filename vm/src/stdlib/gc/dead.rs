//! What a collection has found dead, for those who ask for the number.
//!
//! CPython's collector finds what reference counting leaves: cycles, and what hangs on them. Here it
//! finds everything that has died, temporary values included. Programs compare the number with 0 ("until
//! nothing is left") or with what they have dropped. So that part of the dead is counted that has
//! referrers among the dead, until none is left that has none.
//! (Kahn, "Topological sorting of large networks", 1962: what is left over is cycles and behind them.)
//!
//! This is done only when `gc.collect` has asked, while the world is stopped, before anything is freed.

use crate::cx::Cx;
use crate::heap::parts::{self, Explorer};
use crate::objects::str;
use crate::protocol::{class_of, id};
use crate::stdlib::gc::{look, tracked};
use crate::value::Value;
use crate::vm::Vm;
use parking_lot::Mutex;
use std::collections::{HashMap, HashSet};
use tython_gc::{Heap, Marking, Object};

/// Dead objects that are looked at closely. Of more, all count: a program that drops so many at once does
/// not compare.
const MOST: usize = 1 << 18;

/// What somebody wants to know of the next collection.
#[derive(Clone, Copy, Debug)]
struct Wish {
    /// The slot of the thread that wants it.
    slot: usize,
    /// `gc.get_debug()`
    debug: i32,
}

#[derive(Debug)]
struct Board {
    wish: Option<Wish>,
    count: usize,
    lines: Vec<String>,
}

static BOARD: Mutex<Board> = Mutex::new(Board {
    wish: None,
    count: 0,
    lines: Vec::new(),
});

/// Wants the next collection to be counted.
pub(super) fn order(cx: &Cx, debug: i32) {
    let slot = cx.tx.slot();
    BOARD.lock().wish = Some(Wish { slot, debug });
}

/// What was counted since this was called last, and what is to be told of it.
pub(super) fn count() -> (u64, Vec<String>) {
    let mut board = BOARD.lock();
    let count = std::mem::take(&mut board.count);
    (count as u64, std::mem::take(&mut board.lines))
}

/// The collector has marked what lives, and what finalisers need.
pub(super) fn after_mark(vm: &Vm, marking: &mut Marking<'_>) {
    let mut board = BOARD.lock();
    let Some(wish) = board.wish.take() else {
        return;
    };
    let (dead, more) = dead(vm.heap, marking);
    if more > 0 {
        board.count += dead.len() + more;
        return;
    }
    let garbage = garbage(vm.heap, dead);
    board.count += garbage.len();
    if wish.debug & super::COLLECTABLE != 0 {
        board.lines.extend(garbage.iter().map(|value| line(*value)));
    }
    if wish.debug & super::SAVEALL != 0 {
        for value in &garbage {
            marking.mark(value.bits());
        }
        marking.drain();
        look::keep(wish.slot, garbage);
    }
}

/// What `DEBUG_COLLECTABLE` tells of an object.
fn line(value: Value) -> String {
    let name = str::to_string(class_of(value).name.peek());
    format!("gc: collectable <{name} {:#x}>", id(value))
}

/// The dead objects that CPython's collector would know of, and how many there are beyond the most.
fn dead(heap: &Heap, marking: &Marking<'_>) -> (Vec<Object>, usize) {
    let (mut dead, mut more) = (Vec::new(), 0);
    heap.each_object(&mut |object| {
        let is_dead = !marking.is_marked(object.to_value()) && !parts::is_hidden(object);
        // Others refer to none of these.
        if !is_dead || !tracked::is_tracked(parts::value_of(object)) {
            return;
        }
        if dead.len() < MOST {
            dead.push(object);
        } else {
            more += 1;
        }
    });
    (dead, more)
}

/// Those among dead objects that lie on cycles, or behind them.
fn garbage(heap: &Heap, dead: Vec<Object>) -> Vec<Value> {
    let mut explorer = Explorer::default();
    let payloads: HashSet<Object> = dead
        .iter()
        .filter_map(|object| parts::payload_of(heap, *object))
        .collect();
    let mut referrers: HashMap<Object, usize> = dead.iter().map(|object| (*object, 0)).collect();
    for object in &dead {
        explorer.each_referent(heap, *object, |referent| {
            referrers.entry(referent).and_modify(|count| *count += 1);
        });
    }
    let lonely = |object: &Object| referrers.get(object) == Some(&0);
    let mut work: Vec<Object> = dead.iter().copied().filter(lonely).collect();
    while let Some(object) = work.pop() {
        explorer.each_referent(heap, object, |referent| {
            if let Some(count) = referrers.get_mut(&referent) {
                *count -= 1;
                if *count == 0 {
                    work.push(referent);
                }
            }
        });
    }
    let is_garbage = |object: &Object| {
        referrers.get(object).is_some_and(|count| *count > 0) && !payloads.contains(object)
    };
    let garbage = dead.into_iter().filter(is_garbage);
    garbage.map(parts::value_of).collect()
}
