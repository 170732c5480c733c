//! Generators, coroutines, asynchronous generators.

use super::calls::{body_entered, entered};
use super::classes::function_of;
use super::iteration::iter_of_instance;
use crate::cx::{Cx, Exit, R};
use crate::interp::call::enter;
use crate::interp::frame::Back;
use crate::interp::{Flow, Fr, leave};
use crate::name;
use crate::native::Args;
use crate::objects::code::CodeObject;
use crate::objects::exception::{self, classes, fields};
use crate::objects::function::Function;
use crate::objects::generator::absorb::absorb;
use crate::objects::generator::{self, Generator};
use crate::objects::instance::Instance;
use crate::protocol::{awaitable, call_values, class_of, is_instance};
use crate::value::Value;
use tython_compiler::isa::Instr;

/// The generator whose frame runs.
fn current(fr: Fr) -> &'static Generator {
    match fr.frame().generator.cast::<Generator>() {
        Some(generator) => generator,
        None => unreachable!("the compiler emits a yield in generators only"),
    }
}

pub(in crate::interp) fn ReturnGenerator(cx: &mut Cx, fr: Fr, _: Instr) -> R<Flow> {
    if !fr.frame().generator.is_unbound() {
        return Ok(Flow::Next);
    }
    let generator = generator::of_frame(cx, fr)?;
    leave::returned(cx, fr, Value::from(generator))
}

pub(in crate::interp) fn MakeGenerator(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let Some(code) = fr
        .constant(fr.word_before_next(1) as usize)
        .cast::<CodeObject>()
    else {
        return Err(cx.system_error(format_args!("a generator needs a code object")));
    };
    let window = fr.window(i.b(), usize::from(i.c()));
    let generator = match generator::of_expression(cx, fr, code, window)? {
        Some(generator) => Value::from(generator),
        None => call_code(cx, fr, code, window)?,
    };
    fr.set(i.a(), generator);
    Ok(Flow::Next)
}

/// Calls a function of this code with an argument, and with the cells that follow.
#[cold]
fn call_code(cx: &mut Cx, fr: Fr, code: &'static CodeObject, window: &[Value]) -> R {
    let cells = cx.tuple(&window[1..])?;
    let function = function_of(cx, fr, code)?;
    cx.store(function, &function.closure, cells)?;
    call_values(cx, Value::from(function), &window[..1])
}

/// A generator's frame returns.
pub(super) fn finished(cx: &mut Cx, fr: Fr) -> R<()> {
    current(fr).finish(cx)
}

pub(in crate::interp) fn Yield(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let value = fr.get(i.b());
    let absorbed = absorb(cx, fr, value);
    if let Ok(true) = absorbed {
        fr.set(i.a(), Value::NONE);
        return Ok(Flow::Next);
    }
    if let Err(Exit::Abort(_)) = absorbed {
        return absorbed.map(|_| Flow::Next);
    }
    current(fr).suspend(cx, fr, Value::NONE)?;
    let flow = leave::yielded(cx, fr, value)?;
    // What the consumer raises is raised there.
    absorbed.map(|_| flow)
}

pub(in crate::interp) fn YieldFrom(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let value = fr.get(i.b());
    current(fr).suspend(cx, fr, fr.get(i.c()))?;
    leave::yielded(cx, fr, value)
}

pub(in crate::interp) fn Send(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let (iterator, sent) = (fr.get(i.b()), fr.get(i.b() + 1));
    if let Some(generator) = iterator.cast::<Generator>()
        && !generator.is_async()
        && generator.resume_innermost(cx, sent, Back::Send, i.a())?
    {
        let fr = Fr(cx.frames.top());
        let counts = cx.hooks.count() && generator.is_coroutine();
        return match counts && generator::recorded::is_at_its_begin(fr) {
            true => body_entered(cx),
            false => Ok(Flow::Switch),
        };
    }
    match awaitable::send(cx, iterator, sent)? {
        Ok(value) => {
            fr.set(i.a(), value);
            Ok(Flow::Next)
        }
        Err(result) => {
            fr.set(i.a(), result);
            Ok(Flow::Jump(i32::from(i.c() as i16)))
        }
    }
}

pub(in crate::interp) fn CleanupThrow(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let exception = fr.get(i.b());
    if is_instance(cx, exception, &classes::STOP_ITERATION)? {
        let value = exception::field(cx, exception, fields::FIRST)?;
        fr.set(i.a(), value);
        return Ok(Flow::Next);
    }
    cx.reraising = true;
    Err(cx.raise(exception))
}

pub(in crate::interp) fn GetYieldFromIter(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let iterable = fr.get(i.b());
    if iterable.is::<Instance>() {
        return iter_of_instance(cx, fr, iterable, i.a());
    }
    let iterator = awaitable::yield_from_iter(cx, fr.code(), iterable)?;
    fr.set(i.a(), iterator);
    Ok(Flow::Next)
}

pub(in crate::interp) fn GetAwaitable(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let awaited = fr.get(i.b());
    if awaited.is::<Instance>() {
        let name = name!(cx, "__await__")?;
        let found = class_of(awaited).lookup(cx, name)?;
        if let Some(function) = found.and_then(|found| found.cast::<Function>()) {
            enter(
                cx,
                function,
                Args::positional(&[awaited]),
                Back::Await,
                i.a(),
            )?;
            return entered(cx);
        }
    }
    let iterator = awaitable::awaitable_iter(cx, awaited, i.c())?;
    fr.set(i.a(), iterator);
    Ok(Flow::Next)
}

pub(in crate::interp) fn GetAiter(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let iterator = awaitable::async_iter(cx, fr.get(i.b()))?;
    fr.set(i.a(), iterator);
    Ok(Flow::Next)
}

pub(in crate::interp) fn GetAnext(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let iterator = awaitable::async_next(cx, fr.get(i.b()))?;
    fr.set(i.a(), iterator);
    Ok(Flow::Next)
}

pub(in crate::interp) fn EndAsyncFor(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let exception = fr.get(i.a());
    if is_instance(cx, exception, &classes::STOP_ASYNC_ITERATION)? {
        return Ok(Flow::Next);
    }
    cx.reraising = true;
    Err(cx.raise(exception))
}

pub(in crate::interp) fn StopIterationError(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let exception = fr.get(i.a());
    let replaced = awaitable::stop_iteration_error(cx, current(fr), exception)?;
    fr.set(i.a(), replaced);
    Ok(Flow::Next)
}

pub(in crate::interp) fn AsyncGenWrap(cx: &mut Cx, fr: Fr, i: Instr) -> R<Flow> {
    let wrapped = awaitable::wrap(cx, fr.get(i.b()))?;
    fr.set(i.a(), wrapped);
    Ok(Flow::Next)
}
