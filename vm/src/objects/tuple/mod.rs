//! `tuple`: an immutable vector of values.
//!
//! | file | what |
//! | --- | --- |
//! | `base.rs` | the object, and what the virtual machine asks of it |
//! | `collect.rs` | tuples out of lists and other iterables |
//! | `methods.rs` | what Python code calls |
//! | `hash.rs` | the mixing of hashes |

mod base;
mod collect;
pub(crate) mod hash;
mod methods;

pub(crate) use base::{ITEMS, blank};
pub use base::{TUPLE, Tuple, new, with};
pub(crate) use collect::{chained, with_list};
pub use collect::{of_iterable, of_list, of_sequence};
pub(crate) use methods::{add, contains, flat_hash, get_item, get_slice, hash_of};
