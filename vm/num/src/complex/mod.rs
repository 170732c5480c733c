//! `complex`: pairs of doubles with CPython 3.14's arithmetic.
//!
//! A real operand stays real: `add_real` and its kin exist because adding a zero imaginary part
//! would lose the signs of zeros and turn infinities into NaN.

mod arithmetic;
mod parse;
mod power;
mod text;

pub use arithmetic::{
    abs, add, add_real, div, div_real, mul, mul_real, neg, real_div, real_sub, sub, sub_real,
};
pub use parse::{ParseComplexError, parse};
pub use power::pow;
pub use text::repr;

use crate::{float, hash};

/// A complex number. Equality is that of the parts, so a NaN equals nothing.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Complex {
    /// The real part.
    pub re: f64,
    /// The imaginary part.
    pub im: f64,
}

impl Complex {
    /// From its parts.
    pub const fn new(re: f64, im: f64) -> Complex {
        Complex { re, im }
    }

    /// The number mirrored at the real axis.
    pub fn conjugate(self) -> Complex {
        Complex::new(self.re, -self.im)
    }

    /// Whether both parts are finite.
    pub fn is_finite(self) -> bool {
        self.re.is_finite() && self.im.is_finite()
    }

    /// Whether a part is infinite.
    pub fn is_infinite(self) -> bool {
        self.re.is_infinite() || self.im.is_infinite()
    }

    /// Whether a part is a NaN.
    pub fn is_nan(self) -> bool {
        self.re.is_nan() || self.im.is_nan()
    }
}

impl From<f64> for Complex {
    fn from(re: f64) -> Complex {
        Complex::new(re, 0.0)
    }
}

/// `hash(z)`; a part that is a NaN hashes to `identity`, the hash of the object's identity.
pub fn hash(z: Complex, identity: i64) -> i64 {
    /// What `sys.hash_info.imag` says.
    const IMAGINARY: i64 = 1_000_003;
    let part = |x| float::hash(x).unwrap_or(identity);
    let sum = part(z.re).wrapping_add(part(z.im).wrapping_mul(IMAGINARY));
    hash::avoid_error(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes() {
        assert_eq!(hash(Complex::new(1.0, 0.0), 5), 1);
        assert_eq!(hash(Complex::new(0.0, 1.0), 5), 1_000_003);
        assert_eq!(hash(Complex::new(-1_000_003.0, 1.0), 5), 0);
        assert_eq!(hash(Complex::new(-1_000_004.0, 1.0), 5), -2);
        assert_eq!(hash(Complex::new(f64::NAN, 0.0), 5), 5);
    }
}
