//! What old objects refer to since they were written last: the roots of a collection of the young.
//!
//! An object is old when it is marked while there is no marking, that is, when it has survived a collection.
//! A transaction that has made an old object refer to a young one leaves the words that it wrote here when
//! it ends (the fused barrier: what is written is in its undo log, and only what is in a log has to be
//! looked at). A running transaction's log shows them when the world stands still.
//!
//! What is on a native stack when marking ends may be an object that native code is just filling, without a
//! log because nobody else can reach it; and it is old from then on. So it is remembered whole.

use crate::classes::GRANULE;
use crate::header::{Object, REFERENCE_TAG, is_reference};
use crate::heap::Heap;
use crate::space::Space;
use crate::sync::Queue;
use crate::sync::mapped::{AtomicUsize, Ordering};
use stm_core::{Change, Token, Word};

/// Memories beyond which a collection of all objects costs less.
const MOST: usize = 1 << 20;

/// What may refer to a young object.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Memory {
    /// Words of an old object.
    Words(&'static [Word]),
    /// All of it.
    Object(Object),
}

/// What was remembered since the last collection.
#[derive(Debug)]
pub(crate) struct Remembered {
    packets: Queue<Vec<Memory>>,
    count: AtomicUsize,
}

impl Default for Remembered {
    fn default() -> Self {
        Remembered {
            packets: Queue::new(),
            count: AtomicUsize::new(0),
        }
    }
}

impl Remembered {
    /// Remembers more.
    pub(crate) fn add(&self, packet: Vec<Memory>) {
        if !packet.is_empty() {
            self.count.fetch_add(packet.len(), Ordering::Relaxed); // Relaxed: for `is_full`.
            self.packets.push(packet);
        }
    }

    /// Takes everything. There is marking, so nobody adds anything.
    pub(crate) fn take(&self) -> Vec<Vec<Memory>> {
        self.count.store(0, Ordering::Relaxed); // Relaxed: as above.
        std::iter::from_fn(|| self.packets.pop()).collect()
    }

    /// Whether it is so much that a collection of all objects costs less.
    pub(crate) fn is_full(&self) -> bool {
        self.count.load(Ordering::Relaxed) > MOST // Relaxed: as above.
    }
}

impl Space {
    /// Whether a value refers to a young object; it may be raw.
    pub(crate) fn is_young(&self, value: u64) -> bool {
        let place = self
            .blocks
            .locate((value.wrapping_sub(REFERENCE_TAG)) as usize);
        is_reference(value)
            && place.is_some_and(|(id, offset)| !self.blocks.get(id).marks.has(offset / GRANULE))
    }

    /// Whether the object is old that a token lies in.
    fn is_old(&self, token: &'static Token) -> bool {
        let address = std::ptr::from_ref(token) as usize;
        let has_mark = |address| {
            let place = self.blocks.locate(address);
            place.is_some_and(|(id, offset)| self.blocks.get(id).marks.has(offset / GRANULE))
        };
        // At its begin, mostly.
        has_mark(address)
            || self
                .blocks
                .find(address)
                .is_some_and(|object| has_mark(object.address()))
    }
}

impl Heap {
    /// What a transaction has written: shown to marking, or remembered. By a mutator that runs.
    pub fn committed(&self, changes: &mut dyn Iterator<Item = Change<'_>>) {
        if self.is_marking() {
            self.shade(&mut changes.flat_map(|change| change.before.iter().copied()));
            return;
        }
        if self.config.zeal.without_barrier {
            return;
        }
        let leads_to_young = |change: &Change<'_>| {
            let mut words = change.words.iter().zip(change.before);
            words.any(|(word, before)| {
                let now = word.load();
                now != *before && self.space.is_young(now)
            })
        };
        let packet = changes
            .filter(|change| leads_to_young(change) && self.space.is_old(change.token))
            .map(|change| Memory::Words(change.words))
            .collect();
        self.collector.shared.remembered.add(packet);
    }

    /// What a transaction puts back: shown to marking, with what was there meanwhile. By a mutator that runs.
    pub fn undone(&self, changes: &mut dyn Iterator<Item = Change<'_>>) {
        let both = changes.flat_map(|change| {
            let now = change.words.iter().map(Word::load);
            now.chain(change.before.iter().copied())
        });
        self.shade(&mut { both });
    }
}
