//! Assignment to `__bases__`.

use super::attributes::{cannot_delete, check_mutable};
use super::create::{best_base, set_mro, solid};
use super::subclasses::forget_subclass;
use super::{TYPE, Type, next_version, remember_subclass, subclasses};
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::objects::list::{self, List};
use crate::objects::tuple::Tuple;
use crate::protocol::{attribute, type_name};
use crate::value::Value;

#[native(TYPE, "__bases__", getter, effect = reads)]
fn bases(cx: &mut Cx, this: &'static Type) -> R {
    cx.load(this, &this.bases)
}

#[native(TYPE, "__bases__", deleter, effect = reads)]
fn delete_bases(cx: &mut Cx, this: &'static Type) -> R<()> {
    Err(cannot_delete(cx, this, "__bases__")?)
}

#[native(TYPE, "__bases__", setter)]
fn set_bases(cx: &mut Cx, this: &'static Type, value: Value) -> R<()> {
    let name = name!(cx, "__bases__")?;
    check_mutable(cx, this, name)?;
    let new = checked(cx, this, value)?;
    let base = best_base(cx, &new)?;
    check_layout(cx, this, base)?;
    let old_bases = cx.load(this, &this.bases)?;
    let old_base = cx.load(this, &this.base)?;
    cx.store(this, &this.bases, value)?;
    cx.store(this, &this.base, base.value())?;
    let changes = list::new(cx)?;
    let result = order_again(cx, this, changes);
    // Unless a `mro` method has assigned others meanwhile, which hold then.
    let holds = cx.load(this, &this.bases)? == value;
    match result {
        Ok(()) if holds => {
            for base in bases_in(old_bases) {
                forget_subclass(cx, base, this)?;
            }
            for base in new {
                remember_subclass(cx, base, this)?;
            }
        }
        Ok(()) => {}
        // Back to what it was; a rollback does that by itself.
        Err(Exit::Raise) => {
            let exception = cx.take_exception();
            if holds {
                cx.store(this, &this.bases, old_bases)?;
                cx.store(this, &this.base, old_base)?;
                undo(cx, changes)?;
            }
            attribute::changed(cx, this)?;
            return Err(cx.raise(exception));
        }
        Err(exit) => return Err(exit),
    }
    attribute::changed(cx, this)
}

fn bases_in(bases: Value) -> Vec<&'static Type> {
    let bases = bases.cast::<Tuple>().map_or(&[][..], Tuple::as_slice);
    bases.iter().filter_map(|base| base.cast()).collect()
}

/// The classes in the tuple that is assigned.
fn checked(cx: &mut Cx, class: &'static Type, value: Value) -> R<Vec<&'static Type>> {
    let name = class.name_text(cx)?;
    let Some(bases) = value.cast::<Tuple>() else {
        let given = type_name(cx, value)?;
        return Err(cx.type_error(format_args!(
            "can only assign tuple to {name}.__bases__, not {given}"
        )));
    };
    if bases.is_empty() {
        return Err(cx.type_error(format_args!(
            "can only assign non-empty tuple to {name}.__bases__, not ()"
        )));
    }
    for base in bases.as_slice() {
        let Some(base) = base.cast::<Type>() else {
            let given = type_name(cx, *base)?;
            return Err(cx.type_error(format_args!(
                "{name}.__bases__ must be tuple of classes, not '{given}'"
            )));
        };
        // A `mro` method may be at work on the base, whose order is not yet what it will be.
        if base.is_subclass(cx, class)? || base.descends_from(cx, class)? {
            return Err(cx.type_error(format_args!("a __bases__ item causes an inheritance cycle")));
        }
    }
    Ok(bases_in(value))
}

/// Instances keep their memory, so the new base must give them the same.
fn check_layout(cx: &mut Cx, class: &'static Type, base: &'static Type) -> R<()> {
    let Some(old) = cx.load(class, &class.base)?.cast::<Type>() else {
        return Ok(());
    };
    if std::ptr::eq(solid(cx, old)?, solid(cx, base)?) {
        return Ok(());
    }
    let (new, old) = (base.name_text(cx)?, old.name_text(cx)?);
    Err(cx.type_error(format_args!(
        "__bases__ assignment: '{new}' object layout differs from '{old}'"
    )))
}

/// Finds the method resolution order of a class and its subclasses again. `changes` gets each class that
/// has a new one, and the old one.
fn order_again(cx: &mut Cx, class: &'static Type, changes: &'static List) -> R<()> {
    let before = cx.load(class, &class.mro)?;
    let bases = cx.load(class, &class.bases)?;
    if !set_mro(cx, class, &bases_in(bases))? {
        return Ok(());
    }
    list::append(cx, changes, class.value())?;
    list::append(cx, changes, before)?;
    let subclasses: Vec<Value> = subclasses(cx, class)?
        .into_iter()
        .map(HeapType::value)
        .collect();
    let subclasses = cx.tuple(&subclasses)?;
    cx.deeper(|cx| {
        for subclass in bases_in(subclasses) {
            order_again(cx, subclass, changes)?;
        }
        Ok(())
    })
}

/// Gives classes their old orders back.
fn undo(cx: &mut Cx, changes: &'static List) -> R<()> {
    for change in list::to_vec(cx, changes)?.chunks(2).rev() {
        if let [class, order] = change
            && let Some(class) = class.cast::<Type>()
        {
            cx.store(class, &class.mro, *order)?;
            cx.store(class, &class.version, next_version())?;
        }
    }
    Ok(())
}
