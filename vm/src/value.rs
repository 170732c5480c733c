//! A value: one 64-bit word.
//!
//! | low bits | meaning |
//! | --- | --- |
//! | `...0` | an integer of 63 bits, shifted left by one |
//! | `001` | the address of a heap object, plus one |
//! | `.11` | a float, self-tagged: 0.0, -0.0 and what has a binary exponent of -256 to 255 |
//! | `101` | a constant: `None`, `False`, `True`, `...`, `NotImplemented`, and marks that no program sees |
//!
//! Larger integers and other floats are heap objects. Floats: the bits are rotated left by one, so
//! that the exponent is on top, and moved down by [`BIAS`]; the 512 exponents that then have two
//! zero bits on top are immediate, and of those the two words that would be 2^-256 and -2^-256 stand
//! for the zeros. (Self-tagging: Melançon, Feeley, Serrano, "Float Self-Tagging", 2024.)

use std::fmt;

/// One Python value, or one of the marks [`Value::UNBOUND`] and [`Value::EMPTY`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Value(u64);

const REFERENCE: u64 = 0b001;
const CONSTANT: u64 = 0b101;
const FLOAT: u64 = 0b11;
/// The smallest immediate exponent (biased as in the format), at the top of a rotated float.
const BIAS: u64 = 767 << 53;

/// The integers that are immediate: `-LIMIT..LIMIT`.
pub const SMALL_INT_LIMIT: i64 = 1 << 62;

impl Value {
    /// `None`.
    pub const NONE: Value = Value::constant(0);
    /// `False`.
    pub const FALSE: Value = Value::constant(1);
    /// `True`.
    pub const TRUE: Value = Value::constant(2);
    /// `...`.
    pub const ELLIPSIS: Value = Value::constant(3);
    /// `NotImplemented`.
    pub const NOT_IMPLEMENTED: Value = Value::constant(4);
    /// What an unassigned variable, an absent argument or a deleted entry holds.
    pub const UNBOUND: Value = Value::constant(5);
    /// What a slot of a list beyond its end holds.
    pub const EMPTY: Value = Value::constant(6);

    const fn constant(number: u64) -> Value {
        Value(number << 3 | CONSTANT)
    }

    /// The value in a word of the heap.
    #[inline(always)]
    pub const fn from_bits(bits: u64) -> Value {
        Value(bits)
    }

    /// The word for the heap.
    #[inline(always)]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// `True` or `False`.
    #[inline(always)]
    pub const fn bool(value: bool) -> Value {
        // The two differ by one in the number above the tag.
        Value(Value::FALSE.0 + ((value as u64) << 3))
    }

    /// Of a `bool` the integer that it is in arithmetic; anything else as it is.
    #[inline(always)]
    pub const fn bool_as_int(self) -> Value {
        match self.as_bool() {
            Some(bool) => Value((bool as u64) << 1),
            None => self,
        }
    }

    /// An immediate integer; `None` if it needs more than 63 bits.
    #[inline(always)]
    pub const fn small_int(value: i64) -> Option<Value> {
        if value >= -SMALL_INT_LIMIT && value < SMALL_INT_LIMIT {
            Some(Value((value as u64) << 1))
        } else {
            None
        }
    }

    /// An integer that is known to be small: a length, an index, a byte.
    #[inline(always)]
    pub const fn index(value: usize) -> Value {
        debug_assert!(value < SMALL_INT_LIMIT as usize);
        Value((value as u64) << 1)
    }

    /// Whether it is an immediate integer (no `bool`).
    #[inline(always)]
    pub const fn is_small_int(self) -> bool {
        self.0 & 1 == 0
    }

    /// Whether both are immediate integers.
    #[inline(always)]
    pub const fn are_small_ints(self, other: Value) -> bool {
        (self.0 | other.0) & 1 == 0
    }

    /// The immediate integer.
    #[inline(always)]
    pub const fn as_small_int(self) -> Option<i64> {
        if self.is_small_int() {
            Some(self.0 as i64 >> 1)
        } else {
            None
        }
    }

    /// An immediate float; `None` if its exponent does not allow that.
    #[inline(always)]
    pub const fn immediate_float(value: f64) -> Option<Value> {
        let rotated = value.to_bits().rotate_left(1);
        let moved = rotated.wrapping_sub(BIAS);
        if moved >> 62 == 0 && moved > 1 {
            Some(Value(moved << 2 | FLOAT))
        } else if rotated <= 1 {
            Some(Value(rotated << 2 | FLOAT))
        } else {
            None
        }
    }

    /// Whether it is an immediate float.
    #[inline(always)]
    pub const fn is_immediate_float(self) -> bool {
        self.0 & 0b11 == FLOAT
    }

    /// The immediate float.
    #[inline(always)]
    pub const fn as_immediate_float(self) -> Option<f64> {
        if !self.is_immediate_float() {
            return None;
        }
        let moved = self.0 >> 2;
        let rotated = if moved > 1 {
            moved.wrapping_add(BIAS)
        } else {
            moved
        };
        Some(f64::from_bits(rotated.rotate_right(1)))
    }

    /// A reference to the heap object at this address, which is a multiple of 16.
    #[inline(always)]
    pub const fn reference(address: usize) -> Value {
        Value(address as u64 | REFERENCE)
    }

    /// Whether it refers to a heap object.
    #[inline(always)]
    pub const fn is_reference(self) -> bool {
        self.0 & 0b111 == REFERENCE
    }

    /// The address of the heap object it refers to.
    #[inline(always)]
    pub const fn address(self) -> Option<usize> {
        if self.is_reference() {
            Some((self.0 - REFERENCE) as usize)
        } else {
            None
        }
    }

    /// Whether it is one of the constants.
    #[inline(always)]
    pub const fn is_constant(self) -> bool {
        self.0 & 0b111 == CONSTANT
    }

    /// Whether it is `None`.
    #[inline(always)]
    pub const fn is_none(self) -> bool {
        self.0 == Value::NONE.0
    }

    /// Whether nothing is bound here.
    #[inline(always)]
    pub const fn is_unbound(self) -> bool {
        self.0 == Value::UNBOUND.0
    }

    /// The `bool`.
    #[inline(always)]
    pub const fn as_bool(self) -> Option<bool> {
        if self.0 == Value::TRUE.0 {
            Some(true)
        } else if self.0 == Value::FALSE.0 {
            Some(false)
        } else {
            None
        }
    }

    /// The value, unless nothing is bound here.
    #[inline(always)]
    pub const fn bound(self) -> Option<Value> {
        if self.is_unbound() { None } else { Some(self) }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(int) = self.as_small_int() {
            write!(f, "{int}")
        } else if let Some(float) = self.as_immediate_float() {
            write!(f, "{float:?}")
        } else if let Some(address) = self.address() {
            write!(f, "@{address:#x}")
        } else {
            let names = [
                "None",
                "False",
                "True",
                "...",
                "NotImplemented",
                "<unbound>",
                "<empty>",
            ];
            let number = (self.0 >> 3) as usize;
            f.write_str(names.get(number).copied().unwrap_or("<invalid>"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ints() {
        for int in [0, 1, -1, SMALL_INT_LIMIT - 1, -SMALL_INT_LIMIT] {
            let value = Value::small_int(int).expect("small");
            assert_eq!(value.as_small_int(), Some(int));
            assert!(!value.is_reference() && !value.is_constant() && !value.is_immediate_float());
        }
        assert_eq!(Value::small_int(SMALL_INT_LIMIT), None);
        assert_eq!(Value::small_int(-SMALL_INT_LIMIT - 1), None);
    }

    #[test]
    fn floats() {
        let least = 2f64.powi(-256);
        for float in [
            0.0,
            -0.0,
            1.0,
            -1.5,
            1e77,
            1e-77,
            0.1,
            f64::from_bits(least.to_bits() + 1),
        ] {
            let value = Value::immediate_float(float).expect("immediate");
            assert_eq!(
                value.as_immediate_float().map(f64::to_bits),
                Some(float.to_bits())
            );
            assert!(!value.is_reference() && !value.is_constant() && !value.is_small_int());
        }
        for float in [
            f64::NAN,
            f64::INFINITY,
            1e300,
            1e-300,
            5e-324,
            least,
            -least,
        ] {
            assert_eq!(Value::immediate_float(float), None);
        }
    }

    #[test]
    fn constants() {
        assert_eq!(Value::bool(true), Value::TRUE);
        assert_eq!(Value::bool(false), Value::FALSE);
        assert_eq!(Value::TRUE.as_bool(), Some(true));
        assert_eq!(Value::NONE.as_bool(), None);
        assert!(Value::NONE.is_constant() && !Value::NONE.is_reference());
        assert_eq!(Value::reference(0x1000).address(), Some(0x1000));
    }
}
