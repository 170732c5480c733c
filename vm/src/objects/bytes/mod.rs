//! `bytes`: immutable bytes. Algorithms are those of the crate `tython-text`.
//!
//! | file | what |
//! | --- | --- |
//! | `base.rs` | the object |
//! | `construct.rs` | `bytes(...)` |
//! | `operators.rs` | operators, comparison, subscripts |
//! | `methods.rs`, `shared/` | methods, which `bytearray` has as well |

mod base;
pub(crate) mod construct;
mod methods;
mod operators;
pub(crate) mod shared;

pub use base::{BYTES, Bytes, new};
pub(crate) use base::{BYTES_AT, LENGTH};
pub(crate) use operators::{get_item, get_slice};
