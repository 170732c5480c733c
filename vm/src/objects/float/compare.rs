//! Comparison and hashes. With integers it is exact: no integer is rounded to a float.

use super::base::FLOAT;
use super::operand::{float, receiver};
use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::int;
use crate::protocol::{Compare, id};
use crate::value::Value;
use std::cmp::Ordering;

crate::comparisons_of_values!(FLOAT, compare);

fn compare(cx: &mut Cx, this: Value, value: Value, op: Compare) -> R {
    let number = receiver(cx, this)?;
    let order = if let Some(other) = float(cx, value)? {
        number.partial_cmp(&other)
    } else if let Some(other) = int::operand(cx, value)? {
        tython_num::int::compare_float(other, number).map(Ordering::reverse)
    } else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    // NaN is unequal to everything, itself included.
    Ok(Value::bool(
        order.map_or(op == Compare::Ne, |order| op.holds(order)),
    ))
}

#[native(FLOAT, "__hash__(self, /)", slot, effect = pure)]
fn hash(cx: &mut Cx, this: Value) -> R<i64> {
    let number = receiver(cx, this)?;
    Ok(tython_num::float::hash(number).unwrap_or_else(|| identity_hash(this)))
}

/// The hash of a NaN.
pub(crate) fn identity_hash(value: Value) -> i64 {
    (id(value) >> 4) as i64
}
