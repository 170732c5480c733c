//! The passes: each makes a new trace of a trace, with the same results and fewer instructions.
//!
//! | file | pass | what it removes |
//! | --- | --- | --- |
//! | `fold.rs`, `rules.rs` | `fold` | what is known, what was computed before |
//! | `guards.rs` | `guards` | guards that say what is known |
//! | `heap.rs`, `carry.rs` | `heap` | loads of what is known to be there |
//! | `barriers.rs`, `facts.rs` | `barriers` | barriers of what is open |
//! | `virtuals.rs`, `escape.rs` | `virtuals` | objects that nobody sees |
//! | `peel.rs` | `peel` | nothing; it makes the loop's invariants visible to the others |
//! | `ranges.rs` | `ranges` | overflow checks that cannot fail |
//! | `dead.rs` | `dead` | what nobody uses |
//!
//! Passes are functions of a trace, in any order, any number of times: each takes what the verifier accepts and
//! gives what it accepts, and comes to the same end in every world (`tests/passes.rs` runs random
//! traces before and after, on the evaluator and as machine code). [`PIPELINE`] is the order that pays. A
//! pass never moves a read barrier's second look, or a load that needs one, across a poll.
//!
//! `rewrite.rs` is what they are all written with, `by_value.rs` what they know of values.

mod barriers;
mod by_value;
mod carry;
mod dead;
mod escape;
mod facts;
mod fold;
mod guards;
mod heap;
mod peel;
mod ranges;
mod rewrite;
mod rules;
mod virtuals;

use crate::ir::Trace;
use crate::verify::verify;

/// A pass.
#[derive(Clone, Copy, Debug)]
pub struct Pass {
    /// Its name in reports.
    pub name: &'static str,
    run: fn(&Trace) -> Trace,
}

impl Pass {
    const fn new(name: &'static str, run: fn(&Trace) -> Trace) -> Pass {
        Pass { name, run }
    }

    /// All passes.
    pub const ALL: &[Pass] = &[FOLD, GUARDS, HEAP, BARRIERS, VIRTUALS, PEEL, RANGES, DEAD];

    /// The pass of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Pass> {
        Pass::ALL.iter().copied().find(|pass| pass.name == name)
    }

    /// The trace that it makes.
    ///
    /// # Panics
    /// In debug builds, if the verifier does not accept it.
    #[must_use]
    pub fn run(self, trace: &Trace) -> Trace {
        let after = (self.run)(trace);
        if cfg!(debug_assertions)
            && let Err(errors) = verify(&after)
        {
            let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
            panic!(
                "{} made of\n{trace}\n{after}\n{}",
                self.name,
                lines.join("\n")
            );
        }
        after
    }
}

const FOLD: Pass = Pass::new("fold", fold::run);
const GUARDS: Pass = Pass::new("guards", guards::run);
const HEAP: Pass = Pass::new("heap", heap::run);
const BARRIERS: Pass = Pass::new("barriers", barriers::run);
const VIRTUALS: Pass = Pass::new("virtuals", virtuals::run);
const PEEL: Pass = Pass::new("peel", peel::run);
const RANGES: Pass = Pass::new("ranges", ranges::run);
const DEAD: Pass = Pass::new("dead", dead::run);

/// The order that pays: what is there is made small before the loop is copied, and the loop is cleared of what
/// its first turn found out. Behind `heap` guards ask of the same values what was asked before.
pub const PIPELINE: &[Pass] = &[
    FOLD, GUARDS, FOLD, BARRIERS, HEAP, GUARDS, FOLD, BARRIERS, DEAD, VIRTUALS, // as recorded
    PEEL, FOLD, GUARDS, FOLD, BARRIERS, HEAP, GUARDS, FOLD, BARRIERS, DEAD, // in two copies
    VIRTUALS, RANGES, FOLD, DEAD,
];

/// Runs the pipeline. `seen` is told of each pass and the trace that it made.
#[must_use]
pub fn optimise(trace: &Trace, seen: &mut dyn FnMut(Pass, &Trace)) -> Trace {
    let mut trace = trace.clone();
    for pass in PIPELINE {
        trace = pass.run(&trace);
        seen(*pass, &trace);
    }
    trace
}
