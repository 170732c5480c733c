//! Free memory of one size class: a *room* is a part of a block, with all cells in it that are not taken.
//!
//! Which these are the block's bits say (`marks.rs`), so free memory is not touched before it is used: it is in no
//! cache. A room has one owner: the shelf of its class, under the lock, or one allocator, who goes through it from its
//! begin to its end. Others may own other rooms of the same block; each looks at the bits of its own only.

use crate::block::{BLOCK_BYTES, Block, BlockId, Blocks};
use crate::classes::{Class, GRANULE};

/// Free cells in a row.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Interval {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// All of it is zero. Else dead objects may still lie there.
    pub(crate) clean: bool,
}

impl Interval {
    pub(crate) fn bytes(self) -> usize {
        self.end - self.start
    }

    /// Cuts off the first cells, about `bytes` and at least one.
    pub(crate) fn split(&mut self, bytes: usize, class: Class) -> Interval {
        let cell = class.cell_bytes();
        let wanted = (bytes / cell * cell).clamp(cell, self.bytes());
        let head = Interval {
            end: self.start + wanted,
            ..*self
        };
        self.start = head.end;
        head
    }

    /// Makes every byte zero.
    pub(crate) fn clear(self) {
        if !self.clean {
            // SAFETY: free cells of a committed block, which belong to the caller.
            unsafe { std::ptr::write_bytes(self.start as *mut u8, 0, self.bytes()) }
        }
    }
}

/// A part of a block, from one granule to another, at which cells begin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Room {
    block: BlockId,
    from: u32,
    to: u32,
    /// What is free is zero.
    clean: bool,
}

/// Of no block.
impl Default for Room {
    fn default() -> Self {
        Room {
            block: BlockId(0),
            from: 0,
            to: 0,
            clean: false,
        }
    }
}

impl Room {
    /// A whole block.
    pub(crate) fn whole(block: BlockId, class: Class, clean: bool) -> Self {
        Room {
            block,
            from: 0,
            to: (class.cells() * granules(class)) as u32,
            clean,
        }
    }

    pub(crate) fn is_empty(self) -> bool {
        self.from == self.to
    }

    /// The next free cells in a row, which are no part of the room any more; none at its end.
    pub(crate) fn next(&mut self, blocks: &Blocks, class: Class) -> Interval {
        if self.is_empty() {
            return Interval::default();
        }
        let taken = &blocks.get(self.block).taken;
        let (cell, to) = (granules(class), self.to as usize);
        let mut from = self.from as usize;
        let end = loop {
            let end = taken.first(from, to);
            if end > from || from == to {
                break end;
            }
            from += cell;
        };
        // What ends the interval is taken.
        self.from = (end + cell).min(to) as u32;
        let start = blocks.address(self.block);
        Interval {
            start: start + from * GRANULE,
            end: start + end * GRANULE,
            clean: self.clean,
        }
    }

    /// Cuts off a part with about `bytes` of free cells, at least one if there is any; the number says how many they are.
    pub(crate) fn cut(&mut self, blocks: &Blocks, bytes: usize, class: Class) -> (Room, usize) {
        let mut part = *self;
        if bytes >= BLOCK_BYTES {
            *self = Room::default();
            let free = part.free(blocks.get(part.block), class);
            return (part, free * class.cell_bytes());
        }
        let mut total = 0;
        while total < bytes {
            let mut interval = self.next(blocks, class);
            if interval.bytes() == 0 {
                break;
            }
            total += interval.split(bytes - total, class).bytes();
            if interval.bytes() > 0 {
                // The rest of it stays here.
                self.from = self.to_granule(blocks, interval.start);
            }
        }
        part.to = self.from;
        (part, total)
    }

    /// What is behind an address in the block, up to the room's end.
    pub(crate) fn behind(self, blocks: &Blocks, address: usize) -> Room {
        Room {
            from: self.to_granule(blocks, address),
            ..self
        }
    }

    fn to_granule(self, blocks: &Blocks, address: usize) -> u32 {
        ((address - blocks.address(self.block)) / GRANULE) as u32
    }

    /// Cells that are free.
    fn free(self, block: &Block, class: Class) -> usize {
        let (from, to) = (self.from as usize, self.to as usize);
        (to - from) / granules(class) - block.taken.count_between(from, to)
    }
}

fn granules(class: Class) -> usize {
    class.cell_bytes() / GRANULE
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of blocks, and a room of one of them in which these cells are taken.
    fn with_taken(class: Class, cells: &[usize]) -> (Blocks, Room) {
        let blocks = Blocks::reserve(BLOCK_BYTES).expect("addresses");
        assert!(blocks.commit(1));
        let room = Room::whole(BlockId(0), class, false);
        let cell = granules(class);
        cells.iter().for_each(|number| {
            blocks.get(BlockId(0)).taken.set(number * cell);
        });
        (blocks, room)
    }

    /// The first cell and the one behind the last of each interval.
    fn intervals(mut room: Room, blocks: &Blocks, class: Class) -> Vec<(usize, usize)> {
        let number = |address: usize| (address - blocks.address(BlockId(0))) / class.cell_bytes();
        let next = || Some(room.next(blocks, class)).filter(|interval| interval.bytes() > 0);
        std::iter::from_fn(next)
            .map(|interval| (number(interval.start), number(interval.end)))
            .collect()
    }

    #[test]
    fn what_is_free_lies_between_what_is_taken() {
        for size in [16, 48, 4_000] {
            let class = Class::of(size, false);
            let cells = class.cells();
            let all: Vec<_> = (0..cells).collect();
            for (taken, free) in [
                (&[][..], vec![(0, cells)]),
                (&[0, 1, 5, cells - 1], vec![(2, 5), (6, cells - 1)]),
                (&[cells - 3], vec![(0, cells - 3), (cells - 2, cells)]),
                (&all, vec![]),
            ] {
                let (blocks, room) = with_taken(class, taken);
                assert_eq!(intervals(room, &blocks, class), free);
            }
        }
    }

    #[test]
    fn parts_have_all_that_is_free_once() {
        let class = Class::of(48, false);
        let taken: Vec<_> = (0..class.cells()).filter(|cell| cell % 7 < 3).collect();
        for bytes in [1, 48, 100, 1_000, BLOCK_BYTES] {
            let (blocks, mut room) = with_taken(class, &taken);
            let whole = intervals(room, &blocks, class);
            let cells = |parts: &[(usize, usize)]| -> Vec<usize> {
                parts.iter().flat_map(|(from, to)| *from..*to).collect()
            };
            let mut found = Vec::new();
            while !room.is_empty() {
                let (part, total) = room.cut(&blocks, bytes, class);
                let part = intervals(part, &blocks, class);
                assert_eq!(cells(&part).len() * class.cell_bytes(), total);
                assert!(total < bytes + 48 && (total >= bytes || room.is_empty()));
                found.extend(part);
            }
            assert_eq!(cells(&found), cells(&whole));
        }
    }
}
