//! Where a name's value lies, for inline caches: of global names above all.
//!
//! A cache remembers the table and the number of the entry. Both are no more than hints. The read
//! checks, in its transaction, that the dict still has this table and the entry this name, so that
//! what it gives is what a look-up would.

use super::base::Dict;
use super::lookup::{self, Current};
use super::place::Hash;
use crate::cx::{Cx, R};
use crate::objects::str::Str;
use crate::value::Value;

/// A place in a table, in one word and a half: for [`read_located`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Located {
    /// The address of the table. It keeps nothing alive, and is compared only.
    pub table: usize,
    /// The number of the entry.
    pub entry: usize,
}

/// That a name is not there, for [`is_absent`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Absent {
    /// The address of the table, as in [`Located`].
    table: usize,
    /// Its insertions so far.
    insertions: Value,
}

/// What to remember of a dict that does not have some name; `None` if it has no table yet.
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn note_absence(cx: &mut Cx, dict: &'static Dict) -> R<Option<Absent>> {
    let Some(current) = Current::of(cx, dict)? else {
        return Ok(None);
    };
    let table = current.table;
    let insertions = cx.tx.view(table.first_token(), || {
        current.is().then(|| table.insertions())
    })?;
    Ok(insertions.map(|insertions| Absent {
        table: std::ptr::from_ref(table) as usize,
        insertions,
    }))
}

/// Whether the dict still lacks what it lacked: nothing has been inserted since. (So an insertion of any
/// key conflicts with this.)
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline(always)]
pub fn is_absent(cx: &mut Cx, dict: &'static Dict, absent: Absent) -> R<bool> {
    let Some(current) = Current::of(cx, dict)? else {
        return Ok(false);
    };
    let table = current.table;
    if std::ptr::from_ref(table) as usize != absent.table {
        return Ok(false);
    }
    Ok(cx.tx.view(table.first_token(), || {
        current.is() && table.insertions() == absent.insertions
    })?)
}

/// Finds the place of a name: an interned string.
///
/// # Errors
/// When the transaction has to be rolled back, and what a comparison with a key that is no string
/// raises.
pub fn locate(cx: &mut Cx, dict: &'static Dict, name: Value) -> R<Option<Located>> {
    let Some(string) = name.cast::<Str>() else {
        return Ok(None);
    };
    let hit = lookup::find(cx, dict, name, Hash::new(string.hash()))?;
    // Found under another string with the same text, it would be compared in vain each time.
    let hit = hit.filter(|hit| hit.key == name);
    Ok(hit.map(|hit| Located {
        table: std::ptr::from_ref(hit.table) as usize,
        entry: hit.entry,
    }))
}

/// The value of a name that was once found at `place`; `None` if it is not there any more: then look
/// it up.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline(always)]
pub fn read_located(
    cx: &mut Cx,
    dict: &'static Dict,
    place: Located,
    name: Value,
) -> R<Option<Value>> {
    let Some(current) = Current::of(cx, dict)? else {
        return Ok(None);
    };
    let table = current.table;
    // The memory may be that of another table than the cache knew.
    if std::ptr::from_ref(table) as usize != place.table || place.entry >= table.capacity() {
        return Ok(None);
    }
    let entry = table.entry(place.entry);
    let token = table.token_of(entry.hash());
    let (hash, key, value) = cx.tx.view(token, || match current.is() {
        true => entry.read(),
        false => (entry.hash(), Value::UNBOUND, Value::UNBOUND),
    })?;
    let is_there = key == name && std::ptr::eq(token, table.token_of(hash));
    Ok(is_there.then_some(value))
}
