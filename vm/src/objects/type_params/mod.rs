//! Type parameters and type aliases: `def f[T: int, *Ts, **P](): ...`, `type A[T] = list[T]`.
//!
//! Bounds, constraints, defaults and the values of aliases are expressions that may name what is
//! defined later, so the compiler makes functions of them, which are called when somebody asks.
//!
//! | file | what |
//! | --- | --- |
//! | `lazy.rs` | values that are computed when somebody asks |
//! | `common.rs` | what the three kinds of parameters have in common |
//! | `type_var.rs`, `param_spec.rs`, `type_var_tuple.rs` | the three kinds |
//! | `alias.rs` | aliases |
//! | `generic.rs` | `typing.Generic` |

mod alias;
mod common;
mod generic;
mod lazy;
mod param_spec;
mod type_var;
mod type_var_tuple;

pub(crate) use alias::TYPE_ALIAS;
pub use alias::type_alias;
pub use common::set_default;
pub use generic::subscript_generic;
pub use lazy::start;
pub use param_spec::param_spec;
pub use type_var::{type_var, type_var_bound, type_var_constraints};
pub use type_var_tuple::type_var_tuple;
