//! Irrevocability: one transaction at a time that is never rolled back.
//!
//! First the turn, *then* what was read so far is marked HELD, unit by unit; a failure on the way
//! still rolls back. From then on each unit is held before it is read, so nothing that this
//! transaction has read can change, and it needs no validation. Writers of other units go on.
//!
//! A transaction that has read too much to remember takes all instead ([`Turn::hold_all`]): every
//! acquisition of another thread is then refused until the commit, and nothing is logged.
//!
//! HELD is set by compare-and-swap on the token that is acquired by compare-and-swap, so a unit is
//! either held or acquired. When it is cleared, relative to the unlocking, does not matter: who acquires a unit that was held
//! fences, as this transaction did after each acquisition, so its validation meets what was written
//! as owned or newer, and refuses both.
//!
//! [`Turn::hold_all`]: crate::contention::turn::Turn::hold_all

use crate::heap::Heap;
use crate::reason::Abort;
use crate::thread::{Mode, Thread};
use crate::token::{Token, TokenWord, Writer};

impl<H: Heap> Thread<H> {
    /// Makes the running transaction irrevocable: from here on no operation of it fails.
    ///
    /// # Errors
    /// When what it has read is no longer current, or an older transaction needs what it owns while
    /// it waits for its turn.
    pub fn become_irrevocable(&mut self) -> Result<(), Abort> {
        debug_assert!(self.in_transaction());
        self.insisted = false;
        if self.solo {
            self.mode = Mode::Irrevocable;
        }
        if self.mode == Mode::Irrevocable {
            return Ok(());
        }
        self.wait_for_turn()?;
        if self.doomed {
            self.pass_turn_on();
            return Err(Abort::Stale);
        }
        for index in 0..self.reads.entries().len() {
            let token = self.reads.entries()[index];
            if !self.hold_read(token) {
                self.pass_turn_on();
                return Err(Abort::Stale);
            }
        }
        self.enter_irrevocable();
        Ok(())
    }

    /// The same, unasked, for a transaction that has read more than it can remember.
    pub(crate) fn become_irrevocable_and_hold_all(
        &mut self,
        also: Option<&'static Token>,
    ) -> Result<(), Abort> {
        self.wait_for_turn()?;
        self.hold_all();
        // Whoever acquires from now on sees the order and gives back; who acquired before is seen.
        let valid = self.validate().and_then(|()| match also {
            Some(token) if !self.is_current(token.look()) => Err(Abort::Stale),
            _ => Ok(()),
        });
        if let Err(abort) = valid {
            self.pass_turn_on();
            return Err(abort);
        }
        self.enter_irrevocable();
        self.insisted = true;
        Ok(())
    }

    fn enter_irrevocable(&mut self) {
        self.mode = Mode::Irrevocable;
        self.readable = TokenWord::version(0);
        self.own = Writer::NONE;
        self.reads.clear();
        self.stats.irrevocable += 1;
    }

    fn wait_for_turn(&mut self) -> Result<(), Abort> {
        let mut turn = 0;
        while !self.stm.turn.take(self.slot) {
            // Whoever has the turn may be waiting for a private object of this thread, which gets
            // published between transactions.
            if self.stm.config.patience == 0 || self.own_slot.is_asked() {
                return Err(Abort::Turn);
            }
            self.stats.waits += u64::from(turn == 0);
            self.wait_turn(turn)?;
            turn += 1;
        }
        Ok(())
    }

    /// Holds a unit that was read before the turn was taken, if it is still what it was.
    fn hold_read(&mut self, token: &'static Token) -> bool {
        loop {
            let seen = token.look();
            if self.is_mine(seen) {
                return true;
            }
            if seen.is_owned() || !self.is_current(seen) {
                return false;
            }
            if self.hold(token, seen).is_some() {
                return true;
            }
        }
    }

    /// Holds a unit whose token was `seen`; `None` if it is something else by now.
    pub(crate) fn hold(&mut self, token: &'static Token, seen: TokenWord) -> Option<TokenWord> {
        if self.holds_all || seen.is_held() {
            return Some(seen);
        }
        if self.held.len() >= self.stm.config.max_reads {
            self.hold_all();
            return None;
        }
        let held = seen.with_held();
        token.mark_from(seen, held).then(|| {
            self.held.push(token);
            held
        })
    }

    fn hold_all(&mut self) {
        self.holds_all = true;
        self.stm.turn.hold_all(self.slot);
    }

    pub(crate) fn pass_turn_if_irrevocable(&mut self) {
        if self.mode == Mode::Irrevocable && !self.solo {
            self.pass_turn_on();
        }
    }

    /// Lets go of everything held and gives the turn to whoever comes next.
    pub(crate) fn pass_turn_on(&mut self) {
        for token in self.held.drain(..) {
            loop {
                let seen = token.glance();
                // Not held: this transaction wrote it and has unlocked it.
                if !seen.is_held() || token.mark_from(seen, seen.without_held()) {
                    break;
                }
            }
        }
        self.holds_all = false;
        self.stm.turn.pass_on();
    }
}
