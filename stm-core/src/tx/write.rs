//! The write barrier: one compare when the unit is logged, else acquire it and copy its pre-image.

use crate::heap::{Heap, Unit, Word};
use crate::reason::Abort;
use crate::sync::fence_after_rmw;
use crate::thread::{Mode, Thread};
use crate::token::{Token, TokenWord};

impl<H: Heap> Thread<H> {
    /// Writes word `index` of the unit, in place.
    ///
    /// # Errors
    /// The reason for which the transaction has to be rolled back. Nothing was written then.
    ///
    /// # Panics
    /// When the unit has no word `index`.
    #[inline(always)]
    pub fn write(&mut self, unit: Unit, index: usize, value: u64) -> Result<(), Abort> {
        self.open_write(unit, index)?;
        unit.words[index].store(value);
        Ok(())
    }

    /// Makes word `index` of the unit (all words, if it is small) writable until the serial
    /// advances.
    ///
    /// # Errors
    /// As [`Thread::write`].
    #[inline(always)]
    pub fn open_write(&mut self, unit: Unit, index: usize) -> Result<(), Abort> {
        debug_assert!(self.in_transaction());
        // A relaxed look is enough: only this thread stores its own token.
        if unit.token.glance() == self.token {
            Ok(())
        } else {
            self.open_write_slowly(unit, Some(index))
        }
    }

    /// Whether all words of the unit with this token are writable already: then
    /// [`Thread::open_write_all`] has nothing to do.
    #[inline(always)]
    pub fn is_open(&self, token: &'static Token) -> bool {
        // As in `open_write`.
        token.glance() == self.token
    }

    /// Whether this thread owns the unit, be it since this transaction or as its own: nobody else reads or writes
    /// it, whether it is logged or not.
    #[inline(always)]
    pub fn owns(&self, token: &'static Token) -> bool {
        // As in `open_write`.
        self.is_mine(token.glance())
    }

    /// Makes all words of the unit writable until the serial advances, however large it is.
    ///
    /// # Errors
    /// As [`Thread::write`].
    #[inline(always)]
    pub fn open_write_all(&mut self, unit: Unit) -> Result<(), Abort> {
        debug_assert!(self.in_transaction());
        if unit.token.glance() == self.token {
            Ok(())
        } else {
            self.open_write_slowly(unit, None)
        }
    }

    #[cold]
    #[inline(never)]
    fn open_write_slowly(&mut self, unit: Unit, index: Option<usize>) -> Result<(), Abort> {
        if let Some(index) = index {
            // Panics before anything is owned.
            assert!(
                index < unit.words.len(),
                "no word {index} in a unit of {}",
                unit.words.len()
            );
        }
        if self.solo {
            self.log_solo(unit, index);
            return Ok(());
        }
        let seen = unit.token.look();
        if self.is_mine(seen) {
            self.log_own(unit, index, seen);
            return Ok(());
        }
        let part = self.part(unit, index);
        let saved = self.acquire(unit.token, part.is_none())?;
        self.log(unit, part, saved, true);
        Ok(())
    }

    /// Makes `words` writable until the serial advances: words of a *scattered* unit, whose token
    /// guards words that do not lie together (an entry of a table and its place in the index, say).
    /// Of such a unit exactly the words that are opened are logged, so words of other units may lie
    /// between them.
    ///
    /// # Errors
    /// As [`Thread::write`].
    #[inline(always)]
    pub fn open_write_part(
        &mut self,
        token: &'static Token,
        words: &'static [Word],
    ) -> Result<(), Abort> {
        debug_assert!(self.in_transaction());
        if token.glance() == self.token {
            Ok(())
        } else {
            self.open_part_slowly(token, words)
        }
    }

    #[inline(never)]
    fn open_part_slowly(
        &mut self,
        token: &'static Token,
        words: &'static [Word],
    ) -> Result<(), Abort> {
        let seen = token.look();
        let (saved, shared) = if self.solo {
            // As in `log_solo`: the unit keeps its token.
            (seen, false)
        } else if self.is_mine(seen) {
            let shared = seen.is_shared_part();
            token.restamp(self.token.partial(shared));
            (seen, shared)
        } else {
            (self.acquire(token, false)?, true)
        };
        self.serial_used = true;
        let logged = self
            .undo
            .push_scattered(token, saved, words, shared, self.serial);
        if self.exporting && logged {
            self.export_newest();
        }
        Ok(())
    }

    /// The word to be logged, if the unit is not to be logged whole.
    pub(crate) fn part(&self, unit: Unit, index: Option<usize>) -> Option<usize> {
        index.filter(|_| unit.words.len() > self.stm.config.small_words)
    }

    /// Takes a unit that is not this thread's, and returns the VERSION that it had.
    ///
    /// The version check is what makes "mine" mean "valid" in `validate`: a unit that changed
    /// since the read version is taken only after an extension, which fails if it had been read.
    fn acquire(&mut self, token: &'static Token, whole: bool) -> Result<TokenWord, Abort> {
        // Others write what this transaction has only read so far.
        self.chaos.delay();
        let mut turn = 0;
        loop {
            let seen = token.look();
            if seen.is_owned() {
                self.meet_owner(token, seen, &mut turn)?;
                continue;
            }
            if self.mode != Mode::Irrevocable {
                if self.chaos.rolls_back() {
                    return Err(Abort::Chaos);
                }
                if seen.is_held() {
                    self.meet_holder(token, seen, &mut turn)?;
                    continue;
                }
                if !self.is_current(seen) {
                    self.extend(seen.commit_version())?;
                    continue;
                }
            }
            let mine = if whole {
                self.token
            } else {
                self.token.partial(true)
            };
            if !token.swap_from(seen, mine) {
                continue;
            }
            self.serial_used = true;
            // The fence of the acquisition. It pairs with
            // - the Acquire fence before a reader's second look (`tx::read`): a reader that saw a
            //   word written below sees this token, or a later one;
            // - itself, in a commit that read what we take and takes what we read: one of the two
            //   sees the other's token when it validates (no write skew);
            // - the fence in `Clock::advance`: see the proof there;
            // - the fence of who stops all writers (`Turn::hold_all`): it sees this token, or we
            //   see the order.
            fence_after_rmw();
            if self.mode != Mode::Irrevocable && self.stm.turn.holds_all() {
                // Nothing was written, so the very same word may come back.
                token.unlock(seen);
                self.meet_holder(token, seen, &mut turn)?;
                continue;
            }
            return Ok(seen);
        }
    }

    /// Logs a unit that was this thread's already: private since an earlier transaction, or logged
    /// under an earlier serial of this one, or in part.
    fn log_own(&mut self, unit: Unit, index: Option<usize>, saved: TokenWord) {
        let part = self.part(unit, index);
        let shared = saved.is_shared_part();
        unit.token.restamp(if part.is_some() {
            self.token.partial(shared)
        } else {
            self.token
        });
        self.log(unit, part, saved, shared);
        self.serial_used = true;
    }

    pub(crate) fn log(&mut self, unit: Unit, part: Option<usize>, saved: TokenWord, shared: bool) {
        let logged = match part {
            None => {
                self.undo.push(unit.token, saved, unit.words, shared, true);
                true
            }
            Some(index) => {
                let config = &self.stm.config;
                let how = (self.serial, config.card_words, config.words_before_card);
                self.undo
                    .push_part(unit.token, saved, unit.words, index, shared, how)
            }
        };
        if self.exporting && logged {
            self.export_newest();
        }
    }
}
