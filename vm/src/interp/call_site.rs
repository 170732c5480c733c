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
/// Such functions call nothing else. So if one is running, and the instruction calls one, it is that.
pub(crate) fn is_waiting_native(cx: &Cx) -> bool {
    let frame = cx.frames.top();
    if frame.is_null() {
        return false;
    }
    let fr = Fr(frame);
    let callee = match running(fr) {
        Some(instr) => fr.get(instr.b()),
        None => return false,
    };
    native(callee).is_some_and(|def| def.effect == Effect::Waits)
}

/// The instruction that `fr` is at, if it is a call.
fn running(fr: Fr) -> Option<Instr> {
    let data = fr.code();
    let start = data.words.as_ptr() as usize;
    let next = (fr.frame().pc as usize - start) / size_of::<u64>();
    let instr = before(data, next)?;
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
