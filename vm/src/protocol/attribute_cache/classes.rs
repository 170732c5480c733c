//! Attributes of classes: `Class.name`, where that is the very object that the class or a base has, or the
//! function of a `staticmethod` or `classmethod`.

use super::{EMPTY, Entry, What, wrapped};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::objects::function::Function;
use crate::objects::type_object::{Flags, TYPE, Type};
use crate::objects::wrapper::{CLASSMETHOD, STATICMETHOD, Wrapper};
use crate::protocol::attribute::Method;
use crate::protocol::{class_of, descriptor};
use crate::value::Value;

/// The key of a class's attributes. (Shapes are below 1 << 33, constructors from 1 << 63 on.)
fn key(class: &'static Type) -> u64 {
    std::ptr::from_ref(class) as u64 | 1 << 62
}

/// The attribute of a class, if the cache knows it.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline]
pub fn class_attribute(cx: &mut Cx, class: &'static Type, name: Value) -> R<Option<Method>> {
    cx.refresh_tables();
    let Some(entry) = cx.attributes.find(key(class), name) else {
        return Ok(None);
    };
    let (what, value, version) = (entry.what, entry.value, entry.version);
    let (meta, of_value) = (entry.meta, entry.of_value);
    if cx.load(class, &class.version)? != version
        || !is_still(cx, class.value(), meta)?
        || !is_still(cx, value, of_value)?
    {
        return Ok(None);
    }
    if what == What::Value {
        return Ok(Some(Method::Value(value)));
    }
    let receiver = class.value();
    Ok(match wrapped(cx, value)? {
        Some(function) if what == What::Static => Some(Method::Value(function)),
        Some(function) if function.is::<Function>() => Some(Method::Unbound { function, receiver }),
        _ => None,
    })
}

/// Whether the class of an object has this version, if there is one to ask for.
#[inline(always)]
fn is_still(cx: &mut Cx, object: Value, version: Value) -> R<bool> {
    if version.is_unbound() {
        return Ok(true);
    }
    let class = class_of(object);
    Ok(cx.load(class, &class.version)? == version)
}

/// The version of an object's class.
fn version_of(cx: &mut Cx, object: Value) -> R {
    let class = class_of(object);
    cx.load(class, &class.version)
}

/// The version of the class's metaclass, if attributes of the class are found as in a class of `type`; unbound if it is
/// `type`, which does not change. (No class changes from one metaclass to another.)
fn plain_meta(cx: &mut Cx, class: &'static Type, name: Value) -> R<Option<Value>> {
    let meta = class_of(class.value());
    if let Some(found) = meta.lookup(cx, name)? {
        // Only data descriptors go first, and what is none may not become one.
        let stays = class_of(found).flags().has(Flags::BUILTIN);
        if !stays || descriptor::is_data(cx, found)? {
            return Ok(None);
        }
    }
    if TYPE.is(meta) {
        return Ok(Some(Value::UNBOUND));
    }
    let how = name!(cx, "__getattribute__")?;
    if meta.lookup(cx, how)? != Some(cx.vm.type_getattribute.get()) {
        return Ok(None);
    }
    version_of(cx, class.value()).map(Some)
}

/// The version of a value's class, if the value is found as it is; unbound if that class is builtin: then it does not change,
/// and its `__get__`, if any, gives the value again, for it has.
fn plain_value(cx: &mut Cx, value: Value) -> R<Option<Value>> {
    if class_of(value).flags().has(Flags::BUILTIN) {
        return Ok(Some(Value::UNBOUND));
    }
    let get = name!(cx, "__get__")?;
    match class_of(value).lookup(cx, get)? {
        Some(_) => Ok(None),
        None => version_of(cx, value).map(Some),
    }
}

/// Notes that `name` was read of a class and gave `value`.
///
/// # Errors
/// When the transaction has to be rolled back.
#[cold]
#[inline(never)]
pub fn learn_class_attribute(
    cx: &mut Cx,
    class: &'static Type,
    name: Value,
    value: Value,
) -> R<()> {
    let Some(meta) = plain_meta(cx, class, name)? else {
        return Ok(());
    };
    let Some(found) = class.lookup(cx, name)? else {
        return Ok(());
    };
    let (what, of_value) = match found.cast::<Wrapper>() {
        Some(_) if STATICMETHOD.is(class_of(found)) => (What::Static, Value::UNBOUND),
        Some(_) if CLASSMETHOD.is(class_of(found)) => (What::OfClass, Value::UNBOUND),
        None if found == value => match plain_value(cx, value)? {
            Some(version) => (What::Value, version),
            None => return Ok(()),
        },
        _ => return Ok(()),
    };
    let version = cx.load(class, &class.version)?;
    cx.attributes.put(Entry {
        key: key(class),
        name,
        class: Some(class),
        version,
        what,
        value: found,
        meta,
        of_value,
        ..EMPTY
    });
    Ok(())
}
