//! The transactions that bytecode runs in: where they begin and end, and the way back.
//!
//! A transaction begins at a bytecode boundary. What it needs to begin again is the registers of the
//! frame it began in, and, for each older frame that control has returned to since, that frame's
//! registers as they were then. They are copied: one frame at the beginning, an older one when control
//! returns to it, which is once a transaction. Frames that were pushed since are simply gone after a
//! rollback.
//!
//! Native functions that call Python code run an interpreter loop of their own, and their native frames
//! cannot be brought back. So a transaction that began in a loop can be rolled back to there as long as
//! that loop runs: an `Exit::Abort` travels up to it, and it begins again. Before the loop returns to
//! native code the transaction ends; the native code goes on in an irrevocable one, until the next
//! bytecode boundary. Such a transaction is *adrift*: there is no way back to its beginning.

use crate::chaos;
use crate::cx::exhaustion::Want;
use crate::cx::safepoint::{ATTENTION, BOUNDARY};
use crate::cx::{Cx, Exit, R};
use crate::interp::call_site;
use crate::interp::frame::{Frame, HEAD};
use crate::runtime::{self, attention, finalizers};
use crate::value::Value;
use std::mem::offset_of;
use std::ptr::null_mut;
use std::time::{Duration, Instant};
use stm_core::{Abort, poll};

/// What a rolled-back transaction begins again with.
#[derive(Debug)]
pub(super) struct Checkpoint {
    /// The frame that was running.
    frame: *mut Frame,
    /// The oldest frame whose words have been copied.
    oldest: *mut Frame,
    /// The copies: of each frame its address and its words, newest frame first.
    copies: Vec<(*mut Frame, usize)>,
    words: Vec<u64>,
    handled: Value,
    /// An exception that was on its way when the transaction began.
    exception: Value,
    loops: u32,
    atomic: u32,
    repr_depth: usize,
    /// Objects with finalisers that the running transaction has made.
    newborn: Vec<Value>,
}

// SAFETY: addresses into the frame stack of the context that owns this, which moves with it.
unsafe impl Send for Checkpoint {}

impl Checkpoint {
    /// Where compiled code finds the oldest frame.
    const OLDEST: usize = offset_of!(Checkpoint, oldest);
}

impl Default for Checkpoint {
    fn default() -> Self {
        Checkpoint {
            frame: null_mut(),
            oldest: null_mut(),
            copies: Vec::new(),
            words: Vec::new(),
            handled: Value::NONE,
            exception: Value::UNBOUND,
            loops: 0,
            atomic: 0,
            repr_depth: 0,
            newborn: Vec::new(),
        }
    }
}

impl Checkpoint {
    /// Everything in it that may be a value.
    pub(super) fn words(&self) -> impl Iterator<Item = u64> {
        let rest = [self.handled.bits(), self.exception.bits()];
        let newborn = self.newborn.iter().map(|value| value.bits());
        self.words.iter().copied().chain(rest).chain(newborn)
    }

    /// The transaction has committed: nobody goes back there.
    fn forget(&mut self) {
        self.copies.clear();
        self.words.clear();
        self.oldest = null_mut();
        self.handled = Value::NONE;
        self.exception = Value::UNBOUND;
    }

    fn copy(&mut self, frame: *mut Frame) {
        // SAFETY: a frame of the running thread's stack.
        let words = unsafe { Frame::words(frame) };
        self.copies.push((frame, words.len()));
        self.words.extend_from_slice(words);
        self.oldest = frame;
    }
}

/// More units than a transaction needs to have written to be ended at the next poll.
const LONG_LOG: usize = 1 << 14;

/// How long the transactions of a thread are, in polls: they grow while all goes well, and are halved
/// when one is rolled back.
#[derive(Debug)]
pub(super) struct Pace(u32);

impl Pace {
    const FIRST: u32 = 1 << 9;
    const SHORTEST: u32 = 1 << 4;
    const LONGEST: u32 = 1 << 13;
    /// A lone thread ends its transactions only to keep their logs short.
    const SOLO: u32 = 1 << 12;
}

impl Default for Pace {
    fn default() -> Self {
        Pace(Self::FIRST)
    }
}

impl Cx {
    /// Begins a transaction at the bytecode boundary where the running frame stands (its `pc` is
    /// stored in it).
    pub fn begin(&mut self) {
        self.begin_anywhere();
        self.remember();
    }

    /// Remembers this as the place that the running transaction goes back to.
    fn remember(&mut self) {
        self.adrift = false;
        let checkpoint = &mut *self.checkpoint;
        checkpoint.copies.clear();
        checkpoint.words.clear();
        checkpoint.frame = self.frames.top();
        checkpoint.oldest = null_mut();
        checkpoint.handled = self.handled;
        checkpoint.exception = self.exception;
        checkpoint.loops = self.loops;
        checkpoint.atomic = self.atomic;
        checkpoint.repr_depth = self.repr_stack.len();
        if !checkpoint.frame.is_null() {
            checkpoint.copy(checkpoint.frame);
        }
    }

    /// Begins a transaction of which nobody has said yet where it goes back to.
    fn begin_anywhere(&mut self) {
        if !matches!(self.tx.poll(), Ok(0)) {
            self.tx.clear_poll(BOUNDARY);
        }
        self.tx.begin();
        self.block_deadline = None;
        self.left = if self.tx.is_solo() {
            Pace::SOLO
        } else {
            self.pace.0
        };
    }

    /// Begins an irrevocable transaction in the middle of a native function.
    pub(super) fn begin_irrevocable(&mut self) {
        self.adrift = true;
        loop {
            self.begin_anywhere();
            match self.tx.become_irrevocable() {
                Ok(()) => return self.end_soon(),
                Err(abort) => self.tx.rollback(abort),
            }
        }
    }

    /// Begins a transaction in a native function that a bytecode instruction has called, and which does
    /// nothing more than to return: the next bytecode boundary comes before anything can fail.
    pub(super) fn begin_adrift(&mut self) {
        self.begin_anywhere();
        self.adrift = true;
    }

    /// Whether the running transaction may go on for longer than to the next bytecode boundary: it can be rolled back to its beginning,
    /// or cannot fail.
    pub(crate) fn has_way_on(&self) -> bool {
        !self.adrift || self.tx.is_irrevocable()
    }

    /// Whether the running transaction may end at this bytecode boundary.
    #[inline(always)]
    pub fn may_end(&self) -> bool {
        self.atomic == 0 || chaos::missing().blocks
    }

    /// Whether the running transaction must end at the next bytecode boundary, if that is allowed there:
    /// it keeps others from becoming irrevocable, cannot be rolled back to its beginning, or could not be
    /// undone when the heap is full.
    #[inline(always)]
    pub fn must_end(&self) -> bool {
        self.adrift || self.tx.is_irrevocable() && (!self.tx.is_solo() || Self::heap_is_limited())
    }

    /// Whether to end the running transaction here would be for nothing: native code has called the loop that runs, and
    /// before that goes back there the next transaction would have to end as well. A lone thread keeps nobody waiting;
    /// its transaction ends at a poll.
    #[inline]
    pub(crate) fn would_settle_again(&self) -> bool {
        self.loops > 1 && self.atomic == 0 && self.tx.is_solo() && !Self::heap_is_limited()
    }

    /// How many polls there have been since the running transaction began, unless something has shortened
    /// that.
    pub(super) fn polls_done(&self) -> u32 {
        let first = match self.tx.is_solo() {
            true => Pace::SOLO,
            false => self.pace.0,
        };
        first.saturating_sub(self.left)
    }

    /// Whether the transaction has been going on for longer than it should.
    pub fn is_overdue(&self) -> bool {
        self.left == 0 || self.left > Pace::LONGEST
    }

    /// Code without polls of its own counts nothing: it ends its transaction when there is much to undo.
    pub(crate) fn end_if_long(&self) {
        if self.tx.undo_records() > LONG_LOG && self.atomic == 0 {
            self.end_soon();
        }
    }

    /// Commits, and begins the next transaction here. Only at a bytecode boundary, outside of atomic
    /// blocks.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn next_transaction(&mut self) -> R<()> {
        debug_assert!(self.may_end());
        self.end_transaction()?;
        if runtime::has_work() {
            runtime::work_between(self);
        }
        self.begin();
        Ok(())
    }

    /// A transaction that must end has come back from a native function.
    ///
    /// One that became irrevocable only because it had lost too often, or had read too much, goes on to the next
    /// poll: the program has done nothing that would end a step there.
    ///
    /// # Errors
    /// As [`Cx::next_transaction`].
    #[cold]
    #[inline(never)]
    pub fn boundary(&mut self) -> R<()> {
        if self.may_end() {
            if !self.adrift && !self.tx.cannot_be_undone() {
                self.end_soon();
                return Ok(());
            }
            self.next_transaction()
        } else {
            if self.adrift && !self.tx.is_irrevocable() {
                // An atomic block has just been entered, and the transaction with it.
                self.tx.rollback(Abort::Cancelled);
                self.begin();
            }
            Ok(())
        }
    }

    /// Native code is about to enter an atomic block: what should have ended before, ends.
    ///
    /// # Errors
    /// As [`Cx::next_transaction`], and what handlers of signals raise.
    pub(crate) fn prepare_block(&mut self) -> R<()> {
        let bits = self.tx.poll()?;
        if bits & ATTENTION != 0 {
            self.tx.become_irrevocable()?;
            attention::serve(self)?;
        }
        let is_time = self.must_end() || bits & (poll::END | BOUNDARY) != 0 || self.is_overdue();
        if is_time && call_site::is_waiting_native(self) {
            self.end_transaction()?;
            self.begin_adrift();
        }
        Ok(())
    }

    /// Whether an atomic block may begin at once: [`Cx::prepare_block`] would do nothing.
    pub(crate) fn is_ready_for_block(&mut self) -> bool {
        matches!(self.tx.poll(), Ok(0)) && !self.must_end() && !self.is_overdue()
    }

    /// How long the transactions of this thread are now, in polls.
    pub fn transaction_length(&self) -> u32 {
        self.pace.0
    }

    /// Commits, and does what there is to do between transactions. Outside of atomic blocks.
    ///
    /// # Errors
    /// As [`Cx::next_transaction`].
    pub(super) fn end_transaction(&mut self) -> R<()> {
        self.forget_ended();
        match self.tx.commit() {
            Ok(()) if self.left == 0 => self.pace.0 = (self.pace.0 * 2).min(Pace::LONGEST),
            Ok(()) => {}
            // It has done nothing: see `begin_adrift`.
            Err(abort) if self.adrift => self.tx.rollback(abort),
            Err(abort) => return Err(abort.into()),
        }
        self.checkpoint.forget();
        self.want = Want::Nothing;
        finalizers::register(&mut self.checkpoint.newborn);
        self.vm.between_transactions(self);
        Ok(())
    }

    /// Ends the transaction, runs `body` outside of transactions, and goes on in an irrevocable one.
    /// Outside of atomic blocks, in native code.
    ///
    /// # Errors
    /// When the transaction has to be rolled back; `body` has not run then.
    pub(crate) fn between<T>(&mut self, body: impl FnOnce(&mut Cx) -> T) -> R<T> {
        debug_assert!(self.may_end());
        self.end_transaction()?;
        let result = body(self);
        self.begin_irrevocable();
        Ok(result)
    }

    /// Runs `body` as a transaction of its own, again and again until it has committed. Between
    /// transactions; `body` runs no Python code.
    ///
    /// # Errors
    /// What `body` raises; what it did until then has committed.
    pub(crate) fn atomically<T>(&mut self, mut body: impl FnMut(&mut Cx) -> R<T>) -> R<T> {
        loop {
            self.begin_anywhere();
            let done = match self.tx.insist() {
                Ok(()) => body(self),
                Err(abort) => Err(abort.into()),
            };
            let ended = match done {
                Err(Exit::Abort(abort)) => Err(abort),
                done => self.tx.commit().map(|()| done),
            };
            match ended {
                Ok(done) => {
                    self.want = Want::Nothing;
                    return done;
                }
                Err(abort) => {
                    self.tx.rollback(abort);
                    self.make_room();
                }
            }
        }
    }

    /// An interpreter loop is about to return to native code: there is no way back into it then.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    #[inline]
    pub(crate) fn leave_loop(&mut self) -> R<()> {
        if self.checkpoint.loops == self.loops && !self.adrift {
            self.settle()
        } else {
            Ok(())
        }
    }

    /// Remembers an object with a finaliser until the transaction that made it has committed.
    pub(crate) fn note_newborn(&mut self, object: Value) {
        self.checkpoint.newborn.push(object);
    }

    /// The generators among the newborn objects that have ended need no finaliser.
    pub(super) fn forget_ended(&mut self) {
        // In a block, a part of the transaction may still be undone.
        if self.atomic == 0 {
            finalizers::forget_ended(&mut self.checkpoint.newborn);
        }
    }

    /// Runs `body` as an irrevocable transaction, or as several. Between transactions.
    pub(crate) fn irrevocably(&mut self, body: impl FnOnce(&mut Cx)) {
        self.begin_irrevocable();
        body(self);
        match self.tx.commit() {
            Ok(()) => finalizers::register(&mut self.checkpoint.newborn),
            // It has begun after an atomic block of its own, and done nothing since.
            Err(abort) => self.tx.rollback(abort),
        }
    }

    /// What has been done so far stays done, whatever comes next.
    ///
    /// # Errors
    /// As [`Cx::leave_loop`].
    #[cold]
    pub(crate) fn settle(&mut self) -> R<()> {
        if self.atomic > 0 {
            self.tx.become_irrevocable()?;
            self.adrift = true;
            self.end_soon();
            return Ok(());
        }
        self.between(|_| ())?;
        if self.tx.is_solo() {
            // It keeps nobody waiting, and the native code may be about to run Python code again: to
            // end it there would be to settle again, and so for each call.
            self.tx.clear_poll(BOUNDARY);
        }
        Ok(())
    }

    /// The same, for the outermost code of a thread, which leaves no atomic block open.
    ///
    /// # Errors
    /// As [`Cx::leave_loop`].
    pub(crate) fn settle_at_end(&mut self) -> R<()> {
        self.atomic = 0;
        if self.adrift { Ok(()) } else { self.settle() }
    }

    /// Where compiled code finds the checkpoint's address, and there the oldest frame that has been kept.
    pub(crate) const CHECKPOINT: usize = offset_of!(Cx, checkpoint);
    pub(crate) const OLDEST: usize = Checkpoint::OLDEST;

    /// Control is about to return to `frame`: if the transaction began above it, its words are kept.
    #[inline(always)]
    pub fn returning_to(&mut self, frame: *mut Frame) {
        // Frames grow upwards: an older one lies lower.
        if (frame as usize) < self.checkpoint.oldest as usize && !frame.is_null() {
            self.keep(frame);
        }
    }

    /// Words of `frame`, which need not be the newest one, are about to change: a rollback is to
    /// restore them.
    #[inline]
    pub fn touch(&mut self, frame: *mut Frame) {
        // What is kept is kept without gaps, because `returning_to` looks at the oldest only.
        while !self.checkpoint.oldest.is_null()
            && (frame as usize) < self.checkpoint.oldest as usize
        {
            // SAFETY: the oldest frame that has been kept still runs, and so do its callers.
            let next = unsafe { (*self.checkpoint.oldest).caller };
            if next.is_null() {
                return;
            }
            self.keep(next);
        }
    }

    #[cold]
    #[inline(never)]
    fn keep(&mut self, frame: *mut Frame) {
        self.checkpoint.copy(frame);
    }

    /// Whether the running transaction began in the interpreter loop that runs now.
    #[inline]
    pub(crate) fn began_in_this_loop(&self) -> bool {
        self.checkpoint.loops == self.loops
    }

    /// Rolls back, and begins again where the transaction began: afterwards the newest frame is the
    /// one that was running then. In the interpreter loop that was running then.
    ///
    /// # Errors
    /// When an exception was on its way there.
    pub fn roll_back(&mut self, abort: Abort) -> R<()> {
        assert!(!self.adrift, "nothing fails before a boundary: {abort:?}");
        match abort {
            Abort::Retry => self.wait_for_change(),
            _ => {
                self.tx.rollback(abort);
                self.pace.0 = (self.pace.0 / 2).max(Pace::SHORTEST);
            }
        }
        self.restore();
        let deadline = self.block_deadline;
        self.vm.between_transactions(self);
        let made_room = self.make_room();
        let moved = made_room.is_some() && self.finalize_for_room();
        loop {
            self.begin_anywhere();
            match self.tx.insist() {
                Ok(()) => break,
                Err(abort) => self.tx.rollback(abort),
            }
        }
        self.block_deadline = deadline;
        if let Some(polls) = made_room {
            self.left = self.left.min(polls);
        }
        if moved {
            self.remember();
        }
        if abort == Abort::Cancelled && self.atomic > 0 {
            // The transaction has begun with the block. What interrupts that is raised at its `with`,
            // as if it had not been entered.
            self.tx.become_irrevocable()?;
            let entered = std::mem::take(&mut self.atomic);
            attention::serve(self)?;
            self.atomic = entered;
        }
        if self.exception.is_unbound() {
            Ok(())
        } else {
            Err(Exit::Raise)
        }
    }

    /// Undoes the transaction, and sleeps until something that it has read changes, or a while has
    /// passed: an atomic block waits by beginning again.
    fn wait_for_change(&mut self) {
        let slice = self.longest_sleep();
        let left = self.block_deadline.map_or(slice, |deadline| {
            deadline.saturating_duration_since(Instant::now())
        });
        if self.tx.wait(Some(left.min(slice))).is_err() {
            // Whatever it was, it goes on by itself.
            self.rest(|| std::thread::sleep(Duration::from_millis(1)));
        }
    }

    fn restore(&mut self) {
        self.checkpoint.newborn.clear();
        let mut from = 0;
        for (frame, length) in &self.checkpoint.copies {
            let kept = if chaos::missing().frames {
                HEAD
            } else {
                *length
            };
            let words = &self.checkpoint.words[from..from + kept];
            // SAFETY: the frame was there when it was copied, and what has been pushed over it since
            // is given up.
            unsafe { Frame::restore(*frame, words) };
            from += length;
        }
        // SAFETY: the newest frame at the checkpoint, and its callers are all as they were.
        unsafe { self.frames.set_top(self.checkpoint.frame) };
        if !chaos::missing().exceptions {
            self.handled = self.checkpoint.handled;
            self.exception = self.checkpoint.exception;
        }
        self.loops = self.checkpoint.loops;
        self.atomic = self.checkpoint.atomic;
        self.repr_stack.truncate(self.checkpoint.repr_depth);
        self.lost_attribute_error = Value::UNBOUND;
        self.reraising = false;
        self.starting = Value::NONE;
    }
}
