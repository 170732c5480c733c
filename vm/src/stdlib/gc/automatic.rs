//! Collections that began by themselves: counted, and told to `gc.callbacks`.
//!
//! The thread that drives one runs no Python code: it notes that the collection has ended. Whichever thread comes
//! first to a place between two transactions calls the callbacks, in a transaction of its own that is irrevocable
//! from its begin, as finalisers are run: so nothing calls them twice. Both phases come after the collection then,
//! one after the other. CPython calls them around it, with all threads at rest; that would be a pause here.
//!
//! What has died is not counted, so "collected" is 0.
//!
//! While `gc.disable()` is in force nothing is counted or told. The collector works all the same, but what it does
//! then is what reference counting does in CPython, of which `gc` says nothing.

use super::{ENABLED, OLDEST, callbacks, list_of};
use crate::cx::{Cx, R};
use crate::objects::list;
use crate::runtime::finalizers;
use parking_lot::Mutex;
use std::mem::take;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use tython_gc::{Cause, Cycle};

/// How many there have been of each generation.
static COUNTS: [AtomicU64; OLDEST + 1] = [const { AtomicU64::new(0) }; OLDEST + 1];
/// The generations of those that nobody has been told of yet.
static ENDED: Mutex<Vec<usize>> = Mutex::new(Vec::new());
/// Whether there are such.
static DUE: AtomicBool = AtomicBool::new(false);

/// A collection has ended. By the thread that drove it, which is parked.
pub(crate) fn cycle_ended(cycle: &Cycle) {
    // Relaxed: as in `enable`.
    if cycle.cause == Cause::Request || !ENABLED.load(Ordering::Relaxed) {
        return;
    }
    let generation = if cycle.young { 0 } else { OLDEST };
    COUNTS[generation].fetch_add(1, Ordering::Relaxed); // Relaxed: a number.
    let mut ended = ENDED.lock();
    ended.push(generation);
    DUE.store(true, Ordering::Relaxed); // Relaxed: who misses it sees it at the next boundary.
}

/// How many collections of a generation have begun by themselves.
pub(super) fn count(generation: usize) -> u64 {
    COUNTS[generation].load(Ordering::Relaxed) // Relaxed: a number.
}

/// Whether somebody is to be told of a collection.
#[inline(always)]
pub(crate) fn is_due() -> bool {
    DUE.load(Ordering::Relaxed) // Relaxed: as in `cycle_ended`.
}

fn take_ended() -> Vec<usize> {
    let mut ended = ENDED.lock();
    DUE.store(false, Ordering::Relaxed); // Relaxed: as in `cycle_ended`.
    take(&mut *ended)
}

/// Calls the callbacks for what has ended until now, between two transactions of this thread.
#[cold]
pub(crate) fn tell_between(cx: &mut Cx) {
    let Some(callbacks) = list_of(cx.vm.gc_callbacks.get()) else {
        return;
    };
    // An irrevocable transaction keeps others from becoming irrevocable; mostly there is nobody to tell.
    if cx.atomically(|cx| list::len(cx, callbacks)) == Ok(0) {
        take_ended();
        return;
    }
    finalizers::between(cx, |cx| callbacks::alone(cx, tell).map(|_| ()));
}

/// Calls the callbacks for what has ended until now; what ends meanwhile waits for the next time. In an irrevocable
/// transaction.
///
/// # Errors
/// When the process ends.
pub(super) fn tell(cx: &mut Cx) -> R<()> {
    for generation in take_ended() {
        callbacks::notify(cx, "start", generation, 0)?;
        callbacks::notify(cx, "stop", generation, 0)?;
    }
    Ok(())
}
