//! `deque`.
//!
//! | file | what |
//! | --- | --- |
//! | `base.rs` | the blocks and the two ends: adding and taking |
//! | `places.rs` | elements by index; rotation |
//! | `walk.rs` | walking along the elements while others may change the deque |
//! | `iter.rs` | the iterators |
//! | `methods.rs`, `operators.rs`, `search.rs` | the class |

mod base;
mod iter;
mod methods;
mod operators;
mod places;
mod search;
mod walk;

pub(crate) use base::DEQUE;
pub(super) use iter::{DEQUE_ITERATOR, DEQUE_REVERSE_ITERATOR};
