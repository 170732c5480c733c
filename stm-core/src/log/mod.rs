//! A transaction's logs: what it read, and what it overwrote.

pub(crate) mod reads;
pub(crate) mod undo;
