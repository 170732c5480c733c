//! `int` and `bool`. Integers of up to 63 bits are immediate values, larger ones are objects. The
//! mathematics is that of the crate `tython-num`.
//!
//! | file | what |
//! | --- | --- |
//! | `base.rs` | the object of a large integer |
//! | `operand.rs` | operands of methods as numbers |
//! | `arithmetic.rs`, `compare.rs` | operators |
//! | `construct.rs` | `int(...)`, `from_bytes` |
//! | `text.rs` | `repr`, `format`, the limit on digits |
//! | `methods.rs` | the other methods |
//! | `bool.rs` | `bool` |

mod arithmetic;
mod base;
mod bool;
mod compare;
mod construct;
pub(crate) mod long;
mod methods;
mod operand;
mod text;

pub(crate) use arithmetic::{of_exact, unary_of_exact};
pub use base::{BOOL, BigIntObject, INT, from_decimal, from_i64, from_int, to_int};
pub(crate) use compare::order;
pub(crate) use operand::operand;
pub use text::digit_limit;
pub(crate) use text::{decimal, format, with_prefix};
