//! Partial rollback: a savepoint, and the way back to it.
//!
//! What was *read* after the savepoint stays in the read log: it decided what the transaction does
//! next.

use crate::heap::{Heap, Unit};
use crate::log::undo::Mark;
use crate::thread::Thread;
use crate::token::Token;
use crate::tx::deferred::Pending;
use crate::tx::rollback::After;

/// A place in a transaction that it can be undone to.
#[derive(Debug)]
pub struct Savepoint<H: Heap> {
    mark: Mark,
    pending: Vec<Pending<H>>,
    elided: Vec<(Unit, u32)>,
}

impl<H: Heap> Savepoint<H> {
    /// Visits the words that an undo would bring back into the transaction's pending operations, for
    /// a collector ([`Thread::visit_roots`] does not know of savepoints).
    pub fn visit_roots(&self, word: &mut dyn FnMut(u64), token: &mut dyn FnMut(&'static Token)) {
        self.pending
            .iter()
            .for_each(|pending| pending.visit(word, token));
        self.elided.iter().for_each(|(unit, _)| token(unit.token));
    }
}

impl<H: Heap> Thread<H> {
    /// Marks this place. Every unit is logged again before it is written from here on.
    pub fn savepoint(&mut self) -> Savepoint<H> {
        debug_assert!(self.in_transaction());
        self.advance_serial();
        Savepoint {
            mark: self.undo.mark(),
            pending: self.pending.clone(),
            elided: self.elided.clone(),
        }
    }

    /// Undoes what was done since `savepoint`, in this transaction.
    pub fn undo_to(&mut self, savepoint: &Savepoint<H>) {
        debug_assert!(self.in_transaction() && savepoint.mark <= self.undo.mark());
        self.pending.clone_from(&savepoint.pending);
        self.elided.clone_from(&savepoint.elided);
        self.undo_after(savepoint.mark, After::GoOn);
        self.undo.forget_parts();
        // A lone thread does not put tokens back (`undo_after`): those of units whose records are gone
        // say the serial that was current, and what is written to them next has to be logged again.
        self.serial_used = true;
        self.advance_serial();
    }
}
