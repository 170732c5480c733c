//! `__anext__()` and `asend()`: one step of an asynchronous generator.

use super::{RUNNING, change, close_by_throw, flags, outcome, thrown_by};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::objects::generator::Generator;
use crate::objects::instance::Instance;
use crate::protocol::class_of;
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    static ASEND = TypeDef {
        name: "async_generator_asend",
        reserved: 3,
        ..TypeDef::NEW
    };
}

/// The slot of the generator.
const GENERATOR: usize = 0;
/// The slot of the value that is sent first.
const SENT: usize = 1;
/// The slot of the state.
const STATE: usize = 2;

/// It has not begun.
const INIT: Value = Value::index(0);
/// It goes on.
const ITER: Value = Value::index(1);
/// It has ended.
const CLOSED: Value = Value::index(2);

/// Whether a value is such a step.
pub fn is_step(value: Value) -> bool {
    ASEND.is(class_of(value))
}

/// A step that sends `value`.
///
/// # Errors
/// MemoryError.
pub(super) fn new(
    cx: &mut Cx,
    generator: &'static Generator,
    value: Value,
) -> R<&'static Instance> {
    let step = Instance::new(cx, ASEND.class())?;
    step.set(cx, GENERATOR, generator.value())?;
    step.set(cx, SENT, value)?;
    step.set(cx, STATE, INIT)?;
    Ok(step)
}

/// The generator of a step that can go on; whether it begins now.
fn enter(cx: &mut Cx, step: &'static Instance) -> R<(&'static Generator, bool)> {
    let state = step.get(cx, STATE)?;
    let Some(generator) = step.get(cx, GENERATOR)?.cast::<Generator>() else {
        return Err(cx.system_error(format_args!("a step without its generator")));
    };
    if state == CLOSED {
        return Err(cx.runtime_error(format_args!(
            "cannot reuse already awaited __anext__()/asend()"
        )));
    }
    let begins = state == INIT;
    if begins {
        if flags(cx, generator)? & RUNNING != 0 {
            step.set(cx, STATE, CLOSED)?;
            return Err(cx.runtime_error(format_args!(
                "anext(): asynchronous generator is already running"
            )));
        }
        step.set(cx, STATE, ITER)?;
    }
    change(cx, generator, RUNNING, 0)?;
    Ok((generator, begins))
}

/// A step that has ended cannot go on.
fn leave(cx: &mut Cx, step: &'static Instance, result: R) -> R {
    if result == Err(crate::cx::Exit::Raise) {
        let raised = cx.take_exception();
        step.set(cx, STATE, CLOSED)?;
        return Err(cx.raise(raised));
    }
    result
}

fn send_to(cx: &mut Cx, step: &'static Instance, value: Value) -> R {
    let (generator, begins) = enter(cx, step)?;
    let value = if begins && value.is_none() {
        step.get(cx, SENT)?
    } else {
        value
    };
    let sent = generator.send(cx, value);
    let result = outcome(cx, generator, sent);
    leave(cx, step, result)
}

fn throw_into(cx: &mut Cx, step: &'static Instance, exception: Value) -> R {
    let (generator, _) = enter(cx, step)?;
    let thrown = generator.throw(cx, exception);
    let result = outcome(cx, generator, thrown);
    leave(cx, step, result)
}

#[native(ASEND, "__await__(self, /)", slot, effect = pure)]
#[native(ASEND, "__iter__(self, /)", slot, effect = pure)]
fn itself(_: &mut Cx, this: Value) -> Value {
    this
}

#[native(ASEND, "__next__(self, /)", slot)]
fn next(cx: &mut Cx, this: &'static Instance) -> R {
    send_to(cx, this, Value::NONE)
}

/// send(value) -> send 'value' into generator,
/// return next yielded value or raise StopIteration.
#[native(ASEND, "send(self, object, /)", opaque)]
fn send(cx: &mut Cx, this: &'static Instance, object: Value) -> R {
    send_to(cx, this, object)
}

/// throw(value)
/// throw(type[,value[,traceback]])
///
/// Raise exception in generator, return next yielded value or raise
/// StopIteration.
/// the (type, val, tb) signature is deprecated,
/// and may be removed in a future version of Python.
#[native(ASEND, "throw(self, typ[, val[, tb]], /)", opaque)]
fn throw(
    cx: &mut Cx,
    this: &'static Instance,
    typ: Value,
    val: Option<Value>,
    tb: Option<Value>,
) -> R {
    let exception = thrown_by(cx, typ, val, tb)?;
    throw_into(cx, this, exception)
}

/// close() -> raise GeneratorExit inside generator.
#[native(ASEND, "close(self, /)", opaque)]
fn close(cx: &mut Cx, this: &'static Instance) -> R<()> {
    if this.get(cx, STATE)? == CLOSED {
        return Ok(());
    }
    close_by_throw(cx, |cx, exit| throw_into(cx, this, exit))
}
