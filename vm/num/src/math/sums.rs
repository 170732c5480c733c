//! `math.fsum` and the floats of `math.sumprod`, fed one by one.

use super::double_length::{product, sum};
use crate::{Error, Result};

/// `math.fsum`: the sum of floats, rounded once.
///
/// The partial sums do not overlap and grow in magnitude; together they are exact (J. R. Shewchuk,
/// "Adaptive precision floating-point arithmetic", Discrete Comput. Geom. 18, 1997).
#[derive(Clone, Default, Debug)]
pub struct FloatSum {
    partials: Vec<f64>,
    /// The sum of the terms that are not finite.
    special: f64,
    /// The sum of the infinite terms.
    infinities: f64,
}

impl FloatSum {
    /// The sum of nothing.
    pub fn new() -> FloatSum {
        FloatSum::default()
    }

    /// Adds a term.
    pub fn add(&mut self, term: f64) -> Result<()> {
        let mut carry = term;
        let mut kept = 0;
        for index in 0..self.partials.len() {
            let partial = sum(carry, self.partials[index]);
            if partial.low != 0.0 {
                self.partials[kept] = partial.low;
                kept += 1;
            }
            carry = partial.high;
        }
        self.partials.truncate(kept);
        if carry.is_finite() {
            if carry != 0.0 {
                self.partials.push(carry);
            }
            return Ok(());
        }
        if term.is_finite() {
            return Err(Error::overflow("intermediate overflow in fsum"));
        }
        if term.is_infinite() {
            self.infinities += term;
        }
        self.special += term;
        self.partials.clear();
        Ok(())
    }

    /// The sum.
    pub fn total(mut self) -> Result<f64> {
        if self.special != 0.0 {
            return if self.infinities.is_nan() {
                Err(Error::value("-inf + inf in fsum"))
            } else {
                Ok(self.special)
            };
        }
        let mut high = self.partials.pop().unwrap_or(0.0);
        while let Some(partial) = self.partials.pop() {
            let rounded = sum(high, partial);
            high = rounded.high;
            if rounded.low != 0.0 {
                return Ok(self.round_half(high, rounded.low));
            }
        }
        Ok(high)
    }

    /// Where `low` is half of the last digit of `high`, what is left decides.
    fn round_half(&self, high: f64, low: f64) -> f64 {
        let same_sign = |next: &f64| next.signum() == low.signum();
        let twice = low * 2.0;
        let up = high + twice;
        if self.partials.last().is_some_and(same_sign) && twice == up - high {
            up
        } else {
            high
        }
    }
}

/// The sum of products of floats in `math.sumprod`, in triple length.
#[derive(Clone, Copy, Default, Debug)]
pub struct ProductSum {
    high: f64,
    low: f64,
    tiny: f64,
}

impl ProductSum {
    /// The sum of nothing.
    pub fn new() -> ProductSum {
        ProductSum::default()
    }

    /// The sum with `x * y` added, or `None` if it is not finite: then CPython goes on with plain
    /// arithmetic from the sum so far.
    #[must_use]
    pub fn add(self, x: f64, y: f64) -> Option<ProductSum> {
        let term = product(x, y);
        let high = sum(self.high, term.high);
        let low = sum(self.low, term.low);
        let carry = sum(low.high, high.low);
        let next = ProductSum {
            high: high.high,
            low: carry.high,
            tiny: self.tiny + low.low + carry.low,
        };
        next.high.is_finite().then_some(next)
    }

    /// The sum.
    pub fn total(self) -> f64 {
        let last = sum(self.low, self.tiny);
        let total = sum(self.high, last.high);
        total.high + (total.low + last.low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INF: f64 = f64::INFINITY;

    fn fsum(terms: &[f64]) -> Result<f64> {
        let mut sum = FloatSum::new();
        terms.iter().try_for_each(|term| sum.add(*term))?;
        sum.total()
    }

    #[test]
    fn sums_round_once() {
        assert_eq!(fsum(&[]), Ok(0.0));
        assert_eq!(fsum(&[1e100, 1.0, -1e100]), Ok(1.0));
        assert_eq!(fsum(&[0.1; 10]), Ok(1.0));
        assert_eq!(fsum(&[1e16, 1.0, 1e-16]), Ok(10000000000000002.0));
        assert_eq!(fsum(&[1e16, 1.0, -1e-16]), Ok(1e16));
        assert_eq!(fsum(&[INF, 1.0]), Ok(INF));
        assert_eq!(fsum(&[INF, -INF]), Err(Error::value("-inf + inf in fsum")));
        let overflow = Error::overflow("intermediate overflow in fsum");
        assert_eq!(fsum(&[1e308, 1e308]), Err(overflow));
    }

    #[test]
    fn sums_of_products_have_triple_length() {
        let pairs = [(1e20, 1.0), (1.0, 1.0), (-1e20, 1.0), (0.1, 0.1)];
        let sum = pairs
            .iter()
            .try_fold(ProductSum::new(), |sum, (x, y)| sum.add(*x, *y));
        assert_eq!(sum.unwrap().total(), 1.01);
        assert!(ProductSum::new().add(1e200, 1e200).is_none());
    }
}
