//! Constant folding, within CPython's limits on the size of results.

use ruff_python_ast::{Operator, UnaryOp};

use crate::code::{Const, Float};

/// The longest string or bytes object that folding makes.
const MAX_TEXT: usize = 4096;
/// The longest tuple that repetition makes.
const MAX_TUPLE: usize = 256;
/// The largest number of bits of an integer that folding makes by `*`, `**` and `<<`.
const MAX_BITS: u32 = 128;

/// The truth of a constant, if it is known here.
pub(super) fn truth(value: &Const) -> Option<bool> {
    Some(match value {
        Const::None | Const::False => false,
        Const::True | Const::Ellipsis | Const::BigInt(_) => true,
        Const::Int(value) => *value != 0,
        Const::Float(value) => value.get() != 0.0,
        Const::Complex(real, imag) => real.get() != 0.0 || imag.get() != 0.0,
        Const::Str(value) => !value.is_empty(),
        Const::Bytes(value) => !value.is_empty(),
        Const::Tuple(items) | Const::FrozenSet(items) => !items.is_empty(),
        Const::Slice(_) => true,
        Const::Code(_) => return None,
    })
}

/// The value of a unary operation.
pub(super) fn unary(op: UnaryOp, value: &Const) -> Option<Const> {
    match (op, value) {
        (UnaryOp::USub, Const::Float(value)) => Some(Const::float(-value.get())),
        (UnaryOp::USub, Const::Complex(real, imag)) => Some(complex(-real.get(), -imag.get())),
        (UnaryOp::UAdd, Const::Float(_) | Const::Complex(..)) => Some(value.clone()),
        (UnaryOp::USub, Const::BigInt(digits)) => Some(negated(digits)),
        (UnaryOp::UAdd, Const::BigInt(_)) => Some(value.clone()),
        // `~True` warns when it runs.
        (UnaryOp::Invert, Const::True | Const::False) => None,
        (UnaryOp::USub, _) => integer(value)?.checked_neg().map(from_integer),
        (UnaryOp::UAdd, _) => integer(value).map(from_integer),
        (UnaryOp::Invert, _) => integer(value).map(|value| from_integer(!value)),
        (UnaryOp::Not, _) => None,
    }
}

/// The value of a binary operation.
pub(super) fn binary(op: Operator, left: &Const, right: &Const) -> Option<Const> {
    if let (Some(left_bit), Some(right_bit)) = (boolean(left), boolean(right)) {
        match op {
            Operator::BitAnd => return Some(Const::bool(left_bit & right_bit)),
            Operator::BitOr => return Some(Const::bool(left_bit | right_bit)),
            Operator::BitXor => return Some(Const::bool(left_bit ^ right_bit)),
            _ => {}
        }
    }
    if let (Some(left), Some(right)) = (integer(left), integer(right)) {
        return integers(op, left, right);
    }
    if let Some(value) = sequences(op, left, right) {
        return Some(value);
    }
    match (left, right) {
        (Const::Complex(..), _) | (_, Const::Complex(..)) => complexes(op, left, right),
        _ => floats(op, float(left)?, float(right)?),
    }
}

fn boolean(value: &Const) -> Option<bool> {
    match value {
        Const::True => Some(true),
        Const::False => Some(false),
        _ => None,
    }
}

/// An integer constant of at most 127 bits; booleans are integers.
fn integer(value: &Const) -> Option<i128> {
    match value {
        Const::Int(value) => Some(i128::from(*value)),
        Const::True => Some(1),
        Const::False => Some(0),
        Const::BigInt(digits) => digits.parse().ok(),
        _ => None,
    }
}

fn from_integer(value: i128) -> Const {
    match i64::try_from(value) {
        Ok(value) => Const::Int(value),
        Err(_) => Const::BigInt(value.to_string().into()),
    }
}

fn negated(digits: &str) -> Const {
    let text = match digits.strip_prefix('-') {
        Some(digits) => digits.to_owned(),
        None => format!("-{digits}"),
    };
    match text.parse() {
        Ok(value) => Const::Int(value),
        Err(_) => Const::BigInt(text.into()),
    }
}

fn integers(op: Operator, left: i128, right: i128) -> Option<Const> {
    let bits = |value: i128| 128 - value.unsigned_abs().leading_zeros();
    let value = match op {
        Operator::Add => left.checked_add(right)?,
        Operator::Sub => left.checked_sub(right)?,
        Operator::Mult if bits(left) + bits(right) <= MAX_BITS => left.checked_mul(right)?,
        Operator::FloorDiv if right != 0 => floor_div(left, right)?,
        Operator::Mod if right != 0 => {
            left.checked_sub(floor_div(left, right)?.checked_mul(right)?)?
        }
        Operator::Pow if right >= 0 => {
            let exponent = u32::try_from(right).ok()?;
            if bits(left).checked_mul(exponent)? > MAX_BITS {
                return None;
            }
            left.checked_pow(exponent)?
        }
        Operator::Div if right != 0 => return divided(left, right),
        Operator::LShift => {
            let shift = u32::try_from(right).ok()?;
            if left != 0 && bits(left).checked_add(shift)? >= MAX_BITS {
                return None;
            }
            left.checked_shl(shift)
                .filter(|shifted| left == 0 || shifted >> shift == left)?
        }
        Operator::RShift => left >> u32::try_from(right).ok()?.min(127),
        Operator::BitAnd => left & right,
        Operator::BitOr => left | right,
        Operator::BitXor => left ^ right,
        _ => return None,
    };
    Some(from_integer(value))
}

fn floor_div(left: i128, right: i128) -> Option<i128> {
    let quotient = left.checked_div(right)?;
    let rounded_up = left % right != 0 && (left < 0) != (right < 0);
    quotient.checked_sub(i128::from(rounded_up))
}

/// True division, where both are exact as floats.
fn divided(left: i128, right: i128) -> Option<Const> {
    const EXACT: u128 = 1 << f64::MANTISSA_DIGITS;
    let exact = left.unsigned_abs() <= EXACT && right.unsigned_abs() <= EXACT;
    exact.then(|| Const::float(left as f64 / right as f64))
}

/// The value as a float, where the conversion is exact.
fn float(value: &Const) -> Option<f64> {
    match value {
        Const::Float(value) => Some(value.get()),
        _ => {
            let value = integer(value)?;
            (value.unsigned_abs() <= 1 << f64::MANTISSA_DIGITS).then_some(value as f64)
        }
    }
}

fn floats(op: Operator, left: f64, right: f64) -> Option<Const> {
    Some(Const::float(match op {
        Operator::Add => left + right,
        Operator::Sub => left - right,
        Operator::Mult => left * right,
        Operator::Div if right != 0.0 => left / right,
        _ => return None,
    }))
}

fn complex(real: f64, imag: f64) -> Const {
    Const::Complex(Float(real.to_bits()), Float(imag.to_bits()))
}

/// Sums of a real and an imaginary number, as `1 + 2j` is written. A real operand leaves the sign
/// of the other's zero imaginary part alone.
fn complexes(op: Operator, left: &Const, right: &Const) -> Option<Const> {
    let parts = |value: &Const| match value {
        Const::Complex(real, imag) => Some((real.get(), Some(imag.get()))),
        _ => float(value).map(|real| (real, None)),
    };
    let ((left_real, left_imag), (right_real, right_imag)) = (parts(left)?, parts(right)?);
    match op {
        Operator::Add => {
            let imag = match (left_imag, right_imag) {
                (Some(left), Some(right)) => left + right,
                (left, right) => left.or(right)?,
            };
            Some(complex(left_real + right_real, imag))
        }
        Operator::Sub => {
            let imag = match (left_imag, right_imag) {
                (Some(left), Some(right)) => left - right,
                (Some(left), None) => left,
                (None, right) => -right?,
            };
            Some(complex(left_real - right_real, imag))
        }
        _ => None,
    }
}

fn sequences(op: Operator, left: &Const, right: &Const) -> Option<Const> {
    match (op, left, right) {
        (Operator::Add, Const::Str(left), Const::Str(right)) => {
            let mut joined = (**left).clone();
            joined.push_wtf8(right);
            Some(Const::Str(joined.into()))
        }
        (Operator::Add, Const::Bytes(left), Const::Bytes(right)) => {
            Some(Const::Bytes([&**left, &**right].concat().into()))
        }
        (Operator::Add, Const::Tuple(left), Const::Tuple(right)) => {
            Some(Const::Tuple([&**left, &**right].concat().into()))
        }
        (Operator::Mult, sequence, count) if integer(sequence).is_none() => {
            repeated(sequence, count)
        }
        (Operator::Mult, count, sequence) => repeated(sequence, count),
        _ => None,
    }
}

fn repeated(sequence: &Const, count: &Const) -> Option<Const> {
    let count = usize::try_from(integer(count)?.max(0)).ok()?;
    let fits = |length: usize, limit| {
        length
            .checked_mul(count)
            .is_some_and(|length| length <= limit)
    };
    match sequence {
        Const::Str(text) if fits(text.len(), MAX_TEXT) => {
            let mut value = rustpython_wtf8::Wtf8Buf::new();
            (0..count).for_each(|_| value.push_wtf8(text));
            Some(Const::Str(value.into()))
        }
        Const::Bytes(bytes) if fits(bytes.len(), MAX_TEXT) => {
            Some(Const::Bytes(bytes.repeat(count).into()))
        }
        Const::Tuple(items) if fits(items.len(), MAX_TUPLE) => {
            let repeated =
                std::iter::repeat_n(items, count).flat_map(|items| items.iter().cloned());
            Some(Const::Tuple(repeated.collect()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn big(digits: &str) -> Const {
        Const::BigInt(digits.into())
    }

    #[test]
    fn integers_round_down() {
        let pairs = [
            (7, 2, 3, 1),
            (-7, 2, -4, 1),
            (7, -2, -4, -1),
            (-7, -2, 3, -1),
            (6, -3, -2, 0),
        ];
        for (left, right, quotient, rest) in pairs {
            let (left, right) = (Const::Int(left), Const::Int(right));
            assert_eq!(
                binary(Operator::FloorDiv, &left, &right),
                Some(Const::Int(quotient))
            );
            assert_eq!(binary(Operator::Mod, &left, &right), Some(Const::Int(rest)));
        }
        assert_eq!(
            binary(Operator::FloorDiv, &Const::Int(1), &Const::Int(0)),
            None
        );
    }

    #[test]
    fn integers_grow_within_limits() {
        let two = Const::Int(2);
        let power = |bits| binary(Operator::Pow, &two, &Const::Int(bits));
        assert_eq!(power(62), Some(Const::Int(1 << 62)));
        assert_eq!(power(63), Some(big("9223372036854775808")));
        assert_eq!(power(100), None);
        let shift = |bits| binary(Operator::LShift, &Const::Int(1), &Const::Int(bits));
        assert_eq!(shift(64), Some(big("18446744073709551616")));
        assert_eq!(shift(127), None);
        assert_eq!(shift(-1), None);
        assert_eq!(
            unary(UnaryOp::USub, &big("9223372036854775808")),
            Some(Const::Int(i64::MIN))
        );
        let huge = "1".repeat(60);
        assert_eq!(
            unary(UnaryOp::USub, &big(&huge)),
            Some(big(&format!("-{huge}")))
        );
    }

    #[test]
    fn booleans_are_integers() {
        assert_eq!(
            binary(Operator::Add, &Const::True, &Const::True),
            Some(Const::Int(2))
        );
        assert_eq!(
            binary(Operator::BitAnd, &Const::True, &Const::True),
            Some(Const::True)
        );
        assert_eq!(
            binary(Operator::BitXor, &Const::True, &Const::Int(1)),
            Some(Const::Int(0))
        );
    }

    #[test]
    fn zeros_keep_their_signs() {
        assert_eq!(
            unary(UnaryOp::USub, &Const::float(0.0)),
            Some(Const::float(-0.0))
        );
        let imaginary = complex(0.0, -0.0);
        let sum = binary(Operator::Add, &Const::float(1.0), &imaginary);
        assert_eq!(sum, Some(complex(1.0, -0.0)));
        let difference = binary(Operator::Sub, &Const::Int(1), &complex(0.0, 0.0));
        assert_eq!(difference, Some(complex(1.0, -0.0)));
    }

    #[test]
    fn texts_repeat_up_to_a_length() {
        let text = Const::str("ab");
        assert_eq!(
            binary(Operator::Mult, &Const::Int(2), &text),
            Some(Const::str("abab"))
        );
        assert_eq!(
            binary(Operator::Mult, &text, &Const::Int(-1)),
            Some(Const::str(""))
        );
        assert_eq!(binary(Operator::Mult, &text, &Const::Int(2049)), None);
    }
}
