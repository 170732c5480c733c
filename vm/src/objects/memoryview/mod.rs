//! `memoryview`: a window on the bytes of another object.
//!
//! | file | what |
//! | --- | --- |
//! | `base.rs` | the object, and what it shows of which memory |
//! | `geometry.rs` | where the items lie |
//! | `construct.rs` | `memoryview(...)`, release, `with` |
//! | `items.rs` | subscripts, iteration, search |
//! | `element.rs` | an item as a Python value |
//! | `cast.rs` | `cast` |
//! | `compare.rs` | `==` and `hash` |
//! | `methods.rs` | the other methods and the attributes |
//! | `exporters.rs` | `__buffer__` of the builtin classes |
//!
//! A view holds the object whose memory it shows, not an address; so nothing can dangle, and reads and
//! writes go through the transaction like any other. All but whether it has been released is immutable.

mod base;
mod cast;
mod compare;
mod construct;
mod element;
mod exporters;
mod geometry;
mod items;
mod methods;

pub use base::{MEMORYVIEW, Memory, MemoryView, Window, new, over};
pub(crate) use construct::release;
