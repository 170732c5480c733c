//! The operators: between sets only, whatever their class.

use super::algebra;
use super::base::{self, FROZENSET, SET, Set};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::value::Value;

/// An operation on a set and something that is one as well.
type Operation = fn(&mut Cx, &'static Set, Value) -> R<&'static Set>;

/// `left op right`, if both are sets.
fn binary(cx: &mut Cx, left: Value, right: Value, operation: Operation) -> R {
    match (cx.payload::<Set>(left)?, cx.payload::<Set>(right)?) {
        (Some(set), Some(_)) => Ok(operation(cx, set, right)?.value()),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn union(cx: &mut Cx, set: &'static Set, other: Value) -> R<&'static Set> {
    algebra::union(cx, set, &[other])
}

macro_rules! binary_operators {
    ($($name:ident $method:literal $reflected_name:ident $reflected:literal = $operation:path;)*) => {
        $(
            #[native(SET, $method, slot)]
            #[native(FROZENSET, $method, slot)]
            fn $name(cx: &mut Cx, this: Value, value: Value) -> R {
                binary(cx, this, value, $operation)
            }

            #[native(SET, $reflected, slot)]
            #[native(FROZENSET, $reflected, slot)]
            fn $reflected_name(cx: &mut Cx, this: Value, value: Value) -> R {
                binary(cx, value, this, $operation)
            }
        )*
    };
}

binary_operators! {
    or "__or__(self, value, /)" ror "__ror__(self, value, /)" = union;
    and "__and__(self, value, /)" rand "__rand__(self, value, /)" = algebra::intersection;
    sub "__sub__(self, value, /)" rsub "__rsub__(self, value, /)" = algebra::difference;
    xor "__xor__(self, value, /)" rxor "__rxor__(self, value, /)" = algebra::symmetric_difference;
}

fn intersect(cx: &mut Cx, set: &'static Set, other: Value) -> R<()> {
    let result = algebra::intersection(cx, set, other)?;
    algebra::take(cx, set, result)
}

/// `this op= value`, if both are sets.
fn in_place(
    cx: &mut Cx,
    this: Value,
    value: Value,
    operation: fn(&mut Cx, &'static Set, Value) -> R<()>,
) -> R {
    match (cx.payload::<Set>(this)?, cx.payload::<Set>(value)?) {
        (Some(set), Some(_)) => {
            operation(cx, set, value)?;
            Ok(this)
        }
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

macro_rules! in_place_operators {
    ($($name:ident $method:literal = $operation:path;)*) => {
        $(
            #[native(SET, $method, slot)]
            fn $name(cx: &mut Cx, this: Value, value: Value) -> R {
                in_place(cx, this, value, $operation)
            }
        )*
    };
}

in_place_operators! {
    ior "__ior__(self, value, /)" = base::update;
    iand "__iand__(self, value, /)" = intersect;
    isub "__isub__(self, value, /)" = algebra::subtract;
    ixor "__ixor__(self, value, /)" = algebra::toggle;
}

/// A comparison with another set.
fn compared(
    cx: &mut Cx,
    set: &'static Set,
    other: Value,
    comparison: fn(&mut Cx, &'static Set, &'static Set) -> R<bool>,
) -> R {
    match cx.payload::<Set>(other)? {
        Some(other) => Ok(Value::bool(comparison(cx, set, other)?)),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

macro_rules! comparisons {
    ($($name:ident $method:literal = $comparison:expr;)*) => {
        $(
            #[native(SET, $method, slot)]
            #[native(FROZENSET, $method, slot)]
            fn $name(cx: &mut Cx, this: &'static Set, value: Value) -> R {
                compared(cx, this, value, $comparison)
            }
        )*
    };
}

comparisons! {
    eq "__eq__(self, value, /)" = algebra::equal;
    ne "__ne__(self, value, /)" = |cx, a, b| Ok(!algebra::equal(cx, a, b)?);
    le "__le__(self, value, /)" = algebra::is_subset;
    ge "__ge__(self, value, /)" = |cx, a, b| algebra::is_subset(cx, b, a);
    lt "__lt__(self, value, /)" = is_proper_subset;
    gt "__gt__(self, value, /)" = |cx, a, b| is_proper_subset(cx, b, a);
}

fn is_proper_subset(cx: &mut Cx, set: &'static Set, other: &'static Set) -> R<bool> {
    Ok(base::len(cx, set)? < base::len(cx, other)? && algebra::is_subset(cx, set, other)?)
}
