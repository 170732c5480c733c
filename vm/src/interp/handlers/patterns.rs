//! `match` statements.

use crate::cx::{Cx, R};
use crate::interp::{Flow, Fr};
use crate::objects::type_object::Flags;
use crate::protocol::{class_of, pattern};
use crate::value::Value;
use tython_compiler::isa::Instr;

fn has_flag(fr: Fr, i: Instr, flag: Flags) -> Value {
    Value::bool(class_of(fr.get(i.b())).flags().has(flag))
}

pub(in crate::interp) fn MatchMapping(_: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    fr.set(i.a(), has_flag(fr, i, Flags::MAPPING));
    Ok(Flow::Next)
}

pub(in crate::interp) fn MatchSequence(_: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    fr.set(i.a(), has_flag(fr, i, Flags::SEQUENCE));
    Ok(Flow::Next)
}

pub(in crate::interp) fn MatchKeys(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let values = pattern::keys(cx, fr.get(i.b()), fr.get(i.c()))?;
    fr.set(i.a(), values);
    Ok(Flow::Next)
}

pub(in crate::interp) fn MatchClass(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let names = fr.constant(fr.word_before_next(1) as usize);
    let (subject, class) = (fr.get(i.b()), fr.get(i.b() + 1));
    let values = pattern::class(cx, subject, class, usize::from(i.c()), names)?;
    fr.set(i.a(), values);
    Ok(Flow::Next)
}
