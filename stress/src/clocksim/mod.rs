//! A simulation of commit clocks on up to 64 cores.
//!
//! A development machine has too few cores to show where a commit clock stops scaling, so the
//! schemes run here on a simulated machine: N threads with a core each, a price for every line
//! that moves between cores ([`cost`]), transactions that read and write objects in place under
//! the protocol of `stm-core` ([`engine`]), and the schemes ([`scheme`]). All times are simulated,
//! all choices come from a seed, so a table is the same on every machine.
//!
//! Simulated: what a scheme does to its own line, what a stale read version costs (extensions and
//! their validation, rollbacks when one fails), real conflicts, waiting for an owner.
//! Left out: capacity misses, more threads than cores, the irrevocable turn, ending an automatic
//! transaction early, limits of the interconnect other than "one transfer of one line at a time".

pub mod cost;
pub mod engine;
pub mod scheme;
pub mod workload;

pub use cost::Costs;
pub use engine::{Outcome, simulate};
pub use scheme::{Begin, Choice, Credit, Scheme};
pub use workload::{Shape, Workload};
