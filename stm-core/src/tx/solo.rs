//! Solo mode: a lone thread reads without looking and writes without locking.
//!
//! Its token is drawn from the VERSION space, above every version so far, so what it bears or
//! stamps is "shared, unlocked" for whoever comes later; leaving the mode moves the clock up to its
//! last token, which makes all of that "old". No object is visited.
//!
//! What the thread owned privately before it became solo keeps its OWNED token. Solo stores may
//! make it reachable without publishing it. That is found out when another thread meets it later,
//! through the ordinary side door: the owner is asked, or the unit adopted.
//!
//! The switch happens between transactions and under the registry's lock, which a thread that
//! attaches takes as well; so no other thread runs, and none starts before the clock is right.

use crate::heap::{Heap, Unit};
use crate::thread::Thread;
use crate::token::TokenWord;

impl<H: Heap> Thread<H> {
    /// Goes solo if this is the only thread. Call it between transactions.
    pub fn try_solo(&mut self) -> bool {
        debug_assert!(!self.in_transaction());
        if self.solo || self.stm.versions.is_active() || !self.stm.slots.begin_solo() {
            return self.solo;
        }
        self.start_solo();
        true
    }

    /// From now on serials count versions, from above the last that a commit took.
    pub(crate) fn start_solo(&mut self) {
        self.solo = true;
        self.shared_serial = self.serial + 1;
        self.serial = self.stm.clock.floor() + 2;
        self.token = TokenWord::version(self.serial);
        self.serial_used = false;
    }

    /// Back to transactions, so that other threads may attach. Returns false, and does nothing,
    /// inside a transaction: what that has read is in no log.
    pub fn leave_solo(&mut self) -> bool {
        if self.in_transaction() {
            return !self.solo;
        }
        if self.solo {
            self.solo = false;
            let last = self.serial;
            self.stm.slots.end_solo(|| {
                self.stm.clock.advance(last);
            });
            self.serial = self.shared_serial;
            self.serial_used = false;
            self.token = TokenWord::owned(self.slot, self.serial);
            self.renew_read_version();
        }
        true
    }

    /// The slow path of a solo write: the pre-image, and the token that says it is logged.
    pub(crate) fn log_solo(&mut self, unit: Unit, index: Option<usize>) {
        let saved = unit.token.glance();
        let part = self.part(unit, index);
        if part.is_none() {
            unit.token.restamp(self.token);
        }
        // A unit that is logged in part keeps its token, so that each further word comes by here.
        self.log(unit, part, saved, false);
        self.serial_used = true;
    }
}
