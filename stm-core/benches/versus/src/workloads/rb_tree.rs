//! A set as a red-black tree: read sets of a path, write sets of a few nodes, and conflicts near
//! the root whenever a rotation climbs.
//!
//! Nodes have no parent words, which would double what a rotation writes: an update remembers its
//! path. The algorithms are those of Cormen et al., Introduction to Algorithms, chapter 13.

mod check;
mod insert;
mod path;
mod remove;

use super::{Set, UPDATES, Worker, Workload};
use crate::backend::{Backend, Object, Read, to_int};

/// The two sides of a node; the tree hangs on the `LEFT` of the header.
const LEFT: usize = 0;
const RIGHT: usize = 1;
const KEY: usize = 2;
const VALUE: usize = 3;
const COLOUR: usize = 4;

const RED: u64 = 0;
const BLACK: u64 = 2;

/// The word of the opposite side.
fn opposite(side: usize) -> usize {
    LEFT + RIGHT - side
}

pub(crate) struct RbTree<B: Backend>(B::Object);

#[inline(always)]
fn contains<T: Read>(tx: &mut T, header: T::Object, key: u64) -> Result<bool, T::Abort> {
    let [mut next] = tx.read(header, [LEFT])?;
    // A doomed transaction may walk in circles; no path is that long.
    for _ in 0..path::LONGEST {
        let Some(node) = T::Object::from_word(next) else {
            return Ok(false);
        };
        let [left, right, here] = tx.read(node, [LEFT, RIGHT, KEY])?;
        let here = to_int(here);
        if here == key {
            return Ok(true);
        }
        next = if key < here { left } else { right };
    }
    Err(tx.impossible())
}

impl<B: Backend> Set<B> for RbTree<B> {
    const KEYS: u64 = 16_384;

    #[inline(always)]
    fn contains(&self, thread: &mut B::Thread, key: u64) -> bool {
        B::read_only(thread, |tx| contains(tx, self.0, key))
    }

    #[inline(always)]
    fn insert(&self, thread: &mut B::Thread, key: u64, spare: Option<B::Object>) -> bool {
        B::atomically(thread, |tx| insert::insert(tx, self.0, key, spare))
    }

    #[inline(always)]
    fn remove(&self, thread: &mut B::Thread, key: u64) -> Option<B::Object> {
        B::atomically(thread, |tx| remove::remove(tx, self.0, key))
    }
}

impl<B: Backend> Workload<B> for RbTree<B> {
    const NAME: &'static str = "red-black tree";
    const MIXES: &'static [(u64, &'static str)] = UPDATES;

    fn build(backend: &B, worker: &mut Worker<B>) -> Self {
        let tree = RbTree(backend.root());
        tree.populate(worker);
        tree
    }

    #[inline(always)]
    fn step(&self, worker: &mut Worker<B>, updates: u64) {
        self.operate(worker, updates);
    }

    fn census(&self, thread: &mut B::Thread) -> i64 {
        B::read_only(thread, |tx| check::count(tx, self.0))
    }
}
