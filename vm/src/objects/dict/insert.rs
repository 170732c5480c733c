//! Writing values and adding entries.
//!
//! A new value of a key owns the unit of its entry; a new key owns T0 as well, because it takes the
//! next entry. All tokens are owned, and all words logged, before the first word is written, or
//! before it is looked at to decide where to write.

use super::alone::{self, Alone};
use super::direct::{self, Direct};
use super::grow;
use super::hashing;
use super::lookup::{Current, LOWEST_BITS, Owner, find, zero_bytes};
use super::place::{Codes, Hash, LANES, Place};
use super::table::{Stripe, Table};
use crate::cx::{Cx, R};
use crate::value::Value;

/// Makes `value` that of `key`, which is added if it is not there.
///
/// # Errors
/// When the transaction has to be rolled back, what a comparison raises, and MemoryError.
#[inline]
pub(crate) fn set<O: Owner>(
    cx: &mut Cx,
    owner: &'static O,
    key: Value,
    hash: Hash,
    value: Value,
) -> R<()> {
    match direct::find_or_add(cx, owner, key, hash, value) {
        Direct::Added => return Ok(()),
        Direct::Found(entry) => {
            entry.value.poke(value);
            return Ok(());
        }
        Direct::Unknown => {}
    }
    set_slowly(cx, owner, key, hash, value)
}

#[inline(never)]
fn set_slowly<O: Owner>(
    cx: &mut Cx,
    owner: &'static O,
    key: Value,
    hash: Hash,
    value: Value,
) -> R<()> {
    match find(cx, owner, key, hash)? {
        Some(hit) => hit.table.write_value(cx, hit.entry, hash, value),
        None => add(cx, owner, key, hash, value),
    }
}

/// Adds `key` with `value`, if it is not there. Whether it was not.
///
/// # Errors
/// As [`set`].
#[inline]
pub(crate) fn add_new<O: Owner>(
    cx: &mut Cx,
    owner: &'static O,
    key: Value,
    hash: Hash,
    value: Value,
) -> R<bool> {
    match direct::find_or_add(cx, owner, key, hash, value) {
        Direct::Added => return Ok(true),
        Direct::Found(_) => return Ok(false),
        Direct::Unknown => {}
    }
    add_slowly(cx, owner, key, hash, value)
}

#[inline(never)]
fn add_slowly<O: Owner>(
    cx: &mut Cx,
    owner: &'static O,
    key: Value,
    hash: Hash,
    value: Value,
) -> R<bool> {
    let is_new = find(cx, owner, key, hash)?.is_none();
    if is_new {
        add(cx, owner, key, hash, value)?;
    }
    Ok(is_new)
}

/// Adds `key` with `value`, if it is not there, where that needs no more than a look at a table with room. False: it
/// does, and nothing has happened.
#[inline]
pub(crate) fn add_easily<O: Owner>(
    cx: &Cx,
    owner: &'static O,
    key: Value,
    hash: Hash,
    value: Value,
) -> bool {
    match direct::find_or_add(cx, owner, key, hash, value) {
        Direct::Added | Direct::Found(_) => true,
        Direct::Unknown => {
            cx.tx.is_solo() && matches!(alone::find(owner, key, hash), Alone::Found(_))
        }
    }
}

/// Adds a key of which a look-up has just found that it is not there.
///
/// # Errors
/// When the transaction has to be rolled back, and MemoryError.
pub(crate) fn add<O: Owner>(
    cx: &mut Cx,
    owner: &'static O,
    key: Value,
    hash: Hash,
    value: Value,
) -> R<()> {
    let mut table = None;
    let mut current = Current::of(cx, owner)?;
    while let Some(found) = current {
        match append(cx, found, key, hash, value)? {
            Append::Done => return Ok(()),
            Append::Full => {
                table = Some(found.table);
                break;
            }
            Append::Replaced => current = Current::settled(cx, owner)?,
        }
    }
    let table = grow::replace(cx, owner, table, 1)?;
    table.push_private(table.tail(), key, hash, value);
    Ok(())
}

enum Append {
    Done,
    /// There is no room; T0 is owned.
    Full,
    /// The table is not the owner's any more.
    Replaced,
}

/// Adds an entry, if there is room.
#[inline(always)]
fn append<O: Owner>(
    cx: &mut Cx,
    current: Current<O>,
    key: Value,
    hash: Hash,
    value: Value,
) -> R<Append> {
    let table = current.table;
    if !cx.tx.is_open(table.first_token()) {
        cx.tx.open_write_all(table.first_unit())?;
    }
    if !current.is() {
        return Ok(Append::Replaced);
    }
    let number = table.tail();
    if number >= table.capacity() {
        return Ok(Append::Full);
    }
    match table.log2() {
        None => table.set_tag(number, hash.tag()),
        Some(log2) => table.open_and_lead(cx, log2, number, hash)?,
    }
    table.fill(number, key, hash, value);
    Ok(Append::Done)
}

impl Table {
    /// Writes the value of an entry that is alive and has this hash.
    #[inline]
    pub(super) fn write_value(
        &'static self,
        cx: &mut Cx,
        number: usize,
        hash: Hash,
        value: Value,
    ) -> R<()> {
        let entry = self.entry(number);
        match self.log2() {
            None if cx.tx.is_open(self.first_token()) => {}
            None => cx.tx.open_write_all(self.first_unit())?,
            Some(_) => cx
                .tx
                .open_write_part(self.token_of(hash), entry.value_word())?,
        }
        entry.value.poke(value);
        Ok(())
    }

    /// Writes the words of the next entry, and of the head.
    #[inline(always)]
    pub(super) fn fill(&'static self, number: usize, key: Value, hash: Hash, value: Value) {
        self.entry(number).write(key, hash, value);
        self.count(number);
    }

    /// Entry `number`, the next one, is there.
    #[inline(always)]
    pub(super) fn count(&'static self, number: usize) {
        self.set_tail(number + 1);
        self.set_used(self.used() + 1);
    }

    /// Opens an entry of a large table, and makes a lane lead to it.
    #[inline(always)]
    fn open_and_lead(&'static self, cx: &mut Cx, log2: u32, number: usize, hash: Hash) -> R<()> {
        let entry = self.entry(number);
        if entry.key.peek().is_unbound() {
            // It was given back by `pop_last`: its old hash names another stripe. See `table.rs`.
            cx.tx.open_write_part(self.token_of(entry.hash()), &[])?;
        }
        let place = Place::of(hash, log2);
        cx.tx
            .open_write_part(&self.stripe(place.stripe).token, entry.words())?;
        let (mut stripe, mut from) = (place.stripe, place.lane);
        loop {
            let target = self.stripe(stripe);
            if stripe != place.stripe {
                cx.tx.open_write_part(&target.token, &[])?;
            }
            if let Some(lane) = target.free_lane(from) {
                cx.tx
                    .open_write_part(&target.token, target.lane_word(lane))?;
                target.set_lane(lane, place.lane_of(number));
                return Ok(());
            }
            // There is a free lane somewhere: fewer entries than lanes have ever been used.
            (stripe, from) = ((stripe + 1) % self.stripes(), 0);
        }
    }

    /// Adds entry `number`, the next one, to a table that nobody else has seen.
    pub(super) fn push_private(&'static self, number: usize, key: Value, hash: Hash, value: Value) {
        self.lead_to_private(number, hash);
        self.fill(number, key, hash, value);
    }

    /// Writes the entries of an empty table that nobody else has seen; the names are interned strings, none of them twice.
    pub(super) fn fill_private(&'static self, entries: &[(Value, Value)]) {
        for (number, (name, value)) in entries.iter().enumerate() {
            let hash = hashing::of_name(*name);
            self.lead_to_private(number, hash);
            self.entry(number).write(*name, hash, *value);
        }
        self.set_tail(entries.len());
        self.set_used(entries.len());
    }

    /// Writes entries of an empty table that nobody else has seen and that has room for all, as far as it is small and no two of
    /// the keys, which are strings, have the same tag. How many.
    pub(super) fn fill_small(&'static self, entries: &[[Value; 2]]) -> usize {
        if self.log2().is_some() {
            return 0;
        }
        let (mut tags, mut number) = (0, 0);
        for [name, value] in entries {
            let hash = hashing::of_name(*name);
            let tag = u64::from(hash.tag());
            if zero_bytes(tags ^ (tag * LOWEST_BITS)) != 0 {
                break;
            }
            tags |= tag << (8 * number);
            self.small_entry(number).write(*name, hash, *value);
            number += 1;
        }
        self.set_tags(tags);
        self.set_tail(number);
        self.set_used(number);
        number
    }

    /// Makes a tag or a lane of a table that nobody else has seen lead to an entry.
    #[inline(always)]
    pub(super) fn lead_to_private(&'static self, number: usize, hash: Hash) {
        match self.log2() {
            None => self.set_tag(number, hash.tag()),
            Some(log2) => self.lead_private(Place::of(hash, log2), number),
        }
    }

    #[inline(always)]
    fn lead_private(&'static self, place: Place, number: usize) {
        let (mut stripe, mut from) = (place.stripe, place.lane);
        loop {
            let target = self.stripe(stripe);
            if let Some(lane) = target.free_lane(from) {
                return target.set_lane(lane, place.lane_of(number));
            }
            (stripe, from) = ((stripe + 1) % self.stripes(), 0);
        }
    }
}

impl Stripe {
    /// The first lane from `from` on, round the stripe, that leads nowhere.
    #[inline]
    fn free_lane(&self, from: usize) -> Option<usize> {
        let is_free = |lane: &usize| self.lane(*lane) <= Codes::DELETED;
        (from..LANES)
            .find(is_free)
            .or_else(|| (0..from).find(is_free))
    }
}
