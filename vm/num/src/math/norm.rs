//! `math.hypot` and `math.dist`.
//!
//! The squares are summed without rounding errors and the square root is corrected once by the
//! remaining difference (C. F. Borges, "An improved algorithm for hypot(a, b)", 2019), after scaling
//! by a power of two. Results agree with CPython's because the operations and their order do.

use super::double_length::{fast_sum, product};
use crate::float::{frexp, ldexp};
use crate::{Error, Result};

/// `math.hypot(*coordinates)`
pub fn hypot(coordinates: &[f64]) -> f64 {
    norm(coordinates.iter().map(|x| x.abs()).collect())
}

/// `math.dist(p, q)`
pub fn dist(p: &[f64], q: &[f64]) -> Result<f64> {
    if p.len() != q.len() {
        let message = "both points must have the same number of dimensions";
        return Err(Error::value(message));
    }
    Ok(norm(p.iter().zip(q).map(|(p, q)| (p - q).abs()).collect()))
}

/// The length of a vector of magnitudes.
fn norm(vector: Vec<f64>) -> f64 {
    let max = vector.iter().copied().fold(0.0, f64::max);
    if max.is_infinite() {
        return max;
    }
    if vector.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    if max == 0.0 || vector.len() <= 1 {
        return max;
    }
    let (_, exponent) = frexp(max);
    if exponent < -1023 {
        // Its inverse would overflow: make the subnormal numbers normal.
        let normal = vector.iter().map(|x| x / f64::MIN_POSITIVE).collect();
        return f64::MIN_POSITIVE * norm(normal);
    }
    let scale = ldexp(1.0, i64::from(-exponent));
    // The sum of squares begins with 1, so that the fast sum is exact.
    let (mut total, mut low_products, mut low_sums) = (1.0, 0.0, 0.0);
    let mut add = |a: f64, b: f64| {
        let square = product(a, b);
        let sum = fast_sum(total, square.high);
        total = sum.high;
        low_products += square.low;
        low_sums += sum.low;
        total - 1.0 + (low_products + low_sums)
    };
    let mut squares = 0.0;
    for x in vector {
        squares = add(x * scale, x * scale);
    }
    let root = squares.sqrt();
    let rest = add(-root, root);
    (root + rest / (2.0 * root)) / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    const INF: f64 = f64::INFINITY;

    #[test]
    fn lengths() {
        assert_eq!(hypot(&[]), 0.0);
        assert_eq!(hypot(&[-3.0]), 3.0);
        assert_eq!(hypot(&[3.0, 4.0]), 5.0);
        assert_eq!(hypot(&[1.0, 2.0, 2.0]), 3.0);
        assert_eq!(hypot(&[1e308, 1e308]), 1.4142135623730951e308);
        assert_eq!(hypot(&[3e-320, 4e-320]), 5e-320);
        assert_eq!(hypot(&[f64::NAN, -INF]), INF);
        assert!(hypot(&[f64::NAN, 1.0]).is_nan());
        assert_eq!(hypot(&[f64::MAX, f64::MAX]), INF);
    }

    #[test]
    fn distances() {
        assert_eq!(dist(&[1.0, 1.0], &[4.0, 5.0]), Ok(5.0));
        assert!(dist(&[1.0], &[1.0, 2.0]).is_err());
    }
}
