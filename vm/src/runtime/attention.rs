//! What interrupts a thread from outside: signals, asynchronous exceptions, the end of the process.

use crate::cx::{Cx, Exit, R};
use std::sync::atomic::Ordering;

/// Serves what the thread's attention has been asked for.
///
/// # Errors
/// What a signal handler raises; the end of the thread when the process is on its way out.
pub fn serve(cx: &mut Cx) -> R<()> {
    // Relaxed: a daemon thread that misses it stops at its next poll.
    if cx.vm.finalizing.load(Ordering::Relaxed) {
        return Err(Exit::Quit);
    }
    Ok(())
}
