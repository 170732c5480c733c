//! The two-way algorithm: substring search in linear time and constant space.
//!
//! M. Crochemore and D. Perrin, "Two-way string-matching", Journal of the ACM 38 (1991). The needle
//! is cut in two such that a mismatch in the right part, read from left to right, allows a shift
//! by as many units as were read; the left part is read afterwards, from right to left.

use super::wide::View;
use crate::CodeUnit;

/// Where a needle is cut, and how far a match of its right part allows to go on.
pub(super) struct TwoWay {
    cut: usize,
    shift: usize,
    /// The whole needle has the period `shift`: after such a shift, its beginning is known to match.
    periodic: bool,
}

impl TwoWay {
    pub(super) fn new<U: CodeUnit, const BACK: bool>(needle: View<'_, U, BACK>) -> TwoWay {
        let (cut, period) =
            maximal_suffix(needle, |a, b| a < b).max(maximal_suffix(needle, |a, b| a > b));
        let periodic = (0..cut)
            .all(|at| at + period < needle.len() && needle.at(at) == needle.at(at + period));
        let shift = match periodic {
            true => period,
            false => cut.max(needle.len() - cut) + 1,
        };
        TwoWay {
            cut,
            shift,
            periodic,
        }
    }

    /// The first place at `from` or after it.
    pub(super) fn find<U: CodeUnit, const BACK: bool>(
        &self,
        hay: View<'_, U, BACK>,
        needle: View<'_, U, BACK>,
        from: usize,
    ) -> Option<usize> {
        let mut place = from;
        // So many units at the needle's beginning are known to match.
        let mut known = 0;
        while place + needle.len() <= hay.len() {
            let same = |&at: &usize| needle.at(at) == hay.at(place + at);
            let right = self.cut.max(known);
            let mismatch = (right..needle.len()).find(|at| !same(at));
            if let Some(at) = mismatch {
                place += at - self.cut + 1;
                known = 0;
            } else if (known..self.cut).rev().all(|at| same(&at)) {
                return Some(place);
            } else {
                place += self.shift;
                known = if self.periodic {
                    needle.len() - self.shift
                } else {
                    0
                };
            }
        }
        None
    }
}

/// Where the largest suffix in an order begins, and its period.
fn maximal_suffix<U: CodeUnit, const BACK: bool>(
    needle: View<'_, U, BACK>,
    less: impl Fn(U, U) -> bool,
) -> (usize, usize) {
    let (mut start, mut candidate, mut offset, mut period) = (0, 1, 0, 1);
    while candidate + offset < needle.len() {
        let (a, b) = (needle.at(candidate + offset), needle.at(start + offset));
        if a == b {
            offset += 1;
            if offset == period {
                candidate += period;
                offset = 0;
            }
        } else if less(a, b) {
            candidate += offset + 1;
            offset = 0;
            period = candidate - start;
        } else {
            start = candidate;
            candidate += 1;
            offset = 0;
            period = 1;
        }
    }
    (start, period)
}
