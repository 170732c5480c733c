//! Finding a key.
//!
//! A look-up is one [`stm_core::Thread::view`] of the unit that the hash selects. Inside the view
//! nothing is followed but the table's own words: the probe compares hashes. What it meets is compared
//! outside, and if that is not the key, the look-up goes to `probe.rs`.
//!
//! **The reference to the table is read without a look at the owner's token**, and that read is in no
//! log. Instead it is compared once more inside each view of one of the table's units. That is
//! enough, because whoever replaces a table owns *all* its units from before until after
//! ([`super::grow`]): if the reference is found unchanged between two looks at a unit's token that
//! nobody owns, the table was the owner's all that time; and as long as the token is valid in the
//! read log it is so still. (A table that was stored in a transaction that has not committed has
//! tokens that are owned, or were never more than garbage, and then the reference has changed back.)
//! So two threads that use different keys meet in no cache line, and a look-up costs one entry of
//! the log. Only of an owner without a table is the token itself read.

use super::alone::{self, Alone};
use super::compare;
use super::place::{Codes, Hash, LANES, Place};
use super::probe;
use super::table::Table;
use crate::cx::{Cx, R};
use crate::heap::{HeapType, Slot};
use crate::value::Value;
use std::sync::atomic::{Ordering, fence};

/// An object with a table: a dict or a set.
pub(crate) trait Owner: HeapType {
    /// What its keys are, in messages.
    const ROLE: &'static str;
    /// How many times as many entries a table of middle size has room for after growth.
    const GROWTH: usize;

    /// The reference to the table; unbound while there is none.
    fn table(&'static self) -> &'static Slot;
}

/// An owner's table, read without a look at a token. Whoever uses it looks with [`Current::is`]
/// inside a view of one of its units, or once one is owned; or has read another in the same
/// transaction already.
#[derive(Debug)]
pub(super) struct Current<O: Owner> {
    owner: &'static O,
    pub(super) table: &'static Table,
}

impl<O: Owner> Clone for Current<O> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<O: Owner> Copy for Current<O> {}

impl<O: Owner> Current<O> {
    /// The table now; `None` if there is none.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    #[inline(always)]
    pub(super) fn of(cx: &mut Cx, owner: &'static O) -> R<Option<Self>> {
        match Current::at_hand(owner) {
            Some(current) => Ok(Some(current)),
            None => Current::settled(cx, owner),
        }
    }

    /// The table now; `None` if the owner's token has to be read to tell that there is none.
    #[inline(always)]
    pub(super) fn at_hand(owner: &'static O) -> Option<Self> {
        let table = as_table(owner.table().peek())?;
        // Pairs with the fence in `grow`, and with the fence of the acquisition before a
        // rollback: what the table says of itself is seen.
        fence(Ordering::Acquire);
        Some(Current { owner, table })
    }

    /// The table now, by a read of the owner's token.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    #[cold]
    #[inline(never)]
    pub(super) fn settled(cx: &mut Cx, owner: &'static O) -> R<Option<Self>> {
        let table = as_table(cx.load(owner, owner.table())?);
        Ok(table.map(|table| Current { owner, table }))
    }

    /// Whether this is still the owner's table.
    #[inline(always)]
    pub(super) fn is(self) -> bool {
        let table = std::ptr::from_ref(self.table) as usize;
        self.owner.table().peek() == Value::reference(table)
    }
}

/// The table that an owner's word refers to.
#[inline(always)]
fn as_table(word: Value) -> Option<&'static Table> {
    // SAFETY: an owner's word is unbound, or refers to a table.
    word.address()
        .map(|address| unsafe { &*(address as *const Table) })
}

/// An entry that was found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hit {
    pub(super) table: &'static Table,
    pub(super) entry: usize,
    /// The key in the table.
    pub(crate) key: Value,
    /// What it held.
    pub(crate) value: Value,
}

/// The entry with this key.
///
/// # Errors
/// When the transaction has to be rolled back, and what a comparison raises.
#[inline(always)]
pub(crate) fn find<O: Owner>(
    cx: &mut Cx,
    owner: &'static O,
    key: Value,
    hash: Hash,
) -> R<Option<Hit>> {
    if !cx.tx.is_solo() {
        return find_logged(cx, owner, key, hash);
    }
    match alone::find(owner, key, hash) {
        Alone::Found(hit) => Ok(Some(hit)),
        Alone::Absent => Ok(None),
        Alone::Unknown => probe::find(cx, owner, key, hash),
    }
}

/// The same, beside other threads.
#[inline(never)]
fn find_logged<O: Owner>(cx: &mut Cx, owner: &'static O, key: Value, hash: Hash) -> R<Option<Hit>> {
    let Some(current) = Current::of(cx, owner)? else {
        return Ok(None);
    };
    let (look, found, value) = match current.table.log2() {
        None => look_in_small(cx, current, hash)?,
        Some(log2) => look_in_stripe(cx, current, log2, hash)?,
    };
    match look {
        ABSENT => Ok(None),
        UNDECIDED => probe::find(cx, owner, key, hash),
        entry if found == key || compare::plain(found, key) == Some(true) => Ok(Some(Hit {
            table: current.table,
            entry,
            key: found,
            value,
        })),
        _ => probe::find(cx, owner, key, hash),
    }
}

/// The number of an entry with the hash, or one of the numbers below; its key and value.
type Look = (usize, Value, Value);

/// There is no such entry.
const ABSENT: usize = usize::MAX;
/// The stripe is full, or the table is not the owner's any more.
const UNDECIDED: usize = usize::MAX - 1;

#[inline(always)]
fn with_entry(table: &'static Table, number: usize) -> Look {
    let entry = table.entry(number);
    (number, entry.key.peek(), entry.value.peek())
}

const fn without_entry(look: usize) -> Look {
    (look, Value::UNBOUND, Value::UNBOUND)
}

#[inline(always)]
fn look_in_small<O: Owner>(cx: &mut Cx, current: Current<O>, hash: Hash) -> R<Look> {
    let table = current.table;
    Ok(cx.tx.view(table.first_token(), || {
        if !current.is() {
            return without_entry(UNDECIDED);
        }
        match in_small(table, hash) {
            Some(number) => with_entry(table, number),
            None => without_entry(ABSENT),
        }
    })?)
}

#[inline(always)]
fn look_in_stripe<O: Owner>(cx: &mut Cx, current: Current<O>, log2: u32, hash: Hash) -> R<Look> {
    let table = current.table;
    let place = Place::of(hash, log2);
    let stripe = table.stripe(place.stripe);
    Ok(cx.tx.view(&stripe.token, || {
        if !current.is() {
            return without_entry(UNDECIDED);
        }
        match in_stripe(table, place, hash) {
            End::Entry(number) => with_entry(table, number),
            End::Lane(_) => without_entry(ABSENT),
            End::Full => without_entry(UNDECIDED),
        }
    })?)
}

/// The first entry of a small table with this hash. While T0 is looked at or owned.
#[inline(always)]
pub(super) fn in_small(table: &'static Table, hash: Hash) -> Option<usize> {
    let wanted = u64::from(hash.tag()) * LOWEST_BITS;
    let mut matches = zero_bytes(table.tags() ^ wanted);
    while matches != 0 {
        let number = matches.trailing_zeros() as usize / 8;
        if number >= table.capacity() {
            break;
        }
        if table.small_entry(number).hash() == hash {
            return Some(number);
        }
        matches &= matches - 1;
    }
    None
}

/// Where a probe of one stripe ends.
pub(super) enum End {
    /// At the first entry with the hash.
    Entry(usize),
    /// There is none; this lane could lead to one.
    Lane(usize),
    /// The stripe is full: the probe goes on in the next one.
    Full,
}

/// Probes the stripe that a hash selects. While the stripe is looked at or owned.
#[inline(always)]
pub(super) fn in_stripe(table: &'static Table, place: Place, hash: Hash) -> End {
    let stripe = table.stripe(place.stripe);
    let mut free = None;
    let mut lane = place.lane;
    for _ in 0..LANES {
        let code = stripe.lane(lane);
        if code == Codes::EMPTY {
            return End::Lane(free.unwrap_or(lane));
        }
        if code == Codes::DELETED && free.is_none() {
            free = Some(lane);
        }
        let number = place
            .entry(code)
            .filter(|number| *number < table.capacity());
        // One with another hash may belong to another stripe.
        if let Some(number) = number
            && table.entry(number).hash() == hash
        {
            return End::Entry(number);
        }
        lane = if lane + 1 == LANES { 0 } else { lane + 1 };
    }
    End::Full
}

/// The lowest bit of each byte.
pub(super) const LOWEST_BITS: u64 = u64::from_ne_bytes([1; 8]);

/// The highest bit of each byte that is zero. (A byte above one that is zero may be reported
/// wrongly: whoever asks looks at the entry as well.)
#[inline(always)]
pub(super) fn zero_bytes(word: u64) -> u64 {
    word.wrapping_sub(LOWEST_BITS) & !word & (LOWEST_BITS << 7)
}
