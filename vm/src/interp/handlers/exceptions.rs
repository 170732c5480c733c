//! Exceptions and context managers.

use super::attributes::put;
use crate::cx::{Cx, R};
use crate::interned::Name;
use crate::interp::{Flow, Fr};
use crate::native::Args;
use crate::objects::exception::{self, fields, groups};
use crate::protocol::{attribute, call, class_of, raising};
use crate::value::Value;
use tython_compiler::isa::{Instr, SpecialMethod};

pub(in crate::interp) fn RaiseAgain(cx: &mut Cx, _: Fr, _: Instr) -> R<Flow> {
    if cx.handled.is_none() {
        return Err(cx.runtime_error(format_args!("No active exception to reraise")));
    }
    cx.reraising = true;
    Err(cx.raise(cx.handled))
}

pub(in crate::interp) fn Raise(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let exception = raising::instantiate(cx, fr.get(i.a()))?;
    Err(cx.raise_in_context(exception))
}

pub(in crate::interp) fn RaiseFrom(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let exception = raising::instantiate(cx, fr.get(i.a()))?;
    let cause = raising::cause(cx, fr.get(i.b()))?;
    exception::set_field(cx, exception, fields::CAUSE, cause)?;
    exception::set_field(cx, exception, fields::SUPPRESS_CONTEXT, Value::TRUE)?;
    Err(cx.raise_in_context(exception))
}

pub(in crate::interp) fn Reraise(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    cx.reraising = true;
    Err(cx.raise(fr.get(i.a())))
}

pub(in crate::interp) fn PushExcInfo(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    // What a generator's caller handles may be something else when this is left.
    let inherited = cx.handled == fr.frame().handled;
    let before = if inherited {
        Value::UNBOUND
    } else {
        cx.handled
    };
    fr.set(i.a(), before);
    cx.handled = fr.get(i.b());
    Ok(Flow::Next)
}

pub(in crate::interp) fn PopExcInfo(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    cx.handled = fr.get(i.a()).bound().unwrap_or(fr.frame().handled);
    Ok(Flow::Next)
}

pub(in crate::interp) fn JumpIfNoMatch(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    Ok(if raising::matches(cx, fr.get(i.a()), fr.get(i.b()))? {
        Flow::Next
    } else {
        Flow::Jump(i32::from(i.c() as i16))
    })
}

pub(in crate::interp) fn MatchGroup(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let (matched, rest) = groups::split(cx, fr.get(i.b()), fr.get(i.c()))?;
    if !matched.is_none() {
        cx.handled = matched;
    }
    fr.set(i.a(), matched);
    fr.set(i.a() + 1, rest);
    Ok(Flow::Next)
}

pub(in crate::interp) fn PrepReraiseStar(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let result = groups::to_reraise(cx, fr.get(i.b()), fr.get(i.c()))?;
    fr.set(i.a(), result);
    Ok(Flow::Next)
}

pub(in crate::interp) fn LoadSpecial(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let object = fr.get(i.b());
    static NAMES: [Name; SpecialMethod::NAMES.len()] = [
        Name::new(SpecialMethod::NAMES[0]),
        Name::new(SpecialMethod::NAMES[1]),
        Name::new(SpecialMethod::NAMES[2]),
        Name::new(SpecialMethod::NAMES[3]),
    ];
    let name = NAMES[usize::from(i.c())].get(cx)?;
    match attribute::get_special(cx, object, name)? {
        Some(method) => put(fr, i.a(), method),
        None => return raising::no_context_manager(cx, object, i.c()),
    }
    Ok(Flow::Next)
}

pub(in crate::interp) fn WithExceptStart(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let (exit, receiver, exception) = (fr.get(i.b()), fr.get(i.b() + 1), fr.get(i.c()));
    let class = Value::from(class_of(exception));
    let traceback = exception::field(cx, exception, fields::TRACEBACK)?;
    let all = [receiver, class, exception, traceback];
    let values = if receiver.is_unbound() {
        &all[1..]
    } else {
        &all[..]
    };
    let args = Args {
        values,
        kwnames: None,
    };
    let result = call::call(cx, exit, args);
    super::calls::finish_native(cx, fr, result, i.a())
}
