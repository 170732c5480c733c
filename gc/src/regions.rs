//! What tracing has found, sorted by where it lies.
//!
//! In a heap of gigabytes nearly every reference leads to another page, and to find out where that is costs more
//! than to read it, most of all in a virtual machine. So a reference into another region than the one at work
//! waits until that one's turn comes. A region is as large as the processor's table of pages reaches, and its mark
//! bits fit into the nearest cache. The regions take turns in the order of addresses, and in a round much comes together
//! for each. (Edges in a queue: Garner, Blackburn and Frampton, "Effective prefetch for mark-sweep garbage
//! collection", 2007; the queue is sorted here.)
//!
//! What waits is not marked yet, and may wait twice. A region takes in so many at the most, and what finds no room is marked
//! at once; so all this needs little memory, and can do with none.

/// Bytes of a region.
const REGION: usize = 4 << 20;
/// References that may wait for a region.
const ROOM: usize = 8192;

/// The references that wait, as addresses behind the begin of the heap.
#[derive(Debug)]
pub(crate) struct Regions {
    /// For each region the places in it.
    waiting: Vec<Vec<u32>>,
    /// A bit for each region with something in it, the current one apart.
    busy: Vec<u64>,
    current: usize,
    /// How many wait.
    count: usize,
}

impl Regions {
    pub(crate) fn new() -> Self {
        Regions {
            waiting: Vec::new(),
            busy: Vec::new(),
            current: 0,
            count: 0,
        }
    }

    /// Lets an address wait for its region. False: it is to be looked at now.
    #[inline]
    pub(crate) fn put(&mut self, address: usize) -> bool {
        let region = address / REGION;
        if region == self.current {
            return false;
        }
        match self.waiting.get_mut(region) {
            Some(places) if places.len() < places.capacity() => {
                places.push((address % REGION) as u32);
                self.busy[region / 64] |= 1 << (region % 64);
                self.count += 1;
                true
            }
            _ => self.make_room(region) && self.put(address),
        }
    }

    #[cold]
    fn make_room(&mut self, region: usize) -> bool {
        let more = (region + 1).saturating_sub(self.waiting.len());
        if more > 0 {
            let words = region / 64 + 1;
            let busy = words.saturating_sub(self.busy.len());
            if self.waiting.try_reserve(more).is_err() || self.busy.try_reserve(busy).is_err() {
                return false;
            }
            self.waiting.resize_with(region + 1, Vec::new);
            self.busy.resize(words.max(self.busy.len()), 0);
        }
        let places = &mut self.waiting[region];
        let wanted = (places.capacity() * 2).clamp(32, ROOM);
        places.len() < ROOM && places.try_reserve_exact(wanted - places.len()).is_ok()
    }

    /// One that waits, of the current region if there is one, else of the next.
    #[inline]
    pub(crate) fn take(&mut self) -> Option<usize> {
        if self.count == 0 {
            return None;
        }
        loop {
            let places = self.waiting.get_mut(self.current);
            if let Some(place) = places.and_then(Vec::pop) {
                self.count -= 1;
                return Some(self.current * REGION + place as usize);
            }
            self.current = self.next()?;
            self.busy[self.current / 64] &= !(1 << (self.current % 64));
        }
    }

    /// The next region in the order of addresses with something in it, in a circle.
    fn next(&self) -> Option<usize> {
        let (word, bit) = (self.current / 64, self.current % 64);
        let words = self.busy.len();
        let above = |index: usize| match index {
            0 => u64::MAX << bit << 1,
            _ => u64::MAX,
        };
        (0..=words)
            .map(|index| ((word + index) % words.max(1), above(index)))
            .find_map(|(word, mask)| {
                let bits = self.busy.get(word)? & mask;
                (bits != 0).then(|| word * 64 + bits.trailing_zeros() as usize)
            })
    }

    /// Whether nothing waits.
    #[inline(always)]
    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }
}

#[cfg(all(test, not(feature = "loom")))]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn what_waits_comes_out_once_region_by_region() {
        let mut regions = Regions::new();
        let addresses: Vec<usize> = (0..1000)
            .map(|n| n * 1_234_567 * 16 % (300 * REGION))
            .collect();
        let (later, now): (Vec<usize>, Vec<usize>) =
            addresses.iter().partition(|address| regions.put(**address));
        assert!(now.iter().all(|address| address / REGION == 0) && !regions.is_empty());
        let taken: Vec<usize> = std::iter::from_fn(|| regions.take()).collect();
        assert_eq!(taken.len(), later.len());
        assert!(taken.iter().map(|address| address / REGION).is_sorted());
        assert_eq!(BTreeSet::from_iter(taken), BTreeSet::from_iter(later));
        assert!(regions.is_empty());
    }

    #[test]
    fn the_circle_closes() {
        let mut regions = Regions::new();
        for region in [70, 3, 200] {
            assert!(regions.put(region * REGION));
        }
        assert_eq!(regions.take(), Some(3 * REGION));
        assert!(!regions.put(3 * REGION + 16) && regions.put(16) && regions.put(201 * REGION));
        let rest: Vec<usize> = std::iter::from_fn(|| regions.take()).collect();
        assert_eq!(rest, [70 * REGION, 200 * REGION, 201 * REGION, 16]);
    }

    #[test]
    fn a_region_has_so_much_room() {
        let mut regions = Regions::new();
        assert!((0..ROOM).all(|n| regions.put(REGION + 16 * n)));
        assert!(!regions.put(REGION));
        assert!(regions.take().is_some() && !regions.put(REGION) && regions.put(5 * REGION));
    }
}
