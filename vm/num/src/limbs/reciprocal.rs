//! Division of two words by one, and of three by two, without a division: by the inverse of the divisor, which is
//! computed once (N. Möller, T. Granlund, "Improved Division by Invariant Integers", 2011).

/// The product of two words.
#[inline(always)]
fn wide(a: u64, b: u64) -> (u64, u64) {
    let product = u128::from(a) * u128::from(b);
    ((product >> 64) as u64, product as u64)
}

#[inline(always)]
fn join(high: u64, low: u64) -> u128 {
    (u128::from(high) << 64) | u128::from(low)
}

/// `(2**128 - 1) / divisor - 2**64` for a divisor with the highest bit set: algorithm 2, by a table's worth of
/// division and three steps of Newton's method.
#[inline]
const fn inverse(divisor: u64) -> u64 {
    let lowest = divisor & 1;
    let half = (divisor >> 1) + lowest;
    let high = (divisor >> 24) + 1;
    let v0 = (((1 << 19) - 3 * (1 << 8)) / (divisor >> 55) as u32) as u64;
    let v1 = (v0 << 11) - ((v0 * v0 * high) >> 40) - 1;
    let v2 = (v1 << 13) + ((v1 * ((1 << 60) - v1 * high)) >> 47);
    let error = ((v2 >> 1) & lowest.wrapping_neg()).wrapping_sub(v2.wrapping_mul(half));
    let step = ((v2 as u128 * error as u128) >> 64) as u64;
    let v3 = (v2 << 31).wrapping_add(step >> 1);
    let product = v3 as u128 * divisor as u128 + divisor as u128;
    v3.wrapping_sub(((product >> 64) as u64).wrapping_add(divisor))
}

/// A divisor of one word, whose highest bit is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct One {
    divisor: u64,
    inverse: u64,
}

impl One {
    #[inline]
    pub(super) const fn new(divisor: u64) -> One {
        One {
            divisor,
            inverse: inverse(divisor),
        }
    }

    /// Quotient and remainder of `high * 2**64 + low`, where `high` is below the divisor.
    #[inline(always)]
    pub(super) fn divide(self, high: u64, low: u64) -> (u64, u64) {
        let (guess, fraction) = wide(self.inverse, high);
        let (fraction, carry) = fraction.overflowing_add(low);
        let guess = guess.wrapping_add(high).wrapping_add(u64::from(carry));
        let mut quotient = guess.wrapping_add(1);
        let mut rest = low.wrapping_sub(quotient.wrapping_mul(self.divisor));
        if rest > fraction {
            quotient = quotient.wrapping_sub(1);
            rest = rest.wrapping_add(self.divisor);
        }
        if rest >= self.divisor {
            quotient = quotient.wrapping_add(1);
            rest -= self.divisor;
        }
        (quotient, rest)
    }
}

/// A divisor of two words, whose highest bit is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Two {
    high: u64,
    low: u64,
    inverse: u64,
}

impl Two {
    pub(super) fn new(high: u64, low: u64) -> Two {
        let mut inverse = inverse(high);
        let mut product = high.wrapping_mul(inverse).wrapping_add(low);
        if product < low {
            inverse -= 1;
            if product >= high {
                inverse -= 1;
                product -= high;
            }
            product = product.wrapping_sub(high);
        }
        let (above, below) = wide(inverse, low);
        product = product.wrapping_add(above);
        if product < above {
            inverse -= 1;
            if join(product, below) >= join(high, low) {
                inverse -= 1;
            }
        }
        Two { high, low, inverse }
    }

    /// The quotient of three words, the first two of which are below the divisor.
    #[inline]
    pub(super) fn divide(self, first: u64, second: u64, third: u64) -> u64 {
        let divisor = join(self.high, self.low);
        let guess = u128::from(self.inverse) * u128::from(first) + join(first, second);
        let (mut quotient, fraction) = ((guess >> 64) as u64, guess as u64);
        let rest = second.wrapping_sub(quotient.wrapping_mul(self.high));
        let product = u128::from(self.low) * u128::from(quotient);
        let mut rest = join(rest, third)
            .wrapping_sub(product)
            .wrapping_sub(divisor);
        quotient = quotient.wrapping_add(1);
        if (rest >> 64) as u64 >= fraction {
            quotient = quotient.wrapping_sub(1);
            rest = rest.wrapping_add(divisor);
        }
        if rest >= divisor {
            quotient = quotient.wrapping_add(1);
        }
        quotient
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limbs::tests::Words;

    #[test]
    fn words_by_words() {
        let mut words = Words::new();
        for _ in 0..100_000 {
            let (divisor, low) = (words.one() | 1 << 63, words.one());
            let high = words.one() % divisor;
            let (whole, by) = (join(high, low), u128::from(divisor));
            let expected = ((whole / by) as u64, (whole % by) as u64);
            assert_eq!(inverse(divisor), (u128::MAX / by) as u64, "{divisor:x}");
            assert_eq!(One::new(divisor).divide(high, low), expected);
        }
    }
}
