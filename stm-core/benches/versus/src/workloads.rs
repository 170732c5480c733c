//! What is measured. Each workload counts what its steps change, and can count the same in its
//! data afterwards, checking every invariant of the data on the way.

pub(crate) mod bank;
pub(crate) mod chain;
pub(crate) mod counter;
pub(crate) mod hash_table;
pub(crate) mod linked_list;
pub(crate) mod rb_tree;

use crate::backend::{Backend, Object, WORDS, Write};
use crate::random::Random;

/// The word of nobody: a number, so never a reference.
const NOTHING: u64 = 0;

/// One thread at work.
pub(crate) struct Worker<B: Backend> {
    pub(crate) thread: B::Thread,
    pub(crate) random: Random,
    /// Removed nodes, to be used again. A doomed transaction may still read one, so they are
    /// written transactionally.
    pub(crate) spare: Vec<B::Object>,
    /// What the steps changed in the workload's own count.
    pub(crate) ledger: i64,
}

pub(crate) trait Workload<B: Backend>: Sync {
    const NAME: &'static str;

    /// The variants, and what the tables call them.
    const MIXES: &'static [(u64, &'static str)];

    /// `worker` puts in what is there from the start, and counts it.
    fn build(backend: &B, worker: &mut Worker<B>) -> Self;

    /// One operation.
    fn step(&self, worker: &mut Worker<B>, mix: u64);

    /// Checks the data, which nobody changes now, and counts it.
    fn census(&self, thread: &mut B::Thread) -> i64;
}

/// Share of updates in percent, for the data structures: half of them insert, half remove.
const UPDATES: &[(u64, &str)] = &[(0, "0 % writes"), (10, "10 % writes"), (50, "50 % writes")];

/// A set of numbers below [`Set::KEYS`], half of them present.
trait Set<B: Backend>: Sync {
    const KEYS: u64;

    fn contains(&self, thread: &mut B::Thread, key: u64) -> bool;

    /// Inserts `key`, in node `spare` if there is one; whether it was absent.
    fn insert(&self, thread: &mut B::Thread, key: u64, spare: Option<B::Object>) -> bool;

    /// Removes `key`; the node that is free now.
    fn remove(&self, thread: &mut B::Thread, key: u64) -> Option<B::Object>;

    fn insert_key(&self, worker: &mut Worker<B>, key: u64) {
        if self.insert(&mut worker.thread, key, worker.spare.last().copied()) {
            worker.spare.pop();
            worker.ledger += 1;
        }
    }

    /// Every other key, in random order, so that a tree or a chain lies in memory as one does that
    /// has lived a while.
    fn populate(&self, worker: &mut Worker<B>) {
        let mut keys: Vec<u64> = (0..Self::KEYS).step_by(2).collect();
        for end in (1..keys.len()).rev() {
            keys.swap(end, worker.random.below(end as u64 + 1) as usize);
        }
        for key in keys {
            self.insert_key(worker, key);
        }
    }

    #[inline(always)]
    fn operate(&self, worker: &mut Worker<B>, updates: u64) {
        let key = worker.random.below(Self::KEYS);
        if !worker.random.chance(updates) {
            std::hint::black_box(self.contains(&mut worker.thread, key));
        } else if worker.random.chance(50) {
            self.insert_key(worker, key);
        } else if let Some(node) = self.remove(&mut worker.thread, key) {
            worker.spare.push(node);
            worker.ledger -= 1;
        }
    }
}

/// A node that holds `words`: `spare` if there is one, else a new one.
fn place<T: Write, const N: usize>(
    tx: &mut T,
    spare: Option<T::Object>,
    words: [(usize, u64); N],
) -> Result<T::Object, T::Abort> {
    match spare {
        Some(node) => {
            tx.write(node, words)?;
            Ok(node)
        }
        None => {
            let mut all = [NOTHING; WORDS];
            for (word, value) in words {
                all[word] = value;
            }
            Ok(tx.alloc(all))
        }
    }
}

/// The node of a word that must refer to one.
#[inline(always)]
fn node<T: Write>(tx: &mut T, word: u64) -> Result<T::Object, T::Abort> {
    T::Object::from_word(word).ok_or_else(|| tx.impossible())
}
