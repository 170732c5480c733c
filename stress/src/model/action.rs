//! The operations that programs are made of. One that makes no sense where it stands is skipped, so
//! that every sublist of a program is a program.

use crate::rng::Rng;
use stm_core::arena::WORDS;

/// Objects that are shared from the start.
pub const SHARED: usize = 4;
/// Objects that there can be.
pub const OBJECTS: usize = 10;

/// What a thread does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Action {
    /// Begins a transaction.
    Begin,
    /// Reads a word of an object.
    Read(usize, usize),
    /// Writes a number.
    Write(usize, usize, u64),
    /// Writes a reference to the second object.
    Link(usize, usize, usize),
    /// Defers the write of a number to the commit.
    Defer(usize, usize, u64),
    /// Allocates this object.
    New(usize),
    /// Opens a nested part.
    Savepoint,
    /// Takes back this many nested parts and one.
    Undo(usize),
    /// Moves the serial on.
    AdvanceSerial,
    /// Takes the irrevocable turn.
    Irrevocable,
    /// Commits.
    Commit,
    /// Gives up.
    Cancel,
    /// Gives up and sleeps for no time at all; says whether what was read has changed.
    Wait,
    /// Ends the thread, in the middle of a transaction or not, and starts another in its slot.
    Restart,
    /// Between transactions: goes idle.
    Idle,
    /// Comes back.
    Resume,
}

/// An action of one of the threads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Op {
    /// Which thread.
    pub thread: usize,
    /// What it does.
    pub action: Action,
}

/// A random program of this length.
pub fn program(rng: &mut Rng, threads: usize, length: usize) -> Vec<Op> {
    // Some programs stay with few objects, so that their threads meet.
    let objects = 1 + rng.below(OBJECTS);
    let spread = 1 + rng.below(WORDS);
    (0..length)
        .map(|number| {
            let object = |rng: &mut Rng| rng.below(objects);
            let word = |rng: &mut Rng| rng.below(spread);
            // Even numbers are not references.
            let value = 2 * (number as u64 + 1);
            let action = match rng.below(100) {
                0..20 => Action::Begin,
                20..38 => Action::Read(object(rng), word(rng)),
                38..56 => Action::Write(object(rng), word(rng), value),
                56..62 => Action::Link(object(rng), word(rng), object(rng)),
                62..65 => Action::Defer(object(rng), word(rng), value),
                65..71 => Action::New(rng.below(OBJECTS)),
                71..75 => Action::Savepoint,
                75..78 => Action::Undo(rng.below(2)),
                78..80 => Action::AdvanceSerial,
                80..82 => Action::Irrevocable,
                82..91 => Action::Commit,
                91..94 => Action::Cancel,
                94..96 => Action::Wait,
                96..97 => Action::Restart,
                97..98 => Action::Idle,
                _ => Action::Resume,
            };
            Op {
                thread: rng.below(threads),
                action,
            }
        })
        .collect()
}
