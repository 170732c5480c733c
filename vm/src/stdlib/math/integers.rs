//! Functions of integers.

use super::give;
use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::int::{from_int, long, to_int};
use crate::protocol;
use crate::value::Value;
use tython_num::{Int, int};

/// The integer that an argument is, or that its `__index__` gives.
fn integer(cx: &mut Cx, value: Value) -> R<Int> {
    let index = protocol::index(cx, value)?;
    match to_int(index) {
        Some(int) => Ok(int.to_int()),
        None => Err(cx.system_error(format_args!("__index__ gave no int"))),
    }
}

/// Bits from which on a square root takes some milliseconds.
const LONG: u64 = 1 << 20;

/// Whether a product of so many factors takes some milliseconds.
fn is_many(factors: &Int) -> bool {
    factors.to_usize().is_none_or(|factors| factors > 30_000)
}

/// The value of a result.
fn value(cx: &mut Cx, result: tython_num::Result<Int>) -> R {
    let int = give(cx, result)?;
    from_int(cx, int)
}

/// Return the integer part of the square root of the input.
#[native(module = "math", "isqrt(n, /)", effect = pure)]
fn isqrt(cx: &mut Cx, n: Value) -> R {
    let n = integer(cx, n)?;
    let root = long::unary(cx, &n, int::bit_length(&n) > LONG, int::isqrt)?;
    value(cx, root)
}

/// Find n!.
#[native(module = "math", "factorial(n, /)", effect = pure)]
fn factorial(cx: &mut Cx, n: Value) -> R {
    let n = integer(cx, n)?;
    let product = long::unary(cx, &n, is_many(&n), int::factorial)?;
    value(cx, product)
}

/// Number of ways to choose k items from n items without repetition and without order.
///
/// Evaluates to n! / (k! * (n - k)!) when k <= n and evaluates
/// to zero when k > n.
///
/// Also called the binomial coefficient because it is equivalent
/// to the coefficient of k-th term in polynomial expansion of the
/// expression (1 + x)**n.
///
/// Raises TypeError if either of the arguments are not integers.
/// Raises ValueError if either of the arguments are negative.
#[native(module = "math", "comb(n, k, /)", effect = pure)]
fn comb(cx: &mut Cx, n: Value, k: Value) -> R {
    let (n, k) = (integer(cx, n)?, integer(cx, k)?);
    let long = is_many(&k);
    let count = long::unary(cx, &n, long, move |n| int::comb(n, &k))?;
    value(cx, count)
}

/// Number of ways to choose k items from n items without repetition and with order.
///
/// Evaluates to n! / (n - k)! when k <= n and evaluates
/// to zero when k > n.
///
/// If k is not specified or is None, then k defaults to n
/// and the function returns n!.
///
/// Raises TypeError if either of the arguments are not integers.
/// Raises ValueError if either of the arguments are negative.
#[native(module = "math", "perm(n, k=None, /)", effect = pure)]
fn perm(cx: &mut Cx, n: Value, k: Option<Value>) -> R {
    let Some(k) = k else {
        return factorial(cx, n);
    };
    let (n, k) = (integer(cx, n)?, integer(cx, k)?);
    let long = is_many(&k);
    let count = long::unary(cx, &n, long, move |n| int::perm(n, &k))?;
    value(cx, count)
}

/// Puts all integers together, beginning with `start`. All of them are looked at.
fn fold(
    cx: &mut Cx,
    integers: &[Value],
    start: Int,
    join: impl Fn(&Int, &Int) -> tython_num::Result<Int>,
) -> R {
    let mut result = start;
    for next in integers {
        let next = integer(cx, *next)?;
        result = give(cx, join(&result, &next))?;
    }
    from_int(cx, result)
}

/// Greatest Common Divisor.
#[native(module = "math", "gcd(*integers)", effect = pure)]
fn gcd(cx: &mut Cx, integers: &[Value]) -> R {
    fold(cx, integers, Int::ZERO, |a, b| Ok(int::gcd(a, b)))
}

/// Least Common Multiple.
#[native(module = "math", "lcm(*integers)", effect = pure)]
fn lcm(cx: &mut Cx, integers: &[Value]) -> R {
    fold(cx, integers, Int::ONE, int::lcm)
}
