//! A set as a hash table of chains: short transactions that rarely meet.

use super::{Set, UPDATES, Worker, Workload, chain};
use crate::backend::{Backend, Object};

const BUCKETS: u64 = 4_096;

pub(crate) struct HashTable<B: Backend>(Vec<B::Object>);

impl<B: Backend> HashTable<B> {
    #[inline(always)]
    fn bucket(&self, key: u64) -> B::Object {
        let hash = key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        self.0[(hash % BUCKETS) as usize]
    }
}

impl<B: Backend> Set<B> for HashTable<B> {
    const KEYS: u64 = 2 * BUCKETS;

    #[inline(always)]
    fn contains(&self, thread: &mut B::Thread, key: u64) -> bool {
        B::read_only(thread, |tx| chain::contains(tx, self.bucket(key), key))
    }

    #[inline(always)]
    fn insert(&self, thread: &mut B::Thread, key: u64, spare: Option<B::Object>) -> bool {
        B::atomically(thread, |tx| chain::insert(tx, self.bucket(key), key, spare))
    }

    #[inline(always)]
    fn remove(&self, thread: &mut B::Thread, key: u64) -> Option<B::Object> {
        B::atomically(thread, |tx| chain::remove(tx, self.bucket(key), key))
    }
}

impl<B: Backend> Workload<B> for HashTable<B> {
    const NAME: &'static str = "hash table";
    const MIXES: &'static [(u64, &'static str)] = UPDATES;

    fn build(backend: &B, worker: &mut Worker<B>) -> Self {
        let table = HashTable((0..BUCKETS).map(|_| backend.root()).collect());
        table.populate(worker);
        table
    }

    #[inline(always)]
    fn step(&self, worker: &mut Worker<B>, updates: u64) {
        self.operate(worker, updates);
    }

    fn census(&self, thread: &mut B::Thread) -> i64 {
        B::read_only(thread, |tx| {
            let mut count = 0;
            for &bucket in &self.0 {
                for key in chain::keys(tx, bucket)? {
                    assert!(
                        self.bucket(key).to_word() == bucket.to_word(),
                        "a key in another's bucket"
                    );
                    count += 1;
                }
            }
            Ok(count)
        })
    }
}
