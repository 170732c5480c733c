//! A growing array that conflicts by card, whose length is a unit of its own.
//!
//! Indexing reads the card alone, not the length: a slot beyond the end holds [`EMPTY`]. Appends
//! made blind are deferred to the commit; asking for the length applies them first.

use super::{BufferRef, CARD, CardHeap, EMPTY};
use crate::heap::Unit;
use crate::reason::Abort;
use crate::thread::Thread;
use crate::token::Token;
use crate::tx::Deferred;

/// A list over two units of one word: its length (doubled, so that no heap takes it for a
/// reference) and the reference to its buffer.
#[derive(Clone, Copy, Debug)]
pub struct CardList {
    length: Unit,
    buffer: BufferRef,
}

struct Append {
    list: CardList,
    value: u64,
}

impl<H: CardHeap> Deferred<H> for Append {
    fn apply(&self, tx: &mut Thread<H>) -> Result<(), Abort> {
        self.list.append_now(tx, self.value)
    }

    fn visit(&self, word: &mut dyn FnMut(u64), token: &mut dyn FnMut(&'static Token)) {
        token(self.list.length.token);
        token(self.list.buffer.0.token);
        word(self.value);
    }
}

impl CardList {
    /// The list in these two units. The length's word must be 0 and the buffer's a reference from
    /// [`CardHeap::new_buffer`] when the list is empty.
    pub fn new(length: Unit, buffer: Unit) -> Self {
        CardList {
            length,
            buffer: BufferRef(buffer),
        }
    }

    fn id(self) -> usize {
        std::ptr::from_ref(self.length.token) as usize
    }

    /// The number of elements. Conflicts with every append.
    ///
    /// # Errors
    /// As [`Thread::read`].
    pub fn len<H: CardHeap>(self, tx: &mut Thread<H>) -> Result<usize, Abort> {
        tx.settle(self.id())?;
        Ok((tx.read(self.length.token, &self.length.words[0])? / 2) as usize)
    }

    /// Whether there is no element. Conflicts with every append.
    ///
    /// # Errors
    /// As [`Thread::read`].
    pub fn is_empty<H: CardHeap>(self, tx: &mut Thread<H>) -> Result<bool, Abort> {
        Ok(self.len(tx)? == 0)
    }

    /// Element `index`. Conflicts with writes of the same card, and with growth.
    ///
    /// # Errors
    /// As [`Thread::read`].
    pub fn get<H: CardHeap>(self, tx: &mut Thread<H>, index: usize) -> Result<Option<u64>, Abort> {
        tx.settle(self.id())?;
        let Some(card) = self.buffer.cards(tx)?.get(index / CARD) else {
            return Ok(None);
        };
        let unit = card.unit();
        let value = tx.read(unit.token, &unit.words[index % CARD])?;
        Ok((value != EMPTY).then_some(value))
    }

    /// Replaces element `index`; false if there is none.
    ///
    /// # Errors
    /// As [`Thread::write`].
    pub fn set<H: CardHeap>(
        self,
        tx: &mut Thread<H>,
        index: usize,
        value: u64,
    ) -> Result<bool, Abort> {
        if self.get(tx, index)?.is_none() {
            return Ok(false);
        }
        let cards = self.buffer.cards(tx)?;
        tx.write(cards[index / CARD].unit(), index % CARD, value)?;
        Ok(true)
    }

    /// Appends `value` at the commit, or when the transaction next looks at the list.
    pub fn append<H: CardHeap>(self, tx: &mut Thread<H>, value: u64) {
        tx.defer(self.id(), Append { list: self, value });
    }

    fn append_now<H: CardHeap>(self, tx: &mut Thread<H>, value: u64) -> Result<(), Abort> {
        // Owned before it is read, so that the read log does not learn of the length.
        tx.open_write(self.length, 0)?;
        let length = (self.length.words[0].load() / 2) as usize;
        let mut cards = self.buffer.cards(tx)?;
        if length == cards.len() * CARD {
            cards = self.grow(tx)?;
        }
        tx.write(cards[length / CARD].unit(), length % CARD, value)?;
        tx.write(self.length, 0, 2 * (length as u64 + 1))
    }

    fn grow<H: CardHeap>(self, tx: &mut Thread<H>) -> Result<&'static [super::Card], Abort> {
        let count = self.buffer.cards(tx)?.len() * 2;
        let (old, buffer) = self.buffer.begin_growth(tx, count.max(1))?;
        let new = tx.stm.heap.cards(buffer);
        for (from, to) in old.iter().zip(new) {
            for (from, to) in from.words.iter().zip(&to.words) {
                // The old card is owned and the new one is not reachable for anybody else.
                to.store(from.load());
            }
        }
        self.buffer.replace(tx, buffer)?;
        Ok(new)
    }
}
