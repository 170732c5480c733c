//! One workload on one backend: runs it on so many threads for a while, and checks it afterwards.

use crate::backend::Backend;
use crate::random::Random;
use crate::workloads::{Worker, Workload};
use crossbeam_utils::CachePadded;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

pub(crate) trait Contestant {
    fn workload(&self) -> &'static str;

    fn mixes(&self) -> &'static [(u64, &'static str)];

    fn backend(&self) -> &'static str;

    /// Operations in a second. Panics if the data is not what the operations must have made of it.
    fn run(&mut self, threads: usize, mix: u64, duration: Duration) -> f64;
}

/// What one worker did in one run.
struct Shift {
    operations: u64,
    ledger: i64,
    began: Instant,
    ended: Instant,
}

pub(crate) struct Contest<B: Backend, W> {
    backend: B,
    workload: W,
    /// Of all runs so far, what a census must find.
    expected: i64,
    /// Between runs: the nodes that nobody uses, one pile for each worker there has been.
    spares: Vec<Vec<B::Object>>,
    seed: u64,
}

impl<B: Backend, W: Workload<B>> Contest<B, W> {
    pub(crate) fn new() -> Self {
        let backend = B::new();
        let mut worker = Worker {
            thread: backend.attach(),
            random: Random::new(0),
            spare: Vec::new(),
            ledger: 0,
        };
        let workload = W::build(&backend, &mut worker);
        let expected = worker.ledger;
        drop(worker);
        let contest = Contest {
            backend,
            workload,
            expected,
            spares: Vec::new(),
            seed: 1,
        };
        contest.check();
        contest
    }

    fn check(&self) {
        let counted = self.workload.census(&mut self.backend.attach());
        assert_eq!(
            counted,
            self.expected,
            "{} on {}: an update was lost or doubled",
            W::NAME,
            B::NAME
        );
    }
}

impl<B: Backend, W: Workload<B>> Contestant for Contest<B, W> {
    fn workload(&self) -> &'static str {
        W::NAME
    }

    fn mixes(&self) -> &'static [(u64, &'static str)] {
        W::MIXES
    }

    fn backend(&self) -> &'static str {
        B::NAME
    }

    fn run(&mut self, threads: usize, mix: u64, duration: Duration) -> f64 {
        let Contest {
            backend,
            workload,
            expected,
            spares,
            seed,
        } = self;
        spares.resize_with(spares.len().max(threads), Vec::new);
        let start = Barrier::new(threads + 1);
        let stop = CachePadded::new(AtomicBool::new(false));
        let throughput = thread::scope(|scope| {
            let running: Vec<_> = spares
                .iter_mut()
                .take(threads)
                .map(|spare| {
                    *seed += 1;
                    let random = Random::new(*seed);
                    let (backend, workload, start, stop) = (&*backend, &*workload, &start, &stop);
                    scope.spawn(move || {
                        let thread = backend.attach();
                        let mut worker = Worker {
                            thread,
                            random,
                            spare: std::mem::take(spare),
                            ledger: 0,
                        };
                        start.wait();
                        let began = Instant::now();
                        let mut operations = 0u64;
                        while !stop.load(Relaxed) {
                            workload.step(&mut worker, mix);
                            operations += 1;
                        }
                        *spare = worker.spare;
                        Shift {
                            operations,
                            ledger: worker.ledger,
                            began,
                            ended: Instant::now(),
                        }
                    })
                })
                .collect();
            start.wait();
            thread::sleep(duration);
            stop.store(true, Relaxed);
            let shifts: Vec<_> = running
                .into_iter()
                .map(|worker| worker.join().expect("a worker failed"))
                .collect();
            *expected += shifts.iter().map(|shift| shift.ledger).sum::<i64>();
            // From the first to the last: with more threads than cores this thread, too, has to
            // wait for a core, so its own clock would tell something else.
            let began = shifts.iter().map(|shift| shift.began).min();
            let ended = shifts.iter().map(|shift| shift.ended).max();
            let elapsed = ended
                .zip(began)
                .map_or(Duration::ZERO, |(ended, began)| ended - began);
            shifts.iter().map(|shift| shift.operations).sum::<u64>() as f64 / elapsed.as_secs_f64()
        });
        self.check();
        throughput
    }
}
