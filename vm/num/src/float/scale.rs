//! Doubles taken apart and put together.

/// The bits of a mantissa that are stored.
const STORED: u32 = f64::MANTISSA_DIGITS - 1;

/// The exponent of the lowest bit of a subnormal double.
const LOWEST: i64 = -1074;

/// A finite double that is not negative as `digits * 2**exponent`.
pub(crate) fn decompose(x: f64) -> (u64, i64) {
    let bits = x.to_bits();
    let fraction = bits & ((1 << STORED) - 1);
    match (bits >> STORED & 0x7ff) as i64 {
        0 => (fraction, LOWEST),
        biased => (fraction | 1 << STORED, biased - 1 + LOWEST),
    }
}

/// The double nearest to `digits * 2**exponent`, the even one of two; infinity beyond the largest.
///
/// The double's bits are its mantissa plus its exponent above the mantissa, so a mantissa that is
/// rounded up to the next power of two carries into the exponent by itself.
pub(crate) fn scale_rounding(digits: u64, exponent: i64) -> f64 {
    if digits == 0 {
        return 0.0;
    }
    let highest = exponent.saturating_add(63 - i64::from(digits.leading_zeros()));
    if highest > 1023 {
        return f64::INFINITY;
    }
    let lowest = highest.saturating_sub(i64::from(STORED)).max(LOWEST);
    let dropped = lowest.saturating_sub(exponent);
    let mantissa = match dropped {
        i64::MIN..=0 => digits << -dropped,
        1..=64 => {
            let digits = u128::from(digits);
            let (kept, rest) = (digits >> dropped, digits & ((1 << dropped) - 1));
            let half = 1 << (dropped - 1);
            let up = rest > half || rest == half && kept & 1 == 1;
            kept as u64 + u64::from(up)
        }
        _ => 0,
    };
    f64::from_bits((((lowest - LOWEST) as u64) << STORED) + mantissa)
}

/// `math.frexp(x)`: a mantissa from 0.5 up to 1 and an exponent; zeros, infinities and NaN are
/// their own mantissas.
pub fn frexp(x: f64) -> (f64, i32) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    let (digits, exponent) = decompose(x.abs());
    let bits = 64 - digits.leading_zeros() as i32;
    let mantissa = scale_rounding(digits, i64::from(-bits));
    (mantissa.copysign(x), exponent as i32 + bits)
}

/// `x * 2**exponent`, rounded once; infinity beyond the largest double.
pub fn ldexp(x: f64, exponent: i64) -> f64 {
    if x == 0.0 || !x.is_finite() {
        return x;
    }
    let (digits, own) = decompose(x.abs());
    scale_rounding(digits, exponent.saturating_add(own)).copysign(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for x in [1.0, 0.1, f64::MAX, f64::MIN_POSITIVE, 5e-324, 3e-310, -2.5] {
            let (digits, exponent) = decompose(x.abs());
            assert_eq!(scale_rounding(digits, exponent), x.abs());
            let (mantissa, exponent) = frexp(x);
            assert!((0.5..1.0).contains(&mantissa.abs()));
            assert_eq!(ldexp(mantissa, exponent.into()), x);
        }
    }

    #[test]
    fn rounds_to_even() {
        let two53 = 1u64 << 53;
        assert_eq!(scale_rounding(two53 + 1, 0), two53 as f64);
        assert_eq!(scale_rounding(two53 + 3, 0), (two53 + 4) as f64);
        assert_eq!(scale_rounding(u64::MAX, 0), 2f64.powi(64));
        assert_eq!(scale_rounding(u64::MAX, 960), f64::INFINITY);
        assert_eq!(scale_rounding(1, 1024), f64::INFINITY);
        // Half of the smallest subnormal, and a bit more.
        assert_eq!(scale_rounding(1, -1075), 0.0);
        assert_eq!(scale_rounding(3, -1076), 5e-324);
        assert_eq!(scale_rounding(3, -1075), 1e-323);
        assert_eq!(scale_rounding(u64::MAX, -2000), 0.0);
        assert_eq!(scale_rounding(1, i64::MIN), 0.0);
    }
}
