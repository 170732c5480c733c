//! `x ** 2.0` without C's `pow`, and what that gives all the same.
//!
//! `pow` is not rounded correctly: of squares it misses one in some thousand. Its error is at most 0.513 units in the last place for
//! numbers from 2^-64 to 2^64, in the C library (Arm's Optimized Routines, of which glibc and musl have the function, give
//! 0.509 units and a part that grows with the logarithm of the result). So where the exact square is not that near
//! to the middle between two numbers, both are the number next to it. The exact square is a product of two integers of 53 bits.

/// Bits of a float behind its first one.
const FRACTION: u32 = 52;
/// The largest exponent, in magnitude, of what is squared here.
const LARGEST: i64 = 64;
/// Squares that are nearer to the middle than this part of a unit, as a power of two, are left to `pow`.
const NEAR: u32 = 5;

/// The square, if it is certain to be what `pow` gives.
#[inline]
pub(super) fn square(x: f64) -> Option<f64> {
    let bits = x.to_bits();
    let exponent = (bits >> FRACTION & 0x7ff) as i64 - 1023;
    if !(-LARGEST..LARGEST).contains(&exponent) {
        return None;
    }
    let digits = bits & ((1 << FRACTION) - 1) | 1 << FRACTION;
    let exact = u128::from(digits) * u128::from(digits);
    let carry = (exact >> (2 * FRACTION + 1)) as u32;
    let cut = FRACTION + carry;
    let rest = exact as u64 & ((1 << cut) - 1);
    let from_middle = rest.abs_diff(1 << (cut - 1));
    (from_middle >> (cut - NEAR) != 0).then_some(x * x)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Xorshift: Marsaglia, 2003.
    fn random(state: &mut u64) -> u64 {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        *state
    }

    #[test]
    fn squares_are_what_pow_gives() {
        let (mut state, mut found) = (88_172_645_463_325_252, 0);
        for _ in 0..200_000 {
            let bits = random(&mut state);
            let exponent = 1023 - 70 + random(&mut state) % 140;
            let x = f64::from_bits(bits & !(0x7ff << FRACTION) | exponent << FRACTION);
            if let Some(square) = square(x) {
                assert_eq!(square.to_bits(), x.powf(2.0).to_bits(), "{x:e}");
                found += 1;
            }
        }
        assert!(found > 160_000, "{found}");
    }

    #[test]
    fn others_are_left_alone() {
        for x in [0.0, -0.0, 1e-30, -1e30, f64::NAN, f64::INFINITY, 5e-324] {
            assert_eq!(square(x), None);
        }
        assert_eq!(square(-3.0), Some(9.0));
        // A quarter of a unit, and next to a half.
        assert_eq!(square(134_217_729.0), Some(18_014_398_777_917_440.0));
        assert_eq!(square(1.0 + 47_453_133.0 * f64::EPSILON), None);
    }
}
