//! `dict.update`, and what else takes entries from another mapping.

use super::base::{self, DICT, Dict, set};
use super::copies;
use super::grow;
use super::insert;
use super::iter;
use super::lookup::Owner;
use super::walk::{self, Next, Walk};
use crate::cx::{Cx, Exit, R};
use crate::name;
use crate::objects::exception::classes::TYPE_ERROR;
use crate::objects::list::{self, List};
use crate::objects::set::Set;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::protocol::{self, attribute, call, class_of, is_instance};
use crate::value::Value;

/// Sets the entries of another dict.
///
/// # Errors
/// RuntimeError if a comparison changes the size of `source`; what comparisons raise, MemoryError,
/// and when the transaction has to be rolled back.
pub fn merge(cx: &mut Cx, target: &'static Dict, source: &'static Dict) -> R<()> {
    if std::ptr::eq(target, source) {
        return Ok(());
    }
    let length = walk::len(cx, source)?;
    if walk::len(cx, target)? == 0 {
        return copies::copy(cx, source, target, 0);
    }
    grow::expect(cx, target, length)?;
    let mut walk = Walk::FORWARD;
    loop {
        match walk.next(cx, source, length)? {
            Next::Item(item) => insert::set(cx, target, item.key, item.hash, item.value)?,
            Next::End => return Ok(()),
            Next::Resized => {
                return Err(cx.runtime_error(format_args!("dict mutated during update")));
            }
        }
    }
}

/// [`merge`] into an empty dict from one whose keys are all strings; false, and nothing is done, if
/// it is not so.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
pub fn copy_names(cx: &mut Cx, target: &'static Dict, source: &'static Dict) -> R<bool> {
    let may = walk::len(cx, target)? == 0 && has_names_only(cx, source)?;
    if may {
        merge(cx, target, source)?;
    }
    Ok(may)
}

/// Whether all keys are strings, and of no subclass.
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn has_names_only(cx: &mut Cx, dict: &'static Dict) -> R<bool> {
    let mut all = true;
    walk::each(cx, dict, |_, item| {
        all &= item.key.is::<Str>();
        Ok(())
    })?;
    Ok(all)
}

/// Sets every key of a dict, or element of a set, to the same value, without asking for hashes; false if
/// `source` is neither.
///
/// # Errors
/// RuntimeError if a comparison changes the size of `source`; what comparisons raise, MemoryError,
/// and when the transaction has to be rolled back.
pub(super) fn fill(cx: &mut Cx, target: &'static Dict, source: Value, value: Value) -> R<bool> {
    if let Some(dict) = source.cast::<Dict>()
        && DICT.is(class_of(source))
    {
        fill_from(cx, target, dict, value)?;
    } else if let Some(set) = source.cast::<Set>() {
        fill_from(cx, target, set, value)?;
    } else {
        return Ok(false);
    }
    Ok(true)
}

fn fill_from<O: Owner>(
    cx: &mut Cx,
    target: &'static Dict,
    source: &'static O,
    value: Value,
) -> R<()> {
    let length = walk::len(cx, source)?;
    grow::expect(cx, target, length)?;
    let mut walk = Walk::FORWARD;
    loop {
        match walk.next(cx, source, length)? {
            Next::Item(item) => insert::set(cx, target, item.key, item.hash, value)?,
            Next::End => return Ok(()),
            Next::Resized => return Err(iter::resized::<O>(cx)),
        }
    }
}

/// A new dict with the entries of a dict, or of an instance of a subclass, which is asked for them
/// if it has its own `__iter__`; and with room for `more`.
///
/// # Errors
/// As [`update_from_mapping`].
pub(super) fn copied(cx: &mut Cx, source: Value, more: usize) -> R<&'static Dict> {
    if let Some(dict) = source.cast::<Dict>()
        && DICT.is(class_of(source))
    {
        return base::copy_with_room(cx, dict, more);
    }
    let fresh = base::new(cx)?;
    update_from_mapping(cx, fresh, source)?;
    Ok(fresh)
}

/// `target.update(source)`: from a mapping, which has `keys`, or from pairs.
///
/// # Errors
/// TypeError and ValueError if it is neither; what its methods raise, and as [`merge`].
pub fn update(cx: &mut Cx, target: &'static Dict, source: Value) -> R<()> {
    if let Some(dict) = source.cast::<Dict>()
        && DICT.is(class_of(source))
    {
        return merge(cx, target, dict);
    }
    let name = name!(cx, "keys")?;
    match attribute::find(cx, source, name)? {
        Some(_) => update_from_mapping(cx, target, source),
        None => update_from_pairs(cx, target, source),
    }
}

/// Sets the entries of a mapping: of a subclass of `dict` that has not its own `__iter__` directly.
///
/// # Errors
/// As [`update`].
pub fn update_from_mapping(cx: &mut Cx, target: &'static Dict, source: Value) -> R<()> {
    if let Some(dict) = cx.payload::<Dict>(source)? {
        let iter = name!(cx, "__iter__")?;
        if class_of(source).lookup(cx, iter)? == DICT.class().lookup(cx, iter)? {
            return merge(cx, target, dict);
        }
    }
    let name = name!(cx, "keys")?;
    let keys = call::call_method(cx, source, name, &[])?;
    let keys = protocol::iter(cx, keys)?;
    while let Some(key) = protocol::next(cx, keys)? {
        let value = protocol::get_item(cx, source, key)?;
        set(cx, target, key, value)?;
    }
    Ok(())
}

fn update_from_pairs(cx: &mut Cx, target: &'static Dict, pairs: Value) -> R<()> {
    let iterator = protocol::iter(cx, pairs)?;
    let mut number = 0;
    while let Some(element) = protocol::next(cx, iterator)? {
        let (key, value) = pair(cx, element, number)?;
        set(cx, target, key, value)?;
        number += 1;
    }
    Ok(())
}

/// Takes element `number` of a sequence of pairs apart.
fn pair(cx: &mut Cx, element: Value, number: usize) -> R<(Value, Value)> {
    if let Some([key, value]) = element.cast::<Tuple>().map(|tuple| tuple.as_slice()) {
        return Ok((*key, *value));
    }
    let list = match as_list(cx, element) {
        Ok(list) => list,
        Err(exit) => return Err(no_sequence(cx, exit, number)?),
    };
    let length = list::len(cx, list)?;
    if length != 2 {
        return Err(cx.value_error(format_args!(
            "dictionary update sequence element #{number} has length {length}; 2 is required"
        )));
    }
    let (key, value) = (list::get(cx, list, 0)?, list::get(cx, list, 1)?);
    Ok((key.unwrap_or(Value::NONE), value.unwrap_or(Value::NONE)))
}

fn as_list(cx: &mut Cx, element: Value) -> R<&'static List> {
    if let Some(list) = element.cast::<List>() {
        return Ok(list);
    }
    let list = list::new(cx)?;
    let iterator = match protocol::iter(cx, element) {
        Err(Exit::Raise) => return Err(not_iterable(cx)?),
        iterator => iterator?,
    };
    while let Some(value) = protocol::next(cx, iterator)? {
        list::append(cx, list, value)?;
    }
    Ok(list)
}

/// The TypeError for what cannot be iterated over, in other words.
#[cold]
fn not_iterable(cx: &mut Cx) -> R<Exit> {
    let exception = cx.exception;
    if !is_instance(cx, exception, &TYPE_ERROR)? {
        return Ok(Exit::Raise);
    }
    cx.take_exception();
    Ok(cx.type_error(format_args!("object is not iterable")))
}

/// Says of a TypeError which element was meant.
#[cold]
fn no_sequence(cx: &mut Cx, exit: Exit, number: usize) -> R<Exit> {
    let exception = cx.exception;
    if exit != Exit::Raise || !is_instance(cx, exception, &TYPE_ERROR)? {
        return Ok(exit);
    }
    let exception = cx.take_exception();
    let note = cx.str(&format!(
        "Cannot convert dictionary update sequence element #{number} to a sequence"
    ))?;
    let name = name!(cx, "add_note")?;
    call::call_method(cx, exception, name, &[note])?;
    cx.exception = exception;
    Ok(exit)
}
