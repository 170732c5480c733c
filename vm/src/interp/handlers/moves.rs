//! Moves, constants, local variables.

use crate::cx::{Cx, R};
use crate::interp::{Flow, Fr};
use crate::objects::exception::classes;
use crate::value::Value;
use tython_compiler::isa::{CommonConstant, Instr};

#[inline(always)]
pub(in crate::interp) fn Nop(_: &mut Cx, _: Fr, _: Instr) -> R<Flow> {
    Ok(Flow::Next)
}

#[inline(always)]
pub(in crate::interp) fn Move(_: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    fr.set(i.a(), fr.get(i.b()));
    Ok(Flow::Next)
}

#[inline(always)]
pub(in crate::interp) fn Clear(_: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    fr.set(i.a(), Value::UNBOUND);
    Ok(Flow::Next)
}

#[inline(always)]
pub(in crate::interp) fn LoadConst(_: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    fr.set(i.a(), fr.constant(i.bc() as usize));
    Ok(Flow::Next)
}

#[inline(always)]
pub(in crate::interp) fn LoadInt(_: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let number = i64::from(i.bc() as i32);
    fr.set(i.a(), Value::small_int(number).unwrap_or(Value::NONE));
    Ok(Flow::Next)
}

pub(in crate::interp) fn LoadCommon(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    const ASSERTION_ERROR: u16 = CommonConstant::AssertionError as u16;
    const NOT_IMPLEMENTED_ERROR: u16 = CommonConstant::NotImplementedError as u16;
    const TUPLE: u16 = CommonConstant::Tuple as u16;
    let value = match i.b() {
        ASSERTION_ERROR => classes::ASSERTION_ERROR.value(),
        NOT_IMPLEMENTED_ERROR => classes::NOT_IMPLEMENTED_ERROR.value(),
        TUPLE => crate::objects::tuple::TUPLE.value(),
        which => {
            let name = CommonConstant::NAMES[usize::from(which)];
            let name = cx.vm.intern(cx, name)?;
            super::names::builtin(cx, name)?
        }
    };
    fr.set(i.a(), value);
    Ok(Flow::Next)
}

#[inline(always)]
pub(in crate::interp) fn CheckBound(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    if fr.get(i.a()).is_unbound() {
        return unbound(cx, fr, i.a());
    }
    Ok(Flow::Next)
}

pub(in crate::interp) fn DeleteLocal(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    if fr.get(i.a()).is_unbound() {
        return unbound(cx, fr, i.a());
    }
    fr.set(i.a(), Value::UNBOUND);
    Ok(Flow::Next)
}

#[cold]
fn unbound(cx: &mut Cx, fr: Fr, register: u16) -> R<Flow> {
    let name = fr.code().code.register_name(register);
    let name = name.map_or("?", |name| &**name);
    Err(cx.unbound_local_error(format_args!(
        "cannot access local variable '{name}' where it is not associated with a value"
    )))
}
