//! `anext`: the next item of an asynchronous iterator.

use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::objects::exception::classes::STOP_ASYNC_ITERATION;
use crate::objects::instance::Instance;
use crate::protocol::{attribute, awaitable, call, is_instance, type_name};
use crate::types::TypeDef;
use crate::value::Value;
use tython_compiler::isa::AwaitContext;

builtin_type! {
    /// What `anext(iterator, default)` gives: an awaitable that ends with the default where the other
    /// one raises StopAsyncIteration.
    static ANEXT_AWAITABLE = TypeDef {
        name: "anext_awaitable",
        reserved: 2,
        ..TypeDef::NEW
    };
}

/// The awaitable that `__anext__` gave.
const WRAPPED: usize = 0;
const DEFAULT: usize = 1;

/// Return the next item from the async iterator.
///
/// If default is given and the async iterator is exhausted,
/// it is returned instead of raising StopAsyncIteration.
#[native(
    module = "builtins",
    "anext(async_iterator, default=<unrepresentable>, /)",
    opaque
)]
fn anext(cx: &mut Cx, async_iterator: Value, default: Option<Value>) -> R {
    let name = name!(cx, "__anext__")?;
    let Some(step) = attribute::call_special(cx, async_iterator, name, &[])? else {
        let class = type_name(cx, async_iterator)?;
        return Err(cx.type_error(format_args!("'{class}' object is not an async iterator")));
    };
    let Some(default) = default else {
        return Ok(step);
    };
    let wrapper = Instance::new(cx, ANEXT_AWAITABLE.class())?;
    wrapper.set(cx, WRAPPED, step)?;
    wrapper.set(cx, DEFAULT, default)?;
    Ok(wrapper.value())
}

/// The iterator of the wrapped awaitable.
fn iterator(cx: &mut Cx, this: &'static Instance) -> R {
    let wrapped = this.get(cx, WRAPPED)?;
    awaitable::awaitable_iter(cx, wrapped, AwaitContext::Await as u16)
}

/// StopAsyncIteration becomes the end with the default as result.
fn or_default(cx: &mut Cx, this: &'static Instance, result: R) -> R {
    match result {
        Err(Exit::Raise) => {
            let exception = cx.exception;
            if is_instance(cx, exception, &STOP_ASYNC_ITERATION)? {
                cx.take_exception();
                let default = this.get(cx, DEFAULT)?;
                return Err(cx.stop_iteration(default));
            }
            Err(Exit::Raise)
        }
        other => other,
    }
}

#[native(ANEXT_AWAITABLE, "__await__(self, /)", slot, effect = pure)]
fn awaited(_: &mut Cx, this: Value) -> Value {
    this
}

#[native(ANEXT_AWAITABLE, "__iter__(self, /)", slot, effect = pure)]
fn iter(_: &mut Cx, this: Value) -> Value {
    this
}

#[native(ANEXT_AWAITABLE, "__next__(self, /)", slot)]
fn next(cx: &mut Cx, this: &'static Instance) -> R {
    send(cx, this, Value::NONE)
}

/// send(arg) -> send 'arg' into the wrapped iterator,
/// return next yielded value or raise StopIteration.
#[native(ANEXT_AWAITABLE, "send(self, value, /)")]
fn send(cx: &mut Cx, this: &'static Instance, value: Value) -> R {
    let iterator = iterator(cx, this)?;
    let result = match awaitable::send(cx, iterator, value) {
        Ok(Ok(yielded)) => Ok(yielded),
        Ok(Err(result)) => Err(cx.stop_iteration(result)),
        Err(exit) => Err(exit),
    };
    or_default(cx, this, result)
}

/// throw(value)
/// throw(typ[,val[,tb]])
///
/// raise exception in the wrapped iterator, return next yielded value
/// or raise StopIteration.
#[native(ANEXT_AWAITABLE, "throw(self, *args)")]
fn throw(cx: &mut Cx, this: &'static Instance, args: &[Value]) -> R {
    let iterator = iterator(cx, this)?;
    let name = name!(cx, "throw")?;
    let result = call::call_method(cx, iterator, name, args);
    or_default(cx, this, result)
}

/// close() -> raise GeneratorExit inside generator.
#[native(ANEXT_AWAITABLE, "close(self, /)")]
fn close(cx: &mut Cx, this: &'static Instance) -> R {
    let iterator = iterator(cx, this)?;
    let name = name!(cx, "close")?;
    let result = call::call_method(cx, iterator, name, &[]);
    or_default(cx, this, result)
}
