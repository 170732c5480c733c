//! `int`: integers of any size.
//!
//! An [`Int`] is [`Int::Small`] whenever its value fits into the 63 bits of an immediate value of
//! the virtual machine, else [`Int::Big`]. Every function of this module keeps to that. The machine
//! does additions and the like of immediates itself; what is here is right for both forms and fast
//! for big ones.

mod arithmetic;
mod big;
mod bits;
mod bytes;
mod combinatorics;
mod compare;
pub mod direct;
mod divide;
mod parse;
mod power;
mod real;
mod round;
mod text;
mod theory;
mod view;

pub use arithmetic::{abs, add, mul, neg, sub};
pub use big::BigInt;
pub use bits::{and, bit_length, invert, or, shift_left, shift_right, xor};
pub use bytes::{ByteOrder, from_bytes, to_bytes};
pub use combinatorics::{comb, factorial, perm};
pub use compare::{compare, compare_float, equals_float, hash};
pub use divide::{divmod, floordiv, modulo, true_divide};
pub use parse::{ParseIntError, check_base, parse};
pub use power::{Power, pow, pow_modulo};
pub use real::{frexp, from_f64, to_f64};
pub use round::round;
pub use text::{DigitLimit, to_decimal, to_radix};
pub use theory::{gcd, isqrt, lcm};
pub use view::{Digits, IntRef};

pub(crate) use real::{binary_ratio, round_to_odd};

use std::borrow::Cow;

/// The smallest value of [`Int::Small`].
pub const SMALL_MIN: i64 = -(1 << 62);

/// The largest value of [`Int::Small`].
pub const SMALL_MAX: i64 = (1 << 62) - 1;

/// An integer of any size.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub enum Int {
    /// From [`SMALL_MIN`] up to [`SMALL_MAX`].
    Small(i64),
    /// Every other value.
    Big(BigInt),
}

/// Whether a value is stored as [`Int::Small`].
const fn is_small(value: i64) -> bool {
    SMALL_MIN <= value && value <= SMALL_MAX
}

impl Int {
    /// Zero.
    pub const ZERO: Int = Int::Small(0);
    /// One.
    pub const ONE: Int = Int::Small(1);

    /// The number, to be read.
    #[inline]
    pub fn view(&self) -> IntRef<'_> {
        match self {
            Int::Small(value) => IntRef::Small(*value),
            Int::Big(value) => IntRef::Big(value.digits()),
        }
    }

    /// The value, if it fits.
    pub fn to_i64(&self) -> Option<i64> {
        self.view().to_i64()
    }

    /// The value, if it fits.
    pub fn to_usize(&self) -> Option<usize> {
        self.view().to_usize()
    }

    /// Whether it is below zero.
    #[inline]
    pub fn is_negative(&self) -> bool {
        self.view().is_negative()
    }

    /// Whether it is zero.
    pub fn is_zero(&self) -> bool {
        matches!(self, Int::Small(0))
    }

    /// Whether it is not a multiple of two.
    pub fn is_odd(&self) -> bool {
        match self {
            Int::Small(value) => value & 1 != 0,
            Int::Big(value) => value.is_odd(),
        }
    }

    /// The value as a big integer; allocates nothing.
    #[inline]
    fn as_big(&self) -> Cow<'_, BigInt> {
        match self {
            Int::Small(value) => Cow::Owned(BigInt::from(*value)),
            Int::Big(value) => Cow::Borrowed(value),
        }
    }
}

/// What `operation` makes of both as big integers; allocates nothing for the small one.
#[inline]
fn as_bigs<T>(a: &Int, b: &Int, operation: impl Fn(&BigInt, &BigInt) -> T) -> T {
    match (a, b) {
        (Int::Big(a), Int::Big(b)) => operation(a, b),
        (Int::Big(a), Int::Small(b)) => operation(a, &BigInt::from(*b)),
        (Int::Small(a), Int::Big(b)) => operation(&BigInt::from(*a), b),
        (Int::Small(a), Int::Small(b)) => operation(&BigInt::from(*a), &BigInt::from(*b)),
    }
}

impl From<BigInt> for Int {
    #[inline]
    fn from(value: BigInt) -> Int {
        match IntRef::new(value.is_negative(), value.words()) {
            IntRef::Small(small) => Int::Small(small),
            IntRef::Big(_) => Int::Big(value),
        }
    }
}

impl<'a> From<&'a Int> for IntRef<'a> {
    #[inline]
    fn from(value: &'a Int) -> IntRef<'a> {
        value.view()
    }
}

impl From<i64> for Int {
    #[inline]
    fn from(value: i64) -> Int {
        if is_small(value) {
            Int::Small(value)
        } else {
            Int::Big(value.into())
        }
    }
}

impl From<u64> for Int {
    fn from(value: u64) -> Int {
        i128::from(value).into()
    }
}

impl From<usize> for Int {
    fn from(value: usize) -> Int {
        (value as u64).into()
    }
}

impl From<i128> for Int {
    fn from(value: i128) -> Int {
        match i64::try_from(value) {
            Ok(small) => small.into(),
            Err(_) => Int::Big(value.into()),
        }
    }
}

impl From<u128> for Int {
    fn from(value: u128) -> Int {
        match i64::try_from(value) {
            Ok(small) => small.into(),
            Err(_) => Int::Big(value.into()),
        }
    }
}
