//! `gc.callbacks`: who is told of collections.

use super::list_of;
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::objects::dict::{self, Dict};
use crate::objects::list;
use crate::protocol::call_values;
use crate::runtime::unraisable;
use parking_lot::Mutex;

/// The slots of the threads that collect on request, or tell of collections.
static BUSY: Mutex<Vec<usize>> = Mutex::new(Vec::new());

/// Runs `body`, unless this thread is in a `body` already: then nothing, as in CPython, where nothing is collected
/// meanwhile.
///
/// # Errors
/// What `body` says.
pub(super) fn alone<T>(cx: &mut Cx, body: impl FnOnce(&mut Cx) -> R<T>) -> R<Option<T>> {
    let slot = cx.tx.slot();
    let mut busy = BUSY.lock();
    if busy.contains(&slot) {
        return Ok(None);
    }
    busy.push(slot);
    drop(busy);
    let result = body(cx);
    BUSY.lock().retain(|other| *other != slot);
    result.map(Some)
}

/// Calls them. What they raise is reported. In an irrevocable transaction.
///
/// # Errors
/// When the process ends.
pub(super) fn notify(cx: &mut Cx, phase: &str, generation: usize, collected: u64) -> R<()> {
    let Some(callbacks) = list_of(cx.vm.gc_callbacks.get()) else {
        return Ok(());
    };
    let mut index = 0;
    while let Some(callback) = list::get(cx, callbacks, index)? {
        index += 1;
        let info = dict::new(cx)?;
        enter(cx, info, "generation", generation as u64)?;
        enter(cx, info, "collected", collected)?;
        enter(cx, info, "uncollectable", 0)?;
        let phase = cx.str(phase)?;
        if call_values(cx, callback, &[phase, info.value()]) == Err(Exit::Raise) {
            let raised = cx.take_exception();
            let message = "Exception ignored while calling GC callback";
            unraisable::report(cx, raised, message, callback)?;
        }
    }
    Ok(())
}

/// Enters a number into a dict.
///
/// # Errors
/// MemoryError.
pub(super) fn enter(cx: &mut Cx, info: &'static Dict, name: &str, number: u64) -> R<()> {
    let (name, number) = (cx.vm.intern(cx, name)?, cx.int(number as i64)?);
    dict::set_str(cx, info, name, number)
}
