//! The object, and what the virtual machine asks of it.

use super::copies;
use super::delete;
use super::grow;
use super::hashing;
use super::insert;
use super::lookup::{self, Current, Hit, Owner};
use super::walk::{self, Walk};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Header, HeapType, LayoutId, Raw, Slot, layout};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub static DICT = TypeDef {
        name: "dict",
        layout: Some(layout::DICT),
        subclassable: true,
        doc: "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\ndict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    for k, v in iterable:\n        d[k] = v\ndict(**kwargs) -> new dictionary initialized with the name=value pairs\n    in the keyword argument list.  For example:  dict(one=1, two=2)",
        ..TypeDef::NEW
    };
}

/// A dict.
#[repr(C)]
#[derive(Debug)]
pub struct Dict {
    header: Header,
    table: Slot,
    /// Objects are multiples of 16 bytes.
    unused: Raw,
}

// SAFETY: a header and two words.
unsafe impl HeapType for Dict {
    const LAYOUT: LayoutId = layout::DICT;
}

impl Dict {
    /// Where machine code finds the reference to the table.
    pub(super) const TABLE: usize = std::mem::offset_of!(Dict, table);
}

impl Owner for Dict {
    const ROLE: &'static str = "dict key";
    const GROWTH: usize = 2;

    #[inline(always)]
    fn table(&'static self) -> &'static Slot {
        &self.table
    }
}

/// An empty dict.
///
/// # Errors
/// MemoryError.
pub fn new(cx: &mut Cx) -> R<&'static Dict> {
    cx.create(&DICT, |header| Dict {
        header,
        table: Slot::new(Value::UNBOUND),
        unused: Raw::new(0),
    })
}

/// An empty dict with room for so many entries.
///
/// # Errors
/// MemoryError.
pub fn with_room(cx: &mut Cx, entries: usize) -> R<&'static Dict> {
    let dict = new(cx)?;
    if entries > 0 {
        grow::replace(cx, dict, None, entries)?;
    }
    Ok(dict)
}

/// A dict of names, which are interned strings and all different, and their values.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
pub(crate) fn of_names(cx: &mut Cx, entries: &[(Value, Value)]) -> R<&'static Dict> {
    let dict = new(cx)?;
    if entries.is_empty() {
        return Ok(dict);
    }
    let table = grow::replace(cx, dict, None, entries.len())?;
    table.fill_private(entries);
    Ok(dict)
}

/// A dict of strings and their values, of which a later one takes the place of an earlier one.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
pub(crate) fn of_texts(cx: &mut Cx, entries: &[[Value; 2]]) -> R<&'static Dict> {
    let dict = with_room(cx, entries.len())?;
    let filled = match Current::at_hand(dict) {
        Some(current) => current.table.fill_small(entries),
        None => 0,
    };
    for [name, value] in &entries[filled..] {
        set_str(cx, dict, *name, *value)?;
    }
    Ok(dict)
}

/// A dict with the entries of another.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
pub fn copy(cx: &mut Cx, dict: &'static Dict) -> R<&'static Dict> {
    copy_with_room(cx, dict, 0)
}

/// The same, with room for `more` entries.
pub(super) fn copy_with_room(cx: &mut Cx, dict: &'static Dict, more: usize) -> R<&'static Dict> {
    let fresh = new(cx)?;
    copies::copy(cx, dict, fresh, more)?;
    Ok(fresh)
}

/// The value of a name: an interned string.
///
/// # Errors
/// When the transaction has to be rolled back, and what a comparison with a key that is no string
/// raises.
#[inline]
pub fn get_str(cx: &mut Cx, dict: &'static Dict, name: Value) -> R<Option<Value>> {
    let hit = lookup::find(cx, dict, name, hashing::of_name(name))?;
    Ok(hit.map(|hit| hit.value))
}

/// Sets the value of a name: an interned string.
///
/// # Errors
/// As [`get_str`], and MemoryError.
#[inline]
pub fn set_str(cx: &mut Cx, dict: &'static Dict, name: Value, value: Value) -> R<()> {
    insert::set(cx, dict, name, hashing::of_name(name), value)
}

/// `dict.get(key)`
///
/// # Errors
/// When the transaction has to be rolled back, and what hashing and comparing raise.
#[inline]
pub fn get(cx: &mut Cx, dict: &'static Dict, key: Value) -> R<Option<Value>> {
    Ok(find(cx, dict, key)?.map(|hit| hit.value))
}

#[inline]
fn find(cx: &mut Cx, dict: &'static Dict, key: Value) -> R<Option<Hit>> {
    let hash = hashing::hash::<Dict>(cx, key)?;
    lookup::find(cx, dict, key, hash)
}

/// `key in dict`
///
/// # Errors
/// As [`get`].
#[inline]
pub fn contains(cx: &mut Cx, dict: &'static Dict, key: Value) -> R<bool> {
    Ok(find(cx, dict, key)?.is_some())
}

/// `dict[key] = value`
///
/// # Errors
/// As [`get`], and MemoryError.
#[inline]
pub fn set(cx: &mut Cx, dict: &'static Dict, key: Value, value: Value) -> R<()> {
    let hash = hashing::hash::<Dict>(cx, key)?;
    insert::set(cx, dict, key, hash, value)
}

/// `dict.setdefault(key, default)`
///
/// # Errors
/// As [`set`].
pub fn set_default(cx: &mut Cx, dict: &'static Dict, key: Value, default: Value) -> R {
    let hash = hashing::hash::<Dict>(cx, key)?;
    match lookup::find(cx, dict, key, hash)? {
        Some(hit) => Ok(hit.value),
        None => {
            insert::add(cx, dict, key, hash, default)?;
            Ok(default)
        }
    }
}

/// Deletes a key, and returns the value that it had; `None` if it is not there.
///
/// # Errors
/// As [`get`].
pub fn remove(cx: &mut Cx, dict: &'static Dict, key: Value) -> R<Option<Value>> {
    let hash = hashing::hash::<Dict>(cx, key)?;
    let hit = lookup::find(cx, dict, key, hash)?;
    if let Some(hit) = hit {
        delete::entry(cx, hit, hash)?;
    }
    Ok(hit.map(|hit| hit.value))
}

/// Deletes and returns the last key and its value.
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn pop_last(cx: &mut Cx, dict: &'static Dict) -> R<Option<(Value, Value)>> {
    let item = delete::pop_last(cx, dict)?;
    Ok(item.map(|item| (item.key, item.value)))
}

/// `len(dict)`
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline]
pub fn len(cx: &mut Cx, dict: &'static Dict) -> R<usize> {
    walk::len(cx, dict)
}

/// `dict.clear()`
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn clear(cx: &mut Cx, dict: &'static Dict) -> R<()> {
    grow::clear(cx, dict)
}

/// The first entry at or behind `position`, which moves behind it: to go through a dict in order,
/// begin with 0. Nobody looks whether the dict changes in between.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline]
pub fn next_entry(
    cx: &mut Cx,
    dict: &'static Dict,
    position: &mut usize,
) -> R<Option<(Value, Value)>> {
    let mut walk = Walk {
        position: *position,
        ..Walk::FORWARD
    };
    let item = walk.step(cx, dict)?;
    *position = walk.position;
    Ok(item.map(|item| (item.key, item.value)))
}
