//! f-strings and t-strings.

use crate::cx::{Cx, R};
use crate::interp::{Flow, Fr};
use crate::objects::str;
use crate::objects::template;
use crate::protocol;
use tython_compiler::isa::Instr;

pub(in crate::interp) fn FormatValue(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let text = protocol::text_of(cx, fr.get(i.b()), i.c())?;
    fr.set(i.a(), text);
    Ok(Flow::Next)
}

pub(in crate::interp) fn FormatSpec(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let value = protocol::converted(cx, fr.get(i.b()), i.c())?;
    let text = protocol::format(cx, value, fr.get(i.b() + 1))?;
    fr.set(i.a(), text);
    Ok(Flow::Next)
}

pub(in crate::interp) fn BuildString(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let text = str::concat(cx, fr.window(i.b(), usize::from(i.c())))?;
    fr.set(i.a(), text);
    Ok(Flow::Next)
}

pub(in crate::interp) fn BuildInterpolation(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let base = fr.window(i.b(), 3);
    let interpolation = template::interpolation(cx, base[0], base[1], i.c(), base[2])?;
    fr.set(i.a(), interpolation);
    Ok(Flow::Next)
}

pub(in crate::interp) fn BuildTemplate(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let template = template::new(cx, fr.get(i.b()), fr.get(i.c()))?;
    fr.set(i.a(), template);
    Ok(Flow::Next)
}
