//! The operations that need nothing but their operands: what the evaluator does for them, and what
//! constant folding may do.

use crate::ir::{Family, Immediate, Op};

/// The result of an operation on values; `None` if it leaves, or if it needs more than its operands.
#[must_use]
pub fn compute(op: Op, immediate: Immediate, args: &[u64]) -> Option<u64> {
    let at = |place: usize| args.get(place).copied().unwrap_or_default();
    let (left, right) = (at(0), at(1));
    let (a, b) = (left as i64, right as i64);
    let (x, y) = (f64::from_bits(left), f64::from_bits(right));
    match op.info().family {
        Family::Constant => constant(immediate),
        Family::Integer => integer(op, a, b).map(|result| result as u64),
        Family::Checked if op == Op::TagFloat => tag_float(left),
        Family::Checked if op == Op::UntagFloat => untag_float(left),
        Family::Checked if op == Op::FloatToInt => float_to_int(x),
        Family::Checked => checked(op, a, b).map(|result| result as u64),
        Family::Float => float(op, x, y).map(f64::to_bits),
        Family::Convert => Some(match op {
            Op::IntToFloat => (a as f64).to_bits(),
            // The others keep the bits.
            _ => left,
        }),
        Family::Compare => compare(op, a, b)
            .or_else(|| compare_floats(op, x, y))
            .map(u64::from),
        _ => None,
    }
}

/// What is taken off the rotated bits of a float, so that the exponents of self-tagged floats have two zero
/// bits on top.
pub(crate) const FLOAT_BIAS: u64 = 767 << 53;
/// The low bits of a self-tagged float.
pub(crate) const FLOAT_TAG: u64 = 0b11;

/// The word of a self-tagged float: the bits rotated left, moved down by [`FLOAT_BIAS`] (unless they are those of
/// a zero), shifted left over the tag. (Melançon, Feeley, Serrano, "Float Self-Tagging", 2024.)
fn tag_float(bits: u64) -> Option<u64> {
    let rotated = bits.rotate_left(1);
    let moved = rotated.wrapping_sub(FLOAT_BIAS);
    if rotated <= 1 {
        Some(rotated << 2 | FLOAT_TAG)
    } else {
        (moved > 1 && moved >> 62 == 0).then_some(moved << 2 | FLOAT_TAG)
    }
}

/// The bits of the float of such a word.
fn untag_float(word: u64) -> Option<u64> {
    let moved = word >> 2;
    let bias = if moved > 1 { FLOAT_BIAS } else { 0 };
    let bits = moved.wrapping_add(bias).rotate_right(1);
    (word & FLOAT_TAG == FLOAT_TAG).then_some(bits)
}

fn float_to_int(x: f64) -> Option<u64> {
    let fits = x.abs() < -(i64::MIN as f64);
    fits.then_some(x as i64 as u64)
}

fn constant(immediate: Immediate) -> Option<u64> {
    match immediate {
        Immediate::Int(int) => Some(int as u64),
        Immediate::Float(bits) | Immediate::Word(bits) => Some(bits),
        Immediate::Bool(bool) => Some(u64::from(bool)),
        _ => None,
    }
}

fn integer(op: Op, a: i64, b: i64) -> Option<i64> {
    // `wrapping_shl` and `wrapping_shr` take the count modulo 64, as far as its low 32 bits say.
    let count = b as u32;
    Some(match op {
        Op::Add => a.wrapping_add(b),
        Op::Sub => a.wrapping_sub(b),
        Op::Mul => a.wrapping_mul(b),
        Op::And => a & b,
        Op::Or => a | b,
        Op::Xor => a ^ b,
        Op::Shl => a.wrapping_shl(count),
        Op::Sar => a.wrapping_shr(count),
        Op::Shr => (a as u64).wrapping_shr(count) as i64,
        _ => return None,
    })
}

fn checked(op: Op, a: i64, b: i64) -> Option<i64> {
    match op {
        Op::AddOvf => a.checked_add(b),
        Op::SubOvf => a.checked_sub(b),
        Op::MulOvf => a.checked_mul(b),
        Op::ShlOvf => {
            let count = u32::try_from(b).ok()?;
            let shifted = a.checked_shl(count)?;
            (shifted >> count == a).then_some(shifted)
        }
        Op::Div => a.checked_div(b),
        Op::Rem => a.checked_rem(b),
        _ => None,
    }
}

fn float(op: Op, x: f64, y: f64) -> Option<f64> {
    Some(match op {
        Op::AddFloat => x + y,
        Op::SubFloat => x - y,
        Op::MulFloat => x * y,
        Op::DivFloat => x / y,
        Op::NegFloat => -x,
        Op::AbsFloat => x.abs(),
        Op::Sqrt => x.sqrt(),
        Op::Floor => x.floor(),
        Op::Ceil => x.ceil(),
        Op::Trunc => x.trunc(),
        _ => return None,
    })
}

fn compare(op: Op, a: i64, b: i64) -> Option<bool> {
    Some(match op {
        Op::Eq | Op::Same | Op::SameWord => a == b,
        Op::Ne => a != b,
        Op::Lt => a < b,
        Op::Le => a <= b,
        Op::Gt => a > b,
        Op::Ge => a >= b,
        Op::Below => (a as u64) < b as u64,
        Op::Not => a == 0,
        _ => return None,
    })
}

fn compare_floats(op: Op, x: f64, y: f64) -> Option<bool> {
    Some(match op {
        Op::EqFloat => x == y,
        Op::NeFloat => x != y,
        Op::LtFloat => x < y,
        Op::LeFloat => x <= y,
        Op::GtFloat => x > y,
        Op::GeFloat => x >= y,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_only_computes_is_computed() {
        let leaving = [Op::Object, Op::Frame, Op::Context];
        for op in Op::ALL.iter().filter(|op| !leaving.contains(op)) {
            let immediate = match op {
                Op::Int => Immediate::Int(1),
                Op::Float => Immediate::Float(1),
                Op::Bool => Immediate::Bool(true),
                Op::Word => Immediate::Word(1),
                _ => Immediate::None,
            };
            let args = match op {
                Op::TagFloat => [1f64.to_bits(), 0],
                _ => [3, 2],
            };
            let computed = compute(*op, immediate, &args).is_some();
            let expected = op.is_pure() || op.info().family == Family::Checked;
            assert_eq!(computed, expected, "{op:?}");
        }
    }

    /// What is special about each checked operation.
    #[test]
    fn overflow_leaves() {
        let results: [(Op, i64, i64, Option<i64>); 15] = [
            (Op::AddOvf, i64::MAX, 1, None),
            (Op::AddOvf, i64::MAX, -1, Some(i64::MAX - 1)),
            (Op::SubOvf, i64::MIN, 1, None),
            (Op::MulOvf, i64::MIN, -1, None),
            (Op::MulOvf, 1 << 31, 1 << 31, Some(1 << 62)),
            (Op::ShlOvf, 1, 62, Some(1 << 62)),
            (Op::ShlOvf, 1, 63, None),
            (Op::ShlOvf, -1, 63, Some(i64::MIN)),
            (Op::ShlOvf, 0, 64, None),
            (Op::ShlOvf, 1, -1, None),
            (Op::Div, -7, 2, Some(-3)),
            (Op::Div, 7, 0, None),
            (Op::Div, i64::MIN, -1, None),
            (Op::Rem, -7, 2, Some(-1)),
            (Op::Rem, i64::MIN, -1, None),
        ];
        for (op, a, b, result) in results {
            let bits = compute(op, Immediate::None, &[a as u64, b as u64]);
            assert_eq!(bits.map(|bits| bits as i64), result, "{op:?} {a} {b}");
        }
    }

    #[test]
    fn shifts_count_modulo_64() {
        let results = [
            (Op::Shl, 3, 65, 6),
            (Op::Sar, -8, 66, -2),
            (Op::Shr, -1, -1, 1),
        ];
        for (op, a, b, result) in results {
            let bits = compute(op, Immediate::None, &[a as u64, b as u64]);
            assert_eq!(bits, Some(result as u64), "{op:?}");
        }
    }

    #[test]
    fn nan_is_unequal_and_unordered() {
        let nan = f64::NAN.to_bits();
        for op in [
            Op::EqFloat,
            Op::LtFloat,
            Op::LeFloat,
            Op::GtFloat,
            Op::GeFloat,
        ] {
            assert_eq!(compute(op, Immediate::None, &[nan, nan]), Some(0), "{op:?}");
        }
        assert_eq!(compute(Op::NeFloat, Immediate::None, &[nan, nan]), Some(1));
    }
}
