//! A mutator: one thread's side of the heap.

use crate::alloc::{Allocator, initialise};
use crate::header::Object;
use crate::heap::Heap;
use crate::layout::LayoutId;
use crate::roots::{AtRest, RootRange, Roots};
use crate::safepoint::Place;
use crate::space::OutOfMemory;
use crate::stack::{StackRange, with_stack};
use std::fmt;
use stm_core::TokenWord;

/// One thread's handle. It may be moved to another thread, and is used by one at a time. Dropping it
/// detaches.
///
/// The thread runs, and has to call [`Mutator::safepoint`] whenever [`crate::Client::request`] asked
/// for it, but for the time in [`Mutator::blocked`].
pub struct Mutator {
    heap: &'static Heap,
    place: Place<AtRest>,
    allocator: Allocator,
    /// The heap's epoch when the allocator's cells were its own.
    epoch: u64,
    tag: usize,
    /// Slow paths, and safepoints, for zeal.
    refills: u32,
    safepoints: u32,
}

impl Mutator {
    pub(crate) fn new(heap: &'static Heap, place: Place<AtRest>, tag: usize) -> Self {
        Mutator {
            heap,
            place,
            allocator: Allocator::new(),
            epoch: heap.epoch(),
            tag,
            refills: 0,
            safepoints: 0,
        }
    }

    /// The heap.
    #[inline(always)]
    pub fn heap(&self) -> &'static Heap {
        self.heap
    }

    /// A new object with at least so many payload words, all zero. This is never a safepoint: when a
    /// collection is due, it is only requested.
    ///
    /// # Errors
    /// When the heap cannot grow: [`Mutator::collect`] and try once more.
    #[inline(always)]
    pub fn alloc(
        &mut self,
        layout: LayoutId,
        payload_words: usize,
        shape: u32,
        token: TokenWord,
    ) -> Result<Object, OutOfMemory> {
        let object = match self.allocator.take(payload_words) {
            Some(object) => object,
            None => self.alloc_slowly(payload_words)?,
        };
        if layout.has_drop() {
            self.heap.space.note_drops(object);
        }
        initialise(object, layout, shape, token);
        Ok(object)
    }

    #[cold]
    fn alloc_slowly(&mut self, payload_words: usize) -> Result<Object, OutOfMemory> {
        let space = &self.heap.space;
        let (object, bytes) = self.allocator.take_slowly(space, payload_words)?;
        self.count(bytes);
        let zeal = self.heap.config.zeal.allocations;
        self.refills = self.refills.wrapping_add(1);
        if zeal != 0 && self.refills.is_multiple_of(zeal) {
            self.heap.pacing.force();
            self.heap.request(self.tag);
        }
        Ok(object)
    }

    /// Counts bytes that an object is going to own outside of the heap. (Its layout has an
    /// `external_size`; what a dead object owned is no longer counted after the next collection.)
    ///
    /// # Errors
    /// When heap and external memory together would be more than the heap may take: the same as for
    /// [`Mutator::alloc`].
    pub fn external(&mut self, bytes: usize) -> Result<(), OutOfMemory> {
        self.heap.space.add_external(bytes)?;
        self.count(bytes);
        Ok(())
    }

    fn count(&self, bytes: usize) {
        if bytes > 0 && self.heap.pacing.count(bytes) {
            self.heap.request(self.tag);
        }
    }

    /// The place to stop at: waits if the world is wanted to stand still, collects if that is due, and
    /// otherwise returns at once. `roots` is called only if there is something to do.
    pub fn safepoint(&mut self, roots: impl FnOnce(&mut Roots<'_>)) {
        let zealous = self.is_zealous();
        if self.place.is_wanted() {
            self.blocked(roots, || ());
        } else if zealous || self.heap.pacing.is_due() {
            self.heap.space.sweep_all();
            let heap = self.heap;
            self.blocked(roots, || heap.try_collect());
        }
    }

    fn is_zealous(&mut self) -> bool {
        let zeal = self.heap.config.zeal.safepoints;
        if zeal == 0 {
            return false;
        }
        self.heap.request(self.tag);
        self.safepoints = self.safepoints.wrapping_add(1);
        self.safepoints.is_multiple_of(zeal)
    }

    /// A whole collection, which begins after this call did, by this thread or another.
    pub fn collect(&mut self, roots: impl FnOnce(&mut Roots<'_>)) {
        let heap = self.heap;
        // As much as possible is done while the others run.
        heap.space.sweep_all();
        // No collection ends before this mutator is parked.
        let epoch = heap.epoch();
        self.blocked(
            roots,
            || while !heap.try_collect() && heap.epoch() == epoch {},
        );
    }

    /// The same, but what lies on this thread's native stack keeps nothing alive.
    ///
    /// # Safety
    /// Nobody uses a reference afterwards that is on the native stack alone.
    pub unsafe fn collect_exactly(&mut self, roots: impl FnOnce(&mut Roots<'_>)) {
        let heap = self.heap;
        heap.space.sweep_all();
        let epoch = heap.epoch();
        self.place
            .park(|at_rest| at_rest.leave(StackRange::default(), roots));
        let running_again = Parked(self);
        while !heap.try_collect() && heap.epoch() == epoch {}
        drop(running_again);
    }

    /// Runs `body` while no other mutator runs.
    pub fn while_stopped<R>(
        &mut self,
        roots: impl FnOnce(&mut Roots<'_>),
        body: impl FnOnce() -> R,
    ) -> R {
        let heap = self.heap;
        let mut body = Some(body);
        self.blocked(roots, || {
            loop {
                let result = heap.stop(|_| body.take().map(|body| body()));
                if let Some(result) = result.flatten() {
                    return result;
                }
            }
        })
    }

    /// Runs `body` while collections may go on without this thread: native code that takes long and
    /// touches no heap memory. It owns no references; those of its callers are safe.
    pub fn blocked<R>(
        &mut self,
        roots: impl FnOnce(&mut Roots<'_>),
        body: impl FnOnce() -> R,
    ) -> R {
        with_stack(|stack| {
            self.place.park(|at_rest| at_rest.leave(stack, roots));
            let running_again = Parked(self);
            let result = body();
            drop(running_again);
            result
        })
    }

    /// Makes the words of `range` roots of this mutator.
    ///
    /// # Safety
    /// Until the mutator is dropped, `range` is valid; and whenever the mutator is parked, so is what
    /// it says.
    pub unsafe fn add_range(&mut self, range: *const RootRange) {
        self.place.edit(|at_rest| at_rest.add_range(range));
    }
}

/// A parked mutator. It runs again when this is dropped, also by a panic.
struct Parked<'m>(&'m mut Mutator);

impl Drop for Parked<'_> {
    fn drop(&mut self) {
        let mutator = &mut *self.0;
        mutator.place.unpark();
        let epoch = mutator.heap.epoch();
        if mutator.epoch != epoch {
            mutator.epoch = epoch;
            mutator.allocator.forget();
        }
    }
}

impl Drop for Mutator {
    fn drop(&mut self) {
        self.allocator.give_back(&self.heap.space);
    }
}

impl fmt::Debug for Mutator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mutator")
            .field("tag", &self.tag)
            .finish_non_exhaustive()
    }
}
