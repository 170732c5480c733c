//! `_abc_impl`: what an abstract class remembers of other classes, without keeping them alive.
//!
//! Registered classes are weak references. What has been found out about classes is remembered by the
//! numbers of their shapes: none is ever given twice, so nothing need be forgotten when a class dies.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::objects::instance::Instance;
use crate::objects::list::{self, List};
use crate::objects::set::{self, Set};
use crate::objects::type_object::Type;
use crate::objects::weakref;
use crate::protocol::{attribute, class_of};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class of `_abc_impl`.
    pub(super) static DATA = TypeDef {
        name: "_abc_data",
        module: "_abc",
        reserved: 4,
        doc: "Internal state held by ABC machinery.",
        ..TypeDef::NEW
    };
}

/// The classes that have been registered: a list of weak references.
pub(super) const REGISTRY: usize = 0;
/// Classes that are subclasses: a set of numbers.
pub(super) const CACHE: usize = 1;
/// Classes that are none: a set of numbers.
pub(super) const NEGATIVE: usize = 2;
/// What the counter of registrations was when `NEGATIVE` was begun.
pub(super) const VERSION: usize = 3;

/// The number of a class.
fn number(class: &Type) -> Value {
    Value::index(class.instance_shape() as usize)
}

/// What a class remembers.
///
/// # Errors
/// TypeError if it is no abstract class.
pub(super) fn data(cx: &mut Cx, class: Value) -> R<&'static Instance> {
    let name = name!(cx, "_abc_impl")?;
    let data = attribute::get(cx, class, name)?;
    match data.cast::<Instance>() {
        Some(data) if DATA.is(class_of(data.value())) => Ok(data),
        _ => Err(cx.type_error(format_args!("_abc_impl is set to a wrong type"))),
    }
}

/// Remembers in `CACHE` or `NEGATIVE` what has been found out about a class.
///
/// # Errors
/// MemoryError.
pub(super) fn remember(
    cx: &mut Cx,
    data: &'static Instance,
    slot: usize,
    class: &'static Type,
) -> R<()> {
    let known = match data.get(cx, slot)?.cast::<Set>() {
        Some(known) => known,
        None => {
            let fresh = set::new(cx)?;
            data.set(cx, slot, fresh.value())?;
            fresh
        }
    };
    set::add(cx, known, number(class)).map(|_| ())
}

/// Whether that has been found out about a class.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(super) fn knows(cx: &mut Cx, data: &'static Instance, slot: usize, class: Value) -> R<bool> {
    match (data.get(cx, slot)?.cast::<Set>(), class.cast::<Type>()) {
        (Some(known), Some(class)) => set::contains(cx, known, number(class)),
        _ => Ok(false),
    }
}

/// Enters a class in the registry; the dead are left out from now on.
///
/// # Errors
/// MemoryError.
pub(super) fn register(cx: &mut Cx, data: &'static Instance, class: &'static Type) -> R<()> {
    let living = list::new(cx)?;
    for position in 0.. {
        match registered(cx, data, position)? {
            Some(Some(other)) if other != class.value() => {
                let entry = weakref::plain(cx, other)?;
                list::append(cx, living, entry.value())?;
            }
            Some(_) => {}
            None => break,
        }
    }
    let entry = weakref::plain(cx, class.value())?;
    list::append(cx, living, entry.value())?;
    data.set(cx, REGISTRY, living.value())
}

/// The registered class at this position, unless it has died. `None`: there are no more.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(super) fn registered(
    cx: &mut Cx,
    data: &'static Instance,
    position: usize,
) -> R<Option<Option<Value>>> {
    let Some(registry) = data.get(cx, REGISTRY)?.cast::<List>() else {
        return Ok(None);
    };
    match list::get(cx, registry, position)? {
        Some(entry) => match entry.cast::<Instance>() {
            Some(entry) => weakref::referent(cx, entry).map(Some),
            None => Ok(Some(None)),
        },
        None => Ok(None),
    }
}

/// A set of what is remembered in a slot.
///
/// # Errors
/// MemoryError.
pub(super) fn copy(cx: &mut Cx, data: &'static Instance, slot: usize) -> R {
    let copy = set::new(cx)?;
    if let Some(remembered) = data.get(cx, slot)?.bound() {
        set::update(cx, copy, remembered)?;
    }
    Ok(copy.value())
}
