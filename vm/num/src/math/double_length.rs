//! Sums and products without rounding errors: a double and what rounding lost.
//!
//! T. J. Dekker, "A floating-point technique for extending the available precision", Numer. Math.
//! 18 (1971); D. E. Knuth, TAOCP volume 2, 4.2.2.

/// `high + low` is exact, and `high` is it rounded.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct DoubleLength {
    pub(super) high: f64,
    pub(super) low: f64,
}

/// `a + b`, where `a` is not the smaller one in magnitude.
pub(super) fn fast_sum(a: f64, b: f64) -> DoubleLength {
    let high = a + b;
    let low = (a - high) + b;
    DoubleLength { high, low }
}

/// `a + b`.
pub(super) fn sum(a: f64, b: f64) -> DoubleLength {
    let high = a + b;
    let part = high - a;
    let low = (a - (high - part)) + (b - part);
    DoubleLength { high, low }
}

/// `a * b`.
pub(super) fn product(a: f64, b: f64) -> DoubleLength {
    let high = a * b;
    let low = a.mul_add(b, -high);
    DoubleLength { high, low }
}
