//! Attributes of classes: `Class.name`, where that is the very object that the class or a base has, or the
//! function of a `staticmethod` or `classmethod`.

use super::{Entry, What, wrapped};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::objects::function::Function;
use crate::objects::type_object::{Flags, TYPE, Type};
use crate::objects::wrapper::{CLASSMETHOD, STATICMETHOD, Wrapper};
use crate::protocol::attribute::Method;
use crate::protocol::class_of;
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
    if cx.load(class, &class.version)? != version {
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
    // The metaclass `type` does not change, and no class changes from it to another one; neither do
    // the classes of values that are builtin, so the value's `__get__`, if any, gives itself again.
    if !TYPE.is(class_of(class.value())) || TYPE.class().lookup(cx, name)?.is_some() {
        return Ok(());
    }
    let Some(found) = class.lookup(cx, name)? else {
        return Ok(());
    };
    let what = match found.cast::<Wrapper>() {
        Some(_) if STATICMETHOD.is(class_of(found)) => What::Static,
        Some(_) if CLASSMETHOD.is(class_of(found)) => What::OfClass,
        None if found == value && class_of(value).flags().has(Flags::BUILTIN) => What::Value,
        _ => return Ok(()),
    };
    let version = cx.load(class, &class.version)?;
    cx.attributes.put(Entry {
        key: key(class),
        name,
        class: Some(class),
        version,
        what,
        slot: 0,
        next: 0,
        value: found,
    });
    Ok(())
}
