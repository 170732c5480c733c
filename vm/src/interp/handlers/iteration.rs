//! Iteration and unpacking.

use crate::cx::{Cx, R};
use crate::interp::frame::Back;
use crate::interp::{Flow, Fr};
use crate::objects::generator::{self, Generator, State};
use crate::protocol::{self, unpack};
use crate::value::Value;
use tython_compiler::isa::Instr;

pub(in crate::interp) fn GetIter(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let iterator = protocol::iter(cx, fr.get(i.b()))?;
    fr.set(i.a(), iterator);
    Ok(Flow::Next)
}

#[inline(always)]
pub(in crate::interp) fn ForIter(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let iterator = fr.get(i.b());
    if let Some(generator) = iterator.cast::<Generator>() {
        return resume(cx, generator, i);
    }
    match protocol::next(cx, iterator)? {
        Some(value) => {
            fr.set(i.a(), value);
            Ok(Flow::Next)
        }
        None => Ok(exhausted(i)),
    }
}

#[inline(always)]
fn exhausted(i: Instr) -> Flow {
    Flow::Jump(i32::from(i.c() as i16))
}

fn resume(cx: &mut Cx, generator: &'static Generator, i: Instr) -> R<Flow> {
    if !generator::GENERATOR.is(protocol::class_of(Value::from(generator))) {
        let kind = generator.kind();
        return Err(cx.type_error(format_args!("'{kind}' object is not an iterator")));
    }
    if generator.state(cx)? == State::Finished {
        return Ok(exhausted(i));
    }
    generator.resume(cx, Value::NONE, Back::ForIter, i.a())?;
    Ok(Flow::Switch)
}

pub(in crate::interp) fn UnpackSequence(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let count = usize::from(i.c());
    unpack::exactly(cx, fr.get(i.a()), count, |index, value| {
        fr.set(i.b() + index as u16, value);
    })?;
    Ok(Flow::Next)
}

pub(in crate::interp) fn UnpackEx(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let counts = fr.word_before_next(1);
    let (before, after) = (counts as u32 as usize, (counts >> 32) as usize);
    unpack::with_rest(cx, fr.get(i.a()), before, after, |index, value| {
        fr.set(i.b() + index as u16, value);
    })?;
    Ok(Flow::Next)
}

pub(in crate::interp) fn GetLen(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let length = protocol::len(cx, fr.get(i.b()))?;
    fr.set(i.a(), Value::index(length));
    Ok(Flow::Next)
}
