//! Constants of a code object.

use std::sync::Arc;

use rustpython_wtf8::Wtf8Buf;

use super::Code;

/// A constant. Two constants are equal if the code may use one for the other: of the same type and
/// value, with the same signs of zeros.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Const {
    /// `None`
    None,
    /// `True`
    True,
    /// `False`
    False,
    /// `...`
    Ellipsis,
    /// An integer.
    Int(i64),
    /// An integer outside the range of `Int`: maybe a minus sign, then decimal digits, or `0x` and
    /// lower-case hexadecimal digits (large literals in a radix that is a power of two).
    BigInt(Arc<str>),
    /// A floating-point number.
    Float(Float),
    /// A complex number: real and imaginary part.
    Complex(Float, Float),
    /// A string, which may hold lone surrogates.
    Str(Arc<Wtf8Buf>),
    /// A bytes object.
    Bytes(Arc<[u8]>),
    /// A tuple of constants.
    Tuple(Arc<[Const]>),
    /// A frozen set, of elements in source order, equal ones maybe repeated.
    FrozenSet(Arc<[Const]>),
    /// A slice: start, stop, step.
    Slice(Arc<[Const; 3]>),
    /// A code object.
    Code(CodeConst),
}

impl Const {
    /// A string constant.
    #[must_use]
    pub fn str(text: &str) -> Self {
        Self::Str(Arc::new(Wtf8Buf::from(text)))
    }

    /// A floating-point constant.
    #[must_use]
    pub fn float(value: f64) -> Self {
        Self::Float(Float(value.to_bits()))
    }

    /// `True` or `False`.
    #[must_use]
    pub const fn bool(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }

    /// An integer from the text of a literal, which may have a radix prefix and underscores.
    #[must_use]
    pub fn big_int(token: &str) -> Self {
        let token = token.replace('_', "").to_ascii_lowercase();
        let (bits, digits) = match token.get(..2) {
            Some("0x") => (4, &token[2..]),
            Some("0o") => (3, &token[2..]),
            Some("0b") => (1, &token[2..]),
            _ => (0, token.as_str()),
        };
        let digits = digits.trim_start_matches('0');
        let radix = if bits == 0 { 10 } else { 1 << bits };
        if let Ok(value) = i128::from_str_radix(digits, radix) {
            return match i64::try_from(value) {
                Ok(value) => Self::Int(value),
                Err(_) => Self::BigInt(value.to_string().into()),
            };
        }
        match bits {
            0 => Self::BigInt(digits.into()),
            bits => Self::BigInt(format!("0x{}", hexadecimal(digits, bits)).into()),
        }
    }

    /// A tuple of names.
    #[must_use]
    pub fn names<S: AsRef<str>>(names: &[S]) -> Self {
        Self::Tuple(names.iter().map(|name| Self::str(name.as_ref())).collect())
    }
}

/// Digits of `bits` bits each as hexadecimal digits.
fn hexadecimal(digits: &str, bits: u32) -> String {
    let (mut pending, mut have) = (0, 0);
    let mut reversed = String::new();
    let mut push = |nibble: u32| reversed.extend(char::from_digit(nibble & 15, 16));
    for digit in digits.chars().rev() {
        pending |= digit.to_digit(16).unwrap_or(0) << have;
        have += bits;
        while have >= 4 {
            push(pending);
            pending >>= 4;
            have -= 4;
        }
    }
    if pending != 0 {
        push(pending);
    }
    let text: String = reversed.chars().rev().collect();
    text.trim_start_matches('0').to_owned()
}

/// The bits of an `f64`: compared and hashed as such, so that `0.0` and `-0.0` are two constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Float(pub u64);

impl Float {
    /// The number.
    #[must_use]
    pub const fn get(self) -> f64 {
        f64::from_bits(self.0)
    }
}

/// A code object as a constant: equal only to itself.
#[derive(Clone, Debug)]
pub struct CodeConst(pub Arc<Code>);

impl PartialEq for CodeConst {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for CodeConst {}

impl std::hash::Hash for CodeConst {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        Arc::as_ptr(&self.0).hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_of_any_radix() {
        let big = |digits: &str| Const::BigInt(digits.into());
        assert_eq!(
            Const::big_int("18446744073709551616"),
            big("18446744073709551616")
        );
        assert_eq!(
            Const::big_int("0xFFFF_FFFF_FFFF_FFFF"),
            big("18446744073709551615")
        );
        assert_eq!(
            Const::big_int(&format!("0b1{}", "0".repeat(130))),
            big(&format!("0x4{}", "0".repeat(32)))
        );
        assert_eq!(
            Const::big_int(&format!("0o17{}", "0".repeat(50))),
            big(&format!("0x3c{}", "0".repeat(37)))
        );
        assert_eq!(Const::big_int(&"9".repeat(50)), big(&"9".repeat(50)));
    }

    #[test]
    fn equal_only_if_exchangeable() {
        assert_ne!(Const::float(0.0), Const::float(-0.0));
        assert_ne!(Const::Int(1), Const::True);
        assert_ne!(Const::Int(1), Const::float(1.0));
        assert_eq!(Const::float(f64::NAN), Const::float(f64::NAN));
        assert_eq!(Const::names(&["a"]), Const::Tuple([Const::str("a")].into()));
    }
}
