//! What the running bytecode instruction calls.

use crate::cx::Cx;
use crate::interp::Fr;
use crate::native::{Effect, NativeDef};
use crate::objects::code::CodeData;
use crate::objects::method::Method;
use crate::objects::native_function::{BoundNative, NativeFunction};
use crate::value::Value;
use std::sync::atomic::Ordering;
use tython_compiler::isa::{Instr, Op};

/// Whether the running instruction is a call of a native function that waits, so that the next
/// bytecode boundary comes as soon as that function returns.
///
/// Such functions call nothing else. So if one is running, and the instruction calls one, it is that. What a trace calls returns
/// to the trace, which may come to no boundary for long.
pub(crate) fn is_waiting_native(cx: &Cx) -> bool {
    cx.loop_of_trace != cx.loops && callee(cx).is_some_and(|def| def.effect == Effect::Waits)
}

/// The native function that the running instruction calls, or the last one did, at a boundary. It may not be
/// the one that asks: it may have called that.
pub(crate) fn callee(cx: &Cx) -> Option<&'static NativeDef> {
    let frame = cx.frames.top();
    if frame.is_null() {
        return None;
    }
    let fr = Fr(frame);
    native(fr.get(running(fr)?.b()))
}

/// The instruction that `fr` is at, if it is a call.
fn running(fr: Fr) -> Option<Instr> {
    let data = fr.code();
    let instr = before(data, fr.word_of(fr.frame().pc))?;
    let is_call = matches!(
        instr.op(),
        Some(Op::Call | Op::CallMethod | Op::CallKw | Op::CallEx)
    );
    is_call.then_some(instr)
}

/// The instruction that ends before word `next`.
fn before(data: &CodeData, next: usize) -> Option<Instr> {
    let mut word = 0;
    loop {
        // Relaxed: any instruction that was ever there will do.
        let instr = Instr(data.words.get(word)?.load(Ordering::Relaxed));
        word += instr.op()?.info().words();
        if word >= next {
            return (word == next).then_some(instr);
        }
    }
}

fn native(callee: Value) -> Option<&'static NativeDef> {
    if let Some(method) = callee.cast::<Method>() {
        return native(method.function.get());
    }
    if let Some(bound) = callee.cast::<BoundNative>() {
        return Some(bound.def());
    }
    callee.cast::<NativeFunction>().map(NativeFunction::def)
}
