//! Descriptors: attributes of a class that decide what `object.name` gives, stores or deletes.
//!
//! The builtin ones are told by their memory; for all others the special methods of their class count.

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::Args;
use crate::objects::function::Function;
use crate::objects::method;
use crate::objects::native_function::{self, NativeFunction};
use crate::objects::type_object::Type;
use crate::protocol::{attribute, call, class_of};
use crate::value::Value;

/// Whether assignment goes to the descriptor, so that the instance's own attributes come after it.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline]
pub fn is_data(cx: &mut Cx, descriptor: Value) -> R<bool> {
    if !descriptor.is_reference() || descriptor.is::<Function>() {
        return Ok(false);
    }
    if let Some(native) = descriptor.cast::<NativeFunction>() {
        return Ok(native.is_computed_attribute());
    }
    let class = class_of(descriptor);
    let set = name!(cx, "__set__")?;
    if class.lookup(cx, set)?.is_some() {
        return Ok(true);
    }
    let delete = name!(cx, "__delete__")?;
    Ok(class.lookup(cx, delete)?.is_some())
}

/// Whether the descriptor also decides what is read, before the instance's own attributes.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline]
pub fn overrides(cx: &mut Cx, descriptor: Value) -> R<bool> {
    if !is_data(cx, descriptor)? {
        return Ok(false);
    }
    let get = name!(cx, "__get__")?;
    Ok(class_of(descriptor).lookup(cx, get)?.is_some())
}

/// What a class attribute gives as an attribute of `object`, an instance of `class`; or of the class
/// itself, if `object` is unbound.
///
/// # Errors
/// What `__get__` raises.
pub fn get(cx: &mut Cx, descriptor: Value, object: Value, class: &'static Type) -> R {
    if let Some(function) = descriptor.cast::<Function>() {
        return if object.is_unbound() {
            Ok(descriptor)
        } else {
            Ok(method::new(cx, function.value(), object)?.value())
        };
    }
    if let Some(native) = descriptor.cast::<NativeFunction>() {
        return native_function::get(cx, native, object.bound(), class);
    }
    if !descriptor.is_reference() {
        return Ok(descriptor);
    }
    let name = name!(cx, "__get__")?;
    match class_of(descriptor).lookup(cx, name)? {
        Some(getter) => {
            let object = object.bound().unwrap_or(Value::NONE);
            call::call(
                cx,
                getter,
                Args::positional(&[descriptor, object, class.value()]),
            )
        }
        None => Ok(descriptor),
    }
}

/// Lets a class attribute store `value` for `object`, or delete (of `None`). False if it is no data
/// descriptor.
///
/// # Errors
/// What `__set__` or `__delete__` raises; AttributeError if it has only the other one.
pub fn change(cx: &mut Cx, descriptor: Value, object: Value, value: Option<Value>) -> R<bool> {
    if !is_data(cx, descriptor)? {
        return Ok(false);
    }
    if let Some(native) = descriptor.cast::<NativeFunction>() {
        match value {
            Some(value) => native_function::set(cx, native, object, value)?,
            None => native_function::delete(cx, native, object)?,
        }
        return Ok(true);
    }
    let done = match value {
        Some(value) => {
            let set = name!(cx, "__set__")?;
            attribute::call_special(cx, descriptor, set, &[object, value])?
        }
        None => {
            let delete = name!(cx, "__delete__")?;
            attribute::call_special(cx, descriptor, delete, &[object])?
        }
    };
    if done.is_none() {
        let what = if value.is_some() {
            "__set__"
        } else {
            "__delete__"
        };
        return Err(cx.attribute_error(format_args!("{what}")));
    }
    Ok(true)
}
