//! Lock elision: a critical section as part of a transaction.
//!
//! A lock is a unit of one word: 0 when free, else the number of its owner and the depth. To *elide* it, a
//! transaction reads the word, finds it free, and goes on as if it held it: the lock is in its read
//! set and nobody's write set, so two threads in the section conflict only over their data. To take
//! it *for real*, a transaction writes the word and commits. That is a change of something that
//! every eliding transaction has read, so all of them are rolled back, no later than when they meet
//! data that the holder changed: newer than their read version, it makes them validate.
//!
//! An elided lock behaves as held to its own thread: depth, ownership and release work alike. A
//! transaction that commits inside the section takes the lock for real with that commit.

use crate::heap::{Heap, Unit};
use crate::reason::Abort;
use crate::thread::Thread;

const DEPTH: u64 = 1 << 32;

/// A lock that transactions may elide: a unit whose word 0 is the lock's state, always an even
/// number, so that no heap takes it for a reference.
#[derive(Clone, Copy, Debug)]
pub struct ElidableLock(pub Unit);

/// What an attempt to take a lock gave.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Taken {
    /// The calling thread is in the critical section.
    Yes,
    /// Another thread holds the lock for real. The transaction has read that, so `retry` sleeps
    /// until the lock changes.
    No,
}

/// The lock is not the caller's to release.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotOwner;

impl ElidableLock {
    fn state<H: Heap>(self, tx: &mut Thread<H>) -> Result<u64, Abort> {
        tx.read(self.0.token, &self.0.words[0])
    }

    fn elided<H: Heap>(self, tx: &mut Thread<H>) -> Option<&mut (Unit, u32)> {
        tx.elided
            .iter_mut()
            .find(|(unit, _)| std::ptr::eq(unit.token, self.0.token))
    }

    fn owner<H: Heap>(tx: &Thread<H>) -> u64 {
        (tx.number % (DEPTH / 2)) << 1
    }

    /// Enters the critical section without taking the lock, if it is free or the caller's.
    ///
    /// # Errors
    /// As [`Thread::read`].
    pub fn elide<H: Heap>(self, tx: &mut Thread<H>) -> Result<Taken, Abort> {
        if let Some((_, depth)) = self.elided(tx) {
            *depth += 1;
            return Ok(Taken::Yes);
        }
        match self.state(tx)? {
            0 => {
                tx.elided.push((self.0, 1));
                Ok(Taken::Yes)
            }
            held if held % DEPTH == Self::owner(tx) => self.acquire(tx),
            _ => Ok(Taken::No),
        }
    }

    /// Takes the lock for real: when the transaction commits, whoever elided it is rolled back.
    /// Elided entries of the caller become real ones.
    ///
    /// # Errors
    /// As [`Thread::write`].
    pub fn acquire<H: Heap>(self, tx: &mut Thread<H>) -> Result<Taken, Abort> {
        let elided = self
            .elided(tx)
            .map_or(0, |(_, depth)| std::mem::take(depth));
        tx.elided.retain(|(_, depth)| *depth > 0);
        let entries = DEPTH * (u64::from(elided) + 1);
        match self.state(tx)? {
            0 => tx.write(self.0, 0, entries + Self::owner(tx))?,
            held if held % DEPTH == Self::owner(tx) => tx.write(self.0, 0, held + entries)?,
            _ => return Ok(Taken::No),
        }
        Ok(Taken::Yes)
    }

    /// Leaves the critical section once.
    ///
    /// # Errors
    /// As [`Thread::write`]. Inside: [`NotOwner`] when the caller is not in the section.
    pub fn release<H: Heap>(self, tx: &mut Thread<H>) -> Result<Result<(), NotOwner>, Abort> {
        if let Some((_, depth)) = self.elided(tx) {
            *depth -= 1;
            tx.elided.retain(|(_, depth)| *depth > 0);
            return Ok(Ok(()));
        }
        let held = self.state(tx)?;
        if held % DEPTH != Self::owner(tx) {
            return Ok(Err(NotOwner));
        }
        let left = held - DEPTH;
        tx.write(self.0, 0, if left < DEPTH { 0 } else { left })?;
        Ok(Ok(()))
    }

    /// Whether the lock is held, by elision or for real, as the caller sees it.
    ///
    /// # Errors
    /// As [`Thread::read`].
    pub fn is_locked<H: Heap>(self, tx: &mut Thread<H>) -> Result<bool, Abort> {
        Ok(self.elided(tx).is_some() || self.state(tx)? != 0)
    }
}

impl<H: Heap> Thread<H> {
    /// The transaction ends inside critical sections: takes their locks for real.
    #[cold]
    pub(crate) fn acquire_elided(&mut self) -> Result<(), Abort> {
        while let Some((unit, depth)) = self.elided.pop() {
            for _ in 0..depth {
                // The word was read as free, so if another thread holds it now the read is stale.
                if ElidableLock(unit).acquire(self)? == Taken::No {
                    return Err(Abort::Stale);
                }
            }
        }
        Ok(())
    }
}
