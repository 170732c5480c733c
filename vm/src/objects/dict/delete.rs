//! Deleting entries.

use super::lookup::{Hit, Owner};
use super::place::{Codes, Hash, LANES, Place};
use super::table::{Stripe, Table};
use super::walk::{self, Item};
use crate::cx::{Cx, R};
use crate::value::Value;

/// Deletes an entry that a look-up has just found.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn entry(cx: &mut Cx, hit: Hit, hash: Hash) -> R<()> {
    hit.table.delete(cx, hit.entry, hash)
}

/// Deletes the last entry, and gives its place back, so that who takes all entries from the end does
/// not pass by the deleted ones again and again.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn pop_last<O: Owner>(cx: &mut Cx, owner: &'static O) -> R<Option<Item>> {
    let Some((table, head)) = walk::head(cx, owner)? else {
        return Ok(None);
    };
    let mut end = head.tail;
    let last = walk::previous(cx, table, head.tail, &mut end)?;
    if let Some(last) = last {
        table.delete(cx, end, last.hash)?;
        // `delete` has opened the head.
        table.set_tail(end);
    }
    Ok(last)
}

impl Table {
    fn delete(&'static self, cx: &mut Cx, number: usize, hash: Hash) -> R<()> {
        cx.tx.open_write_all(self.first_unit())?;
        let entry = self.entry(number);
        match self.log2() {
            None => self.set_tag(number, 0),
            Some(log2) => {
                let token = self.token_of(hash);
                cx.tx.open_write_part(token, entry.key_and_value())?;
                self.lead_nowhere(cx, Place::of(hash, log2), number)?;
            }
        }
        entry.key.poke(Value::UNBOUND);
        entry.value.poke(Value::UNBOUND);
        self.set_used(self.used() - 1);
        Ok(())
    }

    /// Frees the lane that leads to an entry.
    fn lead_nowhere(&'static self, cx: &mut Cx, place: Place, number: usize) -> R<()> {
        let code = place.lane_of(number);
        for distance in 0..self.stripes() {
            let stripe = self.stripe((place.stripe + distance) % self.stripes());
            if distance > 0 {
                cx.tx.open_write_part(&stripe.token, &[])?;
            }
            if let Some(lane) = (0..LANES).find(|lane| stripe.lane(*lane) == code) {
                cx.tx
                    .open_write_part(&stripe.token, stripe.lane_word(lane))?;
                stripe.free(lane);
                break;
            }
        }
        Ok(())
    }
}

impl Stripe {
    /// A probe that comes by must go on, unless it would end at the next lane anyway.
    fn free(&self, lane: usize) {
        let next = self.lane((lane + 1) % LANES);
        let code = if next == Codes::EMPTY {
            Codes::EMPTY
        } else {
            Codes::DELETED
        };
        self.set_lane(lane, code);
    }
}
