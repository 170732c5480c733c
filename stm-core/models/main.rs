//! loom models of the shipped code: `cargo test --profile models -p stm-core --features loom --test models`.
//!
//! Each model is a handful of transactions over one or two objects, and a claim about what they
//! may see. loom runs every schedule of their atomic accesses up to the model's preemption bound,
//! with every value that a relaxed load may return. `world` says what a model is made of.
//! `MODELS.md` (beside `PROTOCOL.md`) lists the state space and time of each.

mod atomicity;
mod containers;
mod contention;
mod explore;
mod irrevocable;
mod nesting;
mod opacity;
mod publication;
mod snapshots;
mod waiting;
mod world;
