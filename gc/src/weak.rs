//! The word of a weak reference: how it is read while the collector looks for what lives, and while it clears the
//! words that lead to what does not.
//!
//! Only the collector changes it. So it is in nobody's log, and a transaction that reads it needs no barrier: what has
//! been read lies on the reader's stack. But a marking under way has looked at that stack already; so it is told of
//! what is read. From then on the referent lives, or it had died at the stop before.
//!
//! At the second stop it is decided what has died, and nothing is cleared: that is done beside mutators, in the
//! *clearing*. Readers see for themselves meanwhile whether the referent has died.
//!
//! | the collector | a reader |
//! | --- | --- |
//! | C1 in the stop: the phase turns, and the clearing begins | R1 is there a clearing? Acquire |
//! | C2 clear the words of what has died | R2 load the word |
//! | C3 a Release fence, or store | R3 if there is: has the referent died? an Acquire fence; load the word again |
//! | C4 bring back what finalisers need; end the clearing; sort blocks, and so on | |
//!
//! Let the referent have died at C1. If R1 finds no clearing, C4 has ended it, and R2 finds the word cleared. If R3
//! finds that it has not died, then because of something that C4 did: it was brought back, its block was sorted, or
//! there is another object in the cell already. So the second load finds the word cleared.
//!
//! Let it live. Then it has a mark, or lies in a block that was taken or sorted since; and marks are taken away when
//! all blocks are sorted and swept. So R3 finds that it has not died. (`label.rs` has the look at block and mark.)

use crate::heap::Heap;
use crate::sync::AtomicU64;
use crate::sync::{Ordering, fence};

/// Whom a reader asks and tells: [`Heap`].
pub trait Shades {
    /// Whether there is marking. Changes only while the world is stopped.
    fn is_marking(&self) -> bool;
    /// A reference that comes from where the collector does not look. By a mutator that runs.
    fn shade(&self, value: u64);
    /// Whether the words of the dead are being cleared.
    fn clearing(&self) -> &Clearing;
    /// Whether what this value referred to at the last stop had died by then, and lies there still. Ends with an Acquire
    /// fence.
    fn has_died(&self, value: u64) -> bool;
}

impl Shades for Heap {
    #[inline(always)]
    fn is_marking(&self) -> bool {
        Heap::is_marking(self)
    }

    fn shade(&self, value: u64) {
        Heap::shade(self, &mut std::iter::once(value));
    }

    #[inline(always)]
    fn clearing(&self) -> &Clearing {
        &self.clearing
    }

    fn has_died(&self, value: u64) -> bool {
        self.space.blocks.has_died(value)
    }
}

/// Whether there is a clearing.
#[derive(Debug)]
pub struct Clearing(AtomicU64);

impl Default for Clearing {
    fn default() -> Self {
        Clearing(AtomicU64::new(0))
    }
}

impl Clearing {
    /// The same, for who looks at references.
    #[inline(always)]
    pub fn is_under_way(&self) -> bool {
        // Acquire: pairs with `end`. R1.
        self.0.load(Ordering::Acquire) != 0
    }

    /// What is not marked has died. The world is stopped.
    pub fn begin(&self) {
        self.0.store(1, Ordering::Relaxed); // Relaxed: the world is stopped.
    }

    /// All words of what has died are cleared, and some of it is going to be brought back.
    pub fn before_revival(&self) {
        // Release: pairs with the fence of `Shades::has_died`. C3.
        fence(Ordering::Release);
    }

    /// All words of what has died are cleared, and its memory may be used again.
    pub fn end(&self) {
        // Release: pairs with the Acquire in `is_under_way`. C3.
        self.0.store(0, Ordering::Release);
    }
}

/// What a cleared one holds: no reference.
const CLEARED: u64 = 0;

/// A word that the collector does not follow: a raw word of its object's layout.
#[repr(transparent)]
#[derive(Debug)]
pub struct Weak(AtomicU64);

impl Weak {
    /// A weak reference to the object that a value refers to.
    pub fn new(value: u64) -> Self {
        Weak(AtomicU64::new(value))
    }

    /// The referent, which the caller may use until it parks, and longer if a collector can find it where it is
    /// put; none if it has died. By a mutator that runs.
    #[inline]
    pub fn get(&self, heap: &impl Shades) -> Option<u64> {
        let clearing = heap.clearing().is_under_way();
        let value = self.load()?;
        if clearing {
            return self.get_beside(heap, value);
        }
        if heap.is_marking() {
            heap.shade(value);
        }
        Some(value)
    }

    /// R3.
    #[cold]
    fn get_beside(&self, heap: &impl Shades, value: u64) -> Option<u64> {
        let has_died = heap.has_died(value);
        self.load().filter(|_| !has_died)
    }

    fn load(&self) -> Option<u64> {
        // Relaxed: what orders it stands at the head.
        let value = self.0.load(Ordering::Relaxed);
        (value != CLEARED).then_some(value)
    }

    /// The referent has died. By the collector, in the clearing.
    pub fn clear(&self) {
        self.0.store(CLEARED, Ordering::Relaxed); // Relaxed: as above.
    }
}
