//! `list`: a vector that conflicts by card, not as a whole.
//!
//! | file | what |
//! | --- | --- |
//! | `base.rs` | the object, and what the virtual machine asks of it |
//! | `buffer.rs` | the memory of the elements, and what conflicts as one |
//! | `grow.rs`, `extend.rs` | changes of the length, replacing the buffer |
//! | `slices.rs` | `list[a:b:c]`, read, assigned and deleted |
//! | `methods.rs`, `operators.rs` | what Python code calls |
//! | `sort.rs`, `plain.rs`, `sorting.rs` | `list.sort`; by keys that are compared without calls; the algorithm |
//! | `iter.rs` | the iterators |
//! | `recorded.rs` | what compiled code knows |
//!
//! The object itself is one unit of one word, the reference to its buffer, which everybody reads and
//! only growth, sorting and `clear` write. Two transactions that index different cards do not
//! conflict, whatever else they do; the length is a word that indexing from the front does not read.

mod base;
pub mod buffer;
mod extend;
mod grow;
mod iter;
mod methods;
mod operators;
mod plain;
pub(crate) mod recorded;
mod slices;
mod sort;
mod sorting;

pub use base::{
    LIST, List, append, from_slice, get, len, new, pop_last, read, set, to_vec, with, with_room,
};
pub(crate) use extend::{append_all, extend};
pub use iter::iter;
pub(crate) use iter::{advance_alone, new_iterator};
pub(crate) use operators::{add, contains, mul};
pub(crate) use slices::{get_item, get_slice, set_slice};
pub use sort::sort;
