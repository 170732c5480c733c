//! Arithmetic: the fast paths of small integers and floats, and the way to the protocol; the steps of `sum`.

use crate::cx::{Cx, R};
use crate::interp::handlers::asked::{self, Answer};
use crate::interp::handlers::special;
use crate::interp::{Flow, Fr};
use crate::objects::float::to_f64;
use crate::objects::instance::Instance;
use crate::protocol::operators::{Binary, Unary, binary, in_place, unary};
use crate::stdlib::builtins::sum::Compensated;
use crate::value::Value;
use tython_compiler::isa::{Instr, Op};

/// The result of two immediate integers, if it is one.
type IntPath = fn(i64, i64) -> Option<i64>;
/// The result of two floats.
type FloatPath = fn(f64, f64) -> Option<f64>;

fn no_ints(_: i64, _: i64) -> Option<i64> {
    None
}

fn no_floats(_: f64, _: f64) -> Option<f64> {
    None
}

fn floor_div(a: i64, b: i64) -> Option<i64> {
    let quotient = a.checked_div(b)?;
    Some(quotient - i64::from(a % b != 0 && (a < 0) != (b < 0)))
}

fn modulo(a: i64, b: i64) -> Option<i64> {
    let remainder = a.checked_rem(b)?;
    let wrong_side = remainder != 0 && (remainder < 0) != (b < 0);
    Some(if wrong_side { remainder + b } else { remainder })
}

fn shift_left(a: i64, b: i64) -> Option<i64> {
    let shifted = if (0..62).contains(&b) {
        a << b
    } else {
        return None;
    };
    (shifted >> b == a).then_some(shifted)
}

fn shift_right(a: i64, b: i64) -> Option<i64> {
    (b >= 0).then(|| a >> b.min(63))
}

fn true_div(a: f64, b: f64) -> Option<f64> {
    (b != 0.0).then(|| a / b)
}

#[inline(always)]
fn fast(cx: &mut Cx, a: Value, b: Value, ints: IntPath, floats: FloatPath) -> R<Option<Value>> {
    if a.are_small_ints(b) {
        let (Some(x), Some(y)) = (a.as_small_int(), b.as_small_int()) else {
            return Ok(None);
        };
        return Ok(ints(x, y).and_then(Value::small_int));
    }
    if let (Some(x), Some(y)) = (a.as_immediate_float(), b.as_immediate_float())
        && let Some(result) = floats(x, y)
    {
        return cx.float(result).map(Some);
    }
    Ok(None)
}

/// What is not fast: an instance's own way, or the protocol.
#[inline(always)]
fn slowly(
    cx: &mut Cx,
    fr: Fr,
    i: Instr,
    slow: fn(&mut Cx, Binary, Value, Value) -> R,
    op: Binary,
    (a, b): (Value, Value),
) -> R<Flow> {
    if a.is::<Instance>()
        && let Some(flow) = special::call(cx, fr, i)?
    {
        return Ok(flow);
    }
    let result = slow(cx, op, a, b)?;
    fr.set(i.a(), result);
    Ok(Flow::Next)
}

/// What an operation does.
#[derive(Clone, Copy)]
pub(crate) struct Operation {
    /// The operator.
    pub(crate) op: Binary,
    /// Whether it is in place.
    pub(crate) in_place: bool,
    /// Whether the right operand is a number in the instruction.
    pub(crate) is_number: bool,
}

macro_rules! binary_ops {
    ($($name:ident $in_place:ident $op:ident: $ints:expr, $floats:expr;)*) => {
        fn of_registers(op: Op) -> Option<(Binary, bool)> {
            Some(match op {
                $(
                    Op::$name => (Binary::$op, false),
                    Op::$in_place => (Binary::$op, true),
                )*
                _ => return None,
            })
        }

        $(
            #[inline(always)]
            pub(in crate::interp) fn $name(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
                let (a, b) = (fr.get(i.b()), fr.get(i.c()));
                match fast(cx, a, b, $ints, $floats)? {
                    Some(result) => fr.set(i.a(), result),
                    None => return slowly(cx, fr, i, binary, Binary::$op, (a, b)),
                }
                Ok(Flow::Next)
            }

            #[inline(always)]
            pub(in crate::interp) fn $in_place(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
                let (a, b) = (fr.get(i.b()), fr.get(i.c()));
                match fast(cx, a, b, $ints, $floats)? {
                    Some(result) => fr.set(i.a(), result),
                    None => return slowly(cx, fr, i, in_place, Binary::$op, (a, b)),
                }
                Ok(Flow::Next)
            }
        )*
    };
}

binary_ops! {
    Add IAdd Add: i64::checked_add, |a, b| Some(a + b);
    Sub ISub Sub: i64::checked_sub, |a, b| Some(a - b);
    Mul IMul Mul: i64::checked_mul, |a, b| Some(a * b);
    MatMul IMatMul MatMul: no_ints, no_floats;
    TrueDiv ITrueDiv TrueDiv: no_ints, true_div;
    FloorDiv IFloorDiv FloorDiv: floor_div, no_floats;
    Mod IMod Mod: modulo, no_floats;
    Pow IPow Pow: no_ints, no_floats;
    LShift ILShift LShift: shift_left, no_floats;
    RShift IRShift RShift: shift_right, no_floats;
    And IAnd And: |a, b| Some(a & b), no_floats;
    Or IOr Or: |a, b| Some(a | b), no_floats;
    Xor IXor Xor: |a, b| Some(a ^ b), no_floats;
}

/// The immediate operand of an instruction.
#[inline(always)]
fn immediate(i: Instr) -> i64 {
    i64::from(i.c() as i16)
}

#[inline(always)]
fn with_immediate(
    cx: &mut Cx,
    fr: Fr,
    i: Instr,
    ints: IntPath,
    floats: FloatPath,
    slow: fn(&mut Cx, Binary, Value, Value) -> R,
    op: Binary,
) -> R<Flow> {
    let a = fr.get(i.b());
    let b = immediate(i);
    let quick = if let Some(x) = a.as_small_int() {
        ints(x, b).and_then(Value::small_int)
    } else if let Some(x) = to_f64(a) {
        floats(x, b as f64).and_then(Value::immediate_float)
    } else {
        None
    };
    match quick {
        Some(result) => fr.set(i.a(), result),
        None => {
            let b = Value::small_int(b).unwrap_or(Value::NONE);
            return slowly(cx, fr, i, slow, op, (a, b));
        }
    }
    Ok(Flow::Next)
}

/// Whether an operation on a number is in place, by the name of its slow path.
#[allow(non_upper_case_globals, reason = "they are words of a table")]
mod of_number {
    pub(super) const binary: bool = false;
    pub(super) const in_place: bool = true;
}

macro_rules! immediate_ops {
    ($($name:ident $op:ident $slow:ident: $ints:expr, $floats:expr;)*) => {
        /// What an operation does, if it is one on two operands.
        pub(crate) fn operation(op: Op) -> Option<Operation> {
            let (is_number, (op, in_place)) = match op {
                $(Op::$name => (true, (Binary::$op, of_number::$slow)),)*
                _ => (false, of_registers(op)?),
            };
            Some(Operation {
                op,
                in_place,
                is_number,
            })
        }

        $(
            #[inline(always)]
            pub(in crate::interp) fn $name(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
                with_immediate(cx, fr, i, $ints, $floats, $slow, Binary::$op)
            }
        )*
    };
}

immediate_ops! {
    AddInt Add binary: i64::checked_add, |a, b| Some(a + b);
    SubInt Sub binary: i64::checked_sub, |a, b| Some(a - b);
    MulInt Mul binary: i64::checked_mul, |a, b| Some(a * b);
    FloorDivInt FloorDiv binary: floor_div, no_floats;
    ModInt Mod binary: modulo, no_floats;
    AndInt And binary: |a, b| Some(a & b), no_floats;
    LShiftInt LShift binary: shift_left, no_floats;
    RShiftInt RShift binary: shift_right, no_floats;
    IAddInt Add in_place: i64::checked_add, |a, b| Some(a + b);
    ISubInt Sub in_place: i64::checked_sub, |a, b| Some(a - b);
}

macro_rules! unary_ops {
    ($($name:ident: $ints:expr, $floats:expr;)*) => {
        $(
            #[inline(always)]
            pub(in crate::interp) fn $name(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
                let value = fr.get(i.b());
                let ints: fn(i64) -> Option<i64> = $ints;
                let floats: fn(f64) -> Option<f64> = $floats;
                let quick = if let Some(x) = value.as_small_int() {
                    ints(x).and_then(Value::small_int)
                } else if let Some(x) = value.as_immediate_float() {
                    floats(x).and_then(Value::immediate_float)
                } else {
                    None
                };
                let result = match quick {
                    Some(result) => result,
                    None => unary(cx, Unary::$name, value)?,
                };
                fr.set(i.a(), result);
                Ok(Flow::Next)
            }
        )*
    };
}

unary_ops! {
    Neg: i64::checked_neg, |x| Some(-x);
    Pos: Some, Some;
    Invert: |x| Some(!x), |_| None;
}

#[inline(always)]
pub(in crate::interp) fn Not(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let value = fr.get(i.b());
    let truth = match value.as_bool() {
        Some(bool) => bool,
        None => match asked::truth(cx, value)? {
            Answer::Now(bool) => bool,
            Answer::Later(flow) => return Ok(flow),
        },
    };
    fr.set(i.a(), Value::bool(!truth));
    Ok(Flow::Next)
}

pub(in crate::interp) fn AddInts(_: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let (total, item) = (fr.get(i.a()), fr.get(i.b()));
    let item = item.as_small_int().or(item.as_bool().map(i64::from));
    let sum = match (total.as_small_int(), item) {
        (Some(total), Some(item)) => total.checked_add(item).and_then(Value::small_int),
        _ => None,
    };
    match sum {
        Some(sum) => fr.set(i.a(), sum),
        None => return Ok(Flow::Jump(i32::from(i.c() as i16))),
    }
    Ok(Flow::Next)
}

pub(in crate::interp) fn AddFloats(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let [sum, error, item] = [0, 1, 2].map(|place| to_f64(fr.get(i.a() + place)));
    let (Some(sum), Some(error), Some(item)) = (sum, error, item) else {
        return Ok(Flow::Jump(i.bc() as i32));
    };
    let mut compensated = Compensated { sum, error };
    compensated.add(item);
    let [sum, error] = [compensated.sum, compensated.error].map(|part| cx.float(part));
    fr.set(i.a(), sum?);
    fr.set(i.a() + 1, error?);
    Ok(Flow::Next)
}
