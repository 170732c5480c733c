//! Tables of what has been learnt: each key has four places.
//!
//! With one place, two keys in use that meet there drive each other out all the time, and what they mean is found out
//! again at each access: by the addresses, in some runs of a program and not in others. With two places three keys do; among
//! the 150 that a loop of the logging module uses, some three always met so in a table of 2048. Here what was in a place
//! moves on to the next of the four, and what was in the last one is forgotten. Only the first place is on the fast path.

use crate::boxed_array::boxed_array;

/// Places of a key: those whose numbers differ from that of the first in the lowest bits.
const WAYS: usize = 4;

/// A table of `N` entries, a power of two.
#[derive(Debug)]
pub(crate) struct FourWay<E, const N: usize>(Box<[E; N]>);

impl<E: Copy, const N: usize> FourWay<E, N> {
    /// A table of such entries.
    pub(crate) fn of(empty: E) -> Self {
        FourWay(boxed_array(empty))
    }

    /// What is in the first place of the key with that hash.
    #[inline(always)]
    pub(crate) fn first(&self, hash: usize) -> &E {
        &self.0[hash % N]
    }

    /// The entry that is the key's.
    #[inline(always)]
    pub(crate) fn find(&self, hash: usize, is: impl Fn(&E) -> bool) -> Option<&E> {
        let first = &self.0[hash % N];
        if is(first) {
            return Some(first);
        }
        self.find_beside(hash, is)
    }

    #[inline(never)]
    fn find_beside(&self, hash: usize, is: impl Fn(&E) -> bool) -> Option<&E> {
        (1..WAYS)
            .map(|way| &self.0[(hash ^ way) % N])
            .find(|entry| is(entry))
    }

    /// Makes this the entry of the key.
    pub(crate) fn put(&mut self, hash: usize, entry: E, is: impl Fn(&E) -> bool) {
        let mut moved = entry;
        for way in 0..WAYS {
            let place = &mut self.0[(hash ^ way) % N];
            let old = std::mem::replace(place, moved);
            if is(&old) {
                return;
            }
            moved = old;
        }
    }

    /// Empties the places of entries that do not stay.
    pub(crate) fn retain(&mut self, empty: E, stays: impl Fn(&E) -> bool) {
        for entry in self.0.iter_mut() {
            if !stays(entry) {
                *entry = empty;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::FourWay;

    /// Entries are a key and a value; a key is its hash.
    #[test]
    fn four_keys_that_meet_are_all_found() {
        let mut table: FourWay<(usize, u32), 8> = FourWay::of((usize::MAX, 0));
        let get = |table: &FourWay<(usize, u32), 8>, key: usize| {
            table.find(key, |entry| entry.0 == key).map(|entry| entry.1)
        };
        let put = |table: &mut FourWay<(usize, u32), 8>, key: usize, value: u32| {
            table.put(key, (key, value), |entry| entry.0 == key);
        };
        for (key, value) in [(3, 1), (11, 2), (19, 3), (27, 4)] {
            put(&mut table, key, value);
        }
        assert_eq!(
            [3, 11, 19, 27].map(|key| get(&table, key)),
            [1, 2, 3, 4].map(Some)
        );
        put(&mut table, 11, 5);
        assert_eq!(table.first(11).1, 5);
        assert_eq!(
            [3, 11, 19, 27].map(|key| get(&table, key)),
            [1, 5, 3, 4].map(Some)
        );
        // The fifth drives out the oldest.
        put(&mut table, 35, 6);
        let all = [3, 11, 19, 27, 35].map(|key| get(&table, key));
        assert_eq!(all, [None, Some(5), Some(3), Some(4), Some(6)]);
        table.retain((usize::MAX, 0), |entry| entry.0 == 19);
        assert_eq!((get(&table, 11), get(&table, 19)), (None, Some(3)));
    }
}
