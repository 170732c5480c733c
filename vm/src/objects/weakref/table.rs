//! All links by referent. No part of transactions: a link that a rolled-back transaction has made is
//! garbage, and the next collection takes it out.
//!
//! The collector looks through it beside mutators when marking is nearly done: the *survey*. What is marked then
//! stays marked, so when marking has ended only those referents are looked at again that were not, or had a link
//! that was not, and those that have got a link since. That is beside mutators, too: the *clearing*.
//!
//! Links that died themselves are taken out, in case they are brought back, which nobody knows yet: they are entered
//! again if they were. So mutators find no dead link here, nor one that is just being brought back.
//!
//! The table lies in shards, and nobody holds the lock of one for long.

use super::{CALLBACK, Link};
use crate::cx::Cx;
use crate::heap::HeapType;
use crate::objects::instance::Instance;
use crate::value::Value;
use parking_lot::{Mutex, MutexGuard};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasherDefault, Hasher};
use std::iter::once;
use std::mem::take;
use std::ops::Deref;
use std::slice;
use std::sync::LazyLock;
use tython_gc::{Aftermath, Marking};

#[derive(Default)]
struct Shard {
    /// The links to each referent, by its word.
    links: HashMap<u64, Links, BuildHasherDefault<Fold>>,
    /// Referents that have got a link since the last collection: among others, nothing dies young.
    young: Vec<u64>,
    /// So many of `young` were there when the survey came by.
    surveyed: usize,
    /// Referents that the survey has found unmarked, or with an unmarked link.
    suspects: Vec<u64>,
}

/// The links to one referent, oldest first: one, mostly.
enum Links {
    One(Value),
    Several(Vec<Value>),
}

impl Deref for Links {
    type Target = [Value];

    fn deref(&self) -> &[Value] {
        match self {
            Links::One(link) => slice::from_ref(link),
            Links::Several(links) => links,
        }
    }
}

impl FromIterator<Value> for Links {
    fn from_iter<I: IntoIterator<Item = Value>>(links: I) -> Self {
        Links::Several(links.into_iter().collect())
    }
}

/// The hash of a word, by a multiplication whose halves are folded.
#[derive(Default)]
struct Fold(u64);

impl Hasher for Fold {
    fn write(&mut self, _: &[u8]) {
        unreachable!("keys are words");
    }

    fn write_u64(&mut self, word: u64) {
        let product = u128::from(word) * 0xD1B5_4A32_D192_ED03;
        self.0 = product as u64 ^ (product >> 64) as u64;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A power of two.
const SHARDS: usize = 256;

static TABLE: LazyLock<Vec<Mutex<Shard>>> =
    LazyLock::new(|| (0..SHARDS).map(|_| Mutex::default()).collect());

fn shard_of(referent: u64) -> MutexGuard<'static, Shard> {
    // Knuth's multiplicative hashing: the highest bits depend on all.
    let hash = referent.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    TABLE[(hash >> (64 - SHARDS.ilog2())) as usize].lock()
}

/// Enters a new link.
pub(super) fn enter(referent: Value, link: &'static Link) {
    let mut shard = shard_of(referent.bits());
    shard.young.push(referent.bits());
    match shard.links.entry(referent.bits()) {
        Entry::Vacant(entry) => {
            entry.insert(Links::One(link.value()));
        }
        Entry::Occupied(mut entry) => match entry.get_mut() {
            Links::Several(links) => links.push(link.value()),
            Links::One(first) => *entry.get_mut() = [*first, link.value()].into_iter().collect(),
        },
    }
}

/// The objects that refer to `referent` weakly, oldest first.
pub(crate) fn references(cx: &Cx, referent: Value) -> Vec<Value> {
    let shard = shard_of(referent.bits());
    let links = shard.links.get(&referent.bits()).map_or(&[][..], |it| it);
    let owners = links
        .iter()
        .filter(|link| !cx.vm.heap.has_died(link.bits()))
        .filter_map(|link| link.cast::<Link>())
        .map(|link| link.owner.get());
    // The table keeps nothing alive.
    owners.inspect(|owner| cx.shade(*owner)).collect()
}

/// How many objects refer to `referent` weakly.
pub(crate) fn count(referent: Value) -> usize {
    let shard = shard_of(referent.bits());
    shard
        .links
        .get(&referent.bits())
        .map_or(0, |links| links.len())
}

/// Whether there is a callback to be called. Nobody takes it out as long as the referent lives.
fn has_callback(owner: Value) -> bool {
    owner.cast::<Instance>().is_some_and(|owner| {
        owner.inline_slots() > CALLBACK
            && !matches!(owner.inline(CALLBACK).peek(), Value::NONE | Value::UNBOUND)
    })
}

impl Shard {
    fn survey(&mut self, marking: &Marking<'_>) {
        let Shard {
            links,
            young,
            surveyed,
            suspects,
        } = self;
        let mut look = |referent: u64, links: &[Value]| {
            if !are_old(marking, referent, links) {
                suspects.push(referent);
            }
        };
        if marking.is_young() {
            for referent in &*young {
                look(*referent, links.get(referent).map_or(&[], |links| links));
            }
        } else {
            for (referent, links) in links {
                look(*referent, links);
            }
        }
        *surveyed = young.len();
    }

    /// What may have died, or lost a link: the suspects, and what has been entered since the survey.
    fn take_doubtful(&mut self) -> Vec<u64> {
        let mut doubtful = take(&mut self.suspects);
        doubtful.extend_from_slice(&self.young[take(&mut self.surveyed)..]);
        self.young.clear();
        doubtful
    }

    /// Looks at one referent: all links to it are taken out if it has died, and otherwise those that have.
    fn look(&mut self, referent: u64, dead: &Aftermath<'_, '_>, found: &mut Found) {
        let Entry::Occupied(mut entry) = self.links.entry(referent) else {
            return;
        };
        if dead.has_died(referent) {
            for link in entry.remove().iter().rev() {
                dead.fetch(link.bits());
                found.to_dead.push(*link);
            }
            return;
        }
        let links = entry.get_mut();
        let has_died = |link: &Value| dead.has_died(link.bits());
        if links.iter().any(has_died) {
            let (lost, kept): (Vec<_>, Vec<_>) = links.iter().copied().partition(has_died);
            found
                .links
                .extend(lost.into_iter().map(|link| (referent, link)));
            *links = Links::Several(kept);
        }
        let links = entry.get();
        if links.is_empty() {
            entry.remove();
        } else if !dead.is_old(referent) || !links.iter().all(|link| dead.is_old(link.bits())) {
            self.young.push(referent);
        }
    }

    /// A link that was taken out has been brought back.
    fn restore(&mut self, referent: u64, link: Value) {
        let others = self.links.remove(&referent);
        let others = others.iter().flat_map(|links| links.iter().copied());
        let links = once(link).chain(others).collect();
        self.links.insert(referent, links);
    }

    fn check(&self, dead: &Aftermath<'_, '_>) {
        let has_dead = |(referent, links): (&u64, &Links)| {
            dead.has_died(*referent) || links.iter().any(|link| dead.has_died(link.bits()))
        };
        assert!(
            !self.links.iter().any(has_dead),
            "the survey has missed one"
        );
    }
}

/// What the collector has found in the table.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The living objects with links to the dead whose callbacks are to be called.
    pub(crate) notify: Vec<Value>,
    /// Links to the dead that are to be cleared. The newest of a referent come first, as CPython calls them.
    to_dead: Vec<Value>,
    /// Links that died themselves, and their referents, which live.
    links: Vec<(u64, Value)>,
}

impl Found {
    /// Clears links to the dead. None of these objects is in a cache, so each is fetched before it is looked at.
    fn clear(&mut self, dead: &Aftermath<'_, '_>) {
        let mut owners = Vec::with_capacity(self.to_dead.len());
        for link in self.to_dead.drain(..).filter_map(Value::cast::<Link>) {
            link.referent.clear();
            if !dead.has_died(link.value().bits()) {
                owners.push(link.owner.get());
                dead.fetch(link.owner.get().bits());
            }
        }
        self.notify
            .extend(owners.into_iter().filter(|owner| has_callback(*owner)));
    }
}

/// Whether a referent and all links to it are marked, and none is as young as marking.
fn are_old(marking: &Marking<'_>, referent: u64, links: &[Value]) -> bool {
    let is_old = |link: &Value| marking.is_old(link.bits());
    marking.is_old(referent) && links.iter().all(is_old)
}

/// Marking is nearly done, and mutators run.
pub(crate) fn survey(marking: &Marking<'_>) {
    TABLE.iter().for_each(|shard| shard.lock().survey(marking));
}

/// Referents that are looked at before others may have the lock.
const PIECE: usize = 256;

/// Marking has ended, and mutators run: the links to what has died are cleared.
pub(crate) fn clear_dead(dead: &Aftermath<'_, '_>) -> Found {
    let mut found = Found::default();
    for shard in &*TABLE {
        let doubtful = shard.lock().take_doubtful();
        for piece in doubtful.chunks(PIECE) {
            let mut shard = shard.lock();
            for referent in piece {
                shard.look(*referent, dead, &mut found);
            }
            drop(shard);
            found.clear(dead);
            dead.linger();
        }
    }
    found
}

/// What is to be brought back has been: of the links that died some may be among it.
pub(crate) fn restore(dead: &Aftermath<'_, '_>, found: Found) {
    for (referent, link) in found.links.into_iter().rev() {
        if !dead.has_died(link.bits()) {
            shard_of(referent).restore(referent, link);
        }
    }
    if cfg!(debug_assertions) {
        TABLE.iter().for_each(|shard| shard.lock().check(dead));
    }
}
