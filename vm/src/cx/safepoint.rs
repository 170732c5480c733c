//! Where a thread may stop: polls, waits inside the transactions, and blocking system calls.
//!
//! What this thread holds of the heap is found in four places when the world stops: its native stack
//! (scanned), its frames (a range of words that the heap knows), its transaction's logs
//! (`Thread::visit_roots`), and the fields of [`Cx`] itself (handed over here).

use crate::chaos;
use crate::cx::transaction::Checkpoint;
use crate::cx::{Cx, Exit, R};
use crate::heap::Graph;
use crate::runtime::{attention, signals};
use crate::value::Value;
use std::cell::Cell;
use std::ptr::{null, null_mut};
use stm_core::{Abort, Thread, poll};
use tython_gc::{Cause, Extent, Mutator, Roots, Walk};

/// Bit of the poll word: somebody wants the world to stop, or a collection is due.
pub const STOP: u64 = poll::HOST;
/// Bit of the poll word: a signal, an asynchronous exception or a pending call is for this thread.
pub const ATTENTION: u64 = poll::HOST << 1;
/// Bit of the poll word: the transaction should end at the next bytecode, if that is allowed there.
pub const BOUNDARY: u64 = poll::HOST << 2;

thread_local! {
    /// What the context that runs on this thread has for waits inside the transactions, which know
    /// no context.
    static CURRENT: Cell<Current> = const { Cell::new(Current { mutator: null_mut(), checkpoint: null() }) };
}

/// Parts of a context, at places that are fixed as long as it lives.
#[derive(Clone, Copy)]
struct Current {
    mutator: *mut Mutator,
    checkpoint: *const Checkpoint,
}

fn hand_over(thread: &Thread<Graph>, roots: &mut Roots<'_>) {
    let mut words = Vec::new();
    thread.visit_roots(&mut |word| words.push(word), &mut |token| {
        roots.token(token)
    });
    words.into_iter().for_each(|word| roots.word(word));
}

/// A safepoint of a thread that waits for another one inside `stm-core`.
pub(crate) fn safepoint_while_waiting(thread: &Thread<Graph>) {
    with_current(|current, checkpoint| {
        current.safepoint(|roots| hand_over_all(thread, checkpoint, roots));
    });
}

/// A thread sleeps inside `stm-core`, in `body`.
pub(crate) fn sleep_while_waiting(thread: &Thread<Graph>, body: &mut dyn FnMut()) {
    let mut body = Some(body);
    with_current(|current, checkpoint| {
        let body = body.take();
        current.blocked(
            |roots| hand_over_all(thread, checkpoint, roots),
            || body.into_iter().for_each(|body| body()),
        );
    });
    // Only when the context has gone already.
    body.into_iter().for_each(|body| body());
}

fn with_current(act: impl FnOnce(&mut Mutator, &Checkpoint)) {
    let current = CURRENT.get();
    if !current.mutator.is_null() {
        // SAFETY: `enter_heap` stored both; the boxes live as long as the context, whose drop clears
        // the pointers, and the context does not use them while it is inside the transactions.
        act(unsafe { &mut *current.mutator }, unsafe {
            &*current.checkpoint
        });
    }
}

/// The fields of the context lie on the native stack, which is scanned; the checkpoint does not.
fn hand_over_all(thread: &Thread<Graph>, checkpoint: &Checkpoint, roots: &mut Roots<'_>) {
    hand_over(thread, roots);
    checkpoint.words().for_each(|word| roots.word(word));
}

impl Cx {
    /// Tells the heap of this thread's frames, and this OS thread of its mutator.
    pub(super) fn enter_heap(&mut self) {
        // SAFETY: the frame stack lives as long as the context, and so as long as its mutator.
        unsafe { self.mutator.add_range(self.frames.range()) };
        CURRENT.set(Current {
            mutator: &raw mut *self.mutator,
            checkpoint: &raw const *self.checkpoint,
        });
    }

    fn visit_own_roots(&self, roots: &mut Roots<'_>) {
        hand_over_all(&self.tx, &self.checkpoint, roots);
        for value in [
            self.exception,
            self.handled,
            self.lost_attribute_error,
            self.thread_state,
            self.starting,
            self.context,
        ] {
            roots.word(value.bits());
        }
        #[cfg(feature = "native")]
        if let Some(recorder) = &self.recorder {
            recorder.objects().for_each(|bits| roots.word(bits));
        }
    }

    /// Runs `body` on the mutator with a view of everything else, which it takes the roots from.
    /// A collection may have begun or ended meanwhile, so each unit is logged once more before it is written.
    fn with_mutator<T>(&mut self, body: impl FnOnce(&mut Mutator, &Cx) -> T) -> T {
        let mutator: *mut Mutator = &raw mut *self.mutator;
        // SAFETY: the box does not move, and `visit_own_roots` does not touch it.
        let result = body(unsafe { &mut *mutator }, self);
        self.tx.advance_serial();
        result
    }

    /// Waits until nobody looks after what has died; then the tables of the living hold no dead until the next safepoint.
    pub(crate) fn await_clearing(&mut self) {
        while self.vm.heap.is_clearing() {
            self.with_mutator(|mutator, cx| {
                mutator.await_clearing(|roots| cx.visit_own_roots(roots));
            });
        }
    }

    /// Tells a collection that is marking of a reference that comes from where it does not look.
    #[inline]
    pub(crate) fn shade(&self, value: Value) {
        if self.vm.heap.is_marking() {
            self.vm.heap.shade(&mut std::iter::once(value.bits()));
        }
    }

    /// Looks at the poll word, and does what it asks for: at back-edges and calls, where the
    /// interpreter's frames hold everything. True if the transaction should end here.
    ///
    /// # Errors
    /// When the transaction has to be rolled back, or a signal handler raised.
    #[inline(always)]
    pub fn poll(&mut self) -> R<bool> {
        self.left = self.left.wrapping_sub(1);
        match self.tx.poll()? {
            0 if self.left != 0 => Ok(false),
            bits => self.serve(bits),
        }
    }

    #[cold]
    #[inline(never)]
    fn serve(&mut self, bits: u64) -> R<bool> {
        if bits & STOP != 0 {
            self.tx.clear_poll(STOP);
            self.forget_ended();
            self.with_mutator(|mutator, cx| mutator.safepoint(|roots| cx.visit_own_roots(roots)));
        }
        if bits & ATTENTION != 0 {
            self.attend()?;
        }
        Ok(bits & (poll::END | BOUNDARY) != 0 || self.left == 0 || self.must_end())
    }

    /// Something interrupts this thread from outside. Handlers run outside of atomic blocks; what ends
    /// the program undoes the block, or leaves it like an exception of its own if there is no way back.
    ///
    /// # Errors
    /// What a handler raises, and when the transaction has to be rolled back.
    pub(crate) fn attend(&mut self) -> R<()> {
        if self.atomic > 0 && !chaos::missing().interrupts {
            if chaos::missing().attention || !attention::interrupts_blocks(self) {
                return Ok(());
            }
            if !self.tx.is_irrevocable() {
                return Err(Exit::Abort(Abort::Cancelled));
            }
            return attention::serve(self);
        }
        // What is served happens once.
        self.tx.become_irrevocable()?;
        self.end_soon();
        attention::serve(self)
    }

    /// Runs the handlers of signals that have arrived: after a call of the system, and where a native
    /// function may take long.
    ///
    /// # Errors
    /// What a handler raises, and when the transaction has to be rolled back.
    #[inline]
    pub(crate) fn hear(&mut self) -> R<()> {
        if self.thread.is_main && signals::are_pending() {
            self.attend()?;
        }
        Ok(())
    }

    /// Asks for the end of the running transaction at the next poll outside of atomic blocks.
    pub fn end_soon(&self) {
        self.vm.stm.request(self.tx.slot(), BOUNDARY);
    }

    /// Makes the transaction irrevocable, and asks for its end: what comes next cannot be undone.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn enter_io(&mut self) -> R<()> {
        if !chaos::missing().irrevocability {
            self.tx.become_irrevocable()?;
        }
        self.end_soon();
        Ok(())
    }

    /// Collects garbage now.
    pub(super) fn collect(&mut self, cause: Cause, extent: Extent) {
        self.with_mutator(|mutator, cx| {
            mutator.collect_because(cause, extent, |roots| cx.visit_own_roots(roots));
        });
    }

    /// The same where no native function is under way but the one that calls this, which holds no
    /// references: in the outermost interpreter loop, all that is in use lies in frames then.
    pub(super) fn collect_exactly(&mut self, cause: Cause, extent: Extent) {
        if self.loops > 1 {
            return self.collect(cause, extent);
        }
        self.with_mutator(|mutator, cx| {
            // SAFETY: as said above; the code around the outermost loop only waits for its end.
            unsafe { mutator.collect_exactly(cause, extent, |roots| cx.visit_own_roots(roots)) };
        });
    }

    /// Collects the garbage that there is now, because the program asks for it: between two transactions,
    /// whose logs hold some. With `is_called`, the running instruction calls the native function that calls
    /// this, and that holds no references: what lies on the native stack is garbage, too.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub(crate) fn collect_now(&mut self, extent: Extent, is_called: bool) -> R<()> {
        if self.atomic > 0 {
            self.collect(Cause::Request, extent);
            return Ok(());
        }
        self.between(|cx| match is_called {
            true => cx.collect_exactly(Cause::Request, extent),
            false => cx.collect(Cause::Request, extent),
        })
    }

    /// Runs `body`, which may take long and touches no object, outside of transactions: what was done
    /// so far is committed first. Inside an atomic block the transaction becomes irrevocable instead.
    ///
    /// Afterwards the caller is in an irrevocable transaction, because there is no way back to before
    /// `body`; the interpreter ends that at the next bytecode.
    ///
    /// # Errors
    /// When the transaction has to be rolled back; `body` has not run then.
    pub fn blocking<T>(&mut self, body: impl FnOnce() -> T) -> R<T> {
        if self.atomic > 0 {
            if !chaos::missing().irrevocability {
                self.tx.become_irrevocable()?;
            }
            return Ok(self.blocked(body));
        }
        self.between(|cx| cx.rest(body))
    }

    /// Runs `body`, which may take long and touches no object. Between transactions.
    pub(crate) fn rest<T>(&mut self, body: impl FnOnce() -> T) -> T {
        self.tx.go_idle();
        let result = self.blocked(body);
        self.tx.resume();
        result
    }

    /// Looks at all objects while all other threads stand still.
    pub(crate) fn walk<T>(&mut self, body: impl FnOnce(&Walk<'_>) -> T) -> T {
        self.with_mutator(|mutator, cx| mutator.walk(|roots| cx.visit_own_roots(roots), body))
    }

    /// Copies the process: `body` does, and says whether this is the copy. No collection is under way then, and
    /// with `alone` all other threads stand still.
    pub(crate) fn copying<T>(&mut self, alone: bool, body: impl FnOnce() -> (T, bool)) -> T {
        self.with_mutator(|mutator, cx| {
            mutator.fork(|roots| cx.visit_own_roots(roots), alone, body)
        })
    }

    pub(super) fn blocked<T>(&mut self, body: impl FnOnce() -> T) -> T {
        self.with_mutator(|mutator, cx| mutator.blocked(|roots| cx.visit_own_roots(roots), body))
    }
}

impl Drop for Cx {
    fn drop(&mut self) {
        CURRENT.set(Current {
            mutator: null_mut(),
            checkpoint: null(),
        });
    }
}
