//! Order, equality with floats, and hashes.

use super::{Int, IntRef, from_f64};
use crate::hash;
use std::cmp::Ordering;

/// The order of two integers.
pub fn compare(a: &Int, b: &Int) -> Ordering {
    a.view().cmp(&b.view())
}

impl PartialOrd for Int {
    fn partial_cmp(&self, other: &Int) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Int {
    fn cmp(&self, other: &Int) -> Ordering {
        compare(self, other)
    }
}

/// The order of an integer and a float, exactly; `None` for a NaN.
pub fn compare_float<'a>(a: impl Into<IntRef<'a>>, b: f64) -> Option<Ordering> {
    let whole = match from_f64(b.trunc()) {
        Ok(whole) => whole,
        Err(_) if b.is_nan() => return None,
        Err(_) if b > 0.0 => return Some(Ordering::Less),
        Err(_) => return Some(Ordering::Greater),
    };
    let order = a.into().cmp(&whole.view());
    let fraction = b - b.trunc();
    order.then(0.0.partial_cmp(&fraction)?).into()
}

/// `a == b`, exactly.
pub fn equals_float<'a>(a: impl Into<IntRef<'a>>, b: f64) -> bool {
    compare_float(a, b) == Some(Ordering::Equal)
}

/// `hash(a)`.
pub fn hash<'a>(a: impl Into<IntRef<'a>>) -> i64 {
    match a.into() {
        IntRef::Small(a) => hash::signed(hash::reduce(a.unsigned_abs()), a < 0),
        IntRef::Big(a) => hash::signed(hash::reduce_words(a.words), a.negative),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{add, neg, shift_left};
    use super::*;

    #[test]
    fn floats_compare_exactly() {
        let limit = shift_left(&Int::ONE, &Int::Small(53)).unwrap();
        let above = add(&limit, &Int::ONE);
        let float = 9007199254740992.0;
        assert_eq!(compare_float(&limit, float), Some(Ordering::Equal));
        assert_eq!(compare_float(&above, float), Some(Ordering::Greater));
        assert_eq!(compare_float(&Int::ZERO, 0.5), Some(Ordering::Less));
        assert_eq!(compare_float(&Int::ZERO, -0.5), Some(Ordering::Greater));
        let huge = shift_left(&Int::ONE, &Int::Small(2000)).unwrap();
        assert_eq!(compare_float(&huge, f64::MAX), Some(Ordering::Greater));
        assert_eq!(compare_float(&huge, f64::INFINITY), Some(Ordering::Less));
        assert_eq!(
            compare_float(&neg(&huge), f64::NEG_INFINITY),
            Some(Ordering::Greater)
        );
        assert_eq!(compare_float(&huge, f64::NAN), None);
        assert!(!equals_float(&above, float));
    }

    #[test]
    fn hashes_are_residues() {
        let power = |exponent| shift_left(&Int::ONE, &Int::Small(exponent)).unwrap();
        assert_eq!(hash(&Int::Small(-1)), -2);
        assert_eq!(hash(&power(61)), 1);
        assert_eq!(hash(&neg(&power(61))), -2);
        assert_eq!(hash(&power(1000)), 1 << (1000 % 61));
        assert_eq!(hash(&neg(&power(1000))), -(1 << (1000 % 61)));
        assert_eq!(hash(&add(&power(100), &Int::Small(-7))), (1 << 39) - 7);
    }
}
