//! `fork` while other threads run. The copy has only the thread that asked for it, so nothing that it needs
//! may be in the hands of another one at that moment: all others end their transactions, and stand
//! still in the middle of nothing.

use crate::cx::{BOUNDARY, Cx, R};
use crate::host::process;
use crate::runtime::{signals, threads};
use rustix::io::Result;
use std::ffi::c_int;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Duration;

/// Somebody is about to copy the process. Not a lock: its queue would be in the copy.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// The others are to stay outside of transactions.
static COMING: AtomicBool = AtomicBool::new(false);

/// How long others are given to come out of their transactions, before they are asked again.
const PAUSE: Duration = Duration::from_micros(200);

/// Whether the calling thread should [`stand_aside`].
#[inline]
pub(super) fn is_coming() -> bool {
    COMING.load(Ordering::Relaxed) // Relaxed: a hint; who misses it is asked again.
}

/// Between transactions: waits until the process has been copied.
#[cold]
pub(super) fn stand_aside(cx: &mut Cx) {
    cx.rest(|| {
        while is_coming() {
            sleep(PAUSE);
        }
    });
}

/// Copies the process; 0 in the copy. In an irrevocable transaction, which ends.
///
/// # Errors
/// RuntimeError in an atomic block while other threads run; inside, what the system says.
pub(crate) fn fork(cx: &mut Cx) -> R<Result<c_int>> {
    if cx.tx.is_solo() {
        return Ok(cx.copying(false, || {
            let forked = process::fork();
            (forked, forked == Ok(0))
        }));
    }
    if cx.atomic > 0 {
        return Err(cx.runtime_error(format_args!(
            "can't fork in an atomic block while other threads run"
        )));
    }
    cx.between(among_threads)
}

fn among_threads(cx: &mut Cx) -> Result<c_int> {
    cx.rest(|| {
        // Acquire: pairs with the Release below; forks come one after the other.
        while TAKEN.swap(true, Ordering::Acquire) {
            sleep(PAUSE);
        }
    });
    COMING.store(true, Ordering::Relaxed); // Relaxed: see `is_coming`.
    let forked = loop {
        threads::request_of_all(cx.vm, BOUNDARY);
        if let Some(forked) = attempt(cx) {
            break forked;
        }
        cx.rest(|| sleep(PAUSE));
    };
    COMING.store(false, Ordering::Relaxed);
    TAKEN.store(false, Ordering::Release);
    if forked == Ok(0) {
        threads::survive(cx);
        signals::adopt_main(cx);
        cx.tx.try_solo();
    }
    forked
}

/// Copies the process if no other thread is in a transaction.
fn attempt(cx: &mut Cx) -> Option<Result<c_int>> {
    let (vm, slot) = (cx.vm, cx.tx.slot());
    cx.copying(true, || {
        let mut forked = None;
        threads::while_none_starts(|| {
            vm.stm.fork(slot, || {
                let result = process::fork();
                forked = Some(result);
                result == Ok(0)
            })
        });
        (forked, forked == Some(Ok(0)))
    })
}
