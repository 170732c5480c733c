//! Compiled code: where it lies, how it is entered, linked, and given back.
//!
//! | file | what |
//! | --- | --- |
//! | `memory.rs` | pages of machine code |
//! | `gate.rs` | the way in, and the record of values that goes with control |
//! | `slots.rs` | data slots: links and bridges without patching |
//! | `epoch.rs` | when nobody can return into a trace |
//! | `table.rs` | from the number of a trace to its code, without a lock |
//! | `assume.rs` | what traces rely on |
//! | `cache.rs` | the traces that there are: install, link, retire, free |
//! | `worker.rs` | compiling in the background |

mod assume;
mod cache;
mod epoch;
mod gate;
mod memory;
mod slots;
mod table;
mod worker;

pub use cache::{Cache, Limits, Refused, Usage};
pub use epoch::{Epochs, Participant};
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
}

impl Code {
    pub(crate) fn new(trace: Arc<Trace>, memory: Memory, slots: Slots) -> Code {
        let sites = (0..trace.exits.len()).map(|_| Site::default()).collect();
        Code {
            trace,
            memory,
            slots,
            sites,
        }
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
}
