//! Compiled code: where it lies, how it is entered, linked, and given back.
//!
//! | file | what |
//! | --- | --- |
//! | `memory.rs` | pages of machine code |
//! | `gate.rs` | the way in, and the record of values that goes with control |
//! | `slots.rs` | data slots: links and bridges without patching |
//! | `counts.rs` | how often compiled code has come past somewhere |
//! | `epoch.rs` | when nobody can return into a trace |
//! | `table.rs` | from the number of a trace to its code, without a lock |
//! | `age.rs` | when traces are given up that nobody enters |
//! | `assume.rs` | what traces rely on |
//! | `cache.rs` | the traces that there are: install, link, retire, free |
//! | `worker.rs` | compiling in the background |

mod age;
mod assume;
mod cache;
mod counts;
mod epoch;
mod gate;
mod memory;
mod slots;
mod table;
mod worker;

pub use cache::{Cache, Limits, Refused, Usage};
pub use counts::Counts;
pub use epoch::{Epochs, Participant};
pub(crate) use gate::{ASIDE, FRAME};
pub use gate::{Gate, MAX_VALUES, Record};
pub use memory::Memory;
pub use slots::Slots;
pub use worker::{Job, Worker};

use crate::hooks::Site;
use crate::ir::{ExitId, Index, Trace};
use std::sync::Arc;

/// A compiled trace.
#[derive(Debug)]
pub struct Code {
    trace: Arc<Trace>,
    memory: Memory,
    slots: Slots,
    sites: Box<[Site]>,
    counts: Option<Arc<Counts>>,
    listing: Option<Listing>,
}

/// Machine code for people.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// As the code generator writes it.
    pub text: String,
    /// The number of an instruction of the trace, and the bytes of the code that were made of it: from, to.
    pub pieces: Vec<(usize, u32, u32)>,
}

impl Code {
    pub(crate) fn new(trace: Arc<Trace>, memory: Memory, slots: Slots) -> Code {
        let sites = (0..trace.exits.len()).map(|_| Site::default()).collect();
        Code {
            trace,
            memory,
            slots,
            sites,
            counts: None,
            listing: None,
        }
    }

    /// With what is there for people alone.
    #[cfg_attr(
        feature = "loom",
        allow(dead_code, reason = "models run no machine code")
    )]
    pub(crate) fn with_report(self, counts: Option<Arc<Counts>>, listing: Option<Listing>) -> Code {
        Code {
            counts,
            listing,
            ..self
        }
    }

    /// How often it has come past its exits, if the host asked for that.
    #[must_use]
    pub fn counts(&self) -> Option<&Arc<Counts>> {
        self.counts.as_ref()
    }

    /// The machine code as text, if the host asked for that.
    #[must_use]
    pub fn listing(&self) -> Option<&Listing> {
        self.listing.as_ref()
    }

    /// The trace that the code was made of, with the snapshots of its exits.
    #[must_use]
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// Where its exits and its end lead.
    #[must_use]
    pub fn slots(&self) -> &Slots {
        &self.slots
    }

    /// The place of an exit, where a bridge may begin: it is counted like a loop header.
    #[must_use]
    pub fn site(&self, exit: ExitId) -> Option<&Site> {
        self.sites.get(exit.number() as usize)
    }

    /// Where the code begins.
    #[must_use]
    pub fn entry(&self) -> usize {
        self.memory.address()
    }

    /// The machine code.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.memory.bytes()
    }

    /// Bytes of memory that it takes: whole pages.
    #[must_use]
    pub fn size(&self) -> usize {
        self.memory.size()
    }
}
