//! A thread's counters: how often it has come past each site.
//!
//! Three small tables, for loops, entries and exits, of counters that go down from the threshold.
//! A site's place in its table comes from its address, as in `LuaJIT`: sites that meet in one place
//! share a counter, and become hot somewhat early. Nothing has to be allocated for a site, or freed.
//!
//! After each recording that a thread begins, its counter for the site starts at somewhat more than twice the number of
//! the time before.

use super::site::Word;
use super::{Action, Claim, Hooks, Site};
use std::hint::cold_path;

/// When a site is hot, and when there is no use in trying again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Thresholds {
    /// The back-edge of a loop on which recording begins, from 1; 0 for never.
    pub loops: u16,
    /// The call of a function on which recording begins, from 1; 0 for never.
    pub entries: u16,
    /// The time that an exit of a trace is taken on which a bridge is recorded, from 1; 0 for never.
    pub exits: u16,
    /// Recordings of a site that may fail before it is left alone.
    pub tries: u8,
}

impl Thresholds {
    /// Nothing is ever recorded. Traces that are there are still entered.
    pub const NEVER: Thresholds = Thresholds {
        loops: 0,
        entries: 0,
        exits: 0,
        tries: 0,
    };
}

impl Default for Thresholds {
    /// About where others have found that compiling pays: a loop is hot before a function is, so that
    /// a loop which calls the function gets it inlined. A bridge takes some milliseconds to compile, and gains less than one
    /// microsecond each time.
    fn default() -> Self {
        Thresholds {
            loops: 1000,
            entries: 1600,
            exits: 1000,
            tries: 4,
        }
    }
}

const LOG2: u32 = 9;

/// The counters of one kind of sites.
#[derive(Debug)]
struct Counters {
    left: [u16; 1 << LOG2],
    threshold: u16,
    tries: u8,
}

impl Counters {
    fn new(threshold: u16, tries: u8) -> Counters {
        Counters {
            left: [threshold; 1 << LOG2],
            threshold,
            tries,
        }
    }

    #[inline(always)]
    fn place(site: &Site) -> usize {
        let address = std::ptr::from_ref(site) as u64;
        (address.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - LOG2)) as usize
    }

    #[inline(always)]
    fn pass<'s>(&mut self, site: &'s Site) -> Action<'s> {
        let word = site.word();
        if !word.is_cold() {
            cold_path();
            return word.trace().map_or(Action::GoOn, Action::Enter);
        }
        let left = &mut self.left[Self::place(site)];
        *left = left.wrapping_sub(1);
        if *left != 0 {
            return Action::GoOn;
        }
        self.hot(site, word).map_or(Action::GoOn, Action::Record)
    }

    /// The counter has reached 0. An `Option<Claim>` comes back in registers, unlike an `Action`.
    #[cold]
    #[inline(never)]
    fn hot<'s>(&mut self, site: &'s Site, word: Word) -> Option<Claim<'s>> {
        // A counter of 0 has come around; nothing is recorded.
        if self.threshold == 0 {
            return None;
        }
        let doublings = u32::from(word.tries()) + 1;
        // A few more: in a loop of ten turns, twice as many are the same turn again, which may be the last.
        let next = (u64::from(self.threshold) << doublings.min(16)) + u64::from(doublings);
        self.left[Self::place(site)] = u16::try_from(next).unwrap_or(u16::MAX);
        site.claim(word, self.tries)
    }
}

/// One thread's counters: three kilobytes, in place, so that no pointer has to be followed.
#[derive(Debug)]
pub struct Profile {
    loops: Counters,
    entries: Counters,
    exits: Counters,
}

impl Profile {
    /// Counters that have counted nothing.
    #[must_use]
    pub fn new(thresholds: Thresholds) -> Profile {
        Profile {
            loops: Counters::new(thresholds.loops, thresholds.tries),
            entries: Counters::new(thresholds.entries, thresholds.tries),
            exits: Counters::new(thresholds.exits, thresholds.tries),
        }
    }
}

impl Hooks for Profile {
    #[inline(always)]
    fn back_edge<'s>(&mut self, site: &'s Site) -> Action<'s> {
        self.loops.pass(site)
    }

    #[inline(always)]
    fn entry<'s>(&mut self, site: &'s Site) -> Action<'s> {
        self.entries.pass(site)
    }

    #[inline(always)]
    fn exit<'s>(&mut self, site: &'s Site) -> Action<'s> {
        self.exits.pass(site)
    }
}
