//! What is known of values. Their numbers are small and dense, so a table of them needs no hashing.

use crate::ir::{Index, Value};

/// For each value something, or nothing.
#[derive(Debug)]
pub(super) struct ByValue<T>(Vec<Option<T>>);

impl<T: Copy> ByValue<T> {
    pub(super) fn new() -> Self {
        ByValue(Vec::new())
    }

    pub(super) fn get(&self, value: Value) -> Option<T> {
        self.0.get(value.number() as usize).copied().flatten()
    }

    pub(super) fn insert(&mut self, value: Value, known: T) {
        let number = value.number() as usize;
        if self.0.len() <= number {
            self.0.resize(number + 1, None);
        }
        self.0[number] = Some(known);
    }
}
