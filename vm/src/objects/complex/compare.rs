//! Equality and hashes. Complex numbers have no order.

use super::base::{COMPLEX, ComplexObject};
use super::operand::complex;
use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::{float, int};
use crate::protocol::Compare;
use crate::value::Value;

crate::comparisons_of_values!(COMPLEX, compare);

fn compare(cx: &mut Cx, this: Value, value: Value, op: Compare) -> R {
    let (Some(number), Compare::Eq | Compare::Ne) = (complex(cx, this)?, op) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let equal = if let Some(other) = int::operand(cx, value)? {
        number.im == 0.0 && tython_num::int::equals_float(other, number.re)
    } else if let Some(other) = float::float(cx, value)? {
        number.im == 0.0 && number.re == other
    } else if let Some(other) = complex(cx, value)? {
        number == other
    } else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(Value::bool(equal == (op == Compare::Eq)))
}

#[native(COMPLEX, "__hash__(self, /)", slot, effect = pure)]
fn hash(_: &mut Cx, this: &'static ComplexObject) -> i64 {
    tython_num::complex::hash(this.get(), float::identity_hash(this.into()))
}
