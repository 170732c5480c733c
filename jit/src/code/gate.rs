//! The way into compiled code, and what goes in and out with control: the one place where this crate calls
//! machine code.

use super::Memory;
use crate::lower::{Context, Left};
use std::fmt;
use std::io;
use std::mem::offset_of;

/// How many values a record has. A trace with an exit that needs more is not compiled.
pub const MAX_VALUES: usize = 512;

/// What a thread and compiled code hand to each other: the parameters of the trace that is entered, and the
/// values that the exit needs by which it is left. A host that collects garbage while a thread is
/// between the two scans the record as it scans native stacks.
#[repr(C)]
pub struct Record {
    values: [u64; MAX_VALUES],
    /// Where the frame lies that the trace was entered from, or that it runs in since.
    frame: u64,
    /// What a function of the host gave that was called aside: whether it is done, and its bits.
    aside: [u64; 2],
}

/// Where a record has the frame, in bytes.
pub(crate) const FRAME: usize = offset_of!(Record, frame);
/// Where it has what was given aside.
pub(crate) const ASIDE: usize = offset_of!(Record, aside);

impl Record {
    /// An empty record.
    #[must_use]
    pub fn new() -> Box<Record> {
        Box::new(Record {
            values: [0; MAX_VALUES],
            frame: 0,
            aside: [0; 2],
        })
    }

    /// Its values.
    #[must_use]
    pub fn values(&self) -> &[u64] {
        &self.values
    }

    /// Says where the frame lies that a trace is going to be entered from: what its `frame` gives.
    pub fn set_frame(&mut self, address: u64) {
        self.frame = address;
    }

    /// Where the frame lies that the trace was left in.
    #[must_use]
    pub fn frame(&self) -> u64 {
        self.frame
    }

    /// The values, to fill in arguments.
    pub fn values_mut(&mut self) -> &mut [u64] {
        &mut self.values
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Record")
    }
}

/// The small functions between the host and traces.
#[derive(Debug, Default)]
pub struct Gate {
    code: Option<Parts>,
}

#[derive(Debug)]
struct Parts {
    call: Memory,
    stub: Memory,
    aside: Memory,
}

impl Gate {
    /// A gate of these functions, which the compiler has made: one calls a trace, one is where ways out lead
    /// that lead to no other trace, and one calls the host for a trace, which finds its registers as they were.
    pub(crate) fn new(call: &[u8], stub: &[u8], aside: &[u8]) -> io::Result<Gate> {
        let code = Some(Parts {
            call: Memory::new(call)?,
            stub: Memory::new(stub)?,
            aside: Memory::new(aside)?,
        });
        Ok(Gate { code })
    }

    /// Where ways out lead that lead to no other trace.
    pub(crate) fn stub(&self) -> usize {
        self.code.as_ref().map_or(0, |code| code.stub.address())
    }

    /// What calls the host for a trace.
    pub(crate) fn aside(&self) -> usize {
        self.code.as_ref().map_or(0, |code| code.aside.address())
    }

    /// Runs the trace at `entry`, with its arguments in the record.
    ///
    /// # Safety
    /// `entry` is the entry of a trace that the compiler of this gate has made of a trace that the
    /// verifier accepts, and that trace, with all that it leads to, stays installed until this returns. The
    /// context, the addresses in the trace, and the functions and offsets of the compiler's host are
    /// what the host said they are; the values in the record have the types of the trace's
    /// parameters, and references among them are objects of the host.
    #[must_use]
    pub unsafe fn enter(&self, entry: usize, context: Context, record: &mut Record) -> Left {
        let code = self.code.as_ref().expect("a compiler has made the gate");
        let call = &code.call;
        // SAFETY: `call` is code of `Compiler::gate_code`, which has this signature and the C convention; the
        // memory is executable and lives as long as `self`.
        let call: unsafe extern "C" fn(Context, *mut Record, usize) -> u64 =
            unsafe { std::mem::transmute(std::ptr::with_exposed_provenance::<u8>(call.address())) };
        // SAFETY: what the caller vouches for.
        let code = unsafe { call(context, record, entry) };
        Left::from_code(code)
    }
}
