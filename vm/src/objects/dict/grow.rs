//! Replacing a table by one of another size.
//!
//! Growth owns every unit of the old table before it copies: a writer of a stripe and a growth conflict
//! over the stripe's token, whoever comes first. Then it writes the owner's reference. The old table
//! is never written again, and a rollback brings back the reference and releases the tokens, with
//! nothing to move. That the tokens are owned before the reference changes, and released after, is
//! also what lets look-ups do without the owner's token (`lookup.rs`); so `clear` owns them too.

use super::copies;
use super::lookup::{Current, Owner};
use super::table::{Geometry, SMALL, Table};
use super::walk;
use crate::cx::{Cx, R};
use crate::value::Value;
use std::sync::atomic::{Ordering, fence};

/// Entries from which on every table only doubles.
const LARGE: usize = 50_000;

/// Gives `owner` a table with the entries of `old` that are alive, and room for growth, at least for
/// `more`.
///
/// # Errors
/// When the transaction has to be rolled back, and MemoryError.
#[cold]
pub(super) fn replace<O: Owner>(
    cx: &mut Cx,
    owner: &'static O,
    old: Option<&'static Table>,
    more: usize,
) -> R<&'static Table> {
    let used = match old {
        Some(old) => {
            old.own(cx)?;
            old.used()
        }
        None => 0,
    };
    let growth = if (SMALL..LARGE).contains(&used) {
        O::GROWTH
    } else {
        2
    };
    let room = used.saturating_add(more).max(used.saturating_mul(growth));
    let new = Table::new(cx, Geometry::for_entries(room))?;
    if let Some(old) = old {
        copies::append_all(cx, old, new)?;
    }
    install(cx, owner, new)?;
    Ok(new)
}

/// Makes a new table the owner's.
pub(super) fn install<O: Owner>(cx: &mut Cx, owner: &'static O, table: &'static Table) -> R<()> {
    // Pairs with the fence in `Current::of`: who reads the reference without having met a token that
    // this transaction unlocks sees what the table says of itself.
    fence(Ordering::Release);
    cx.store(owner, owner.table(), table.into())
}

/// Takes the table away from `owner`.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn clear<O: Owner>(cx: &mut Cx, owner: &'static O) -> R<()> {
    let mut current = Current::of(cx, owner)?;
    while let Some(found) = current {
        found.table.own(cx)?;
        if found.is() {
            return cx.store(owner, owner.table(), Value::UNBOUND);
        }
        current = Current::settled(cx, owner)?;
    }
    Ok(())
}

/// Sees to it that `owner` has room for so many entries more, in total.
///
/// # Errors
/// As [`replace`].
pub(crate) fn reserve<O: Owner>(cx: &mut Cx, owner: &'static O, more: usize) -> R<()> {
    let (table, room) = match walk::head(cx, owner)? {
        Some((table, head)) => (Some(table), table.capacity() - head.tail),
        None => (None, 0),
    };
    if more > room {
        replace(cx, owner, table, more)?;
    }
    Ok(())
}

/// Makes room at once for so many entries that are to be added, as far as their keys are not there
/// yet; but not if somebody else may have the table: a growth conflicts with everybody, and perhaps
/// none is added.
///
/// # Errors
/// As [`replace`].
pub(crate) fn expect<O: Owner>(cx: &mut Cx, owner: &'static O, more: usize) -> R<()> {
    match Current::at_hand(owner) {
        Some(current) if !cx.tx.is_open(current.table.first_token()) => Ok(()),
        _ if more == 0 => Ok(()),
        _ => reserve(cx, owner, more),
    }
}

/// Gives back room that was made for many and has few, in a table that nobody else sees yet.
///
/// # Errors
/// As [`replace`].
pub(crate) fn fit<O: Owner>(cx: &mut Cx, owner: &'static O) -> R<()> {
    let Some((table, head)) = walk::head(cx, owner)? else {
        return Ok(());
    };
    if table.capacity() <= SMALL || head.used > table.capacity() / 4 {
        return Ok(());
    }
    let new = Table::new(cx, Geometry::for_entries(head.used))?;
    copies::append_all(cx, table, new)?;
    install(cx, owner, new)
}

impl Table {
    /// Owns all units.
    pub(super) fn own(&'static self, cx: &mut Cx) -> R<()> {
        cx.tx.open_write_all(self.first_unit())?;
        for number in 0..self.stripes() {
            cx.tx.open_write_part(&self.stripe(number).token, &[])?;
        }
        Ok(())
    }
}
