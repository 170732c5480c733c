//! Python's indices: negative ones count from the end, and slices are cut to what there is.

use std::ops::Range;

/// The range of `start` and `end`, as `str.find` and its like take them.
///
/// `None` if the range begins after the end of the sequence or after its own: then not even the
/// empty string is in it.
pub fn range(start: isize, end: isize, length: usize) -> Option<Range<usize>> {
    let end = from_end(end, length).min(length);
    let start = from_end(start, length);
    (start <= end).then_some(start..end)
}

/// An index, from the beginning; what lies before it becomes 0.
fn from_end(index: isize, length: usize) -> usize {
    match usize::try_from(index) {
        Ok(index) => index,
        Err(_) => length.saturating_sub(index.unsigned_abs()),
    }
}

/// A slice of a sequence: `length` items from `start`, each `step` after the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// The index of the first item.
    pub start: usize,
    /// From one item to the next. Never 0.
    pub step: isize,
    /// How many items there are.
    pub length: usize,
}

impl Slice {
    /// What `sequence[start:stop:step]` takes of a sequence of `length` items. `step` is not 0
    /// (`ValueError: slice step cannot be zero` is the caller's).
    pub fn new(start: Option<isize>, stop: Option<isize>, step: isize, length: usize) -> Slice {
        debug_assert!(step != 0);
        let up = step > 0;
        // Downwards, places are counted from one: 0 is the one before the first.
        let place = |index: isize| {
            let index = match usize::try_from(index) {
                Ok(index) if up => index,
                Ok(index) => index.saturating_add(1),
                Err(_) if up => from_end(index, length),
                Err(_) => (length + 1).saturating_sub(index.unsigned_abs()),
            };
            index.min(length)
        };
        let start = start.map_or(if up { 0 } else { length }, place);
        let stop = stop.map_or(if up { length } else { 0 }, place);
        let distance = match up {
            true => stop.saturating_sub(start),
            false => start.saturating_sub(stop),
        };
        Slice {
            start: if up { start } else { start.saturating_sub(1) },
            step,
            length: distance.div_ceil(step.unsigned_abs()),
        }
    }

    /// The indices, first to last.
    pub fn indices(self) -> impl Iterator<Item = usize> {
        let step = self.step;
        let start = self.start;
        (0..self.length)
            .map(move |number| start.wrapping_add_signed(step.wrapping_mul(number as isize)))
    }

    /// The indices as a range, if they are consecutive.
    #[inline]
    pub fn consecutive(self) -> Option<Range<usize>> {
        (self.step == 1).then(|| self.start..self.start + self.length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_cut_at_the_end_and_not_at_the_start() {
        assert_eq!(range(0, isize::MAX, 3), Some(0..3));
        assert_eq!(range(-2, -1, 3), Some(1..2));
        assert_eq!(range(-9, 9, 3), Some(0..3));
        assert_eq!(range(3, 9, 3), Some(3..3));
        assert_eq!(range(4, 9, 3), None);
        assert_eq!(range(2, 1, 3), None);
        assert_eq!(range(isize::MIN, isize::MAX, 0), Some(0..0));
    }

    #[test]
    fn slices_take_what_a_walk_takes() {
        let bounds: Vec<Option<isize>> = (-6..=6)
            .map(Some)
            .chain([None, Some(isize::MIN), Some(isize::MAX)])
            .collect();
        let steps = [1, 2, 3, 7, -1, -2, -3, -7, isize::MAX, isize::MIN];
        for length in 0..5usize {
            for &start in &bounds {
                for &stop in &bounds {
                    for step in steps {
                        let slice = Slice::new(start, stop, step, length);
                        let indices: Vec<usize> = slice.indices().collect();
                        let walked = walk(start, stop, step, length);
                        assert_eq!(indices, walked, "{start:?}:{stop:?}:{step} of {length}");
                    }
                }
            }
        }
    }

    /// The definition of the language reference: the bounds are cut, then one goes step by step.
    fn walk(start: Option<isize>, stop: Option<isize>, step: isize, length: usize) -> Vec<usize> {
        let length = length as i128;
        let step = step as i128;
        let (low, high) = if step > 0 {
            (0, length)
        } else {
            (-1, length - 1)
        };
        let cut = |index: isize| {
            let index = index as i128;
            let index = if index < 0 { index + length } else { index };
            index.clamp(low, high)
        };
        let mut at = start.map_or(if step > 0 { low } else { high }, cut);
        let stop = stop.map_or(if step > 0 { high } else { low }, cut);
        let mut indices = Vec::new();
        while (step > 0 && at < stop) || (step < 0 && at > stop) {
            indices.push(at as usize);
            at += step;
        }
        indices
    }
}
