//! Bitwise operations in two's complement of unbounded width, and shifts.

use super::{BigInt, Int, IntRef};
use crate::{Error, Result, memory};

macro_rules! bitwise {
    ($($(#[$doc:meta])* $name:ident $operator:tt,)*) => {$(
        $(#[$doc])*
        pub fn $name(a: &Int, b: &Int) -> Int {
            match (a, b) {
                (Int::Small(a), Int::Small(b)) => Int::Small(a $operator b),
                _ => (&*a.as_big() $operator &*b.as_big()).into(),
            }
        }
    )*};
}

bitwise! {
    /// `a & b`.
    and &,
    /// `a | b`.
    or |,
    /// `a ^ b`.
    xor ^,
}

/// `~a`.
pub fn invert(a: &Int) -> Int {
    match a {
        Int::Small(a) => Int::Small(!a),
        Int::Big(a) => (!a).into(),
    }
}

/// `a << count`. Fails on a negative count, and where the result is too large.
pub fn shift_left(a: &Int, count: &Int) -> Result<Int> {
    if count.is_negative() {
        return Err(Error::value("negative shift count"));
    }
    match (a, count.to_i64()) {
        (Int::Small(0), _) => Ok(Int::ZERO),
        (Int::Small(a), Some(count)) if count < 64 => Ok((i128::from(*a) << count).into()),
        (_, Some(count)) => big_shift_left(&a.as_big(), count as u64),
        (_, None) => Err(too_many_digits()),
    }
}

/// An integer may have this many digits of 30 bits in CPython.
const MAX_DIGITS: u64 = (i64::MAX as u64 - 1) / 30;

fn too_many_digits() -> Error {
    Error::overflow("too many digits in integer")
}

fn big_shift_left(a: &BigInt, count: u64) -> Result<Int> {
    let bits = a.bit_length() + count;
    if bits.div_ceil(30) > MAX_DIGITS {
        return Err(too_many_digits());
    }
    memory::reserve_bits(bits.into())?;
    Ok(a.shift_left(count as usize).into())
}

/// `a >> count`, rounded down. Fails on a negative count.
pub fn shift_right(a: &Int, count: &Int) -> Result<Int> {
    if count.is_negative() {
        return Err(Error::value("negative shift count"));
    }
    let count = count.to_i64().unwrap_or(i64::MAX) as u64;
    Ok(match a {
        Int::Small(a) => Int::Small(a >> count.min(63)),
        Int::Big(a) if count >= a.bit_length() => Int::Small(-i64::from(a.is_negative())),
        Int::Big(a) => a.shift_right(count as usize).into(),
    })
}

/// `a.bit_length()`.
pub fn bit_length<'a>(a: impl Into<IntRef<'a>>) -> u64 {
    a.into().bit_length()
}

#[cfg(test)]
mod tests {
    use super::super::{neg, pow_modulo, to_radix};
    use super::*;

    fn power_of_two(exponent: i64) -> Int {
        shift_left(&Int::ONE, &Int::Small(exponent)).unwrap()
    }

    #[test]
    fn negative_numbers_have_infinitely_many_ones() {
        let big = power_of_two(100);
        assert_eq!(and(&Int::Small(-1), &big), big);
        assert_eq!(or(&Int::Small(-1), &big), Int::Small(-1));
        assert_eq!(xor(&Int::Small(-1), &big), invert(&big));
        assert_eq!(and(&neg(&big), &Int::Small(-4)), neg(&big));
    }

    #[test]
    fn shifts_round_down() {
        let big = power_of_two(100);
        let seventy = Int::Small(70);
        assert_eq!(shift_right(&big, &seventy), Ok(Int::Small(1 << 30)));
        let below = invert(&big);
        assert_eq!(
            shift_right(&below, &seventy),
            Ok(Int::Small(-(1 << 30) - 1))
        );
        assert_eq!(shift_right(&below, &power_of_two(70)), Ok(Int::Small(-1)));
        assert_eq!(
            shift_right(&Int::Small(-5), &power_of_two(70)),
            Ok(Int::Small(-1))
        );
        assert_eq!(to_radix(&power_of_two(68), 16), "100000000000000000");
        assert_eq!(bit_length(&neg(&big)), 101);
        assert_eq!(below.view().bit_count(), 2);
    }

    #[test]
    fn sizes_have_limits() {
        let fails = |count: Int| shift_left(&Int::ONE, &count).unwrap_err();
        assert_eq!(fails(power_of_two(60)), Error::memory());
        assert_eq!(fails(power_of_two(62)), Error::memory());
        assert_eq!(fails(power_of_two(63)), too_many_digits());
        assert_eq!(fails(power_of_two(70)), too_many_digits());
        assert_eq!(fails(Int::Small(-1)), Error::value("negative shift count"));
        assert_eq!(shift_left(&Int::ZERO, &power_of_two(70)), Ok(Int::ZERO));
        let modulus = power_of_two(70);
        let two = Int::Small(2);
        assert_eq!(pow_modulo(&two, &power_of_two(90), &modulus), Ok(Int::ZERO));
    }
}
