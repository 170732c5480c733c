//! Classes of cells: which cell a request gets.
//!
//! A class is a size, and whether its objects are leaves: objects without references, of which marking needs
//! nothing but the mark. They have blocks of their own, so the block of a leaf says that it is one, and nobody has to
//! look at the leaf, which is in no cache. (As in Go's runtime, `noscan`.)
//!
//! Steps of 16 bytes up to 256; then steps of at most an eighth up to 8 KiB, and fractions of a
//! block (an eighth to a half of it) beyond. From 256 on each size is the largest multiple of 16 of
//! which as many fit in a block, so that next to nothing is left over at the block's end.

use crate::block::BLOCK_BYTES;

/// The unit of sizes and addresses.
pub(crate) const GRANULE: usize = 16;
/// The largest cell; larger objects have blocks of their own.
pub(crate) const MAX_CELL: usize = BLOCK_BYTES / 2;
/// Cells up to this size differ by one granule.
const FINE: usize = 256;
/// Number of sizes.
const SIZE_COUNT: usize = count();
/// Number of classes: those of objects that may have references, then those of leaves.
pub(crate) const COUNT: usize = 2 * SIZE_COUNT;

/// A class.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Class(u8);

/// Bytes of a cell, by class.
const SIZES: [u32; COUNT] = sizes();
/// Multiplied by an offset in a block and shifted by 32, the number of the cell there.
const RECIPROCALS: [u32; COUNT] = reciprocals();
/// The class of objects with references, by granules that are asked for. Not a static: for a constant size the compiler
/// of another crate knows the class.
const CLASSES: &[u8; MAX_CELL / GRANULE + 1] = &classes();

/// The cell size after `size`, which is one itself.
const fn next_size(size: usize) -> usize {
    if size < FINE {
        return size + GRANULE;
    }
    // The largest power of two that is not above `size`, divided by eight.
    let step = (1 << (usize::BITS - 1 - size.leading_zeros())) / 8;
    let (most, least) = (BLOCK_BYTES / size - 1, BLOCK_BYTES.div_ceil(size + step));
    let cells = if least < most { least } else { most };
    BLOCK_BYTES / cells / GRANULE * GRANULE
}

const fn count() -> usize {
    let (mut size, mut count) = (GRANULE, 1);
    while size < MAX_CELL {
        size = next_size(size);
        count += 1;
    }
    count
}

const fn sizes() -> [u32; COUNT] {
    let mut sizes = [0; COUNT];
    let (mut size, mut class) = (GRANULE, 0);
    while class < SIZE_COUNT {
        sizes[class] = size as u32;
        sizes[class + SIZE_COUNT] = size as u32;
        size = if size < MAX_CELL { next_size(size) } else { 0 };
        class += 1;
    }
    sizes
}

const fn reciprocals() -> [u32; COUNT] {
    let mut reciprocals = [0; COUNT];
    let mut class = 0;
    while class < COUNT {
        reciprocals[class] = (1u64 << 32).div_ceil(SIZES[class] as u64) as u32;
        class += 1;
    }
    reciprocals
}

const fn classes() -> [u8; MAX_CELL / GRANULE + 1] {
    let mut classes = [0; MAX_CELL / GRANULE + 1];
    let (mut granules, mut class) = (0, 0);
    while granules < classes.len() {
        if granules * GRANULE > SIZES[class] as usize {
            class += 1;
        }
        classes[granules] = class as u8;
        granules += 1;
    }
    classes
}

impl Class {
    /// The class for so many bytes, at the most [`MAX_CELL`], of a leaf or of another object.
    #[inline(always)]
    pub(crate) fn of(bytes: usize, leaf: bool) -> Self {
        let class = CLASSES[bytes.div_ceil(GRANULE)];
        Class(if leaf {
            class + SIZE_COUNT as u8
        } else {
            class
        })
    }

    /// Whether its objects are leaves.
    #[inline(always)]
    pub(crate) fn is_leaf(self) -> bool {
        self.index() >= SIZE_COUNT
    }

    /// From a number that [`Class::index`] gave.
    pub(crate) fn from_index(index: usize) -> Self {
        debug_assert!(index < COUNT);
        Class(index as u8)
    }

    #[inline(always)]
    pub(crate) fn index(self) -> usize {
        usize::from(self.0)
    }

    /// Bytes of a cell.
    #[inline(always)]
    pub(crate) fn cell_bytes(self) -> usize {
        SIZES[self.index()] as usize
    }

    /// Cells in a block.
    #[inline(always)]
    pub(crate) fn cells(self) -> usize {
        BLOCK_BYTES / self.cell_bytes()
    }

    /// The number of the cell that contains byte `offset` of a block; it may be one too many, at the
    /// block's end.
    #[inline(always)]
    pub(crate) fn cell_at(self, offset: usize) -> usize {
        debug_assert!(offset < BLOCK_BYTES);
        ((offset as u64 * u64::from(RECIPROCALS[self.index()])) >> 32) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_request_gets_the_smallest_cell_that_holds_it() {
        for bytes in 1..=MAX_CELL {
            for leaf in [false, true] {
                let class = Class::of(bytes, leaf);
                assert!(class.cell_bytes() >= bytes && class.is_leaf() == leaf);
                if !class.index().is_multiple_of(SIZE_COUNT) {
                    assert!(Class::from_index(class.index() - 1).cell_bytes() < bytes);
                }
            }
        }
        assert_eq!(Class::of(MAX_CELL, true).index(), COUNT - 1);
    }

    #[test]
    fn little_is_wasted() {
        for index in 1..SIZE_COUNT {
            let (before, size) = (SIZES[index - 1] as usize, SIZES[index] as usize);
            assert_eq!(size % GRANULE, 0);
            let step = size - before;
            assert!(
                step <= GRANULE || step * 8 <= size || size > 8 << 10,
                "{before} to {size}"
            );
            let class = Class::from_index(index);
            let tail = BLOCK_BYTES - class.cells() * size;
            assert!(tail * 50 <= BLOCK_BYTES, "{size}: {tail} bytes left over");
        }
    }

    #[test]
    fn offsets_find_their_cells() {
        for index in 0..COUNT {
            let class = Class::from_index(index);
            for offset in 0..BLOCK_BYTES {
                assert_eq!(class.cell_at(offset), offset / class.cell_bytes());
            }
        }
    }
}
