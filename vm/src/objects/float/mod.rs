//! `float`. Most floats are immediate values; the rest are objects.
//!
//! | file | what |
//! | --- | --- |
//! | `base.rs` | the object of a float that is not immediate |
//! | `operand.rs` | operands of methods as floats |
//! | `arithmetic.rs`, `compare.rs` | operators |
//! | `construct.rs` | `float(...)`, `from_number`, `fromhex` |
//! | `methods.rs` | text, methods and attributes |

mod arithmetic;
mod base;
mod compare;
mod construct;
mod methods;
mod operand;

pub(crate) use base::FLOAT_BITS;
pub use base::{FLOAT, Float, boxed, to_f64};
pub(crate) use compare::identity_hash;
pub(crate) use methods::format;
pub(crate) use operand::{float, operand};
