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
        self.set_swept(id, Kind::Small { class, swept: true });
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

    /// The block has no dead objects any more. The marks go last: until the block is swept, they say what
    /// lives.
    fn set_swept(&self, id: BlockId, kind: Kind) {
        self.blocks.set_kind(id, kind);
        self.blocks.get(id).marks.clear();
    }

    /// Frees a large object that nobody reaches.
    fn free_large(&self, id: BlockId, blocks: usize) {
        // SAFETY: the begin of a large object.
        self.drop_object(unsafe { Object::from_address(self.blocks.address(id)) });
        self.give(id, blocks);
    }

    /// Sorts the blocks by what marking has found in them, while mutators run: frees those without living
    /// objects, and lets those that have some, and room, wait to be swept. By one thread after the
    /// phase has turned. Returns the bytes and the number of living objects.
    pub(crate) fn sort_blocks(&self) -> (usize, usize) {
        let (mut bytes, mut objects) = (0, 0);
        self.each_used(|id, kind| {
            let block = self.blocks.get(id);
            match kind {
                Kind::Small {
                    class,
                    swept: false,
                } => {
                    let marked = block.marks.count();
                    bytes += marked * class.cell_bytes();
                    objects += marked;
                    if marked == 0 && !block.has_drops() {
                        self.give(id, 1);
                    } else if marked < class.cells() {
                        self.defer_sweep(id, class);
                    } else {
                        self.set_swept(id, Kind::Small { class, swept: true });
                    }
                }
                Kind::Large {
                    blocks,
                    swept: false,
                } if block.marks.has(0) => {
                    bytes += blocks * BLOCK_BYTES;
                    objects += 1;
                    let swept = true;
                    self.set_swept(id, Kind::Large { blocks, swept });
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
