//! Sweeping: what marking has not reached becomes free cells.
//!
//! Small blocks are swept when their class needs cells, by whoever needs them, while the world runs;
//! large objects at once, while it is stopped.

use crate::block::{BLOCK_BYTES, BlockId, Kind};
use crate::chain::{Chain, Interval};
use crate::classes::{Class, GRANULE};
use crate::header::Object;
use crate::space::Space;

impl Space {
    /// Sweeps a block that the caller has popped from a list. The chain is in the order of addresses.
    pub(crate) fn sweep(&self, id: BlockId, class: Class) -> Chain {
        let (block, start) = (self.blocks.get(id), self.blocks.address(id));
        let (bytes, drops) = (class.cell_bytes(), block.has_drops());
        let mut chain = Chain::default();
        // The free cells in a row that are being looked at end here.
        let mut end = 0;
        for cell in (0..class.cells()).rev() {
            let offset = cell * bytes;
            if block.marks.has(offset / GRANULE) {
                self.link(&mut chain, start + offset + bytes, end);
                end = 0;
                continue;
            }
            if end == 0 {
                end = start + offset + bytes;
            }
            // SAFETY: a cell of this block.
            let object = unsafe { Object::from_address(start + offset) };
            // Free cells are not written: their pages may not even exist yet.
            if !object.meta().is_free() {
                if drops {
                    self.drop_object(object);
                }
                object.meta_word().store(0);
            }
        }
        self.link(&mut chain, start, end);
        self.blocks.set_kind(id, Kind::Small { class, swept: true });
        chain
    }

    fn link(&self, chain: &mut Chain, start: usize, end: usize) {
        if end != 0 {
            chain.push(Interval {
                start,
                end,
                clean: false,
            });
        }
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
    /// objects, and lets those that have some, and room, wait to be swept. After a collection of the
    /// `young` alone nothing has died in blocks without new objects. By one thread after the phase has
    /// turned. Returns the bytes and the number of living objects.
    pub(crate) fn sort_blocks(&self, young: bool) -> (usize, usize) {
        let (mut bytes, mut objects) = (0, 0);
        self.each_used(|id, kind| {
            let block = self.blocks.get(id);
            match kind {
                Kind::Small {
                    class,
                    swept: false,
                } => {
                    let live = if young && !block.is_fresh() {
                        block.live()
                    } else {
                        block.marks.count()
                    };
                    bytes += live * class.cell_bytes();
                    objects += live;
                    self.sort_small(id, class, live);
                }
                Kind::Large {
                    blocks,
                    swept: false,
                } if block.marks.has(0) => {
                    bytes += blocks * BLOCK_BYTES;
                    objects += 1;
                    let swept = true;
                    self.blocks.set_kind(id, Kind::Large { blocks, swept });
                }
                Kind::Large {
                    blocks,
                    swept: false,
                } => self.free_large(id, blocks),
                _ => {}
            }
        });
        (bytes, objects)
    }

    fn sort_small(&self, id: BlockId, class: Class, live: usize) {
        let block = self.blocks.get(id);
        block.set_live(live);
        block.set_fresh(false);
        if live == 0 && !block.has_drops() {
            self.give(id, 1);
        } else if live < class.cells() {
            self.defer_sweep(id, class);
        } else {
            self.blocks.set_kind(id, Kind::Small { class, swept: true });
        }
    }

    /// Makes everything young again, between two collections. Every block is swept.
    pub(crate) fn forget_ages(&self) {
        self.each_used(|id, _| self.blocks.get(id).marks.clear());
    }

    /// Calls every drop function that is left. Nobody uses the heap any more.
    pub(crate) fn drop_all(&self) {
        self.sweep_all();
        self.each_used(|id, kind| {
            let (block, start) = (self.blocks.get(id), self.blocks.address(id));
            let (cells, bytes) = match kind {
                Kind::Small { class, .. } => (class.cells(), class.cell_bytes()),
                _ => (1, 0),
            };
            for cell in (0..cells).filter(|_| block.has_drops()) {
                // SAFETY: a cell of this block.
                let object = unsafe { Object::from_address(start + cell * bytes) };
                self.drop_object(object);
                object.meta_word().store(0);
            }
        });
    }
}
