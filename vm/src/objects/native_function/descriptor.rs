//! The descriptor protocol of native functions: what it means to find one in a class.

use super::{NativeFunction, bound, def_of};
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::native::{Args, ClassReceiver, Kind, NativeDef};
use crate::objects::instance_attributes::is_one;
use crate::objects::type_object::Type;
use crate::protocol::{class_of, is_instance, type_name};
use crate::value::Value;

/// What `instance.name` gives if the class has `descriptor` there; without an instance, what
/// `class.name` gives.
///
/// # Errors
/// TypeError if the instance is of a wrong class; and what a getter raises.
pub fn get(
    cx: &mut Cx,
    descriptor: &'static NativeFunction,
    instance: Option<Value>,
    class: &'static Type,
) -> R {
    let def = descriptor.def();
    match (def.kind, instance) {
        (Kind::Function | Kind::StaticMethod | Kind::New, _) => Ok(descriptor.value()),
        (Kind::ClassMethod, _) => {
            let class = Value::receive_class(cx, class.value(), def)?;
            Ok(bound(cx, def, class)?.value())
        }
        (_, None) => Ok(descriptor.value()),
        (Kind::Method | Kind::Slot, Some(instance)) => {
            check_instance(cx, def, instance)?;
            Ok(bound(cx, def, instance)?.value())
        }
        (Kind::Getter, Some(instance)) => {
            check_owner(cx, descriptor, instance)?;
            (def.call)(cx, Args::positional(&[instance]))
        }
        (Kind::Setter | Kind::Deleter, Some(instance)) => {
            check_instance(cx, def, instance)?;
            Err(not_allowed(cx, descriptor, "readable"))
        }
    }
}

/// What a computed attribute of `object` is now. The caller has found `getter` in the object's class.
///
/// # Errors
/// What the getter raises.
#[inline]
pub(crate) fn compute(cx: &mut Cx, getter: &'static NativeFunction, object: Value) -> R {
    (getter.def().call)(cx, Args::positional(&[object]))
}

/// Assigns to a computed attribute.
///
/// # Errors
/// TypeError if the instance is of a wrong class, AttributeError if the attribute is read-only; and
/// what the setter raises.
pub fn set(
    cx: &mut Cx,
    descriptor: &'static NativeFunction,
    instance: Value,
    value: Value,
) -> R<()> {
    match def_of(&descriptor.setter) {
        Some(setter) => {
            check_owner(cx, descriptor, instance)?;
            (setter.call)(cx, Args::positional(&[instance, value])).map(|_| ())
        }
        None => Err(not_writable(cx, descriptor, instance)),
    }
}

/// Deletes a computed attribute.
///
/// # Errors
/// As [`set`].
pub fn delete(cx: &mut Cx, descriptor: &'static NativeFunction, instance: Value) -> R<()> {
    let def = descriptor.def();
    match (def_of(&descriptor.deleter), def_of(&descriptor.setter)) {
        (Some(deleter), _) => (deleter.call)(cx, Args::positional(&[instance])).map(|_| ()),
        (None, Some(_)) => {
            check_instance(cx, def, instance)?;
            Err(cx.type_error(format_args!("cannot delete attribute '{}'", def.name)))
        }
        (None, None) => Err(not_writable(cx, descriptor, instance)),
    }
}

#[cold]
fn not_writable(cx: &mut Cx, descriptor: &'static NativeFunction, instance: Value) -> Exit {
    let def = descriptor.def();
    let checked = match is_one(def) {
        true => check_owner(cx, descriptor, instance),
        false => check_instance(cx, def, instance),
    };
    match checked {
        Ok(()) => not_allowed(cx, descriptor, "writable"),
        Err(exit) => exit,
    }
}

#[cold]
fn not_allowed(cx: &mut Cx, descriptor: &'static NativeFunction, what: &str) -> Exit {
    let name = descriptor.def().name;
    let class = match class_name(cx, descriptor) {
        Ok(class) => class,
        Err(exit) => return exit,
    };
    cx.attribute_error(format_args!(
        "attribute '{name}' of '{class}' objects is not {what}"
    ))
}

/// The name of the class that a descriptor belongs to.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(super) fn class_name(cx: &mut Cx, descriptor: &'static NativeFunction) -> R<String> {
    let def = descriptor.def();
    match descriptor.owner.get().cast::<Type>() {
        Some(owner) if is_one(def) => owner.name_text(cx),
        _ => Ok(def.class_name()),
    }
}

/// Whether an attribute that several classes have is that of this instance's class.
fn check_owner(cx: &mut Cx, descriptor: &'static NativeFunction, instance: Value) -> R<()> {
    let def = descriptor.def();
    let Some(owner) = descriptor
        .owner
        .get()
        .cast::<Type>()
        .filter(|_| is_one(def))
    else {
        return Ok(());
    };
    if class_of(instance).is_subclass(cx, owner)? {
        return Ok(());
    }
    let (name, class, given) = (def.name, owner.name_text(cx)?, type_name(cx, instance)?);
    Err(cx.type_error(format_args!(
        "descriptor '{name}' for '{class}' objects doesn't apply to a '{given}' object"
    )))
}

/// Whether a method can be bound to this instance.
fn check_instance(cx: &mut Cx, def: &'static NativeDef, instance: Value) -> R<()> {
    match def.class() {
        Some(cell) if !is_instance(cx, instance, cell)? => {
            let (name, class, given) = (def.name, def.class_name(), type_name(cx, instance)?);
            Err(cx.type_error(format_args!(
                "descriptor '{name}' for '{class}' objects doesn't apply to a '{given}' object"
            )))
        }
        _ => Ok(()),
    }
}
