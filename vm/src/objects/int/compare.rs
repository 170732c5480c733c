//! Comparison and hashes.

use super::base::{INT, digits};
use super::operand::{operand, receiver};
use crate::cx::{Cx, R};
use crate::native::native;
use crate::protocol::Compare;
use crate::value::Value;
use tython_num::int;

crate::comparisons_of_values!(INT, compare);

/// `a op b` of two exact integers, none of them a `bool`.
pub(crate) fn order(a: Value, b: Value, op: Compare) -> Option<bool> {
    let (mut one, mut other) = (0, 0);
    Some(op.holds(digits(a, &mut one)?.cmp(&digits(b, &mut other)?)))
}

fn compare(cx: &mut Cx, this: Value, value: Value, op: Compare) -> R {
    match (operand(cx, this)?, operand(cx, value)?) {
        (Some(a), Some(b)) => Ok(Value::bool(op.holds(a.cmp(&b)))),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

#[native(INT, "__hash__(self, /)", slot, effect = pure)]
fn hash(cx: &mut Cx, this: Value) -> R<i64> {
    Ok(int::hash(receiver(cx, this)?))
}
