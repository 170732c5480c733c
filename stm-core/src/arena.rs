//! A small heap for tests and benchmarks: objects of one cache line, and buffers of cards, never
//! freed.
//!
//! A word is a reference when its lowest bit is set ([`Object::to_word`]), and a plain number
//! otherwise; so numbers are stored doubled ([`int`], [`to_int`]). Of a reference, the second bit
//! says that it is one to a buffer.

use crate::cards::{Card, CardHeap};
use crate::heap::{Heap, Unit, Word};
use crate::token::{Token, TokenWord};

/// Words in one object.
pub const WORDS: usize = 7;

/// An object of one unit.
#[repr(C, align(64))]
#[derive(Debug)]
pub struct Object {
    token: Token,
    words: [Word; WORDS],
}

impl Object {
    /// A new object, with the token that its thread gave ([`crate::Thread::birth_token`]), or
    /// shared from the start (`TokenWord::version(0)`). All words are zero.
    pub fn new(token: TokenWord) -> &'static Object {
        Box::leak(Box::new(Object {
            token: Token::new(token),
            words: std::array::from_fn(|_| Word::new(0)),
        }))
    }

    /// A new object that every thread may touch from the start.
    pub fn shared() -> &'static Object {
        Self::new(TokenWord::version(0))
    }

    /// Its token.
    #[inline(always)]
    pub fn token(&'static self) -> &'static Token {
        &self.token
    }

    /// Its unit, for a write.
    #[inline(always)]
    pub fn unit(&'static self) -> Unit {
        Unit {
            token: &self.token,
            words: &self.words,
        }
    }

    /// Word `index`, for a read.
    #[inline(always)]
    pub fn word(&'static self, index: usize) -> &'static Word {
        &self.words[index]
    }

    /// The object as a reference.
    #[inline(always)]
    pub fn to_word(&'static self) -> u64 {
        self as *const Object as u64 | 1
    }

    /// The object that `word` refers to, if it is a reference.
    #[inline(always)]
    pub fn from_word(word: u64) -> Option<&'static Object> {
        // SAFETY: words that end in 01 are made by `to_word` alone, and objects are never freed.
        (word & 3 == 1).then(|| unsafe { &*((word & !1) as *const Object) })
    }
}

/// A number as a word. The highest bit is lost.
#[inline(always)]
pub fn int(value: u64) -> u64 {
    value << 1
}

/// The number in a word that [`int`] made.
#[inline(always)]
pub fn to_int(word: u64) -> u64 {
    word >> 1
}

/// The graph of [`Object`]s.
#[derive(Debug, Default)]
pub struct Arena;

impl Heap for Arena {
    fn units(&self, word: u64, visit: &mut dyn FnMut(Unit)) {
        if let Some(object) = Object::from_word(word) {
            visit(object.unit());
        } else if word & 3 == 3 {
            self.cards(word).iter().for_each(|card| visit(card.unit()));
        }
    }

    fn unit(&self, token: &'static Token) -> Unit {
        // SAFETY: tokens belong to objects, which begin with them at multiples of 64, and to cards.
        match unsafe { Card::of_token(token) } {
            Some(card) => card.unit(),
            // SAFETY: as above.
            None => unsafe { &*std::ptr::from_ref(token).cast::<Object>() }.unit(),
        }
    }
}

struct Buffer {
    cards: Box<[Card]>,
}

impl CardHeap for Arena {
    fn new_buffer(&self, cards: usize, token: TokenWord) -> u64 {
        let cards = (0..cards).map(|number| Card::new(number, token)).collect();
        let buffer: &'static Buffer = Box::leak(Box::new(Buffer { cards }));
        buffer as *const Buffer as u64 | 3
    }

    fn cards(&self, word: u64) -> &'static [Card] {
        assert_eq!(word & 3, 3, "not a reference to a buffer");
        // SAFETY: words that end in 11 are made by `new_buffer` alone, and buffers are never freed.
        unsafe { &(*((word & !3) as *const Buffer)).cards }
    }
}
