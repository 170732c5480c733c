//! `complex`. The mathematics is that of the crate `tython-num`.
//!
//! | file | what |
//! | --- | --- |
//! | `base.rs` | the object |
//! | `operand.rs` | operands of methods as complex or real numbers |
//! | `arithmetic.rs`, `compare.rs` | operators |
//! | `construct.rs` | `complex(...)`, `from_number` |
//! | `methods.rs` | text, methods and attributes |

mod arithmetic;
mod base;
mod compare;
mod construct;
mod methods;
mod operand;

pub use base::{COMPLEX, ComplexObject, new};
pub(crate) use construct::by_method;
