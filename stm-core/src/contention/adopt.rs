//! Adoption: a private unit whose owner has ended, or is idle, becomes shared.
//!
//! It is a commit of its own that changes nothing: acquire, take a version, unlock. The
//! version must be a fresh one, because the owner may have changed the unit together with shared
//! ones, and who has read those in an older state must not read this one without an extension.
//!
//! A dead owner's unit may be taken by several at once: the compare-and-swap decides. An idle
//! owner's is taken in custody, so that the owner does not come back meanwhile.

use crate::heap::Heap;
use crate::thread::Thread;
use crate::token::{Token, TokenWord, Writer};

impl<H: Heap> Thread<H> {
    /// Makes the unit shared if its token still is `seen`.
    pub(crate) fn adopt(&mut self, token: &'static Token, seen: TokenWord) {
        if !token.swap_from(seen, self.token) {
            return;
        }
        self.serial_used = true;
        // No fence: this must only be at least the version of the owner's last commit, and that read
        // the clock before the owner was found gone.
        let version = self.stm.clock.sample();
        // Release: the owner's words, which `presence` acquired, are passed on.
        token.unlock(TokenWord::committed(version, Writer::NOBODY));
    }
}
