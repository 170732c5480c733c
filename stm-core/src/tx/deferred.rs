//! Deferred operations: what a transaction wants done to a container without having looked at it.
//!
//! A blind append (nobody asked for the length) or a blind insertion (nobody asked for the order)
//! of two transactions commute, so they need not conflict for as long as the transactions run, only
//! at the moment at which they are applied: first thing in the commit, when each acquisition either
//! succeeds at once or rolls back ("try-lock, never wait"), and before the commit version is taken,
//! so that every token is held by then.
//!
//! The container is the caller's: an operation is anything that can apply itself with the
//! ordinary reads and writes of a transaction. Whoever uses a container in any other way calls
//! [`Thread::settle`] on it first.

use crate::heap::Heap;
use crate::reason::Abort;
use crate::thread::Thread;
use crate::token::Token;
use std::fmt;
use std::sync::Arc;

/// An operation that is applied at commit.
pub trait Deferred<H: Heap> {
    /// Applies the operation. It must not read more than it must: a read can make the commit fail.
    ///
    /// # Errors
    /// The reason for which the transaction has to be rolled back.
    fn apply(&self, tx: &mut Thread<H>) -> Result<(), Abort>;

    /// Visits the words and the tokens that the operation holds, for a collector.
    fn visit(&self, word: &mut dyn FnMut(u64), token: &mut dyn FnMut(&'static Token));
}

/// A deferred operation and the container that it belongs to. A savepoint keeps copies of what was
/// pending, because a look at the container may apply it, and an undo take that back.
pub(crate) struct Pending<H: Heap> {
    container: usize,
    operation: Arc<dyn Deferred<H> + Send + Sync>,
}

impl<H: Heap> Pending<H> {
    /// Visits what the operation holds.
    pub(crate) fn visit(&self, word: &mut dyn FnMut(u64), token: &mut dyn FnMut(&'static Token)) {
        self.operation.visit(word, token);
    }
}

impl<H: Heap> Clone for Pending<H> {
    fn clone(&self) -> Self {
        Pending {
            container: self.container,
            operation: Arc::clone(&self.operation),
        }
    }
}

impl<H: Heap> fmt::Debug for Pending<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pending({:#x})", self.container)
    }
}

impl<H: Heap> Thread<H> {
    /// Defers `operation` on `container` (any number that identifies it, its address for example)
    /// to the commit.
    pub fn defer(&mut self, container: usize, operation: impl Deferred<H> + Send + Sync + 'static) {
        debug_assert!(self.in_transaction());
        self.pending.push(Pending {
            container,
            operation: Arc::new(operation),
        });
    }

    /// Applies what is pending on `container` now, in order: the transaction wants to look at it.
    ///
    /// # Errors
    /// As the operations.
    pub fn settle(&mut self, container: usize) -> Result<(), Abort> {
        while let Some(index) = self
            .pending
            .iter()
            .position(|pending| pending.container == container)
        {
            let pending = self.pending.remove(index);
            pending.operation.apply(self)?;
        }
        Ok(())
    }

    /// Operations that wait for the commit.
    pub fn deferred(&self) -> usize {
        self.pending.len()
    }

    /// Applies everything, in order, without waiting for anybody.
    #[cold]
    pub(crate) fn apply_pending(&mut self) -> Result<(), Abort> {
        self.try_only = true;
        let mut result = Ok(());
        // An operation may defer another one.
        while result.is_ok() && !self.pending.is_empty() {
            let pending = std::mem::take(&mut self.pending);
            result = pending
                .iter()
                .try_for_each(|pending| pending.operation.apply(self));
        }
        self.try_only = false;
        result
    }
}
