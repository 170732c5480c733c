//! The table of blocks: what each 64 KiB of the heap are used for, and which objects are marked.
//!
//! A block's entry lies apart from the block, so that marking and sweeping touch dense memory, and
//! a block's own pages are objects and nothing else. The entry's `state` is one word, a [`Label`]:
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
//! In a block that is swept each taken cell with a meta word is alive (`marks.rs`); in one that is not, only marked cells
//! are. The end of marking turns the table's phase, so with one store all blocks are blocks that wait to
//! be swept; all of them are swept before marking begins again. Marks stay: what is marked while there is
//! no marking has survived a collection, and is *old* (sticky mark bits: Demers and others, 1990; `ages.rs`).
//!
//! Whoever holds a block (the pool's lock, a popped list entry, or who sorts the blocks after marking)
//! changes its state.

use crate::ages;
use crate::classes::{Class, GRANULE, MAX_CELL};
use crate::header::{HEADER_BYTES, Object, REFERENCE_TAG, is_reference};
use crate::label::Label;
use crate::marks::Marks;
use crate::memory::Range;
use crate::prefetch::fetch;
use crate::sync::mapped::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};

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

impl Kind {
    /// Whether what has no mark here is dead.
    pub(crate) fn has_dead(self) -> bool {
        matches!(
            self,
            Kind::Small { swept: false, .. } | Kind::Large { swept: false, .. }
        )
    }
}

const PHASE: u64 = 1 << 2;
const DIRTY: u64 = 1 << 3;
const CLASS_SHIFT: u32 = 8;
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

    /// Without a generation.
    fn of(kind: Kind, phase: u64) -> Self {
        let when = |swept: bool| if swept { phase } else { phase ^ PHASE };
        State(match kind {
            Kind::Free { dirty } => u64::from(dirty) * DIRTY,
            Kind::Small { class, swept } => 1 | when(swept) | (class.index() as u64) << CLASS_SHIFT,
            Kind::Large { blocks, swept } => 2 | when(swept) | (blocks as u64) << NUMBER_SHIFT,
            Kind::Tail { back } => 3 | (back as u64) << NUMBER_SHIFT,
        })
    }
}

/// The entry of a block.
#[repr(C, align(64))]
#[derive(Debug)]
pub(crate) struct Block {
    state: Label,
    /// Objects that were found alive when the block was sorted last.
    live: AtomicU32,
    /// Whether an object with a drop function was ever allocated here.
    drops: AtomicBool,
    /// Whether cells were made ready for objects since the block was sorted last.
    fresh: AtomicBool,
    /// One bit for each granule; that of an object's first granule counts.
    pub(crate) marks: BlockMarks,
    /// In a swept block the cells that are objects, or an allocator's.
    pub(crate) taken: BlockMarks,
    /// Of marked cells those that became an allocator's while there was marking, until the block is swept.
    born: BlockMarks,
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

    /// Cells are going to be objects while there is marking.
    pub(crate) fn set_born(&self, from: usize, to: usize, cell: usize) {
        self.born.set_born(from, to, cell);
        self.marks.set_born(from, to, cell);
    }

    /// The opposite: they have not become objects. Nobody marks.
    pub(crate) fn clear_unborn(&self, from: usize, to: usize, cell: usize) {
        self.born.clear_unborn(from, to, cell);
        self.marks.clear_unborn(from, to, cell);
    }

    /// Whether the object at this granule was born since marking began, while there is marking.
    #[inline(always)]
    pub(crate) fn is_born(&self, granule: usize) -> bool {
        self.born.has(granule)
    }

    /// Of the marked objects those that were born while there was marking, by who sorts the block.
    pub(crate) fn count_born(&self) -> usize {
        self.born.count()
    }

    /// Whether the object at this granule has survived a collection.
    #[inline(always)]
    pub(crate) fn is_old(&self, granule: usize) -> bool {
        ages::is_old(&self.marks, &self.born, granule)
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

    /// What a block is used for now: for who holds the block, or keeps an object in it alive.
    #[inline(always)]
    pub(crate) fn kind(&self, id: BlockId) -> Kind {
        State(self.get(id).state.get()).kind(self.phase())
    }

    /// Changes the use, by who holds the block, whose memory is prepared for it.
    pub(crate) fn set_kind(&self, id: BlockId, kind: Kind) {
        self.get(id).state.set(State::of(kind, self.phase()).0);
    }

    /// The block has been sorted and swept, by who holds it.
    pub(crate) fn set_swept(&self, id: BlockId, kind: Kind) {
        self.set_kind(id, kind);
        let block = self.get(id);
        ages::settle(&block.marks, &block.born);
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

    /// Whether the objects of this block, of which one is alive, are leaves.
    #[inline(always)]
    pub(crate) fn has_leaves(&self, id: BlockId) -> bool {
        match State(self.get(id).state.get()).kind(self.phase()) {
            Kind::Small { class, .. } => class.is_leaf(),
            _ => false,
        }
    }

    /// Where a block begins.
    #[inline(always)]
    pub(crate) fn address(&self, id: BlockId) -> usize {
        self.data.start() + id.index() * BLOCK_BYTES
    }

    /// Whether a marked object begins at an address in a live one. (What is *taken* tells nothing here: in the blocks of a large
    /// object these bits are left over from small ones.)
    #[inline(always)]
    pub(crate) fn begins_marked(&self, address: usize) -> bool {
        let entry = self.entry(address);
        entry.is_some_and(|(block, granule)| block.marks.has(granule))
    }

    /// How far behind the heap's begin an address lies, if it is one of the heap.
    #[inline(always)]
    pub(crate) fn offset(&self, address: usize) -> Option<usize> {
        let offset = address.wrapping_sub(self.data.start());
        // Acquire: pairs with the Release in `commit`.
        (offset < self.committed.load(Ordering::Acquire)).then_some(offset)
    }

    /// What refers to the object so far behind the heap's begin.
    pub(crate) fn reference(&self, offset: usize) -> u64 {
        (self.data.start() + offset) as u64 + REFERENCE_TAG
    }

    /// The block of an address, and the offset in it, if it is an address of the heap.
    #[inline(always)]
    pub(crate) fn locate(&self, address: usize) -> Option<(BlockId, usize)> {
        let offset = self.offset(address)?;
        Some((BlockId((offset / BLOCK_BYTES) as u32), offset % BLOCK_BYTES))
    }

    /// The entry of the block of an address, and the granule there, if it is an address of the heap.
    #[inline(always)]
    pub(crate) fn entry(&self, address: usize) -> Option<(&Block, usize)> {
        let (id, offset) = self.locate(address)?;
        Some((self.get(id), offset / GRANULE))
    }

    /// Lets the mark bit come nearer of the object that a reference refers to.
    #[inline(always)]
    pub(crate) fn fetch_mark(&self, reference: u64) {
        if let Some((block, granule)) = self.entry((reference - REFERENCE_TAG) as usize) {
            fetch(block.marks.address(granule));
        }
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
        self.look(id, |kind| match kind {
            Kind::Free { .. } => None,
            Kind::Small { class, swept } => self.find_small(id, class, swept, offset),
            Kind::Large { swept, .. } => self.find_large(id, swept),
            Kind::Tail { back } => {
                self.find_large_from_tail(BlockId(id.0.checked_sub(back as u32)?))
            }
        })
    }

    /// What `find` finds in a block, if that was of one kind all the time.
    fn look<R>(&self, id: BlockId, find: impl Fn(Kind) -> R) -> R {
        let state = &self.get(id).state;
        state.look(|state| find(State(state).kind(self.phase())))
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

    /// Whether the object that `value` referred to when the phase turned last had died by then, and its block has not been
    /// sorted since. Ends with the Acquire fence of `Label::look`.
    pub(crate) fn has_died(&self, value: u64) -> bool {
        if !is_reference(value) {
            return false;
        }
        let place = self.locate((value - REFERENCE_TAG) as usize);
        place.is_some_and(|(id, offset)| {
            self.look(id, |kind| {
                kind.has_dead() && !self.get(id).marks.has(offset / GRANULE)
            })
        })
    }

    /// The object that `value` refers to, alive or dead: a value of an object that has died, whose block has not been sorted.
    pub(crate) fn find_even_dead(&self, value: u64) -> Option<Object> {
        if !is_reference(value) {
            return None;
        }
        let address = (value - REFERENCE_TAG) as usize;
        self.locate(address)?;
        // SAFETY: a reference into the heap is to a cell.
        let object = unsafe { Object::from_address(address) };
        (!object.meta().is_free()).then_some(object)
    }

    fn find_small(&self, id: BlockId, class: Class, swept: bool, offset: usize) -> Option<Object> {
        let cell = class.cell_at(offset);
        if cell >= class.cells() {
            return None;
        }
        let start = cell * class.cell_bytes();
        // SAFETY: a cell of a committed block.
        let object = unsafe { Object::from_address(self.address(id) + start) };
        let block = self.get(id);
        let alive = match swept {
            true => block.taken.is_taken(start / GRANULE),
            false => block.marks.has(start / GRANULE),
        };
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
        self.look(head, |kind| match kind {
            Kind::Large { swept, .. } => self.find_large(head, swept),
            _ => None,
        })
    }
}
