//! What a collection says of itself.

use std::fmt;
use std::time::Duration;

/// Why a collection began.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cause {
    /// As much was allocated as may be between two.
    Allocation,
    /// The program asked for it.
    Request,
    /// The heap could not grow any more.
    Exhaustion,
    /// A test makes rare things common.
    Zeal,
}

/// Which objects a collection looks at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extent {
    /// All.
    All,
    /// Those that have survived none yet.
    Young,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Cause::Allocation => "allocation",
            Cause::Request => "request",
            Cause::Exhaustion => "exhaustion",
            Cause::Zeal => "zeal",
        })
    }
}

/// A collection that has ended. Bytes are those of objects in the heap, if nothing else is said.
#[derive(Clone, Debug)]
pub struct Cycle {
    /// Counted from 1.
    pub number: u64,
    /// Why it began.
    pub cause: Cause,
    /// Whether it was one of the young objects alone.
    pub young: bool,
    /// Bytes alive after the last collection.
    pub live_last: usize,
    /// Bytes allocated since then (with external ones), until this one ended.
    pub allocated: usize,
    /// Bytes alive.
    pub live: usize,
    /// Objects alive.
    pub objects: usize,
    /// Bytes that living objects own outside of the heap.
    pub external: usize,
    /// Of the bytes alive, external ones too, those that were born while there was marking: they live or not.
    pub born: usize,
    /// Bytes of all blocks in use when it ended: the living, what waits to be swept, and free cells.
    pub heap: usize,
    /// From the end of the last collection to the begin of this one.
    pub apart: Duration,
    /// From begin to end.
    pub total: Duration,
    /// For how long marking threads worked, taken together.
    pub marking: Duration,
    /// How often a mutator was delayed meanwhile, for some tenths of a millisecond, because it allocated faster than was marked.
    pub delays: usize,
    /// How long weak references and finalisers were looked after, while mutators ran.
    pub clearing: Duration,
    /// How long the world stood still each time, in order: from the request to the release.
    pub pauses: Vec<Duration>,
}
