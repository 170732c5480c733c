//! Subscripts: `list[i]` and `list[a:b:c]`, read, assigned and deleted.

use super::base::{self, LIST, List};
use super::grow::{give_back, splice};
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::objects::slice::{Indices, Unpacked};
use crate::objects::tuple;
use crate::protocol::sequence::{Subscript, subscript};
use crate::protocol::type_name;
use crate::value::Value;

/// The place of an index; the length is asked for only if it counts from the end.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline]
pub(super) fn place(cx: &mut Cx, list: &'static List, index: isize) -> R<usize> {
    match usize::try_from(index) {
        Ok(index) => Ok(index),
        // What is before the beginning is nowhere.
        Err(_) => Ok(base::len(cx, list)?
            .checked_sub(index.unsigned_abs())
            .unwrap_or(usize::MAX)),
    }
}

fn no_subscript(cx: &mut Cx, key: Value) -> R<Exit> {
    let class = type_name(cx, key)?;
    Ok(cx.type_error(format_args!(
        "list indices must be integers or slices, not {class}"
    )))
}

fn out_of_range(cx: &mut Cx) -> Exit {
    cx.index_error(format_args!("list assignment index out of range"))
}

/// Return self[index].
#[native(LIST, "__getitem__(self, index, /)")]
pub(crate) fn get_item(cx: &mut Cx, this: &'static List, index: Value) -> R {
    match subscript(cx, index)? {
        Some(Subscript::Index(index)) => {
            let place = place(cx, this, index)?;
            match base::get(cx, this, place)? {
                Some(value) => Ok(value),
                None => Err(cx.index_error(format_args!("list index out of range"))),
            }
        }
        Some(Subscript::Slice(bounds)) => Ok(get_slice(cx, this, bounds)?.value()),
        None => Err(no_subscript(cx, index)?),
    }
}

/// The elements that a slice selects, as a new list.
///
/// # Errors
/// When the transaction has to be rolled back, and MemoryError.
pub(crate) fn get_slice(cx: &mut Cx, list: &'static List, bounds: Unpacked) -> R<&'static List> {
    let indices = bounds.adjust(base::len(cx, list)?);
    if indices.step == 1 {
        let start = indices.start as usize;
        return base::copy(cx, list, start..start + indices.count);
    }
    base::filled(cx, indices.count, |cx, slots| {
        if indices.step == -1 {
            let end = indices.start as usize + 1;
            base::read_parts(cx, list, end - slots.len()..end, |first, part| {
                let before = slots.len() - first;
                for (to, from) in slots[..before].iter().rev().zip(part) {
                    to.poke(from.peek());
                }
            })?;
            return Ok(());
        }
        for (slot, index) in slots.iter().zip(indices.iter()) {
            slot.poke(base::get(cx, list, index)?.unwrap_or(Value::NONE));
        }
        Ok(())
    })
}

#[native(LIST, "__setitem__(self, key, value, /)", slot)]
fn setitem(cx: &mut Cx, this: &'static List, key: Value, value: Value) -> R<()> {
    match subscript(cx, key)? {
        Some(Subscript::Index(index)) => {
            let place = place(cx, this, index)?;
            match base::set(cx, this, place, value)? {
                true => Ok(()),
                false => Err(out_of_range(cx)),
            }
        }
        Some(Subscript::Slice(bounds)) => set_slice(cx, this, bounds, value),
        None => Err(no_subscript(cx, key)?),
    }
}

/// Elements up to which a list that is assigned is copied to the stack.
const FEW: usize = 16;

/// `list[bounds] = values`
///
/// # Errors
/// TypeError if the values cannot be iterated over, what the iteration raises, ValueError if they are
/// not as many as an extended slice selects, and MemoryError.
pub(crate) fn set_slice(
    cx: &mut Cx,
    list: &'static List,
    bounds: Unpacked,
    values: Value,
) -> R<()> {
    if let Some(source) = values.cast::<List>() {
        if let Some(values) = base::lent(cx, source).filter(|_| !std::ptr::eq(source, list)) {
            return replace_slice(cx, list, bounds, values);
        }
        // Copied, because the list may be assigned to a part of itself.
        let mut few = [Value::NONE; FEW];
        let length = base::len(cx, source)?;
        if length <= FEW {
            base::read(cx, source, 0..length, |place, value| few[place] = value)?;
            return replace_slice(cx, list, bounds, &few[..length]);
        }
    }
    let values = tuple::of_sequence(cx, values, "must assign iterable to extended slice")?;
    replace_slice(cx, list, bounds, values.as_slice())
}

/// Puts values, which lie where the collector finds them, in the place of a slice.
fn replace_slice(cx: &mut Cx, list: &'static List, bounds: Unpacked, values: &[Value]) -> R<()> {
    let indices = bounds.adjust(base::len(cx, list)?);
    if indices.step == 1 {
        let start = indices.start as usize;
        return splice(cx, list, start..start + indices.count, values);
    }
    let (given, count) = (values.len(), indices.count);
    if given != count {
        return Err(cx.value_error(format_args!(
            "attempt to assign sequence of size {given} to extended slice of size {count}"
        )));
    }
    for (index, value) in indices.iter().zip(values) {
        base::set(cx, list, index, *value)?;
    }
    Ok(())
}

#[native(LIST, "__delitem__(self, key, /)", slot)]
fn delitem(cx: &mut Cx, this: &'static List, key: Value) -> R<()> {
    match subscript(cx, key)? {
        Some(Subscript::Index(index)) => {
            let place = place(cx, this, index)?;
            if place >= base::len(cx, this)? {
                return Err(out_of_range(cx));
            }
            splice(cx, this, place..place + 1, &[])
        }
        Some(Subscript::Slice(bounds)) => {
            let indices = bounds.adjust(base::len(cx, this)?).ascending();
            if indices.step == 1 {
                let start = indices.start as usize;
                return splice(cx, this, start..start + indices.count, &[]);
            }
            delete_each(cx, this, indices)
        }
        None => Err(no_subscript(cx, key)?),
    }
}

/// Deletes the elements at these ascending indices.
fn delete_each(cx: &mut Cx, list: &'static List, indices: Indices) -> R<()> {
    let Some((buffer, length)) = list.own_head(cx)? else {
        return Ok(());
    };
    let first = indices.start.max(0) as usize;
    buffer.own_slots(cx, first..length)?;
    let slots = buffer.slots();
    let mut deleted = indices.iter().peekable();
    let mut kept = first;
    for from in first..length {
        if deleted.next_if_eq(&from).is_none() {
            slots[kept].poke(slots[from].peek());
            kept += 1;
        }
    }
    for slot in &slots[kept..length] {
        slot.poke(Value::EMPTY);
    }
    buffer.set_length(kept);
    give_back(cx, list, buffer, kept)
}
