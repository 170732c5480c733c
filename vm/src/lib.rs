//! Tython: a Python 3.14 virtual machine without a global lock.
//!
//! | module | what |
//! | --- | --- |
//! | [`value`], [`heap`], [`shape`] | words, object memory, hidden classes |
//! | [`cx`] | a thread's context: barriers, allocation, transactions, raising |
//! | [`types`], [`native`] | how builtin classes and functions are declared |
//! | [`objects`] | the builtin types, one file or folder each |
//! | [`protocol`] | what works on any object: attributes, calls, iteration, comparison |
//! | [`interp`] | frames, dispatch and handlers of the bytecode |
//! | [`stdlib`] | native modules |
//! | [`runtime`] | start-up, threads, the way out |

#![cfg_attr(
    not(feature = "native"),
    allow(dead_code, unused_imports, reason = "what the recorder looks at")
)]

mod boxed_array;
mod chaos;
pub(crate) mod compiled;
pub mod cx;
pub mod exit;
mod four_way;
pub mod heap;
pub mod host;
pub mod interned;
pub mod interp;
pub mod native;
pub mod objects;
pub mod protocol;
#[cfg(feature = "native")]
pub(crate) mod record;
pub mod runtime;
pub mod shape;
pub mod stdlib;
#[cfg(test)]
mod testing;
pub mod types;
pub mod value;
pub mod vm;
