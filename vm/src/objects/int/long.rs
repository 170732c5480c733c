//! Operations on integers of millions of bits: those that may take long are computed aside, so that a
//! KeyboardInterrupt is heard. CPython looks for signals inside of them.

use crate::cx::{Cx, R};
use tython_num::int::{self, ParseIntError, Power, bit_length};
use tython_num::{DigitLimit, Int, IntRef, Result};

/// From so many bits on, products and quotients take some milliseconds.
const BITS: u64 = 1 << 20;
/// The same for the text of a number, in characters.
const DIGITS: usize = 1 << 18;

/// A product, a quotient or the like: what is slow if both are large.
///
/// # Errors
/// What a signal handler raises, and when the transaction has to be rolled back.
#[inline]
pub(crate) fn binary<T: Send + 'static>(
    cx: &mut Cx,
    a: &Int,
    b: &Int,
    operation: fn(&Int, &Int) -> Result<T>,
) -> R<Result<T>> {
    if let (Int::Big(_), Int::Big(_)) = (a, b)
        && bit_length(a).min(bit_length(b)) >= BITS
    {
        let (a, b) = (a.clone(), b.clone());
        return cx.aside(move || operation(&a, &b));
    }
    Ok(operation(a, b))
}

/// `a ** b`
///
/// # Errors
/// As [`binary`].
pub(super) fn pow(cx: &mut Cx, a: &Int, b: &Int) -> R<Result<Power>> {
    let bits = b
        .to_usize()
        .map_or(0, |b| bit_length(a).saturating_mul(b as u64));
    if bits < BITS {
        return Ok(int::pow(a, b));
    }
    let (a, b) = (a.clone(), b.clone());
    cx.aside(move || int::pow(&a, &b))
}

/// `pow(a, b, modulus)`
///
/// # Errors
/// As [`binary`].
pub(super) fn pow_modulo(cx: &mut Cx, a: &Int, b: &Int, modulus: &Int) -> R<Result<Int>> {
    if bit_length(modulus).saturating_mul(bit_length(b)) < 16 * BITS {
        return Ok(int::pow_modulo(a, b, modulus));
    }
    let (a, b, modulus) = (a.clone(), b.clone(), modulus.clone());
    cx.aside(move || int::pow_modulo(&a, &b, &modulus))
}

/// A function of one number; `is_long` says whether it takes long.
///
/// # Errors
/// As [`binary`].
pub(crate) fn unary(
    cx: &mut Cx,
    a: &Int,
    is_long: bool,
    operation: impl Fn(&Int) -> Result<Int> + Send + Sync + 'static,
) -> R<Result<Int>> {
    if !is_long {
        return Ok(operation(a));
    }
    let a = a.clone();
    cx.aside(move || operation(&a))
}

/// `str(a)`
///
/// # Errors
/// As [`binary`].
pub(super) fn to_decimal(cx: &mut Cx, a: IntRef<'_>, limit: DigitLimit) -> R<Result<String>> {
    if a.bit_length() < BITS {
        return Ok(int::to_decimal(a, limit));
    }
    let a = a.to_int();
    cx.aside(move || int::to_decimal(&a, limit))
}

/// `int(text, base)`
///
/// # Errors
/// As [`binary`].
pub(super) fn parse(
    cx: &mut Cx,
    text: &[u8],
    base: u32,
    limit: DigitLimit,
) -> R<Result<Int, ParseIntError>> {
    if text.len() < DIGITS {
        return Ok(int::parse(text, base, limit));
    }
    let text = text.to_vec();
    cx.aside(move || int::parse(&text, base, limit))
}
