//! Allocation: each thread has, for each size class, an interval of free cells that it walks through.
//!
//! ```text
//!    cursor -> end      cells that are zero: the fast path takes the first
//!    end -> interval    the rest of the interval, made zero piece by piece while it is in the cache
//!    chain              further intervals
//! ```
//!
//! What a thread takes from the heap at a time (its appetite) doubles from one kilobyte to a block: a
//! thread that does little holds little. After a collection all cells belong to the heap again;
//! a thread notices that when it has been parked ([`Allocator::forget`]).

use crate::block::BLOCK_BYTES;
use crate::chain::{Chain, Interval};
use crate::classes::{COUNT, Class, MAX_CELL};
use crate::header::{HEADER_BYTES, Header, Meta, Object};
use crate::layout::LayoutId;
use crate::space::{OutOfMemory, Space};
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
    chain: Chain,
    appetite: usize,
}

/// The free cells of one thread.
#[derive(Debug)]
pub(crate) struct Allocator {
    locals: Box<[Local; COUNT]>,
}

impl Allocator {
    pub(crate) fn new() -> Self {
        let local = |index| Local {
            cursor: 0,
            end: 0,
            cell: Class::from_index(index).cell_bytes(),
            interval: Interval::default(),
            chain: Chain::default(),
            appetite: FIRST_APPETITE,
        };
        Allocator {
            locals: Box::new(std::array::from_fn(local)),
        }
    }

    /// A new object, if it is a small one and there is a cell at hand.
    #[inline(always)]
    pub(crate) fn take(&mut self, payload_words: usize) -> Option<Object> {
        if payload_words > MAX_SMALL_WORDS {
            return None;
        }
        let class = Class::of(HEADER_BYTES + payload_words * 8);
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
    ) -> Result<(Object, usize), OutOfMemory> {
        if payload_words > MAX_SMALL_WORDS {
            if payload_words > space.max_request() / 8 {
                return Err(OutOfMemory);
            }
            return space.take_large(HEADER_BYTES + payload_words * 8);
        }
        let class = Class::of(HEADER_BYTES + payload_words * 8);
        let local = &mut self.locals[class.index()];
        let mut taken = 0;
        while local.cursor == local.end && !local.next_piece(class) {
            let (chain, bytes) = space.refill(class, local.appetite)?;
            local.chain = chain;
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

    /// Forgets all cells: a collection has taken them.
    pub(crate) fn forget(&mut self) {
        for local in self.locals.iter_mut() {
            (local.cursor, local.end) = (0, 0);
            local.interval = Interval::default();
            local.chain = Chain::default();
            local.appetite = (local.appetite / 4).max(FIRST_APPETITE);
        }
    }
}

impl Local {
    /// Makes the next cells ready; false if there are none.
    fn next_piece(&mut self, class: Class) -> bool {
        if self.interval.bytes() == 0 {
            let Some(interval) = self.chain.pop() else {
                return false;
            };
            self.interval = interval;
        }
        let piece = self.interval.split(PIECE, class);
        piece.clear();
        (self.cursor, self.end) = (piece.start, piece.end);
        true
    }

    fn give_back(&mut self, space: &Space, class: Class) {
        let ready = Interval {
            start: self.cursor,
            end: self.end,
            clean: false,
        };
        for interval in [self.interval, ready] {
            if interval.bytes() > 0 {
                self.chain.push(interval);
            }
        }
        space.put_back(class, std::mem::take(&mut self.chain));
        (self.cursor, self.end) = (0, 0);
        self.interval = Interval::default();
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
