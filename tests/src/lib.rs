//! What the three runners of this folder share: `snippets.rs` (small programs and what CPython printed
//! for them), `conformance/` (CPython's own tests) and `benches/` (interpreters against each other).
//!
//! Nothing here is linked to the virtual machine. An interpreter is a program at a path, so any of
//! them can be run, CPython first of all.

pub mod interpreter;
pub mod pool;
pub mod process;
pub mod random;
pub mod snippet;
pub mod tool;
