//! Attributes by name, and what attributes there are.

use super::namespaces::current_locals;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::objects::list;
use crate::protocol::attribute::{self, checked_name};
use crate::protocol::{call, unpack};
use crate::value::Value;

/// Get a named attribute from an object.
///
/// getattr(x, 'y') is equivalent to ``x.y``.
///
/// When a default argument is given, it is returned when the attribute doesn't
/// exist; without it, an exception is raised in that case.
#[native(
    module = "builtins",
    "getattr(object, name, default=<unrepresentable>, /)",
    opaque
)]
fn getattr(cx: &mut Cx, object: Value, name: Value, default: Option<Value>) -> R {
    let name = checked_name(cx, name)?;
    match default {
        Some(default) => Ok(attribute::find(cx, object, name)?.unwrap_or(default)),
        None => attribute::get(cx, object, name),
    }
}

/// Return whether the object has an attribute with the given name.
///
/// This is done by calling getattr(obj, name) and catching AttributeError.
#[native(module = "builtins", "hasattr(obj, name, /)")]
fn hasattr(cx: &mut Cx, obj: Value, name: Value) -> R<bool> {
    let name = checked_name(cx, name)?;
    Ok(attribute::find(cx, obj, name)?.is_some())
}

/// Sets the named attribute on the given object to the specified value.
///
/// setattr(x, 'y', v) is equivalent to ``x.y = v``
#[native(module = "builtins", "setattr(obj, name, value, /)")]
fn setattr(cx: &mut Cx, obj: Value, name: Value, value: Value) -> R<()> {
    let name = checked_name(cx, name)?;
    attribute::set(cx, obj, name, value)
}

/// Deletes the named attribute from the given object.
///
/// delattr(x, 'y') is equivalent to ``del x.y``
#[native(module = "builtins", "delattr(obj, name, /)")]
fn delattr(cx: &mut Cx, obj: Value, name: Value) -> R<()> {
    let name = checked_name(cx, name)?;
    attribute::delete(cx, obj, name)
}

/// dir([object]) -> list of strings
///
/// If called without an argument, return the names in the current scope.
/// Else, return an alphabetized list of names comprising (some of) the attributes
/// of the given object, and of attributes reachable from it.
/// If the object supplies a method named __dir__, it will be used; otherwise
/// the default dir() logic is used and returns:
///   for a module object: the module's attributes.
///   for a class object:  its attributes, and recursively the attributes
///     of its bases.
///   for any other object: its attributes, its class's attributes, and
///     recursively the attributes of its class's base classes.
#[native(module = "builtins", "dir(object=<unrepresentable>, /)", opaque)]
fn dir(cx: &mut Cx, object: Option<Value>) -> R {
    let names = match object {
        Some(object) => {
            let name = name!(cx, "__dir__")?;
            match attribute::call_special(cx, object, name, &[])? {
                Some(names) => names,
                None => return Err(cx.type_error(format_args!("object does not provide __dir__"))),
            }
        }
        None => {
            let locals = current_locals(cx)?;
            let keys = name!(cx, "keys")?;
            call::call_method(cx, locals, keys, &[])?
        }
    };
    let sorted = list::new(cx)?;
    unpack::extend_list(cx, sorted, names)?;
    list::sort(cx, sorted, Value::NONE, false)?;
    Ok(sorted.value())
}

/// vars([object]) -> dictionary
///
/// Without arguments, equivalent to locals().
/// With an argument, equivalent to object.__dict__.
#[native(module = "builtins", "vars(object=<unrepresentable>, /)", opaque)]
fn vars(cx: &mut Cx, object: Option<Value>) -> R {
    let Some(object) = object else {
        return current_locals(cx);
    };
    let name = name!(cx, "__dict__")?;
    match attribute::find(cx, object, name)? {
        Some(namespace) => Ok(namespace),
        None => Err(cx.type_error(format_args!("vars() argument must have __dict__ attribute"))),
    }
}
