//! A set as one sorted linked list: long read sets, and each update conflicts with whoever is
//! further down.

use super::{Set, UPDATES, Worker, Workload, chain};
use crate::backend::Backend;

pub(crate) struct LinkedList<B: Backend>(B::Object);

impl<B: Backend> Set<B> for LinkedList<B> {
    const KEYS: u64 = 512;

    #[inline(always)]
    fn contains(&self, thread: &mut B::Thread, key: u64) -> bool {
        B::read_only(thread, |tx| chain::contains(tx, self.0, key))
    }

    #[inline(always)]
    fn insert(&self, thread: &mut B::Thread, key: u64, spare: Option<B::Object>) -> bool {
        B::atomically(thread, |tx| chain::insert(tx, self.0, key, spare))
    }

    #[inline(always)]
    fn remove(&self, thread: &mut B::Thread, key: u64) -> Option<B::Object> {
        B::atomically(thread, |tx| chain::remove(tx, self.0, key))
    }
}

impl<B: Backend> Workload<B> for LinkedList<B> {
    const NAME: &'static str = "linked list";
    const MIXES: &'static [(u64, &'static str)] = UPDATES;

    fn build(backend: &B, worker: &mut Worker<B>) -> Self {
        let list = LinkedList(backend.root());
        list.populate(worker);
        list
    }

    #[inline(always)]
    fn step(&self, worker: &mut Worker<B>, updates: u64) {
        self.operate(worker, updates);
    }

    fn census(&self, thread: &mut B::Thread) -> i64 {
        B::read_only(thread, |tx| chain::keys(tx, self.0)).len() as i64
    }
}
