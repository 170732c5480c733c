//! `athrow()` and `aclose()`: an exception is raised where an asynchronous generator stands.

use super::{
    CLOSED as GENERATOR_CLOSED, RUNNING, as_result, change, close_by_throw, flags, has_ended,
    outcome, stop_async_iteration, thrown_by, unwrapped,
};
use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::objects::exception::{self, classes};
use crate::objects::generator::{Generator, State, thrown};
use crate::objects::instance::Instance;
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    static ATHROW = TypeDef {
        name: "async_generator_athrow",
        reserved: 5,
        ..TypeDef::NEW
    };
}

/// The slot of the generator.
const GENERATOR: usize = 0;
/// The slots of the arguments of `athrow`: a class or an exception (unbound for `aclose`), a value, a
/// traceback.
const ARGUMENTS: usize = 1;
/// The slot of the state.
const STATE: usize = 4;

/// It has not begun.
const INIT: Value = Value::index(0);
/// It goes on.
const ITER: Value = Value::index(1);
/// It has ended.
const CLOSED: Value = Value::index(2);

/// `athrow` with these arguments, or `aclose`.
///
/// # Errors
/// MemoryError.
pub(super) fn new(
    cx: &mut Cx,
    generator: &'static Generator,
    arguments: Option<[Value; 3]>,
) -> R<&'static Instance> {
    let object = Instance::new(cx, ATHROW.class())?;
    object.set(cx, GENERATOR, generator.value())?;
    for (index, value) in arguments.into_iter().flatten().enumerate() {
        object.set(cx, ARGUMENTS + index, value)?;
    }
    object.set(cx, STATE, INIT)?;
    Ok(object)
}

fn generator_of(cx: &mut Cx, this: &'static Instance) -> R<&'static Generator> {
    match this.get(cx, GENERATOR)?.cast::<Generator>() {
        Some(generator) => Ok(generator),
        None => Err(cx.system_error(format_args!("a step without its generator"))),
    }
}

fn is_close(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    Ok(this.get(cx, ARGUMENTS)?.is_unbound())
}

fn check_open(cx: &mut Cx, this: &'static Instance) -> R<()> {
    if this.get(cx, STATE)? == CLOSED {
        return Err(cx.runtime_error(format_args!(
            "cannot reuse already awaited aclose()/athrow()"
        )));
    }
    Ok(())
}

fn check_idle(cx: &mut Cx, this: &'static Instance, generator: &'static Generator) -> R<()> {
    if flags(cx, generator)? & RUNNING == 0 {
        return Ok(());
    }
    this.set(cx, STATE, CLOSED)?;
    let name = if is_close(cx, this)? {
        "aclose"
    } else {
        "athrow"
    };
    Err(cx.runtime_error(format_args!(
        "{name}(): asynchronous generator is already running"
    )))
}

fn send_to(cx: &mut Cx, this: &'static Instance, value: Value) -> R {
    check_open(cx, this)?;
    let generator = generator_of(cx, this)?;
    if generator.state(cx)? == State::Finished {
        this.set(cx, STATE, CLOSED)?;
        return Err(cx.stop_iteration(Value::NONE));
    }
    let closes = is_close(cx, this)?;
    let step = if this.get(cx, STATE)? == INIT {
        check_idle(cx, this, generator)?;
        if flags(cx, generator)? & GENERATOR_CLOSED != 0 {
            this.set(cx, STATE, CLOSED)?;
            return Err(stop_async_iteration(cx));
        }
        if !value.is_none() {
            return Err(cx.runtime_error(format_args!(
                "can't send non-None value to a just-started coroutine"
            )));
        }
        this.set(cx, STATE, ITER)?;
        let closed = if closes { GENERATOR_CLOSED } else { 0 };
        change(cx, generator, RUNNING | closed, 0)?;
        match first_exception(cx, this, closes) {
            Ok(exception) => generator.throw_from(cx, exception, false),
            Err(exit) => Err(exit),
        }
    } else {
        generator.send(cx, value)
    };
    let result = if closes {
        closing(cx, this, generator, step)
    } else {
        outcome(cx, generator, step)
    };
    finish(cx, this, generator, result, closes)
}

fn first_exception(cx: &mut Cx, this: &'static Instance, closes: bool) -> R {
    if closes {
        return exception::new(cx, &classes::GENERATOR_EXIT, &[]);
    }
    let mut arguments = [Value::UNBOUND; 3];
    for (index, argument) in arguments.iter_mut().enumerate() {
        *argument = this.get(cx, ARGUMENTS + index)?;
    }
    let [class, value, traceback] = arguments;
    thrown(cx, class, value, traceback)
}

/// What a step of `aclose` gives: the generator must not yield.
fn closing(
    cx: &mut Cx,
    this: &'static Instance,
    generator: &'static Generator,
    step: R<super::Step>,
) -> R {
    let value = as_result(cx, step)?;
    if unwrapped(cx, value)?.is_none() {
        return Ok(value);
    }
    change(cx, generator, 0, RUNNING)?;
    this.set(cx, STATE, CLOSED)?;
    Err(cx.runtime_error(format_args!("async generator ignored GeneratorExit")))
}

/// An exception ends it; that the generator has ended is what `aclose` wants.
fn finish(
    cx: &mut Cx,
    this: &'static Instance,
    generator: &'static Generator,
    result: R,
    closes: bool,
) -> R {
    if result != Err(Exit::Raise) {
        return result;
    }
    let raised = cx.take_exception();
    change(cx, generator, 0, RUNNING)?;
    this.set(cx, STATE, CLOSED)?;
    let exit = cx.raise(raised);
    if closes && has_ended(cx)? {
        cx.take_exception();
        return Err(cx.stop_iteration(Value::NONE));
    }
    Err(exit)
}

fn throw_into(cx: &mut Cx, this: &'static Instance, exception: Value) -> R {
    check_open(cx, this)?;
    let generator = generator_of(cx, this)?;
    if this.get(cx, STATE)? == INIT {
        check_idle(cx, this, generator)?;
        this.set(cx, STATE, ITER)?;
        change(cx, generator, RUNNING, 0)?;
    }
    let closes = is_close(cx, this)?;
    let step = generator.throw(cx, exception);
    let result = if closes {
        closing(cx, this, generator, step)
    } else {
        outcome(cx, generator, step)
    };
    finish(cx, this, generator, result, closes)
}

#[native(ATHROW, "__await__(self, /)", slot, effect = pure)]
#[native(ATHROW, "__iter__(self, /)", slot, effect = pure)]
fn itself(_: &mut Cx, this: Value) -> Value {
    this
}

#[native(ATHROW, "__next__(self, /)", slot)]
fn next(cx: &mut Cx, this: &'static Instance) -> R {
    send_to(cx, this, Value::NONE)
}

/// send(value) -> send 'value' into generator,
/// return next yielded value or raise StopIteration.
#[native(ATHROW, "send(self, object, /)", opaque)]
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
#[native(ATHROW, "throw(self, typ[, val[, tb]], /)", opaque)]
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
#[native(ATHROW, "close(self, /)", opaque)]
fn close(cx: &mut Cx, this: &'static Instance) -> R<()> {
    if this.get(cx, STATE)? == CLOSED {
        return Ok(());
    }
    close_by_throw(cx, |cx, exit| throw_into(cx, this, exit))
}
