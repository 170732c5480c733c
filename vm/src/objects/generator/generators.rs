//! Generators.

use super::{GENERATOR, Generator, give, thrown};
use crate::cx::{Cx, R};
use crate::native::native;
use crate::value::Value;

/// Implement iter(self).
#[native(GENERATOR, "__iter__(self, /)", slot, effect = pure)]
fn iter(_: &mut Cx, this: Value) -> Value {
    this
}

/// Implement next(self).
#[native(GENERATOR, "__next__(self, /)", slot)]
fn next(cx: &mut Cx, this: &'static Generator) -> R {
    let step = this.send(cx, Value::NONE)?;
    give(cx, step)
}

/// send(value) -> send 'value' into generator,
/// return next yielded value or raise StopIteration.
#[native(GENERATOR, "send(self, object, /)", opaque)]
fn send(cx: &mut Cx, this: &'static Generator, object: Value) -> R {
    let step = this.send(cx, object)?;
    give(cx, step)
}

/// throw(value)
/// throw(type[,value[,traceback]])
///
/// Raise exception in generator, return next yielded value or raise
/// StopIteration.
/// the (type, val, tb) signature is deprecated,
/// and may be removed in a future version of Python.
#[native(GENERATOR, "throw(self, typ[, val[, tb]], /)", opaque)]
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

/// close() -> raise GeneratorExit inside generator.
#[native(GENERATOR, "close(self, /)", opaque)]
fn close(cx: &mut Cx, this: &'static Generator) -> R {
    this.close(cx)
}
