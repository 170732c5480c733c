//! What old objects refer to since they were written last: the roots of a collection of the young.
//!
//! A transaction that has made an old object refer to a young one leaves the words that it wrote here when
//! it ends (the fused barrier: what is written is in its undo log, and only what is in a log has to be
//! looked at). A running transaction's log shows them when the world stands still. While there is marking the young are those
//! that were born since it began, and all others count as old: they are, when it has ended (`ages.rs`).
//!
//! What is on a native stack when marking begins or ends may be an object that native code is just filling, without a
//! log because nobody else can reach it; and it is old when marking has ended. So it is remembered whole. (Only what lives:
//! by the next collection something else may lie where a dead object was.)
//!
//! The world stands still when marking begins. What was remembered until then is for this collection, and what is remembered
//! afterwards for the next.

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

impl Memory {
    /// Where it begins.
    pub(crate) fn address(&self) -> usize {
        match self {
            Memory::Words(words) => words.as_ptr().addr(),
            Memory::Object(object) => object.address(),
        }
    }
}

/// What was remembered since marking began last, and before.
#[derive(Debug)]
pub struct Remembered<M> {
    sides: [Side<M>; 2],
    /// Which side grows. Changes while the world is stopped.
    growing: AtomicUsize,
}

#[derive(Debug)]
struct Side<M> {
    packets: Queue<Vec<M>>,
    count: AtomicUsize,
}

impl<M> Default for Remembered<M> {
    fn default() -> Self {
        let side = || Side {
            packets: Queue::new(),
            count: AtomicUsize::new(0),
        };
        Remembered {
            sides: [side(), side()],
            growing: AtomicUsize::new(0),
        }
    }
}

impl<M> Remembered<M> {
    fn growing(&self) -> usize {
        self.growing.load(Ordering::Relaxed) // Relaxed: changes while the world is stopped.
    }

    /// Remembers more.
    pub fn add(&self, packet: Vec<M>) {
        if !packet.is_empty() {
            let side = &self.sides[self.growing()];
            side.count.fetch_add(packet.len(), Ordering::Relaxed); // Relaxed: for `is_full`.
            side.packets.push(packet);
        }
    }

    /// Marking begins: what is remembered from now on is for the next collection. The world is stopped.
    pub fn turn(&self) {
        self.growing.store(self.growing() ^ 1, Ordering::Relaxed); // Relaxed: as above.
    }

    /// Takes what was remembered before the last turn. By the collector.
    pub fn take(&self) -> Vec<Vec<M>> {
        let side = &self.sides[self.growing() ^ 1];
        side.count.store(0, Ordering::Relaxed); // Relaxed: as above.
        std::iter::from_fn(|| side.packets.pop()).collect()
    }

    /// Whether it is so much that a collection of all objects costs less.
    pub fn is_full(&self) -> bool {
        let count = &self.sides[self.growing()].count;
        count.load(Ordering::Relaxed) > MOST // Relaxed: as above.
    }
}

impl Space {
    /// Whether an object is old, or will be when the marking under way has ended; none begins at an address that is not one of
    /// the heap.
    fn will_be_old(&self, address: usize) -> Option<bool> {
        let (block, granule) = self.blocks.entry(address)?;
        Some(match self.is_marking() {
            true => !block.is_born(granule),
            false => block.is_old(granule),
        })
    }

    /// Whether a value refers to an object that is young when no marking is under way any more; the value may be raw.
    fn leads_to_young(&self, value: u64) -> bool {
        let address = value.wrapping_sub(REFERENCE_TAG) as usize;
        is_reference(value) && self.will_be_old(address) == Some(false)
    }

    /// Whether the object is old then that a token lies in.
    fn lies_in_old(&self, token: &'static Token) -> bool {
        let address = std::ptr::from_ref(token) as usize;
        // At its begin, mostly.
        let begins = self.blocks.begins_marked(address).then_some(address);
        let find = || self.blocks.find(address).map(Object::address);
        let object = begins.or_else(find);
        object.and_then(|object| self.will_be_old(object)) == Some(true)
    }

    /// Whether a change has made an old object refer to a young one.
    fn is_to_be_remembered(&self, change: &Change<'_>) -> bool {
        let mut words = change.words.iter().zip(change.before);
        words.any(|(word, before)| {
            let now = word.load();
            now != *before && self.leads_to_young(now)
        }) && self.lies_in_old(change.token)
    }
}

impl Heap {
    /// Remembers objects whole.
    pub(crate) fn remember(&self, objects: impl Iterator<Item = Object>) {
        let packet = objects.map(Memory::Object).collect();
        self.collector.shared.remembered.add(packet);
    }

    /// What a transaction has written: remembered, and shown to marking. By a mutator that runs.
    pub fn committed(&self, changes: &mut dyn Iterator<Item = Change<'_>>) {
        if self.config.zeal.without_barrier {
            return;
        }
        let mut packet = Vec::new();
        let remembered = changes.inspect(|change| {
            if self.space.is_to_be_remembered(change) {
                packet.push(Memory::Words(change.words));
            }
        });
        if self.is_marking() {
            self.shade(&mut remembered.flat_map(|change| change.before.iter().copied()));
        } else {
            remembered.for_each(drop);
        }
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
