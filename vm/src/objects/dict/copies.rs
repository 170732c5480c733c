//! Copying entries to a table that nobody else has seen. No key is asked for its hash, or compared.
//!
//! In a table without deleted entries, every entry of the copy has the number that it had, so what leads
//! to the entries is copied as well, word by word. If the copy has to be of another size, or would have
//! gaps, each entry is led to anew.

use super::grow;
use super::lookup::Owner;
use super::place::Hash;
use super::table::{Geometry, Stripe, Table};
use super::walk::{self, Head};
use crate::cx::{Cx, R};

/// Gives `target`, another owner that has no entries, those of `source`, and room for `more`.
///
/// # Errors
/// As [`grow::replace`].
pub(crate) fn copy<A: Owner, B: Owner>(
    cx: &mut Cx,
    source: &'static A,
    target: &'static B,
    more: usize,
) -> R<()> {
    let Some((old, head)) = walk::head(cx, source)?.filter(|(_, head)| head.used > 0) else {
        return Ok(());
    };
    // It may have a table of deleted entries.
    grow::clear(cx, target)?;
    let wanted = Geometry::for_entries(head.used.saturating_add(more));
    let same = old.geometry();
    let has_gaps = head.used < head.tail;
    let new = if !has_gaps && wanted.is_some_and(|wanted| same.suits(wanted)) {
        let new = Table::new(cx, Some(same))?;
        old.copy_leads(cx, new)?;
        fill(cx, old, head, new, |_, _| {})?;
        new
    } else {
        let new = Table::new(cx, wanted)?;
        append(cx, old, head, new)?;
        new
    };
    grow::install(cx, target, new)
}

/// Appends all entries that are alive to an empty table, which has room for them.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(super) fn append_all(cx: &mut Cx, old: &'static Table, new: &'static Table) -> R<()> {
    let head = cx.tx.view(old.first_token(), || old.head())?;
    append(cx, old, head, new)
}

fn append(cx: &mut Cx, old: &'static Table, head: Head, new: &'static Table) -> R<()> {
    fill(cx, old, head, new, |number, hash| {
        new.lead_to_private(number, hash)
    })
}

/// Writes the entries that are alive one behind the other, and calls `lead` with each one's number
/// and hash.
#[inline(always)]
fn fill(
    cx: &mut Cx,
    old: &'static Table,
    head: Head,
    new: &'static Table,
    lead: impl Fn(usize, Hash),
) -> R<()> {
    let mut entries = new.entries().iter().enumerate();
    walk::each_before(cx, old, head.tail, |_, item| {
        if let Some((number, entry)) = entries.next() {
            lead(number, item.hash);
            entry.write(item.key, item.hash, item.value);
        }
        Ok(())
    })?;
    new.set_tail(head.used);
    new.set_used(head.used);
    Ok(())
}

impl Geometry {
    /// Whether a copy may be of this size where the other one would do: it is not much larger.
    fn suits(self, wanted: Geometry) -> bool {
        (wanted.capacity()..=2 * wanted.capacity()).contains(&self.capacity())
    }
}

impl Table {
    /// Copies the tags or lanes, to a table of the same size. They belong to the entries that this
    /// transaction reads, before or afterwards: all is of one moment.
    fn copy_leads(&'static self, cx: &mut Cx, new: &'static Table) -> R<()> {
        if self.log2().is_none() {
            new.set_tags(cx.tx.view(self.first_token(), || self.tags())?);
        }
        for number in 0..self.stripes() {
            let (from, to) = (self.stripe(number), new.stripe(number));
            cx.tx.view(&from.token, || Stripe::copy_lanes(from, to))?;
        }
        Ok(())
    }
}
