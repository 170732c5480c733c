//! What a transaction works on: units, and the heap that connects them.
//!
//! A **unit** is the granularity of conflict: one token and the words that it guards. A small
//! object is one unit; a large container is several (its header, and one per card or stripe of its
//! buffer). The heap decides; this crate only asks, when a unit becomes reachable for other threads,
//! which units hang on it.
//!
//! References are `&'static`: a heap promises that the memory of a unit is neither freed nor reused
//! while a running transaction has met it (its logs are roots for the collector), and turns that
//! promise into a `&'static` in one place.

use crate::sync::{AtomicU64, Ordering};
use crate::thread::Thread;
use crate::token::Token;
use std::fmt;

/// One transactional word. Racing accesses are relaxed atomics: order comes from the token.
#[repr(transparent)]
pub struct Word(AtomicU64);

impl Word {
    /// A word with this first value.
    #[inline]
    pub fn new(value: u64) -> Self {
        Word(AtomicU64::new(value))
    }

    /// Reads between two looks at the token (see [`crate::Thread::view`]), or while it is owned.
    #[inline(always)]
    pub fn load(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Writes while the unit is owned and logged, or not yet reachable for anybody else.
    #[inline(always)]
    pub fn store(&self, value: u64) {
        self.0.store(value, Ordering::Relaxed);
    }
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.load().fmt(f)
    }
}

/// A token and the words that it guards.
#[derive(Clone, Copy, Debug)]
pub struct Unit {
    /// Who may touch the words.
    pub token: &'static Token,
    /// The words. Their number never changes.
    pub words: &'static [Word],
}

/// Words of a unit that a transaction has overwritten, or may have.
#[derive(Clone, Copy, Debug)]
pub struct Change<'t> {
    /// The unit.
    pub token: &'static Token,
    /// The words as they are now.
    pub words: &'static [Word],
    /// What they held when they were logged, as many.
    pub before: &'t [u64],
}

/// The graph of objects.
pub trait Heap: Send + Sync + 'static {
    /// Visits every unit of the object that `word` refers to, and nothing when `word` is not a
    /// reference. Immutable objects have units as well: what they refer to is published with them.
    fn units(&self, word: u64, visit: &mut dyn FnMut(Unit));

    /// The unit that `token` belongs to.
    fn unit(&self, token: &'static Token) -> Unit;

    /// Whether [`Heap::committed`] and [`Heap::undone`] are to be told: a collector needs them that marks
    /// beside the program, or that tells old objects from young ones. Such a collector's world stands still
    /// now and then, with every thread in a [`Heap::safepoint`] or a [`Heap::sleep`], or between two
    /// calls of this crate; in the latter case the host calls [`Thread::advance_serial`] before it goes on.
    #[inline(always)]
    fn watches(&self) -> bool {
        false
    }

    /// What `thread` has overwritten: all that it has logged since the world stood still last, before the
    /// logs, which [`Thread::visit_roots`] shows, forget it.
    fn committed(&self, _thread: &Thread<Self>, _changes: &mut dyn Iterator<Item = Change<'_>>)
    where
        Self: Sized,
    {
    }

    /// What `thread` is going to put back: the words get the values that they had before.
    fn undone(&self, _thread: &Thread<Self>, _changes: &mut dyn Iterator<Item = Change<'_>>)
    where
        Self: Sized,
    {
    }

    /// Called now and then where `thread` waits or works for long inside this crate, while its logs are
    /// consistent. A collector may stop the thread here, and ask for [`Thread::visit_roots`].
    fn safepoint(&self, _thread: &Thread<Self>)
    where
        Self: Sized,
    {
    }

    /// Runs `body`, in which `thread` sleeps, perhaps for long, and touches neither its logs nor any
    /// unit. A collector may go on meanwhile, as at a [`Heap::safepoint`].
    fn sleep(&self, _thread: &Thread<Self>, body: &mut dyn FnMut())
    where
        Self: Sized,
    {
        body();
    }
}
