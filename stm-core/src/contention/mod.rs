//! What to do about a unit that another thread owns or holds.
//!
//! In this order:
//! 1. Is its owner gone, or idle? Then its private units are adopted ([`adopt`]).
//! 2. Ask the owner to end its transaction: that publishes a private unit and unlocks a written
//!    one. Wait a little (`Config::patience` turns): most transactions are short.
//! 3. Decide. The irrevocable transaction waits for nobody's consent: it wounds the owner and waits.
//!    A transaction that has lost fewer than `Config::timid_tries` times steps back. One that lost
//!    more often has an age (a ticket taken at that time and kept until it commits): the older one
//!    wounds the owner and waits, the younger steps back.
//!
//! Who steps back rolls back first, and *then* waits for the unit, owning nothing. So only two
//! kinds of transactions ever wait while they own something for longer than the patience: the
//! irrevocable one, and one that is older than whoever it waits for. Such waits cannot form a
//! circle, and each who waits answers its own poll word: no deadlock. The oldest transaction loses
//! to nobody but the irrevocable one, which ends: no livelock. A transaction that is invalidated
//! again and again without meeting an owner takes the irrevocable turn in the end
//! (`Config::irrevocable_after`).
//!
//! A private unit is not given up by a rollback, so its owner publishes it, if asked to, after each
//! rollback, and is idle while it steps back or sleeps: nobody waits for it in vain.
//! (Timid then greedy: Dragojevic, Guerraoui, Kapalka, "Stretching transactional memory", 2009;
//! greedy by age: Guerraoui, Herlihy, Pochon 2005.)

mod adopt;
pub(crate) mod turn;

use crate::heap::Heap;
use crate::reason::Abort;
use crate::slots::{Presence, YOUNGEST};
use crate::sync::{Limit, pause};
use crate::thread::{Mode, Thread};
use crate::token::{Token, TokenWord};
use std::sync::Arc;
use std::time::Duration;

/// How long a transaction waits, owning nothing, for the unit that it lost: whoever steps back from a
/// long block comes to its own irrevocable turn after `Config::irrevocable_after` times this.
const AFTER_LOSS: Limit = Limit {
    turns: 200,
    time: Duration::from_millis(1),
};

/// How long it waits for the transaction that wounded it. Long enough for that thread to get a
/// processor on a busy machine: whoever is back before it looks has to be wounded again, and who has
/// been wounded `Config::irrevocable_after` times is wounded no more.
const AFTER_WOUND: Limit = Limit {
    turns: u32::MAX,
    time: Duration::from_millis(20),
};

/// What a transaction remembers of lost conflicts across its retries.
#[derive(Debug, Default)]
pub(crate) struct Backoff {
    pub(crate) tries: u32,
    /// Whether the thread's slot has an age, which others see.
    aged: bool,
    lost: Option<(&'static Token, TokenWord)>,
}

impl Backoff {
    /// The unit that was lost.
    pub(crate) fn lost(&self) -> Option<&'static Token> {
        self.lost.map(|(token, _)| token)
    }
}

impl<H: Heap> Thread<H> {
    /// One turn of dealing with the owner of `token`, which said `seen`; the caller looks again
    /// after it. `turn` counts the turns of this wait.
    pub(crate) fn meet_owner(
        &mut self,
        token: &'static Token,
        seen: TokenWord,
        turn: &mut u32,
    ) -> Result<(), Abort> {
        if self.meet_absent(token, seen) {
            return Ok(());
        }
        let owner = Arc::clone(self.stm.slots.get(seen.slot()));
        self.stats.waits += u64::from(*turn == 0);
        // Ask again now and then: another request may have overwritten this one.
        if turn.is_multiple_of(8) {
            owner.ask(token);
        }
        let (patience, timid_tries) = (self.stm.config.patience, self.stm.config.timid_tries);
        if self.mode == Mode::Irrevocable {
            owner.wound(seen, self.slot);
        } else if *turn >= patience || self.try_only {
            if self.try_only || self.backoff.tries < timid_tries || self.stm.turn.is_of(seen.slot())
            {
                return self.lose(token, seen, Abort::Owned);
            }
            if self.age() > owner.age() || self.chaos.lacks().ages {
                return self.lose(token, seen, Abort::Owned);
            }
            owner.wound(seen, self.slot);
            if patience == 0 {
                return self.lose(token, seen, Abort::Owned);
            }
        }
        self.wait_turn(*turn)?;
        *turn += 1;
        Ok(())
    }

    /// Adopts the unit if its owner has ended or is idle, and returns whether that was so.
    pub(crate) fn meet_absent(&mut self, token: &'static Token, seen: TokenWord) -> bool {
        let owner = Arc::clone(self.stm.slots.get(seen.slot()));
        match owner.presence(seen.serial()) {
            Presence::Active => false,
            Presence::Dead => {
                self.adopt(token, seen);
                true
            }
            Presence::Idle => {
                if owner.try_custody() {
                    self.adopt(token, seen);
                    owner.leave_custody();
                }
                true
            }
        }
    }

    /// One turn of waiting for the irrevocable transaction, which has read what is to be written.
    pub(crate) fn meet_holder(
        &mut self,
        token: &'static Token,
        seen: TokenWord,
        turn: &mut u32,
    ) -> Result<(), Abort> {
        if *turn >= self.stm.config.patience || self.try_only {
            return self.lose(token, seen, Abort::Held);
        }
        self.stats.waits += u64::from(*turn == 0);
        self.wait_turn(*turn)?;
        *turn += 1;
        Ok(())
    }

    fn lose(&mut self, token: &'static Token, seen: TokenWord, abort: Abort) -> Result<(), Abort> {
        self.backoff.lost = Some((token, seen));
        Err(abort)
    }

    /// This transaction's age, taken when it is first asked for.
    fn age(&mut self) -> u64 {
        let age = self.own_slot.age();
        if age != YOUNGEST {
            return age;
        }
        let age = self.stm.next_age();
        self.own_slot.set_age(age);
        self.backoff.aged = true;
        age
    }

    /// The transaction has ended for good: the next one has lost nothing yet.
    #[inline(always)]
    pub(crate) fn forget_conflicts(&mut self) {
        if self.backoff.aged {
            self.own_slot.set_age(YOUNGEST);
        }
        if self.backoff.aged || self.backoff.tries != 0 {
            self.backoff = Backoff::default();
        }
    }

    /// After a rollback: waits, owning nothing, until what was lost is free, or who wounded this
    /// transaction has ended its own, or a while has passed. (Whoever came back at once would take
    /// the unit again before the one that waits for it looks.)
    pub(crate) fn step_back(&mut self, reason: Abort) {
        self.backoff.tries += 1;
        if self.backoff.tries >= self.stm.config.timid_tries {
            self.age();
        }
        let lost = self.backoff.lost.take();
        if self.stm.config.patience == 0 || lost.is_none() && reason != Abort::Wounded {
            return;
        }
        let wounder = Arc::clone(self.stm.slots.get(self.own_slot.wounder()));
        let age = wounder.age();
        let limit = if lost.is_some() {
            AFTER_LOSS
        } else {
            AFTER_WOUND
        };
        self.mark_idle();
        for turn in limit.turns() {
            let blocked = match lost {
                Some((token, seen)) => token.glance() == seen && self.is_blocked(seen),
                None if age == YOUNGEST => !self.stm.turn.is_free(),
                None => wounder.age() == age,
            };
            if !blocked {
                break;
            }
            pause(turn);
            self.stm.heap.safepoint(self);
        }
        self.resume();
    }

    fn is_blocked(&self, seen: TokenWord) -> bool {
        seen.is_owned() || seen.is_held() || !self.stm.turn.is_free()
    }
}
