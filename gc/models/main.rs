//! loom models of the shipped code: `cargo test --profile models -p tython-gc --features loom --test models`.
//!
//! loom runs every schedule of the atomic accesses up to a bound of preemptions, and fails when two
//! threads may touch a [`loom::cell::UnsafeCell`] without an order between them. So each model puts "the heap" into
//! such a cell: mutators touch it while they run, the stopper while the world stands still. `MODELS.md` (beside
//! `PROTOCOL.md`) lists the state space and time of each.

mod blocks;
#[path = "../../stm-core/models/explore.rs"]
mod explore;
mod machine;
mod marking;
mod safepoint;
mod shelves;
mod stops;
