//! Publication: private objects that a commit makes reachable for others become shared with it.
//!
//! Starting from the words of shared units that changed, and from the unit that another thread asked
//! for, the graph of this thread's own objects is walked. A visited token is restamped with a
//! fresh serial of this transaction: it stays private, should the commit fail. The caller stamps
//! the collected tokens once the commit can no longer fail, before it unlocks anything that leads
//! to them.

use crate::heap::{Heap, Unit, Word};
use crate::reason::Abort;
use crate::thread::Thread;
use crate::token::{Token, TokenWord};
use std::mem::take;

/// Objects walked between two polls.
const PIECE: usize = 1024;

impl<H: Heap> Thread<H> {
    /// The tokens of all private units that become reachable.
    pub(crate) fn collect_escaping(
        &mut self,
        asked: Option<&'static Token>,
    ) -> Result<Vec<&'static Token>, Abort> {
        let mut work: Vec<u64> = Vec::new();
        for record in self.undo.records().iter().filter(|record| record.shared) {
            for (word, old) in record.words.iter().zip(self.undo.image(record)) {
                let new = word.load();
                if new != *old && self.leads_to_own(new) {
                    work.push(new);
                }
            }
        }
        // Only who owns the token may follow it: the asker has not met anything else.
        let asked = asked.filter(|token| self.is_mine(token.glance()));
        let mut escaping = Vec::new();
        if work.is_empty() && asked.is_none() {
            return Ok(escaping);
        }
        self.advance_serial();
        self.serial_used = true;
        let (visited, base, top) = (self.token, self.base, self.token.last_of_serial());
        // Units that the commit unlocks anyway count as visited: each is unlocked once.
        for record in self.undo.records().iter().filter(|record| record.unlocks()) {
            record.token.restamp(visited);
        }
        let visit = |unit: Unit, work: &mut Vec<u64>, escaping: &mut Vec<&'static Token>| {
            let seen = unit.token.glance();
            if seen != visited && base <= seen && seen <= top {
                unit.token.restamp(visited);
                escaping.push(unit.token);
                work.extend(unit.words.iter().map(Word::load));
            }
        };
        if let Some(token) = asked {
            visit(self.stm.heap.unit(token), &mut work, &mut escaping);
        }
        let mut walked = 0usize;
        while let Some(word) = work.pop() {
            self.stm
                .heap
                .units(word, &mut |unit| visit(unit, &mut work, &mut escaping));
            walked += 1;
            if walked.is_multiple_of(PIECE) {
                // Their tokens are going to be stamped, so they live until then.
                self.escaping = take(&mut escaping);
                self.stm.heap.safepoint(self);
                escaping = take(&mut self.escaping);
                self.check_wound()?;
            }
        }
        Ok(escaping)
    }

    /// Publishes what another thread waits for, between transactions: a transaction that is rolled
    /// back again and again would never get to it.
    pub(crate) fn publish_asked(&mut self) {
        debug_assert!(!self.in_transaction());
        let asked = self.own_slot.take_asked();
        let Ok(escaping) = self.collect_escaping(asked) else {
            return;
        };
        if !escaping.is_empty() {
            let version = self.stm.clock.sample();
            self.stamp(&escaping, version);
        }
    }

    /// Makes collected units shared, as of `version`.
    pub(crate) fn stamp(&mut self, escaping: &[&'static Token], version: u64) {
        for token in escaping {
            // Release (in `unlock`): others reach the object through a unit that is unlocked
            // later, or have met its token before.
            token.unlock(TokenWord::committed(version, self.writer));
        }
        self.stats.published += escaping.len() as u64;
    }

    /// Whether the word refers to an object of this thread.
    fn leads_to_own(&self, word: u64) -> bool {
        let mut own = false;
        self.stm
            .heap
            .units(word, &mut |unit| own |= self.is_mine(unit.token.glance()));
        own
    }
}
