//! Compiled code at work: between the interpreter, the recorder (`record/`), and the compiler of traces
//! (the crate `tython-jit`, whose contract is `docs/jit.md`).
//!
//! | file | what |
//! | --- | --- |
//! | `hooks.rs` | what a thread has for it: counters, and the record that values go in and out by |
//! | `jit.rs` | what the process has: the cache of traces, and what they keep alive |
//! | `worker.rs` | the thread that compiles, and how a copy of the process comes by one |
//! | `enter.rs` | from the interpreter into a trace, and back |
//! | `rebuild.rs` | frames and values, as an exit leaves them |
//! | `seen.rs` | frames of inlined calls that Python code has got hold of |
//! | `host.rs` | what machine code is told of threads and objects |
//! | `runtime.rs` | the functions that it calls |
//! | `log.rs` | `-X jitlog`, `-X jit-trace` |
//! | `perf.rs`, `jitdump.rs` | `-X perf`, `-X perf_jit` |
//!
//! Without the feature `native` there is no compiler, and no recorder; `off.rs` has what is left.

#[cfg(feature = "native")]
mod enter;
#[cfg(feature = "native")]
mod hooks;
#[cfg(feature = "native")]
mod host;
#[cfg(feature = "native")]
mod jit;
#[cfg(feature = "native")]
mod jitdump;
#[cfg(feature = "native")]
pub(crate) mod log;
#[cfg(feature = "native")]
mod perf;
#[cfg(feature = "native")]
mod rebuild;
#[cfg(feature = "native")]
mod runtime;
#[cfg(feature = "native")]
pub(crate) mod seen;
mod stays;
#[cfg(all(test, feature = "native"))]
mod tests;
#[cfg(feature = "native")]
mod worker;

#[cfg(feature = "native")]
pub(crate) use crate::record::run as record;
#[cfg(feature = "native")]
pub(crate) use enter::{at_back_edge, at_entry};
#[cfg(feature = "native")]
pub(crate) use hooks::Hooks;
#[cfg(feature = "native")]
pub(crate) use jit::{costs, now, open_at, recorded, root_at, visit_roots, while_still};
#[cfg(feature = "native")]
pub(crate) use runtime::{context, failed, leave};

#[cfg(not(feature = "native"))]
mod off;
#[cfg(not(feature = "native"))]
pub(crate) use off::{Hooks, at_back_edge, at_entry, costs, record, visit_roots, while_still};
