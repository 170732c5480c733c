//! How often compiled code has come past somewhere, if the host asks for that.
//!
//! Compiled code adds to these words without care for other threads: what is lost then is a count.

use crate::ir::{ExitId, Index};
use crate::sync::{AtomicU64, Ordering};

/// The counts of one trace.
#[derive(Debug)]
pub struct Counts(Box<[AtomicU64]>);

const ENTRIES: usize = 0;
const TURNS: usize = 1;
const EXITS: usize = 2;

impl Counts {
    /// Counts of a trace with so many exits: nothing has happened yet.
    #[must_use]
    pub fn new(exits: usize) -> Counts {
        Counts((0..EXITS + exits).map(|_| AtomicU64::new(0)).collect())
    }

    /// Entries from anywhere.
    #[must_use]
    pub fn entries(&self) -> u64 {
        self.get(ENTRIES)
    }

    /// How often the header of the loop was come past.
    #[must_use]
    pub fn turns(&self) -> u64 {
        self.get(TURNS)
    }

    /// How often each exit was taken, into a bridge or out, in the order of their numbers.
    pub fn exits(&self) -> impl Iterator<Item = u64> {
        (EXITS..self.0.len()).map(|place| self.get(place))
    }

    fn get(&self, place: usize) -> u64 {
        // Relaxed: a count.
        self.0[place].load(Ordering::Relaxed)
    }
}

/// Where compiled code counts.
#[cfg_attr(
    feature = "loom",
    allow(dead_code, reason = "models run no machine code")
)]
impl Counts {
    pub(crate) fn entries_address(&self) -> u64 {
        self.address(ENTRIES)
    }

    pub(crate) fn turns_address(&self) -> u64 {
        self.address(TURNS)
    }

    pub(crate) fn exit_address(&self, exit: ExitId) -> u64 {
        self.address(EXITS + exit.number() as usize)
    }

    fn address(&self, place: usize) -> u64 {
        std::ptr::from_ref(&self.0[place]).expose_provenance() as u64
    }
}
