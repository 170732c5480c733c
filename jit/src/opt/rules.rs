//! The rules of folding: what one operation becomes, given what its operands are.
//!
//! Laws of a rule: it keeps the type of the result and every bit of it, for all operands (so few rules for
//! floats); it goes in one direction (constants to the right, `>` to `<`, multiplication to shifts); and
//! what it gives is no dearer.

use super::rewrite::Rewriter;
use crate::eval::{FLOAT_TAG, compute};
use crate::ir::{Family, Immediate, Op, Type, Value};

/// What an operation becomes.
pub(super) enum Simpler {
    /// It stays.
    Keep,
    /// It can go: it gives nothing, and does nothing.
    Drop,
    /// Its result is there.
    Is(Value),
    /// Its result is this constant.
    Constant(u64),
    /// It is another operation.
    Become(Op, Vec<Value>),
    /// It is another operation on a value and a constant.
    WithConstant(Op, Value, Type, u64),
    /// It always leaves.
    Leave,
}

use Simpler::{Become, Constant, Drop, Is, Keep, Leave, WithConstant};

/// The first rule that fits.
pub(super) fn simplify(
    rewriter: &Rewriter<'_>,
    op: Op,
    immediate: Immediate,
    args: &[Value],
) -> Simpler {
    let bits: Vec<Option<u64>> = args.iter().map(|arg| rewriter.bits(*arg)).collect();
    let family = op.info().family;
    let computes = op.is_pure() || family == Family::Checked;
    let all: Option<Vec<u64>> = bits.iter().copied().collect();
    if let Some(all) = all
        && computes
        && family != Family::Constant
    {
        return compute(op, immediate, &all).map_or(Leave, Constant);
    }
    match (family, args) {
        (Family::Integer | Family::Checked, &[left, right]) => {
            let known = (
                bits[0].map(|bits| bits as i64),
                bits[1].map(|bits| bits as i64),
            );
            integer(rewriter, op, (left, right), known)
        }
        (Family::Checked, &[arg]) => match (op, rewriter.parts(arg)) {
            (Op::TagFloat, Some((Op::UntagFloat, &[inner])))
            | (Op::UntagFloat, Some((Op::TagFloat, &[inner]))) => Is(inner),
            _ => Keep,
        },
        (Family::Float, _) => float(rewriter, op, args, &bits),
        (Family::Convert, &[arg]) => convert(rewriter, op, arg),
        (Family::Compare, &[left, right]) => compare(rewriter, op, (left, right), &bits),
        (Family::Compare, &[arg]) => not(rewriter, arg),
        (Family::Guard, &[arg]) => guard(rewriter, op, arg, bits[0]),
        _ => Keep,
    }
}

fn is_commutative(op: Op) -> bool {
    matches!(
        op,
        Op::Add
            | Op::Mul
            | Op::And
            | Op::Or
            | Op::Xor
            | Op::AddOvf
            | Op::MulOvf
            | Op::Eq
            | Op::Ne
            | Op::Same
            | Op::SameWord
    )
}

/// Whether operands should change places: constants go right, and older values left.
fn out_of_order(bits: (bool, bool), left: Value, right: Value) -> bool {
    match bits {
        (true, false) => true,
        (false, true) => false,
        _ => right < left,
    }
}

fn integer(
    rewriter: &Rewriter<'_>,
    op: Op,
    (left, right): (Value, Value),
    known: (Option<i64>, Option<i64>),
) -> Simpler {
    let constants = (known.0.is_some(), known.1.is_some());
    if is_commutative(op) && out_of_order(constants, left, right) {
        return Become(op, vec![right, left]);
    }
    if left == right {
        match op {
            Op::Sub | Op::SubOvf | Op::Xor => return Constant(0),
            Op::And | Op::Or => return Is(left),
            _ => {}
        }
    }
    if known.0 == Some(0) && matches!(op, Op::Shl | Op::Sar | Op::Shr) {
        return Constant(0);
    }
    match known.1 {
        Some(right) => with_constant(rewriter, op, left, right),
        None => Keep,
    }
}

/// An operation with a constant on the right.
fn with_constant(rewriter: &Rewriter<'_>, op: Op, left: Value, right: i64) -> Simpler {
    let shift = |next| WithConstant(next, left, Type::I64, u64::from(right.trailing_zeros()));
    match (op, right) {
        (Op::Add | Op::Sub | Op::Or | Op::Xor | Op::AddOvf | Op::SubOvf, 0) => Is(left),
        (Op::Shl | Op::Sar | Op::Shr | Op::ShlOvf, 0) => Is(left),
        (Op::Mul | Op::MulOvf | Op::Div, 1) => Is(left),
        (Op::Mul | Op::MulOvf | Op::And, 0) | (Op::Rem, 1) => Constant(0),
        (Op::And, -1) => Is(left),
        (Op::Or, -1) => Constant(u64::MAX),
        (Op::Div | Op::Rem, 0) => Leave,
        (Op::Mul, _) if right > 0 && right.count_ones() == 1 => shift(Op::Shl),
        (Op::MulOvf, 2) => Become(Op::AddOvf, vec![left, left]),
        (Op::Sub, _) => WithConstant(Op::Add, left, Type::I64, right.wrapping_neg() as u64),
        (Op::Sar, _) if shifted_left(rewriter, left, right).is_some() => {
            shifted_left(rewriter, left, right).map_or(Keep, Is)
        }
        (Op::And, _) if known_bits(rewriter, left, right).is_some() => {
            known_bits(rewriter, left, right).map_or(Keep, Constant)
        }
        (Op::Add | Op::And | Op::Or | Op::Xor, _) => chain(rewriter, op, left, right),
        _ => Keep,
    }
}

/// What was shifted left by so many bits, none of which was lost.
fn shifted_left(rewriter: &Rewriter<'_>, value: Value, by: i64) -> Option<Value> {
    match rewriter.parts(value)? {
        (Op::ShlOvf, &[inner, count]) => (rewriter.bits(count) == Some(by as u64)).then_some(inner),
        _ => None,
    }
}

/// What a mask leaves of a value, if that is known: tags are made and tested by these operations. The low bits of an
/// address are 0, and what was put in by `or` is there.
fn known_bits(rewriter: &Rewriter<'_>, value: Value, mask: i64) -> Option<u64> {
    let mask = mask as u64;
    match rewriter.parts(value)? {
        (Op::WordAsInt, &[word]) => match rewriter.parts(word)? {
            (Op::RefAsWord, _) if mask < 8 => Some(0),
            (Op::TagFloat, _) if mask <= FLOAT_TAG => Some(mask),
            _ => None,
        },
        (Op::Or, &[_, set]) => rewriter
            .bits(set)
            .filter(|set| set & mask == mask)
            .map(|_| mask),
        (Op::Add, &[base, more]) => {
            let more = rewriter.bits(more)?;
            (known_bits(rewriter, base, mask as i64) == Some(0) && (mask + 1).is_power_of_two())
                .then_some(more & mask)
        }
        (Op::Shl | Op::ShlOvf, &[_, by]) => rewriter
            .bits(by)
            .filter(|by| *by < 64 && mask >> by == 0)
            .map(|_| 0),
        _ => None,
    }
}

/// `(x + 1) + 2` is `x + 3`, and so for the other operations that associate.
fn chain(rewriter: &Rewriter<'_>, op: Op, left: Value, right: i64) -> Simpler {
    let Some((inner, &[base, middle])) = rewriter.parts(left) else {
        return Keep;
    };
    match rewriter.bits(middle) {
        Some(bits) if inner == op => {
            let both = compute(op, Immediate::None, &[bits, right as u64]);
            both.map_or(Keep, |both| WithConstant(op, base, Type::I64, both))
        }
        _ => Keep,
    }
}

fn float(rewriter: &Rewriter<'_>, op: Op, args: &[Value], bits: &[Option<u64>]) -> Simpler {
    let constant = bits.get(1).copied().flatten().map(f64::from_bits);
    match (op, args, constant) {
        // Twice a number is exact, and so is a division by a power of two, if its inverse is one too.
        (Op::MulFloat, &[left, _], Some(2.0)) => Become(Op::AddFloat, vec![left, left]),
        (Op::DivFloat, &[left, _], Some(by)) if has_exact_inverse(by) => {
            WithConstant(Op::MulFloat, left, Type::F64, by.recip().to_bits())
        }
        (Op::NegFloat, &[arg], _) => match rewriter.parts(arg) {
            Some((Op::NegFloat, &[inner])) => Is(inner),
            _ => Keep,
        },
        (Op::AbsFloat, &[arg], _) => match rewriter.parts(arg) {
            Some((Op::AbsFloat, _)) => Is(arg),
            Some((Op::NegFloat, &[inner])) => Become(Op::AbsFloat, vec![inner]),
            _ => Keep,
        },
        _ => Keep,
    }
}

/// Whether a number is a power of two whose inverse is one, and both are normal.
fn has_exact_inverse(number: f64) -> bool {
    const MANTISSA: u64 = (1 << 52) - 1;
    number.to_bits() & MANTISSA == 0 && number.is_normal() && number.recip().is_normal()
}

fn convert(rewriter: &Rewriter<'_>, op: Op, arg: Value) -> Simpler {
    match (op, rewriter.parts(arg)) {
        (Op::WordAsInt, Some((Op::IntAsWord, &[inner])))
        | (Op::IntAsWord, Some((Op::WordAsInt, &[inner])))
        | (Op::WordAsFloat, Some((Op::FloatAsWord, &[inner])))
        | (Op::FloatAsWord, Some((Op::WordAsFloat, &[inner])))
        | (Op::WordAsRef, Some((Op::RefAsWord, &[inner])))
        | (Op::RefAsWord, Some((Op::WordAsRef, &[inner]))) => Is(inner),
        _ => Keep,
    }
}

fn compare(
    rewriter: &Rewriter<'_>,
    op: Op,
    (left, right): (Value, Value),
    bits: &[Option<u64>],
) -> Simpler {
    let swapped = match op {
        Op::Gt => Some(Op::Lt),
        Op::Ge => Some(Op::Le),
        Op::GtFloat => Some(Op::LtFloat),
        Op::GeFloat => Some(Op::LeFloat),
        _ => None,
    };
    if let Some(swapped) = swapped {
        return Become(swapped, vec![right, left]);
    }
    let constants = (bits[0].is_some(), bits[1].is_some());
    if is_commutative(op) && out_of_order(constants, left, right) {
        return Become(op, vec![right, left]);
    }
    if left == right {
        match op {
            Op::Eq | Op::Le | Op::Same | Op::SameWord => return Constant(1),
            Op::Ne | Op::Lt | Op::Below => return Constant(0),
            _ => {}
        }
    }
    match (op, rewriter.parts(left), rewriter.parts(right)) {
        (Op::SameWord, Some((Op::IntAsWord, &[a])), Some((Op::IntAsWord, &[b]))) => {
            Become(Op::Eq, vec![a, b])
        }
        (Op::SameWord, Some((Op::RefAsWord, &[a])), Some((Op::RefAsWord, &[b]))) => {
            Become(Op::Same, vec![a, b])
        }
        (Op::Eq | Op::Ne, Some((Op::BoolToInt, &[bool])), _) => match (bits[1], op) {
            (Some(1), Op::Eq) | (Some(0), Op::Ne) => Is(bool),
            (Some(0), _) | (Some(1), _) => Become(Op::Not, vec![bool]),
            (Some(_), _) => Constant(u64::from(op == Op::Ne)),
            (None, _) => Keep,
        },
        _ => Keep,
    }
}

fn not(rewriter: &Rewriter<'_>, arg: Value) -> Simpler {
    let Some((op, args)) = rewriter.parts(arg) else {
        return Keep;
    };
    match (op, args) {
        (Op::Not, &[inner]) => Is(inner),
        (Op::Eq, _) => Become(Op::Ne, args.to_vec()),
        (Op::Ne, _) => Become(Op::Eq, args.to_vec()),
        (Op::Lt, &[left, right]) => Become(Op::Le, vec![right, left]),
        (Op::Le, &[left, right]) => Become(Op::Lt, vec![right, left]),
        (Op::EqFloat, _) => Become(Op::NeFloat, args.to_vec()),
        (Op::NeFloat, _) => Become(Op::EqFloat, args.to_vec()),
        _ => Keep,
    }
}

fn guard(rewriter: &Rewriter<'_>, op: Op, arg: Value, known: Option<u64>) -> Simpler {
    let (wanted, opposite) = match op {
        Op::GuardTrue => (1, Op::GuardFalse),
        Op::GuardFalse => (0, Op::GuardTrue),
        _ => return Keep,
    };
    match (known, rewriter.parts(arg)) {
        (Some(bits), _) if bits == wanted => Drop,
        (Some(_), _) => Leave,
        (None, Some((Op::Not, &[inner]))) => Become(opposite, vec![inner]),
        _ => Keep,
    }
}
