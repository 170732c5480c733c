//! What a collection has found dead, for those who ask for the number.
//!
//! CPython's collector finds what reference counting leaves: cycles, and what hangs on them. Here it
//! finds everything that has died, temporary values included. Programs compare the number with 0 ("until
//! nothing is left") or with what they have dropped. So that part of the dead is counted that has
//! referrers among the dead, until none is left that has none.
//! (Kahn, "Topological sorting of large networks", 1962: what is left over is cycles and behind them.)
//!
//! This is done only when `gc.collect` has asked, when marking has ended, before anything is freed.

use crate::cx::Cx;
use crate::heap::parts::{self, Explorer};
use crate::objects::str;
use crate::protocol::{class_of, id};
use crate::stdlib::gc::{look, tracked};
use crate::value::Value;
use crate::vm::Vm;
use parking_lot::Mutex;
use tython_gc::{Aftermath, Heap, Object};

/// Dead objects that are looked at, because nothing is freed meanwhile. If there are more, so many count,
/// cycles or not: a program that drops that much at once does not compare.
const MOST: usize = 1 << 15;

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
    /// What the collection is to do that has ended its marking.
    now: Option<Wish>,
    count: usize,
    lines: Vec<String>,
}

static BOARD: Mutex<Board> = Mutex::new(Board {
    wish: None,
    now: None,
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

/// The collector has marked what lives. The world is stopped.
pub(super) fn marking_ended() {
    let mut board = BOARD.lock();
    board.now = board.wish.take();
}

/// The collector has brought back what finalisers need.
pub(super) fn count_dead(vm: &Vm, aftermath: &mut Aftermath<'_, '_>) {
    let Some(wish) = BOARD.lock().now.take() else {
        return;
    };
    let dead = dead(aftermath);
    if dead.len() == MOST {
        BOARD.lock().count += MOST;
        return;
    }
    let garbage = garbage(vm.heap, &dead);
    let mut board = BOARD.lock();
    board.count += garbage.len();
    if wish.debug & super::COLLECTABLE != 0 {
        board.lines.extend(garbage.iter().map(|value| line(*value)));
    }
    drop(board);
    if wish.debug & super::SAVEALL != 0 {
        for value in &garbage {
            aftermath.revive(value.bits());
        }
        aftermath.drain();
        look::keep(wish.slot, garbage);
    }
}

/// What `DEBUG_COLLECTABLE` tells of an object.
fn line(value: Value) -> String {
    let name = str::to_string(class_of(value).name.peek());
    format!("gc: collectable <{name} {:#x}>", id(value))
}

/// The dead objects that CPython's collector would know of, in the order of their addresses.
fn dead(aftermath: &Aftermath<'_, '_>) -> Vec<Object> {
    let mut dead = Vec::new();
    aftermath.each_dead(&mut |object| {
        // Of the others none refers to anything.
        if dead.len() < MOST
            && !parts::is_hidden(object)
            && tracked::is_tracked(parts::value_of(object))
        {
            dead.push(object);
        }
    });
    dead
}

/// Those among dead objects that lie on cycles, or behind them.
fn garbage(heap: &Heap, dead: &[Object]) -> Vec<Value> {
    let mut explorer = Explorer::new(Heap::find_even_dead);
    let place = |object: Object| dead.binary_search(&object).ok();
    let mut referrers = vec![0_usize; dead.len()];
    let mut is_payload = vec![false; dead.len()];
    for object in dead {
        let payload = explorer.payload_of(heap, *object);
        if let Some(place) = payload.and_then(place) {
            is_payload[place] = true;
        }
        explorer.each_referent(heap, *object, |referent| {
            if let Some(place) = place(referent) {
                referrers[place] += 1;
            }
        });
    }
    let mut work: Vec<usize> = (0..dead.len())
        .filter(|place| referrers[*place] == 0)
        .collect();
    while let Some(lonely) = work.pop() {
        explorer.each_referent(heap, dead[lonely], |referent| {
            if let Some(place) = place(referent) {
                referrers[place] -= 1;
                if referrers[place] == 0 {
                    work.push(place);
                }
            }
        });
    }
    let left = (0..dead.len()).filter(|place| referrers[*place] > 0 && !is_payload[*place]);
    left.map(|place| parts::value_of(dead[place])).collect()
}
