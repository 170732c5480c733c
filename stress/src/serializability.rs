//! Is there one serial order of all attempts that explains everything they saw?
//!
//! The attempts are the nodes of a directed graph whose edges say "must come before"
//! (Adya, "Weak Consistency", MIT 1999, chapter 3; the graph of Papadimitriou 1979 with the order
//! of versions known):
//!
//! - write-read: the writer of a value, before who saw it;
//! - write-write: the writer of a value, before who replaced it;
//! - read-write: who saw a value, before who replaced it;
//! - program: an attempt, before the next of its thread;
//! - real time, on request: an attempt that ended, before each that began afterwards.
//!
//! A cycle is a finding. Attempts that were rolled back are nodes too, which only read: what they
//! saw must fit into the same order (opacity: Guerraoui and Kapalka, PPoPP 2008). Some findings
//! need no graph, for example a look at a value that never was committed; [`Finding`] lists them.
//!
//! Time and memory are linear in the number of steps, also for the real-time edges: they lead over
//! auxiliary nodes, one for each moment at which something ended before something else began.

mod cycle;
mod graph;
mod versions;

#[cfg(test)]
mod tests;

use crate::history::{AttemptId, History, Value, Variable};
use graph::Graph;
use std::fmt::{self, Write};
use versions::Versions;

/// Which order a serial execution must respect, beside what was read and written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    /// Each thread's own: serialisability.
    Program,
    /// That of non-overlapping attempts as well: strict serialisability.
    RealTime,
}

/// Why one attempt must come before another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dependency {
    /// The second saw this value of the first.
    WriteRead(Variable, Value),
    /// The second replaced this value of the first.
    WriteWrite(Variable, Value),
    /// The second replaced this value, which the first saw.
    ReadWrite(Variable, Value),
    /// One thread ran both.
    Program,
    /// The first ended before the second began.
    RealTime,
}

/// One edge of a cycle.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Edge {
    /// Comes first.
    pub from: AttemptId,
    /// Comes later.
    pub to: AttemptId,
    /// Why.
    pub why: Dependency,
}

/// What became of a written value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// Nobody wrote it.
    Unwritten,
    /// It became visible at a commit.
    Visible,
    /// Its writer wrote the variable again, and committed that.
    Intermediate,
    /// Its writer took it back and went on.
    Undone,
    /// Its writer was rolled back.
    RolledBack,
}

/// Something that no correct execution does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Finding {
    /// Someone saw a value that no commit made visible, or that belongs to another variable.
    DirtyRead {
        /// Who saw it.
        reader: AttemptId,
        /// Where.
        variable: Variable,
        /// What.
        value: Value,
        /// Who had written it, unless nobody did.
        writer: Option<AttemptId>,
        /// What had become of it.
        fate: Fate,
    },
    /// Two committed attempts replaced the same value: one did not notice the other.
    LostUpdate {
        /// What both wrote.
        variable: Variable,
        /// What both replaced.
        over: Value,
        /// Both, in the order of their numbers.
        writers: [AttemptId; 2],
    },
    /// An attempt saw two values of a variable that it had not written in between.
    Unrepeatable {
        /// Who saw them.
        reader: AttemptId,
        /// Where.
        variable: Variable,
        /// First this, then that.
        values: [Value; 2],
    },
    /// An attempt did not see what it had written itself.
    OwnWriteMissed {
        /// Who.
        attempt: AttemptId,
        /// Where.
        variable: Variable,
        /// What it had written.
        wrote: Value,
        /// What it saw.
        saw: Value,
    },
    /// The attempts cannot be put in an order; this is the shortest cycle that was found.
    Cycle(Vec<Edge>),
}

/// Findings of the kinds that need no graph are listed up to this number.
const LISTED: usize = 8;

/// Looks for everything that contradicts a serial execution.
pub fn check(history: &History, order: Order) -> Vec<Finding> {
    let mut findings = Vec::new();
    let versions = Versions::new(history, &mut findings);
    let graph = Graph::new(history, &versions, order, &mut findings);
    findings.truncate(LISTED);
    if let Some(nodes) = cycle::shortest(&graph.edges, history.len()) {
        findings.push(Finding::Cycle(graph::explain(history, &versions, &nodes)));
    }
    findings
}

impl Finding {
    /// The finding, and all that the attempts in it did.
    pub fn report(&self, history: &History) -> String {
        let mut text = format!("{self}\n");
        for id in self.attempts() {
            writeln!(text, "  {}", history.describe(id)).expect("a String takes everything");
        }
        text
    }

    fn attempts(&self) -> Vec<AttemptId> {
        match self {
            Finding::DirtyRead { reader, writer, .. } => {
                writer.iter().copied().chain([*reader]).collect()
            }
            Finding::LostUpdate { writers, .. } => writers.to_vec(),
            Finding::Unrepeatable { reader, .. } => vec![*reader],
            Finding::OwnWriteMissed { attempt, .. } => vec![*attempt],
            Finding::Cycle(edges) => edges.iter().map(|edge| edge.from).collect(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Finding::DirtyRead {
                reader,
                variable,
                value,
                writer: Some(writer),
                fate,
            } => {
                write!(
                    f,
                    "dirty read: {reader} saw {variable:?}={value:?} of {writer} ({fate:?})"
                )
            }
            Finding::DirtyRead {
                reader,
                variable,
                value,
                writer: None,
                ..
            } => {
                write!(
                    f,
                    "dirty read: {reader} saw {variable:?}={value:?}, which nobody wrote"
                )
            }
            Finding::LostUpdate {
                variable,
                over,
                writers: [a, b],
            } => {
                write!(
                    f,
                    "lost update: {a} and {b} both replaced {variable:?}={over:?}"
                )
            }
            Finding::Unrepeatable {
                reader,
                variable,
                values: [a, b],
            } => {
                write!(
                    f,
                    "unrepeatable read: {reader} saw {variable:?}={a:?}, then {b:?}"
                )
            }
            Finding::OwnWriteMissed {
                attempt,
                variable,
                wrote,
                saw,
            } => {
                write!(
                    f,
                    "own write missed: {attempt} wrote {variable:?}={wrote:?}, then saw {saw:?}"
                )
            }
            Finding::Cycle(edges) => {
                write!(f, "cycle of {}:", edges.len())?;
                edges.iter().try_for_each(|edge| write!(f, "\n  {edge}"))
            }
        }
    }
}

impl fmt::Display for Edge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Edge { from, to, why } = self;
        write!(f, "{from} before {to}: ")?;
        match why {
            Dependency::WriteRead(variable, value) => {
                write!(f, "{to} saw its {variable:?}={value:?}")
            }
            Dependency::WriteWrite(variable, value) => {
                write!(f, "{to} replaced its {variable:?}={value:?}")
            }
            Dependency::ReadWrite(variable, value) => {
                write!(f, "{from} saw {variable:?}={value:?}, which {to} replaced")
            }
            Dependency::Program => write!(f, "same thread"),
            Dependency::RealTime => write!(f, "ended before the other began"),
        }
    }
}
