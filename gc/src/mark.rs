//! Marking: finding what roots reach, while the world is stopped.
//!
//! One bit per object, in the block's entry, and an explicit stack of objects whose values are still
//! to be looked at. Large objects are traced in parts, so the stack stays small; if it cannot grow
//! all the same, what does not fit is found again by a walk over all marked objects.

use crate::block::{BLOCK_BYTES, Kind};
use crate::classes::GRANULE;
use crate::header::{Object, REFERENCE_TAG, is_reference};
use crate::layout::{Layout, Words};
use crate::space::Space;
use std::fmt;

/// Values of one object that are looked at in one go.
const PART: usize = 256;

/// An object to trace, from some word on.
#[derive(Clone, Copy)]
struct Work {
    object: Object,
    from: usize,
}

/// A marking in progress. The world is stopped as long as there is one.
pub struct Marking<'h> {
    space: &'h Space,
    stack: Vec<Work>,
    /// The most entries that the stack may have.
    limit: usize,
    /// Whether something marked did not get onto the stack.
    overflowed: bool,
    external: usize,
}

impl<'h> Marking<'h> {
    /// Every block is swept. No object is marked afterwards. `limit`: of the stack's entries, 0: none.
    pub(crate) fn begin(space: &'h Space, limit: usize) -> Self {
        space.each_used(|id, _| space.blocks.get(id).clear_marks());
        Marking {
            space,
            stack: Vec::new(),
            limit: if limit == 0 { usize::MAX } else { limit },
            overflowed: false,
            external: 0,
        }
    }

    /// Whether the object that `value` refers to is marked. What does not refer into the heap counts
    /// as marked.
    pub fn is_marked(&self, value: u64) -> bool {
        if !is_reference(value) {
            return true;
        }
        let place = self.space.blocks.locate((value - REFERENCE_TAG) as usize);
        place.is_none_or(|(id, offset)| self.space.blocks.get(id).is_marked(offset / GRANULE))
    }

    /// Marks the object that `value` refers to; true if it was not marked before. What it refers to
    /// follows in [`Marking::drain`]. Values that do not refer into the heap are ignored.
    #[inline]
    pub fn mark(&mut self, value: u64) -> bool {
        if !is_reference(value) {
            return false;
        }
        let address = (value - REFERENCE_TAG) as usize;
        let Some((id, offset)) = self.space.blocks.locate(address) else {
            return false;
        };
        debug_assert!(
            self.space
                .blocks
                .find(address)
                .is_some_and(|object| object.address() == address),
            "{value:#x} refers to no object"
        );
        if !self.space.blocks.get(id).mark(offset / GRANULE) {
            return false;
        }
        // SAFETY: a reference into the heap is to an object.
        let object = unsafe { Object::from_address(address) };
        self.push(Work { object, from: 0 });
        true
    }

    /// Marks the object that contains the address `word`, if it happens to be one.
    pub(crate) fn mark_ambiguous(&mut self, word: u64) {
        if let Some(object) = self.space.blocks.find(word as usize) {
            self.mark(object.to_value());
        }
    }

    /// Marks everything that what is marked refers to.
    pub fn drain(&mut self) {
        loop {
            self.work_off();
            if !self.overflowed {
                return;
            }
            self.overflowed = false;
            self.trace_marked();
        }
    }

    /// Bytes that marked objects own outside of the heap.
    pub(crate) fn external(&self) -> usize {
        self.external
    }

    fn work_off(&mut self) {
        while let Some(work) = self.stack.pop() {
            if work.from == 0 {
                self.count_external(work.object);
            }
            self.trace(work);
        }
    }

    /// Puts work onto the stack; false if it does not fit.
    fn push(&mut self, work: Work) -> bool {
        let room = self.stack.len() < self.stack.capacity() || self.stack.try_reserve(1).is_ok();
        let fits = room && self.stack.len() < self.limit;
        if fits {
            self.stack.push(work);
        } else {
            self.overflowed = true;
        }
        fits
    }

    fn layout(&self, object: Object) -> Option<&'h Layout> {
        let layout = self.space.layouts.get(object.meta().layout());
        debug_assert!(layout.is_some(), "{object:?} has no layout");
        layout
    }

    fn count_external(&mut self, object: Object) {
        if let Some(external_size) = self.layout(object).and_then(|layout| layout.external_size) {
            // SAFETY: a live object whose meta word names this layout.
            let bytes = unsafe { external_size(object) };
            self.external = self.external.saturating_add(bytes);
        }
    }

    fn trace(&mut self, work: Work) {
        let object = work.object;
        let Some(layout) = self.layout(object) else {
            return;
        };
        let capacity = self.space.blocks.capacity(object);
        match layout.words {
            Words::None => {}
            Words::All => self.trace_range(work, capacity),
            Words::First(words) => self.trace_range(work, words.min(capacity)),
            Words::Counted if capacity > 0 => {
                // SAFETY: the object's cell has a payload word.
                let count = unsafe { object.word(0) }.load() as usize;
                let from = work.from.max(1);
                self.trace_range(Work { object, from }, count.min(capacity - 1) + 1);
            }
            Words::Counted => {}
            Words::Custom(trace) => {
                // What is left of this object goes below what it refers to.
                let place = self.stack.len();
                let place = self.push(work).then_some(place);
                let mut visit = |value| {
                    self.mark(value);
                };
                // SAFETY: a live object whose meta word names this layout.
                let next = unsafe { trace(object, work.from, &mut visit) };
                self.update(place, object, next);
            }
        }
    }

    /// Changes the work at `place` into what is left of the object.
    fn update(&mut self, place: Option<usize>, object: Object, next: Option<usize>) {
        match (next, place) {
            (Some(from), Some(place)) => self.stack[place] = Work { object, from },
            (None, Some(place)) => {
                self.stack.swap_remove(place);
            }
            // It will be found again from its beginning.
            (_, None) => {}
        }
    }

    /// Looks at the payload words from `work.from` to `end`, which the object's cell has.
    fn trace_range(&mut self, work: Work, end: usize) {
        let Work { object, from } = work;
        let part = end.min(from.saturating_add(PART));
        if part < end {
            self.push(Work { object, from: part });
        }
        for index in from..part {
            // SAFETY: in the cell: the callers bound `end` by its capacity.
            self.mark(unsafe { object.word(index) }.load());
        }
    }

    /// Looks at all values of all marked objects, because some of them did not get onto the stack.
    /// (What these own outside of the heap is not counted: that is only a matter of pacing.)
    fn trace_marked(&mut self) {
        let space = self.space;
        space.each_used(|id, kind| {
            let (cells, bytes) = match kind {
                Kind::Small { class, .. } => (class.cells(), class.cell_bytes()),
                _ => (1, BLOCK_BYTES),
            };
            for cell in
                (0..cells).filter(|cell| space.blocks.get(id).is_marked(cell * bytes / GRANULE))
            {
                // SAFETY: the begin of a marked object.
                let object =
                    unsafe { Object::from_address(space.blocks.address(id) + cell * bytes) };
                self.trace(Work { object, from: 0 });
                self.work_off();
            }
        });
    }
}

impl fmt::Debug for Marking<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Marking")
            .field("stack", &self.stack.len())
            .finish_non_exhaustive()
    }
}
