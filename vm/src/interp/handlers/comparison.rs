//! Comparisons, as values and fused with jumps.

use crate::cx::{Cx, R};
use crate::interp::{Flow, Fr};
use crate::protocol::compare::{Compare, contains, rich_compare};
use crate::protocol::{is_identical, truth};
use crate::value::Value;
use std::cmp::Ordering;
use tython_compiler::isa::Instr;

/// The answer for two immediate integers or two immediate floats.
#[inline(always)]
fn fast(op: Compare, a: Value, b: Value) -> Option<bool> {
    if a.are_small_ints(b) {
        // The order of the words is that of the integers.
        return Some(op.holds((a.bits() as i64).cmp(&(b.bits() as i64))));
    }
    let order = a
        .as_immediate_float()?
        .partial_cmp(&b.as_immediate_float()?);
    Some(order.is_some_and(|order| op.holds(order)))
}

#[inline(always)]
fn as_value(cx: &mut Cx, fr: Fr, i: Instr, op: Compare, a: Value, b: Value) -> R<Flow> {
    let result = match fast(op, a, b) {
        Some(bool) => Value::bool(bool),
        None => rich_compare(cx, a, b, op)?,
    };
    fr.set(i.a(), result);
    Ok(Flow::Next)
}

#[inline(always)]
fn as_truth(cx: &mut Cx, op: Compare, a: Value, b: Value) -> R<bool> {
    if let Some(bool) = fast(op, a, b) {
        return Ok(bool);
    }
    let result = rich_compare(cx, a, b, op)?;
    match result.as_bool() {
        Some(bool) => Ok(bool),
        None => truth(cx, result),
    }
}

#[inline(always)]
fn small(number: u16) -> Value {
    Value::small_int(i64::from(number as i16)).unwrap_or(Value::NONE)
}

#[inline(always)]
fn near_if(condition: bool, distance: u16) -> R<Flow> {
    Ok(if condition {
        Flow::Jump(i32::from(distance as i16))
    } else {
        Flow::Next
    })
}

macro_rules! comparisons {
    ($($op:ident: $value:ident $value_int:ident $jump:ident $jump_not:ident $jump_int:ident $jump_not_int:ident;)*) => {
        $(
            #[inline(always)]
            pub(in crate::interp) fn $value(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
                as_value(cx, fr, i, Compare::$op, fr.get(i.b()), fr.get(i.c()))
            }

            #[inline(always)]
            pub(in crate::interp) fn $value_int(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
                as_value(cx, fr, i, Compare::$op, fr.get(i.b()), small(i.c()))
            }

            #[inline(always)]
            pub(in crate::interp) fn $jump(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
                let holds = as_truth(cx, Compare::$op, fr.get(i.a()), fr.get(i.b()))?;
                near_if(holds, i.c())
            }

            #[inline(always)]
            pub(in crate::interp) fn $jump_not(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
                let holds = as_truth(cx, Compare::$op, fr.get(i.a()), fr.get(i.b()))?;
                near_if(!holds, i.c())
            }

            #[inline(always)]
            pub(in crate::interp) fn $jump_int(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
                let holds = as_truth(cx, Compare::$op, fr.get(i.a()), small(i.b()))?;
                near_if(holds, i.c())
            }

            #[inline(always)]
            pub(in crate::interp) fn $jump_not_int(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
                let holds = as_truth(cx, Compare::$op, fr.get(i.a()), small(i.b()))?;
                near_if(!holds, i.c())
            }
        )*
    };
}

comparisons! {
    Lt: Lt LtInt JumpIfLt JumpIfNotLt JumpIfLtInt JumpIfNotLtInt;
    Le: Le LeInt JumpIfLe JumpIfNotLe JumpIfLeInt JumpIfNotLeInt;
    Eq: Eq EqInt JumpIfEq JumpIfNotEq JumpIfEqInt JumpIfNotEqInt;
    Ne: Ne NeInt JumpIfNe JumpIfNotNe JumpIfNeInt JumpIfNotNeInt;
    Gt: Gt GtInt JumpIfGt JumpIfNotGt JumpIfGtInt JumpIfNotGtInt;
    Ge: Ge GeInt JumpIfGe JumpIfNotGe JumpIfGeInt JumpIfNotGeInt;
}

#[inline(always)]
pub(in crate::interp) fn Is(_: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    fr.set(
        i.a(),
        Value::bool(is_identical(fr.get(i.b()), fr.get(i.c()))),
    );
    Ok(Flow::Next)
}

#[inline(always)]
pub(in crate::interp) fn IsNot(_: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    fr.set(
        i.a(),
        Value::bool(!is_identical(fr.get(i.b()), fr.get(i.c()))),
    );
    Ok(Flow::Next)
}

pub(in crate::interp) fn In(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let found = contains(cx, fr.get(i.c()), fr.get(i.b()))?;
    fr.set(i.a(), Value::bool(found));
    Ok(Flow::Next)
}

pub(in crate::interp) fn NotIn(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let found = contains(cx, fr.get(i.c()), fr.get(i.b()))?;
    fr.set(i.a(), Value::bool(!found));
    Ok(Flow::Next)
}

impl Compare {
    /// Whether the comparison holds for two things in this order.
    #[inline(always)]
    pub(crate) fn holds(self, order: Ordering) -> bool {
        match self {
            Compare::Lt => order.is_lt(),
            Compare::Le => order.is_le(),
            Compare::Eq => order.is_eq(),
            Compare::Ne => order.is_ne(),
            Compare::Gt => order.is_gt(),
            Compare::Ge => order.is_ge(),
        }
    }
}
