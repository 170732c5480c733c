//! Asynchronous generators: their steps as awaitables (PEP 525).
//!
//! The frame of an asynchronous generator both awaits and yields. What it yields is wrapped, so that it
//! can be told from what it awaits: that goes out to the event loop, and a wrapped value ends the step.
//!
//! | file | what |
//! | --- | --- |
//! | `step.rs` | `__anext__()` and `asend()` |
//! | `throwing.rs` | `athrow()` and `aclose()` |

mod step;
mod throwing;

pub use step::is_step;

use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::objects::exception::classes::{GENERATOR_EXIT, STOP_ASYNC_ITERATION};
use crate::objects::exception::{self};
use crate::objects::generator::{ASYNC_GENERATOR, Generator, Step, thrown};
use crate::objects::instance::Instance;
use crate::protocol::{call_values, class_of, is_instance};
use crate::stdlib::sys;
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class of wrapped values.
    static WRAPPED = TypeDef {
        name: "async_generator_wrapped_value",
        reserved: 1,
        ..TypeDef::NEW
    };
}

/// A value as an asynchronous generator yields it.
///
/// # Errors
/// MemoryError.
pub fn wrap(cx: &mut Cx, value: Value) -> R {
    let wrapped = Instance::new(cx, WRAPPED.class())?;
    wrapped.set(cx, 0, value)?;
    Ok(wrapped.value())
}

/// The value in a wrapper.
fn unwrapped(cx: &mut Cx, value: Value) -> R<Option<Value>> {
    match value.cast::<Instance>() {
        Some(wrapped) if WRAPPED.is(class_of(value)) => wrapped.get(cx, 0).map(Some),
        _ => Ok(None),
    }
}

/// The hook for the first iteration has been called.
const HOOKED: i64 = 1;
/// It has ended, or is to be closed.
const CLOSED: i64 = 2;
/// A step is under way.
const RUNNING: i64 = 4;

fn flags(cx: &mut Cx, generator: &'static Generator) -> R<i64> {
    let flags = cx.load(generator, &generator.extra)?;
    Ok(flags.as_small_int().unwrap_or(0))
}

fn change(cx: &mut Cx, generator: &'static Generator, set: i64, clear: i64) -> R<()> {
    let flags = (flags(cx, generator)? | set) & !clear;
    let flags = Value::small_int(flags).unwrap_or(Value::NONE);
    cx.store(generator, &generator.extra, flags)
}

/// Calls the hook that `sys.set_asyncgen_hooks` has set, before the first step.
fn begin(cx: &mut Cx, generator: &'static Generator) -> R<()> {
    if flags(cx, generator)? & HOOKED != 0 {
        return Ok(());
    }
    change(cx, generator, HOOKED, 0)?;
    let finalizer = sys::asyncgen_hook(cx, "finalizer")?;
    cx.store(generator, &generator.finalizer, finalizer)?;
    let first = sys::asyncgen_hook(cx, "firstiter")?;
    if !first.is_none() {
        call_values(cx, first, &[generator.value()])?;
    }
    Ok(())
}

/// Lets the hook clean up after a generator that is garbage; false if there is none, or if it has been
/// closed.
///
/// # Errors
/// What the hook raises.
pub(crate) fn finalize(cx: &mut Cx, generator: &'static Generator) -> R<bool> {
    let hook = cx.load(generator, &generator.finalizer)?;
    if hook.is_none() || flags(cx, generator)? & CLOSED != 0 {
        return Ok(false);
    }
    call_values(cx, hook, &[generator.value()])?;
    Ok(true)
}

/// Whether the exception on its way means that the generator has ended.
fn has_ended(cx: &mut Cx) -> R<bool> {
    let raised = cx.exception;
    Ok(
        is_instance(cx, raised, &STOP_ASYNC_ITERATION)?
            || is_instance(cx, raised, &GENERATOR_EXIT)?,
    )
}

fn stop_async_iteration(cx: &mut Cx) -> Exit {
    match exception::new(cx, &STOP_ASYNC_ITERATION, &[]) {
        Ok(exception) => cx.raise(exception),
        Err(exit) => exit,
    }
}

/// The exception of a step that returns instead of yielding.
fn as_result(cx: &mut Cx, step: R<Step>) -> R {
    match step? {
        Ok(value) => Ok(value),
        Err(_) => Err(stop_async_iteration(cx)),
    }
}

/// What a step gives: something to await, or, at its end, StopIteration with the value that was yielded.
fn outcome(cx: &mut Cx, generator: &'static Generator, step: R<Step>) -> R {
    match as_result(cx, step) {
        Ok(value) => match unwrapped(cx, value)? {
            Some(value) => {
                change(cx, generator, 0, RUNNING)?;
                Err(cx.stop_iteration(value))
            }
            None => Ok(value),
        },
        Err(Exit::Raise) => {
            let closed = if has_ended(cx)? { CLOSED } else { 0 };
            let raised = cx.take_exception();
            change(cx, generator, closed, RUNNING)?;
            Err(cx.raise(raised))
        }
        Err(exit) => Err(exit),
    }
}

/// An awaitable that a program closes: GeneratorExit is raised in it.
fn close_by_throw(cx: &mut Cx, throw: impl FnOnce(&mut Cx, Value) -> R) -> R<()> {
    let exit = exception::new(cx, &GENERATOR_EXIT, &[])?;
    match throw(cx, exit) {
        Ok(_) => Err(cx.runtime_error(format_args!("coroutine ignored GeneratorExit"))),
        Err(Exit::Raise) => {
            let raised = cx.exception;
            if has_ended(cx)? || is_instance(cx, raised, &exception::classes::STOP_ITERATION)? {
                cx.take_exception();
                return Ok(());
            }
            Err(Exit::Raise)
        }
        Err(exit) => Err(exit),
    }
}

/// Return an awaitable, that resolves in asynchronous iterator.
#[native(ASYNC_GENERATOR, "__aiter__(self, /)", slot, effect = pure)]
fn aiter(_: &mut Cx, this: Value) -> Value {
    this
}

/// Return a value or raise StopAsyncIteration.
#[native(ASYNC_GENERATOR, "__anext__(self, /)", slot)]
fn anext(cx: &mut Cx, this: &'static Generator) -> R<&'static Instance> {
    begin(cx, this)?;
    step::new(cx, this, Value::NONE)
}

/// asend(v) -> send 'v' in generator.
#[native(ASYNC_GENERATOR, "asend(self, value, /)", opaque)]
fn asend(cx: &mut Cx, this: &'static Generator, value: Value) -> R<&'static Instance> {
    begin(cx, this)?;
    step::new(cx, this, value)
}

/// athrow(value)
/// athrow(type[,value[,tb]])
///
/// raise exception in generator.
/// the (type, val, tb) signature is deprecated,
/// and may be removed in a future version of Python.
#[native(ASYNC_GENERATOR, "athrow(self, typ[, val[, tb]], /)", opaque)]
fn athrow(
    cx: &mut Cx,
    this: &'static Generator,
    typ: Value,
    val: Option<Value>,
    tb: Option<Value>,
) -> R<&'static Instance> {
    begin(cx, this)?;
    let [val, tb] = [val, tb].map(|value| value.unwrap_or(Value::UNBOUND));
    throwing::new(cx, this, Some([typ, val, tb]))
}

/// aclose() -> raise GeneratorExit inside generator.
#[native(ASYNC_GENERATOR, "aclose(self, /)", opaque)]
fn aclose(cx: &mut Cx, this: &'static Generator) -> R<&'static Instance> {
    begin(cx, this)?;
    throwing::new(cx, this, None)
}

#[native(ASYNC_GENERATOR, "ag_running", getter, effect = reads)]
fn is_running(cx: &mut Cx, this: &'static Generator) -> R<bool> {
    Ok(flags(cx, this)? & RUNNING != 0)
}

/// The exception that the arguments of `throw` mean.
fn thrown_by(cx: &mut Cx, typ: Value, val: Option<Value>, tb: Option<Value>) -> R {
    let [val, tb] = [val, tb].map(|value| value.unwrap_or(Value::UNBOUND));
    thrown(cx, typ, val, tb)
}
