//! `set` and `frozenset`, over the same table as `dict`: a set conflicts by element.
//!
//! | file | what |
//! | --- | --- |
//! | `base.rs`, `hash.rs` | the object, and what the virtual machine asks of it |
//! | `algebra.rs` | union, intersection and so on, of a set with anything |
//! | `methods.rs`, `operators.rs`, `text.rs` | what Python sees |
//!
//! Elements come in the order of their insertion.

mod algebra;
mod base;
mod hash;
mod methods;
mod operators;
mod text;

pub(crate) use algebra::{collect, difference, intersection, subtract, toggle, union};
pub(crate) use base::TABLE;
pub use base::{
    FROZENSET, SET, Set, add, clear, contains, discard, frozen, len, new, next_element, pop, update,
};
