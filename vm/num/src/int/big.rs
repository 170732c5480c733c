//! The big integer of a library, behind a type of our own: nothing else in the crate names the
//! library, so that it could be exchanged.
//!
//! These are total functions over values that exist; who calls them has excluded zero divisors and
//! results that do not fit into memory.

use super::Digits;
use crate::limbs;
use dashu_int::fast_div::ConstDivisor;
use dashu_int::ops::{BitTest, DivRem, Gcd, SquareRoot};
use dashu_int::{IBig, Sign, UBig, Word};
use std::cmp::Ordering;
use std::ops::{Add, BitAnd, BitOr, BitXor, Mul, Neg, Not, Sub};

/// An integer of any size.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub struct BigInt(IBig);

macro_rules! operators {
    ($($trait:ident $method:ident,)*) => {$(
        impl $trait for &BigInt {
            type Output = BigInt;

            #[inline]
            fn $method(self, other: &BigInt) -> BigInt {
                BigInt((&self.0).$method(&other.0))
            }
        }
    )*};
}

operators! {
    Add add,
    Sub sub,
    Mul mul,
    BitAnd bitand,
    BitOr bitor,
    BitXor bitxor,
}

impl Neg for &BigInt {
    type Output = BigInt;

    fn neg(self) -> BigInt {
        BigInt(-&self.0)
    }
}

impl Not for &BigInt {
    type Output = BigInt;

    fn not(self) -> BigInt {
        BigInt(!&self.0)
    }
}

impl From<i64> for BigInt {
    #[inline]
    fn from(value: i64) -> BigInt {
        BigInt(IBig::from(value))
    }
}

impl From<u64> for BigInt {
    fn from(value: u64) -> BigInt {
        BigInt(IBig::from(value))
    }
}

impl From<i128> for BigInt {
    fn from(value: i128) -> BigInt {
        BigInt(IBig::from(value))
    }
}

impl From<u128> for BigInt {
    fn from(value: u128) -> BigInt {
        BigInt(IBig::from(value))
    }
}

impl BigInt {
    fn magnitude(&self) -> UBig {
        self.0.clone().into_parts().1
    }

    /// A copy of a number.
    pub fn new(digits: Digits<'_>) -> BigInt {
        let sign = if digits.negative {
            Sign::Negative
        } else {
            Sign::Positive
        };
        BigInt(IBig::from_parts(sign, UBig::from_words(digits.words)))
    }

    /// Its sign and magnitude.
    #[inline]
    pub fn digits(&self) -> Digits<'_> {
        let (sign, words) = self.0.as_sign_words();
        Digits {
            negative: sign == Sign::Negative,
            words,
        }
    }

    /// Whether it is below zero.
    #[inline]
    pub fn is_negative(&self) -> bool {
        self.0.sign() == Sign::Negative
    }

    /// Whether it is zero.
    #[inline]
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether bit 0 is set.
    pub fn is_odd(&self) -> bool {
        self.0.bit(0)
    }

    /// The words of the magnitude, lowest first, without leading zeros.
    #[inline]
    pub fn words(&self) -> &[u64] {
        self.0.as_sign_words().1
    }

    /// The number of bits of the magnitude; 0 has none.
    #[inline]
    pub fn bit_length(&self) -> u64 {
        limbs::bit_length(self.words())
    }

    /// The number of zero bits below the lowest one; 0 has none.
    pub fn trailing_zeros(&self) -> u64 {
        self.0.trailing_zeros().unwrap_or(0) as u64
    }

    /// Compares the magnitudes.
    pub fn compare_magnitudes(&self, other: &BigInt) -> Ordering {
        limbs::compare(self.words(), other.words())
    }

    /// Quotient and remainder, the quotient rounded towards zero. `divisor` is not zero.
    pub fn divide_truncating(&self, divisor: &BigInt) -> (BigInt, BigInt) {
        let (quotient, remainder) = (&self.0).div_rem(&divisor.0);
        (BigInt(quotient), BigInt(remainder))
    }

    /// The remainder that has the sign of `self`. `divisor` is not zero.
    pub fn remainder_truncating(&self, divisor: &BigInt) -> BigInt {
        BigInt(&self.0 % &divisor.0)
    }

    /// `self << count`.
    pub fn shift_left(&self, count: usize) -> BigInt {
        BigInt(&self.0 << count)
    }

    /// `self >> count`, rounded down.
    pub fn shift_right(&self, count: usize) -> BigInt {
        BigInt(&self.0 >> count)
    }

    /// `self ** exponent`.
    pub fn power(&self, exponent: usize) -> BigInt {
        BigInt(self.0.pow(exponent))
    }

    /// `self ** exponent` modulo `modulus`. None is negative, and `self` is below `modulus`.
    pub fn power_modulo(&self, exponent: &BigInt, modulus: &BigInt) -> BigInt {
        let ring = ConstDivisor::new(modulus.magnitude());
        let power = ring.reduce(self.0.clone()).pow(&exponent.magnitude());
        BigInt(power.residue().into())
    }

    /// The number from 0 up to `modulus` whose product with `self` is 1 modulo `modulus`, if there
    /// is one. `self` is not negative and below `modulus`.
    pub fn inverse_modulo(&self, modulus: &BigInt) -> Option<BigInt> {
        let ring = ConstDivisor::new(modulus.magnitude());
        let inverse = ring.reduce(self.0.clone()).inv()?;
        Some(BigInt(inverse.residue().into()))
    }

    /// The greatest common divisor, not negative.
    pub fn gcd(&self, other: &BigInt) -> BigInt {
        if self.is_zero() || other.is_zero() {
            return BigInt((&self.0 + &other.0).into_parts().1.into());
        }
        BigInt((&self.0).gcd(&other.0).into())
    }

    /// The greatest integer whose square is at most `self`, which is not negative.
    pub fn sqrt(&self) -> BigInt {
        BigInt(self.magnitude().sqrt().into())
    }

    /// Two's complement, lowest byte first, with as few bytes as hold the sign.
    pub fn to_signed_bytes(&self) -> Box<[u8]> {
        self.0.to_le_bytes()
    }

    /// The reverse of [`BigInt::to_signed_bytes`], of any length.
    pub fn from_signed_bytes(bytes: &[u8]) -> BigInt {
        BigInt(IBig::from_le_bytes(bytes))
    }

    /// From a magnitude, lowest byte first.
    pub fn from_unsigned_bytes(bytes: &[u8]) -> BigInt {
        BigInt(UBig::from_le_bytes(bytes).into())
    }

    /// The digits with a minus sign for negative values; lower case. `radix` is in 2..=36.
    pub fn to_text(&self, radix: u32) -> String {
        match i128::try_from(&self.0) {
            Ok(short) if radix == 10 => short.to_string(),
            _ => self.0.in_radix(radix as u8).to_string(),
        }
    }

    /// From digits alone; `None` if one is not a digit of the radix, which is in 2..=36.
    pub fn from_digits(digits: &str, radix: u32) -> Option<BigInt> {
        let magnitude = UBig::from_str_radix(digits, radix).ok()?;
        Some(BigInt(magnitude.into()))
    }
}

const _: () = assert!(Word::BITS == 64);
