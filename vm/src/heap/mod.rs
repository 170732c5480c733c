//! The heap as the virtual machine uses it: object memory, layouts, and the graph that transactions
//! publish along.

pub mod layout;
mod object;
pub(crate) mod parts;

pub use layout::Graph;
pub(crate) use object::index_in_unit;
pub use object::{Fixed, HeapType, Raw, Slot};
pub use tython_gc::{Header, LayoutId, Meta};
