//! Long computation beside the main thread, so that signals are heard meanwhile.
//!
//! A library that multiplies numbers of many million digits cannot be stopped. So another thread does
//! that, and the main thread waits for it and for signals; a KeyboardInterrupt leaves the other one alone
//! with a result that nobody wants.

use crate::cx::{Cx, R};
use crate::runtime::signals;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::Duration;

/// How long a signal may wait.
const SLICE: Duration = Duration::from_millis(20);
/// Native stack of the other thread.
const STACK: usize = 8 << 20;

impl Cx {
    /// Computes something that may take long and needs nothing of the heap.
    ///
    /// # Errors
    /// What a signal handler raises, and when the transaction has to be rolled back.
    pub(crate) fn aside<T: Send + 'static>(
        &mut self,
        compute: impl Fn() -> T + Send + Sync + 'static,
    ) -> R<T> {
        if !self.thread.is_main {
            return Ok(self.blocked(compute));
        }
        let compute = Arc::new(compute);
        let same = Arc::clone(&compute);
        let (sender, receiver) = sync_channel(1);
        let started = std::thread::Builder::new()
            .stack_size(STACK)
            .spawn(move || {
                signals::block_all();
                // Nobody listens any more after a KeyboardInterrupt.
                let _ = sender.send(same());
            });
        if started.is_err() {
            return Ok(self.blocked(|| compute()));
        }
        loop {
            match self.blocked(|| receiver.recv_timeout(SLICE)) {
                Ok(result) => return Ok(result),
                Err(RecvTimeoutError::Timeout) => self.hear()?,
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(self.system_error(format_args!("a computation has failed")));
                }
            }
        }
    }
}
