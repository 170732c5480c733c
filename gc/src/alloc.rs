//! Allocation: each thread has, for each size class, an interval of free cells that it walks through.
//!
//! ```text
//!    cursor -> end      cells that are zero: the fast path takes the first
//!    end -> interval    the rest of the interval, made zero piece by piece while it is in the cache
//!    ahead              the next interval, which is being fetched
//!    room               where further ones are (`room.rs`)
//! ```
//!
//! What a thread takes from the heap at a time (its appetite) doubles from one kilobyte to a block: a
//! thread that does little holds little.
//!
//! While there is marking, cells are marked before they become objects: those from cursor to end by who
//! stops the world for its begin ([`Allocator::mark_unborn`]), further ones as they are made ready. At its
//! end all cells belong to the heap again ([`Allocator::forget`]).

use crate::block::{BLOCK_BYTES, Block};
use crate::classes::{COUNT, Class, GRANULE, MAX_CELL};
use crate::header::{HEADER_BYTES, Header, Meta, Object};
use crate::layout::LayoutId;
use crate::marks::publish_born;
use crate::prefetch::{fetch, fetch_ahead};
use crate::room::{Interval, Room};
use crate::space::{OutOfMemory, Space};
use std::mem::offset_of;
use stm_core::{Token, TokenWord};

/// Bytes that are made zero at a time.
const PIECE: usize = 4 << 10;
/// What a thread takes first.
const FIRST_APPETITE: usize = 1 << 10;
/// Payload words of the largest object that has a cell in a block.
const MAX_SMALL_WORDS: usize = (MAX_CELL - HEADER_BYTES) / 8;

/// What a thread has of one class.
#[derive(Debug)]
struct Local {
    cursor: usize,
    end: usize,
    cell: usize,
    interval: Interval,
    ahead: Interval,
    room: Room,
    appetite: usize,
}

/// Where compiled code finds free cells of one class, in bytes from the allocator's address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cells {
    /// The address of the first one.
    pub cursor: usize,
    /// The address behind the last one that is ready.
    pub end: usize,
    /// The bytes of each.
    pub bytes: usize,
}

impl Cells {
    /// Those for objects of a layout with so many payload words. `None` if they have no cells, or the heap wants to know of each.
    pub fn of(layout: LayoutId, payload_words: usize) -> Option<Cells> {
        if payload_words > MAX_SMALL_WORDS || layout.has_drop() {
            return None;
        }
        let class = Class::of(HEADER_BYTES + payload_words * 8, layout.is_leaf());
        let local = offset_of!(Allocator, locals) + class.index() * size_of::<Local>();
        Some(Cells {
            cursor: local + offset_of!(Local, cursor),
            end: local + offset_of!(Local, end),
            bytes: class.cell_bytes(),
        })
    }
}

/// The free cells of one thread.
#[derive(Debug)]
pub(crate) struct Allocator {
    locals: [Local; COUNT],
}

impl Allocator {
    pub(crate) fn new() -> Self {
        let local = |index| Local {
            cursor: 0,
            end: 0,
            cell: Class::from_index(index).cell_bytes(),
            interval: Interval::default(),
            ahead: Interval::default(),
            room: Room::default(),
            appetite: FIRST_APPETITE,
        };
        Allocator {
            locals: std::array::from_fn(local),
        }
    }

    /// A new object, if it is a small one and there is a cell at hand.
    #[inline(always)]
    pub(crate) fn take(&mut self, payload_words: usize, leaf: bool) -> Option<Object> {
        if payload_words > MAX_SMALL_WORDS {
            return None;
        }
        let class = Class::of(HEADER_BYTES + payload_words * 8, leaf);
        let local = &mut self.locals[class.index()];
        let start = local.cursor;
        if start == local.end {
            return None;
        }
        local.cursor = start + local.cell;
        // SAFETY: a free cell of this thread's.
        Some(unsafe { Object::from_address(start) })
    }

    /// Gets cells for [`Allocator::take`], or an object of its own blocks. The number is the bytes that
    /// were taken from the heap.
    #[cold]
    #[inline(never)]
    pub(crate) fn take_slowly(
        &mut self,
        space: &Space,
        payload_words: usize,
        leaf: bool,
    ) -> Result<(Object, usize), OutOfMemory> {
        if payload_words > MAX_SMALL_WORDS {
            if payload_words > space.max_request() / 8 {
                return Err(OutOfMemory);
            }
            return space.take_large(HEADER_BYTES + payload_words * 8);
        }
        let class = Class::of(HEADER_BYTES + payload_words * 8, leaf);
        let local = &mut self.locals[class.index()];
        let mut taken = 0;
        while local.cursor == local.end && !local.next_piece(space, class) {
            let (room, bytes) = space.refill(class, local.appetite)?;
            (local.room, local.ahead) = (room, Interval::default());
            local.appetite = (local.appetite * 2).min(BLOCK_BYTES);
            taken += bytes;
        }
        let start = local.cursor;
        local.cursor += local.cell;
        // SAFETY: a free cell of this thread's.
        Ok((unsafe { Object::from_address(start) }, taken))
    }

    /// Gives all cells back: the thread ends.
    pub(crate) fn give_back(&mut self, space: &Space) {
        for (index, local) in self.locals.iter_mut().enumerate() {
            local.give_back(space, Class::from_index(index));
        }
    }

    /// Marks the cells that are going to be objects next: marking begins. The thread is parked.
    pub(crate) fn mark_unborn(&self, space: &Space) {
        self.each_unborn(|start, end, class| space.set_born(start, end, class));
    }

    /// Forgets all cells: marking has ended, and what is not marked is taken. The thread is parked.
    pub(crate) fn forget(&mut self, space: &Space) {
        self.each_unborn(|start, end, class| space.clear_unborn(start, end, class));
        for local in self.locals.iter_mut() {
            local.forget();
            local.appetite = (local.appetite / 4).max(FIRST_APPETITE);
        }
    }
}

impl Allocator {
    /// Cells that are ready, by class.
    fn each_unborn(&self, mut visit: impl FnMut(usize, usize, Class)) {
        for (index, local) in self.locals.iter().enumerate() {
            if local.cursor != local.end {
                visit(local.cursor, local.end, Class::from_index(index));
            }
        }
    }
}

impl Space {
    /// Cells that have been made zero are going to be objects.
    fn hand_out(&self, start: usize, end: usize, class: Class) {
        self.with_block(start, end, class, |block, from, to, cell| {
            block.set_fresh(true);
            block.taken.set_taken(from, to, cell);
            if self.is_marking() {
                block.set_born(from, to, cell);
                publish_born();
            }
        });
    }

    /// Marks cells that are going to be objects.
    fn set_born(&self, start: usize, end: usize, class: Class) {
        self.with_block(start, end, class, Block::set_born);
    }

    /// Cells that have not become objects are free again.
    fn clear_taken(&self, start: usize, end: usize, class: Class) {
        self.with_block(start, end, class, |block, from, to, cell| {
            block.taken.clear_unborn(from, to, cell);
        });
    }

    /// Takes the marks back from cells that have not become objects.
    fn clear_unborn(&self, start: usize, end: usize, class: Class) {
        self.with_block(start, end, class, Block::clear_unborn);
    }

    /// The block of these cells, and the granules of the first, of what is behind the last, and of each.
    fn with_block(
        &self,
        start: usize,
        end: usize,
        class: Class,
        change: impl FnOnce(&Block, usize, usize, usize),
    ) {
        if let Some((block, from)) = self.blocks.entry(start) {
            let to = from + (end - start) / GRANULE;
            change(block, from, to, class.cell_bytes() / GRANULE);
        }
    }
}

impl Local {
    /// Makes the next cells ready; false if there are none.
    fn next_piece(&mut self, space: &Space, class: Class) -> bool {
        if self.interval.bytes() == 0 {
            if self.ahead.bytes() == 0 {
                self.ahead = self.room.next(&space.blocks, class);
            }
            let next = self.room.next(&space.blocks, class);
            self.interval = std::mem::replace(&mut self.ahead, next);
            if self.interval.bytes() == 0 {
                return false;
            }
            fetch(self.ahead.start);
        }
        let piece = self.interval.split(PIECE, class);
        piece.clear();
        space.hand_out(piece.start, piece.end, class);
        // What is made zero next: else whoever does that waits for it.
        let next = match self.interval.bytes() {
            0 => self.ahead,
            _ => self.interval,
        };
        fetch_ahead(next.start, next.end.min(next.start + PIECE));
        (self.cursor, self.end) = (piece.start, piece.end);
        true
    }

    fn give_back(&mut self, space: &Space, class: Class) {
        if self.cursor != self.end {
            if space.is_marking() {
                space.clear_unborn(self.cursor, self.end, class);
            }
            space.clear_taken(self.cursor, self.end, class);
        }
        let ready = (self.cursor != self.end).then_some(self.cursor);
        let waiting = [self.interval, self.ahead].into_iter();
        let waiting = waiting.filter(|interval| interval.bytes() > 0);
        let first = ready.or(waiting.map(|interval| interval.start).next());
        let rest = first.map_or(self.room, |first| self.room.behind(&space.blocks, first));
        space.put_back(class, rest);
        self.forget();
    }

    fn forget(&mut self) {
        (self.cursor, self.end) = (0, 0);
        (self.interval, self.ahead) = Default::default();
        self.room = Room::default();
    }
}

/// Writes the header of a new object. The meta word last: until then the cell is free.
#[inline(always)]
pub(crate) fn initialise(object: Object, layout: LayoutId, shape: u32, token: TokenWord) {
    let header: *mut Header = object.as_ptr();
    // SAFETY: a free cell of the calling thread's; nobody looks at the token of such.
    unsafe { (&raw mut (*header).token).write(Token::new(token)) };
    object.meta_word().store(Meta::new(layout, shape).bits());
}
