//! A tracing compiler for any language whose virtual machine runs on `stm-core` and `tython-gc`.
//!
//! A trace is what a loop or a function did once, written down as straight-line code with guards. An
//! interpreter counts how often it comes past a place, begins to record when the place is hot, and
//! from then on enters the trace instead. The way of a trace, module by module:
//!
//! | module | what |
//! | --- | --- |
//! | [`hooks`] | what an interpreter calls at loop headers, function entries and exits: is the place hot? |
//! | [`ir`] | what a recorder writes: linear code in SSA form, exits with sparse snapshots, barriers of the transactions |
//! | [`text`] | the text form of a trace, and its parser |
//! | [`verify`] | what every trace has to satisfy, between any two passes |
//! | [`opt`] | the passes, from trace to trace |
//! | [`lower`] | from a trace to machine code, by Cranelift; what the host has to tell for that |
//! | [`code`] | machine code at work: how it is entered, linked and bridged, what it relies on, when it is freed |
//! | [`resume`] | back: an exit's frames and virtual objects, from the values that it left |
//! | [`eval`] | what every operation means, as a slow and plain evaluator: the oracle of passes and machine code |
//!
//! It knows no language. What a value looks like, which object has which fields, and what a helper
//! function does are declarations at the head of each trace (`ir/declare.rs`). A small language that uses
//! all of it is `tests/tiny/`; what a virtual machine has to bring is in `docs/jit.md`.
//!
//! `unsafe` is where machine code begins: `code/gate.rs` calls it, `code/table.rs` finds it, and
//! `code/cache.rs` is what hosts enter it by.

#[cfg(feature = "native")]
pub mod code;
pub mod eval;
pub mod hooks;
pub mod ir;
#[cfg(feature = "native")]
pub mod lower;
pub mod opt;
pub mod resume;
#[cfg_attr(
    not(feature = "native"),
    allow(dead_code, unused_imports, reason = "what machine code needs")
)]
mod sync;
pub mod text;
pub mod verify;
