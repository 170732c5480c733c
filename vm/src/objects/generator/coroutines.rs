//! Coroutines, and what `__await__` of one gives.

use super::{COROUTINE, Generator, give, thrown};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::objects::instance::Instance;
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class of the iterators over a coroutine's steps.
    pub(crate) static COROUTINE_WRAPPER = TypeDef {
        name: "coroutine_wrapper",
        reserved: 1,
        doc: "A wrapper object implementing __await__ for coroutines.",
        ..TypeDef::NEW
    };
}

const WRAPPED: usize = 0;

/// The coroutine that a wrapper is about.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn coroutine_of(cx: &mut Cx, wrapper: &'static Instance) -> R<&'static Generator> {
    match wrapper.get(cx, WRAPPED)?.cast::<Generator>() {
        Some(coroutine) => Ok(coroutine),
        None => Err(cx.system_error(format_args!("a wrapper without its coroutine"))),
    }
}

/// send(arg) -> send 'arg' into coroutine,
/// return next iterated value or raise StopIteration.
#[native(COROUTINE, "send(self, object, /)", opaque)]
fn send(cx: &mut Cx, this: &'static Generator, object: Value) -> R {
    let step = this.send(cx, object)?;
    give(cx, step)
}

/// throw(value)
/// throw(type[,value[,traceback]])
///
/// Raise exception in coroutine, return next iterated value or raise
/// StopIteration.
/// the (type, val, tb) signature is deprecated,
/// and may be removed in a future version of Python.
#[native(COROUTINE, "throw(self, typ[, val[, tb]], /)", opaque)]
fn throw(
    cx: &mut Cx,
    this: &'static Generator,
    typ: Value,
    val: Option<Value>,
    tb: Option<Value>,
) -> R {
    let [val, tb] = [val, tb].map(|value| value.unwrap_or(Value::UNBOUND));
    let exception = thrown(cx, typ, val, tb)?;
    let step = this.throw(cx, exception)?;
    give(cx, step)
}

/// close() -> raise GeneratorExit inside coroutine.
#[native(COROUTINE, "close(self, /)", opaque)]
fn close(cx: &mut Cx, this: &'static Generator) -> R {
    this.close(cx)
}

/// Return an iterator to be used in await expression.
#[native(COROUTINE, "__await__(self, /)", slot, effect = writes)]
fn wrapper(cx: &mut Cx, this: &'static Generator) -> R<&'static Instance> {
    let wrapper = Instance::new(cx, COROUTINE_WRAPPER.class())?;
    wrapper.set(cx, WRAPPED, this.value())?;
    Ok(wrapper)
}

#[native(COROUTINE, "cr_origin", getter, effect = reads)]
fn origin(cx: &mut Cx, this: &'static Generator) -> R {
    cx.load(this, &this.extra)
}

/// Implement iter(self).
#[native(COROUTINE_WRAPPER, "__iter__(self, /)", slot, effect = pure)]
fn wrapper_iter(_: &mut Cx, this: Value) -> Value {
    this
}

/// Implement next(self).
#[native(COROUTINE_WRAPPER, "__next__(self, /)", slot)]
fn wrapper_next(cx: &mut Cx, this: &'static Instance) -> R {
    let step = coroutine_of(cx, this)?.send(cx, Value::NONE)?;
    give(cx, step)
}

/// send(arg) -> send 'arg' into coroutine,
/// return next iterated value or raise StopIteration.
#[native(COROUTINE_WRAPPER, "send(self, object, /)", opaque)]
fn wrapper_send(cx: &mut Cx, this: &'static Instance, object: Value) -> R {
    let step = coroutine_of(cx, this)?.send(cx, object)?;
    give(cx, step)
}

/// throw(value)
/// throw(type[,value[,traceback]])
///
/// Raise exception in coroutine, return next iterated value or raise
/// StopIteration.
/// the (type, val, tb) signature is deprecated,
/// and may be removed in a future version of Python.
#[native(COROUTINE_WRAPPER, "throw(self, typ[, val[, tb]], /)", opaque)]
fn wrapper_throw(
    cx: &mut Cx,
    this: &'static Instance,
    typ: Value,
    val: Option<Value>,
    tb: Option<Value>,
) -> R {
    let coroutine = coroutine_of(cx, this)?;
    let [val, tb] = [val, tb].map(|value| value.unwrap_or(Value::UNBOUND));
    let exception = thrown(cx, typ, val, tb)?;
    let step = coroutine.throw(cx, exception)?;
    give(cx, step)
}

/// close() -> raise GeneratorExit inside coroutine.
#[native(COROUTINE_WRAPPER, "close(self, /)", opaque)]
fn wrapper_close(cx: &mut Cx, this: &'static Instance) -> R {
    coroutine_of(cx, this)?.close(cx)
}
