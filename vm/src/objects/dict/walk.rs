//! Going through the entries in their order.
//!
//! Each entry is looked at under the token that its hash names. That hash is read before; so inside
//! the view it is read once more, and if it names another stripe by now, so begins the look anew
//! (`table.rs` says when that can be).

use super::lookup::{Current, Owner};
use super::place::Hash;
use super::table::{Entry, Table};
use crate::cx::{Cx, R};
use crate::value::Value;

/// What an entry holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item {
    pub(crate) key: Value,
    pub(crate) value: Value,
    pub(crate) hash: Hash,
}

/// The head of a table at one moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    pub(super) tail: usize,
    pub(super) used: usize,
}

/// The owner's table, if it has one, and its head. As long as the transaction lasts the table is known
/// to be the owner's.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline(always)]
pub(super) fn head<O: Owner>(cx: &mut Cx, owner: &'static O) -> R<Option<(&'static Table, Head)>> {
    let mut current = Current::of(cx, owner)?;
    while let Some(found) = current {
        let table = found.table;
        let head = cx
            .tx
            .view(table.first_token(), || found.is().then(|| table.head()))?;
        match head {
            Some(head) => return Ok(Some((table, head))),
            None => current = Current::settled(cx, owner)?,
        }
    }
    Ok(None)
}

/// What an entry before the tail holds; `None` if it has been deleted.
#[inline(always)]
fn item(cx: &mut Cx, table: &'static Table, entry: &'static Entry) -> R<Option<Item>> {
    if cx.tx.is_solo() {
        // Nobody changes it meanwhile, whatever its token.
        let (hash, key, value) = entry.read();
        return Ok(key.bound().map(|key| Item { key, value, hash }));
    }
    loop {
        let expected = entry.hash();
        let token = table.token_of(expected);
        let (hash, key, value) = cx.tx.view(token, || entry.read())?;
        if std::ptr::eq(token, table.token_of(hash)) {
            return Ok(key.bound().map(|key| Item { key, value, hash }));
        }
    }
}

/// The first entry that is alive from `position` on; `position` moves behind it.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline(always)]
fn next(cx: &mut Cx, table: &'static Table, tail: usize, position: &mut usize) -> R<Option<Item>> {
    while *position < tail {
        *position += 1;
        if let Some(item) = item(cx, table, table.entry(*position - 1))? {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

/// The last entry that is alive before `end`, which becomes its number.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(super) fn previous(
    cx: &mut Cx,
    table: &'static Table,
    tail: usize,
    end: &mut usize,
) -> R<Option<Item>> {
    *end = tail.min(*end);
    while *end > 0 {
        *end -= 1;
        if let Some(item) = item(cx, table, table.entry(*end))? {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

/// What a step of an iteration gives.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Next {
    /// The next entry.
    Item(Item),
    /// There is no more.
    End,
    /// There are more entries, or fewer, than when the iteration began.
    Resized,
}

/// Which way an iteration goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Direction {
    /// From the oldest entry to the newest.
    Forward,
    /// The other way.
    Backward,
}

/// Where an iteration over an owner stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Walk {
    /// Forward: the number of the first entry to look at. Backward: one more than that.
    pub(crate) position: usize,
    pub(crate) direction: Direction,
}

impl Walk {
    pub(crate) const FORWARD: Walk = Walk {
        position: 0,
        direction: Direction::Forward,
    };

    /// From the first entry on.
    ///
    /// # Errors
    /// None.
    pub(super) fn forward<O: Owner>(_: &mut Cx, _: &'static O) -> R<Walk> {
        Ok(Walk::FORWARD)
    }

    /// From the entry that is the last one now, backward.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub(super) fn backward<O: Owner>(cx: &mut Cx, owner: &'static O) -> R<Walk> {
        Ok(Walk {
            position: head(cx, owner)?.map_or(0, |(_, head)| head.tail),
            direction: Direction::Backward,
        })
    }

    /// The next entry, if the owner has `expected` entries.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    #[inline(always)]
    pub(crate) fn next<O: Owner>(
        &mut self,
        cx: &mut Cx,
        owner: &'static O,
        expected: usize,
    ) -> R<Next> {
        let Some((table, head)) = head(cx, owner)? else {
            return Ok(if expected == 0 {
                Next::End
            } else {
                Next::Resized
            });
        };
        if head.used != expected {
            return Ok(Next::Resized);
        }
        let position = &mut self.position;
        let item = match self.direction {
            Direction::Forward => next(cx, table, head.tail, position)?,
            // The dict was cleared in between, and got other entries.
            Direction::Backward if *position > head.tail => None,
            Direction::Backward => previous(cx, table, head.tail, position)?,
        };
        Ok(item.map_or(Next::End, Next::Item))
    }

    /// The next entry, whatever has changed since the last one.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    #[inline(always)]
    pub(crate) fn step<O: Owner>(&mut self, cx: &mut Cx, owner: &'static O) -> R<Option<Item>> {
        match head(cx, owner)? {
            Some((table, head)) => next(cx, table, head.tail, &mut self.position),
            None => Ok(None),
        }
    }
}

/// How many entries there are.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline]
pub(crate) fn len<O: Owner>(cx: &mut Cx, owner: &'static O) -> R<usize> {
    Ok(head(cx, owner)?.map_or(0, |(_, head)| head.used))
}

/// Calls `each` for every entry in order, without a look at what it does to the owner: it must not
/// change it.
///
/// # Errors
/// When the transaction has to be rolled back, and what `each` gives.
pub(crate) fn each<O: Owner>(
    cx: &mut Cx,
    owner: &'static O,
    each: impl FnMut(&mut Cx, Item) -> R<()>,
) -> R<()> {
    let Some((table, head)) = head(cx, owner)? else {
        return Ok(());
    };
    each_before(cx, table, head.tail, each)
}

/// The same for the entries before `tail`.
#[inline(always)]
pub(super) fn each_before(
    cx: &mut Cx,
    table: &'static Table,
    tail: usize,
    mut each: impl FnMut(&mut Cx, Item) -> R<()>,
) -> R<()> {
    for entry in &table.entries()[..tail] {
        if let Some(item) = item(cx, table, entry)? {
            each(cx, item)?;
        }
    }
    Ok(())
}

impl Table {
    /// The head, while T0 is looked at or owned.
    #[inline(always)]
    pub(super) fn head(&self) -> Head {
        Head {
            tail: self.tail(),
            used: self.used(),
        }
    }
}
