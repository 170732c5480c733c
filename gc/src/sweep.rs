//! Sweeping: what marking has not reached becomes free cells.
//!
//! Bits alone are looked at, when blocks are sorted, beside mutators: the marks become the bits of what is taken
//! (`marks.rs`). The memory of the dead, which is in no cache, is touched by who is going to use it.

use crate::block::{BLOCK_BYTES, BlockId, Kind};
use crate::classes::{Class, GRANULE};
use crate::header::Object;
use crate::space::Space;

/// What lives.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Sorted {
    /// Its bytes.
    pub(crate) live: usize,
    pub(crate) objects: usize,
    /// Bytes of what was born while there was marking, which may live or not.
    pub(crate) born: usize,
}

impl Sorted {
    /// Counts objects, of which some were just born, of so many bytes each.
    fn add(&mut self, objects: usize, born: usize, bytes: usize) {
        self.live += objects * bytes;
        self.objects += objects;
        self.born += born * bytes;
    }
}

impl Space {
    /// Visits the dead of a block of small objects that is not swept.
    pub(crate) fn each_dead(&self, id: BlockId, mut visit: impl FnMut(Object)) {
        let (block, start) = (self.blocks.get(id), self.blocks.address(id));
        block.taken.each_without(&block.marks, |granule| {
            // SAFETY: a cell of this block, which an allocator has had.
            let object = unsafe { Object::from_address(start + granule * GRANULE) };
            if !object.meta().is_free() {
                visit(object);
            }
        });
    }

    /// Calls the drop function of a dead object, if there is one.
    fn drop_object(&self, object: Object) {
        let layout = self.layouts.get(object.meta().layout());
        if let Some(drop) = layout.and_then(|layout| layout.drop) {
            // SAFETY: an object that nobody reaches; its meta word names this layout.
            unsafe { drop(object) };
        }
    }

    /// Frees a large object that nobody reaches.
    fn free_large(&self, id: BlockId, blocks: usize) {
        // SAFETY: the begin of a large object.
        self.drop_object(unsafe { Object::from_address(self.blocks.address(id)) });
        self.give(id, blocks);
    }

    /// Sorts the blocks by what marking has found in them, while mutators run: frees those without living
    /// objects, and puts those that have some, and room, where allocators find them. By one thread after
    /// the phase has turned.
    pub(crate) fn sort_blocks(&self, young: bool) -> Sorted {
        let mut sorted = Sorted::default();
        self.each_used(|id, kind| {
            let block = self.blocks.get(id);
            match kind {
                Kind::Small {
                    class,
                    swept: false,
                } => {
                    let (live, born) = self.sweep(id, class, young);
                    sorted.add(live, born, class.cell_bytes());
                    if live == 0 {
                        self.give(id, 1);
                    } else if live < class.cells() {
                        self.shelve(id, class, live);
                    }
                }
                Kind::Large {
                    blocks,
                    swept: false,
                } if block.marks.has(0) => {
                    sorted.add(1, block.count_born(), blocks * BLOCK_BYTES);
                    let swept = true;
                    self.blocks.set_swept(id, Kind::Large { blocks, swept });
                }
                Kind::Large {
                    blocks,
                    swept: false,
                } => self.free_large(id, blocks),
                _ => {}
            }
        });
        sorted
    }

    /// Sweeps a block of small objects. How many live, and how many of these were born while there was marking.
    fn sweep(&self, id: BlockId, class: Class, young: bool) -> (usize, usize) {
        let block = self.blocks.get(id);
        let swept = Kind::Small { class, swept: true };
        // After a collection of the young alone nothing has died where there are no new objects.
        if young && !block.is_fresh() {
            self.blocks.set_kind(id, swept);
            return (block.live(), 0);
        }
        if block.has_drops() {
            self.each_dead(id, |object| self.drop_object(object));
        }
        let (live, born) = (block.marks.count(), block.count_born());
        block.set_live(live);
        block.set_fresh(born > 0);
        block.taken.put_all(&block.marks);
        self.blocks.set_swept(id, swept);
        (live, born)
    }

    /// Makes everything young again, between two collections. Every block is swept.
    pub(crate) fn forget_ages(&self) {
        self.each_used(|id, _| self.blocks.get(id).marks.clear());
    }

    /// Calls every drop function that is left. Nobody uses the heap any more.
    pub(crate) fn drop_all(&self) {
        self.each_used(|id, kind| {
            let block = self.blocks.get(id);
            if !matches!(kind, Kind::Small { .. }) {
                // SAFETY: the begin of a large object.
                let object = unsafe { Object::from_address(self.blocks.address(id)) };
                self.drop_object(object);
                object.meta_word().store(0);
            } else if block.has_drops() {
                block.marks.clear();
                self.each_dead(id, |object| self.drop_object(object));
                block.taken.clear();
            }
        });
    }
}
