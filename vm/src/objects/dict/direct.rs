//! Finding a key or adding it, in one probe.
//!
//! A table that this thread has made, or logged, since its serial began is *open*: it is nobody else's
//! to read or write, and nothing of it has to be logged. Most keys are added to tables that are just
//! being filled, and those are open. There, the probe that does not find the key has met the lane that
//! shall lead to it. What is not so simple is left to `lookup.rs` and `insert.rs`: a comparison that may run Python
//! code, a table or stripe that is full, entries that were given back.

use super::compare;
use super::lookup::{Current, LOWEST_BITS, Owner, zero_bytes};
use super::place::{Codes, Hash, LANES, Place};
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
        None => in_small(table, key, hash, value),
        Some(log2) => in_stripe(cx, table, log2, key, hash, value),
    }
}

#[inline(always)]
fn in_small(table: &'static Table, key: Value, hash: Hash, value: Value) -> Direct {
    let wanted = u64::from(hash.tag()) * LOWEST_BITS;
    let mut matches = zero_bytes(table.tags() ^ wanted);
    while matches != 0 {
        let number = matches.trailing_zeros() as usize / 8;
        if number >= table.capacity() {
            break;
        }
        let entry = table.entry(number);
        if entry.hash() == hash {
            return same_hash(entry, key);
        }
        matches &= matches - 1;
    }
    let number = table.tail();
    if number >= table.capacity() {
        return Direct::Unknown;
    }
    table.set_tag(number, hash.tag());
    table.fill(number, key, hash, value);
    Direct::Added
}

#[inline(always)]
fn in_stripe(
    cx: &Cx,
    table: &'static Table,
    log2: u32,
    key: Value,
    hash: Hash,
    value: Value,
) -> Direct {
    let place = Place::of(hash, log2);
    let stripe = table.stripe(place.stripe);
    if !cx.tx.is_open(&stripe.token) {
        return Direct::Unknown;
    }
    let mut free = None;
    let mut lane = place.lane;
    for _ in 0..LANES {
        let code = stripe.lane(lane);
        if code == Codes::EMPTY {
            return add(table, place, free.unwrap_or(lane), (key, hash, value));
        }
        if code == Codes::DELETED && free.is_none() {
            free = Some(lane);
        }
        let number = place
            .entry(code)
            .filter(|number| *number < table.capacity());
        if let Some(number) = number {
            let entry = table.entry(number);
            // One with another hash may belong to another stripe.
            if entry.hash() == hash {
                return same_hash(entry, key);
            }
        }
        lane = if lane + 1 == LANES { 0 } else { lane + 1 };
    }
    Direct::Unknown
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
