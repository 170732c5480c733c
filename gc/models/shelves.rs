//! Blocks and cells change hands between the collector and allocators.

use crate::explore::explore;
use loom::cell::UnsafeCell;
use loom::thread;
use std::sync::Arc;
use tython_gc::shelf::{Shelf, Taken};

/// Preemptions.
const BOUND: usize = 5;

/// Cells of a block.
const CELLS: usize = 4;
const BLOCKS: usize = 2;

/// One shelf, and what blocks have.
struct Space {
    shelf: Shelf<Vec<usize>, usize>,
    /// Whether there is something in a cell.
    cells: [UnsafeCell<bool>; CELLS * BLOCKS],
    /// Which cells of a block are taken, as who has sorted it says.
    taken: [UnsafeCell<[bool; CELLS]>; BLOCKS],
}

// SAFETY: whether the cells have one user at a time is what the models are about; loom looks.
unsafe impl Send for Space {}
// SAFETY: as above.
unsafe impl Sync for Space {}

impl Space {
    /// So many blocks are sorted.
    fn new(sorted: usize) -> Arc<Self> {
        let space = Space {
            shelf: Shelf::default(),
            cells: std::array::from_fn(|_| UnsafeCell::new(false)),
            taken: std::array::from_fn(|_| UnsafeCell::new([true; CELLS])),
        };
        (0..sorted).for_each(|block| space.sort(block));
        Arc::new(space)
    }

    /// As `Space::sort_blocks`: the first cell of a block is alive.
    fn sort(&self, block: usize) {
        // SAFETY: loom would find a second user.
        self.taken[block].with_mut(|taken| unsafe { *taken = [true, false, false, false] });
        self.shelf.shelve(block, block);
    }

    /// As `Space::refill`, for one cell; none: a new block would be taken.
    fn allocate(&self) -> Option<usize> {
        let cut = |mut cells: Vec<usize>| {
            let cell = cells.pop();
            (cell, (!cells.is_empty()).then_some(cells))
        };
        let cell = match self.shelf.take(cut) {
            Taken::Cells(cell) => cell,
            Taken::Block(block) => {
                // SAFETY: as in `sort`.
                let taken = self.taken[block].with(|taken| unsafe { *taken });
                let free = (0..CELLS).filter(|cell| !taken[*cell]);
                let (cell, rest) = cut(free.map(|cell| block * CELLS + cell).collect());
                rest.into_iter().for_each(|rest| self.shelf.put_back(rest));
                cell
            }
            Taken::Nothing => None,
        }?;
        // SAFETY: as in `sort`.
        let before = self.cells[cell].with_mut(|cell| unsafe { cell.replace(true) });
        assert!(!before, "cell {cell}");
        Some(cell)
    }

    /// All cells that are left.
    fn allocate_all(&self) -> Vec<usize> {
        std::iter::from_fn(|| self.allocate()).collect()
    }
}

/// Runs `other` while this thread allocates a cell. What both got, and what is left, must be these cells.
fn allocate_beside(
    name: &str,
    sorted: usize,
    other: fn(&Space) -> Option<usize>,
    all: &'static [usize],
) {
    explore(name, BOUND, move || {
        let space = Space::new(sorted);
        let other = {
            let space = Arc::clone(&space);
            thread::spawn(move || other(&space))
        };
        let mut cells: Vec<_> = space.allocate().into_iter().collect();
        cells.extend(other.join().expect("no panic"));
        cells.extend(space.allocate_all());
        cells.sort();
        assert_eq!(cells, all);
    });
}

/// Two allocators want a cell each, and there is one block with three free cells.
#[test]
fn a_cell_is_handed_out_once() {
    let name = "a_cell_is_handed_out_once";
    allocate_beside(name, 1, Space::allocate, &[1, 2, 3]);
}

/// The same with two blocks.
#[test]
fn a_block_is_handed_out_once() {
    let name = "a_block_is_handed_out_once";
    allocate_beside(name, 2, Space::allocate, &[1, 2, 3, 5, 6, 7]);
}

/// The collector sorts a block while somebody allocates.
#[test]
fn who_takes_a_block_sees_it_sorted() {
    let sort = |space: &Space| {
        space.sort(1);
        None
    };
    allocate_beside(
        "who_takes_a_block_sees_it_sorted",
        1,
        sort,
        &[1, 2, 3, 5, 6, 7],
    );
}
