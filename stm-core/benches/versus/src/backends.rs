//! The contestants.

pub(crate) mod mutex;
pub(crate) mod stm_crate;
pub(crate) mod tl2;
pub(crate) mod tython;

use crate::backend::WORDS;
use std::sync::atomic::AtomicU64;

/// An object of one cache line: a word for the backend, and seven for the workload. Racing words
/// are relaxed atomics, which cost what plain words cost.
#[repr(C, align(64))]
pub(crate) struct Line {
    header: AtomicU64,
    words: [AtomicU64; WORDS],
}

impl Line {
    fn new(words: [u64; WORDS]) -> Self {
        Line {
            header: AtomicU64::new(0),
            words: words.map(AtomicU64::new),
        }
    }
}
