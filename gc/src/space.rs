//! Where free memory is: the pool of blocks, and for each size class the rooms and the blocks that
//! have some.
//!
//! Locks are taken one at a time: a class's, or the pool's.

use crate::block::{BLOCK_BYTES, BlockId, Blocks, Kind};
use crate::classes::{COUNT, Class};
use crate::header::{HEADER_BYTES, Object, REFERENCE_TAG, is_reference};
use crate::layout::Layouts;
use crate::marks::publish_born;
use crate::pool::Pool;
use crate::room::Room;
use crate::shelf::{DEGREES, Shelf, Taken};
use crate::sync::Mutex;
use crate::sync::mapped::{AtomicBool, AtomicUsize, Ordering};
use crossbeam_utils::CachePadded;

/// The heap cannot grow. Collect and try once more, before the program gets its error.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OutOfMemory;

impl std::fmt::Display for OutOfMemory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the heap cannot grow")
    }
}

impl std::error::Error for OutOfMemory {}

/// Blocks that are given back to the system at a time.
const TRIMMED: usize = 64;

/// All memory of a heap.
#[derive(Debug)]
pub(crate) struct Space {
    pub(crate) blocks: Blocks,
    pub(crate) layouts: Layouts,
    pool: CachePadded<Mutex<Pool>>,
    shelves: Box<[CachePadded<Shelf<Room, BlockId>>]>,
    max_bytes: usize,
    /// Bytes that objects own elsewhere: those alive at the last collection, and reported since.
    external: CachePadded<AtomicUsize>,
    /// Objects are born marked. Changes while the world is stopped.
    marking: AtomicBool,
}

impl Space {
    pub(crate) fn new(max_bytes: usize, layouts: Layouts) -> Result<Self, OutOfMemory> {
        // Four times as many addresses as bytes, lest large objects run out of long runs.
        let blocks = Blocks::reserve(max_bytes.saturating_mul(4)).ok_or(OutOfMemory)?;
        Ok(Space {
            pool: CachePadded::new(Mutex::new(Pool::new(blocks.reserved()))),
            shelves: (0..COUNT).map(|_| CachePadded::default()).collect(),
            blocks,
            layouts,
            max_bytes,
            external: CachePadded::new(AtomicUsize::new(0)),
            marking: AtomicBool::new(false),
        })
    }

    fn shelf(&self, class: Class) -> &Shelf<Room, BlockId> {
        &self.shelves[class.index()]
    }

    /// Free cells of about `appetite` bytes, at least one, and how many bytes they are.
    pub(crate) fn refill(
        &self,
        class: Class,
        appetite: usize,
    ) -> Result<(Room, usize), OutOfMemory> {
        let cut = |mut room: Room| {
            let part = room.cut(&self.blocks, appetite, class);
            (part, (!room.is_empty()).then_some(room))
        };
        loop {
            let room = match self.shelf(class).take(cut) {
                Taken::Cells((_, 0)) => continue,
                Taken::Cells(part) => return Ok(part),
                Taken::Block(id) => Room::whole(id, class, false),
                Taken::Nothing => self.new_block(class)?,
            };
            let (part, rest) = cut(room);
            self.put_back(class, rest.unwrap_or_default());
            return Ok(part);
        }
    }

    /// Gives room back that was not used.
    pub(crate) fn put_back(&self, class: Class, room: Room) {
        if !room.is_empty() {
            self.shelf(class).put_back(room);
        }
    }

    fn new_block(&self, class: Class) -> Result<Room, OutOfMemory> {
        let id = self.take(1)?;
        self.blocks.get(id).set_drops(false);
        self.blocks.get(id).taken.clear();
        self.blocks.set_kind(id, Kind::Small { class, swept: true });
        Ok(Room::whole(id, class, true))
    }

    /// A cell of its own blocks, all zero, and how many bytes it has.
    pub(crate) fn take_large(&self, bytes: usize) -> Result<(Object, usize), OutOfMemory> {
        let blocks = bytes.div_ceil(BLOCK_BYTES);
        let id = self.take(blocks)?;
        for back in (1..blocks).rev() {
            self.blocks.set_kind(id.plus(back), Kind::Tail { back });
        }
        self.blocks.get(id).set_drops(false);
        if self.is_marking() {
            self.blocks.get(id).set_born(0, 1, 1);
            publish_born();
        }
        let swept = true;
        self.blocks.set_kind(id, Kind::Large { blocks, swept });
        // SAFETY: the begin of a block.
        let object = unsafe { Object::from_address(self.blocks.address(id)) };
        Ok((object, blocks * BLOCK_BYTES))
    }

    /// A small object with a drop function is going to be in this cell.
    pub(crate) fn note_drops(&self, object: Object) {
        if let Some((block, _)) = self.blocks.entry(object.address()) {
            block.set_drops(true);
        }
    }

    /// Takes a run of free blocks and makes it zero.
    fn take(&self, blocks: usize) -> Result<BlockId, OutOfMemory> {
        let id = self.try_take(blocks).ok_or(OutOfMemory)?;
        for block in 0..blocks {
            let id = id.plus(block);
            if self.blocks.kind(id) == (Kind::Free { dirty: true }) {
                let start = self.blocks.address(id) as *mut u8;
                // SAFETY: a committed block that belongs to the caller.
                unsafe { std::ptr::write_bytes(start, 0, BLOCK_BYTES) };
            }
        }
        Ok(id)
    }

    fn try_take(&self, blocks: usize) -> Option<BlockId> {
        let mut pool = self.pool.lock();
        let in_use = pool
            .in_use()
            .checked_add(blocks)?
            .checked_mul(BLOCK_BYTES)?;
        if in_use.checked_add(self.external())? > self.max_bytes {
            return None;
        }
        pool.take(blocks, |end| self.blocks.commit(end))
    }

    /// Gives blocks back whose memory is not zero.
    pub(crate) fn give(&self, first: BlockId, blocks: usize) {
        for block in 0..blocks {
            let id = first.plus(block);
            self.blocks.set_kind(id, Kind::Free { dirty: true });
        }
        self.pool.lock().give(first, blocks);
    }

    /// Whether the object that `value` refers to is marked. What does not refer into the heap counts as marked.
    pub(crate) fn is_marked(&self, value: u64) -> bool {
        if !is_reference(value) {
            return true;
        }
        let entry = self.blocks.entry((value - REFERENCE_TAG) as usize);
        entry.is_none_or(|(block, granule)| block.marks.has(granule))
    }

    /// Whether the object that `value` refers to has survived a collection. What does not refer into the heap counts as old.
    pub(crate) fn is_old(&self, value: u64) -> bool {
        if !is_reference(value) {
            return true;
        }
        let entry = self.blocks.entry((value - REFERENCE_TAG) as usize);
        entry.is_none_or(|(block, granule)| block.is_old(granule))
    }

    /// Whether objects are born marked. Relaxed: changes while the world is stopped.
    #[inline(always)]
    pub(crate) fn is_marking(&self) -> bool {
        self.marking.load(Ordering::Relaxed)
    }

    /// Marking begins or ends; the world is stopped. Relaxed: as above.
    pub(crate) fn set_marking(&self, marking: bool) {
        self.marking.store(marking, Ordering::Relaxed);
    }

    /// Counts bytes outside of the heap.
    pub(crate) fn add_external(&self, bytes: usize) -> Result<(), OutOfMemory> {
        let in_use = self.bytes_in_use();
        // Relaxed: a count.
        self.external
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |external| {
                let sum = external.checked_add(bytes)?;
                (sum.checked_add(in_use)? <= self.max_bytes).then_some(sum)
            })
            .map_or(Err(OutOfMemory), |_| Ok(()))
    }

    pub(crate) fn external(&self) -> usize {
        self.external.load(Ordering::Relaxed) // Relaxed: a count.
    }

    /// What a collection found.
    pub(crate) fn set_external(&self, bytes: usize) {
        self.external.store(bytes, Ordering::Relaxed); // Relaxed: a count.
    }

    pub(crate) fn bytes_in_use(&self) -> usize {
        self.pool.lock().in_use() * BLOCK_BYTES
    }

    pub(crate) fn peak_bytes(&self) -> usize {
        self.pool.lock().peak() * BLOCK_BYTES
    }

    /// Forgets where free cells are: the world is stopped, and each block is going to be sorted anew.
    pub(crate) fn forget_room(&self) {
        self.shelves.iter().for_each(|shelf| shelf.forget());
    }

    /// The block, which has so many objects, waits for an allocator.
    pub(crate) fn shelve(&self, id: BlockId, class: Class, live: usize) {
        let free = class.cells() - live;
        self.shelf(class).shelve(id, free * DEGREES / class.cells());
    }

    /// Visits the first block of everything in use. Others may take and give blocks meanwhile: what is in use
    /// from begin to end is visited.
    pub(crate) fn each_used(&self, mut visit: impl FnMut(BlockId, Kind)) {
        let end = self.pool.lock().end();
        let mut index = 0;
        while index < end {
            let id = BlockId(index as u32);
            let kind = self.blocks.kind(id);
            index += match kind {
                Kind::Large { blocks, .. } => blocks,
                _ => 1,
            };
            if !matches!(kind, Kind::Free { .. }) {
                visit(id, kind);
            }
        }
    }

    /// Gives memory back to the system, as far as more is free than the `soon` bytes that will be used
    /// soon. What has the lowest addresses is kept. Others take and give blocks meanwhile.
    pub(crate) fn trim(&self, soon: usize) {
        let mut keep = soon.div_ceil(BLOCK_BYTES);
        let mut from = BlockId(0);
        while let Some((first, blocks)) = self.withdraw_excess(&mut from, &mut keep) {
            let is_clean = self.blocks.discard(first, blocks);
            for block in (0..blocks).filter(|_| is_clean) {
                let kind = Kind::Free { dirty: false };
                self.blocks.set_kind(first.plus(block), kind);
            }
            self.pool.lock().put_back(first, blocks);
        }
    }

    /// Takes some free blocks from `from` on out of the pool whose memory is more than is to be kept; both numbers
    /// move on.
    fn withdraw_excess(&self, from: &mut BlockId, keep: &mut usize) -> Option<(BlockId, usize)> {
        let mut pool = self.pool.lock();
        loop {
            let (first, blocks) = pool.run_from(*from)?;
            let blocks = blocks.min(TRIMMED);
            *from = first.plus(blocks);
            let dirty =
                |block: &usize| self.blocks.kind(first.plus(*block)) == Kind::Free { dirty: true };
            let count = (0..blocks).filter(dirty).count();
            if count > *keep {
                pool.withdraw(first, blocks);
                return Some((first, blocks));
            }
            *keep -= count;
        }
    }

    /// Bytes of the largest request that could ever be served.
    pub(crate) fn max_request(&self) -> usize {
        self.max_bytes.min(isize::MAX as usize) - HEADER_BYTES
    }
}
