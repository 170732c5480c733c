//! Values that never leave the generator which yields them.
//!
//! Most of what the loops of `consume.rs` do with a value calls no Python code: a sum grows, a list does, nothing was true. Then
//! nobody can tell whether the generator was suspended meanwhile. So at the `Yield` what waits behind the loop's `ForIter` is done
//! at once, in the frame of the loop, and the generator goes on as if it had been resumed. Where generators delegate to each
//! other, that goes for all of them. Whatever is not as easy is yielded.
//!
//! The state of the loop is in its frame all the time, which is kept for a rollback (`Cx::touch`). How many values may be absorbed in one
//! stay is limited where loops are compiled: to count them there, and to enter what is compiled, the loop itself has to run.

use super::consume::{ERROR, LEFT, MANY, STATE, go_on_with_floats};
use crate::cx::{Cx, R};
use crate::interp::Fr;
use crate::interp::frame::Back;
use crate::interp::handlers::compare_numbers;
use crate::objects::dict::insert;
use crate::objects::dict::place::Hash;
use crate::objects::float::to_f64;
use crate::objects::list::{self, List};
use crate::objects::set::Set;
use crate::objects::str::Str;
use crate::protocol::{Compare, simple_hash};
use crate::stdlib::builtins::sum::Compensated;
use crate::value::Value;
use tython_compiler::isa::Op;

/// Whether the value that the newest frame yields has gone where it was to go. If not, nothing has happened.
///
/// # Errors
/// MemoryError, in the consumer; and when the transaction has to be rolled back.
#[inline(always)]
pub(crate) fn absorb(cx: &mut Cx, fr: Fr, value: Value) -> R<bool> {
    let consumer = match fr.frame().back().0 {
        Back::ForIter => Fr(fr.frame().caller),
        Back::Send => match consumer_of_delegate(fr) {
            Some(consumer) => consumer,
            None => return Ok(false),
        },
        _ => return Ok(false),
    };
    if !consumer.code().consumes {
        return Ok(false);
    }
    absorb_in(cx, consumer, value)
}

/// Who resumes the outermost generator of those that delegate to the one of this frame, in a `for`.
fn consumer_of_delegate(fr: Fr) -> Option<Fr> {
    let mut outer = fr;
    while outer.frame().back().0 == Back::Send {
        outer = Fr(outer.frame().caller);
        if !outer.frame().is_bare() {
            return None;
        }
    }
    (outer.frame().back().0 == Back::ForIter).then(|| Fr(outer.frame().caller))
}

/// Counts what is not absorbed any more: see [`MANY`].
fn count_further(consumer: Fr, left: usize) {
    if left == 1 {
        consumer.code().takes_many();
    }
    consumer.set(LEFT, Value::index(left.saturating_sub(1)));
}

/// What the instruction behind the `ForIter` of a loop would do.
fn absorb_in(cx: &mut Cx, consumer: Fr, value: Value) -> R<bool> {
    const MOVE: u16 = Op::Move as u16;
    const LIST_APPEND: u16 = Op::ListAppend as u16;
    const SET_ADD: u16 = Op::SetAdd as u16;
    const ADD_INTS: u16 = Op::AddInts as u16;
    const ADD_FLOATS: u16 = Op::AddFloats as u16;
    const JUMP_IF_TRUE: u16 = Op::JumpIfTrue as u16;
    const JUMP_IF_FALSE: u16 = Op::JumpIfFalse as u16;
    const JUMP_IF_LT: u16 = Op::JumpIfLt as u16;
    const JUMP_IF_GT: u16 = Op::JumpIfGt as u16;
    let left = consumer.get(LEFT).as_small_int().unwrap_or(0) as usize;
    if left <= MANY || cx.is_recording() {
        count_further(consumer, left);
        return Ok(false);
    }
    // A transaction that began in the generator goes back to how the loop was then.
    cx.touch(consumer.0);
    let is_absorbed = match consumer.instruction().0 as u16 {
        LIST_APPEND => append(cx, consumer, value)?,
        SET_ADD => add(cx, consumer, value),
        ADD_INTS => add_int(cx, consumer, value)?,
        ADD_FLOATS => add_float(cx, consumer, value)?,
        JUMP_IF_TRUE => easy_truth(value) == Some(false),
        JUMP_IF_FALSE => easy_truth(value) == Some(true),
        JUMP_IF_LT => keep(consumer, value, Compare::Lt),
        JUMP_IF_GT => keep(consumer, value, Compare::Gt),
        MOVE => first(consumer, value),
        _ => false,
    };
    if is_absorbed {
        consumer.set(LEFT, Value::index(left - 1));
    }
    Ok(is_absorbed)
}

fn append(cx: &mut Cx, consumer: Fr, value: Value) -> R<bool> {
    match consumer.get(STATE).cast::<List>() {
        Some(list) => list::append(cx, list, value).map(|()| true),
        None => Ok(false),
    }
}

/// A number or text is an element, unless a set has to grow, or what is there has to say whether it is equal.
fn add(cx: &Cx, consumer: Fr, value: Value) -> bool {
    match (consumer.get(STATE).cast::<Set>(), simple_hash(value)) {
        (Some(set), Some(hash)) => insert::add_easily(cx, set, value, Hash::new(hash), Value::NONE),
        _ => false,
    }
}

fn add_int(cx: &mut Cx, consumer: Fr, value: Value) -> R<bool> {
    let Some(sum) = consumer.get(STATE).as_small_int() else {
        return Ok(false);
    };
    if let Some(value) = value.as_small_int() {
        let sum = sum.checked_add(value).and_then(Value::small_int);
        if let Some(sum) = sum {
            consumer.set(STATE, sum);
        }
        return Ok(sum.is_some());
    }
    let Some(value) = to_f64(value) else {
        return Ok(false);
    };
    // From the first float on, a sum is one of floats.
    let sum = Compensated {
        sum: sum as f64 + value,
        error: 0.0,
    };
    set_sum(cx, consumer, sum)?;
    go_on_with_floats(consumer);
    Ok(true)
}

fn add_float(cx: &mut Cx, consumer: Fr, value: Value) -> R<bool> {
    let value = to_f64(value).or_else(|| value.as_small_int().map(|int| int as f64));
    let (sum, error) = (to_f64(consumer.get(STATE)), to_f64(consumer.get(ERROR)));
    let (Some(sum), Some(error), Some(value)) = (sum, error, value) else {
        return Ok(false);
    };
    let mut compensated = Compensated { sum, error };
    compensated.add(value);
    set_sum(cx, consumer, compensated)?;
    Ok(true)
}

#[inline(always)]
fn set_sum(cx: &mut Cx, consumer: Fr, sum: Compensated) -> R<()> {
    let error = cx.float(sum.error)?;
    let sum = cx.float(sum.sum)?;
    consumer.set(STATE, sum);
    consumer.set(ERROR, error);
    Ok(())
}

/// Whether a value counts as true, if it says so without calling anything.
#[inline(always)]
fn easy_truth(value: Value) -> Option<bool> {
    if let Some(bool) = value.as_bool() {
        return Some(bool);
    }
    if let Some(int) = value.as_small_int() {
        return Some(int != 0);
    }
    if let Some(text) = value.cast::<Str>() {
        return Some(!text.is_empty());
    }
    value.is_none().then_some(false)
}

/// The better one of two numbers is kept.
#[inline(always)]
fn keep(consumer: Fr, value: Value, better: Compare) -> bool {
    let is_better = compare_numbers(better, value, consumer.get(STATE));
    if is_better == Some(true) {
        consumer.set(STATE, value);
    }
    is_better.is_some()
}

/// The first value is what the others are compared with, in the loop that comes next.
fn first(consumer: Fr, value: Value) -> bool {
    consumer.set(STATE, value);
    let frame = consumer.frame();
    // SAFETY: behind the `Move` there is the `ForIter` of that loop.
    frame.pc = unsafe {
        frame
            .pc
            .add(Op::Move.info().words() + Op::ForIter.info().words())
    };
    true
}
