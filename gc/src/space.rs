//! Where free memory is: the pool of blocks, and for each size class the chains and the blocks that
//! wait to be swept.
//!
//! Locks are taken one at a time: a class's, or the pool's. Sweeping, which calls drop functions, is
//! done under none.

use crate::block::{BLOCK_BYTES, BlockId, Blocks, Kind};
use crate::chain::{Chain, Interval};
use crate::classes::{COUNT, Class};
use crate::header::{HEADER_BYTES, Object};
use crate::layout::Layouts;
use crate::marks::publish_born;
use crate::pool::Pool;
use crate::sync::mapped::{AtomicBool, AtomicUsize, Ordering};
use crate::sync::{Mutex, pause};
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

/// Free memory of one class.
#[derive(Debug, Default)]
struct Shelf {
    chains: Vec<Chain>,
    unswept: Vec<BlockId>,
}

/// All memory of a heap.
#[derive(Debug)]
pub(crate) struct Space {
    pub(crate) blocks: Blocks,
    pub(crate) layouts: Layouts,
    pool: CachePadded<Mutex<Pool>>,
    shelves: Box<[CachePadded<Mutex<Shelf>>]>,
    max_bytes: usize,
    /// Bytes that objects own elsewhere: those alive at the last collection, and reported since.
    external: CachePadded<AtomicUsize>,
    /// Threads that sweep a block which they have taken off a shelf, to have cells.
    sweepers: AtomicUsize,
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
            sweepers: AtomicUsize::new(0),
            marking: AtomicBool::new(false),
        })
    }

    fn shelf(&self, class: Class) -> &Mutex<Shelf> {
        &self.shelves[class.index()]
    }

    /// Free cells of about `appetite` bytes, at least one, and how many bytes they are.
    pub(crate) fn refill(
        &self,
        class: Class,
        appetite: usize,
    ) -> Result<(Chain, usize), OutOfMemory> {
        loop {
            let mut shelf = self.shelf(class).lock();
            if let Some(mut chain) = shelf.chains.pop() {
                let taken = chain.take(appetite, class);
                if !chain.is_empty() {
                    shelf.chains.push(chain);
                }
                return Ok(taken);
            }
            let unswept = shelf.unswept.pop();
            // Relaxed: before the lock is given up under which others find the block gone.
            self.sweepers
                .fetch_add(usize::from(unswept.is_some()), Ordering::Relaxed);
            drop(shelf);
            let chain = match unswept {
                Some(id) => {
                    let chain = self.sweep(id, class);
                    // Release: pairs with the Acquire in `finish_sweeping`.
                    self.sweepers.fetch_sub(1, Ordering::Release);
                    chain
                }
                None => self.new_block(class)?,
            };
            self.put_back(class, chain);
        }
    }

    /// Gives cells back that were not used.
    pub(crate) fn put_back(&self, class: Class, chain: Chain) {
        if !chain.is_empty() {
            self.shelf(class).lock().chains.push(chain);
        }
    }

    fn new_block(&self, class: Class) -> Result<Chain, OutOfMemory> {
        let id = self.take(1)?;
        self.blocks.get(id).set_drops(false);
        self.blocks.set_kind(id, Kind::Small { class, swept: true });
        let start = self.blocks.address(id);
        let mut chain = Chain::default();
        chain.push(Interval {
            start,
            end: start + class.cells() * class.cell_bytes(),
            clean: true,
        });
        Ok(chain)
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
            self.blocks.get(id).marks.set_born(0, 1, 1);
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
        if let Some((id, _)) = self.blocks.locate(object.address()) {
            self.blocks.get(id).set_drops(true);
        }
    }

    /// Takes a run of free blocks and makes it zero.
    fn take(&self, blocks: usize) -> Result<BlockId, OutOfMemory> {
        let taken = self.try_take(blocks);
        let id = match taken {
            Some(id) => id,
            // Blocks of dead objects may wait to be swept.
            None if self.sweep_all() => self.try_take(blocks).ok_or(OutOfMemory)?,
            None => return Err(OutOfMemory),
        };
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

    /// Sweeps every block that waits for it; whether there was any.
    pub(crate) fn sweep_all(&self) -> bool {
        let mut swept = false;
        for class in (0..COUNT).map(Class::from_index) {
            loop {
                let Some(id) = self.shelf(class).lock().unswept.pop() else {
                    break;
                };
                swept = true;
                let is_dead = self.blocks.get(id).marks.count() == 0;
                let chain = self.sweep(id, class);
                if is_dead {
                    self.give(id, 1);
                } else {
                    self.put_back(class, chain);
                }
            }
        }
        swept
    }

    /// Sweeps every block that waits for it, and waits for those that others are just sweeping.
    pub(crate) fn finish_sweeping(&self) {
        self.sweep_all();
        let mut turn = 0;
        // Acquire: pairs with the Release of who sweeps.
        while self.sweepers.load(Ordering::Acquire) > 0 {
            pause(turn);
            turn += 1;
        }
    }

    /// Forgets all free cells: the world is stopped, and each block is going to be swept anew.
    pub(crate) fn forget_chains(&self) {
        for shelf in &self.shelves {
            shelf.lock().chains.clear();
        }
    }

    /// The block waits to be swept by whoever needs cells.
    pub(crate) fn defer_sweep(&self, id: BlockId, class: Class) {
        self.shelf(class).lock().unswept.push(id);
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
