//! Iteration and unpacking.

use super::calls::{entered, made};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::interp::call::{code_of, enter_code};
use crate::interp::frame::Back;
use crate::interp::{Flow, Fr};
use crate::name;
use crate::native::Args;
use crate::objects::function::Function;
use crate::objects::generator::{self, Generator};
use crate::objects::instance::Instance;
use crate::objects::iterators::{self, Iterator};
use crate::objects::tuple::Tuple;
use crate::protocol::{self, class_of, unpack};
use crate::value::Value;
use tython_compiler::isa::{Instr, Op};

pub(in crate::interp) fn GetIter(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let iterable = fr.get(i.b());
    if iterable.is::<Instance>() {
        return iter_of_instance(cx, fr, iterable, i.a());
    }
    let iterator = iterators::of_loop(cx, iterable)?;
    fr.set(i.a(), iterator);
    Ok(Flow::Next)
}

/// `iter(iterable)`; an `__iter__` in Python runs in this interpreter loop.
pub(super) fn iter_of_instance(cx: &mut Cx, fr: Fr, iterable: Value, dst: u16) -> R<Flow> {
    let name = name!(cx, "__iter__")?;
    let found = class_of(iterable).lookup(cx, name)?;
    if let Some(function) = found.and_then(|found| found.cast::<Function>()) {
        let code = code_of(cx, function)?;
        let args = Args::positional(std::slice::from_ref(&iterable));
        if let Some(generator) = generator::of_arguments(cx, function, code, args)? {
            protocol::check_iterator(cx, generator.value())?;
            return made(cx, fr, generator, dst);
        }
        enter_code(cx, (function, code), args, Back::Iter, dst)?;
        return entered(cx);
    }
    let iterator = protocol::iter(cx, iterable)?;
    fr.set(dst, iterator);
    Ok(Flow::Next)
}

#[inline(always)]
pub(in crate::interp) fn ForIter(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let iterator = fr.get(i.b());
    if let Some(generator) = iterator.cast::<Generator>() {
        return resume(cx, generator, i);
    }
    if let Some(iterator) = iterator.cast::<Iterator>() {
        let value = iterator.next_easily(cx);
        if !value.is_unbound() {
            fr.set(i.a(), value);
            return Ok(Flow::Next);
        }
        if iterator.gives_pairs()
            && let Some(base) = unpacked_next(fr, i)
        {
            return next_pair(cx, fr, iterator, base, i);
        }
    }
    match protocol::next(cx, iterator)? {
        Some(value) => {
            fr.set(i.a(), value);
            Ok(Flow::Next)
        }
        None => Ok(exhausted(i)),
    }
}

/// The first register of the two that the next instruction unpacks the value to, if it does.
#[inline(always)]
fn unpacked_next(fr: Fr, i: Instr) -> Option<u16> {
    let next = fr.instruction();
    let unpacks = next.0 as u16 == Op::UnpackSequence as u16 && next.a() == i.a() && next.c() == 2;
    unpacks.then(|| next.b())
}

/// `for a, b in iterator`, of an iterator that needs no tuple for it: the next instruction is done, too.
#[inline(never)]
fn next_pair(cx: &mut Cx, fr: Fr, iterator: &'static Iterator, base: u16, i: Instr) -> R<Flow> {
    match iterator.next_pair(cx)? {
        Some((first, second)) => {
            fr.set(base, first);
            fr.set(base + 1, second);
            Ok(Flow::Jump(UNPACK_WORDS))
        }
        None => Ok(exhausted(i)),
    }
}

/// Words of an `UnpackSequence`.
const UNPACK_WORDS: i32 = 1;

#[inline(always)]
fn exhausted(i: Instr) -> Flow {
    Flow::Jump(i32::from(i.c() as i16))
}

fn resume(cx: &mut Cx, generator: &'static Generator, i: Instr) -> R<Flow> {
    if !generator.is_generator() {
        let kind = generator.kind();
        return Err(cx.type_error(format_args!("'{kind}' object is not an iterator")));
    }
    if generator.resume_innermost(cx, Value::NONE, Back::ForIter, i.a())? {
        Ok(Flow::Switch)
    } else {
        Ok(exhausted(i))
    }
}

#[inline(always)]
pub(in crate::interp) fn UnpackSequence(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    if let Some(tuple) = fr.get(i.a()).cast::<Tuple>()
        && tuple.len() == usize::from(i.c())
    {
        for (index, value) in (0..i.c()).zip(tuple.as_slice()) {
            fr.set(i.b() + index, *value);
        }
        return Ok(Flow::Next);
    }
    unpack_other(cx, fr, i)
}

#[inline(never)]
fn unpack_other(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
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
