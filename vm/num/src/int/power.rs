//! Powers, and powers modulo a number.

use super::{BigInt, Int, bit_length, modulo, to_f64};
use crate::{Error, Result, float, memory};

/// A power of two integers.
#[derive(Clone, PartialEq, Debug)]
pub enum Power {
    /// The exponent was not negative.
    Int(Int),
    /// The exponent was negative.
    Float(f64),
}

/// `a ** b`.
pub fn pow(a: &Int, b: &Int) -> Result<Power> {
    if !b.is_negative() {
        return power(a, b).map(Power::Int);
    }
    match float::pow(to_f64(a)?, to_f64(b)?)? {
        float::Power::Float(value) => Ok(Power::Float(value)),
        // A whole exponent leaves the reals only by rounding, which it does not.
        float::Power::Complex(value) => Ok(Power::Float(value.re)),
    }
}

fn power(a: &Int, b: &Int) -> Result<Int> {
    match a {
        Int::Small(0) if !b.is_zero() => return Ok(Int::ZERO),
        Int::Small(0 | 1) => return Ok(Int::ONE),
        Int::Small(-1) => return Ok(Int::Small(if b.is_odd() { -1 } else { 1 })),
        _ => {}
    }
    let exponent = b.to_usize().ok_or_else(Error::memory)?;
    // The result has at most this many bits.
    let bits = u128::from(bit_length(a)) * exponent as u128;
    memory::reserve_bits(bits)?;
    match (a, u32::try_from(exponent)) {
        (Int::Small(a), Ok(exponent)) if bits < 127 => Ok(i128::from(*a).pow(exponent).into()),
        _ => Ok(a.as_big().power(exponent).into()),
    }
}

/// `pow(a, b, modulus)`, which has the sign of the modulus. A negative exponent needs an inverse.
pub fn pow_modulo(a: &Int, b: &Int, modulus: &Int) -> Result<Int> {
    if modulus.is_zero() {
        return Err(Error::value("pow() 3rd argument cannot be 0"));
    }
    let size = super::abs(modulus);
    if size == Int::ONE {
        return Ok(Int::ZERO);
    }
    let ring = size.as_big();
    // The library reduces a base of two words wrongly by a modulus of one full word.
    let base = modulo(a, &size)?;
    let base = base.as_big();
    let exponent = super::abs(b);
    let residue: Int = if b.is_negative() {
        let inverse = invert(&base, &ring)?;
        inverse.power_modulo(&exponent.as_big(), &ring).into()
    } else {
        base.power_modulo(&exponent.as_big(), &ring).into()
    };
    // The residue is that of the modulus's magnitude.
    modulo(&residue, modulus)
}

fn invert(base: &BigInt, ring: &BigInt) -> Result<BigInt> {
    let message = "base is not invertible for the given modulus";
    base.inverse_modulo(ring)
        .ok_or_else(|| Error::value(message))
}

#[cfg(test)]
mod tests {
    use super::super::{neg, shift_left};
    use super::*;

    fn small(a: i64, b: i64) -> Power {
        pow(&Int::Small(a), &Int::Small(b)).unwrap()
    }

    #[test]
    fn powers() {
        assert_eq!(small(0, 0), Power::Int(Int::ONE));
        assert_eq!(small(-3, 3), Power::Int(Int::Small(-27)));
        assert_eq!(small(-2, 127), Power::Int(i128::MIN.into()));
        assert_eq!(small(2, -2), Power::Float(0.25));
        assert_eq!(small(-2, -1), Power::Float(-0.5));
        let googol = pow(&Int::Small(10), &Int::Small(100)).unwrap();
        let Power::Int(googol) = googol else {
            panic!("an integer")
        };
        assert_eq!(bit_length(&googol), 333);
    }

    #[test]
    fn powers_have_limits() {
        let huge = shift_left(&Int::ONE, &Int::Small(70)).unwrap();
        assert_eq!(pow(&Int::Small(3), &huge), Err(Error::memory()));
        assert_eq!(
            pow(&Int::Small(3), &Int::Small(1 << 60)),
            Err(Error::memory())
        );
        assert_eq!(pow(&Int::Small(-1), &huge), Ok(Power::Int(Int::ONE)));
        let zero = pow(&Int::ZERO, &Int::Small(-1)).unwrap_err();
        assert_eq!(zero.message, "zero to a negative power");
    }

    #[test]
    fn residues_have_the_sign_of_the_modulus() {
        let pow =
            |a: i64, b: i64, m: i64| pow_modulo(&Int::Small(a), &Int::Small(b), &Int::Small(m));
        assert_eq!(pow(3, 5, 7), Ok(Int::Small(5)));
        assert_eq!(pow(3, 5, -7), Ok(Int::Small(-2)));
        assert_eq!(pow(-3, 5, 7), Ok(Int::Small(2)));
        assert_eq!(pow(38, -1, 97), Ok(Int::Small(23)));
        assert_eq!(pow(38, -3, -97), Ok(Int::Small(-55)));
        assert_eq!(pow(5, 0, 1), Ok(Int::ZERO));
        assert_eq!(pow(5, 0, -1), Ok(Int::ZERO));
        assert_eq!(
            pow(2, -1, 4).unwrap_err().message,
            "base is not invertible for the given modulus"
        );
        assert!(pow(2, 1, 0).is_err());
        let ones = Int::from(u128::MAX);
        let word = Int::from(u64::MAX - 1);
        assert_eq!(pow_modulo(&ones, &Int::Small(2), &word), Ok(Int::Small(9)));
        let big = shift_left(&Int::ONE, &Int::Small(200)).unwrap();
        let residue = pow_modulo(&Int::Small(3), &big, &neg(&big)).unwrap();
        assert!(residue.is_negative());
    }
}
