//! Assignment to `__bases__`.

use super::attributes::cannot_delete;
use super::create::{best_base, remember_subclass, set_mro, solid};
use super::{TYPE, Type, subclasses};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
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
    let new = checked(cx, this, value)?;
    let base = best_base(cx, &new)?;
    check_layout(cx, this, base)?;
    let old_bases = cx.load(this, &this.bases)?;
    let old_base = cx.load(this, &this.base)?;
    cx.store(this, &this.bases, value)?;
    cx.store(this, &this.base, base.value())?;
    if let Err(exit) = order_again(cx, this) {
        // Back to what it was; a rollback does that by itself.
        if exit == crate::cx::Exit::Raise {
            let exception = cx.take_exception();
            cx.store(this, &this.bases, old_bases)?;
            cx.store(this, &this.base, old_base)?;
            order_again(cx, this)?;
            return Err(cx.raise(exception));
        }
        return Err(exit);
    }
    for base in bases_in(old_bases) {
        forget_subclass(cx, base, this)?;
    }
    for base in new {
        remember_subclass(cx, base, this)?;
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
        if base.is_subclass(cx, class)? {
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

/// Finds the method resolution order of a class and its subclasses again.
fn order_again(cx: &mut Cx, class: &'static Type) -> R<()> {
    let bases = cx.load(class, &class.bases)?;
    let bases = bases_in(bases);
    set_mro(cx, class, &bases)?;
    cx.deeper(|cx| {
        for subclass in subclasses(cx, class)? {
            order_again(cx, subclass)?;
        }
        Ok(())
    })
}

fn forget_subclass(cx: &mut Cx, base: &'static Type, class: &'static Type) -> R<()> {
    let Some(list) = cx.load(base, &base.subclasses)?.cast::<List>() else {
        return Ok(());
    };
    let mut classes = list::to_vec(cx, list)?;
    classes.retain(|other| *other != class.value());
    let list = list::from_slice(cx, &classes)?;
    cx.store(base, &base.subclasses, list.value())
}
