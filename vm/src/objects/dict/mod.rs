//! `dict`: a mapping that conflicts by key, not as a whole.
//!
//! | file | what |
//! | --- | --- |
//! | `base.rs` | the object, and what the virtual machine asks of it |
//! | `table.rs`, `place.rs` | the memory of a table, which sets have too; where a hash leads in it |
//! | `hashing.rs`, `lookup.rs`, `alone.rs`, `probe.rs`, `compare.rs` | finding a key |
//! | `insert.rs`, `direct.rs`, `grow.rs`, `delete.rs` | changing a table |
//! | `copies.rs`, `given.rs` | copies of tables; what new ones are made of |
//! | `walk.rs`, `iter.rs` | going through it in order |
//! | `located.rs` | inline caches of global names |
//! | `recorded.rs` | what compiled code knows |
//! | `merge.rs`, `methods.rs`, `operators.rs`, `views.rs`, `text.rs` | what Python sees |
//!
//! The object itself is one unit of one word, the reference to its table, which only growth and `clear`
//! write. What the table's units are is told in `table.rs`, and how look-ups do without the
//! object's token in `lookup.rs`.

mod alone;
mod base;
mod compare;
pub(crate) mod copies;
pub(crate) mod delete;
mod direct;
pub(crate) mod given;
pub(crate) mod grow;
pub(crate) mod hashing;
pub(crate) mod insert;
pub mod iter;
mod located;
pub(crate) mod lookup;
mod merge;
mod methods;
mod operators;
pub(crate) mod place;
mod probe;
pub(crate) mod recorded;
pub mod table;
#[cfg(test)]
mod tests;
pub(crate) mod text;
pub mod views;
pub(crate) mod walk;

pub use base::{
    DICT, Dict, clear, contains, copy, get, get_str, len, new, next_entry, pop_last, remove, set,
    set_default, set_str, with_room,
};
pub(crate) use base::{of_names, of_texts};
pub use located::{Absent, Located, is_absent, locate, note_absence, read_located};
pub use merge::{copy_names, has_names_only, merge, update, update_from_mapping};
