//! The table of blocks: what each 64 KiB of the heap are used for, and which objects are marked.
//!
//! A block's entry lies apart from the block, so that marking and sweeping touch dense memory, and
//! a block's own pages are objects and nothing else. The entry's `state` is one word:
//!
//! ```text
//!  bit 63 ....... 32   31 ....... 16   15 .. 8   3       2       1 .. 0
//!  +------------------+---------------+---------+-------+-------+------+
//!  | number           | generation    | class   | DIRTY | PHASE | kind |
//!  +------------------+---------------+---------+-------+-------+------+
//! ```
//!
//! | kind | number | class | PHASE | DIRTY |
//! | --- | --- | --- | --- | --- |
//! | free | - | - | - | the memory is not zero |
//! | small: cells of one class | - | which | as the table's: swept | - |
//! | large: the first block of an object | its blocks | - | as the table's: swept | - |
//! | tail: a further block of that object | blocks back to the first | - | - | - |
//!
//! In a block that is swept each cell with a meta word is alive; in one that is not, only marked cells
//! are. The end of marking turns the table's phase, so with one store all blocks are blocks that wait to
//! be swept; all of them are swept before marking begins again. Marks stay: what is marked while there is
//! no marking has survived a collection, and is *old* (sticky mark bits: Demers and others, 1990).
//!
//! The generation changes with the kind, so that who looks twice and sees the same word knows that
//! the block was of one kind all the time. Whoever holds a block (the pool's lock, a popped list
//! entry, or who sorts the blocks after marking) changes its state.

use crate::classes::{Class, GRANULE, MAX_CELL};
use crate::header::{HEADER_BYTES, Object, REFERENCE_TAG, is_reference};
use crate::marks::Marks;
use crate::memory::Range;
use crate::sync::mapped::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering, fence};

/// Bytes of a block.
pub(crate) const BLOCK_BYTES: usize = 64 << 10;
/// Blocks that become memory together: their entries fill pages of any size up to 64 KiB.
const STEP: usize = 1024;
const MARK_WORDS: usize = BLOCK_BYTES / GRANULE / 64;

const _: () =
    assert!(MAX_CELL < BLOCK_BYTES && (size_of::<Block>() * STEP).is_multiple_of(64 << 10));

/// The number of a block.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct BlockId(pub(crate) u32);

impl BlockId {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }

    /// The block so many behind this one.
    pub(crate) fn plus(self, blocks: usize) -> Self {
        BlockId(self.0 + blocks as u32)
    }
}

/// What a block is used for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Free { dirty: bool },
    Small { class: Class, swept: bool },
    Large { blocks: usize, swept: bool },
    Tail { back: usize },
}

const PHASE: u64 = 1 << 2;
const DIRTY: u64 = 1 << 3;
const CLASS_SHIFT: u32 = 8;
const GENERATION: u64 = 1 << 16;
const GENERATION_MASK: u64 = 0xffff << 16;
const NUMBER_SHIFT: u32 = 32;

/// The state word, decoded on demand.
#[derive(Clone, Copy, PartialEq, Eq)]
struct State(u64);

impl State {
    /// Of blocks that have never been used: free and clean.
    #[inline(always)]
    fn kind(self, phase: u64) -> Kind {
        let number = (self.0 >> NUMBER_SHIFT) as usize;
        let swept = self.0 & PHASE == phase;
        match self.0 & 3 {
            0 => Kind::Free {
                dirty: self.0 & DIRTY != 0,
            },
            1 => Kind::Small {
                class: Class::from_index((self.0 >> CLASS_SHIFT & 0xff) as usize),
                swept,
            },
            2 => Kind::Large {
                blocks: number,
                swept,
            },
            _ => Kind::Tail { back: number },
        }
    }

    fn with_kind(self, kind: Kind, phase: u64) -> Self {
        let when = |swept: bool| if swept { phase } else { phase ^ PHASE };
        let bits = match kind {
            Kind::Free { dirty } => u64::from(dirty) * DIRTY,
            Kind::Small { class, swept } => 1 | when(swept) | (class.index() as u64) << CLASS_SHIFT,
            Kind::Large { blocks, swept } => 2 | when(swept) | (blocks as u64) << NUMBER_SHIFT,
            Kind::Tail { back } => 3 | (back as u64) << NUMBER_SHIFT,
        };
        State(self.0.wrapping_add(GENERATION) & GENERATION_MASK | bits)
    }
}

/// The entry of a block.
#[repr(C, align(64))]
#[derive(Debug)]
pub(crate) struct Block {
    state: AtomicU64,
    /// Objects that were found alive when the block was sorted last.
    live: AtomicU32,
    /// Whether an object with a drop function was ever allocated here.
    drops: AtomicBool,
    /// Whether cells were made ready for objects since the block was sorted last.
    fresh: AtomicBool,
    /// One bit for each granule; that of an object's first granule counts.
    pub(crate) marks: BlockMarks,
}

/// The mark bits of a block.
pub(crate) type BlockMarks = Marks<MARK_WORDS>;

impl Block {
    /// Whether cells may have drop functions. Relaxed: who asks holds the block, and has met whoever
    /// allocated here at a stop, or through a lock.
    pub(crate) fn has_drops(&self) -> bool {
        self.drops.load(Ordering::Relaxed)
    }

    /// Whether there may be objects that are younger than the last collection. Relaxed: as above.
    pub(crate) fn is_fresh(&self) -> bool {
        self.fresh.load(Ordering::Relaxed)
    }

    /// Relaxed: as above.
    pub(crate) fn set_fresh(&self, fresh: bool) {
        self.fresh.store(fresh, Ordering::Relaxed);
    }

    /// Objects that were alive when the block was sorted last. Relaxed: for who sorts.
    pub(crate) fn live(&self) -> usize {
        self.live.load(Ordering::Relaxed) as usize
    }

    /// Relaxed: as above.
    pub(crate) fn set_live(&self, objects: usize) {
        self.live.store(objects as u32, Ordering::Relaxed);
    }

    /// Relaxed: as above.
    pub(crate) fn set_drops(&self, drops: bool) {
        self.drops.store(drops, Ordering::Relaxed);
    }
}

/// All blocks, and their memory.
#[derive(Debug)]
pub(crate) struct Blocks {
    data: Range,
    table: Range,
    /// Blocks that addresses are reserved for.
    reserved: usize,
    /// Bytes of `data` that are memory; a multiple of the block size. Only grows.
    committed: AtomicUsize,
    /// What [`PHASE`] says in blocks that are swept. Changes while the world is stopped.
    phase: AtomicU64,
}

impl Blocks {
    /// Addresses for so many bytes of objects, or for as much less as there are.
    pub(crate) fn reserve(bytes: usize) -> Option<Self> {
        let unit = STEP * BLOCK_BYTES;
        let mut steps = bytes.div_ceil(unit).max(1);
        loop {
            let data = Range::reserve(steps * unit, BLOCK_BYTES);
            let table = Range::reserve(steps * STEP * size_of::<Block>(), BLOCK_BYTES);
            if let (Some(data), Some(table)) = (data, table) {
                return Some(Blocks {
                    data,
                    table,
                    reserved: steps * STEP,
                    committed: AtomicUsize::new(0),
                    phase: AtomicU64::new(0),
                });
            }
            if steps == 1 {
                return None;
            }
            steps /= 2;
        }
    }

    /// Blocks that addresses are reserved for.
    pub(crate) fn reserved(&self) -> usize {
        self.reserved
    }

    /// Makes memory of the blocks below `end`. Called under the pool's lock.
    pub(crate) fn commit(&self, end: usize) -> bool {
        let before = self.committed.load(Ordering::Relaxed); // Relaxed: changes under the lock.
        let wanted = end.next_multiple_of(STEP) * BLOCK_BYTES;
        if wanted <= before {
            return true;
        }
        let entry = |bytes: usize| bytes / BLOCK_BYTES * size_of::<Block>();
        let fine = self.data.commit(before, wanted - before)
            && self
                .table
                .commit(entry(before), entry(wanted) - entry(before));
        if fine {
            // Release: pairs with the Acquire in `offset`; who sees these bytes may access them.
            self.committed.store(wanted, Ordering::Release);
        }
        fine
    }

    /// Gives the memory of free blocks back to the system.
    pub(crate) fn discard(&self, first: BlockId, blocks: usize) -> bool {
        self.data
            .discard(first.index() * BLOCK_BYTES, blocks * BLOCK_BYTES)
    }

    /// The entry of a committed block.
    #[inline(always)]
    pub(crate) fn get(&self, id: BlockId) -> &Block {
        debug_assert!(id.index() * BLOCK_BYTES < self.committed.load(Ordering::Relaxed));
        // SAFETY: numbers of blocks are made for committed ones, whose entries are memory; all zero is
        // a free block, and every field is an atomic.
        unsafe { &*((self.table.start() + id.index() * size_of::<Block>()) as *const Block) }
    }

    /// What a block is used for now. Relaxed: for who holds the block, or keeps an object in it alive.
    #[inline(always)]
    pub(crate) fn kind(&self, id: BlockId) -> Kind {
        State(self.get(id).state.load(Ordering::Relaxed)).kind(self.phase())
    }

    /// Changes the use, by who holds the block. Release: pairs with the Acquire in [`Blocks::find`];
    /// who sees the new use sees the memory as it was prepared for it.
    pub(crate) fn set_kind(&self, id: BlockId, kind: Kind) {
        let state = &self.get(id).state;
        let before = State(state.load(Ordering::Relaxed)); // Relaxed: the holder's own.
        state.store(before.with_kind(kind, self.phase()).0, Ordering::Release);
        // Release: pairs with the fence in [`Blocks::find`]; who sees a word of the new use there, or marks
        // that were cleared after this, sees that the use has changed.
        fence(Ordering::Release);
    }

    /// Relaxed: changes while the world is stopped.
    #[inline(always)]
    fn phase(&self) -> u64 {
        self.phase.load(Ordering::Relaxed)
    }

    /// From now on only what is marked is alive, in all blocks that are in use. The world is stopped.
    pub(crate) fn turn_phase(&self) {
        self.phase.store(self.phase() ^ PHASE, Ordering::Relaxed); // Relaxed: as in `phase`.
    }

    /// Where a block begins.
    #[inline(always)]
    pub(crate) fn address(&self, id: BlockId) -> usize {
        self.data.start() + id.index() * BLOCK_BYTES
    }

    /// How far behind the heap's begin an address lies, if it is one of the heap.
    #[inline(always)]
    fn offset(&self, address: usize) -> Option<usize> {
        let offset = address.wrapping_sub(self.data.start());
        // Acquire: pairs with the Release in `commit`.
        (offset < self.committed.load(Ordering::Acquire)).then_some(offset)
    }

    /// The block of an address, and the offset in it, if it is an address of the heap.
    #[inline(always)]
    pub(crate) fn locate(&self, address: usize) -> Option<(BlockId, usize)> {
        let offset = self.offset(address)?;
        Some((BlockId((offset / BLOCK_BYTES) as u32), offset % BLOCK_BYTES))
    }

    /// Payload words of an object's cell.
    #[inline(always)]
    pub(crate) fn capacity(&self, object: Object) -> usize {
        let Some((id, _)) = self.locate(object.address()) else {
            return 0;
        };
        let bytes = match self.kind(id) {
            Kind::Small { class, .. } => class.cell_bytes(),
            Kind::Large { blocks, .. } => blocks * BLOCK_BYTES,
            Kind::Free { .. } | Kind::Tail { .. } => return 0,
        };
        (bytes - HEADER_BYTES) / 8
    }

    /// The live object that contains an address, whatever the address is, and whatever other threads
    /// do to the heap meanwhile.
    ///
    /// An object that is alive when the call begins stays alive, because objects die only while
    /// the world is stopped, and so does the table's phase. Its block may become swept under our eyes; then
    /// we look again.
    pub(crate) fn find(&self, address: usize) -> Option<Object> {
        let (id, offset) = self.locate(address)?;
        let block = self.get(id);
        loop {
            // Acquire: pairs with the Release in `set_kind`.
            let state = State(block.state.load(Ordering::Acquire));
            let found = match state.kind(self.phase()) {
                Kind::Free { .. } => None,
                Kind::Small { class, swept } => self.find_small(id, class, swept, offset),
                Kind::Large { swept, .. } => self.find_large(id, swept),
                Kind::Tail { back } => {
                    id.0.checked_sub(back as u32)
                        .and_then(|head| self.find_large_from_tail(BlockId(head)))
                }
            };
            // The second look. Acquire: pairs with the fence in `set_kind`; what was read of the
            // block was of this use, if it says so still.
            fence(Ordering::Acquire);
            // Relaxed: the fence orders it.
            if block.state.load(Ordering::Relaxed) == state.0 {
                return found;
            }
        }
    }

    /// The live object that a value refers to, whatever garbage the value is.
    pub(crate) fn find_exact(&self, value: u64) -> Option<Object> {
        if !is_reference(value) {
            return None;
        }
        let address = (value - REFERENCE_TAG) as usize;
        let object = self.find(address)?;
        (object.address() == address).then_some(object)
    }

    fn find_small(&self, id: BlockId, class: Class, swept: bool, offset: usize) -> Option<Object> {
        let cell = class.cell_at(offset);
        if cell >= class.cells() {
            return None;
        }
        let start = cell * class.cell_bytes();
        // SAFETY: a cell of a committed block.
        let object = unsafe { Object::from_address(self.address(id) + start) };
        let alive = swept || self.get(id).marks.has(start / GRANULE);
        (alive && !object.meta().is_free()).then_some(object)
    }

    fn find_large(&self, head: BlockId, swept: bool) -> Option<Object> {
        // SAFETY: the begin of a committed block.
        let object = unsafe { Object::from_address(self.address(head)) };
        let alive = swept || self.get(head).marks.has(0);
        (alive && !object.meta().is_free()).then_some(object)
    }

    /// The same for a further block of the object. It may be freed under our eyes, if it is dead: then its
    /// first block is of another kind, or the second look at the tail finds out.
    fn find_large_from_tail(&self, head: BlockId) -> Option<Object> {
        loop {
            // Acquire, and the second look: as in `find`.
            let state = State(self.get(head).state.load(Ordering::Acquire));
            let Kind::Large { swept, .. } = state.kind(self.phase()) else {
                return None;
            };
            let found = self.find_large(head, swept);
            fence(Ordering::Acquire);
            if self.get(head).state.load(Ordering::Relaxed) == state.0 {
                return found;
            }
        }
    }
}
