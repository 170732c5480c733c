//! A tracing compiler for any language whose virtual machine runs on `stm-core` and `tython-gc`.
//!
//! A trace is what a loop or a function did once, written down as straight-line code with guards. An
//! interpreter counts how often it comes past a place, begins to record when the place is hot, and
//! from then on enters the trace instead. This crate has what both sides of that speak:
//!
//! | module | what |
//! | --- | --- |
//! | [`ir`] | traces: linear code in SSA form, exits with sparse snapshots, barriers of the transactions |
//! | [`text`] | the text form of a trace, and its parser |
//! | [`verify`] | what every trace has to satisfy, between any two passes |
//! | [`eval`] | what every operation means, as a slow and plain evaluator: the oracle of the passes |
//! | [`hooks`] | what an interpreter calls at loop headers and function entries |
//!
//! It knows no language. What a value looks like, which object has which fields, and what a helper
//! function does are declarations at the head of each trace (`ir/declare.rs`).

pub mod code;
pub mod eval;
pub mod hooks;
pub mod ir;
pub mod lower;
pub mod opt;
pub mod resume;
mod sync;
pub mod text;
pub mod verify;
