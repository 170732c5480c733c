//! `retry`: sleep until one of the units that were read changes.
//!
//! ```text
//! sleeper                                   committer
//! 1 undo its writes, keep the read log      a acquires the unit; the token that it saves says
//! 2 list itself under each token (lock)       WAITED or not
//! 3 set WAITED on each token, if the unit   b commits, unlocks
//!   is still readable at the read version   c if WAITED was saved: wake who is listed (lock)
//! 4 all set: sleep; else run again
//! ```
//!
//! No lost wake-up: 3 and a are read-modify-writes of one word. If a comes first, 3 finds the unit
//! owned and waits until it is not: then it is newer (run again) or was given back (set the mark).
//! If 3 comes first, a saves WAITED, and c takes the lock after 2 did (the other way round, a
//! would have read a mark that happens after it), so it finds the sleeper.
//!
//! No wake-up without cause: the lists are by token, a rollback restores WAITED and wakes nobody, a
//! sleeper takes itself off all lists under the lock before it goes on, and who wakes does so under
//! that lock. A mark that is left over costs the next commit of that unit one look at the lists.
//!
//! If all threads sleep without a deadline, nobody can ever wake them: all of them are told.

use crate::heap::Heap;
use crate::log::undo::Mark;
use crate::reason::Abort;
use crate::slots::{Slots, poll};
use crate::sync::{Condvar, Mutex, MutexGuard, pause};
use crate::thread::{Mode, Thread};
use crate::token::Token;
use crate::tx::rollback::After;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How a sleep ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wake {
    /// Something that had been read has changed.
    Changed,
    /// The time is over.
    TimedOut,
}

/// Why a sleep would never end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WaitError {
    /// The transaction has read nothing that another thread could change.
    NothingRead,
    /// Every other thread has ended or sleeps as well.
    NobodyLeft,
    /// An irrevocable transaction cannot be undone, so it can neither wait nor give up. What it has
    /// done stays done.
    Irrevocable,
}

impl fmt::Display for WaitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            WaitError::NothingRead => {
                "retry in a transaction that has read nothing another thread could change"
            }
            WaitError::NobodyLeft => {
                "retry, but every other thread has ended or waits in retry too"
            }
            WaitError::Irrevocable => "an irrevocable transaction cannot be undone",
        })
    }
}

impl std::error::Error for WaitError {}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    /// On the lists, but still running: it has not marked all its units yet.
    Listed,
    Asleep {
        for_ever: bool,
    },
    Woken,
    Abandoned,
}

/// A thread that sleeps, or is about to.
#[derive(Debug)]
struct Sleeper {
    state: State,
    /// Its own, so that who wakes one wakes no others.
    bell: Arc<Condvar>,
}

impl Sleeper {
    fn rouse(&mut self, state: State) {
        self.state = state;
        self.bell.notify_all();
    }
}

#[derive(Debug, Default)]
struct Lists {
    by_token: HashMap<usize, Vec<usize>>,
    sleepers: HashMap<usize, Sleeper>,
}

/// Who sleeps, and on what.
#[derive(Debug)]
pub(crate) struct Sleepers {
    lists: Mutex<Lists>,
}

fn key(token: &'static Token) -> usize {
    token as *const Token as usize
}

impl Sleepers {
    pub(crate) fn new() -> Self {
        Sleepers {
            lists: Mutex::new(Lists::default()),
        }
    }

    fn list(&self, slot: usize, tokens: &[&'static Token]) {
        let mut lists = self.lists.lock();
        let sleeper = Sleeper {
            state: State::Listed,
            bell: Arc::new(Condvar::new()),
        };
        lists.sleepers.insert(slot, sleeper);
        for token in tokens {
            lists.by_token.entry(key(token)).or_default().push(slot);
        }
    }

    fn unlist(&self, slot: usize, tokens: &[&'static Token]) {
        let mut lists = self.lists.lock();
        lists.sleepers.remove(&slot);
        for token in tokens {
            if let Some(slots) = lists.by_token.get_mut(&key(token)) {
                slots.retain(|other| *other != slot);
                if slots.is_empty() {
                    lists.by_token.remove(&key(token));
                }
            }
        }
    }

    fn sleep(
        &self,
        slot: usize,
        deadline: Option<Instant>,
        slots: &Slots,
    ) -> Result<Wake, WaitError> {
        let mut lists = self.lists.lock();
        let Some(sleeper) = lists.sleepers.get_mut(&slot) else {
            return Ok(Wake::Changed);
        };
        let bell = sleeper.bell.clone();
        let for_ever = deadline.is_none();
        if sleeper.state == State::Listed {
            sleeper.state = State::Asleep { for_ever };
            // Who sleeps for a while only is still there for the others.
            if for_ever {
                self.abandon_if_all_sleep(&mut lists, slots);
            }
        }
        loop {
            match lists.sleepers.get(&slot).map(|sleeper| sleeper.state) {
                Some(State::Listed | State::Asleep { .. }) => {}
                Some(State::Abandoned) => return Err(WaitError::NobodyLeft),
                Some(State::Woken) | None => return Ok(Wake::Changed),
            }
            if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
                return Ok(Wake::TimedOut);
            }
            lists = bell.wait(lists, deadline);
        }
    }

    /// Calls `fork` while nobody looks at the lists; they are empty in the copy of the process, where it gives
    /// `Some(true)`.
    pub(crate) fn fork(&self, fork: impl FnOnce() -> Option<bool>) -> Option<bool> {
        let mut lists = self.lists.lock();
        let is_copy = fork();
        if is_copy == Some(true) {
            *lists = Lists::default();
        }
        is_copy
    }

    fn wake<'a>(&self, tokens: impl Iterator<Item = &'a &'static Token>) {
        let mut lists = self.lists.lock();
        for token in tokens {
            let Lists { by_token, sleepers } = &mut *lists;
            for slot in by_token.get(&key(token)).into_iter().flatten() {
                if let Some(sleeper) = sleepers.get_mut(slot) {
                    sleeper.rouse(State::Woken);
                }
            }
        }
    }

    fn abandon_if_all_sleep(&self, lists: &mut MutexGuard<'_, Lists>, slots: &Slots) {
        let is_asleep = |sleeper: &Sleeper| sleeper.state == (State::Asleep { for_ever: true });
        let for_ever = lists.sleepers.values().filter(|it| is_asleep(it)).count();
        if for_ever > 0 && for_ever >= slots.live() {
            for sleeper in lists.sleepers.values_mut().filter(|it| is_asleep(it)) {
                sleeper.rouse(State::Abandoned);
            }
        }
    }

    /// A thread has ended: perhaps nobody is left to wake the sleepers.
    pub(crate) fn one_thread_less(&self, slots: &Slots) {
        let mut lists = self.lists.lock();
        if !lists.sleepers.is_empty() {
            self.abandon_if_all_sleep(&mut lists, slots);
        }
    }
}

impl<H: Heap> Thread<H> {
    /// Gives the transaction up until something that it has read changes: return its `Err` to
    /// whoever began the transaction, who calls [`Thread::wait`].
    ///
    /// # Errors
    /// Always [`Abort::Retry`].
    pub fn retry<R>(&self) -> Result<R, Abort> {
        Err(Abort::Retry)
    }

    /// Runs `first`; if it retries, undoes just that and runs `second`. If both retry, the
    /// transaction retries, and something that either has read will wake it.
    ///
    /// # Errors
    /// As the two.
    pub fn or_else<R>(
        &mut self,
        first: impl FnOnce(&mut Self) -> Result<R, Abort>,
        second: impl FnOnce(&mut Self) -> Result<R, Abort>,
    ) -> Result<R, Abort> {
        let before = self.savepoint();
        match first(self) {
            Err(Abort::Retry) => {
                self.undo_to(&before);
                second(self)
            }
            other => other,
        }
    }

    /// Undoes the transaction and sleeps until another thread commits a change to something that
    /// it has read, at the longest for `timeout`.
    ///
    /// # Errors
    /// When the sleep would never end. The transaction has been undone then, unless it is
    /// irrevocable: it goes on.
    pub fn wait(&mut self, timeout: Option<Duration>) -> Result<Wake, WaitError> {
        debug_assert!(self.in_transaction());
        if self.cannot_be_undone() {
            return Err(WaitError::Irrevocable);
        }
        let deadline = timeout.map(|timeout| Instant::now() + timeout);
        self.stats.rolled_back(Abort::Retry);
        self.pending.clear();
        self.undo_after(Mark::START, After::GoOn);
        // Asleep, this thread answers nobody: its private units are up for adoption.
        self.mark_idle();
        let result = if self.holds_all || self.doomed {
            // It does not know what it has read: let it look again.
            self.pass_turn_if_irrevocable();
            Ok(Wake::Changed)
        } else {
            self.sleep_on_reads(deadline)
        };
        self.resume();
        self.finish();
        self.renew_read_version();
        result
    }

    fn sleep_on_reads(&mut self, deadline: Option<Instant>) -> Result<Wake, WaitError> {
        // One that insisted has held what it read instead of logging it.
        let held = self.held.iter().copied();
        let tokens: Vec<_> = self.reads.entries().iter().copied().chain(held).collect();
        if tokens.is_empty() && deadline.is_none() {
            self.pass_turn_if_irrevocable();
            return Err(if self.solo {
                WaitError::NobodyLeft
            } else {
                WaitError::NothingRead
            });
        }
        self.stats.sleeps += 1;
        self.stm.sleepers.list(self.slot, &tokens);
        let unchanged = tokens.iter().all(|token| self.mark_waited(token, deadline));
        self.pass_turn_if_irrevocable();
        let sleepers = &self.stm.sleepers;
        let mut result = Ok(Wake::Changed);
        if unchanged {
            self.stm.heap.sleep(self, &mut || {
                result = sleepers.sleep(self.slot, deadline, &self.stm.slots);
            });
        }
        sleepers.unlist(self.slot, &tokens);
        result
    }

    /// Sets WAITED; false if the unit has changed since it was read.
    fn mark_waited(&self, token: &'static Token, deadline: Option<Instant>) -> bool {
        let mut turn = 0;
        loop {
            let seen = token.look();
            if seen.is_owned() {
                // Time may pass here as well; `sleep` says so.
                if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
                    return true;
                }
                // The owner need not go on for long.
                self.stm.slots.get(seen.slot()).request(poll::END);
                pause(turn);
                self.stm.heap.safepoint(self);
                turn += 1;
            } else if self.mode == Mode::Revocable && !self.is_current(seen) {
                return false;
            } else if seen.is_waited() || token.mark_from(seen, seen.with_waited()) {
                return true;
            }
        }
    }

    /// Wakes who sleeps on what this transaction has unlocked.
    #[cold]
    pub(crate) fn wake_sleepers(&self) {
        let waited = self
            .undo
            .records()
            .iter()
            .filter(|record| record.unlocks() && record.saved.is_waited());
        self.stm.sleepers.wake(waited.map(|record| &record.token));
    }
}
