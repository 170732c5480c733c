//! Awaiting and delegating: what `await`, `yield from`, `async for` and `async with` ask of objects.

use crate::cx::{Cx, Exit, R};
use crate::name;
use crate::objects::code::CodeData;
use crate::objects::exception::{self, classes, fields};
use crate::objects::generator::{COROUTINE, GENERATOR, Generator};
use crate::protocol::{attribute, call, class_of, is_instance, iter, next, type_name};
use crate::value::Value;
use tython_compiler::code::CodeFlags;
use tython_compiler::isa::AwaitContext;

/// Sends to any iterator: what it yields, or `Err` of the value that it returned.
///
/// # Errors
/// What it raises.
pub fn send(cx: &mut Cx, iterator: Value, sent: Value) -> R<Result<Value, Value>> {
    if let Some(generator) = iterator.cast::<Generator>()
        && !generator.is_async()
    {
        return generator.send(cx, sent);
    }
    let result = if sent.is_none() {
        let name = name!(cx, "__next__")?;
        match attribute::call_special(cx, iterator, name, &[]) {
            Ok(Some(value)) => Ok(value),
            Ok(None) => return Ok(next(cx, iterator)?.ok_or(Value::NONE)),
            Err(exit) => Err(exit),
        }
    } else {
        let name = name!(cx, "send")?;
        call::call_method(cx, iterator, name, &[sent])
    };
    step_of(cx, result)
}

/// The result of `__next__`, `send` or `throw` of an iterator as a step: what it yields, or `Err` of the
/// value that it returned by StopIteration.
///
/// # Errors
/// All other exceptions.
pub fn step_of(cx: &mut Cx, result: R) -> R<Result<Value, Value>> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(Exit::Raise) => {
            let exception = cx.exception;
            if !is_instance(cx, exception, &classes::STOP_ITERATION)? {
                return Err(Exit::Raise);
            }
            cx.take_exception();
            Ok(Err(exception::field(cx, exception, fields::FIRST)?))
        }
        Err(exit) => Err(exit),
    }
}

/// What `yield from value` delegates to.
///
/// # Errors
/// TypeError if it cannot be iterated over.
pub fn yield_from_iter(cx: &mut Cx, code: &CodeData, value: Value) -> R {
    let class = class_of(value);
    if COROUTINE.is(class) {
        let may = CodeFlags(CodeFlags::COROUTINE.0 | CodeFlags::ITERABLE_COROUTINE.0);
        if !code.code.flags.has(may) {
            return Err(cx.type_error(format_args!(
                "cannot 'yield from' a coroutine object in a non-coroutine generator"
            )));
        }
        return Ok(value);
    }
    if GENERATOR.is(class) {
        return Ok(value);
    }
    iter(cx, value)
}

fn is_iterable_coroutine(generator: &'static Generator) -> bool {
    let code = generator.code_object();
    code.is_some_and(|code| code.data().code.flags.has(CodeFlags::ITERABLE_COROUTINE))
}

/// The iterator of an awaitable; `context` chooses the words of the error.
///
/// # Errors
/// TypeError if it cannot be awaited.
pub fn awaitable_iter(cx: &mut Cx, value: Value, context: u16) -> R {
    if let Some(coroutine) = value.cast::<Generator>()
        && (coroutine.is_coroutine() || is_iterable_coroutine(coroutine))
    {
        if !coroutine.delegate(cx)?.is_none() {
            return Err(cx.runtime_error(format_args!("coroutine is being awaited already")));
        }
        return Ok(value);
    }
    let name = name!(cx, "__await__")?;
    match attribute::call_special(cx, value, name, &[])? {
        Some(iterator) => {
            check_iterator(cx, iterator)?;
            Ok(iterator)
        }
        None => not_awaitable(cx, value, context),
    }
}

/// Sees to it that what an `__await__` gave can be iterated over.
///
/// # Errors
/// TypeError if it cannot, and for a coroutine.
pub fn check_iterator(cx: &mut Cx, iterator: Value) -> R<()> {
    if let Some(generator) = iterator.cast::<Generator>()
        && generator.is_generator()
    {
        return Ok(());
    }
    if COROUTINE.is(class_of(iterator)) {
        return Err(cx.type_error(format_args!("__await__() returned a coroutine")));
    }
    let next = name!(cx, "__next__")?;
    if class_of(iterator).lookup(cx, next)?.is_none() {
        let class = type_name(cx, iterator)?;
        return Err(cx.type_error(format_args!(
            "__await__() returned non-iterator of type '{class}'"
        )));
    }
    Ok(())
}

#[cold]
fn not_awaitable(cx: &mut Cx, value: Value, context: u16) -> R {
    const ENTER: u16 = AwaitContext::AsyncEnter as u16;
    const EXIT: u16 = AwaitContext::AsyncExit as u16;
    let class = type_name(cx, value)?;
    Err(match context {
        ENTER | EXIT => {
            let method = if context == ENTER {
                "__aenter__"
            } else {
                "__aexit__"
            };
            cx.type_error(format_args!(
                "'async with' received an object from {method} that does not implement __await__: {class}"
            ))
        }
        _ => cx.type_error(format_args!("'{class}' object can't be awaited")),
    })
}

/// `aiter(value)`.
///
/// # Errors
/// TypeError if it cannot be iterated over asynchronously.
pub fn async_iter(cx: &mut Cx, value: Value) -> R {
    let name = name!(cx, "__aiter__")?;
    let Some(iterator) = attribute::call_special(cx, value, name, &[])? else {
        let class = type_name(cx, value)?;
        return Err(cx.type_error(format_args!(
            "'async for' requires an object with __aiter__ method, got {class}"
        )));
    };
    let next = name!(cx, "__anext__")?;
    if class_of(iterator).lookup(cx, next)?.is_none() {
        let class = type_name(cx, iterator)?;
        return Err(cx.type_error(format_args!(
            "'async for' received an object from __aiter__ that does not implement __anext__: {class}"
        )));
    }
    Ok(iterator)
}

/// The iterator of the awaitable that `__anext__` gives.
///
/// # Errors
/// TypeError if there is none.
pub fn async_next(cx: &mut Cx, iterator: Value) -> R {
    let name = name!(cx, "__anext__")?;
    let Some(awaitable) = attribute::call_special(cx, iterator, name, &[])? else {
        let class = type_name(cx, iterator)?;
        return Err(cx.type_error(format_args!(
            "'async for' requires an iterator with __anext__ method, got {class}"
        )));
    };
    if crate::objects::async_generator::is_step(awaitable) {
        return Ok(awaitable);
    }
    match awaitable_iter(cx, awaitable, AwaitContext::Await as u16) {
        Err(Exit::Raise) => {
            let cause = cx.take_exception();
            let class = type_name(cx, awaitable)?;
            let message = cx.str(&format!(
                "'async for' received an invalid object from __anext__: {class}"
            ))?;
            let error = exception::new(cx, &classes::TYPE_ERROR, &[message])?;
            exception::set_field(cx, error, fields::CAUSE, cause)?;
            exception::set_field(cx, error, fields::CONTEXT, cause)?;
            exception::set_field(cx, error, fields::SUPPRESS_CONTEXT, Value::TRUE)?;
            Err(cx.raise(error))
        }
        result => result,
    }
}

/// RuntimeError instead of a StopIteration that would leave a generator (or a StopAsyncIteration an
/// asynchronous one); any other exception as it is.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
pub fn stop_iteration_error(cx: &mut Cx, generator: &'static Generator, raised: Value) -> R {
    let kind = generator.kind();
    let stops = if is_instance(cx, raised, &classes::STOP_ITERATION)? {
        "StopIteration"
    } else if kind == "async generator" && is_instance(cx, raised, &classes::STOP_ASYNC_ITERATION)?
    {
        "StopAsyncIteration"
    } else {
        return Ok(raised);
    };
    let message = cx.str(&format!("{kind} raised {stops}"))?;
    let error = exception::new(cx, &classes::RUNTIME_ERROR, &[message])?;
    exception::set_field(cx, error, fields::CAUSE, raised)?;
    exception::set_field(cx, error, fields::CONTEXT, raised)?;
    exception::set_field(cx, error, fields::SUPPRESS_CONTEXT, Value::TRUE)?;
    Ok(error)
}

/// A value as an asynchronous generator yields it, to be told from what it awaits.
///
/// # Errors
/// MemoryError.
pub fn wrap(cx: &mut Cx, value: Value) -> R {
    crate::objects::async_generator::wrap(cx, value)
}
