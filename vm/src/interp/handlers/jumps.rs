//! Jumps: the unconditional ones, those on truth and on identity, and the back-edge with its poll.

use crate::compiled;
use crate::cx::{Cx, R};
use crate::interp::handlers::asked::{self, Answer};
use crate::interp::{Flow, Fr};
use crate::protocol::is_identical;
use crate::value::Value;
use tython_compiler::isa::Instr;
use tython_jit::hooks::Action;

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
    if !cx.hooks.count() {
        return Ok(wide(i));
    }
    counted(cx, fr, i)
}

/// Not in line: an action takes registers there that the loop of the interpreter then saves each time.
#[inline(never)]
fn counted(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    match cx.hooks.back_edge(fr.site(cx.tx.is_solo())) {
        Action::GoOn => Ok(wide(i)),
        action => compiled::at_back_edge(cx, fr, i.bc() as i32, action),
    }
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

/// Jumps if a value is as true as that.
#[inline(always)]
fn on_truth(cx: &mut Cx, i: Instr, value: Value, jumps_if: bool) -> R<Flow> {
    let holds = match value.as_bool() {
        Some(bool) => bool,
        None => match asked::truth(cx, value)? {
            Answer::Now(bool) => bool,
            Answer::Later(flow) => return Ok(flow),
        },
    };
    wide_if(holds == jumps_if, i)
}

#[inline(always)]
pub(in crate::interp) fn JumpIfTrue(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    on_truth(cx, i, fr.get(i.a()), true)
}

#[inline(always)]
pub(in crate::interp) fn JumpIfFalse(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    on_truth(cx, i, fr.get(i.a()), false)
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
