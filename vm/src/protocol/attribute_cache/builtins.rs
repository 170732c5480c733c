//! Methods of objects that have no attributes of their own, and computed attributes, which come before
//! own ones, where the class does not change: there is no version to check.

use super::{EMPTY, Entry, What};
use crate::cx::{Cx, R};
use crate::heap::Meta;
use crate::name;
use crate::native::Kind;
use crate::objects::function::Function;
use crate::objects::module::Module;
use crate::objects::native_function::NativeFunction;
use crate::objects::type_object::{Flags, Type};
use crate::objects::wrapper::Wrapper;
use crate::protocol::attribute::is_plain_method;
use crate::protocol::{class_of, descriptor};
use crate::shape::ShapeId;
use crate::value::Value;

/// The method of a builtin object that has no attributes of its own, if the cache knows it; else unbound.
#[inline(always)]
pub fn builtin_method(cx: &mut Cx, object: Value, name: Value) -> Value {
    of_builtin(cx, object, name, What::Method)
}

/// The native function that computes an attribute of a builtin object, if the cache knows it.
#[inline]
pub fn builtin_getter(cx: &mut Cx, object: Value, name: Value) -> Option<&'static NativeFunction> {
    of_builtin(cx, object, name, What::Computed).cast::<NativeFunction>()
}

#[inline(always)]
fn of_builtin(cx: &mut Cx, object: Value, name: Value, what: What) -> Value {
    cx.refresh_tables();
    let shape = builtin_shape(object);
    match cx.attributes.find(u64::from(shape), name) {
        // Without a class: no version to check.
        Some(entry) if entry.class.is_none() && entry.what == what => entry.value,
        _ => Value::UNBOUND,
    }
}

/// Notes what is there under `name` for a builtin object, if that is a method or a computed attribute.
///
/// # Errors
/// When the transaction has to be rolled back.
#[cold]
#[inline(never)]
pub fn learn_builtin(cx: &mut Cx, object: Value, name: Value) -> R<()> {
    let class = class_of(object);
    if !class.flags().has(Flags::BUILTIN) {
        return Ok(());
    }
    let how = name!(cx, "__getattribute__")?;
    let how = class.lookup(cx, how)?.unwrap_or(Value::NONE);
    let vm = cx.vm;
    let is_usual = how == vm.object_getattribute.get()
        || how == vm.type_getattribute.get()
        || how == vm.module_getattribute.get();
    let Some(value) = class.lookup(cx, name)?.filter(|_| is_usual) else {
        return Ok(());
    };
    if is_getter(value) && descriptor::is_data(cx, value)? {
        let hook = name!(cx, "__getattr__")?;
        if class.lookup(cx, hook)?.is_none() {
            put(cx, object, name, What::Computed, value);
        }
    } else if is_plain_method(value) && how == vm.object_getattribute.get() {
        learn_builtin_method(cx, object, name, value);
    }
    Ok(())
}

/// Whether it is a computed attribute that can be read.
pub(super) fn is_getter(value: Value) -> bool {
    value
        .cast::<NativeFunction>()
        .is_some_and(|native| native.def().kind == Kind::Getter)
}

fn put(cx: &mut Cx, object: Value, name: Value, what: What, value: Value) {
    cx.attributes.put(Entry {
        key: u64::from(builtin_shape(object)),
        name,
        what,
        value,
        ..EMPTY
    });
}

/// Notes a method that was found for a builtin object.
pub fn learn_builtin_method(cx: &mut Cx, object: Value, name: Value, function: Value) {
    let class = class_of(object);
    let may_have_own = object.is::<Type>()
        || object.is::<Module>()
        || object.is::<Function>()
        || object.is::<Wrapper>();
    if class.flags().has(Flags::BUILTIN) && !class.flags().has(Flags::HAS_DICT) && !may_have_own {
        put(cx, object, name, What::Method, function);
    }
}

/// The shape of an object that never changes it; of an immediate value that of its class.
#[inline(always)]
fn builtin_shape(object: Value) -> ShapeId {
    match object.header() {
        Some(header) => Meta::from_bits(header.meta.load()).shape(),
        None => class_of(object).instance_shape(),
    }
}
