//! Replacing a table by one of another size.
//!
//! Growth owns every unit of the old table before it copies: a writer of a stripe and a growth conflict
//! over the stripe's token, whoever comes first. Then it writes the owner's reference. The old table
//! is never written again, and a rollback brings back the reference and releases the tokens, with
//! nothing to move. That the tokens are owned before the reference changes, and released after, is
//! also what lets look-ups do without the owner's token (`lookup.rs`); so `clear` owns them too.

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
        old.copy_to(new);
    }
    install(cx, owner, new)?;
    Ok(new)
}

/// Makes a new table the owner's.
fn install<O: Owner>(cx: &mut Cx, owner: &'static O, table: &'static Table) -> R<()> {
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

impl Table {
    /// Owns all units.
    pub(super) fn own(&'static self, cx: &mut Cx) -> R<()> {
        cx.tx.open_write_all(self.first_unit())?;
        for number in 0..self.stripes() {
            cx.tx.open_write_part(&self.stripe(number).token, &[])?;
        }
        Ok(())
    }

    /// Appends the entries that are alive to a table that nobody else has seen. This one is owned.
    fn copy_to(&'static self, new: &'static Table) {
        let entries = self.entries()[..self.tail()].iter();
        let alive = entries.filter(|entry| !entry.key.peek().is_unbound());
        let mut count = 0;
        for (fresh, entry) in new.entries().iter().zip(alive) {
            let hash = entry.hash();
            new.lead_to_private(count, hash);
            fresh.write(entry.key.peek(), hash, entry.value.peek());
            count += 1;
        }
        new.set_tail(count);
        new.set_used(count);
    }
}

/// Gives `target`, another owner that has no entries, those of `source`, and room for `more`.
///
/// # Errors
/// As [`replace`].
pub(crate) fn copy<A: Owner, B: Owner>(
    cx: &mut Cx,
    source: &'static A,
    target: &'static B,
    more: usize,
) -> R<()> {
    let used = walk::len(cx, source)?;
    if used == 0 {
        return Ok(());
    }
    // It may have a table of deleted entries.
    clear(cx, target)?;
    let table = Table::new(cx, Geometry::for_entries(used.saturating_add(more)))?;
    let mut entries = table.entries().iter().enumerate();
    walk::each(cx, source, |_, item| {
        if let Some((number, entry)) = entries.next() {
            table.lead_to_private(number, item.hash);
            entry.write(item.key, item.hash, item.value);
        }
        Ok(())
    })?;
    table.set_tail(used);
    table.set_used(used);
    install(cx, target, table)
}
