//! `bytearray`: bytes that may change.
//!
//! | file | what |
//! | --- | --- |
//! | `storage.rs` | the memory of the bytes |
//! | `base.rs` | the object |
//! | `construct.rs` | `bytearray(...)` |
//! | `operators.rs` | what does not change it |
//! | `change.rs` | what does |
//! | `exports.rs` | memoryviews that hinder that |
//! | `methods.rs` | the methods of `bytes` |
//!
//! The object is a unit, and its storage is another.

mod base;
mod change;
mod construct;
mod exports;
mod methods;
mod operators;
pub(crate) mod recorded;
pub mod storage;

pub(crate) use base::zeros;
pub use base::{BYTEARRAY, ByteArray, new};
pub(crate) use change::set_item;
pub(crate) use operators::get_item;
