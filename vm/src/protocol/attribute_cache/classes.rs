//! Attributes of classes: `Class.name`, where that is the very object that the class or a base has.

use super::{Entry, What};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::objects::type_object::{Flags, TYPE, Type};
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
pub fn class_attribute(cx: &mut Cx, class: &'static Type, name: Value) -> R<Option<Value>> {
    cx.refresh_tables();
    let Some(entry) = cx.attributes.find(key(class), name) else {
        return Ok(None);
    };
    let (value, version) = (entry.value, entry.version);
    Ok((cx.load(class, &class.version)? == version).then_some(value))
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
    if TYPE.is(class_of(class.value()))
        && TYPE.class().lookup(cx, name)?.is_none()
        && class.lookup(cx, name)? == Some(value)
        && class_of(value).flags().has(Flags::BUILTIN)
    {
        let version = cx.load(class, &class.version)?;
        cx.attributes.put(Entry {
            key: key(class),
            name,
            class: Some(class),
            version,
            what: What::Value,
            slot: 0,
            next: 0,
            value,
        });
    }
    Ok(())
}
