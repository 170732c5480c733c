//! The arithmetic of progressions.

use std::cmp::Ordering;
use tython_num::Int;
use tython_num::int::{add, compare, floordiv, modulo, mul, neg, sub};

/// The numbers `start`, `start + step`, ..., `length` of them.
#[derive(Debug)]
pub(super) struct Progression {
    pub(super) start: Int,
    /// Not 0.
    pub(super) step: Int,
    pub(super) length: Int,
}

fn less(a: &Int, b: &Int) -> bool {
    compare(a, b) == Ordering::Less
}

/// The product. Factors here are at most as long as what a program has made already, so there is room
/// for their product; if not, the number is 0.
fn product(a: &Int, b: &Int) -> Int {
    mul(a, b).unwrap_or(Int::ZERO)
}

/// How many numbers there are from `start` to before `stop` in steps of `step`, which is not 0.
pub(super) fn length(start: &Int, stop: &Int, step: &Int) -> Int {
    let distance = if step.is_negative() {
        sub(start, stop)
    } else {
        sub(stop, start)
    };
    if distance.is_negative() || distance.is_zero() {
        return Int::ZERO;
    }
    let size = if step.is_negative() {
        neg(step)
    } else {
        step.clone()
    };
    let whole = floordiv(&sub(&distance, &Int::ONE), &size).unwrap_or(Int::ZERO);
    add(&whole, &Int::ONE)
}

impl Progression {
    /// Number `index`, whether it is in the progression or not.
    pub(super) fn at(&self, index: &Int) -> Int {
        add(&self.start, &product(index, &self.step))
    }

    /// Number `index`, which counts from the end if it is negative; `None` if there is none.
    pub(super) fn get(&self, index: &Int) -> Option<Int> {
        let place = if index.is_negative() {
            add(index, &self.length)
        } else {
            index.clone()
        };
        let is_there = !place.is_negative() && less(&place, &self.length);
        is_there.then(|| self.at(&place))
    }

    /// Where `value` is, if it is there.
    pub(super) fn position(&self, value: &Int) -> Option<Int> {
        let distance = sub(value, &self.start);
        if !modulo(&distance, &self.step).is_ok_and(|rest| rest.is_zero()) {
            return None;
        }
        let position = floordiv(&distance, &self.step).ok()?;
        let is_there = !position.is_negative() && less(&position, &self.length);
        is_there.then_some(position)
    }

    /// The same numbers, last first.
    pub(super) fn reversed(&self) -> Progression {
        let last = sub(&self.length, &Int::ONE);
        Progression {
            start: self.at(&last),
            step: neg(&self.step),
            length: self.length.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn progression(start: i64, stop: i64, step: i64) -> Progression {
        let [start, stop, step] = [start, stop, step].map(Int::from);
        Progression {
            length: length(&start, &stop, &step),
            start,
            step,
        }
    }

    #[test]
    fn agrees_with_counting() {
        for start in -4..5 {
            for stop in -6..7 {
                for step in (-4..5).filter(|step| *step != 0) {
                    let counted = |number: &i64| {
                        if step > 0 {
                            *number < stop
                        } else {
                            *number > stop
                        }
                    };
                    let numbers = (0..).map(|index| start + index * step);
                    let numbers: Vec<i64> = numbers.take_while(counted).collect();
                    let range = progression(start, stop, step);
                    assert_eq!(
                        range.length,
                        Int::from(numbers.len()),
                        "{start}:{stop}:{step}"
                    );
                    for index in -20..20 {
                        let place = if index < 0 {
                            index + numbers.len() as i64
                        } else {
                            index
                        };
                        let expected = usize::try_from(place)
                            .ok()
                            .and_then(|place| numbers.get(place));
                        let found = range
                            .get(&Int::from(index))
                            .and_then(|number| number.to_i64());
                        assert_eq!(found, expected.copied(), "{start}:{stop}:{step} [{index}]");
                    }
                    for value in -20..20 {
                        let expected = numbers.iter().position(|number| *number == value);
                        let found = range.position(&Int::from(value));
                        assert_eq!(
                            found,
                            expected.map(Int::from),
                            "{value} in {start}:{stop}:{step}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn large_numbers() {
        let huge = product(&Int::from(1i64 << 61), &Int::from(1i64 << 61));
        assert_eq!(
            length(&Int::ZERO, &huge, &Int::from(1i64 << 61)),
            Int::from(1i64 << 61)
        );
        assert_eq!(length(&huge, &Int::ZERO, &neg(&huge)), Int::ONE);
    }
}
