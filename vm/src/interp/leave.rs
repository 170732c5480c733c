//! Leaving frames: what becomes of a value that a function returns or a generator yields.

use crate::cx::{Cx, R};
use crate::interp::frame::{Back, Frame};
use crate::interp::handlers::asked::{self, Says};
use crate::interp::handlers::special;
use crate::interp::{Flow, Fr};
use crate::objects::frame_object;
use crate::objects::generator::{self, Generator};
use crate::protocol::{awaitable, check_iterator, checked_length, checked_truth, type_name};
use crate::value::Value;
use tython_compiler::isa::Instr;

/// Pops the newest frame, which returned `value`.
///
/// # Errors
/// What the delivery raises, in the caller.
#[inline(always)]
pub fn returned(cx: &mut Cx, fr: Fr, value: Value) -> R<Flow> {
    let (back, register) = fr.frame().back();
    detach(cx, fr)?;
    let caller = pop(cx, fr);
    match back {
        Back::Store => {
            caller.set(register, value);
            Ok(Flow::Switch)
        }
        Back::Entry => Ok(done(cx, value)),
        _ => deliver(cx, caller, back, register, value),
    }
}

/// `value` is the result of the loop.
#[inline(always)]
fn done(cx: &mut Cx, value: Value) -> Flow {
    cx.result = value;
    Flow::Done
}

/// Pops the newest frame, a generator's that has been suspended, and delivers what it yielded.
///
/// # Errors
/// As [`returned`].
#[inline(always)]
pub fn yielded(cx: &mut Cx, mut fr: Fr, value: Value) -> R<Flow> {
    loop {
        let (back, register) = fr.frame().back();
        let caller = pop(cx, fr);
        if back == Back::Entry {
            return Ok(done(cx, value));
        }
        if !caller.frame().is_bare() {
            caller.set(register, value);
            return Ok(Flow::Switch);
        }
        // It delegates, and yields the same.
        if let Some(generator) = caller.frame().generator.cast::<Generator>() {
            generator.suspend_bare(cx)?;
        }
        fr = caller;
    }
}

/// Python code has a proxy of the frame: it takes what there is to see of it.
#[inline(always)]
pub fn detach(cx: &mut Cx, fr: Fr) -> R<()> {
    if fr.frame().proxy.is_unbound() {
        return Ok(());
    }
    frame_object::leave(cx, fr)
}

/// Pops the newest frame; the exception that was being handled when it was entered is handled again.
#[inline(always)]
pub fn pop(cx: &mut Cx, fr: Fr) -> Fr {
    let frame = fr.frame();
    let caller: *mut Frame = frame.caller;
    cx.handled = frame.handled;
    cx.returning_to(caller);
    // SAFETY: `fr` is the newest frame.
    unsafe { cx.frames.pop() };
    Fr(caller)
}

/// Jumps as the instruction before the caller's `pc` says.
pub(super) fn jump(caller: Fr) {
    jump_by(
        caller,
        i32::from(Instr(caller.word_before_next(1)).c() as i16),
    );
}

/// The same, so far as that instruction says.
pub(super) fn jump_by(caller: Fr, distance: i32) {
    let frame = caller.frame();
    // SAFETY: jumps lead to instructions.
    frame.pc = unsafe { frame.pc.offset(distance as isize) };
}

fn deliver(cx: &mut Cx, caller: Fr, back: Back, register: u16, value: Value) -> R<Flow> {
    match back {
        Back::Entry => return Ok(done(cx, value)),
        Back::Store => caller.set(register, value),
        Back::Drop => {}
        Back::Init => {
            if !value.is_none() {
                let name = type_name(cx, value)?;
                return Err(
                    cx.type_error(format_args!("__init__() should return None, not '{name}'"))
                );
            }
        }
        Back::Operator => special::returned(cx, caller, value)?,
        // The generator has ended.
        Back::ForIter => jump(caller),
        Back::Send => {
            if caller.frame().is_bare() {
                generator::dress(cx, caller)?;
            }
            caller.set(register, value);
            jump(caller);
        }
        Back::Iter => {
            check_iterator(cx, value)?;
            caller.set(register, value);
        }
        Back::Await => {
            awaitable::check_iterator(cx, value)?;
            caller.set(register, value);
        }
        Back::Length => {
            let length = checked_length(cx, value)?;
            let length = cx.int(length as i64)?;
            caller.set(register, length);
        }
        Back::Truth => asked::returned(cx, caller, Says::of(register), value)?,
        Back::Bool => {
            let truth = checked_truth(cx, value)?;
            caller.set(register, Value::bool(truth));
        }
    }
    Ok(Flow::Switch)
}
