//! The first argument of methods: an instance of the class that the method belongs to, or a class.
//!
//! Methods can be called with anything in its place (`list.append(3, 4)`), so it is checked in each
//! call. An object of the class itself is known by its meta word, in one comparison.

use super::{Kind, NativeDef, Owner};
use crate::cx::{Cx, Exit, R};
use crate::heap::{HeapType, Meta, layout};
use crate::name;
use crate::objects::native_function::NativeFunction;
use crate::objects::object::OBJECT;
use crate::objects::type_object::{Flags, Type};
use crate::protocol::{class_of, is_instance, type_name};
use crate::types::TypeCell;
use crate::value::Value;

/// What a native method can take as `self`.
pub trait Receiver: Sized {
    /// Takes it, if it is an instance of the class that `def` belongs to.
    ///
    /// # Errors
    /// TypeError if it is not.
    fn receive(cx: &mut Cx, value: Value, def: &'static NativeDef) -> R<Self>;
}

impl Receiver for Value {
    #[inline(always)]
    fn receive(cx: &mut Cx, value: Value, def: &'static NativeDef) -> R<Self> {
        match def.class() {
            Some(cell) if !std::ptr::eq(cell, &OBJECT) && !cell.is(class_of(value)) => {
                check_receiver(cx, def, Some(value))?;
            }
            _ => {}
        }
        Ok(value)
    }
}

impl<T: HeapType> Receiver for &'static T {
    #[inline(always)]
    fn receive(cx: &mut Cx, value: Value, def: &'static NativeDef) -> R<Self> {
        match (value.cast::<T>(), def.class()) {
            (Some(object), Some(cell)) if has_shape(object, cell) => Ok(object),
            _ => receive_derived(cx, value, def),
        }
    }
}

/// Whether the object is a plain one of this class. Only instances of Python's classes ever change their
/// class; the others need no barrier.
#[inline(always)]
fn has_shape<T: HeapType>(object: &'static T, cell: &TypeCell) -> bool {
    if T::LAYOUT.get() == layout::INSTANCE.get() {
        // Attributes of its own give it another shape.
        return cell.is(class_of(object.value()));
    }
    Meta::from_bits(object.header().meta.load()).shape() == cell.shape()
}

#[cold]
#[inline(never)]
fn receive_derived<T: HeapType>(
    cx: &mut Cx,
    value: Value,
    def: &'static NativeDef,
) -> R<&'static T> {
    // What a class lays into its instances, it lays only there.
    if let (Some(cell), Some(payload)) = (def.class(), cx.payload::<T>(value)?)
        && has_shape(payload, cell)
    {
        return Ok(payload);
    }
    check_receiver(cx, def, Some(value))?;
    match value.cast::<T>() {
        Some(object) => Ok(object),
        None => match cx.payload::<T>(value)? {
            Some(object) => Ok(object),
            None => Err(refuse(cx, def, value)),
        },
    }
}

/// What a native class method can take as the class.
pub trait ClassReceiver: Sized {
    /// Takes it, if it is the class that `def` belongs to or a subclass of it.
    ///
    /// # Errors
    /// TypeError if it is not.
    fn receive_class(cx: &mut Cx, value: Value, def: &'static NativeDef) -> R<Self>;
}

impl ClassReceiver for &'static Type {
    #[inline(always)]
    fn receive_class(cx: &mut Cx, value: Value, def: &'static NativeDef) -> R<Self> {
        match (value.cast::<Type>(), def.class()) {
            (Some(class), Some(cell)) if cell.is(class) => Ok(class),
            _ => check_class(cx, def, value),
        }
    }
}

impl ClassReceiver for Value {
    #[inline(always)]
    fn receive_class(cx: &mut Cx, value: Value, def: &'static NativeDef) -> R<Self> {
        <&'static Type>::receive_class(cx, value, def)?;
        Ok(value)
    }
}

/// Checks the receiver of a call.
#[cold]
#[inline(never)]
pub(super) fn check_receiver(cx: &mut Cx, def: &'static NativeDef, value: Option<Value>) -> R<()> {
    let Owner::Class(cell) = def.owner else {
        return Ok(());
    };
    let Some(value) = value else {
        return Err(missing(cx, def));
    };
    if matches!(def.kind, Kind::ClassMethod | Kind::New) {
        return check_class(cx, def, value).map(|_| ());
    }
    match is_instance(cx, value, cell)? {
        true => Ok(()),
        false => Err(refuse(cx, def, value)),
    }
}

#[cold]
fn missing(cx: &mut Cx, def: &NativeDef) -> Exit {
    let (name, class) = (def.name, def.class_name());
    match def.kind {
        Kind::New => cx.type_error(format_args!("{class}.__new__(): not enough arguments")),
        Kind::Slot | Kind::ClassMethod => cx.type_error(format_args!(
            "descriptor '{name}' of '{class}' object needs an argument"
        )),
        _ => {
            let method = def.qualname();
            cx.type_error(format_args!("unbound method {method}() needs an argument"))
        }
    }
}

#[cold]
fn refuse(cx: &mut Cx, def: &NativeDef, value: Value) -> Exit {
    let class = def.class_name();
    let (name, given) = match type_name(cx, value) {
        Ok(given) => (def.name, given),
        Err(exit) => return exit,
    };
    match def.kind {
        Kind::Slot => cx.type_error(format_args!(
            "descriptor '{name}' requires a '{class}' object but received a '{given}'"
        )),
        _ => cx.type_error(format_args!(
            "descriptor '{name}' for '{class}' objects doesn't apply to a '{given}' object"
        )),
    }
}

#[inline(never)]
fn check_class(cx: &mut Cx, def: &'static NativeDef, value: Value) -> R<&'static Type> {
    let Some(cell) = def.class() else {
        return Err(cx.system_error(format_args!("a function of a module has no receiver")));
    };
    let name = def.name;
    let Some(class) = value.cast::<Type>() else {
        let (given, owner) = (type_name(cx, value)?, def.class_name());
        return Err(match def.kind {
            Kind::New => cx.type_error(format_args!(
                "{owner}.__new__(X): X is not a type object ({given})"
            )),
            _ => cx.type_error(format_args!(
                "descriptor '{name}' for type '{owner}' needs a type, not a '{given}' as arg 2"
            )),
        });
    };
    if !std::ptr::eq(cell, &OBJECT) && !class.is_subclass(cx, cell.class())? {
        let (given, owner) = (class.name_text(cx)?, def.class_name());
        return Err(match def.kind {
            Kind::New => cx.type_error(format_args!(
                "{owner}.__new__({given}): {given} is not a subtype of {owner}"
            )),
            _ => cx.type_error(format_args!(
                "descriptor '{name}' requires a subtype of '{owner}' but received '{given}'"
            )),
        });
    }
    if def.kind == Kind::New {
        check_safety(cx, def, class)?;
    }
    Ok(class)
}

/// `object.__new__(int)` would make something that is no `int`: the nearest builtin class must have the
/// same `__new__`.
fn check_safety(cx: &mut Cx, def: &'static NativeDef, class: &'static Type) -> R<()> {
    let mut builtin = class;
    while !builtin.flags().has(Flags::BUILTIN) {
        match cx.load(builtin, &builtin.base)?.cast::<Type>() {
            Some(base) => builtin = base,
            None => return Ok(()),
        }
    }
    let new = name!(cx, "__new__")?;
    match builtin
        .lookup(cx, new)?
        .and_then(Value::cast::<NativeFunction>)
    {
        Some(other) if !std::ptr::eq(other.def(), def) => {
            let (given, safe) = (class.name_text(cx)?, builtin.name_text(cx)?);
            let owner = def.class_name();
            Err(cx.type_error(format_args!(
                "{owner}.__new__({given}) is not safe, use {safe}.__new__()"
            )))
        }
        _ => Ok(()),
    }
}
