//! Free memory of one size class: a chain of intervals, each of some free cells in a row.
//!
//! A chain lies in the cells themselves. The first word of an interval, where a token will be, says
//! where the next interval begins, how long this one is, and whether it is clean (all zero, but for
//! that word). The meta words of all its cells are 0, as in every free cell.
//!
//! ```text
//!  bit 63 ..... 48   47 ............ 4   3 .. 1   0
//!  +---------------+-------------------+--------+-------+
//!  | granules      | next / 16         | 0      | CLEAN |
//!  +---------------+-------------------+--------+-------+
//! ```
//!
//! A chain has one owner: the list of its class, under the lock, or one allocator.

use crate::block::BLOCK_BYTES;
use crate::classes::{Class, GRANULE};
use stm_core::Word;

const CLEAN: u64 = 1;
const LENGTH_SHIFT: u32 = 48;

/// Free cells in a row.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Interval {
    pub(crate) start: usize,
    pub(crate) end: usize,
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

    /// Makes every byte zero, but for the first word of a clean interval.
    pub(crate) fn clear(self) {
        if !self.clean {
            // SAFETY: free cells of a committed block, which belong to the caller.
            unsafe { std::ptr::write_bytes(self.start as *mut u8, 0, self.bytes()) }
        }
    }
}

/// Intervals of one size class.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Chain {
    /// Address of the first interval; 0: none.
    first: usize,
}

fn head_word(address: usize) -> &'static Word {
    // SAFETY: the first word of a free cell, in memory that stays mapped; an atomic.
    unsafe { &*(address as *const Word) }
}

impl Chain {
    pub(crate) fn is_empty(&self) -> bool {
        self.first == 0
    }

    /// Puts an interval in front.
    pub(crate) fn push(&mut self, interval: Interval) {
        debug_assert!(interval.bytes() > 0 && interval.bytes() <= BLOCK_BYTES);
        let granules = (interval.bytes() / GRANULE) as u64;
        let word =
            granules << LENGTH_SHIFT | self.first as u64 | (u64::from(interval.clean) * CLEAN);
        head_word(interval.start).store(word);
        self.first = interval.start;
    }

    /// Takes the first interval.
    pub(crate) fn pop(&mut self) -> Option<Interval> {
        if self.is_empty() {
            return None;
        }
        let (start, word) = (self.first, head_word(self.first).load());
        self.first = (word & ((1 << LENGTH_SHIFT) - 1) & !CLEAN) as usize;
        Some(Interval {
            start,
            end: start + (word >> LENGTH_SHIFT) as usize * GRANULE,
            clean: word & CLEAN != 0,
        })
    }

    /// Takes about `bytes` from the front, at least one cell; the result says how many they are.
    pub(crate) fn take(&mut self, bytes: usize, class: Class) -> (Chain, usize) {
        let (mut taken, mut total) = (Chain::default(), 0);
        while total < bytes
            && let Some(mut interval) = self.pop()
        {
            let head = interval.split(bytes - total, class);
            total += head.bytes();
            taken.push(head);
            if interval.bytes() > 0 {
                self.push(interval);
            }
        }
        (taken, total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Memory for intervals at multiples of a granule.
    fn memory() -> Box<[u128; 64]> {
        Box::new([u128::MAX; 64])
    }

    fn intervals(mut chain: Chain) -> Vec<Interval> {
        std::iter::from_fn(|| chain.pop()).collect()
    }

    #[test]
    fn what_is_pushed_is_popped() {
        let memory = memory();
        let start = memory.as_ptr() as usize;
        let intervals_in =
            [(0, 4, true), (10, 11, false), (20, 64, true)].map(|(from, to, clean)| Interval {
                start: start + from * 16,
                end: start + to * 16,
                clean,
            });
        let mut chain = Chain::default();
        intervals_in
            .iter()
            .rev()
            .for_each(|interval| chain.push(*interval));
        assert_eq!(intervals(chain), intervals_in);
    }

    #[test]
    fn a_part_is_taken_in_whole_cells() {
        let memory = memory();
        let start = memory.as_ptr() as usize;
        let class = Class::of(48);
        let mut chain = Chain::default();
        for (from, cells) in [(30, 2), (0, 5)] {
            let start = start + from * 16;
            let end = start + cells * 48;
            chain.push(Interval {
                start,
                end,
                clean: false,
            });
        }
        let (taken, total) = chain.take(100, class);
        assert_eq!((total, intervals(taken).len()), (96 + 48, 2));
        let (taken, total) = chain.take(1, class);
        assert_eq!((total, intervals(taken)[0].start), (48, start + 3 * 48));
        let (_, total) = chain.take(usize::MAX, class);
        assert_eq!((total, chain.is_empty()), (48 + 96, true));
    }
}
