//! Waiting for what another thread does: a lock to be released, a thread to end, an item in a queue.
//!
//! All these are objects whose fields are transactional. Who waits looks, in a transaction, and if there
//! is nothing yet, sleeps until another thread commits a change to something that it looked at.
//!
//! Outside of atomic blocks what was done before is committed first, so that the others see it; looking
//! and taking is then a transaction of its own. In an atomic block that cannot be: either the whole
//! block waits, by rolling back (for a lock that another thread holds), or waiting is refused.

use crate::cx::safepoint::ATTENTION;
use crate::cx::{Cx, Exit, R};
use crate::interp::call_site;
use crate::runtime::attention;
use std::time::{Duration, Instant};
use stm_core::Abort;

/// How long to wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wait {
    /// Not at all.
    No,
    /// Until then, at the longest.
    Until(Instant),
    /// For ever.
    Always,
    /// For ever, whatever signals come.
    Firmly,
}

impl Wait {
    fn deadline(self) -> Option<Instant> {
        match self {
            Wait::Until(deadline) => Some(deadline),
            Wait::No | Wait::Always | Wait::Firmly => None,
        }
    }
}

/// What an attempt found.
#[derive(Clone, Copy, Debug)]
pub enum Attempt<T> {
    /// What was waited for.
    Got(T),
    /// Nothing yet.
    NotYet,
    /// Nothing yet, and it cannot come as long as this thread does not go on.
    Never,
}

/// The main thread looks for signals at least so often.
const ATTENTIVE: Duration = Duration::from_millis(40);
const LONG: Duration = Duration::from_secs(3600);

impl Cx {
    /// What `attempt` gets, when it gets something; `None` when the time is over. `attempt` reads and
    /// writes fields, and is repeated.
    ///
    /// A native function that waits is declared `effect = waits`, and does nothing afterwards.
    ///
    /// # Errors
    /// What `attempt` and handlers of signals raise, and `stm.Error` in an atomic block that cannot wait.
    pub fn wait_until<T>(
        &mut self,
        wait: Wait,
        mut attempt: impl FnMut(&mut Cx) -> R<Attempt<T>>,
    ) -> R<Option<T>> {
        let found = attempt(self)?;
        match (found, wait) {
            (Attempt::Got(found), _) => Ok(Some(found)),
            (_, Wait::No) => Ok(None),
            (Attempt::NotYet, _) if self.atomic > 0 => self.wait_in_block(wait),
            (Attempt::Never, _) if self.atomic > 0 => Err(self.would_wait()),
            _ => self.wait_outside(wait, attempt),
        }
    }

    #[cold]
    fn would_wait(&mut self) -> Exit {
        crate::stdlib::stm::error(
            self,
            format_args!("waiting in an atomic block would never end: use stm.retry() instead"),
        )
    }

    fn wait_in_block<T>(&mut self, wait: Wait) -> R<Option<T>> {
        if self.tx.is_irrevocable() {
            return Err(crate::stdlib::stm::error(
                self,
                format_args!(
                    "an atomic block that has become irrevocable cannot wait for another thread"
                ),
            ));
        }
        if let Some(deadline) = wait.deadline() {
            // The first one counts: the block begins again, and comes here again.
            let deadline = *self.block_deadline.get_or_insert(deadline);
            if Instant::now() >= deadline {
                return Ok(None);
            }
        }
        Err(Abort::Retry.into())
    }

    fn wait_outside<T>(
        &mut self,
        wait: Wait,
        mut attempt: impl FnMut(&mut Cx) -> R<Attempt<T>>,
    ) -> R<Option<T>> {
        loop {
            self.end_transaction()?;
            let slept = self.sleep_until(wait, &mut attempt);
            match slept {
                Slept::Ended(Ok(Some(found))) if call_site::is_waiting_native(self) => {
                    self.begin_adrift();
                    return Ok(Some(found));
                }
                Slept::Ended(result) => {
                    self.begin_irrevocable();
                    return result;
                }
                Slept::Interrupted => {
                    self.begin_irrevocable();
                    attention::serve(self)?;
                }
            }
        }
    }

    /// Between transactions.
    fn sleep_until<T>(
        &mut self,
        wait: Wait,
        attempt: &mut impl FnMut(&mut Cx) -> R<Attempt<T>>,
    ) -> Slept<T> {
        loop {
            self.tx.begin();
            match attempt(self) {
                Ok(Attempt::Got(found)) => match self.tx.commit() {
                    Ok(()) => return Slept::Ended(Ok(Some(found))),
                    Err(abort) => self.tx.rollback(abort),
                },
                Ok(Attempt::NotYet | Attempt::Never) => {
                    let slice = self.longest_sleep();
                    let left = wait.deadline().map_or(slice, |deadline| {
                        deadline.saturating_duration_since(Instant::now())
                    });
                    if left.is_zero() {
                        // It has only read.
                        self.tx.rollback(Abort::Cancelled);
                        return Slept::Ended(Ok(None));
                    }
                    self.sleep_once(left.min(slice));
                }
                Err(Exit::Abort(abort)) => self.tx.rollback(abort),
                Err(exit) => {
                    // The exception is as good as any other run's.
                    self.tx.rollback(Abort::Cancelled);
                    return Slept::Ended(Err(exit));
                }
            }
            if wait != Wait::Firmly && self.wants_attention() {
                return Slept::Interrupted;
            }
        }
    }

    /// Undoes the transaction, which has only read, and sleeps until something that it read changes.
    fn sleep_once(&mut self, longest: Duration) {
        if self.tx.wait(Some(longest)).is_err() {
            // Nobody else can reach it: only a handler of a signal can still help.
            self.rest(|| std::thread::sleep(longest.min(ATTENTIVE)));
        }
    }

    /// Waits in `body`, which touches no object, for nothing that another thread of the program does. In
    /// a native function that is declared `effect = waits`. True if something interrupts this thread.
    ///
    /// # Errors
    /// As [`Cx::blocking`].
    pub(crate) fn doze(&mut self, body: impl FnOnce()) -> R<bool> {
        if self.atomic > 0 {
            self.blocking(body)?;
        } else {
            self.end_transaction()?;
            self.rest(body);
            if !self.wants_attention() && call_site::is_waiting_native(self) {
                self.begin_adrift();
                return Ok(false);
            }
            self.begin_irrevocable();
        }
        Ok(self.wants_attention())
    }

    /// How long this thread may sleep without looking up.
    pub(super) fn longest_sleep(&self) -> Duration {
        if self.thread.is_main { ATTENTIVE } else { LONG }
    }

    /// Whether something is asked of this thread that interrupts its waits.
    pub(crate) fn wants_attention(&mut self) -> bool {
        matches!(self.tx.poll(), Ok(bits) if bits & ATTENTION != 0)
    }
}

/// How a sleep between transactions ended.
enum Slept<T> {
    Ended(R<Option<T>>),
    Interrupted,
}
