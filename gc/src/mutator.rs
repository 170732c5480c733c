//! A mutator: one thread's side of the heap.

use crate::alloc::{Allocator, initialise};
use crate::cycle::{Cause, Extent};
use crate::header::Object;
use crate::heap::Heap;
use crate::layout::LayoutId;
use crate::roots::{AtRest, RootRange, Roots};
use crate::safepoint::Place;
use crate::space::OutOfMemory;
use crate::stack::{StackRange, with_stack};
use crate::throttle::DELAY;
use std::fmt;
use std::ptr::NonNull;
use std::thread::sleep;
use stm_core::TokenWord;

/// One thread's handle. It may be moved to another thread, and is used by one at a time. Dropping it
/// detaches.
///
/// The thread runs, and has to call [`Mutator::safepoint`] whenever [`crate::Client::request`] asked
/// for it, but for the time in [`Mutator::blocked`].
pub struct Mutator {
    heap: &'static Heap,
    place: Place<AtRest>,
    /// Made of a box. The collector uses it while this mutator is parked.
    allocator: NonNull<Allocator>,
    tag: usize,
    /// Slow paths, and safepoints, for zeal.
    refills: u32,
    safepoints: u32,
}

// SAFETY: the allocator is the mutator's own, but for the time that it is parked.
unsafe impl Send for Mutator {}

impl Mutator {
    pub(crate) fn new(
        heap: &'static Heap,
        tag: usize,
        enter: impl FnOnce(AtRest) -> Place<AtRest>,
    ) -> Self {
        let allocator = NonNull::from(Box::leak(Box::new(Allocator::new())));
        Mutator {
            heap,
            place: enter(AtRest::new(allocator)),
            allocator,
            tag,
            refills: 0,
            safepoints: 0,
        }
    }

    /// What [`crate::Cells`] are counted from: the same address as long as this mutator lives.
    pub fn allocator_address(&self) -> *const u8 {
        self.allocator.as_ptr().cast()
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
        let object = match self.allocator().take(payload_words, layout.is_leaf()) {
            Some(object) => object,
            None => self.alloc_slowly(payload_words, layout.is_leaf())?,
        };
        if layout.has_drop() {
            self.heap.space.note_drops(object);
        }
        initialise(object, layout, shape, token);
        Ok(object)
    }

    #[cold]
    fn alloc_slowly(&mut self, payload_words: usize, leaf: bool) -> Result<Object, OutOfMemory> {
        let space = &self.heap.space;
        let (object, bytes) = self.allocator().take_slowly(space, payload_words, leaf)?;
        self.count(bytes);
        self.be_zealous();
        Ok(object)
    }

    fn be_zealous(&mut self) {
        let zeal = &self.heap.config.zeal;
        self.refills = self.refills.wrapping_add(1);
        let is_time = |every: u32| every != 0 && self.refills.is_multiple_of(every);
        if is_time(zeal.allocations) {
            self.heap.pacing.force();
            self.heap.request(self.tag);
        }
        if is_time(zeal.orders) {
            self.heap.order(Cause::Zeal);
        }
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
        if bytes == 0 || !self.heap.pacing.count(bytes) {
            return;
        }
        let pacing = &self.heap.pacing;
        if !self.heap.order(Cause::Allocation) {
            pacing.force();
        }
        if pacing.is_forced() || self.heap.is_ahead() || pacing.is_overdue() {
            self.heap.request(self.tag);
        }
    }

    #[inline(always)]
    fn allocator(&mut self) -> &mut Allocator {
        // SAFETY: this mutator runs, so nobody else uses its allocator.
        unsafe { self.allocator.as_mut() }
    }

    /// The place to stop at: waits if the world is wanted to stand still, collects if that is this thread's
    /// affair, and otherwise returns at once. `roots` is called only if there is something to do.
    pub fn safepoint(&mut self, roots: impl FnOnce(&mut Roots<'_>)) {
        let zealous = self.is_zealous();
        self.place.answer();
        let (heap, pacing) = (self.heap, &self.heap.pacing);
        if self.place.is_wanted() {
            self.blocked(roots, || ());
        } else if zealous || pacing.is_forced() {
            let by_test = zealous || heap.config.zeal.allocations != 0;
            let cause = if by_test {
                Cause::Zeal
            } else {
                Cause::Allocation
            };
            self.blocked(roots, || heap.collect(cause, Extent::All));
        } else if pacing.is_overdue() {
            self.blocked(roots, || heap.wait_for_cycle());
        } else if heap.is_ahead() {
            heap.collector.shared.throttle.note_delay();
            self.blocked(roots, || sleep(DELAY));
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
    pub fn collect(&mut self, extent: Extent, roots: impl FnOnce(&mut Roots<'_>)) {
        self.collect_because(Cause::Request, extent, roots);
    }

    /// The same for another reason.
    pub fn collect_because(
        &mut self,
        cause: Cause,
        extent: Extent,
        roots: impl FnOnce(&mut Roots<'_>),
    ) {
        let heap = self.heap;
        self.blocked(roots, || heap.collect(cause, extent));
    }

    /// The same as [`Mutator::collect_because`], but what lies on this thread's native stack keeps nothing alive.
    ///
    /// # Safety
    /// Nobody uses a reference afterwards that is on the native stack alone.
    pub unsafe fn collect_exactly(
        &mut self,
        cause: Cause,
        extent: Extent,
        roots: impl FnOnce(&mut Roots<'_>),
    ) {
        let heap = self.heap;
        self.place
            .park(|at_rest| at_rest.leave(StackRange::default(), roots));
        let running_again = Parked(self);
        heap.collect(cause, extent);
        drop(running_again);
    }

    /// Runs `body`, which copies the process and says whether this is the copy, while no collection is under
    /// way. With `alone` no other mutator runs meanwhile.
    pub fn fork<R>(
        &mut self,
        roots: impl FnOnce(&mut Roots<'_>),
        alone: bool,
        body: impl FnOnce() -> (R, bool),
    ) -> R {
        let (heap, seat) = (self.heap, self.place.id());
        self.blocked(roots, || heap.copy(seat, alone, body))
    }

    /// Runs `body` while no other mutator runs.
    pub fn while_stopped<R>(
        &mut self,
        roots: impl FnOnce(&mut Roots<'_>),
        body: impl FnOnce() -> R,
    ) -> R {
        let heap = self.heap;
        self.blocked(roots, || heap.stop_for(|_| body()).0)
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

    /// Waits until nobody looks after what has died.
    pub fn await_clearing(&mut self, roots: impl FnOnce(&mut Roots<'_>)) {
        let heap = self.heap;
        self.blocked(roots, || heap.await_clearing());
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
        self.0.place.unpark();
    }
}

impl Drop for Mutator {
    fn drop(&mut self) {
        let heap = self.heap;
        self.allocator().give_back(&heap.space);
        // SAFETY: `new` made it of a box. This mutator runs until its place is dropped, so the collector does
        // not look.
        drop(unsafe { Box::from_raw(self.allocator.as_ptr()) });
    }
}

impl fmt::Debug for Mutator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mutator")
            .field("tag", &self.tag)
            .finish_non_exhaustive()
    }
}
