//! Which entry of a bounded cache was used least recently.
//!
//! A linked list that each hit reorders, as CPython has it, would make all hits conflict. Here a hit
//! writes nothing that a transaction looks at: it notes the time, a counter of the cache, on its entry,
//! **past the transaction**. What is written so is but a hint: the note of a hit that is rolled back
//! stays, as if the hit had happened, and it will in most cases happen again. With one thread the
//! order is exact; with several an entry is marked again only when its note has become old, so
//! that hits of the same few entries write no memory that others read.
//!
//! Who evicts an entry needs the oldest. The entries lie in a binary heap (in a list) ordered by the time
//! at which they came there, a lower bound of their note: as long as the first one's note is later, it
//! sinks to where it belongs. So each hit costs at most one step of sinking, later.

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::objects::list::{self, List};
use crate::objects::tuple::{self, Tuple};
use crate::objects::values::{self, Values};
use crate::value::Value;

/// An entry's result, its key, the hash of that, and the note.
const RESULT: usize = 0;
const KEY: usize = 1;
const HASH: usize = 2;
const NOTE: usize = 3;

/// An entry of a bounded cache.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry(&'static Values);

impl Entry {
    /// The entry that a cache's dict has as a value.
    pub(super) fn of(value: Value) -> Option<Entry> {
        value.cast::<Values>().map(Entry)
    }

    /// The value for the dict.
    pub(super) fn value(self) -> Value {
        self.0.value()
    }

    /// What the function returned.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    #[inline]
    pub(super) fn result(self, cx: &mut Cx) -> R {
        self.0.get(cx, RESULT)
    }

    /// The key and its hash.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub(super) fn key(self, cx: &mut Cx) -> R<(Value, i64)> {
        let hash = self.0.get(cx, HASH)?;
        let hash = crate::objects::int::to_int(hash).and_then(|hash| hash.to_i64());
        Ok((self.0.get(cx, KEY)?, hash.unwrap_or(0)))
    }

    fn note(self) -> i64 {
        self.0.peek_hint(NOTE)
    }
}

/// The entries of a cache in the order of their use.
#[derive(Clone, Copy, Debug)]
pub(super) struct Recency {
    /// The time: a hint.
    pub(super) clock: &'static Values,
    /// The heap: tuples of a time and an entry.
    pub(super) heap: &'static List,
    /// How many entries the cache may have.
    pub(super) capacity: i64,
}

/// A clock for a new cache.
///
/// # Errors
/// MemoryError.
pub(super) fn clock(cx: &mut Cx) -> R<&'static Values> {
    let clock = values::new(cx, 1)?;
    clock.set(cx, 0, Value::index(0))?;
    Ok(clock)
}

/// Entries are marked again, while there are several threads, when this part of all others may have
/// been used since.
const PATIENCE: i64 = 8;

impl Recency {
    /// Notes that an entry is used.
    #[inline]
    pub(super) fn touch(self, cx: &mut Cx, entry: Entry) {
        let now = self.clock.peek_hint(0);
        let age = now - entry.note();
        if age == 0 || !cx.tx.is_solo() && age <= self.capacity / PATIENCE {
            return;
        }
        self.clock.poke_hint(0, now + 1);
        entry.0.poke_hint(NOTE, now + 1);
    }

    /// A new entry, used now.
    ///
    /// # Errors
    /// MemoryError.
    pub(super) fn entry(self, cx: &mut Cx, key: Value, hash: i64, result: Value) -> R<Entry> {
        let now = self.clock.peek_hint(0) + 1;
        self.clock.poke_hint(0, now);
        let (hash, now) = (cx.int(hash)?, cx.int(now)?);
        let entry = values::new(cx, 4)?;
        entry.fill(cx, &[result, key, hash, now])?;
        Ok(Entry(entry))
    }

    /// Adds a new entry while there is room.
    ///
    /// # Errors
    /// MemoryError, and when the transaction has to be rolled back.
    pub(super) fn add(self, cx: &mut Cx, entry: Entry) -> R<()> {
        // It is the newest, so the end is its place.
        let node = node(cx, entry)?;
        list::append(cx, self.heap, node)
    }

    /// Adds a new entry in the place of the one that was not used for longest, which is returned.
    ///
    /// # Errors
    /// MemoryError, and when the transaction has to be rolled back.
    pub(super) fn replace_oldest(self, cx: &mut Cx, entry: Entry) -> R<Option<Entry>> {
        let oldest = loop {
            let Some((time, oldest)) = self.at(cx, 0)? else {
                self.add(cx, entry)?;
                return Ok(None);
            };
            if oldest.note() <= time {
                break oldest;
            }
            self.sink(cx, oldest)?;
        };
        self.sink(cx, entry)?;
        Ok(Some(oldest))
    }

    /// The node at this index of the heap.
    fn at(self, cx: &mut Cx, index: usize) -> R<Option<(i64, Entry)>> {
        let node = list::get(cx, self.heap, index)?.and_then(Value::cast::<Tuple>);
        Ok(node.and_then(|node| match node.as_slice() {
            [time, entry] => Some((time.as_small_int()?, Entry::of(*entry)?)),
            _ => None,
        }))
    }

    /// Puts an entry in the first place and lets it sink to where it belongs.
    fn sink(self, cx: &mut Cx, entry: Entry) -> R<()> {
        let node = node(cx, entry)?;
        let time = entry.note();
        let mut index = 0;
        loop {
            let (left, right) = (2 * index + 1, 2 * index + 2);
            let mut earliest = None;
            for child in [left, right] {
                if let Some((other, _)) = self.at(cx, child)?
                    && other < earliest.map_or(time, |(_, earliest)| earliest)
                {
                    earliest = Some((child, other));
                }
            }
            let Some((child, _)) = earliest else {
                list::set(cx, self.heap, index, node)?;
                return Ok(());
            };
            if let Some(risen) = list::get(cx, self.heap, child)? {
                list::set(cx, self.heap, index, risen)?;
            }
            index = child;
        }
    }
}

/// A node of the heap: the time now noted on an entry, and the entry.
fn node(cx: &mut Cx, entry: Entry) -> R {
    let time = cx.int(entry.note())?;
    Ok(tuple::new(cx, &[time, entry.value()])?.value())
}
