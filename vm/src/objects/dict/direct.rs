//! Finding a key or adding it, in one probe.
//!
//! A table that this thread has made, or logged, since its serial began is *open*: it is nobody else's
//! to read or write, and nothing of it has to be logged. Most keys are added to tables that are just
//! being filled, and those are open. There, the probe that does not find the key has met the lane that
//! shall lead to it. What is not so simple is left to `lookup.rs` and `insert.rs`: a comparison that may run Python
//! code, a table or stripe that is full, entries that were given back.

use super::compare;
use super::lookup::{self, Current, End, Owner};
use super::place::{Hash, Place};
use super::table::{Entry, Table};
use crate::cx::Cx;
use crate::value::Value;

/// What a probe of an open table gave.
pub(super) enum Direct {
    /// The key was not there, and is now.
    Added,
    /// The entry with the key, which may be written.
    Found(&'static Entry),
    /// It cannot be told without more ado; nothing has changed.
    Unknown,
}

/// Finds `key`, or adds it with `value`.
#[inline(always)]
pub(super) fn find_or_add<O: Owner>(
    cx: &Cx,
    owner: &'static O,
    key: Value,
    hash: Hash,
    value: Value,
) -> Direct {
    // Nobody replaces a table that this thread owns: its reference needs no second look.
    let table = match Current::at_hand(owner) {
        Some(current) if cx.tx.is_open(current.table.first_token()) => current.table,
        _ => return Direct::Unknown,
    };
    match table.log2() {
        None => add_to_small(table, key, hash, value),
        Some(log2) => add_to_stripe(cx, table, log2, key, hash, value),
    }
}

#[inline(always)]
fn add_to_small(table: &'static Table, key: Value, hash: Hash, value: Value) -> Direct {
    if let Some(number) = lookup::in_small(table, hash) {
        return same_hash(table.small_entry(number), key);
    }
    let number = table.tail();
    if number >= table.capacity() {
        return Direct::Unknown;
    }
    table.set_tag(number, hash.tag());
    table.small_entry(number).write(key, hash, value);
    table.count(number);
    Direct::Added
}

#[inline(always)]
fn add_to_stripe(
    cx: &Cx,
    table: &'static Table,
    log2: u32,
    key: Value,
    hash: Hash,
    value: Value,
) -> Direct {
    let place = Place::of(hash, log2);
    if !cx.tx.is_open(&table.stripe(place.stripe).token) {
        return Direct::Unknown;
    }
    match lookup::in_stripe(table, place, hash) {
        End::Entry(number) => same_hash(table.entry(number), key),
        End::Lane(lane) => add(table, place, lane, (key, hash, value)),
        End::Full => Direct::Unknown,
    }
}

/// Adds an entry, to which a lane shall lead.
#[inline(always)]
fn add(
    table: &'static Table,
    place: Place,
    lane: usize,
    (key, hash, value): (Value, Hash, Value),
) -> Direct {
    let number = table.tail();
    // An entry that was given back belongs to the stripe of its old hash still. See `table.rs`.
    if number >= table.capacity() || table.entry(number).key.peek().is_unbound() {
        return Direct::Unknown;
    }
    table
        .stripe(place.stripe)
        .set_lane(lane, place.lane_of(number));
    table.fill(number, key, hash, value);
    Direct::Added
}

#[inline(always)]
fn same_hash(entry: &'static Entry, key: Value) -> Direct {
    let found = entry.key.peek();
    if found == key || compare::plain(found, key) == Some(true) {
        Direct::Found(entry)
    } else {
        Direct::Unknown
    }
}
