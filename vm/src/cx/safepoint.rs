//! Where a thread may stop: polls, waits inside the transactions, and blocking system calls.
//!
//! What this thread holds of the heap is found in four places when the world stops: its native stack
//! (scanned), its frames (a range of words that the heap knows), its transaction's logs
//! (`Thread::visit_roots`), and the fields of [`Cx`] itself (handed over here).

use crate::cx::{Cx, R};
use crate::heap::Graph;
use std::cell::Cell;
use std::ptr::null_mut;
use stm_core::{Thread, poll};
use tython_gc::{Mutator, Roots};

/// Bit of the poll word: somebody wants the world to stop, or a collection is due.
pub const STOP: u64 = poll::HOST;
/// Bit of the poll word: a signal, an asynchronous exception or a pending call is for this thread.
pub const ATTENTION: u64 = poll::HOST << 1;
/// Bit of the poll word: the transaction should end at the next bytecode, if that is allowed there.
pub const BOUNDARY: u64 = poll::HOST << 2;

thread_local! {
    /// The mutator of the context that runs on this thread, for waits inside the transactions, which
    /// know no context.
    static CURRENT: Cell<*mut Mutator> = const { Cell::new(null_mut()) };
}

fn hand_over(thread: &Thread<Graph>, roots: &mut Roots) {
    let mut words = Vec::new();
    thread.visit_roots(&mut |word| words.push(word), &mut |token| {
        roots.token(token)
    });
    words.into_iter().for_each(|word| roots.word(word));
}

/// A safepoint of a thread that waits for another one inside `stm-core`.
pub(crate) fn safepoint_while_waiting(thread: &Thread<Graph>) {
    let mutator = CURRENT.get();
    if !mutator.is_null() {
        // SAFETY: `enter_heap` stored it; the box lives as long as the context, whose drop clears the
        // pointer, and the context does not use it while it is inside the transactions.
        unsafe { &mut *mutator }.safepoint(|roots| hand_over(thread, roots));
    }
}

impl Cx {
    /// Tells the heap of this thread's frames, and this OS thread of its mutator.
    pub(super) fn enter_heap(&mut self) {
        // SAFETY: the frame stack lives as long as the context, and so as long as its mutator.
        unsafe { self.mutator.add_range(self.frames.range()) };
        CURRENT.set(&raw mut *self.mutator);
    }

    fn visit_own_roots(&self, roots: &mut Roots) {
        hand_over(&self.tx, roots);
        for value in [
            self.exception,
            self.handled,
            self.lost_attribute_error,
            self.thread_state,
        ] {
            roots.word(value.bits());
        }
        self.checkpoint.words().for_each(|word| roots.word(word));
    }

    /// Runs `body` on the mutator with a view of everything else, which it takes the roots from.
    fn with_mutator<T>(&mut self, body: impl FnOnce(&mut Mutator, &Cx) -> T) -> T {
        let mutator: *mut Mutator = &raw mut *self.mutator;
        // SAFETY: the box does not move, and `visit_own_roots` does not touch it.
        body(unsafe { &mut *mutator }, self)
    }

    /// Looks at the poll word, and does what it asks for: at back-edges and calls, where the
    /// interpreter's frames hold everything. True if the transaction should end here.
    ///
    /// # Errors
    /// When the transaction has to be rolled back, or a signal handler raised.
    #[inline(always)]
    pub fn poll(&mut self) -> R<bool> {
        match self.tx.poll()? {
            0 => Ok(false),
            bits => self.serve(bits),
        }
    }

    #[cold]
    #[inline(never)]
    fn serve(&mut self, bits: u64) -> R<bool> {
        if bits & STOP != 0 {
            self.tx.clear_poll(STOP);
            // After a collection each object is logged once more before it is written.
            self.tx.advance_serial();
            self.with_mutator(|mutator, cx| mutator.safepoint(|roots| cx.visit_own_roots(roots)));
        }
        if bits & ATTENTION != 0 && self.atomic == 0 && self.native_depth == 0 {
            self.tx.clear_poll(ATTENTION);
            crate::runtime::attention::serve(self)?;
        }
        Ok(bits & (poll::END | BOUNDARY) != 0)
    }

    /// Asks for the end of the running transaction at the next poll outside of atomic blocks.
    pub fn end_soon(&self) {
        self.vm.stm.request(self.tx.slot(), BOUNDARY);
    }

    /// Collects garbage now.
    pub fn collect(&mut self) {
        self.with_mutator(|mutator, cx| mutator.collect(|roots| cx.visit_own_roots(roots)));
    }

    /// Runs `body`, which may take long and touches no object, outside of transactions: what was done
    /// so far is committed first. Inside an atomic block, or in the middle of a native function that
    /// Python code was called from, the transaction becomes irrevocable instead.
    ///
    /// Afterwards the caller is in an irrevocable transaction, because there is no way back to before
    /// `body`; the interpreter ends that at the next bytecode.
    ///
    /// # Errors
    /// When the transaction has to be rolled back; `body` has not run then.
    pub fn blocking<T>(&mut self, body: impl FnOnce() -> T) -> R<T> {
        if self.atomic > 0 || self.native_depth > 0 {
            self.tx.become_irrevocable()?;
            return Ok(self.blocked(body));
        }
        self.tx.commit()?;
        self.tx.go_idle();
        let result = self.blocked(body);
        self.tx.resume();
        self.begin_irrevocable();
        Ok(result)
    }

    fn blocked<T>(&mut self, body: impl FnOnce() -> T) -> T {
        self.with_mutator(|mutator, cx| mutator.blocked(|roots| cx.visit_own_roots(roots), body))
    }

    fn begin_irrevocable(&mut self) {
        loop {
            self.tx.begin();
            match self.tx.become_irrevocable() {
                Ok(()) => return self.end_soon(),
                Err(abort) => self.tx.rollback(abort),
            }
        }
    }
}

impl Drop for Cx {
    fn drop(&mut self) {
        CURRENT.set(null_mut());
    }
}
