//! The read log: the tokens of what a transaction has read, each about once.
//!
//! No version is kept beside a token: every logged token was readable at the read version, and is
//! valid as long as it still is.
//!
//! A loop reads the same few units over and over, so the common question is "is it there already?".
//! A table with open addressing and linear probing, at most half full, answers it; a repeated read
//! is one load and a comparison, and the log stays as small as what was read. The table's slots
//! carry the number of the transaction (an epoch) above the address, so that a new transaction
//! begins with an empty table without touching it.
//!
//! What is in the table is in the log; the other way round need not be. A small log does not search:
//! its entries take their places in the table whoever was there, and those may be logged again.
//! (Measured, as times of a walk along a list of 128 nodes: without a table 1, so 1.4, with a search
//! for each 2. But without a table, a loop of thousands of reads of ten objects takes a tenth more.)

use crate::token::Token;
use std::mem::offset_of;

/// A table with more slots than this is given back at the end of its transaction.
const KEEP: usize = 1 << 16;
/// Addresses have fewer bits than this, on all platforms that we know, unless a program asks for
/// more. The epoch lies above.
const EPOCH: u32 = 48;

#[derive(Debug)]
pub(crate) struct ReadLog {
    /// In the order of the reads.
    entries: Vec<&'static Token>,
    /// A log with fewer entries than this is small. Later ones are logged once.
    carefree: usize,
    /// Address and epoch of a token, at the first free place from where its address belongs.
    table: Box<[u64]>,
    /// Where the table lies, for compiled code.
    slots: usize,
    /// The table's length less one, which the compiler would work out with five instructions.
    mask: usize,
    epoch: u64,
    /// Entries with which the table is full, or the log.
    limit: usize,
    first_slots: usize,
    max: usize,
}

/// The log has as many entries as it may have.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Full;

/// What compiled code knows of the table: where things lie in a [`ReadLog`], and where the search for an address
/// begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReadTable {
    /// The offset of the table's address.
    pub slots: usize,
    /// The offset of the mask for places in it.
    pub mask: usize,
    /// The offset of the epoch.
    pub epoch: usize,
    /// The search begins at the address times this ...
    pub factor: u64,
    /// ... shifted right by so many bits, and masked.
    pub shift: u8,
}

const FACTOR: u64 = 1_327_217_885;
const SHIFT: u8 = 24;

#[inline(always)]
fn address(token: &'static Token) -> u64 {
    token as *const Token as u64
}

impl ReadLog {
    /// In a thread that has its log at this offset.
    pub(crate) const fn offsets(log: usize) -> ReadTable {
        ReadTable {
            slots: log + offset_of!(ReadLog, slots),
            mask: log + offset_of!(ReadLog, mask),
            epoch: log + offset_of!(ReadLog, epoch),
            factor: FACTOR,
            shift: SHIFT,
        }
    }

    /// A log whose table begins with so many slots (rounded up to a power of two), for `max` tokens. It
    /// is small while a quarter of those would do; where not even the table may be filled, it never is.
    pub(crate) fn new(slots: usize, max: usize) -> Self {
        let first_slots = slots.next_power_of_two().max(2);
        let mut log = ReadLog {
            entries: Vec::new(),
            carefree: if first_slots <= max {
                first_slots / 4
            } else {
                0
            },
            table: Box::default(),
            slots: 0,
            mask: 0,
            epoch: 1 << EPOCH,
            limit: 0,
            first_slots,
            max,
        };
        log.make_table(first_slots);
        log
    }

    fn make_table(&mut self, slots: usize) {
        self.table = vec![0; slots].into_boxed_slice();
        self.slots = self.table.as_ptr().expose_provenance();
        self.mask = slots - 1;
        self.limit = (slots / 2).min(self.carefree + self.max);
    }

    /// Where the search for an address begins: multiplicative hashing (Knuth, volume 3, section 6.4)
    /// by an odd number near the golden ratio of 2^31, which fits into the instruction. From 24 on all
    /// bits of the product hang on the bits of an address in which units differ.
    #[inline(always)]
    fn home(&self, address: u64) -> usize {
        (address.wrapping_mul(FACTOR) >> SHIFT) as usize & self.mask
    }

    /// Logs `token` if that needs no search; true if it is logged now.
    #[inline(always)]
    pub(crate) fn push(&mut self, token: &'static Token) -> bool {
        let address = address(token);
        let home = self.home(address);
        let Some(slot) = self.table.get_mut(home) else {
            return false;
        };
        // The token's own entry leaves the epoch, with one instruction less than a comparison with
        // both.
        let rest = *slot ^ address;
        if rest == self.epoch {
            return true;
        }
        if self.entries.len() < self.carefree {
            *slot = address | self.epoch;
            self.entries.push(token);
            return true;
        }
        let room = rest >> EPOCH != self.epoch >> EPOCH && self.entries.len() < self.limit;
        if room {
            *slot = address | self.epoch;
            self.entries.push(token);
        }
        room
    }

    /// Logs `token`, whatever that takes.
    #[cold]
    #[inline(never)]
    pub(crate) fn push_slowly(&mut self, token: &'static Token) -> Result<(), Full> {
        debug_assert!(address(token) >> EPOCH == 0, "an address of 48 bits");
        let mut place = self.place_of(token);
        if self.table[place] == address(token) | self.epoch {
            return Ok(());
        }
        if self.entries.len() >= self.limit {
            if self.limit >= self.carefree + self.max {
                return Err(Full);
            }
            self.grow();
            place = self.place_of(token);
        }
        self.table[place] = address(token) | self.epoch;
        self.entries.push(token);
        Ok(())
    }

    /// The slot that has the token, or the free one where it belongs. There is a free one, because
    /// half of them are.
    fn place_of(&self, token: &'static Token) -> usize {
        let address = address(token);
        let mut place = self.home(address);
        loop {
            let slot = self.table[place];
            if slot == address | self.epoch || slot >> EPOCH != self.epoch >> EPOCH {
                return place;
            }
            place = (place + 1) & self.mask;
        }
    }

    fn grow(&mut self) {
        self.make_table(self.table.len() * 2);
        for index in 0..self.entries.len() {
            let place = self.place_of(self.entries[index]);
            self.table[place] = address(self.entries[index]) | self.epoch;
        }
    }

    pub(crate) fn entries(&self) -> &[&'static Token] {
        &self.entries
    }

    #[inline(always)]
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.epoch = self.epoch.wrapping_add(1 << EPOCH);
        if self.epoch == 0 || self.table.len() > KEEP {
            self.clear_table();
        }
    }

    /// The epochs are used up, or the table is very large.
    #[cold]
    fn clear_table(&mut self) {
        if self.table.len() > KEEP {
            self.make_table(self.first_slots);
            self.entries = Vec::new();
        }
        self.table.fill(0);
        self.epoch = 1 << EPOCH;
    }
}

#[cfg(all(test, not(any(feature = "loom", feature = "shuttle"))))]
mod tests {
    use super::*;
    use crate::token::TokenWord;

    fn tokens(n: usize) -> Vec<&'static Token> {
        (0..n)
            .map(|_| &*Box::leak(Box::new(Token::new(TokenWord::version(0)))))
            .collect()
    }

    fn add(log: &mut ReadLog, token: &'static Token) -> Result<(), Full> {
        if log.push(token) {
            Ok(())
        } else {
            log.push_slowly(token)
        }
    }

    fn has_exactly(log: &ReadLog, tokens: &[&'static Token]) -> bool {
        log.entries
            .iter()
            .map(|token| address(token))
            .eq(tokens.iter().map(|token| address(token)))
    }

    /// Whether what is logged is these, in this order: some of a small log twice, if their addresses meet in the table.
    fn has_about(log: &ReadLog, tokens: &[&'static Token]) -> bool {
        let mut seen = std::collections::HashSet::new();
        let logged = log.entries().iter().map(|token| address(token));
        let distinct: Vec<u64> = logged.filter(|address| seen.insert(*address)).collect();
        distinct
            .into_iter()
            .eq(tokens.iter().map(|token| address(token)))
            && log.entries().len() <= tokens.len() + log.carefree
    }

    #[test]
    fn each_token_is_logged_about_once() {
        let all = tokens(10_000);
        for slots in [0, 64, 1 << 17] {
            let mut log = ReadLog::new(slots, 1 << 20);
            for _ in 0..20 {
                for token in &all {
                    add(&mut log, token).expect("room");
                }
            }
            assert!(has_about(&log, &all));
            assert!(
                log.table.len() <= (8 * all.len()).max(slots),
                "{}",
                log.table.len()
            );
        }
    }

    #[test]
    fn a_transaction_knows_nothing_of_the_last_one() {
        let all = tokens(40);
        let mut log = ReadLog::new(16, 1 << 20);
        // More often than there are epochs.
        for round in 0..70_000 {
            let some = &all[round % 30..round % 30 + 1 + round % 10];
            for token in some.iter().chain(some) {
                add(&mut log, token).expect("room");
            }
            assert!(has_about(&log, some), "round {round}");
            log.clear();
            assert!(log.entries().is_empty());
        }
    }

    #[test]
    fn a_large_table_is_given_back() {
        let mut log = ReadLog::new(64, 1 << 20);
        for token in tokens(KEEP) {
            add(&mut log, token).expect("room");
        }
        log.clear();
        assert_eq!(log.table.len(), 64);
        assert!(log.entries.capacity() < KEEP);
    }

    #[test]
    fn the_limit_counts_distinct_reads() {
        let all = tokens(120);
        let mut log = ReadLog::new(16, 100);
        for _ in 0..50 {
            for token in &all[..100] {
                add(&mut log, token).expect("room");
            }
        }
        let more = all[100..].iter().try_for_each(|token| add(&mut log, token));
        assert_eq!(more, Err(Full));
    }

    #[test]
    fn a_small_log_does_not_search() {
        let all = tokens(40);
        let mut log = ReadLog::new(16, 1 << 20);
        // All where the first one belongs.
        let same: Vec<_> = all
            .iter()
            .filter(|token| log.home(address(token)) == log.home(address(all[0])))
            .collect();
        let (a, b) = (same[0], same[1]);
        for token in [a, a, b, b, a] {
            assert!(log.push(token));
        }
        assert!(has_exactly(&log, &[a, b, a]));
        assert!(log.push(b), "it has room for a quarter of the table");
        assert!(log.push(b), "it is in the table");
        assert!(!log.push(a), "a large one searches");
        assert_eq!(log.push_slowly(a), Ok(()));
        assert!(has_exactly(&log, &[a, b, a, b, a]));
    }
}
