//! The read log: the tokens of what a transaction has read.
//!
//! No version is kept beside a token: every logged token was readable at the read version, and is
//! valid as long as it still is.
//!
//! While the log is small, an entry is appended at each read, repeated or not: a store is cheaper
//! than asking. From `filter_from` entries on, a direct-mapped table of recently logged tokens
//! drops most repetitions, and whenever the log is full it is sorted and freed of the rest before
//! it may grow, so its size is at most twice the number of distinct units plus the table.

use crate::token::Token;

const FILTER: usize = 4096;
/// A log that grew beyond this is given back at the end of its transaction.
const KEEP: usize = 1 << 16;

#[derive(Debug)]
pub(crate) struct ReadLog {
    entries: Vec<&'static Token>,
    /// `push` appends without asking while there are fewer entries than this.
    unfiltered: usize,
    filter_from: usize,
    filter: Option<Box<[usize; FILTER]>>,
    max: usize,
    /// Whether the entries are sorted and distinct; known of logs beyond `unfiltered` only.
    sorted: bool,
}

/// The log has as many distinct entries as it may have.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Full;

fn address(token: &'static Token) -> usize {
    token as *const Token as usize
}

impl ReadLog {
    pub(crate) fn new(filter_from: usize, max: usize) -> Self {
        let unfiltered = filter_from.min(max);
        ReadLog {
            entries: Vec::with_capacity(filter_from.min(256)),
            unfiltered,
            filter_from,
            filter: None,
            max,
            sorted: false,
        }
    }

    /// Appends `token` if that needs no thought.
    #[inline(always)]
    pub(crate) fn push(&mut self, token: &'static Token) -> bool {
        let room = self.entries.len() < self.unfiltered;
        if room {
            self.entries.push(token);
        }
        room
    }

    /// Appends `token` to a large log, unless it is there already.
    #[cold]
    #[inline(never)]
    pub(crate) fn push_filtered(&mut self, token: &'static Token) -> Result<(), Full> {
        if self.push(token) {
            return Ok(());
        }
        // Objects are at least 16 bytes apart and often 64: fold the higher bits in.
        let address = address(token);
        let index = (address >> 4 ^ address >> 12) % FILTER;
        let filter = self.filter.get_or_insert_with(|| Box::new([0; FILTER]));
        if filter[index] == address {
            return Ok(());
        }
        if self.entries.len() == self.entries.capacity() || self.entries.len() >= self.max {
            self.deduplicate();
            if self.entries.len() >= self.max {
                let known = self
                    .entries
                    .binary_search_by_key(&address, |token| self::address(token));
                return known.map(|_| ()).map_err(|_| Full);
            }
            if self.entries.len() * 2 > self.entries.capacity() {
                self.entries.reserve_exact(self.entries.len());
            }
        }
        if let Some(filter) = &mut self.filter {
            filter[index] = address;
        }
        self.entries.push(token);
        self.sorted = false;
        Ok(())
    }

    /// Drops repetitions.
    pub(crate) fn deduplicate(&mut self) {
        if self.sorted {
            return;
        }
        self.entries.sort_unstable_by_key(|token| address(token));
        self.entries.dedup_by_key(|token| address(token));
        // A shorter log may grow by `push`, which keeps no books.
        self.sorted = self.entries.len() >= self.unfiltered;
    }

    pub(crate) fn entries(&self) -> &[&'static Token] {
        &self.entries
    }

    pub(crate) fn clear(&mut self) {
        if self.filter.is_some() || self.entries.len() > self.filter_from {
            self.clear_large();
        }
        self.entries.clear();
        self.sorted = false;
    }

    #[cold]
    fn clear_large(&mut self) {
        self.filter = None;
        if self.entries.capacity() > KEEP {
            self.entries = Vec::with_capacity(self.filter_from);
        }
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
            log.push_filtered(token)
        }
    }

    #[test]
    fn memory_follows_distinct_reads() {
        let all = tokens(10_000);
        let mut log = ReadLog::new(64, 1 << 20);
        for _ in 0..200 {
            for token in &all {
                add(&mut log, token).expect("room");
            }
        }
        assert!(
            log.entries.capacity() <= 4 * all.len(),
            "{}",
            log.entries.capacity()
        );
        log.deduplicate();
        assert_eq!(log.entries().len(), all.len());
        log.clear();
        assert!(log.entries().is_empty() && log.filter.is_none());
    }

    #[test]
    fn the_limit_counts_distinct_reads() {
        let all = tokens(101);
        let mut log = ReadLog::new(16, 100);
        for _ in 0..50 {
            for token in &all[..100] {
                add(&mut log, token).expect("room");
            }
        }
        assert_eq!(add(&mut log, all[100]), Err(Full));
    }
}
