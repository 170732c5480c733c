//! Integers as text, and the limit on digits that guards the conversions whose time is not linear.

use super::{BigInt, IntRef};
use crate::limbs::{self, text};
use crate::{Error, Result, memory};

/// The most digits that text in a base other than a power of two may have
/// (`sys.set_int_max_str_digits`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DigitLimit(pub usize);

impl DigitLimit {
    /// No limit.
    pub const NONE: DigitLimit = DigitLimit(0);

    /// The limit at start-up.
    pub const DEFAULT: DigitLimit = DigitLimit(4300);

    /// Numbers of so many digits are never refused.
    pub const THRESHOLD: usize = 640;

    pub(super) fn allows(self, digits: usize) -> bool {
        self == DigitLimit::NONE || digits <= self.0.max(DigitLimit::THRESHOLD)
    }
}

fn too_many_digits(limit: DigitLimit) -> Error {
    Error::value(format!(
        "Exceeds the limit ({} digits) for integer string conversion; \
         use sys.set_int_max_str_digits() to increase the limit",
        limit.0
    ))
}

/// `str(a)`.
pub fn to_decimal<'a>(a: impl Into<IntRef<'a>>, limit: DigitLimit) -> Result<String> {
    let digits = match a.into() {
        IntRef::Small(small) => return Ok(itoa::Buffer::new().format(small).to_owned()),
        IntRef::Big(digits) => digits,
    };
    // Three digits for ten bits, and a bit more: refuse before the work is done.
    let at_least = (limbs::bit_length(digits.words) - 1) as usize / 10 * 3;
    if !limit.allows(at_least) {
        return Err(too_many_digits(limit));
    }
    memory::reserve(at_least as u128 * 4)?;
    let text = match digits.words.len() {
        ..=text::BY_SCHOOL => text::decimal(digits.negative, digits.words),
        _ => BigInt::new(digits).to_text(10),
    };
    if !limit.allows(text.len() - usize::from(digits.negative)) {
        return Err(too_many_digits(limit));
    }
    Ok(text)
}

/// The digits in base 2 to 36, in lower case and after a minus sign for a negative value. Meant for
/// powers of two; there is no limit.
pub fn to_radix<'a>(a: impl Into<IntRef<'a>>, radix: u32) -> String {
    let mut small = 0;
    let digits = a.into().digits(&mut small);
    match radix {
        2 | 4 | 8 | 16 | 32 => text::in_bits(digits.negative, digits.words, radix.ilog2()),
        _ => BigInt::new(digits).to_text(radix.clamp(2, 36)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Int, Power, neg, pow, sub};
    use super::*;

    fn ten_to(exponent: i64) -> Int {
        match pow(&Int::Small(10), &Int::Small(exponent)) {
            Ok(Power::Int(value)) => value,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn digits_are_limited() {
        let fits = neg(&sub(&ten_to(4300), &Int::ONE));
        let text = to_decimal(&fits, DigitLimit::DEFAULT).unwrap();
        assert_eq!(text, format!("-{}", "9".repeat(4300)));
        let error = to_decimal(&ten_to(4300), DigitLimit::DEFAULT).unwrap_err();
        assert!(
            error
                .message
                .starts_with("Exceeds the limit (4300 digits) for")
        );
        assert!(to_decimal(&ten_to(100_000), DigitLimit::DEFAULT).is_err());
        let text = to_decimal(&ten_to(100_000), DigitLimit::NONE).unwrap();
        assert_eq!(text, format!("1{}", "0".repeat(100_000)));
    }

    #[test]
    fn radices() {
        assert_eq!(to_radix(&Int::Small(-255), 16), "-ff");
        assert_eq!(to_radix(&Int::Small(35), 36), "z");
        assert_eq!(
            to_radix(&Int::from(1i128 << 70), 2),
            format!("1{}", "0".repeat(70))
        );
    }
}
