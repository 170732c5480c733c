//! Finding a key while there is one thread.
//!
//! Nobody writes meanwhile and no read is logged, so the table's words are simply read: there is no view, no second look at the
//! owner's reference, and nothing that is found can be garbage. What is not so simple is left to `probe.rs`.

use super::compare;
use super::lookup::{self, Current, Hit, Owner};
use super::place::{Codes, Hash, LANES, Place};
use super::table::Table;
use crate::value::Value;

/// What a probe of the owner's table gave.
pub(super) enum Alone {
    /// This entry has the key.
    Found(Hit),
    /// No entry has it.
    Absent,
    /// It cannot be told without more ado: another key has the same hash, or the stripe is full.
    Unknown,
}

/// Looks for `key`. Of a lone thread.
#[inline(always)]
pub(super) fn find<O: Owner>(owner: &'static O, key: Value, hash: Hash) -> Alone {
    let Some(Current { table, .. }) = Current::at_hand(owner) else {
        return Alone::Absent;
    };
    let (number, entry) = match table.log2() {
        None => match lookup::in_small(table, hash) {
            Some(number) => (number, table.small_entry(number)),
            None => return Alone::Absent,
        },
        Some(log2) => match in_stripe(table, Place::of(hash, log2), hash) {
            Some(Some(number)) => (number, table.entry(number)),
            Some(None) => return Alone::Absent,
            None => return Alone::Unknown,
        },
    };
    let (found, value) = (entry.key.peek(), entry.value.peek());
    if found != key && compare::plain(found, key) != Some(true) {
        return Alone::Unknown;
    }
    Alone::Found(Hit {
        table,
        entry: number,
        key: found,
        value,
    })
}

/// The first entry with this hash, if there is one; `None` if the stripe is full, so that the probe goes on in the next one.
#[inline(always)]
fn in_stripe(table: &'static Table, place: Place, hash: Hash) -> Option<Option<usize>> {
    let stripe = table.stripe(place.stripe);
    let mut lane = place.lane;
    for _ in 0..LANES {
        let code = stripe.lane(lane);
        if let Some(number) = place.entry(code) {
            // One with another hash may belong to another stripe.
            if table.entry(number).hash() == hash {
                return Some(Some(number));
            }
        } else if code == Codes::EMPTY {
            return Some(None);
        }
        lane = if lane + 1 == LANES { 0 } else { lane + 1 };
    }
    None
}
