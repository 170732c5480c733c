//! Comparisons, as values and fused with jumps.

use crate::cx::{Cx, R};
use crate::interp::handlers::asked::{self, Answer};
use crate::interp::handlers::special;
use crate::interp::{Flow, Fr};
use crate::objects::instance::Instance;
use crate::protocol::compare::{Compare, rich_compare};
use crate::protocol::{is_identical, truth};
use crate::value::Value;
use std::cmp::Ordering;
use tython_compiler::isa::{Instr, Op};

/// The answer for two immediate integers or two immediate floats.
#[inline(always)]
pub(crate) fn compare_numbers(op: Compare, a: Value, b: Value) -> Option<bool> {
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
    let result = match compare_numbers(op, a, b) {
        Some(bool) => Value::bool(bool),
        None => {
            if a.is::<Instance>()
                && let Some(flow) = special::call(cx, fr, i)?
            {
                return Ok(flow);
            }
            rich_compare(cx, a, b, op)?
        }
    };
    fr.set(i.a(), result);
    Ok(Flow::Next)
}

/// Jumps if the answer is `jumps_if`.
#[inline(always)]
fn jump(cx: &mut Cx, fr: Fr, i: Instr, (op, jumps_if): (Compare, bool), b: Value) -> R<Flow> {
    let a = fr.get(i.a());
    if let Some(bool) = compare_numbers(op, a, b) {
        return near_if(bool == jumps_if, i.c());
    }
    if a.is::<Instance>()
        && let Some(flow) = special::call(cx, fr, i)?
    {
        return Ok(flow);
    }
    let result = rich_compare(cx, a, b, op)?;
    let holds = match result.as_bool() {
        Some(bool) => bool,
        None => truth(cx, result)?,
    };
    near_if(holds == jumps_if, i.c())
}

/// What a comparison does.
#[derive(Clone, Copy)]
pub(crate) struct Comparison {
    /// The operator.
    pub(crate) op: Compare,
    /// Whether the right operand is a number in the instruction.
    pub(crate) is_number: bool,
    /// It jumps if the answer is this; `None`: the answer is a value.
    pub(crate) jumps: Option<bool>,
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
        /// What an operation compares, if it does.
        pub(crate) fn comparison(op: Op) -> Option<Comparison> {
            let (op, is_number, jumps) = match op {
                $(
                    Op::$value => (Compare::$op, false, None),
                    Op::$value_int => (Compare::$op, true, None),
                    Op::$jump => (Compare::$op, false, Some(true)),
                    Op::$jump_not => (Compare::$op, false, Some(false)),
                    Op::$jump_int => (Compare::$op, true, Some(true)),
                    Op::$jump_not_int => (Compare::$op, true, Some(false)),
                )*
                _ => return None,
            };
            Some(Comparison {
                op,
                is_number,
                jumps,
            })
        }

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
                jump(cx, fr, i, (Compare::$op, true), fr.get(i.b()))
            }

            #[inline(always)]
            pub(in crate::interp) fn $jump_not(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
                jump(cx, fr, i, (Compare::$op, false), fr.get(i.b()))
            }

            #[inline(always)]
            pub(in crate::interp) fn $jump_int(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
                jump(cx, fr, i, (Compare::$op, true), small(i.b()))
            }

            #[inline(always)]
            pub(in crate::interp) fn $jump_not_int(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
                jump(cx, fr, i, (Compare::$op, false), small(i.b()))
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

/// Whether something is in a container: the answer is stored if it is this, else its contrary.
fn membership(cx: &mut Cx, fr: Fr, i: Instr, is_in: bool) -> R<Flow> {
    match asked::contains(cx, fr.get(i.c()), fr.get(i.b()))? {
        Answer::Now(found) => {
            fr.set(i.a(), Value::bool(found == is_in));
            Ok(Flow::Next)
        }
        Answer::Later(flow) => Ok(flow),
    }
}

pub(in crate::interp) fn In(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    membership(cx, fr, i, true)
}

pub(in crate::interp) fn NotIn(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    membership(cx, fr, i, false)
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
