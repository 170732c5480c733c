//! What waits for a moment, while memory that will be looked at then comes nearer: as long as it takes for some more to
//! come. (Cher, Hosking and Vitek, "Software prefetching for mark-sweep garbage collection", 2004.)

/// What waits, at most `N` of it, the oldest of it next.
#[derive(Debug)]
pub(crate) struct Ring<T, const N: usize> {
    places: [Option<T>; N],
    next: usize,
    count: usize,
}

impl<T: Copy, const N: usize> Ring<T, N> {
    pub(crate) fn new() -> Self {
        Ring {
            places: [None; N],
            next: 0,
            count: 0,
        }
    }

    /// Lets something wait; the oldest has waited long enough, if all places were taken.
    #[inline(always)]
    pub(crate) fn put(&mut self, value: T) -> Option<T> {
        let oldest = self.places[self.next % N].replace(value);
        self.next = self.next.wrapping_add(1);
        self.count += usize::from(oldest.is_none());
        oldest
    }

    /// The oldest, however long it has waited.
    #[inline(always)]
    pub(crate) fn take(&mut self) -> Option<T> {
        let left = self.count.checked_sub(1)?;
        let oldest = self.next.wrapping_sub(self.count) % N;
        self.count = left;
        self.places[oldest].take()
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

    #[test]
    fn the_oldest_comes_first() {
        let mut ring = Ring::<u64, 16>::new();
        let (mut out, last) = (Vec::new(), 100);
        for value in 0..last {
            out.extend(ring.put(value));
            if value % 7 == 0 {
                out.extend(ring.take());
            }
        }
        out.extend(std::iter::from_fn(|| ring.take()));
        assert!(out.into_iter().eq(0..last) && ring.is_empty());
    }
}
