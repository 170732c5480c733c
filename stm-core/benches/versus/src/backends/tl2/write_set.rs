//! The write set: for each written object the new values of the words that were written.
//!
//! A filter of 64 bits answers nearly every "is it here?"; what passes is looked up from the
//! newest entry on, among bare addresses, which is the fastest for the dozen objects that an
//! update of these workloads writes.

use super::{Conflict, LOCKED, Ref};
use crate::backend::WORDS;
use std::hint::spin_loop;
use std::ptr;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};

/// How often a commit looks at a lock that another commit holds. A commit is shorter than this.
const PATIENCE: u32 = 64;

#[derive(Default)]
pub(super) struct WriteSet {
    filter: u64,
    objects: Vec<Ref>,
    entries: Vec<Entry>,
}

struct Entry {
    /// The version from before the lock.
    version: u64,
    /// Which words were written.
    written: [bool; WORDS],
    values: [u64; WORDS],
}

fn filter_bit(object: Ref) -> u64 {
    // Lines are 64 bytes apart, so the low six bits say nothing; mixing spreads what is strided.
    let address = ptr::from_ref(object.0).addr() as u64 >> 6;
    1 << (address.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58)
}

impl WriteSet {
    #[inline(always)]
    pub(super) fn clear(&mut self) {
        self.filter = 0;
        self.objects.clear();
        self.entries.clear();
    }

    #[inline(always)]
    pub(super) fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    #[inline(always)]
    pub(super) fn len(&self) -> usize {
        self.objects.len()
    }

    #[inline(always)]
    pub(super) fn may_hold(&self, object: Ref) -> bool {
        self.filter != 0 && self.filter & filter_bit(object) != 0
    }

    /// The entry of an object that was written.
    #[inline(always)]
    pub(super) fn find(&self, object: Ref) -> Option<usize> {
        self.objects
            .iter()
            .rposition(|other| ptr::eq(other.0, object.0))
    }

    /// The values of `words`, if all of them were written.
    pub(super) fn values<const N: usize>(
        &self,
        entry: usize,
        words: [usize; N],
    ) -> Option<[u64; N]> {
        let entry = &self.entries[entry];
        words
            .iter()
            .all(|&word| entry.written[word])
            .then(|| words.map(|word| entry.values[word]))
    }

    /// The values of `words`, those from `memory` that were not written.
    pub(super) fn overlay<const N: usize>(
        &self,
        entry: usize,
        words: [usize; N],
        mut memory: [u64; N],
    ) -> [u64; N] {
        let entry = &self.entries[entry];
        for (value, word) in memory.iter_mut().zip(words) {
            if entry.written[word] {
                *value = entry.values[word];
            }
        }
        memory
    }

    #[inline(always)]
    pub(super) fn put<const N: usize>(&mut self, object: Ref, words: [(usize, u64); N]) {
        let bit = filter_bit(object);
        let found = if self.filter & bit == 0 {
            None
        } else {
            self.find(object)
        };
        let position = found.unwrap_or_else(|| {
            self.filter |= bit;
            self.objects.push(object);
            self.entries.push(Entry {
                version: 0,
                written: [false; WORDS],
                values: [0; WORDS],
            });
            self.entries.len() - 1
        });
        let entry = &mut self.entries[position];
        for (word, value) in words {
            entry.written[word] = true;
            entry.values[word] = value;
        }
    }

    #[inline(always)]
    pub(super) fn lock(&mut self, position: usize, mine: u64) -> Result<(), Conflict> {
        let header = &self.objects[position].0.header;
        for _ in 0..PATIENCE {
            let now = header.load(Relaxed);
            // Acquire: pairs with the Release of the last unlock.
            if now < LOCKED
                && header
                    .compare_exchange(now, mine | now, Acquire, Relaxed)
                    .is_ok()
            {
                self.entries[position].version = now;
                return Ok(());
            }
            spin_loop();
        }
        Err(Conflict)
    }

    /// Gives the first `count` locks back; nothing has been written yet.
    #[cold]
    pub(super) fn unlock_unchanged(&self, count: usize) {
        for (object, entry) in self.objects.iter().zip(&self.entries).take(count) {
            object.0.header.store(entry.version, Release);
        }
    }

    #[inline(always)]
    pub(super) fn write_back_and_unlock(&self, version: u64) {
        for (object, entry) in self.objects.iter().zip(&self.entries) {
            for word in 0..WORDS {
                if entry.written[word] {
                    object.0.words[word].store(entry.values[word], Relaxed);
                }
            }
            // Release: pairs with the Acquire of `look` and `lock`.
            object.0.header.store(version, Release);
        }
    }
}
