//! The transactions that bytecode runs in: where they begin and end, and the way back.
//!
//! A transaction begins at a bytecode boundary with no native function on the stack. What it needs to
//! begin again is the registers of the frame it began in, and, for each older frame that control has
//! returned to since, that frame's registers as they were then. They are copied: one frame at the
//! beginning, an older one when control returns to it, which is once a transaction. Frames that were
//! pushed since are simply gone after a rollback.

use crate::cx::safepoint::BOUNDARY;
use crate::cx::{Cx, Exit, R};
use crate::interp::frame::Frame;
use crate::value::Value;
use std::ptr::null_mut;
use stm_core::Abort;

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
}

// SAFETY: addresses into the frame stack of the context that owns this, which moves with it.
unsafe impl Send for Checkpoint {}

impl Default for Checkpoint {
    fn default() -> Self {
        Checkpoint {
            frame: null_mut(),
            oldest: null_mut(),
            copies: Vec::new(),
            words: Vec::new(),
            handled: Value::NONE,
            exception: Value::UNBOUND,
        }
    }
}

impl Checkpoint {
    /// Everything in it that may be a value.
    pub(super) fn words(&self) -> impl Iterator<Item = u64> {
        let rest = [self.handled.bits(), self.exception.bits()];
        self.words.iter().copied().chain(rest)
    }

    fn copy(&mut self, frame: *mut Frame) {
        // SAFETY: a frame of the running thread's stack.
        let words = unsafe { Frame::words(frame) };
        self.copies.push((frame, words.len()));
        self.words.extend_from_slice(words);
        self.oldest = frame;
    }
}

impl Cx {
    /// Begins a transaction at the bytecode boundary where the running frame stands (its `pc` is
    /// stored in it).
    pub fn begin(&mut self) {
        self.tx.clear_poll(BOUNDARY);
        self.tx.begin();
        let checkpoint = &mut self.checkpoint;
        checkpoint.copies.clear();
        checkpoint.words.clear();
        checkpoint.frame = self.frames.top();
        checkpoint.oldest = null_mut();
        checkpoint.handled = self.handled;
        checkpoint.exception = self.exception;
        if !checkpoint.frame.is_null() {
            checkpoint.copy(checkpoint.frame);
        }
    }

    /// Whether the running transaction may end at this bytecode boundary.
    #[inline(always)]
    pub fn may_end(&self) -> bool {
        self.atomic == 0 && self.native_depth == 0
    }

    /// Commits, and begins the next transaction here. Only at a bytecode boundary, outside of atomic
    /// blocks, at native depth zero.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn next_transaction(&mut self) -> R<()> {
        debug_assert!(self.may_end());
        self.tx.commit()?;
        self.vm.between_transactions(self);
        self.begin();
        Ok(())
    }

    /// Control is about to return to `frame`: if the transaction began above it, its words are kept.
    #[inline(always)]
    pub fn returning_to(&mut self, frame: *mut Frame) {
        // Frames grow upwards: an older one lies lower.
        if (frame as usize) < self.checkpoint.oldest as usize && !frame.is_null() {
            self.keep(frame);
        }
    }

    #[cold]
    #[inline(never)]
    fn keep(&mut self, frame: *mut Frame) {
        self.checkpoint.copy(frame);
    }

    /// Rolls back, and begins again where the transaction began: afterwards the newest frame is the
    /// one that was running then. At native depth zero.
    ///
    /// # Errors
    /// When the transaction ended in `retry` and nothing can ever wake it: RuntimeError.
    pub fn roll_back(&mut self, abort: Abort) -> R<()> {
        self.tx.rollback(abort);
        self.restore();
        self.vm.between_transactions(self);
        self.tx.begin();
        if self.checkpoint.exception.is_unbound() {
            Ok(())
        } else {
            Err(Exit::Raise)
        }
    }

    fn restore(&mut self) {
        let mut from = 0;
        for (frame, length) in &self.checkpoint.copies {
            let words = &self.checkpoint.words[from..from + length];
            // SAFETY: the frame was there when it was copied, and what has been pushed over it since
            // is given up.
            unsafe { Frame::restore(*frame, words) };
            from += length;
        }
        self.frames.set_top(self.checkpoint.frame);
        self.handled = self.checkpoint.handled;
        self.exception = self.checkpoint.exception;
        self.atomic = 0;
        self.native_depth = 0;
    }
}
