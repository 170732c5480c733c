//! Which blocks are free: runs of neighbours, by address and by length.
//!
//! A request gets the shortest run that is long enough, and of those the one with the lowest address;
//! if there is none, the heap grows at its end.

use crate::block::BlockId;
use std::collections::{BTreeMap, BTreeSet};

/// Free runs, and how much is in use.
#[derive(Debug)]
pub(crate) struct Pool {
    by_start: BTreeMap<u32, u32>,
    by_length: BTreeSet<(u32, u32)>,
    /// The first block that was never used.
    end: u32,
    /// How far the heap may grow.
    reserved: u32,
    in_use: usize,
    peak: usize,
}

impl Pool {
    pub(crate) fn new(reserved: usize) -> Self {
        Pool {
            by_start: BTreeMap::new(),
            by_length: BTreeSet::new(),
            end: 0,
            reserved: u32::try_from(reserved).unwrap_or(u32::MAX),
            in_use: 0,
            peak: 0,
        }
    }

    /// Blocks in use.
    pub(crate) fn in_use(&self) -> usize {
        self.in_use
    }

    /// The most that were in use.
    pub(crate) fn peak(&self) -> usize {
        self.peak
    }

    /// The first block that was never used; all others are below.
    pub(crate) fn end(&self) -> usize {
        self.end as usize
    }

    /// Takes a run of `blocks`. `commit(end)` makes memory of all blocks below `end`, if it can.
    pub(crate) fn take(
        &mut self,
        blocks: usize,
        commit: impl FnOnce(usize) -> bool,
    ) -> Option<BlockId> {
        let wanted = u32::try_from(blocks).ok()?;
        let fitting = self.by_length.range((wanted, 0)..).next().copied();
        let start = if let Some((length, start)) = fitting {
            self.remove(start, length);
            if length > wanted {
                self.insert(start + wanted, length - wanted);
            }
            start
        } else {
            self.grow(wanted, commit)?
        };
        self.in_use += blocks;
        self.peak = self.peak.max(self.in_use);
        Some(BlockId(start))
    }

    /// Takes blocks at the heap's end, together with the free run that may lie there.
    fn grow(&mut self, wanted: u32, commit: impl FnOnce(usize) -> bool) -> Option<u32> {
        let last = self.by_start.last_key_value();
        let last = last.map(|(start, length)| (*start, *length));
        let last = last.filter(|(start, length)| start + length == self.end);
        let start = last.map_or(self.end, |(start, _)| start);
        let end = start.checked_add(wanted)?;
        if end > self.reserved || !commit(end as usize) {
            return None;
        }
        if let Some((start, length)) = last {
            self.remove(start, length);
        }
        self.end = end;
        Some(start)
    }

    /// Gives a run back.
    pub(crate) fn give(&mut self, first: BlockId, blocks: usize) {
        self.in_use -= blocks;
        self.put_back(first, blocks);
    }

    /// The first free run from a block on, as far as it lies there.
    pub(crate) fn run_from(&self, from: BlockId) -> Option<(BlockId, usize)> {
        let before = self.by_start.range(..from.0).next_back();
        let inside = before.filter(|(start, length)| *start + *length > from.0);
        if let Some((start, length)) = inside {
            return Some((from, (start + length - from.0) as usize));
        }
        let (start, length) = self.by_start.range(from.0..).next()?;
        Some((BlockId(*start), *length as usize))
    }

    /// Takes a part of a free run out, which does not count as in use.
    pub(crate) fn withdraw(&mut self, first: BlockId, blocks: usize) {
        let blocks = blocks as u32;
        let Some((start, length)) = self.by_start.range(..=first.0).next_back() else {
            return;
        };
        let (start, length) = (*start, *length);
        self.remove(start, length);
        if first.0 > start {
            self.insert(start, first.0 - start);
        }
        let end = first.0 + blocks;
        if start + length > end {
            self.insert(end, start + length - end);
        }
    }

    /// Puts a run where it was, with its free neighbours.
    pub(crate) fn put_back(&mut self, first: BlockId, blocks: usize) {
        let (mut start, mut length) = (first.0, blocks as u32);
        let before = self.by_start.range(..start).next_back();
        if let Some((before, size)) = before.map(|(start, length)| (*start, *length))
            && before + size == start
        {
            self.remove(before, size);
            (start, length) = (before, length + size);
        }
        if let Some(size) = self.by_start.get(&(start + length)).copied() {
            self.remove(start + length, size);
            length += size;
        }
        self.insert(start, length);
    }

    fn insert(&mut self, start: u32, length: u32) {
        self.by_start.insert(start, length);
        self.by_length.insert((length, start));
    }

    fn remove(&mut self, start: u32, length: u32) {
        self.by_start.remove(&start);
        self.by_length.remove(&(length, start));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Pool {
        /// The free runs, in the order of their addresses.
        fn runs(&self) -> impl Iterator<Item = (BlockId, usize)> {
            let runs = self.by_start.iter();
            runs.map(|(start, length)| (BlockId(*start), *length as usize))
        }
    }

    fn take(pool: &mut Pool, blocks: usize) -> Option<u32> {
        pool.take(blocks, |_| true).map(|id| id.0)
    }

    #[test]
    fn runs_are_reused_and_joined() {
        let mut pool = Pool::new(10);
        assert_eq!(take(&mut pool, 2), Some(0));
        assert_eq!(take(&mut pool, 3), Some(2));
        assert_eq!(take(&mut pool, 1), Some(5));
        pool.give(BlockId(2), 3);
        assert_eq!(take(&mut pool, 1), Some(2));
        pool.give(BlockId(0), 2);
        pool.give(BlockId(2), 1);
        assert_eq!(pool.runs().collect::<Vec<_>>(), [(BlockId(0), 5)]);
        assert_eq!(take(&mut pool, 5), Some(0));
        assert_eq!((pool.in_use(), pool.peak(), pool.end()), (6, 6, 6));
    }

    #[test]
    fn a_part_of_a_run_is_withdrawn_and_put_back() {
        let mut pool = Pool::new(100);
        take(&mut pool, 10);
        pool.give(BlockId(2), 6);
        assert_eq!(pool.run_from(BlockId(0)), Some((BlockId(2), 6)));
        assert_eq!(pool.run_from(BlockId(5)), Some((BlockId(5), 3)));
        assert_eq!(pool.run_from(BlockId(8)), None);
        pool.withdraw(BlockId(3), 2);
        let runs = [(BlockId(2), 1), (BlockId(5), 3)];
        assert_eq!(pool.runs().collect::<Vec<_>>(), runs);
        pool.put_back(BlockId(3), 2);
        assert_eq!(pool.runs().collect::<Vec<_>>(), [(BlockId(2), 6)]);
        assert_eq!(pool.in_use(), 4);
    }

    #[test]
    fn the_shortest_fitting_run_is_taken() {
        let mut pool = Pool::new(100);
        for blocks in [4, 1, 2, 1] {
            take(&mut pool, blocks);
        }
        pool.give(BlockId(0), 4);
        pool.give(BlockId(5), 2);
        assert_eq!(take(&mut pool, 2), Some(5));
        assert_eq!(take(&mut pool, 1), Some(0));
    }

    #[test]
    fn growth_begins_with_the_run_at_the_end() {
        let mut pool = Pool::new(8);
        take(&mut pool, 4);
        take(&mut pool, 2);
        pool.give(BlockId(4), 2);
        assert_eq!(take(&mut pool, 5), None);
        assert_eq!(take(&mut pool, 4), Some(4));
        assert_eq!(take(&mut pool, 1), None);
        pool.give(BlockId(0), 8);
        assert_eq!(pool.in_use(), 0);
        assert_eq!(pool.take(9, |_| panic!("beyond what is reserved")), None);
    }

    #[test]
    fn nothing_changes_when_there_is_no_memory() {
        let mut pool = Pool::new(8);
        take(&mut pool, 2);
        pool.give(BlockId(1), 1);
        assert_eq!(pool.take(3, |_| false), None);
        assert_eq!(pool.runs().collect::<Vec<_>>(), [(BlockId(1), 1)]);
        assert_eq!(take(&mut pool, 3), Some(1));
    }
}
