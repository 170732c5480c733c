//! A shelf: the free cells of one size, and the blocks that have more of them. How both change hands between
//! allocators and the collector.
//!
//! | who | does | |
//! | --- | --- | --- |
//! | an allocator | takes cells; or a block, whose free cells it finds under no lock; and puts what it does not need back | [`Shelf::take`] |
//! | the collector | puts blocks here that it has sorted, and have room | [`Shelf::shelve`] |
//! | the same, while the world is stopped | forgets all of it, to sort the blocks anew | [`Shelf::forget`] |
//!
//! Who takes a block has it alone, and sees what the collector wrote before it came here: it is taken under the lock under
//! which it came. So objects are born in few blocks, and lie together: those with the most room come first.

use crate::sync::Mutex;
use std::array::from_fn;
use std::fmt;

/// How much room a block has, in degrees.
pub const DEGREES: usize = 8;

struct Lists<C, B> {
    cells: Vec<C>,
    /// By degree.
    blocks: [Vec<B>; DEGREES],
}

/// `C` are free cells, `B` is a block.
pub struct Shelf<C, B> {
    lists: Mutex<Lists<C, B>>,
}

impl<C, B> Default for Shelf<C, B> {
    fn default() -> Self {
        Shelf {
            lists: Mutex::new(Lists {
                cells: Vec::new(),
                blocks: from_fn(|_| Vec::new()),
            }),
        }
    }
}

/// What an allocator finds.
#[derive(Debug)]
pub enum Taken<P, B> {
    /// A part of the free cells.
    Cells(P),
    /// A block with room.
    Block(B),
    /// Nothing.
    Nothing,
}

impl<C, B> Shelf<C, B> {
    /// Takes the newest free cells, of which `cut` may leave some here; or a block, if there are no cells.
    pub fn take<P>(&self, cut: impl FnOnce(C) -> (P, Option<C>)) -> Taken<P, B> {
        let mut lists = self.lists.lock();
        if let Some(cells) = lists.cells.pop() {
            let (part, rest) = cut(cells);
            lists.cells.extend(rest);
            return Taken::Cells(part);
        }
        let block = lists.blocks.iter_mut().rev().find_map(Vec::pop);
        block.map_or(Taken::Nothing, Taken::Block)
    }

    /// Puts free cells here.
    pub fn put_back(&self, cells: C) {
        self.lists.lock().cells.push(cells);
    }

    /// The block, with room to this degree, waits for an allocator.
    pub fn shelve(&self, block: B, degree: usize) {
        self.lists.lock().blocks[degree.min(DEGREES - 1)].push(block);
    }

    /// Forgets all free cells, and all blocks.
    pub fn forget(&self) {
        let mut lists = self.lists.lock();
        lists.cells.clear();
        lists.blocks.iter_mut().for_each(Vec::clear);
    }
}

impl<C, B> fmt::Debug for Shelf<C, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shelf").finish_non_exhaustive()
    }
}
