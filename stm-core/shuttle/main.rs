//! Random schedules of the shipped code, of scenarios that are too large for loom:
//! `cargo test --profile models -p stm-core --features shuttle --test shuttle`.
//!
//! shuttle knows no weak memory, every atomic is sequentially consistent here: this looks for
//! mistakes in the protocol and for waits that never end. The orderings are the business of the
//! loom models (`models/`). `world` says how schedules are drawn and how a failing one is replayed.

mod bank;
mod containers;
mod contention;
mod private;
mod sections;
mod solo;
mod waiting;
mod world;
