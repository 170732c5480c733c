//! Classes whose instances all count as true, because nobody says otherwise: under the class's address, without a name.

use super::{EMPTY, Entry};
use crate::cx::{Cx, R};
use crate::name;
use crate::objects::type_object::Type;
use crate::value::Value;

/// The key of a class's truth. (Constructors have the highest bit, attributes of classes the next.)
fn key(class: &'static Type) -> u64 {
    std::ptr::from_ref(class) as u64 | 1 << 61
}

/// Whether a class has neither a `__bool__` nor a `__len__`.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline]
pub fn are_always_true(cx: &mut Cx, class: &'static Type) -> R<bool> {
    cx.refresh_tables();
    let Some(entry) = cx.attributes.find(key(class), Value::UNBOUND) else {
        return learn(cx, class);
    };
    let (value, version) = (entry.value, entry.version);
    if cx.load(class, &class.version)? != version {
        return learn(cx, class);
    }
    Ok(value == Value::TRUE)
}

#[cold]
#[inline(never)]
fn learn(cx: &mut Cx, class: &'static Type) -> R<bool> {
    let (truth, length) = (name!(cx, "__bool__")?, name!(cx, "__len__")?);
    let always = class.lookup(cx, truth)?.is_none() && class.lookup(cx, length)?.is_none();
    let version = cx.load(class, &class.version)?;
    cx.attributes.put(Entry {
        key: key(class),
        class: Some(class),
        version,
        value: Value::bool(always),
        ..EMPTY
    });
    Ok(always)
}
