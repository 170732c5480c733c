//! `iter(callable, sentinel)`: calls until the result equals the sentinel. `source` is the callable,
//! `position` the sentinel.

use super::{Iterator, builtin, new};
use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::layout;
use crate::native::native;
use crate::objects::exception::classes::STOP_ITERATION;
use crate::protocol::{call_values, equal, is_instance};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub static CALLABLE_ITERATOR = TypeDef {
        name: "callable_iterator",
        layout: Some(layout::ITERATOR),
        ..TypeDef::NEW
    };
}

crate::iterator_class!(CALLABLE_ITERATOR);

/// `iter(callable, sentinel)`
///
/// # Errors
/// MemoryError.
pub fn of_callable(cx: &mut Cx, callable: Value, sentinel: Value) -> R {
    Ok(Value::from(new(
        cx,
        &CALLABLE_ITERATOR,
        step,
        callable,
        sentinel,
        Value::NONE,
    )?))
}

fn step(cx: &mut Cx, iterator: &'static Iterator) -> R {
    let (callable, sentinel) = cx.view(iterator, || {
        (iterator.source.peek(), iterator.position.peek())
    })?;
    if callable.is_unbound() {
        return Ok(Value::UNBOUND);
    }
    let result = match call_values(cx, callable, &[]) {
        Ok(result) => result,
        Err(Exit::Raise) => {
            let exception = cx.exception;
            if is_instance(cx, exception, &STOP_ITERATION)? {
                cx.take_exception();
                return iterator.finish(cx);
            }
            return Err(Exit::Raise);
        }
        Err(exit) => return Err(exit),
    };
    // The call may have iterated to the end itself.
    if cx.load(iterator, &iterator.source)?.is_unbound() {
        return Ok(Value::UNBOUND);
    }
    if equal(cx, sentinel, result)? {
        return iterator.finish(cx);
    }
    Ok(result)
}

/// Return state information for pickling.
#[native(CALLABLE_ITERATOR, "__reduce__(self, /)")]
fn reduce(cx: &mut Cx, this: &'static Iterator) -> R {
    let function = builtin(cx, "iter")?;
    let (callable, sentinel) = cx.view(this, || (this.source.peek(), this.position.peek()))?;
    let args = match callable.bound() {
        Some(callable) => cx.tuple(&[callable, sentinel])?,
        None => {
            let nothing = cx.tuple(&[])?;
            cx.tuple(&[nothing])?
        }
    };
    cx.tuple(&[function, args])
}
