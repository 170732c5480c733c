//! The read barrier: two looks at the token, with the read between them.
//!
//! ```text
//! look 1 (Acquire)   is it VERSION and not newer than the read version?
//! read the words     relaxed; may be garbage if an owner is at work
//! fence (Acquire)    the reads are done before look 2
//! look 2             the whole word unchanged? then what was read is of one version
//! log the token
//! ```
//!
//! The fence pairs with the full fence after an acquisition (`tx::write`): who read a word that an
//! owner wrote sees at look 2 that the token was taken, and because a rollback advances `bump` and
//! a commit the version, the token never again has the value of look 1.

use crate::heap::{Heap, Word};
use crate::reason::Abort;
use crate::sync::{Ordering, fence};
use crate::thread::{Mode, Thread};
use crate::token::{Token, TokenWord};

/// How a unit may be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Opened {
    /// This thread owns it: read freely.
    Mine,
    /// It had this token; what is read counts if it has it still.
    Shared(TokenWord),
}

impl<H: Heap> Thread<H> {
    /// Reads one word.
    ///
    /// # Errors
    /// The reason for which the transaction has to be rolled back.
    #[inline(always)]
    pub fn read(&mut self, token: &'static Token, word: &'static Word) -> Result<u64, Abort> {
        self.view(token, || word.load())
    }

    /// Reads what `look` reads of a unit, as of one moment.
    ///
    /// `look` may be called more than once and may see the words change under it (its last call
    /// did not), so it must be bounded and must survive any values.
    ///
    /// # Errors
    /// The reason for which the transaction has to be rolled back.
    #[inline(always)]
    pub fn view<R>(
        &mut self,
        token: &'static Token,
        mut look: impl FnMut() -> R,
    ) -> Result<R, Abort> {
        debug_assert!(self.in_transaction());
        if self.solo {
            return Ok(look());
        }
        let seen = token.look();
        if self.is_current(seen) && !self.chaos.rolls_back() {
            let found = look();
            // Pairs with the fence after an acquisition; see above.
            fence(Ordering::Acquire);
            if token.glance() == seen && self.reads.push(token) {
                return Ok(found);
            }
        }
        // Private objects of earlier transactions are as common as those of this one.
        if self.is_mine(seen) {
            return Ok(look());
        }
        self.view_slowly(token, look)
    }

    #[cold]
    #[inline(never)]
    fn view_slowly<R>(
        &mut self,
        token: &'static Token,
        mut look: impl FnMut() -> R,
    ) -> Result<R, Abort> {
        loop {
            match self.open(token)? {
                Opened::Mine => return Ok(look()),
                Opened::Shared(seen) => {
                    let found = look();
                    self.chaos.delay();
                    // As in `view`.
                    fence(Ordering::Acquire);
                    if token.glance() == seen {
                        self.log_read(token)?;
                        return Ok(found);
                    }
                }
            }
        }
    }

    /// Logs a read of the unit, and gives the token that was seen: for callers that read the words themselves
    /// then, and take what they have read for true if the token is the same afterwards.
    ///
    /// # Errors
    /// The reason for which the transaction has to be rolled back.
    pub fn open_read(&mut self, token: &'static Token) -> Result<TokenWord, Abort> {
        match self.open(token)? {
            Opened::Mine => Ok(token.glance()),
            Opened::Shared(seen) => {
                self.log_read(token)?;
                Ok(seen)
            }
        }
    }

    /// Waits, extends or holds until the unit may be read.
    fn open(&mut self, token: &'static Token) -> Result<Opened, Abort> {
        let mut turn = 0;
        loop {
            let seen = token.look();
            if self.is_mine(seen) {
                return Ok(Opened::Mine);
            }
            if seen.is_owned() {
                self.meet_owner(token, seen, &mut turn)?;
            } else if self.mode == Mode::Irrevocable {
                if let Some(seen) = self.hold(token, seen) {
                    return Ok(Opened::Shared(seen));
                }
            } else if self.is_current(seen) {
                self.inject_chaos()?;
                return Ok(Opened::Shared(seen));
            } else {
                self.extend(seen.commit_version())?;
            }
        }
    }

    fn inject_chaos(&mut self) -> Result<(), Abort> {
        if self.chaos.rolls_back() {
            Err(Abort::Chaos)
        } else {
            Ok(())
        }
    }

    /// Whether a VERSION token may be read without extending: it is not newer than the read
    /// version, or it was this thread that wrote it (and this thread's commits all lie before its
    /// transaction; see `PROTOCOL.md`, "Own versions").
    /// While irrevocable, nothing is: each unit is held first.
    #[inline(always)]
    pub(crate) fn is_current(&self, seen: TokenWord) -> bool {
        seen < self.readable || seen.written_by(self.own)
    }

    fn log_read(&mut self, token: &'static Token) -> Result<(), Abort> {
        if self.mode == Mode::Irrevocable || self.reads.push(token) {
            return Ok(());
        }
        match self.reads.push_slowly(token) {
            Ok(()) => Ok(()),
            // Too much to remember: hold everything instead, this unit included.
            Err(_) => self.become_irrevocable_and_hold_all(Some(token)),
        }
    }
}
