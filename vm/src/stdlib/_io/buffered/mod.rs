//! Buffered files of bytes.
//!
//! | file | what |
//! | --- | --- |
//! | `state.rs` | the slots of an instance, and what every operation begins with |
//! | `lock.rs` | one raw operation at a time |
//! | `reading.rs`, `writing.rs`, `position.rs` | the operations |
//! | `classes.rs` | `BufferedReader`, `BufferedWriter`, `BufferedRandom` |
//! | `pair.rs` | `BufferedRWPair` |
//!
//! What has been read ahead is one immutable bytes object and a place in it; what is to be written is
//! a list of bytes objects. At any time a `BufferedRandom` has but one of the two.

mod classes;
mod lock;
mod pair;
mod position;
mod reading;
mod state;
mod writing;

pub(super) use classes::{BUFFERED_RANDOM, BUFFERED_READER, BUFFERED_WRITER, flush, is_exact, new};
pub(super) use reading::{read_all, read1};
pub(super) use state::is_closed;
pub(super) use writing::write;
