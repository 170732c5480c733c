//! Old versions, kept on demand: what live snapshots need, and nothing when there is none.
//!
//! A snapshot is a version `at`. It must see each unit as the commits numbered `<= at` left it.
//! Writers work in place, so while a snapshot lives they put the pre-images that they log into this
//! store too (they *export* them), before they overwrite anything.
//!
//! | cell | who | what |
//! | --- | --- | --- |
//! | `active` | snapshots | how many live; writers look at it when they begin, when asked, and after they took their version |
//! | `live` | snapshots, under its lock | their versions |
//! | a shard's chain of a token | writers and snapshots, under the shard's lock | pre-images in the order in which they were overwritten |
//!
//! A pre-image is *pending* while its writer runs; `until` is then a lower bound of the version that
//! the writer may get (0: none is promised yet). It is settled (`until` becomes the commit version) before the unlock, and
//! taken back by a rollback before the release. So for a word at `at`:
//!
//! 1. the first pre-image in the chain with `until > at` that covers the word has the value;
//! 2. if none covers it, nobody has overwritten it since `at`, and the value is in memory: read
//!    under the shard's lock, because who overwrites exports first, under that lock;
//! 3. a pending pre-image whose bound is `<= at` decides nothing, and neither does memory while the
//!    owner has exported nothing for this unit: ask it to export (again), and look again.
//!
//! Start of a snapshot: count it in `active`, then tick the clock, which ends with a full fence; then
//! read. A commit that took its version before the tick has a number `<= at` and belongs to the
//! snapshot (its tokens are held, so the reader waits for its unlock). Of the others, one that
//! acquires anything after the snapshot's fence sees `active` when it has taken its version, by that
//! fence and its own, and exports before it unlocks, at the latest. One that has acquired everything
//! before the snapshot's fence may miss `active` and get a higher number all the same: then every
//! read of the snapshot meets its tokens, waits for them, and finds its values as a whole; it has
//! simply come before. (Nor can it depend on a commit that did export: it would have learnt of
//! `active` by that commit's unlock.)
//!
//! A settled pre-image is dropped when no live snapshot needs it: when none lies between the end of
//! the last whole pre-image before it and its own. (The version that a token had does not tell where
//! the interval begins: publication, adoption and an overflow of `bump` stamp new versions on old
//! words.)

use crate::clock::Clock;
use crate::heap::Word;
use crate::sync::{AtomicU64, Mutex, Ordering};
use crate::token::Token;
use std::collections::HashMap;

#[cfg(not(any(feature = "loom", feature = "shuttle")))]
const SHARDS: usize = 16;
#[cfg(any(feature = "loom", feature = "shuttle"))]
const SHARDS: usize = 1;

/// One pre-image.
#[derive(Debug)]
pub(crate) struct Old {
    /// The slot of the writer while it runs.
    pub(crate) pending: Option<usize>,

    /// The version that overwrote them, or a lower bound of it while pending.
    pub(crate) until: u64,
    /// Address of the first word.
    start: usize,
    image: Box<[u64]>,
    /// Whether these are all words of the unit.
    whole: bool,
}

impl Old {
    pub(crate) fn new(
        writer: usize,
        until: u64,
        words: &'static [Word],
        image: &[u64],
        whole: bool,
    ) -> Self {
        Old {
            pending: Some(writer),
            until,
            start: words.as_ptr() as usize,
            image: image.into(),
            whole,
        }
    }

    fn get(&self, word: &'static Word) -> Option<u64> {
        let offset = (word as *const Word as usize).checked_sub(self.start)?;
        self.image.get(offset / size_of::<Word>()).copied()
    }

    fn starts_at(&self, words: &'static [Word]) -> bool {
        self.start == words.as_ptr() as usize
    }
}

/// What the store says of a word at a snapshot's version.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Found {
    /// It had this value.
    Value(u64),
    /// The owner has to say first that it will commit above the version.
    Undecided,
}

type Chains = HashMap<usize, Vec<Old>>;

#[derive(Debug)]
pub(crate) struct Versions {
    active: AtomicU64,
    live: Mutex<Vec<u64>>,
    shards: [Mutex<Chains>; SHARDS],
}

fn key(token: &'static Token) -> usize {
    token as *const Token as usize
}

impl Versions {
    pub(crate) fn new() -> Self {
        Versions {
            active: AtomicU64::new(0),
            live: Mutex::new(Vec::new()),
            shards: std::array::from_fn(|_| Mutex::new(HashMap::new())),
        }
    }

    /// Whether a snapshot lives. Relaxed: fences order it where that matters; see the module's head.
    #[inline(always)]
    pub(crate) fn is_active(&self) -> bool {
        self.active.load(Ordering::Relaxed) != 0
    }

    fn shard(&self, token: &'static Token) -> &Mutex<Chains> {
        let key = key(token);
        &self.shards[(key >> 4 ^ key >> 10) % self.shards.len()]
    }

    /// Starts a snapshot and returns its version.
    pub(crate) fn start(&self, clock: &Clock) -> u64 {
        let mut live = self.live.lock();
        // Relaxed: the fence at the end of the tick publishes it.
        self.active.fetch_add(1, Ordering::Relaxed);
        let at = clock.tick();
        live.push(at);
        at
    }

    /// Ends a snapshot, and drops what only it needed.
    pub(crate) fn end(&self, at: u64) {
        let mut live = self.live.lock();
        if let Some(index) = live.iter().position(|other| *other == at) {
            live.swap_remove(index);
        }
        // Relaxed: who still sees the snapshot exports in vain, and drops that when it settles.
        self.active.fetch_sub(1, Ordering::Relaxed);
        for shard in &self.shards {
            shard.lock().retain(|_, chain| {
                trim(chain, &live);
                !chain.is_empty()
            });
        }
    }

    /// Adds a pending pre-image. Its words have not been overwritten yet, or the unit is locked and
    /// no earlier pre-image of it is pending.
    pub(crate) fn add(&self, token: &'static Token, old: Old) {
        self.shard(token)
            .lock()
            .entry(key(token))
            .or_default()
            .push(old);
    }

    /// Raises the bound of a writer's pending pre-images of one unit.
    pub(crate) fn promise(&self, token: &'static Token, writer: usize, until: u64) {
        if let Some(chain) = self.shard(token).lock().get_mut(&key(token)) {
            for old in chain.iter_mut().filter(|old| old.pending == Some(writer)) {
                old.until = old.until.max(until);
            }
        }
    }

    /// The writer commits with `version`.
    pub(crate) fn settle(&self, token: &'static Token, writer: usize, version: u64) {
        let live = self.live.lock();
        let mut chains = self.shard(token).lock();
        let Some(chain) = chains.get_mut(&key(token)) else {
            return;
        };
        for old in chain.iter_mut().filter(|old| old.pending == Some(writer)) {
            old.pending = None;
            old.until = version;
        }
        trim(chain, &live);
        if chain.is_empty() {
            chains.remove(&key(token));
        }
    }

    /// Takes back the writer's newest pending pre-image of these words.
    pub(crate) fn take_back(&self, token: &'static Token, writer: usize, words: &'static [Word]) {
        let mut chains = self.shard(token).lock();
        let Some(chain) = chains.get_mut(&key(token)) else {
            return;
        };
        let newest = chain
            .iter()
            .rposition(|old| old.pending == Some(writer) && old.starts_at(words));
        if let Some(index) = newest {
            chain.remove(index);
        }
        if chain.is_empty() {
            chains.remove(&key(token));
        }
    }

    /// The value of a word of the unit at version `at`. `owner` is the slot in the token, if the
    /// unit is owned.
    pub(crate) fn find(
        &self,
        token: &'static Token,
        owner: Option<usize>,
        word: &'static Word,
        at: u64,
    ) -> Found {
        let chains = self.shard(token).lock();
        let chain = chains
            .get(&key(token))
            .map(Vec::as_slice)
            .unwrap_or_default();
        if owner.is_some() && !chain.iter().any(|old| old.pending == owner) {
            return Found::Undecided;
        }
        for old in chain {
            if old.pending.is_some() && old.until <= at {
                return Found::Undecided;
            }
            if old.until > at
                && let Some(value) = old.get(word)
            {
                return Found::Value(value);
            }
        }
        Found::Value(word.load())
    }

    /// Pre-images in the store, for tests and reports.
    pub(crate) fn len(&self) -> usize {
        self.shards
            .iter()
            .map(|shard| shard.lock().values().map(Vec::len).sum::<usize>())
            .sum()
    }
}

/// Drops the settled pre-images that no live snapshot needs.
fn trim(chain: &mut Vec<Old>, live: &[u64]) {
    let mut from = 0;
    chain.retain(|old| {
        let needed = old.pending.is_some() || live.iter().any(|at| from <= *at && *at < old.until);
        if needed && old.whole && old.pending.is_none() {
            from = old.until;
        }
        needed
    });
}
