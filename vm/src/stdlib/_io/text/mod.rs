//! `TextIOWrapper`: a text file over a buffered one.
//!
//! | file | what |
//! | --- | --- |
//! | `state.rs` | the slots of an instance, and what every operation begins with |
//! | `codec.rs` | decoding and encoding |
//! | `reading.rs`, `writing.rs`, `position.rs` | the operations |
//! | `construct.rs` | how a file is made and reconfigured |
//! | `class.rs` | what else Python code calls |

mod class;
mod codec;
mod construct;
mod position;
mod reading;
mod state;
mod writing;

pub(super) use class::exact;
pub(super) use construct::{Options, locale_encoding, new};
pub(super) use writing::write;
