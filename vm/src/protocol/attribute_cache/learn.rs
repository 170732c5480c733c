//! What an access of an instance that was made says about the next ones.

use super::builtins::is_getter;
use super::{EMPTY, Entry, STORE, What};
use crate::cx::{Cx, R};
use crate::name;
use crate::objects::function::Function;
use crate::objects::instance::Instance;
use crate::objects::member::Member;
use crate::objects::native_function::NativeFunction;
use crate::objects::property;
use crate::objects::tuple::TUPLE;
use crate::objects::type_object::{Flags, Type};
use crate::objects::wrapper::{STATICMETHOD, Wrapper};
use crate::protocol::attribute::is_plain_method;
use crate::protocol::{class_of, descriptor};
use crate::shape::{Shape, ShapeId};
use crate::stdlib::_collections::item_of_getter;
use crate::value::Value;

/// Notes how `name` is read of an instance as it is now, if that is something that the cache can say.
///
/// # Errors
/// When the transaction has to be rolled back.
#[cold]
#[inline(never)]
pub fn learn_load(cx: &mut Cx, instance: &'static Instance, name: Value) -> R<()> {
    let shape = instance.shape(cx)?;
    let class = shape.class();
    let key = u64::from(shape.id);
    if is_other(cx, class, key, name)? {
        return Ok(());
    }
    let found = read(cx, shape, name)?;
    note(cx, class, key, name, found, 0)
}

/// Enters what an access has to do, or that the cache cannot say, for the class as it is now.
fn note(
    cx: &mut Cx,
    class: &'static Type,
    key: u64,
    name: Value,
    found: Option<Found>,
    next: ShapeId,
) -> R<()> {
    let (what, slot, value) = found.unwrap_or(OTHER);
    let version = cx.load(class, &class.version)?;
    cx.attributes.put(Entry {
        key,
        name,
        class: Some(class),
        version,
        what,
        slot,
        next,
        value,
        ..EMPTY
    });
    Ok(())
}

/// What an access has to do, the slot, and the value or function.
type Found = (What, u16, Value);

/// The cache cannot say.
const OTHER: Found = (What::Other, 0, Value::UNBOUND);

/// Whether it is known that there is nothing more to learn of how that access goes.
fn is_other(cx: &mut Cx, class: &'static Type, key: u64, name: Value) -> R<bool> {
    let version = match cx.attributes.find(key, name) {
        Some(entry) if matches!(entry.what, What::Other | What::Hook) => entry.version,
        _ => return Ok(false),
    };
    Ok(cx.load(class, &class.version)? == version)
}

/// How `name` is read of instances of a shape.
fn read(cx: &mut Cx, shape: &'static Shape, name: Value) -> R<Option<Found>> {
    let class = shape.class();
    let how = name!(cx, "__getattribute__")?;
    if class.lookup(cx, how)? != Some(cx.vm.object_getattribute.get()) {
        return Ok(None);
    }
    let found = class.lookup(cx, name)?;
    if found.is_some_and(may_change) {
        return Ok(None);
    }
    // An AttributeError of a computed attribute, as well, leads there.
    let hook = name!(cx, "__getattr__")?;
    let hook = class.lookup(cx, hook)?;
    let has_hook = hook.is_some();
    let known = match found {
        Some(value) => of_descriptor(cx, class, value)?,
        None => match hook {
            Some(hook) => hook.is::<Function>().then_some((What::Hook, 0, hook)),
            None => Some((What::Absent, 0, Value::EMPTY)),
        },
    };
    let is_computed = |what: What| matches!(what, What::Computed | What::Getter);
    let known = known.filter(|(what, ..)| !is_computed(*what) || !has_hook);
    let is_data = match found {
        Some(value) => descriptor::is_data(cx, value)?,
        None => false,
    };
    let known = if is_data {
        known
    } else if shape.dictionary {
        in_dict(found.is_some(), known)
    } else {
        let own = shape.slot(name);
        own.map(|slot| (What::Slot, slot, Value::UNBOUND)).or(known)
    };
    Ok(known.and_then(|(what, slot, value)| Some((what, u16::try_from(slot).ok()?, value))))
}

/// How an attribute is read that may lie in the `__dict__`; `known`: how it is read if it does not, as
/// far as that is known.
fn in_dict(of_class: bool, known: Option<(What, u32, Value)>) -> Option<(What, u32, Value)> {
    match known {
        Some((What::Method, _, function)) => Some((What::DictMethod, 0, function)),
        Some((What::Value | What::Absent, _, value)) => Some((What::Dict, 0, value)),
        Some((What::Hook, ..)) => Some((What::Dict, 0, Value::UNBOUND)),
        Some(_) => None,
        None if of_class => None,
        None => Some((What::Dict, 0, Value::UNBOUND)),
    }
}

/// What a value found in the class means for a read of an instance.
fn of_descriptor(cx: &mut Cx, class: &'static Type, value: Value) -> R<Option<(What, u32, Value)>> {
    if let Some(slot) = member_slot(cx, class, value)? {
        return Ok(Some((What::Slot, slot, Value::UNBOUND)));
    }
    if is_plain_method(value) {
        return Ok(Some((What::Method, 0, value)));
    }
    if let Some(getter) = property::getter_of(cx, value)? {
        return Ok(getter.is::<Function>().then_some((What::Getter, 0, getter)));
    }
    if let Some(native) = value.cast::<NativeFunction>().filter(|_| is_getter(value)) {
        // It may be that of another class.
        let fits = match native.owner.get().cast::<Type>() {
            Some(owner) => class.is_subclass(cx, owner)?,
            None => false,
        };
        return Ok(fits.then_some((What::Computed, 0, value)));
    }
    if let Some(index) = item_of_getter(cx, value)? {
        let is_there = class.is_subclass(cx, TUPLE.class())?;
        return Ok(is_there.then_some((What::Item, index, Value::UNBOUND)));
    }
    if let Some(wrapper) = value.cast::<Wrapper>() {
        if STATICMETHOD.is(class_of(value)) {
            return Ok(Some((What::Static, 0, value)));
        }
        let is_function = cx.load(wrapper, &wrapper.function)?.is::<Function>();
        return Ok(is_function.then_some((What::OfClass, 0, value)));
    }
    let get = name!(cx, "__get__")?;
    let is_plain = class_of(value).lookup(cx, get)?.is_none();
    Ok(is_plain.then_some((What::Value, 0, value)))
}

/// Whether a value of a class may become another kind of descriptor than it is, because its own class can
/// change.
fn may_change(value: Value) -> bool {
    !class_of(value).flags().has(Flags::BUILTIN)
}

/// The slot of a member descriptor that applies to instances of `class`.
fn member_slot(cx: &mut Cx, class: &'static Type, value: Value) -> R<Option<u32>> {
    let Some(member) = value.cast::<Member>() else {
        return Ok(None);
    };
    match member.class.get().cast::<Type>() {
        Some(owner) if class.is_subclass(cx, owner)? => Ok(Some(member.slot() as u32)),
        _ => Ok(None),
    }
}

/// Notes how `name` is written, for instances of the shape `before`, when it has been written.
///
/// # Errors
/// When the transaction has to be rolled back.
#[cold]
#[inline(never)]
pub fn learn_store(
    cx: &mut Cx,
    instance: &'static Instance,
    before: &'static Shape,
    name: Value,
) -> R<()> {
    let class = before.class();
    let key = u64::from(before.id) | STORE;
    if is_other(cx, class, key, name)? {
        return Ok(());
    }
    let after = instance.shape(cx)?;
    let found = written(cx, before, after, name)?;
    note(cx, class, key, name, found, after.id)
}

/// How `name` was written, which has changed the shape from one to the other.
fn written(
    cx: &mut Cx,
    before: &'static Shape,
    after: &'static Shape,
    name: Value,
) -> R<Option<Found>> {
    let class = before.class();
    let how = name!(cx, "__setattr__")?;
    if before.dictionary != after.dictionary
        || class.lookup(cx, how)? != Some(cx.vm.object_setattr.get())
    {
        return Ok(None);
    }
    let found = class.lookup(cx, name)?;
    if found.is_some_and(may_change) {
        return Ok(None);
    }
    let mut slot = after.slot(name);
    let mut in_dict = before.dictionary;
    if let Some(value) = found {
        if let Some(setter) = property::setter_of(cx, value)? {
            return Ok(setter.is::<Function>().then_some((What::Setter, 0, setter)));
        }
        match member_slot(cx, class, value)? {
            Some(member) => (slot, in_dict) = (Some(member), false),
            None if descriptor::is_data(cx, value)? => return Ok(None),
            None => {}
        }
    }
    if in_dict {
        return Ok(Some((What::Dict, 0, Value::UNBOUND)));
    }
    if before.id != after.id && !class.flags().has(Flags::HAS_DICT) {
        return Ok(None);
    }
    let what = if before.id == after.id {
        What::Slot
    } else {
        What::Add
    };
    let slot = slot.and_then(|slot| u16::try_from(slot).ok());
    Ok(slot.map(|slot| (what, slot, Value::UNBOUND)))
}
