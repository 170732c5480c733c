//! Operators and comparisons of instances: a special method that is a function in Python gets a frame of its own, like any
//! other call.
//!
//! Only what comes first is called like this, and only if it is plain what that is. If it gives NotImplemented, the rest is
//! done here, as `protocol` does it.

use super::arithmetic::operation;
use super::comparison::comparison;
use crate::cx::{Cx, R};
use crate::interp::call::enter;
use crate::interp::frame::Back;
use crate::interp::handlers::calls::entered;
use crate::interp::{Flow, Fr, leave};
use crate::native::Args;
use crate::objects::function::Function;
use crate::objects::instance::Instance;
use crate::protocol::{compare, operators, truth};
use crate::value::Value;
use tython_compiler::isa::Instr;

/// The operands of an operation: of two registers, or of a register and a number.
pub(crate) struct Operands {
    /// The left one.
    pub(crate) left: Value,
    /// The right one.
    pub(crate) right: Value,
}

/// An immediate operand.
fn small(number: u16) -> Value {
    Value::small_int(i64::from(number as i16)).unwrap_or(Value::NONE)
}

/// The operands in these two fields.
fn operands(fr: Fr, left: u16, right: u16, is_number: bool) -> Operands {
    Operands {
        left: fr.get(left),
        right: match is_number {
            true => small(right),
            false => fr.get(right),
        },
    }
}

/// The method that the instruction calls first, if that is a function in Python, and the operands.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn method(cx: &mut Cx, fr: Fr, i: Instr) -> R<Option<(&'static Function, Operands)>> {
    if let Some(operation) = i.op().and_then(operation) {
        let operands = operands(fr, i.b(), i.c(), operation.is_number);
        let (left, right) = (operands.left, operands.right);
        if !left.is::<Instance>() {
            return Ok(None);
        }
        let found = operators::first_method(cx, operation.op, operation.in_place, left, right)?;
        return Ok(found.map(|function| (function, operands)));
    }
    let Some(comparison) = i.op().and_then(comparison) else {
        return Ok(None);
    };
    let (a, b) = match comparison.jumps {
        Some(_) => (i.a(), i.b()),
        None => (i.b(), i.c()),
    };
    let operands = operands(fr, a, b, comparison.is_number);
    if !operands.left.is::<Instance>() {
        return Ok(None);
    }
    let found = compare::first_method(cx, comparison.op, operands.left, operands.right)?;
    Ok(found.map(|function| (function, operands)))
}

/// Calls that method. `None`: there is none that is called like this.
///
/// # Errors
/// What entering a function raises.
#[inline(never)]
pub(super) fn call(cx: &mut Cx, fr: Fr, i: Instr) -> R<Option<Flow>> {
    let Some((function, operands)) = method(cx, fr, i)? else {
        return Ok(None);
    };
    let args = [operands.left, operands.right];
    enter(cx, function, Args::positional(&args), Back::Operator, i.a())?;
    entered(cx).map(Some)
}

/// Such a method has returned.
///
/// # Errors
/// TypeError, and what other methods raise.
pub(crate) fn returned(cx: &mut Cx, caller: Fr, value: Value) -> R<()> {
    let i = Instr(caller.word_before_next(1));
    let is_done = value != Value::NOT_IMPLEMENTED;
    if let Some(operation) = i.op().and_then(operation) {
        let operands = operands(caller, i.b(), i.c(), operation.is_number);
        let (left, right) = (operands.left, operands.right);
        let value = match is_done {
            true => value,
            false => operators::after_first(cx, operation.op, operation.in_place, left, right)?,
        };
        caller.set(i.a(), value);
        return Ok(());
    }
    let Some(comparison) = i.op().and_then(comparison) else {
        return Ok(());
    };
    let (a, b) = match comparison.jumps {
        Some(_) => (i.a(), i.b()),
        None => (i.b(), i.c()),
    };
    let value = match is_done {
        true => value,
        false => {
            let operands = operands(caller, a, b, comparison.is_number);
            compare::after_first(cx, comparison.op, operands.left, operands.right)?
        }
    };
    match comparison.jumps {
        None => caller.set(i.a(), value),
        Some(jumps_if) => {
            let holds = match value.as_bool() {
                Some(bool) => bool,
                None => truth(cx, value)?,
            };
            if holds == jumps_if {
                leave::jump(caller);
            }
        }
    }
    Ok(())
}
