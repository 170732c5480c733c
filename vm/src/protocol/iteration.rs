//! Iteration: `iter`, `next`, `__length_hint__`.

use crate::cx::{Cx, Exit, R};
use crate::name;
use crate::objects::exception::classes::{STOP_ITERATION, TYPE_ERROR};
use crate::objects::generator::Generator;
use crate::objects::int::to_int;
use crate::objects::iterators;
use crate::protocol::{attribute, builtin, class_of, is_instance, type_name};
use crate::value::Value;

/// `iter(value)`.
///
/// # Errors
/// TypeError if it cannot be iterated over, and what `__iter__` raises.
pub fn iter(cx: &mut Cx, value: Value) -> R {
    if let Some(iterator) = iterators::of_builtin(cx, value)? {
        return Ok(iterator);
    }
    if let Some(generator) = value.cast::<Generator>()
        && generator.is_generator()
    {
        return Ok(value);
    }
    let name = name!(cx, "__iter__")?;
    match class_of(value).lookup(cx, name)? {
        Some(method) if !method.is_none() => {
            let iterator = attribute::call_special(cx, value, name, &[])?.unwrap_or(Value::NONE);
            check_iterator(cx, iterator)?;
            Ok(iterator)
        }
        None => {
            let name = name!(cx, "__getitem__")?;
            if class_of(value).lookup(cx, name)?.is_some() {
                return iterators::of_sequence(cx, value);
            }
            not_iterable(cx, value)
        }
        Some(_) => not_iterable(cx, value),
    }
}

/// Sees to it that what an `__iter__` gave is an iterator.
///
/// # Errors
/// TypeError if it is none.
pub fn check_iterator(cx: &mut Cx, iterator: Value) -> R<()> {
    if let Some(generator) = iterator.cast::<Generator>()
        && generator.is_generator()
    {
        return Ok(());
    }
    let next = name!(cx, "__next__")?;
    if class_of(iterator).lookup(cx, next)?.is_none() {
        let class = type_name(cx, iterator)?;
        return Err(cx.type_error(format_args!(
            "iter() returned non-iterator of type '{class}'"
        )));
    }
    Ok(())
}

#[cold]
fn not_iterable(cx: &mut Cx, value: Value) -> R {
    let class = type_name(cx, value)?;
    Err(cx.type_error(format_args!("'{class}' object is not iterable")))
}

/// `next(iterator)`: `None` at the end.
///
/// # Errors
/// TypeError if it is no iterator, and what `__next__` raises.
#[inline]
pub fn next(cx: &mut Cx, iterator: Value) -> R<Option<Value>> {
    if let Some(found) = iterators::next_builtin(cx, iterator)? {
        return Ok(found);
    }
    next_object(cx, iterator)
}

/// The same inside of an iterator's own step: a chain of them may be longer than the native stack.
///
/// # Errors
/// RecursionError, and as [`next`].
#[inline]
pub(crate) fn next_within(cx: &mut Cx, iterator: Value) -> R<Option<Value>> {
    cx.deeper(|cx| next(cx, iterator))
}

fn next_object(cx: &mut Cx, iterator: Value) -> R<Option<Value>> {
    if let Some(generator) = iterator.cast::<Generator>()
        && generator.is_generator()
    {
        return generator.next(cx);
    }
    let name = name!(cx, "__next__")?;
    match attribute::call_special(cx, iterator, name, &[]) {
        Ok(Some(value)) => Ok(Some(value)),
        Ok(None) => {
            let class = type_name(cx, iterator)?;
            Err(cx.type_error(format_args!("'{class}' object is not an iterator")))
        }
        Err(Exit::Raise) => {
            let exception = cx.exception;
            if is_instance(cx, exception, &STOP_ITERATION)? {
                cx.take_exception();
                Ok(None)
            } else {
                Err(Exit::Raise)
            }
        }
        Err(exit) => Err(exit),
    }
}

/// `operator.length_hint(value, default)`.
///
/// # Errors
/// What `__len__` and `__length_hint__` raise, save TypeError.
pub fn length_hint(cx: &mut Cx, value: Value, default: usize) -> R<usize> {
    if let Some(length) = builtin::len(cx, value)? {
        return Ok(length);
    }
    let length = name!(cx, "__len__")?;
    if class_of(value).lookup(cx, length)?.is_some() {
        let length = crate::protocol::len(cx, value).map(Some);
        if let Some(length) = unless_type_error(cx, length)? {
            return Ok(length);
        }
    }
    let hint = name!(cx, "__length_hint__")?;
    let result = attribute::call_special(cx, value, hint, &[]);
    let result = match unless_type_error(cx, result)? {
        Some(result) if result != Value::NOT_IMPLEMENTED => result,
        _ => return Ok(default),
    };
    match to_int(result).map(|hint| hint.to_i64()) {
        Some(Some(hint)) if hint >= 0 => Ok(hint as usize),
        Some(Some(_)) => Err(cx.value_error(format_args!("__length_hint__() should return >= 0"))),
        Some(None) => {
            Err(cx.overflow_error(format_args!("Python int too large to convert to C ssize_t")))
        }
        None => {
            let class = type_name(cx, result)?;
            Err(cx.type_error(format_args!(
                "__length_hint__ must be an integer, not {class}"
            )))
        }
    }
}

/// A result, or `None` after a TypeError.
fn unless_type_error<T>(cx: &mut Cx, result: R<Option<T>>) -> R<Option<T>> {
    let Err(Exit::Raise) = result else {
        return result;
    };
    let exception = cx.exception;
    if !is_instance(cx, exception, &TYPE_ERROR)? {
        return Err(Exit::Raise);
    }
    cx.take_exception();
    Ok(None)
}
