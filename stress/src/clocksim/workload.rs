//! What the simulated threads do: transactions of a shape, over private and shared objects.

use super::cost::{NS, Time};
use crate::rng::Rng;

/// Objects that only one thread uses; every thread has that many.
pub const PRIVATE: u32 = 256;

/// Length and footprint of a transaction.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Work beside reads and writes.
    pub length: Time,
    /// Objects read.
    pub reads: u32,
    /// Objects written (by a transaction that writes).
    pub writes: u32,
}

impl Shape {
    /// 100 ns: an update of one object.
    pub const TINY: Shape = Shape {
        length: 100 * NS,
        reads: 4,
        writes: 1,
    };
    /// 1 us: a small atomic block.
    pub const SMALL: Shape = Shape {
        length: 1000 * NS,
        reads: 20,
        writes: 2,
    };
    /// 10 us: a large atomic block.
    pub const MEDIUM: Shape = Shape {
        length: 10_000 * NS,
        reads: 100,
        writes: 8,
    };
    /// 1 ms: an automatic transaction.
    pub const LONG: Shape = Shape {
        length: 1_000_000 * NS,
        reads: 1000,
        writes: 20,
    };

    /// Reads and writes together.
    pub fn accesses(&self) -> u32 {
        self.reads + self.writes
    }
}

/// What all threads do.
#[derive(Clone, Debug)]
pub struct Workload {
    /// Number of threads, each on its own core; at most 64.
    pub threads: usize,
    /// Thread `i` runs transactions of shape `i % shapes.len()`.
    pub shapes: Vec<Shape>,
    /// Percentage of the accesses that go to an object that all threads use.
    pub share: usize,
    /// Number of those objects.
    pub pool: u32,
    /// Percentage of the transactions that write nothing.
    pub read_only: usize,
    /// Seed of all choices.
    pub seed: u64,
}

/// One read or write of one object.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Index of the object: the shared ones first, then each thread's own.
    pub object: u32,
    /// Whether it is written.
    pub write: bool,
}

impl Workload {
    /// Number of objects, shared and private.
    pub fn objects(&self) -> usize {
        self.pool as usize + self.threads * PRIVATE as usize
    }

    /// The shape of a thread's transactions.
    pub fn shape(&self, thread: usize) -> Shape {
        self.shapes[thread % self.shapes.len()]
    }

    /// Draws the next transaction of a thread: the writes are spread evenly among the reads.
    pub fn draw(&self, thread: usize, random: &mut Rng, steps: &mut Vec<Step>) {
        steps.clear();
        let shape = self.shape(thread);
        let writes = if random.percent(self.read_only) {
            0
        } else {
            shape.writes
        };
        let count = shape.reads + writes;
        for i in 0..count {
            let write = (i + 1) * writes / count != i * writes / count;
            let object = if random.percent(self.share) {
                random.below(self.pool as usize) as u32
            } else {
                self.pool + thread as u32 * PRIVATE + random.below(PRIVATE as usize) as u32
            };
            steps.push(Step { object, write });
        }
    }
}
