//! Tables of what has been learnt: each key has two places.
//!
//! With one place, two keys in use that meet there drive each other out all the time, and what they mean is found out
//! again at each access: by the addresses, in some runs of a program and not in others. Here the older one moves
//! to the place beside, whatever that was of. Only the first place is on the fast path.

use crate::boxed_array::boxed_array;

/// A table of `N` entries, a power of two.
#[derive(Debug)]
pub(crate) struct TwoWay<E, const N: usize>(Box<[E; N]>);

impl<E: Copy, const N: usize> TwoWay<E, N> {
    /// A table of such entries.
    pub(crate) fn of(empty: E) -> Self {
        TwoWay(boxed_array(empty))
    }

    /// What is in the first place of the key with that hash.
    #[inline(always)]
    pub(crate) fn first(&self, hash: usize) -> &E {
        &self.0[hash % N]
    }

    /// The entry that is the key's.
    #[inline(always)]
    pub(crate) fn find(&self, hash: usize, is: impl Fn(&E) -> bool) -> Option<&E> {
        // One after the other: an array of both would be made first, by a call.
        let first = &self.0[hash % N];
        if is(first) {
            return Some(first);
        }
        let second = &self.0[(hash ^ 1) % N];
        is(second).then_some(second)
    }

    /// Makes this the entry of the key.
    pub(crate) fn put(&mut self, hash: usize, entry: E, is: impl Fn(&E) -> bool) {
        let (first, second) = (hash % N, (hash ^ 1) % N);
        if !is(&self.0[first]) {
            self.0[second] = self.0[first];
        }
        self.0[first] = entry;
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
    use super::TwoWay;

    /// Entries are a key and a value; a key is its hash.
    #[test]
    fn two_keys_that_meet_are_both_found() {
        let mut table: TwoWay<(usize, u32), 8> = TwoWay::of((usize::MAX, 0));
        let get = |table: &TwoWay<(usize, u32), 8>, key: usize| {
            table.find(key, |entry| entry.0 == key).map(|entry| entry.1)
        };
        table.put(3, (3, 1), |entry| entry.0 == 3);
        table.put(11, (11, 2), |entry| entry.0 == 11);
        assert_eq!((get(&table, 3), get(&table, 11)), (Some(1), Some(2)));
        table.put(3, (3, 4), |entry| entry.0 == 3);
        assert_eq!((get(&table, 3), get(&table, 11)), (Some(4), Some(2)));
        assert_eq!(table.first(3).1, 4);
        table.put(19, (19, 5), |entry| entry.0 == 19);
        assert_eq!((get(&table, 11), get(&table, 19)), (None, Some(5)));
        table.retain((usize::MAX, 0), |entry| entry.0 == 19);
        assert_eq!((get(&table, 3), get(&table, 19)), (None, Some(5)));
    }
}
