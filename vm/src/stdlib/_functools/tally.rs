//! Counters that many threads add to: hits and misses of a cache.
//!
//! Each thread adds to a pair of its own, which is a unit of its own, so that threads that use one
//! cache do not conflict over its statistics; who wants the sum reads all pairs.

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::objects::values::{self, Values};
use crate::value::Value;

/// Pairs. Threads beyond share them.
const PAIRS: usize = 16;

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Event {
    Hit = 0,
    Miss = 1,
}

/// A new tally: a vector with room for the pairs.
///
/// # Errors
/// MemoryError.
pub(super) fn new(cx: &mut Cx) -> R<&'static Values> {
    values::new(cx, PAIRS)
}

/// Counts an event.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
#[inline]
pub(super) fn count(cx: &mut Cx, tally: &'static Values, event: Event) -> R<()> {
    let mine = cx.tx.slot() % PAIRS;
    let pair = match tally.get(cx, mine)?.cast::<Values>() {
        Some(pair) => pair,
        None => first(cx, tally, mine)?,
    };
    let before = pair.get(cx, event as usize)?.as_small_int().unwrap_or(0);
    let after = cx.int(before + 1)?;
    pair.set(cx, event as usize, after)
}

#[cold]
fn first(cx: &mut Cx, tally: &'static Values, mine: usize) -> R<&'static Values> {
    let pair = values::new(cx, 2)?;
    pair.fill(cx, &[Value::index(0); 2])?;
    tally.set(cx, mine, pair.value())?;
    Ok(pair)
}

/// How often each event was counted.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(super) fn sums(cx: &mut Cx, tally: &'static Values) -> R<[i64; 2]> {
    let mut sums = [0; 2];
    for index in 0..PAIRS {
        let Some(pair) = tally.get(cx, index)?.cast::<Values>() else {
            continue;
        };
        for (event, sum) in sums.iter_mut().enumerate() {
            *sum += pair.get(cx, event)?.as_small_int().unwrap_or(0);
        }
    }
    Ok(sums)
}

/// Begins again at zero.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(super) fn clear(cx: &mut Cx, tally: &'static Values) -> R<()> {
    for index in 0..PAIRS {
        if let Some(pair) = tally.get(cx, index)?.cast::<Values>() {
            pair.fill(cx, &[Value::index(0); 2])?;
        }
    }
    Ok(())
}
