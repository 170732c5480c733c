//! Operations that write their result where it will stay, or on the stack: those of the operators on integers whose
//! words lie in objects. What takes long enough for a better algorithm, or fails, is left to the functions on [`Int`].

use super::{Digits, Int};
use crate::Result;
use crate::limbs::{self, product, quotient};
use std::cmp::Ordering;

/// An operator.
pub trait Direct {
    /// How many words the result may have; `None` if it is to be [computed](Direct::compute).
    fn room(a: Digits<'_>, b: Digits<'_>) -> Option<usize>;

    /// Writes the magnitude of the result into zeros, so many as `room` has said, and gives its sign.
    fn write(a: Digits<'_>, b: Digits<'_>, out: &mut [u64]) -> bool;

    /// The same for operands of any size.
    fn compute(a: &Int, b: &Int) -> Result<Int>;
}

/// `a + b`
#[derive(Debug)]
pub struct Add;
/// `a - b`
#[derive(Debug)]
pub struct Sub;
/// `a * b`
#[derive(Debug)]
pub struct Mul;
/// `a // b`
#[derive(Debug)]
pub struct FloorDiv;
/// `a % b`
#[derive(Debug)]
pub struct Mod;
/// `a << b`
#[derive(Debug)]
pub struct LShift;
/// `a >> b`
#[derive(Debug)]
pub struct RShift;
/// `a & b`
#[derive(Debug)]
pub struct And;
/// `a | b`
#[derive(Debug)]
pub struct Or;
/// `a ^ b`
#[derive(Debug)]
pub struct Xor;

/// As many words as the longer one, and one more.
#[inline]
fn longer(a: Digits<'_>, b: Digits<'_>) -> usize {
    a.words.len().max(b.words.len()) + 1
}

#[inline]
fn sum(a: Digits<'_>, b: Digits<'_>, out: &mut [u64]) -> bool {
    if a.negative == b.negative {
        limbs::add(a.words, b.words, out);
        return a.negative;
    }
    match limbs::compare(a.words, b.words) {
        Ordering::Less => limbs::sub(b.words, a.words, out),
        _ => {
            limbs::sub(a.words, b.words, out);
            return a.negative;
        }
    }
    b.negative
}

impl Direct for Add {
    #[inline]
    fn room(a: Digits<'_>, b: Digits<'_>) -> Option<usize> {
        Some(longer(a, b))
    }

    #[inline]
    fn write(a: Digits<'_>, b: Digits<'_>, out: &mut [u64]) -> bool {
        sum(a, b, out)
    }

    fn compute(a: &Int, b: &Int) -> Result<Int> {
        Ok(super::add(a, b))
    }
}

impl Direct for Sub {
    #[inline]
    fn room(a: Digits<'_>, b: Digits<'_>) -> Option<usize> {
        Some(longer(a, b))
    }

    #[inline]
    fn write(a: Digits<'_>, b: Digits<'_>, out: &mut [u64]) -> bool {
        let negative = !b.negative;
        sum(a, Digits { negative, ..b }, out)
    }

    fn compute(a: &Int, b: &Int) -> Result<Int> {
        Ok(super::sub(a, b))
    }
}

impl Direct for Mul {
    #[inline]
    fn room(a: Digits<'_>, b: Digits<'_>) -> Option<usize> {
        let (a, b) = (a.words.len(), b.words.len());
        (a.min(b) <= product::BY_SCHOOL).then_some(a + b)
    }

    #[inline]
    fn write(a: Digits<'_>, b: Digits<'_>, out: &mut [u64]) -> bool {
        product::mul(a.words, b.words, out);
        a.negative != b.negative
    }

    fn compute(a: &Int, b: &Int) -> Result<Int> {
        super::mul(a, b)
    }
}

/// Whether a division is one for the method of school, by the words of operands and quotient.
#[inline]
fn by_school(a: Digits<'_>, b: Digits<'_>) -> bool {
    let (a, b) = (a.words.len(), b.words.len());
    match b {
        0 => false,
        1 => true,
        _ => a <= quotient::MOST && b.min(a.saturating_sub(b)) <= quotient::BY_SCHOOL,
    }
}

impl Direct for FloorDiv {
    #[inline]
    fn room(a: Digits<'_>, b: Digits<'_>) -> Option<usize> {
        // Rounding down may carry into one more word.
        by_school(a, b).then(|| (a.words.len() + 2).saturating_sub(b.words.len()).max(1))
    }

    #[inline]
    fn write(a: Digits<'_>, b: Digits<'_>, out: &mut [u64]) -> bool {
        let negative = a.negative != b.negative;
        let exact = match b.words {
            [divisor] => quotient::by_word(a.words, *divisor, &mut out[..a.words.len()]) == 0,
            _ if a.words.len() < b.words.len() => a.words.is_empty(),
            _ => {
                let length = a.words.len() - b.words.len() + 1;
                quotient::with_scratch(quotient::scratch(a.words, b.words), |scratch| {
                    let rest = quotient::long(a.words, b.words, &mut out[..length], scratch);
                    rest.iter().all(|word| *word == 0)
                })
            }
        };
        if negative && !exact {
            limbs::increment(out);
        }
        negative
    }

    fn compute(a: &Int, b: &Int) -> Result<Int> {
        super::floordiv(a, b)
    }
}

impl Direct for Mod {
    #[inline]
    fn room(a: Digits<'_>, b: Digits<'_>) -> Option<usize> {
        by_school(a, b).then_some(b.words.len())
    }

    #[inline]
    fn write(a: Digits<'_>, b: Digits<'_>, out: &mut [u64]) -> bool {
        let below = a.negative != b.negative;
        match b.words {
            [divisor] => {
                let rest = quotient::by_word(a.words, *divisor, &mut []);
                out[0] = if below && rest != 0 {
                    divisor - rest
                } else {
                    rest
                };
            }
            _ if a.words.len() < b.words.len() => complement(a.words, b.words, below, out),
            _ => quotient::with_scratch(quotient::scratch(a.words, b.words), |scratch| {
                let rest = quotient::long(a.words, b.words, &mut [], scratch);
                complement(limbs::trimmed(rest), b.words, below, out);
            }),
        }
        b.negative
    }

    fn compute(a: &Int, b: &Int) -> Result<Int> {
        super::modulo(a, b)
    }
}

/// Writes a remainder, or what is missing from it up to the divisor.
fn complement(rest: &[u64], divisor: &[u64], missing: bool, out: &mut [u64]) {
    match missing && !rest.is_empty() {
        true => limbs::sub(divisor, rest, out),
        false => out[..rest.len()].copy_from_slice(rest),
    }
}

/// How far is shifted, if it is a matter of words that exist.
#[inline]
fn count(b: Digits<'_>) -> Option<u64> {
    match b.words {
        [] => Some(0),
        [count] if !b.negative && *count < 1 << 32 => Some(*count),
        _ => None,
    }
}

impl Direct for LShift {
    #[inline]
    fn room(a: Digits<'_>, b: Digits<'_>) -> Option<usize> {
        let bits = limbs::bit_length(a.words) + count(b)?;
        Some(if a.words.is_empty() {
            0
        } else {
            bits.div_ceil(64) as usize
        })
    }

    #[inline]
    fn write(a: Digits<'_>, b: Digits<'_>, out: &mut [u64]) -> bool {
        if let (Some(count), false) = (count(b), a.words.is_empty()) {
            limbs::shift_left(a.words, count, out);
        }
        a.negative
    }

    fn compute(a: &Int, b: &Int) -> Result<Int> {
        super::shift_left(a, b)
    }
}

impl Direct for RShift {
    #[inline]
    fn room(a: Digits<'_>, b: Digits<'_>) -> Option<usize> {
        // Rounding down may carry into one more bit.
        let bits = (limbs::bit_length(a.words) + 1).saturating_sub(count(b)?);
        Some(bits.div_ceil(64).max(1) as usize)
    }

    #[inline]
    fn write(a: Digits<'_>, b: Digits<'_>, out: &mut [u64]) -> bool {
        let lost = match count(b) {
            Some(count) if count < limbs::bit_length(a.words) => {
                limbs::shift_right(a.words, count, out)
            }
            _ => !a.words.is_empty(),
        };
        if a.negative && lost {
            limbs::increment(out);
        }
        a.negative
    }

    fn compute(a: &Int, b: &Int) -> Result<Int> {
        super::shift_right(a, b)
    }
}

macro_rules! bitwise {
    ($($name:ident $operator:tt $function:ident $room:expr;)*) => {$(
        impl Direct for $name {
            #[inline]
            fn room(a: Digits<'_>, b: Digits<'_>) -> Option<usize> {
                Some($room(a, b))
            }

            #[inline]
            fn write(a: Digits<'_>, b: Digits<'_>, out: &mut [u64]) -> bool {
                limbs::bitwise((a.negative, a.words), (b.negative, b.words), out, |a, b| a $operator b)
            }

            fn compute(a: &Int, b: &Int) -> Result<Int> {
                Ok(super::$function(a, b))
            }
        }
    )*};
}

bitwise! {
    And & and |a: Digits<'_>, b: Digits<'_>| match (a.negative, b.negative) {
        // No bits are set beyond those of a number that is not negative.
        (false, false) => a.words.len().min(b.words.len()),
        (false, true) => a.words.len(),
        (true, false) => b.words.len(),
        (true, true) => longer(a, b),
    };
    Or | or longer;
    Xor ^ xor longer;
}

#[cfg(test)]
mod tests {
    use super::super::IntRef;
    use super::*;
    use crate::limbs::tests::Words;

    /// What the operator writes, against what the library computes.
    fn check<O: Direct>(a: IntRef<'_>, b: IntRef<'_>) {
        let (mut one, mut other) = (0, 0);
        let (x, y) = (a.digits(&mut one), b.digits(&mut other));
        let Some(room) = O::room(x, y) else {
            return;
        };
        let mut out = vec![0; room];
        let negative = O::write(x, y, &mut out);
        let expected = O::compute(&a.to_int(), &b.to_int());
        let found = IntRef::new(negative, &out).to_int();
        assert_eq!(
            Ok(found),
            expected,
            "{} {a:x?} {b:x?}",
            std::any::type_name::<O>()
        );
    }

    fn check_all(a: IntRef<'_>, b: IntRef<'_>, shift: IntRef<'_>) {
        check::<Add>(a, b);
        check::<Sub>(a, b);
        check::<Mul>(a, b);
        check::<FloorDiv>(a, b);
        check::<Mod>(a, b);
        check::<And>(a, b);
        check::<Or>(a, b);
        check::<Xor>(a, b);
        check::<LShift>(a, shift);
        check::<RShift>(a, shift);
    }

    #[test]
    fn as_the_library_computes() {
        let mut words = Words::new();
        for round in 0..20_000 {
            let most = [2, 4, 9, 60][round % 4];
            let (a, b) = (words.up_to(most), words.up_to(most));
            let (a, b) = (
                IntRef::new(words.below(2) == 0, &a),
                IntRef::new(words.below(2) == 0, &b),
            );
            let shift = IntRef::Small(words.below(64 * most + 70) as i64);
            check_all(a, b, shift);
            check_all(a, a, IntRef::Small(64 * words.below(4) as i64));
        }
    }

    #[test]
    fn at_the_edges() {
        let ones = [u64::MAX; 5];
        let power = [0, 0, 0, 0, 1];
        let mut numbers = vec![IntRef::Small(0), IntRef::Small(1), IntRef::Small(-1)];
        for length in 0..=5 {
            for negative in [false, true] {
                numbers.push(IntRef::new(negative, &ones[..length]));
                numbers.push(IntRef::new(negative, &power[5 - length..]));
            }
        }
        for a in &numbers {
            for b in &numbers {
                for shift in [0, 1, 63, 64, 65, 127, 128, 320, 1000] {
                    check_all(*a, *b, IntRef::Small(shift));
                }
            }
        }
        let zero = IntRef::Small(0).digits(&mut 0).words.len();
        assert_eq!(zero, 0);
        assert_eq!(
            FloorDiv::room(numbers[1].digits(&mut 0), numbers[0].digits(&mut 0)),
            None
        );
        assert_eq!(
            LShift::room(numbers[1].digits(&mut 0), numbers[2].digits(&mut 0)),
            None
        );
    }
}
