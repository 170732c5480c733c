//! Finding a key among others with the same hash.
//!
//! The probe hands out each entry with the hash, to be compared outside of the view, and goes on
//! behind it if that is another key. A comparison may run Python code, which may change the table:
//! afterwards the look-up goes on only if the table is still the owner's and the entry still has the
//! key, and else begins anew.
//!
//! Here the owner's reference to its table is read with a look at its token, so that the views need
//! not compare it.

use super::compare;
use super::lookup::{self, Current, Hit, LOWEST_BITS, Owner, zero_bytes};
use super::place::{Codes, Hash, LANES, Place};
use super::table::{Entry, SMALL, Table};
use crate::cx::{Cx, R};
use crate::protocol;
use crate::value::Value;

/// The entry with this key: [`lookup::find`], for all cases.
#[cold]
#[inline(never)]
pub(super) fn find<O: Owner>(
    cx: &mut Cx,
    owner: &'static O,
    key: Value,
    hash: Hash,
) -> R<Option<Hit>> {
    let Some(current) = Current::settled(cx, owner)? else {
        return Ok(None);
    };
    let mut probe = Probe::new(current.table, hash);
    while let Some(mut hit) = probe.next(cx)? {
        if hit.key == key {
            return Ok(Some(hit));
        }
        let same = match compare::plain(hit.key, key) {
            Some(same) => same,
            None => {
                let same = protocol::equal(cx, hit.key, key)?;
                if !is_still_there(cx, owner, &mut hit, hash)? {
                    return lookup::find(cx, owner, key, hash);
                }
                same
            }
        };
        if same {
            return Ok(Some(hit));
        }
    }
    Ok(None)
}

/// Whether the owner still has that table, and the entry that key; its value is read again.
fn is_still_there<O: Owner>(cx: &mut Cx, owner: &'static O, hit: &mut Hit, hash: Hash) -> R<bool> {
    let current = Current::settled(cx, owner)?;
    if !current.is_some_and(|current| std::ptr::eq(current.table, hit.table)) {
        return Ok(false);
    }
    let entry = hit.table.entry(hit.entry);
    let (found, key, value) = cx.tx.view(hit.table.token_of(hash), || entry.read())?;
    hit.value = value;
    Ok(found == hash && key == hit.key)
}

/// A probe that can go on behind what it met.
struct Probe {
    table: &'static Table,
    hash: Hash,
    /// Small tables: a mask of the tags still to be looked at.
    tags: u64,
    place: Place,
    /// Large tables: the stripe, the next lane, and how many lanes are still to be looked at.
    stripe: usize,
    lane: usize,
    lanes: usize,
    /// Stripes to go to after this one.
    stripes: usize,
}

/// What a look at one stripe gave.
#[derive(Clone, Copy)]
enum Look {
    /// A lane that was never used.
    End,
    /// Every lane is in use: the probe goes on in the next stripe.
    Full,
    /// An entry with the hash.
    Entry(usize),
}

impl Probe {
    fn new(table: &'static Table, hash: Hash) -> Probe {
        let place = Place::of(hash, table.log2().unwrap_or(0));
        Probe {
            table,
            hash,
            tags: !0,
            place,
            stripe: place.stripe,
            lane: place.lane,
            lanes: LANES,
            stripes: table.stripes().saturating_sub(1),
        }
    }

    /// The next entry with the hash.
    fn next(&mut self, cx: &mut Cx) -> R<Option<Hit>> {
        loop {
            let found = match self.table.log2() {
                None => self.next_in_small(cx)?,
                Some(_) => self.next_in_stripes(cx)?,
            };
            let Some(number) = found else {
                return Ok(None);
            };
            // Under the token of the entry, which may be another one than that of the lane.
            let entry = self.table.entry(number);
            let (hash, key, value) = cx
                .tx
                .view(self.table.token_of(self.hash), || entry.read())?;
            if hash == self.hash && !key.is_unbound() {
                return Ok(Some(Hit {
                    table: self.table,
                    entry: number,
                    key,
                    value,
                }));
            }
        }
    }

    fn next_in_small(&mut self, cx: &mut Cx) -> R<Option<usize>> {
        let (table, hash, left) = (self.table, self.hash, self.tags);
        let wanted = u64::from(hash.tag()) * LOWEST_BITS;
        let found = cx.tx.view(table.first_token(), || {
            let mut matches = zero_bytes(table.tags() ^ wanted) & left;
            while matches != 0 {
                let number = matches.trailing_zeros() as usize / 8;
                if number < table.capacity() && table.entry(number).hash() == hash {
                    return Some(number);
                }
                matches &= matches - 1;
            }
            None
        })?;
        if let Some(number) = found {
            self.tags = if number + 1 < SMALL {
                !0 << (8 * (number + 1))
            } else {
                0
            };
        }
        Ok(found)
    }

    fn next_in_stripes(&mut self, cx: &mut Cx) -> R<Option<usize>> {
        loop {
            match self.look(cx)? {
                Look::Entry(number) => return Ok(Some(number)),
                Look::Full if self.stripes > 0 => {
                    self.stripes -= 1;
                    self.stripe = (self.stripe + 1) % self.table.stripes();
                    (self.lane, self.lanes) = (0, LANES);
                }
                Look::Full | Look::End => return Ok(None),
            }
        }
    }

    fn look(&mut self, cx: &mut Cx) -> R<Look> {
        let (table, hash, place) = (self.table, self.hash, self.place);
        let (first, lanes) = (self.lane, self.lanes);
        let stripe = table.stripe(self.stripe);
        let (look, seen) = cx.tx.view(&stripe.token, || {
            for seen in 0..lanes {
                let code = stripe.lane((first + seen) % LANES);
                if code == Codes::EMPTY {
                    return (Look::End, seen);
                }
                let number = place
                    .entry(code)
                    .filter(|number| *number < table.capacity());
                if let Some(number) = number
                    && table.entry(number).hash() == hash
                {
                    return (Look::Entry(number), seen + 1);
                }
            }
            (Look::Full, lanes)
        })?;
        self.lane = (first + seen) % LANES;
        self.lanes = lanes - seen;
        Ok(look)
    }
}

impl Entry {
    /// Hash, key and value, inside a view.
    #[inline(always)]
    pub(super) fn read(&self) -> (Hash, Value, Value) {
        (self.hash(), self.key.peek(), self.value.peek())
    }
}
