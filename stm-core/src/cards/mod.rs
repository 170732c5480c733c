//! Cards: how a large container conflicts by part, and how it grows.
//!
//! The slots of a container lie in a *buffer* of cards; each card is a unit (a token and
//! [`CARD`] words), and the tokens live with the buffer. The container itself only has a unit whose
//! word refers to the buffer, which every user reads and only growth writes.
//!
//! **Growth** owns every card of the old buffer before it copies, then writes the reference. So
//! - a writer of a card and a growth conflict over the card's token, whoever comes first;
//! - a reader that found the old buffer has the reference in its read log, and the commit of the
//!   growth changes that; it also leaves the old cards with the commit version, so a reader that
//!   goes on in the old buffer extends, and fails, at its next card at the latest;
//! - the old buffer is never written again, and a rollback brings back the reference and releases
//!   its cards, with nothing to move.
//!
//! Undo records name a card and its words: they stay true when the container moves on to another
//! buffer, because the old one is kept by whoever still refers to it. Bounds come from the
//! buffer's own immutable number of cards, loaded through the same reference.
//!
//! [`list::CardList`] and [`table::StripedTable`] are the two containers that need all of it.

pub mod list;
pub mod table;

use crate::heap::{Heap, Unit, Word};
use crate::reason::Abort;
use crate::thread::Thread;
use crate::token::{Token, TokenWord};

/// Words in a card.
#[cfg(not(any(feature = "loom", feature = "shuttle")))]
pub const CARD: usize = 32;
/// Words in a card, small for the models.
#[cfg(any(feature = "loom", feature = "shuttle"))]
pub const CARD: usize = 2;

/// What an empty slot holds: no reference, and no number that [`crate::arena::int`] makes of fewer
/// than 63 bits.
pub const EMPTY: u64 = u64::MAX - 1;

/// One card of a buffer.
///
/// The token is not at the beginning, so that a heap whose objects begin with theirs, at multiples of
/// 64 bytes, can tell by its address that a token is a card's ([`Card::of_token`]).
#[repr(C, align(64))]
#[derive(Debug)]
pub struct Card {
    number: u64,
    token: Token,
    words: [Word; CARD],
}

impl Card {
    /// Card `number` of a buffer, with empty slots.
    pub fn new(number: usize, token: TokenWord) -> Self {
        let words = std::array::from_fn(|_| Word::new(EMPTY));
        Card {
            number: number as u64,
            token: Token::new(token),
            words,
        }
    }

    /// Where in its buffer the card is.
    pub fn number(&self) -> usize {
        self.number as usize
    }

    /// The card of this token, if the token does not lie at a multiple of 64 bytes.
    ///
    /// # Safety
    /// Every token that lies elsewhere is a card's.
    pub unsafe fn of_token(token: &'static Token) -> Option<&'static Card> {
        let address = std::ptr::from_ref(token) as usize;
        let offset = std::mem::offset_of!(Card, token);
        // SAFETY: the caller's promise; the token lies `offset` bytes into its card.
        (address % 64 == offset).then(|| unsafe { &*((address - offset) as *const Card) })
    }

    /// Its unit.
    pub fn unit(&'static self) -> Unit {
        Unit {
            token: &self.token,
            words: &self.words,
        }
    }
}

/// A heap that has buffers.
pub trait CardHeap: Heap {
    /// A new buffer of `cards` cards with this token; the result is a reference to it, for which
    /// [`Heap::units`] visits each card.
    fn new_buffer(&self, cards: usize, token: TokenWord) -> u64;

    /// The cards of the buffer that `word` refers to.
    fn cards(&self, word: u64) -> &'static [Card];
}

/// The word through which a container finds its buffer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BufferRef(pub(crate) Unit);

impl BufferRef {
    /// The cards now.
    pub(crate) fn cards<H: CardHeap>(self, tx: &mut Thread<H>) -> Result<&'static [Card], Abort> {
        let word = tx.read(self.0.token, &self.0.words[0])?;
        Ok(tx.stm.heap.cards(word))
    }

    /// Owns every card, and returns them with a new buffer of `count` cards that nobody else sees
    /// yet. The caller fills it and then calls [`BufferRef::replace`].
    pub(crate) fn begin_growth<H: CardHeap>(
        self,
        tx: &mut Thread<H>,
        count: usize,
    ) -> Result<(&'static [Card], u64), Abort> {
        let old = self.cards(tx)?;
        for card in old {
            tx.open_write(card.unit(), 0)?;
        }
        let token = tx.birth_token();
        Ok((old, tx.stm.heap.new_buffer(count, token)))
    }

    /// Makes `buffer` the one that everybody finds after the commit.
    pub(crate) fn replace<H: CardHeap>(self, tx: &mut Thread<H>, buffer: u64) -> Result<(), Abort> {
        tx.write(self.0, 0, buffer)
    }
}
