//! `__slots__`.

use super::{Flags, Type};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::objects::dict::{self, Dict};
use crate::objects::list;
use crate::objects::member;
use crate::objects::str::{self, Str};
use crate::protocol::{attribute, iter, next, type_name};
use crate::value::Value;
use tython_text::str::is_identifier;

/// Whether the name stands for `__dict__` or `__weakref__`, which take no slot.
pub(super) fn is_special(name: Value) -> bool {
    matches!(str::to_string(name).as_str(), "__dict__" | "__weakref__")
}

/// The names in `__slots__`, if the namespace has that.
///
/// # Errors
/// TypeError if they are no names, and what the iteration raises.
pub(super) fn of(cx: &mut Cx, namespace: &'static Dict) -> R<Option<Vec<Value>>> {
    let name = name!(cx, "__slots__")?;
    let Some(slots) = dict::get_str(cx, namespace, name)? else {
        return Ok(None);
    };
    let collected = list::new(cx)?;
    if slots.is::<Str>() {
        list::append(cx, collected, slots)?;
    } else {
        let iterator = iter(cx, slots)?;
        while let Some(slot) = next(cx, iterator)? {
            list::append(cx, collected, slot)?;
        }
    }
    let mut names = list::to_vec(cx, collected)?;
    for name in &mut names {
        *name = checked(cx, *name)?;
    }
    // Classes with the same slots have them at the same places.
    names.sort_by_cached_key(|name| str::to_string(*name));
    Ok(Some(names))
}

/// The interned string of a name.
fn checked(cx: &mut Cx, name: Value) -> R {
    let Some(string) = cx.payload::<Str>(name)? else {
        let class = type_name(cx, name)?;
        return Err(cx.type_error(format_args!(
            "__slots__ items must be strings, not '{class}'"
        )));
    };
    if !is_identifier(string.text()) {
        return Err(cx.type_error(format_args!("__slots__ must be identifiers")));
    }
    Ok(attribute::intern(cx, Value::from(string)))
}

/// Whether instances of a subclass of `base` can have these slots.
///
/// # Errors
/// TypeError if not.
pub(super) fn check(cx: &mut Cx, base: &'static Type, slots: &[Value]) -> R<()> {
    use crate::objects::{bytes::BYTES, int::INT, tuple::TUPLE};
    // Their instances have something behind what would be the slots.
    let sized = [&INT, &TUPLE, &BYTES]
        .into_iter()
        .any(|cell| base.has_storage(cell))
        || base.flags().has(Flags::METACLASS);
    if sized && !slots.is_empty() {
        let name = base.name_text(cx)?;
        return Err(cx.type_error(format_args!(
            "nonempty __slots__ not supported for subtype of '{name}'"
        )));
    }
    for (name, flag) in [
        ("__dict__", Flags::HAS_DICT),
        ("__weakref__", Flags::WEAKREFABLE),
    ] {
        let given = slots
            .iter()
            .filter(|slot| str::to_string(**slot) == name)
            .count();
        if given + usize::from(base.flags().has(flag)) > 1 && given > 0 {
            return Err(cx.type_error(format_args!("{name} slot disallowed: we already got one")));
        }
    }
    Ok(())
}

/// Enters descriptors of the slots, of which the first is slot number `first`.
///
/// # Errors
/// ValueError if the class has something else of that name.
pub(super) fn add_members(
    cx: &mut Cx,
    class: &'static Type,
    slots: &[Value],
    first: usize,
) -> R<()> {
    let class_name = class.name_text(cx)?;
    let plain = slots.iter().filter(|name| !is_special(**name));
    for (slot, name) in (first..).zip(plain) {
        let name = mangled(cx, &class_name, *name)?;
        if dict::get_str(cx, class.namespace(), name)?.is_some_and(|found| !is_slot(found)) {
            let name = crate::protocol::repr(cx, name)?;
            let name = str::to_string(name);
            return Err(cx.value_error(format_args!(
                "{name} in __slots__ conflicts with class variable"
            )));
        }
        let member = member::new(cx, class, name, slot)?;
        dict::set_str(cx, class.namespace(), name, member)?;
    }
    Ok(())
}

/// The names and numbers of the slots that `class` itself has added.
pub(super) fn members(cx: &mut Cx, class: &'static Type) -> R<Vec<(String, usize)>> {
    let mut members = Vec::new();
    let mut position = 0;
    while let Some((name, value)) = dict::next_entry(cx, class.namespace(), &mut position)? {
        if let Some(member) = value.cast::<member::Member>()
            && member.class.get() == class.value()
        {
            members.push((str::to_string(name), member.slot()));
        }
    }
    members.sort();
    Ok(members)
}

/// A name may be given twice.
fn is_slot(value: Value) -> bool {
    value.is::<member::Member>()
}

/// The name as methods of the class mean it.
fn mangled(cx: &mut Cx, class_name: &str, name: Value) -> R {
    let text = str::to_string(name);
    let class_name = class_name.trim_start_matches('_');
    if !text.starts_with("__") || text.ends_with("__") || class_name.is_empty() {
        return Ok(name);
    }
    cx.vm.intern(cx, &format!("_{class_name}{text}"))
}
