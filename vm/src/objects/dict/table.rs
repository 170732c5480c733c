//! The memory of a dict or set: a compact hash table that conflicts by stripe.
//!
//! Entries of three words (key, value, hash) lie in the order of their insertion; what leads from a
//! hash to an entry is apart, and small. (The compact dict: R. Hettinger, 2012.)
//!
//! A **small** table has at most [`SMALL`] entries and is one unit, of the header's token T0:
//!
//! ```text
//! header | geometry | tail | used | tags | entries
//! ```
//!
//! `tags` has a byte for each entry: 0, or some bits of its hash. A look-up compares all of them
//! at once.
//!
//! A **large** table has a power of two of stripes, each with a token of its own:
//!
//! ```text
//! header | geometry | tail | used | - | stripes, aligned to 64 bytes | entries
//!                                       token and LANES lanes each
//! ```
//!
//! | token | what it guards |
//! | --- | --- |
//! | T0 | `tail` (the number of the next entry) and `used` (how many are alive) |
//! | of a stripe | its lanes, and the entries whose *hash* selects it, wherever they lie |
//!
//! A hash selects a stripe and the lane in it where a probe begins. The probe goes round the
//! stripe and ends at the first lane that was never used; if there is none, it goes on in the next
//! stripe. So a look-up reads one stripe, almost always, and so does an update; who inserts or deletes
//! owns T0 as well.
//!
//! An entry's hash tells whose it is, and may be looked at without its token: it is written when the
//! entry is, stays when it is deleted, and changes only when the last entries were given back
//! ([`super::delete::pop_last`]) and are used anew, which owns the old and the new stripe. So if
//! between two looks at a stripe's token an entry's hash is found to select that stripe, all its words
//! belong to it in between.
//!
//! A table that is full is replaced by another ([`super::grow`]); the geometry never changes.

use super::place::{ENTRIES_PER_STRIPE, Hash, LANES, MAX_LOG2};
use crate::cx::{Cx, R};
use crate::heap::{Header, HeapType, LayoutId, Raw, Slot, layout};
use crate::objects::object::OBJECT;
use crate::value::Value;
use std::mem::offset_of;
use stm_core::{Token, TokenWord, Unit, Word};
use tython_gc::{Object, is_reference};

/// Entries of the larger of the two small tables.
pub(super) const SMALL: usize = 8;
/// Entries of the smaller one.
pub(super) const SMALLEST: usize = 4;
/// Words between the header and what follows.
const HEAD_WORDS: usize = 4;
/// Stripes lie at multiples of this.
pub(super) const LINE: usize = 64;
/// Bits of the tail's word that are the number of the next entry.
const TAIL_BITS: u32 = 32;
pub(super) const LOW_TAIL: u64 = (1 << TAIL_BITS) - 1;
/// Entries that the collector visits in one go.
const TRACE_PART: usize = 128;

/// A table. See above for what follows the head.
#[repr(C)]
#[derive(Debug)]
pub struct Table {
    header: Header,
    /// Bits 0 to 7: 0 if small, else one more than the logarithm of the number of stripes. The rest: the
    /// number of entries that there is room for.
    geometry: Raw,
    tail: Slot,
    used: Slot,
    tags: Word,
}

// SAFETY: a header and words; the layout has functions for what follows.
unsafe impl HeapType for Table {
    const LAYOUT: LayoutId = layout::TABLE;

    #[inline(always)]
    fn unit(&'static self) -> Unit {
        self.first_unit()
    }
}

/// Where machine code finds the words of the head, and what is behind it.
pub(super) const GEOMETRY: usize = offset_of!(Table, geometry);
/// That of [`Table::insertions`].
pub(super) const INSERTIONS: usize = offset_of!(Table, tail);
pub(super) const USED: usize = offset_of!(Table, used);
pub(super) const BODY: usize = size_of::<Table>();
pub(super) const STRIPE: usize = size_of::<Stripe>();

/// A key and what belongs to it.
#[repr(C)]
#[derive(Debug)]
pub(super) struct Entry {
    /// Unbound when the entry has been deleted; 0 when it was never used.
    pub(super) key: Slot,
    pub(super) value: Slot,
    hash: Word,
}

/// Where machine code finds the words of an entry.
pub(super) const KEY: usize = offset_of!(Entry, key);
pub(super) const VALUE: usize = offset_of!(Entry, value);

impl Entry {
    #[inline(always)]
    pub(super) fn hash(&self) -> Hash {
        Hash::from_bits(self.hash.load())
    }

    #[inline(always)]
    pub(super) fn set_hash(&self, hash: Hash) {
        self.hash.store(hash.bits());
    }

    /// Writes all of it, while it is opened.
    #[inline(always)]
    pub(super) fn write(&self, key: Value, hash: Hash, value: Value) {
        self.set_hash(hash);
        self.key.poke(key);
        self.value.poke(value);
    }

    /// All words.
    pub(super) fn words(&'static self) -> &'static [Word] {
        // SAFETY: the struct is three words.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).cast(), 3) }
    }

    /// The words of key and value.
    pub(super) fn key_and_value(&'static self) -> &'static [Word] {
        &self.words()[..2]
    }

    /// The word of the value.
    pub(super) fn value_word(&'static self) -> &'static [Word] {
        &self.words()[1..2]
    }
}

/// A token and its lanes.
#[repr(C)]
#[derive(Debug)]
pub(super) struct Stripe {
    pub(super) token: Token,
    lanes: [Word; LANES / 2],
}

impl Stripe {
    #[inline(always)]
    pub(super) fn lane(&self, lane: usize) -> u32 {
        (self.lanes[lane / 2].load() >> (32 * (lane % 2))) as u32
    }

    /// Writes a lane whose word is opened, or nobody else's to see.
    #[inline(always)]
    pub(super) fn set_lane(&self, lane: usize, code: u32) {
        let word = &self.lanes[lane / 2];
        let shift = 32 * (lane % 2);
        let others = word.load() & !(u64::from(u32::MAX) << shift);
        word.store(others | u64::from(code) << shift);
    }

    /// Copies all lanes to a stripe that is nobody else's to see.
    #[inline(always)]
    pub(super) fn copy_lanes(from: &Stripe, to: &Stripe) {
        for (from, to) in from.lanes.iter().zip(&to.lanes) {
            to.store(from.load());
        }
    }

    /// The word with this lane.
    #[inline(always)]
    pub(super) fn lane_word(&'static self, lane: usize) -> &'static [Word] {
        std::slice::from_ref(&self.lanes[lane / 2])
    }
}

/// How large a table is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Geometry {
    /// `None`: small.
    log2: Option<u32>,
    capacity: usize,
}

impl Geometry {
    /// That of the smallest table with room for so many entries; `None` if there is none.
    pub(super) fn for_entries(entries: usize) -> Option<Geometry> {
        if entries <= SMALL {
            let capacity = if entries <= SMALLEST { SMALLEST } else { SMALL };
            return Some(Geometry {
                log2: None,
                capacity,
            });
        }
        let log2 = entries
            .div_ceil(ENTRIES_PER_STRIPE)
            .next_power_of_two()
            .ilog2();
        (log2 <= MAX_LOG2).then(|| Geometry {
            log2: Some(log2),
            capacity: ENTRIES_PER_STRIPE << log2,
        })
    }

    /// Entries that there is room for.
    pub(super) fn capacity(self) -> usize {
        self.capacity
    }

    fn payload_words(self) -> usize {
        let stripes = match self.log2 {
            // Objects lie at multiples of 16 bytes; the rest is for the alignment.
            Some(log2) => (LINE - 16) / 8 + ((size_of::<Stripe>() / 8) << log2),
            None => 0,
        };
        HEAD_WORDS + stripes + 3 * self.capacity
    }

    fn to_raw(self) -> Raw {
        let kind = self.log2.map_or(0, |log2| u64::from(log2) + 1);
        Raw::new((self.capacity as u64) << 8 | kind)
    }
}

impl Table {
    /// An empty table with this geometry. Nobody else sees it before it is stored somewhere.
    ///
    /// # Errors
    /// MemoryError.
    pub(super) fn new(cx: &mut Cx, geometry: Option<Geometry>) -> R<&'static Table> {
        let Some(geometry) = geometry else {
            return Err(cx.memory_error());
        };
        // Of no class that Python sees: the shape is object's.
        let object = cx.alloc_raw(Self::LAYOUT, geometry.payload_words(), OBJECT.shape())?;
        let token = cx.birth_token();
        // SAFETY: the cell is large enough, zero, and nobody else has seen it. A table of zeros is
        // small and has no entries, so it may be looked at while it is made.
        let table: &'static Table = unsafe { &*object.as_ptr().cast::<Table>() };
        table.tail.poke(Value::index(0));
        table.used.poke(Value::index(0));
        // SAFETY: the first payload word, which nobody has seen yet.
        unsafe {
            (&raw const table.geometry)
                .cast_mut()
                .write(geometry.to_raw())
        };
        for number in 0..table.stripes() {
            table.stripe(number).start(token);
        }
        Ok(table)
    }

    #[inline(always)]
    fn kind(&self) -> u32 {
        self.geometry.get() as u32 & 0xff
    }

    /// The logarithm of the number of stripes; `None`: a small table.
    #[inline(always)]
    pub(super) fn log2(&self) -> Option<u32> {
        self.kind().checked_sub(1)
    }

    /// How many stripes there are; 0 in a small table.
    #[inline(always)]
    pub(super) fn stripes(&self) -> usize {
        self.log2().map_or(0, |log2| 1 << log2)
    }

    /// Entries that there is room for.
    #[inline(always)]
    pub(super) fn capacity(&self) -> usize {
        (self.geometry.get() >> 8) as usize
    }

    /// How large it is.
    pub(super) fn geometry(&self) -> Geometry {
        Geometry {
            log2: self.log2(),
            capacity: self.capacity(),
        }
    }

    /// The number of the next entry. While T0 is looked at or owned, like the rest of the head.
    #[inline(always)]
    pub(super) fn tail(&self) -> usize {
        ((self.tail.peek().bits() >> 1) & LOW_TAIL) as usize
    }

    /// A word that changes with each insertion: the number of the next entry, and how often entries
    /// were given back.
    #[inline(always)]
    pub(super) fn insertions(&self) -> Value {
        self.tail.peek()
    }

    /// How many entries are alive.
    #[inline(always)]
    pub(super) fn used(&self) -> usize {
        (self.used.peek().bits() >> 1) as usize
    }

    #[inline(always)]
    pub(super) fn set_tail(&self, tail: usize) {
        let old = self.tail.peek().bits() >> 1;
        let given_back = old >> TAIL_BITS;
        let given_back = given_back + u64::from((tail as u64) < old & LOW_TAIL);
        let word = (given_back << TAIL_BITS | tail as u64) & (u64::MAX >> 4);
        self.tail.poke(Value::index(word as usize));
    }

    #[inline(always)]
    pub(super) fn set_used(&self, used: usize) {
        self.used.poke(Value::index(used));
    }

    /// The tags of a small table.
    #[inline(always)]
    pub(super) fn tags(&self) -> u64 {
        self.tags.load()
    }

    /// Writes all tags of a small table.
    #[inline(always)]
    pub(super) fn set_tags(&self, tags: u64) {
        self.tags.store(tags);
    }

    /// Changes the tag of an entry of a small table.
    #[inline(always)]
    pub(super) fn set_tag(&self, entry: usize, tag: u8) {
        let shift = 8 * entry;
        let others = self.tags.load() & !(0xff << shift);
        self.set_tags(others | u64::from(tag) << shift);
    }

    /// Address of the stripes, or of what is behind the head of a small table.
    #[inline(always)]
    fn body(&self, is_large: bool) -> *const u8 {
        let body = (&raw const *self)
            .cast::<u8>()
            .wrapping_add(size_of::<Table>());
        if is_large {
            body.map_addr(|address| address.next_multiple_of(LINE))
        } else {
            body
        }
    }

    /// Stripe `number`.
    #[inline(always)]
    pub(super) fn stripe(&'static self, number: usize) -> &'static Stripe {
        debug_assert!(number < self.stripes());
        // SAFETY: a large table has stripes behind its head; callers take the number from a hash
        // or count to `stripes()`.
        unsafe { &*self.body(true).cast::<Stripe>().add(number) }
    }

    #[inline(always)]
    fn first_entry(&self) -> *const Entry {
        let kind = self.kind();
        // Without stripes nothing is added: `kind` is 0.
        let stripes = (1usize << kind >> 1) * size_of::<Stripe>();
        self.body(kind != 0).wrapping_add(stripes).cast()
    }

    /// Entry `number`.
    #[inline(always)]
    pub(super) fn entry(&'static self, number: usize) -> &'static Entry {
        debug_assert!(number < self.capacity());
        // SAFETY: callers compare the number with the capacity, or count to it.
        unsafe { &*self.first_entry().add(number) }
    }

    /// Entry `number` of a small table.
    #[inline(always)]
    pub(super) fn small_entry(&'static self, number: usize) -> &'static Entry {
        debug_assert!(self.log2().is_none() && number < self.capacity());
        // SAFETY: as above; the entries are behind the head.
        unsafe { &*self.body(false).cast::<Entry>().add(number) }
    }

    /// All entries that there is room for.
    #[inline]
    pub(super) fn entries(&'static self) -> &'static [Entry] {
        // SAFETY: there are that many, behind head and stripes.
        unsafe { std::slice::from_raw_parts(self.first_entry(), self.capacity()) }
    }

    /// The unit of T0, of which words are written: the whole small table, else `tail` and `used`.
    #[inline(always)]
    pub(super) fn first_unit(&'static self) -> Unit {
        let words = match self.log2() {
            None => 3 + 3 * self.capacity(),
            Some(_) => 2,
        };
        Unit {
            token: &self.header.token,
            // SAFETY: the head's words from `tail` on, and a small table's entries right behind them.
            words: unsafe { std::slice::from_raw_parts((&raw const self.tail).cast(), words) },
        }
    }

    /// T0.
    #[inline(always)]
    pub(super) fn first_token(&'static self) -> &'static Token {
        &self.header.token
    }

    /// The token that guards an entry with this hash.
    #[inline(always)]
    pub(super) fn token_of(&'static self, hash: Hash) -> &'static Token {
        match self.log2() {
            None => &self.header.token,
            Some(log2) => &self.stripe(hash.stripe(log2)).token,
        }
    }

    /// The unit of T0 as the graph of objects sees it: with the values of all entries, so that the
    /// stripes have none to show.
    fn graph_unit(&'static self) -> Unit {
        if self.log2().is_none() {
            return self.first_unit();
        }
        let capacity = self.capacity();
        Unit {
            token: &self.header.token,
            // SAFETY: all entries.
            words: unsafe {
                std::slice::from_raw_parts(std::ptr::from_ref(self.entry(0)).cast(), 3 * capacity)
            },
        }
    }
}

impl Stripe {
    /// Gives a stripe of a new table its first token.
    fn start(&'static self, token: TokenWord) {
        let place = (&raw const self.token).cast_mut();
        // SAFETY: the table is being made, and nobody else has seen it.
        unsafe { place.write(Token::new(token)) };
    }

    fn unit(&'static self) -> Unit {
        Unit {
            token: &self.token,
            words: &[],
        }
    }
}

/// # Safety
/// The object has the layout TABLE.
unsafe fn table_of(object: Object) -> &'static Table {
    // SAFETY: the caller's promise.
    unsafe { &*object.as_ptr().cast::<Table>() }
}

/// Visits keys and values.
///
/// # Safety
/// As `tython_gc::TraceFn`.
pub unsafe fn trace(object: Object, from: usize, visit: &mut dyn FnMut(u64)) -> Option<usize> {
    // SAFETY: the caller's promise.
    let table = unsafe { table_of(object) };
    let capacity = table.capacity();
    let to = capacity.min(from + TRACE_PART);
    for number in from..to {
        let entry = table.entry(number);
        for slot in [&entry.key, &entry.value] {
            let bits = slot.peek().bits();
            if is_reference(bits) {
                visit(bits);
            }
        }
    }
    (to < capacity).then_some(to)
}

/// Visits the unit of T0 and those of the stripes.
///
/// # Safety
/// As `tython_gc::UnitsFn`.
pub unsafe fn units(object: Object, visit: &mut dyn FnMut(Unit)) {
    // SAFETY: the caller's promise.
    let table = unsafe { table_of(object) };
    visit(table.graph_unit());
    for number in 0..table.stripes() {
        visit(table.stripe(number).unit());
    }
}

/// Finds the unit of a token: T0, or a stripe's.
///
/// # Safety
/// As `tython_gc::UnitFn`.
pub unsafe fn unit_of(object: Object, token: &'static Token) -> Unit {
    // SAFETY: the caller's promise.
    let table = unsafe { table_of(object) };
    if std::ptr::eq(token, &table.header.token) {
        table.graph_unit()
    } else {
        Unit { token, words: &[] }
    }
}

const _: () = {
    assert!(size_of::<Table>() == size_of::<Header>() + 8 * HEAD_WORDS);
    assert!(size_of::<Entry>() == 24 && size_of::<Stripe>() == 2 * LINE);
};
