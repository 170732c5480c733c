//! Where a name's value lies, for inline caches: of global names above all.
//!
//! A cache remembers the table and the entry in it. The read checks, in its transaction, that the dict
//! still has this table and the entry this name, so that what it gives is what a look-up would. (Who
//! puts a name into an entry, or takes it out, owns the unit that the name's hash selects; so its token
//! is the one to look at, as long as the name is there.)
//!
//! Nothing here keeps a table alive. As long as it is a dict's table it is alive, which is found out
//! before anything else is looked at; and caches are emptied when a collection has happened.

use super::base::Dict;
use super::lookup::{self, Current, Owner};
use super::place::Hash;
use super::table::{Entry, INSERTIONS, Table};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::objects::str::Str;
use crate::value::Value;
use std::mem::offset_of;
use std::sync::atomic::{Ordering, fence};
use stm_core::Token;

/// A place in a table, for [`read_located`].
#[derive(Clone, Copy, Debug)]
pub struct Located {
    table: &'static Table,
    token: &'static Token,
    entry: &'static Entry,
}

/// That a name is not there, for [`is_absent`].
#[derive(Clone, Copy, Debug)]
pub struct Absent {
    table: &'static Table,
    /// Its insertions so far.
    insertions: Value,
}

impl Located {
    /// The table.
    pub(crate) fn table(self) -> Value {
        self.table.value()
    }

    /// The table; the addresses of the token that guards the entry, and of its key and its value.
    pub(crate) fn parts(self) -> (Value, usize, [usize; 2]) {
        let token = std::ptr::from_ref(self.token) as usize;
        let entry = std::ptr::from_ref(self.entry) as usize;
        let words = [offset_of!(Entry, key), offset_of!(Entry, value)];
        (self.table.value(), token, words.map(|word| entry + word))
    }
}

impl Absent {
    /// The table.
    pub(crate) fn table(self) -> Value {
        self.table.value()
    }

    /// The table; the addresses of the token that guards the number of insertions, and of that; the insertions so far.
    pub(crate) fn parts(self) -> (Value, usize, usize, Value) {
        let token = std::ptr::from_ref(self.table.first_token()) as usize;
        let table = self.table.value();
        let words = table.address().unwrap_or_default() + INSERTIONS;
        (table, token, words, self.insertions)
    }
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
    Ok(insertions.map(|insertions| Absent { table, insertions }))
}

/// Whether the dict still lacks what it lacked: nothing has been inserted since. (So an insertion of any
/// key conflicts with this.)
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline(always)]
pub fn is_absent(cx: &mut Cx, dict: &'static Dict, absent: Absent) -> R<bool> {
    let table = absent.table;
    if !is_table(dict, table) {
        return Ok(false);
    }
    // As in `Current::of`.
    fence(Ordering::Acquire);
    Ok(cx.tx.view(table.first_token(), || {
        is_table(dict, table) && table.insertions() == absent.insertions
    })?)
}

/// Whether this is the dict's table, as far as can be seen without a look at a token (`lookup.rs`).
#[inline(always)]
fn is_table(dict: &'static Dict, table: &'static Table) -> bool {
    dict.table().peek() == table.value()
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
    let hash = Hash::new(string.hash());
    let hit = lookup::find(cx, dict, name, hash)?;
    // Found under another string with the same text, it would be compared in vain each time.
    let hit = hit.filter(|hit| hit.key == name);
    Ok(hit.map(|hit| Located {
        table: hit.table,
        token: hit.table.token_of(hash),
        entry: hit.table.entry(hit.entry),
    }))
}

/// The value of a name that was once found at `place`; unbound if it is not there any more: then look
/// it up.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline(always)]
pub fn read_located(cx: &mut Cx, dict: &'static Dict, place: Located, name: Value) -> R {
    if !is_table(dict, place.table) {
        return Ok(Value::UNBOUND);
    }
    // As in `Current::of`.
    fence(Ordering::Acquire);
    Ok(cx.tx.view(place.token, || {
        if is_table(dict, place.table) && place.entry.key.peek() == name {
            place.entry.value.peek()
        } else {
            Value::UNBOUND
        }
    })?)
}
