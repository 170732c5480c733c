//! `round(a, ndigits)`.

use super::divide::nearest_multiple;
use super::{Int, Power, bit_length, neg, pow};
use crate::Result;

/// `a` rounded to a multiple of `10 ** -digits`, the even one of two that are equally near.
pub fn round(a: &Int, digits: &Int) -> Result<Int> {
    if !digits.is_negative() {
        return Ok(a.clone());
    }
    let zeros = neg(digits);
    // 10 ** zeros is above 2 ** (3 * zeros): beyond that every value rounds to zero.
    let bits = bit_length(a) as i64 + 1;
    if zeros.to_i64().is_none_or(|zeros| zeros > bits / 3 + 1) {
        return Ok(Int::ZERO);
    }
    match pow(&Int::Small(10), &zeros)? {
        Power::Int(unit) => nearest_multiple(a, &unit),
        Power::Float(_) => Ok(a.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_go_to_even() {
        for (value, digits, expected) in [
            (12345, -2, 12300),
            (15, -1, 20),
            (25, -1, 20),
            (-15, -1, -20),
            (-25, -1, -20),
            (5, -1, 0),
            (6, -1, 10),
            (60, -2, 100),
            (5, -1 << 40, 0),
            (12345, 3, 12345),
        ] {
            let rounded = round(&Int::Small(value), &Int::Small(digits));
            assert_eq!(rounded, Ok(Int::Small(expected)), "{value} {digits}");
        }
    }
}
