//! Validation of the read log, and moving the read version up.
//!
//! A logged unit is valid when it is still readable at the *old* read version: a token that got a
//! newer version, or belongs to another thread, has been or may be changed. A unit that this
//! transaction acquired after reading it is valid, because acquiring it made the same check
//! (`tx::write`): that is the version "saved when I acquired it", compared once and for all.

use crate::heap::Heap;
use crate::reason::Abort;
use crate::thread::Thread;
use crate::token::TokenWord;

impl<H: Heap> Thread<H> {
    /// Moves the read version up to `version` at least. What is read afterwards is consistent with
    /// what was read before, as of now.
    pub(crate) fn extend(&mut self, version: u64) -> Result<(), Abort> {
        self.stats.extensions += 1;
        if self.chaos.lacks().extension {
            self.readable = TokenWord::unreadable_at(self.stm.clock.advance(version));
            return Ok(());
        }
        // First the new read version, then the validation: a commit that is numbered at or below
        // it has acquired its units by now, and the validation meets their tokens.
        let version = self.stm.clock.advance(version);
        self.validate()?;
        self.readable = TokenWord::unreadable_at(version);
        Ok(())
    }

    /// Whether everything that was read is unchanged now.
    #[inline]
    pub(crate) fn validate(&mut self) -> Result<(), Abort> {
        if self.chaos.fails_validation() {
            return Err(Abort::Chaos);
        }
        if self.chaos.lacks().validation {
            return Ok(());
        }
        if self.doomed {
            return Err(Abort::Stale);
        }
        for token in self.reads.entries() {
            // Relaxed look: a fence (in the acquisitions, before a commit) or an Acquire (of the
            // clock, before an extension) has ordered it behind what it must not miss.
            let seen = token.glance();
            if !self.is_current(seen) && !self.is_mine(seen) {
                return Err(Abort::Stale);
            }
        }
        Ok(())
    }
}
