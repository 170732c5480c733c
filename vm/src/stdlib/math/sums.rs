//! Sums and products of what iterables give, and lengths of vectors.

use super::give;
use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::float::to_f64;
use crate::objects::int::to_int;
use crate::objects::tuple;
use crate::protocol::operators::{self, Binary};
use crate::protocol::{self, number};
use crate::value::Value;
use tython_num::math::{self, FloatSum, ProductSum};

/// Return an accurate floating-point sum of values in the iterable seq.
///
/// Assumes IEEE-754 floating-point arithmetic.
#[native(module = "math", "fsum(seq, /)")]
fn fsum(cx: &mut Cx, seq: Value) -> R<f64> {
    let iterator = protocol::iter(cx, seq)?;
    let mut sum = FloatSum::new();
    while let Some(term) = protocol::next(cx, iterator)? {
        let term = number::float(cx, term)?;
        give(cx, sum.add(term))?;
    }
    give(cx, sum.total())
}

/// `a * b`, quickly if both are small integers or floats.
#[inline]
fn multiply(cx: &mut Cx, a: Value, b: Value) -> R {
    if let (Some(a), Some(b)) = (a.as_small_int(), b.as_small_int())
        && let Some(product) = a.checked_mul(b)
    {
        return cx.int(product);
    }
    if let (Some(a), Some(b)) = (to_f64(a), to_f64(b)) {
        return cx.float(a * b);
    }
    operators::binary(cx, Binary::Mul, a, b)
}

/// Calculate the product of all the elements in the input iterable.
///
/// The default start value for the product is 1.
///
/// When the iterable is empty, return the start value.  This function is
/// intended specifically for use with numeric values and may reject
/// non-numeric types.
#[native(module = "math", "prod(iterable, /, *, start=1)")]
fn prod(cx: &mut Cx, iterable: Value, start: Value) -> R {
    let iterator = protocol::iter(cx, iterable)?;
    let mut product = start;
    while let Some(factor) = protocol::next(cx, iterator)? {
        product = multiply(cx, product, factor)?;
    }
    Ok(product)
}

/// How `sumprod` adds the products: integers first, as long as there is nothing else; then floats in
/// three lengths; and at last anything with its own operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Integers,
    Floats,
    Anything,
}

/// The operands as floats, if one is a float and the other a float or an integer that is none too large.
fn as_floats(p: Value, q: Value) -> Option<(f64, f64)> {
    let float =
        |value: Value| to_f64(value).or_else(|| tython_num::int::to_f64(to_int(value)?).ok());
    if to_f64(p).is_none() && to_f64(q).is_none() {
        return None;
    }
    Some((float(p)?, float(q)?))
}

/// The number of an `int` of 64 bits that is neither a `bool` nor an instance of a subclass.
fn machine_integer(value: Value) -> Option<i64> {
    match value.as_small_int() {
        Some(small) => Some(small),
        None if value.as_bool().is_some() => None,
        None => to_int(value).and_then(|number| number.to_i64()),
    }
}

/// `total + p * q`, as long as all of it has 64 bits.
fn add_product(total: i64, p: Value, q: Value) -> Option<i64> {
    let product = machine_integer(p)?.checked_mul(machine_integer(q)?)?;
    total.checked_add(product)
}

/// Return the sum of products of values from two iterables p and q.
///
/// Roughly equivalent to:
///
///     sum(map(operator.mul, p, q, strict=True))
///
/// For float and mixed int/float inputs, the intermediate products
/// and sums are computed with extended precision.
#[native(module = "math", "sumprod(p, q, /)")]
fn sumprod(cx: &mut Cx, p: Value, q: Value) -> R {
    let (ps, qs) = (protocol::iter(cx, p)?, protocol::iter(cx, q)?);
    let mut total = Value::index(0);
    let mut stage = Stage::Integers;
    let mut integers = 0;
    let mut floats: Option<ProductSum> = None;
    loop {
        let (p, q) = (protocol::next(cx, ps)?, protocol::next(cx, qs)?);
        let (p, q) = match (p, q) {
            (Some(p), Some(q)) => (p, q),
            (None, None) => break,
            _ => return Err(cx.value_error(format_args!("Inputs are not the same length"))),
        };
        if stage == Stage::Integers {
            if let Some(sum) = add_product(integers, p, q) {
                integers = sum;
                continue;
            }
            stage = Stage::Floats;
            total = cx.int(integers)?;
        }
        if stage == Stage::Floats {
            let sum = floats.unwrap_or_default();
            if let Some(sum) = as_floats(p, q).and_then(|(p, q)| sum.add(p, q)) {
                floats = Some(sum);
                continue;
            }
            stage = Stage::Anything;
            total = with_floats(cx, total, floats.take())?;
        }
        let product = multiply(cx, p, q)?;
        total = operators::binary(cx, Binary::Add, total, product)?;
    }
    if stage == Stage::Integers {
        return cx.int(integers);
    }
    with_floats(cx, total, floats)
}

fn with_floats(cx: &mut Cx, total: Value, floats: Option<ProductSum>) -> R {
    let Some(floats) = floats else {
        return Ok(total);
    };
    let floats = cx.float(floats.total())?;
    operators::binary(cx, Binary::Add, total, floats)
}

fn vector(cx: &mut Cx, coordinates: &[Value]) -> R<Vec<f64>> {
    let float = |coordinate: &Value| number::float(cx, *coordinate);
    coordinates.iter().map(float).collect()
}

/// Multidimensional Euclidean distance from the origin to a point.
///
/// Roughly equivalent to:
///     sqrt(sum(x**2 for x in coordinates))
///
/// For a two dimensional point (x, y), gives the hypotenuse
/// using the Pythagorean theorem:  sqrt(x*x + y*y).
///
/// For example, the hypotenuse of a 3/4/5 right triangle is:
///
///     >>> hypot(3.0, 4.0)
///     5.0
#[native(module = "math", "hypot(*coordinates)", effect = pure)]
fn hypot(cx: &mut Cx, coordinates: &[Value]) -> R<f64> {
    let coordinates = vector(cx, coordinates)?;
    Ok(math::hypot(&coordinates))
}

/// Return the Euclidean distance between two points p and q.
///
/// The points should be specified as sequences (or iterables) of
/// coordinates.  Both inputs must have the same dimension.
///
/// Roughly equivalent to:
///     sqrt(sum((px - qx) ** 2.0 for px, qx in zip(p, q)))
#[native(module = "math", "dist(p, q, /)")]
fn dist(cx: &mut Cx, p: Value, q: Value) -> R<f64> {
    let (p, q) = (tuple::of_iterable(cx, p)?, tuple::of_iterable(cx, q)?);
    if p.len() != q.len() {
        return Err(cx.value_error(format_args!(
            "both points must have the same number of dimensions"
        )));
    }
    let (p, q) = (vector(cx, p.as_slice())?, vector(cx, q.as_slice())?);
    give(cx, math::dist(&p, &q))
}
