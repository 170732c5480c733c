//! Jumps: the unconditional ones, those on truth and on identity, and the back-edge with its poll.

use crate::cx::{Cx, R};
use crate::interp::{Flow, Fr};
use crate::protocol::{is_identical, truth};
use crate::value::Value;
use tython_compiler::isa::Instr;
use tython_jit::hooks::Hooks;

#[inline(always)]
fn wide(i: Instr) -> Flow {
    Flow::Jump(i.bc() as i32)
}

#[inline(always)]
fn near(i: Instr) -> Flow {
    Flow::Jump(i32::from(i.c() as i16))
}

#[inline(always)]
fn wide_if(condition: bool, i: Instr) -> R<Flow> {
    Ok(if condition { wide(i) } else { Flow::Next })
}

#[inline(always)]
pub(in crate::interp) fn Jump(_: &mut Cx, _: Fr, i: Instr) -> R<Flow> {
    Ok(wide(i))
}

/// The poll of a loop: here a transaction may end, a collection stop the thread, a signal arrive.
#[inline(always)]
pub(in crate::interp) fn JumpBack(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    if cx.poll()? {
        end_at_back_edge(cx, fr, i)?;
    }
    // There is no recorder yet: whatever the answer is, interpreting goes on.
    drop(cx.hooks.back_edge(fr.site()));
    Ok(wide(i))
}

#[cold]
fn end_at_back_edge(cx: &mut Cx, fr: Fr, i: Instr) -> R<()> {
    if cx.may_end() {
        // The transaction that begins here resumes behind the jump.
        let next = fr.frame().pc;
        // SAFETY: jumps lead to instructions.
        fr.frame().pc = unsafe { next.offset(i.bc() as i32 as isize) };
        cx.next_transaction()?;
        fr.frame().pc = next;
    }
    Ok(())
}

#[inline(always)]
fn is_true(cx: &mut Cx, value: Value) -> R<bool> {
    match value.as_bool() {
        Some(bool) => Ok(bool),
        None => truth(cx, value),
    }
}

#[inline(always)]
pub(in crate::interp) fn JumpIfTrue(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let condition = is_true(cx, fr.get(i.a()))?;
    wide_if(condition, i)
}

#[inline(always)]
pub(in crate::interp) fn JumpIfFalse(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let condition = is_true(cx, fr.get(i.a()))?;
    wide_if(!condition, i)
}

#[inline(always)]
pub(in crate::interp) fn JumpIfNone(_: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    wide_if(fr.get(i.a()).is_none(), i)
}

#[inline(always)]
pub(in crate::interp) fn JumpIfNotNone(_: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    wide_if(!fr.get(i.a()).is_none(), i)
}

#[inline(always)]
pub(in crate::interp) fn JumpIfIs(_: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let same = is_identical(fr.get(i.a()), fr.get(i.b()));
    Ok(if same { near(i) } else { Flow::Next })
}

#[inline(always)]
pub(in crate::interp) fn JumpIfIsNot(_: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let same = is_identical(fr.get(i.a()), fr.get(i.b()));
    Ok(if same { Flow::Next } else { near(i) })
}
