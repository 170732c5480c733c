//! The direct subclasses of a class: a list of the builtin ones themselves, which live forever, and of
//! weak references to the others.

use super::{Flags, Type};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::objects::instance::Instance;
use crate::objects::list::{self, List};
use crate::objects::weakref;
use crate::value::Value;

/// The direct subclasses of a class.
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn subclasses(cx: &mut Cx, class: &'static Type) -> R<Vec<&'static Type>> {
    let mut classes = Vec::new();
    for entry in entries(cx, class)? {
        classes.extend(living(cx, entry)?);
    }
    Ok(classes)
}

fn entries(cx: &mut Cx, base: &'static Type) -> R<Vec<Value>> {
    match cx.load(base, &base.subclasses)?.cast::<List>() {
        Some(list) => list::to_vec(cx, list),
        None => Ok(Vec::new()),
    }
}

/// The class that an entry means, unless it has died.
fn living(cx: &mut Cx, entry: Value) -> R<Option<&'static Type>> {
    match entry.cast::<Instance>() {
        Some(reference) => {
            let class = weakref::referent(cx, reference)?;
            Ok(class.and_then(|class| class.cast::<Type>()))
        }
        None => Ok(entry.cast::<Type>()),
    }
}

/// Enters `class` in the list of subclasses of `base`.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
pub(crate) fn remember_subclass(cx: &mut Cx, base: &'static Type, class: &'static Type) -> R<()> {
    let entry = if class.flags().has(Flags::BUILTIN) {
        class.value()
    } else {
        weakref::plain(cx, class.value())?.value()
    };
    let list = match cx.load(base, &base.subclasses)?.cast::<List>() {
        // Whenever it has doubled, the dead are left out.
        Some(list) if list::len(cx, list)?.is_power_of_two() => keep(cx, base, |_| true)?,
        Some(list) => list,
        None => keep(cx, base, |_| true)?,
    };
    list::append(cx, list, entry)
}

/// Takes `class` out of the list of subclasses of `base`.
pub(super) fn forget_subclass(cx: &mut Cx, base: &'static Type, class: &'static Type) -> R<()> {
    keep(cx, base, |other| !std::ptr::eq(other, class)).map(|_| ())
}

/// A new list of those entries of `base` that live and are `wanted`.
fn keep(
    cx: &mut Cx,
    base: &'static Type,
    wanted: impl Fn(&'static Type) -> bool,
) -> R<&'static List> {
    let list = list::new(cx)?;
    for entry in entries(cx, base)? {
        if living(cx, entry)?.is_some_and(&wanted) {
            list::append(cx, list, entry)?;
        }
    }
    cx.store(base, &base.subclasses, list.value())?;
    Ok(list)
}
