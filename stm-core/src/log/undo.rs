//! The undo log: pre-images of what a transaction has overwritten in place, in order.
//!
//! A record names a unit's token and a range of its words. The first record of a unit that was
//! shared holds the VERSION that its token had, and is the one that unlocks it; records that follow
//! (after the serial moved on, or further words of a large or scattered unit) hold an OWNED token.

use crate::heap::{Change, Word};
use crate::token::{Token, TokenWord};
use rustc_hash::{FxHashMap, FxHashSet};

/// Records from which on words of scattered units that are logged already are filtered out.
const FILTER_FROM: usize = 1024;

/// One pre-image.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record {
    pub(crate) token: &'static Token,
    /// The token before this record was made.
    pub(crate) saved: TokenWord,
    pub(crate) words: &'static [Word],
    /// Where in `images` the words' old values begin.
    image: usize,
    /// Whether others could reach the unit when the transaction first wrote it.
    pub(crate) shared: bool,
    /// Whether `words` are all words of the unit.
    pub(crate) whole: bool,
}

impl Record {
    /// Whether this record's end of life unlocks the unit.
    pub(crate) fn unlocks(&self) -> bool {
        !self.saved.is_owned()
    }
}

/// What is logged of a large unit under the current serial.
#[derive(Debug, Default)]
struct Large {
    serial: u64,
    words: u32,
    cards: Vec<u64>,
}

/// The ranges of scattered units that a long log has, by address and length, under one serial.
#[derive(Debug, Default)]
struct Scattered {
    serial: u64,
    logged: FxHashSet<(usize, usize)>,
}

#[derive(Debug)]
pub(crate) struct UndoLog {
    records: Vec<Record>,
    images: Vec<u64>,
    large: FxHashMap<usize, Large>,
    scattered: Scattered,
    /// Records that unlock.
    locks: usize,
}

/// A position in the log.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Mark(usize);

impl Mark {
    /// Before the first record.
    pub(crate) const START: Mark = Mark(0);
}

impl UndoLog {
    pub(crate) fn new() -> Self {
        UndoLog {
            records: Vec::with_capacity(64),
            images: Vec::with_capacity(512),
            large: FxHashMap::default(),
            scattered: Scattered::default(),
            locks: 0,
        }
    }

    /// Logs a range of words. The caller owns the unit.
    #[inline]
    pub(crate) fn push(
        &mut self,
        token: &'static Token,
        saved: TokenWord,
        words: &'static [Word],
        shared: bool,
        whole: bool,
    ) {
        let image = self.images.len();
        self.images.extend(words.iter().map(Word::load));
        self.locks += usize::from(!saved.is_owned());
        self.records.push(Record {
            token,
            saved,
            words,
            image,
            shared,
            whole,
        });
    }

    /// Logs word `index` of a large unit that is owned, or the card around it once `few` single
    /// words have been logged, unless that is logged already since `serial` began; false if so.
    pub(crate) fn push_part(
        &mut self,
        token: &'static Token,
        saved: TokenWord,
        words: &'static [Word],
        index: usize,
        shared: bool,
        (serial, card_words, few): (u64, usize, u32),
    ) -> bool {
        let large = self
            .large
            .entry(token as *const Token as usize)
            .or_default();
        if large.serial != serial {
            *large = Large {
                serial,
                words: 0,
                cards: Vec::new(),
            };
        }
        let card = index / card_words;
        let (group, bit) = (card / 64, 1u64 << (card % 64));
        if large.cards.get(group).is_some_and(|bits| bits & bit != 0) {
            return false;
        }
        let range = if large.words < few {
            large.words += 1;
            index..index + 1
        } else {
            if large.cards.len() <= group {
                large.cards.resize(group + 1, 0);
            }
            large.cards[group] |= bit;
            card * card_words..((card + 1) * card_words).min(words.len())
        };
        self.push(token, saved, &words[range], shared, false);
        true
    }

    /// Logs words of a scattered unit that is owned, unless the log is long and knows that it has
    /// them; false if so.
    pub(crate) fn push_scattered(
        &mut self,
        token: &'static Token,
        saved: TokenWord,
        words: &'static [Word],
        shared: bool,
        serial: u64,
    ) -> bool {
        if self.records.len() >= FILTER_FROM {
            if self.scattered.serial != serial {
                self.scattered.serial = serial;
                self.scattered.logged.clear();
            }
            let first = words
                .first()
                .map_or(std::ptr::from_ref(token) as usize, |word| {
                    std::ptr::from_ref(word) as usize
                });
            let range = (first, words.len());
            if !self.scattered.logged.insert(range) {
                return false;
            }
        }
        self.push(token, saved, words, shared, false);
        true
    }

    pub(crate) fn records(&self) -> &[Record] {
        &self.records
    }

    /// What the records behind `mark` say.
    pub(crate) fn changes(&self, mark: Mark) -> impl Iterator<Item = Change<'_>> {
        let records = self.records.get(mark.0..).unwrap_or_default().iter();
        records.map(|record| Change {
            token: record.token,
            words: record.words,
            before: self.image(record),
        })
    }

    /// The old values of a record's words.
    pub(crate) fn image(&self, record: &Record) -> &[u64] {
        &self.images[record.image..record.image + record.words.len()]
    }

    /// Units that an unlock is owed.
    #[inline(always)]
    pub(crate) fn locks(&self) -> usize {
        self.locks
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark(self.records.len())
    }

    /// Takes back the newest record behind `mark`: restores its words, if they are to be, and drops it.
    pub(crate) fn pop_after(&mut self, mark: Mark, restore: bool) -> Option<Record> {
        if self.records.len() <= mark.0 {
            return None;
        }
        let record = self.records.pop()?;
        if restore {
            for (word, old) in record.words.iter().zip(&self.images[record.image..]) {
                word.store(*old);
            }
        }
        self.images.truncate(record.image);
        self.locks -= usize::from(record.unlocks());
        Some(record)
    }

    /// Forgets that parts of large and scattered units are logged: the records that said so may be gone.
    pub(crate) fn forget_parts(&mut self) {
        for large in self.large.values_mut() {
            large.serial = 0;
        }
        self.scattered.logged.clear();
    }

    #[inline(always)]
    pub(crate) fn clear(&mut self) {
        self.records.clear();
        self.images.clear();
        self.locks = 0;
        if !self.large.is_empty() {
            self.large = FxHashMap::default();
        }
        if !self.scattered.logged.is_empty() {
            self.scattered = Scattered::default();
        }
    }
}
