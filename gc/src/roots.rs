//! Roots: what mutators leave in their seats, and what the virtual machine holds in globals.
//!
//! Everything that a mutator leaves is *ambiguous*: native stacks, because the compiler decides what
//! lies there; logs of transactions, because pre-images contain raw words. A word counts as a reference
//! if it is the address of any byte of a live object.

use crate::alloc::Allocator;
use crate::stack::{StackRange, each_word};
use crate::sync::mapped::{AtomicPtr, Ordering};
use std::ptr::{NonNull, null_mut};
use stm_core::Token;

/// A stack of words that a mutator keeps outside of the heap, such as the interpreter's frames.
///
/// The collector reads it while the mutator is parked: the words from `base` up to, not including, `top`
/// are roots. Garbage in them does no harm.
#[repr(C)]
#[derive(Debug)]
pub struct RootRange {
    /// The first word.
    pub base: AtomicPtr<u64>,
    /// Behind the last word.
    pub top: AtomicPtr<u64>,
}

impl Default for RootRange {
    fn default() -> Self {
        RootRange {
            base: AtomicPtr::new(null_mut()),
            top: AtomicPtr::new(null_mut()),
        }
    }
}

/// What a mutator hands over when it parks: all references that lie neither on its native stack, nor
/// in a [`RootRange`], nor in the heap.
#[derive(Debug)]
pub struct Roots<'s>(&'s mut Vec<u64>);

impl Roots<'_> {
    /// A word that may be a reference, or any address in an object.
    pub fn word(&mut self, word: u64) {
        self.0.push(word);
    }

    /// A token of some object.
    pub fn token(&mut self, token: &Token) {
        self.0.push(std::ptr::from_ref(token) as u64);
    }
}

/// What lies in a mutator's seat.
#[derive(Debug)]
pub(crate) struct AtRest {
    allocator: NonNull<Allocator>,
    stack: StackRange,
    words: Vec<u64>,
    ranges: Vec<*const RootRange>,
}

// SAFETY: the pointers are used while the mutator is parked; `Mutator::add_range` has the promise that
// they are valid then.
unsafe impl Send for AtRest {}

impl AtRest {
    /// Of a mutator with this allocator, which lives as long as the mutator does.
    pub(crate) fn new(allocator: NonNull<Allocator>) -> Self {
        AtRest {
            allocator,
            stack: StackRange::default(),
            words: Vec::new(),
            ranges: Vec::new(),
        }
    }

    /// The mutator's allocator.
    ///
    /// # Safety
    /// The mutator is parked, and nobody else has asked and not let go yet.
    #[expect(
        clippy::mut_from_ref,
        reason = "one stopper, which looks at one mutator at a time"
    )]
    pub(crate) unsafe fn allocator(&self) -> &mut Allocator {
        // SAFETY: the mutator lives, and does not use it while it is parked.
        unsafe { &mut *self.allocator.as_ptr() }
    }

    pub(crate) fn add_range(&mut self, range: *const RootRange) {
        self.ranges.push(range);
    }

    pub(crate) fn leave(&mut self, stack: StackRange, roots: impl FnOnce(&mut Roots<'_>)) {
        self.stack = stack;
        self.words.clear();
        roots(&mut Roots(&mut self.words));
    }

    /// The words that were handed over: those of the transaction's logs, above all.
    ///
    /// # Safety
    /// The mutator is parked.
    pub(crate) unsafe fn logged(&self) -> &[u64] {
        &self.words
    }

    /// Visits the words of the native stack.
    ///
    /// # Safety
    /// The mutator is parked.
    pub(crate) unsafe fn each_on_stack(&self, visit: &mut dyn FnMut(u64)) {
        // SAFETY: the mutator stays inside of `with_stack` as long as it is parked.
        unsafe { self.stack.each(visit) };
    }

    /// Visits every word.
    ///
    /// # Safety
    /// The mutator is parked.
    pub(crate) unsafe fn each(&self, visit: &mut dyn FnMut(u64)) {
        // SAFETY: the caller's promise.
        unsafe { self.logged() }
            .iter()
            .for_each(|word| visit(*word));
        // SAFETY: the caller's promise.
        unsafe { self.each_in_ranges(visit) };
        // SAFETY: as above.
        unsafe { self.each_on_stack(visit) };
    }

    /// Visits the words of the ranges.
    ///
    /// # Safety
    /// The mutator is parked.
    pub(crate) unsafe fn each_in_ranges(&self, visit: &mut dyn FnMut(u64)) {
        for range in &self.ranges {
            // SAFETY: says who called `Mutator::add_range`.
            let range = unsafe { &**range };
            // Relaxed: the mutator is parked, and that was acquired.
            let base = range.base.load(Ordering::Relaxed);
            let top = range.top.load(Ordering::Relaxed);
            // SAFETY: as above.
            unsafe { each_word(base, top, visit) };
        }
    }
}
