//! One counter, incremented: nothing but conflict.

use super::{Worker, Workload};
use crate::backend::{Backend, Read, Write, int, to_int};

pub(crate) struct Counter<B: Backend>(B::Object);

impl<B: Backend> Workload<B> for Counter<B> {
    const NAME: &'static str = "counter";
    const MIXES: &'static [(u64, &'static str)] = &[(0, "increments")];

    fn build(backend: &B, _: &mut Worker<B>) -> Self {
        Counter(backend.root())
    }

    #[inline(always)]
    fn step(&self, worker: &mut Worker<B>, _: u64) {
        B::atomically(&mut worker.thread, |tx| {
            let [count] = tx.read(self.0, [0])?;
            tx.write(self.0, [(0, int(to_int(count) + 1))])
        });
        worker.ledger += 1;
    }

    fn census(&self, thread: &mut B::Thread) -> i64 {
        let [count] = B::read_only(thread, |tx| tx.read(self.0, [0]));
        to_int(count) as i64
    }
}
