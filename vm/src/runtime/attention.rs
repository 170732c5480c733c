//! What interrupts a thread from outside: signals, and the end of the process.

use crate::cx::{ATTENTION, Cx, Exit, R};
use crate::runtime::signals;
use std::sync::atomic::Ordering;

/// Serves what the thread's attention has been asked for, in an irrevocable transaction: it happens
/// once.
///
/// # Errors
/// What a signal handler raises; the end of the thread when the process is on its way out.
pub fn serve(cx: &mut Cx) -> R<()> {
    cx.tx.clear_poll(ATTENTION);
    if cx.thread.is_main {
        return signals::handle(cx);
    }
    // Relaxed: a daemon thread that misses it stops at its next poll.
    if cx.vm.finalizing.load(Ordering::Relaxed) {
        return Err(Exit::Quit);
    }
    Ok(())
}

/// Whether an atomic block is given up for it: the process is on its way out, or a KeyboardInterrupt
/// is to be raised.
pub fn interrupts_blocks(cx: &Cx) -> bool {
    if cx.thread.is_main {
        signals::is_interrupted()
    } else {
        cx.vm.finalizing.load(Ordering::Relaxed) // Relaxed: as above.
    }
}
