//! Stable sorting by a comparison that may fail: powersort.
//!
//! What is sorted is a vector of numbers of elements, so the elements themselves stay where they are,
//! and where the collector finds them, whenever a comparison runs Python code; and if one fails,
//! nothing is lost. Runs that are ordered already are found, short ones are lengthened by binary
//! insertion, and neighbours are merged in an order that is nearly optimal for their lengths.
//! (J. I. Munro, S. Wild, "Nearly-Optimal Mergesorts", 2018; T. Peters, listsort.txt, 2002, for the
//! shortest runs and for leaving out of a merge what is in its place.)

/// The number of an element.
pub(super) type Number = usize;

/// Vectors up to this length are one run.
const SHORT: usize = 64;

/// A part of the vector that is in order.
#[derive(Clone, Copy, Debug)]
struct Run {
    start: usize,
    end: usize,
    /// The level, in the tree of merges, of the merge with the run before.
    power: u32,
}

/// Sorts `order` so that no element is `less` than one before it.
///
/// # Errors
/// The first that a comparison gives; then `order` is in no order, and may not have all numbers.
pub(super) fn sort<E>(
    order: &mut [Number],
    mut less: impl FnMut(Number, Number) -> Result<bool, E>,
) -> Result<(), E> {
    Sorter {
        less: &mut less,
        spare: Vec::new(),
    }
    .sort(order)
}

struct Sorter<'a, F> {
    less: &'a mut F,
    /// The left run while it is being merged.
    spare: Vec<Number>,
}

impl<E, F: FnMut(Number, Number) -> Result<bool, E>> Sorter<'_, F> {
    fn sort(&mut self, order: &mut [Number]) -> Result<(), E> {
        let least = shortest_run(order.len());
        let mut runs: Vec<Run> = Vec::new();
        let mut start = 0;
        while start < order.len() {
            let end = self.next_run(order, start, least)?;
            let mut power = 0;
            if let Some(last) = runs.last() {
                power = node_power(order.len(), last.start, start, end);
            }
            while runs.len() > 1 && runs.last().is_some_and(|last| last.power > power) {
                self.merge_last(order, &mut runs)?;
            }
            runs.push(Run { start, end, power });
            start = end;
        }
        while runs.len() > 1 {
            self.merge_last(order, &mut runs)?;
        }
        Ok(())
    }

    /// Finds or makes a run that begins at `start`, and returns its end.
    fn next_run(&mut self, order: &mut [Number], start: usize, least: usize) -> Result<usize, E> {
        let mut end = (start + 2).min(order.len());
        if end - start == 2 {
            let falls = (self.less)(order[start + 1], order[start])?;
            while end < order.len() && (self.less)(order[end], order[end - 1])? == falls {
                end += 1;
            }
            if falls {
                // Strictly, so this does not change the order of equals.
                order[start..end].reverse();
            }
        }
        let wanted = (start + least).min(order.len());
        while end < wanted {
            let number = order[end];
            let place = start + self.upper_bound(&order[start..end], number)?;
            order[place..=end].rotate_right(1);
            end += 1;
        }
        Ok(end)
    }

    /// How many elements of a run are not greater than element `number`.
    fn upper_bound(&mut self, run: &[Number], number: Number) -> Result<usize, E> {
        let (mut low, mut high) = (0, run.len());
        while low < high {
            let middle = low.midpoint(high);
            if (self.less)(number, run[middle])? {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Ok(low)
    }

    /// How many elements of a run are less than element `number`.
    fn lower_bound(&mut self, run: &[Number], number: Number) -> Result<usize, E> {
        let (mut low, mut high) = (0, run.len());
        while low < high {
            let middle = low.midpoint(high);
            if (self.less)(run[middle], number)? {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }

    /// Merges the last two runs.
    fn merge_last(&mut self, order: &mut [Number], runs: &mut Vec<Run>) -> Result<(), E> {
        if let Some(right) = runs.pop()
            && let Some(left) = runs.last_mut()
        {
            left.end = right.end;
            let (start, middle) = (left.start, right.start);
            self.merge(&mut order[start..right.end], middle - start)?;
        }
        Ok(())
    }

    /// Merges the runs before and behind `middle`.
    fn merge(&mut self, order: &mut [Number], middle: usize) -> Result<(), E> {
        let start = self.upper_bound(&order[..middle], order[middle])?;
        if start == middle {
            return Ok(());
        }
        let end = middle + self.lower_bound(&order[middle..], order[middle - 1])?;
        self.spare.clear();
        self.spare.extend_from_slice(&order[start..middle]);
        let (mut left, mut right) = (0, middle);
        for place in start..end {
            let takes_right = right < end
                && match self.spare.get(left) {
                    Some(number) => (self.less)(order[right], *number)?,
                    None => break,
                };
            if takes_right {
                order[place] = order[right];
                right += 1;
            } else {
                order[place] = self.spare[left];
                left += 1;
            }
        }
        Ok(())
    }
}

/// The length below which runs are lengthened: such that it divides `length` into a power of two of
/// them, or a little fewer.
fn shortest_run(length: usize) -> usize {
    let mut length = length;
    let mut rest = 0;
    while length >= SHORT {
        rest |= length & 1;
        length >>= 1;
    }
    length + rest
}

/// The level of the merge of two neighbouring runs in the tree that splits the vector in halves: the
/// first bit in which the places of the runs' middles, as fractions of the whole, differ.
fn node_power(length: usize, left: usize, right: usize, end: usize) -> u32 {
    let fraction = |sum: usize| ((sum as u128) << 62) / length as u128;
    let (a, b) = (fraction(left + right), fraction(right + end));
    ((a ^ b) as u64).leading_zeros()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Random(u64);

    impl Random {
        fn below(&mut self, bound: usize) -> usize {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            (self.0 % bound as u64) as usize
        }
    }

    fn keys(random: &mut Random, length: usize) -> Vec<usize> {
        let distinct = [2, 10, 1 << 20][random.below(3)];
        let mut keys: Vec<usize> = (0..length).map(|_| random.below(distinct)).collect();
        match random.below(4) {
            0 => keys.sort(),
            1 => keys.sort_by(|a, b| b.cmp(a)),
            2 => {
                let part = random.below(length + 1);
                keys[..part].sort();
                keys[part..].sort();
            }
            _ => {}
        }
        keys
    }

    #[test]
    fn sorts_stably() {
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        for round in 0..600 {
            let length = random.below(if round % 20 == 0 { 5000 } else { 300 });
            let keys = keys(&mut random, length);
            let mut order: Vec<Number> = (0..length).collect();
            let mut comparisons = 0usize;
            let result: Result<(), ()> = sort(&mut order, |a, b| {
                comparisons += 1;
                Ok(keys[a] < keys[b])
            });
            assert_eq!(result, Ok(()));
            let mut expected: Vec<Number> = (0..length).collect();
            expected.sort_by_key(|number| keys[*number]);
            assert_eq!(order, expected, "{keys:?}");
            let bound = length * (length.max(2).ilog2() as usize + 2);
            assert!(
                comparisons <= bound,
                "{comparisons} comparisons for {length}"
            );
        }
    }

    #[test]
    fn ordered_input_takes_one_comparison_an_element() {
        for falling in [false, true] {
            let mut comparisons = 0;
            let mut order: Vec<Number> = (0..1000).collect();
            let result: Result<(), ()> = sort(&mut order, |a, b| {
                comparisons += 1;
                Ok(if falling { a > b } else { a < b })
            });
            assert_eq!(result, Ok(()));
            assert_eq!(comparisons, 999);
        }
    }

    #[test]
    fn survives_nonsense_and_failure() {
        let mut random = Random(88_172_645_463_325_252);
        for _ in 0..200 {
            let length = random.below(500);
            let mut order: Vec<Number> = (0..length).collect();
            let mut coin = Random(random.below(1 << 30) as u64 + 1);
            let result: Result<(), ()> = sort(&mut order, |_, _| Ok(coin.below(2) == 0));
            assert_eq!(result, Ok(()));
            order.sort();
            assert!(order.iter().copied().eq(0..length), "no number is lost");
        }
        let mut order: Vec<Number> = (0..500).rev().collect();
        let mut left = 700;
        let result = sort(&mut order, |a, b| {
            left -= 1;
            if left == 0 {
                Err("enough")
            } else {
                Ok(a % 7 < b % 7)
            }
        });
        assert_eq!(result, Err("enough"));
    }
}
