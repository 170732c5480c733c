//! What the virtual machine does between the second stop and the sorting of blocks, beside mutators: it clears what
//! refers weakly to the dead, and brings back what finalisers need.
//!
//! The dead lie there whole as long as that lasts. No mutator comes by them: it reaches none, readers of weak references
//! see that the referent has died (`weak.rs`), and a word that is garbage finds what is marked only. So what is brought
//! back is marked beside mutators that do not change it, and they meet it when all of it is. (The host's tables
//! must not lead to it either, until then.)
//!
//! Blocks are sorted afterwards, so there are no free cells in what was in use before; allocators take new blocks, whose
//! objects have no marks. These are young, and not dead: it is the block that tells.

use crate::block::Kind;
use crate::header::Object;
use crate::heap::Heap;
use crate::mark::Marking;
use crate::prefetch::fetch;
use std::fmt;
use std::thread;
use std::time::Duration;

/// Who has died in this collection. Of values that referred to objects when marking ended, or have been made since.
pub struct Aftermath<'m, 'h> {
    heap: &'m Heap,
    marking: &'m mut Marking<'h>,
}

impl<'m, 'h> Aftermath<'m, 'h> {
    pub(crate) fn new(heap: &'m Heap, marking: &'m mut Marking<'h>) -> Self {
        marking.begin_revival();
        Aftermath { heap, marking }
    }

    /// Whether the object that `value` refers to has died, and was not brought back.
    pub fn has_died(&self, value: u64) -> bool {
        self.heap.space.blocks.has_died(value)
    }

    /// Whether the object that `value` refers to was there when marking began, and has not died. What does not refer into
    /// the heap counts as such.
    pub fn is_old(&self, value: u64) -> bool {
        self.heap.space.is_old(value)
    }

    /// Brings a dead object back, with what hangs on it when all is drained. Whatever refers weakly to the dead has been
    /// cleared. No mutator may come by the object until all is drained. True if it was dead.
    pub fn revive(&mut self, value: u64) -> bool {
        self.heap.clearing.before_revival();
        self.marking.mark(value)
    }

    /// Brings back what hangs on the revived.
    pub fn drain(&mut self) {
        self.marking.drain();
    }

    /// The object that `value` refers to is going to be looked at soon.
    #[inline(always)]
    pub fn fetch(&self, value: u64) {
        fetch(value as usize);
    }

    /// Visits the dead.
    pub fn each_dead(&self, visit: &mut dyn FnMut(Object)) {
        let space = &self.heap.space;
        space.each_used(|id, kind| match kind {
            Kind::Small { swept: false, .. } => space.each_dead(id, &mut *visit),
            Kind::Large { swept: false, .. } if !space.blocks.get(id).marks.has(0) => {
                // SAFETY: the begin of a large object.
                let object = unsafe { Object::from_address(space.blocks.address(id)) };
                if !object.meta().is_free() {
                    visit(object);
                }
            }
            _ => {}
        });
    }

    /// Between two pieces of work, for zeal.
    pub fn linger(&self) {
        let linger = self.heap.config.zeal.linger;
        if linger > 0 {
            thread::sleep(Duration::from_micros(linger.into()));
        }
    }
}

impl fmt::Debug for Aftermath<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Aftermath").finish_non_exhaustive()
    }
}
