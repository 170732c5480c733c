//! A hash table that conflicts by stripe: a key's hash names a card, and the card is probed.
//!
//! A card holds pairs of words, key and value, filled from the front; removing a pair moves the
//! card's last one into its place. When a card is full, the table grows until it is not. There is
//! no count of entries: two insertions of different stripes have nothing in common.
//!
//! An insertion made blind is deferred to the commit, like an append.

use super::{BufferRef, CARD, Card, CardHeap, EMPTY};
use crate::heap::Unit;
use crate::reason::Abort;
use crate::thread::Thread;
use crate::token::Token;
use crate::tx::Deferred;
use std::hash::{BuildHasher, RandomState};
use std::sync::OnceLock;

const PAIRS: usize = CARD / 2;

/// A table over one unit of one word, the reference to its buffer (with a power of two of cards).
/// Keys and values are words other than [`EMPTY`].
#[derive(Clone, Copy, Debug)]
pub struct StripedTable {
    buffer: BufferRef,
}

struct Insert {
    table: StripedTable,
    key: u64,
    value: u64,
}

impl<H: CardHeap> Deferred<H> for Insert {
    fn apply(&self, tx: &mut Thread<H>) -> Result<(), Abort> {
        self.table.insert_now(tx, self.key, self.value)
    }

    fn visit(&self, word: &mut dyn FnMut(u64), token: &mut dyn FnMut(&'static Token)) {
        token(self.table.buffer.0.token);
        word(self.key);
        word(self.value);
    }
}

/// Which card a key belongs to: the finalizer of splitmix64 (Steele, Lea, Flood 2014) over the key
/// and a random number of this process, so that nobody can choose keys that all share one card,
/// which would make the table grow without end.
fn stripe(key: u64, cards: usize) -> usize {
    static SEED: OnceLock<u64> = OnceLock::new();
    let mut hash = key ^ SEED.get_or_init(|| RandomState::new().hash_one(0));
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (hash ^ (hash >> 31)) as usize % cards
}

fn position(card: &'static Card, key: u64) -> Option<usize> {
    (0..PAIRS).find(|pair| card.words[2 * pair].load() == key)
}

impl StripedTable {
    /// The table in this unit.
    pub fn new(buffer: Unit) -> Self {
        StripedTable {
            buffer: BufferRef(buffer),
        }
    }

    fn id(self) -> usize {
        std::ptr::from_ref(self.buffer.0.token) as usize
    }

    fn card<H: CardHeap>(self, tx: &mut Thread<H>, key: u64) -> Result<&'static Card, Abort> {
        let cards = self.buffer.cards(tx)?;
        Ok(&cards[stripe(key, cards.len())])
    }

    /// The value of `key`. Conflicts with writes of the same stripe, and with growth.
    ///
    /// # Errors
    /// As [`Thread::read`].
    pub fn get<H: CardHeap>(self, tx: &mut Thread<H>, key: u64) -> Result<Option<u64>, Abort> {
        tx.settle(self.id())?;
        let card = self.card(tx, key)?;
        // A probe between two looks at the stripe's token.
        tx.view(&card.token, || {
            position(card, key).map(|pair| card.words[2 * pair + 1].load())
        })
    }

    /// Inserts or replaces at the commit, or when the transaction next looks at the table.
    pub fn insert<H: CardHeap>(self, tx: &mut Thread<H>, key: u64, value: u64) {
        tx.defer(
            self.id(),
            Insert {
                table: self,
                key,
                value,
            },
        );
    }

    /// Removes `key` and returns its value.
    ///
    /// # Errors
    /// As [`Thread::write`].
    pub fn remove<H: CardHeap>(self, tx: &mut Thread<H>, key: u64) -> Result<Option<u64>, Abort> {
        let Some(value) = self.get(tx, key)? else {
            return Ok(None);
        };
        let card = self.card(tx, key)?;
        tx.open_write_all(card.unit())?;
        let used = (0..PAIRS)
            .take_while(|pair| card.words[2 * pair].load() != EMPTY)
            .count();
        if let Some(pair) = position(card, key) {
            let last = used - 1;
            for part in 0..2 {
                card.words[2 * pair + part].store(card.words[2 * last + part].load());
                card.words[2 * last + part].store(EMPTY);
            }
        }
        Ok(Some(value))
    }

    fn insert_now<H: CardHeap>(
        self,
        tx: &mut Thread<H>,
        key: u64,
        value: u64,
    ) -> Result<(), Abort> {
        loop {
            let card = self.card(tx, key)?;
            // Owned before it is probed, so that the read log does not learn of the stripe.
            tx.open_write_all(card.unit())?;
            if put(card, key, value) {
                return Ok(());
            }
            self.grow(tx)?;
        }
    }

    /// Doubles the number of cards until each pair has found a place.
    fn grow<H: CardHeap>(self, tx: &mut Thread<H>) -> Result<(), Abort> {
        let mut count = self.buffer.cards(tx)?.len() * 2;
        loop {
            let (old, buffer) = self.buffer.begin_growth(tx, count)?;
            let new = tx.stm.heap.cards(buffer);
            let pairs = old
                .iter()
                .flat_map(|card| card.words.chunks_exact(2))
                .map(|pair| (pair[0].load(), pair[1].load()));
            let fits = pairs
                .filter(|(key, _)| *key != EMPTY)
                .all(|(key, value)| put(&new[stripe(key, count)], key, value));
            if fits {
                return self.buffer.replace(tx, buffer);
            }
            count *= 2;
        }
    }
}

/// Puts a pair into a card that is owned or not reachable for anybody else; false if it is full.
fn put(card: &'static Card, key: u64, value: u64) -> bool {
    let Some(pair) = position(card, key).or_else(|| position(card, EMPTY)) else {
        return false;
    };
    card.words[2 * pair].store(key);
    card.words[2 * pair + 1].store(value);
    true
}
