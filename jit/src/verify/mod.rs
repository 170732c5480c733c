//! The verifier: what every trace has to satisfy, whoever made it.
//!
//! It runs over recorded traces and, in tests and debug builds, after each pass. A trace without
//! complaints cannot use a value that is not there, leave without a state to resume from, or touch
//! memory that another thread may be writing: what it computes may be wrong, but it is a program.
//!
//! | file | what |
//! | --- | --- |
//! | `rule.rs` | the rules |
//! | `declarations.rs` | declarations make sense |
//! | `structure.rs` | entry, loop, end; each instruction has what its operation wants |
//! | `values.rs` | values are defined before their use, once, and have the right types |
//! | `snapshots.rs` | exits say everything that is needed to resume |
//! | `barriers.rs` | memory is opened before it is touched, and looked at twice |

mod barriers;
mod declarations;
mod rule;
mod snapshots;
mod structure;
mod values;

pub use rule::Rule;

use crate::ir::{Inst, Trace};
use crate::text::Line;
use std::fmt;

/// A broken rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error {
    /// Which one.
    pub rule: Rule,
    /// The part of the trace that breaks it, as the text form writes it.
    pub at: String,
    /// How.
    pub message: String,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.at, self.message, self.rule)
    }
}

impl std::error::Error for Error {}

/// Checks every rule.
///
/// # Errors
/// All complaints, in the order of the trace within each group of rules.
pub fn verify(trace: &Trace) -> Result<(), Vec<Error>> {
    let mut checker = Checker {
        trace,
        errors: Vec::new(),
    };
    declarations::check(&mut checker);
    structure::check(&mut checker);
    values::check(&mut checker);
    snapshots::check(&mut checker);
    barriers::check(&mut checker);
    if checker.errors.is_empty() {
        Ok(())
    } else {
        Err(checker.errors)
    }
}

/// A trace, and what is wrong with it.
struct Checker<'a> {
    trace: &'a Trace,
    errors: Vec<Error>,
}

impl<'a> Checker<'a> {
    fn complain(&mut self, rule: Rule, at: impl fmt::Display, message: impl Into<String>) {
        self.errors.push(Error {
            rule,
            at: at.to_string(),
            message: message.into(),
        });
    }

    fn complain_inst(&mut self, rule: Rule, inst: &Inst, message: impl Into<String>) {
        let line = format!("`{}`", Line(self.trace, inst));
        self.complain(rule, line, message);
    }
}
