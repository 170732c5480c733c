//! Transactions that need not meet, on more threads.
//!
//! A pure computation says what the machine itself gains from a second thread at that moment. All
//! points take turns in each round, and a ratio is the median of the ratios of the rounds.

use crate::{Effort, median};
use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};
use stm_core::arena::{Arena, Object, int, to_int};
use stm_core::{Config, Stm, Thread};

type Ref = &'static Object;

/// Objects of each thread, and of the transactions that all threads do.
const OWN: usize = 64;
const COMMON: usize = 1_000;
/// Work between two looks at whether time is up.
const BATCH: usize = 8;
/// Threads on few cores.
const CROWD: usize = 16;

struct Bench {
    stm: Arc<Stm<Arena>>,
    own: Vec<Vec<Ref>>,
    common: Vec<Ref>,
    duration: Duration,
}

fn shared(count: usize) -> Vec<Ref> {
    (0..count).map(|_| Object::shared()).collect()
}

/// One piece of work of one thread, which owns `objects`.
type Work = fn(&mut Thread<Arena>, &[Ref], &[Ref]);

fn compute(_: &mut Thread<Arena>, _: &[Ref], _: &[Ref]) {
    let mut number = black_box(1u64);
    for _ in 0..1_000 {
        number = number.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(7);
    }
    black_box(number);
}

/// Reads four objects of its own and changes two of them, in each of many transactions.
fn change_own(tx: &mut Thread<Arena>, own: &[Ref], _: &[Ref]) {
    for four in own.chunks_exact(4) {
        tx.atomically(|tx| {
            let mut sum = 0;
            for object in four {
                sum += to_int(tx.read(object.token(), object.word(0))?);
            }
            tx.write(four[0].unit(), 0, int(sum & 0xffff))?;
            tx.write(four[1].unit(), 0, int(1))
        })
        .expect("nobody waits");
    }
}

fn read_common(tx: &mut Thread<Arena>, _: &[Ref], common: &[Ref]) {
    let sum = tx.atomically(|tx| {
        let mut sum = 0u64;
        for object in common {
            sum = sum.wrapping_add(tx.read(object.token(), object.word(0))?);
        }
        Ok(sum)
    });
    black_box(sum.expect("nobody waits"));
}

impl Bench {
    /// Pieces of work in a second.
    fn run(&self, threads: usize, work: Work) -> f64 {
        let (start, stop) = (Barrier::new(threads + 1), AtomicBool::new(false));
        thread::scope(|scope| {
            let running: Vec<_> = self.own[..threads]
                .iter()
                .map(|own| {
                    let (start, stop) = (&start, &stop);
                    scope.spawn(move || {
                        let mut thread = self.stm.attach().expect("a free slot");
                        start.wait();
                        let began = Instant::now();
                        let mut pieces = 0;
                        while !stop.load(Relaxed) {
                            (0..BATCH).for_each(|_| work(&mut thread, own, &self.common));
                            pieces += BATCH;
                        }
                        (pieces, began, Instant::now())
                    })
                })
                .collect();
            start.wait();
            thread::sleep(self.duration);
            stop.store(true, Relaxed);
            let shifts: Vec<_> = running
                .into_iter()
                .map(|one| one.join().expect("a worker failed"))
                .collect();
            let pieces: usize = shifts.iter().map(|shift| shift.0).sum();
            let began = shifts.iter().map(|shift| shift.1).min();
            let ended = shifts.iter().map(|shift| shift.2).max();
            let elapsed = ended
                .zip(began)
                .map_or(Duration::ZERO, |(ended, began)| ended - began);
            pieces as f64 / elapsed.as_secs_f64()
        })
    }
}

/// Runs all rounds and renders the ratios.
pub(crate) fn report(effort: Effort) -> String {
    let bench = Bench {
        stm: Stm::new(Arena, Config::default()),
        own: (0..CROWD).map(|_| shared(OWN)).collect(),
        common: shared(COMMON),
        duration: Duration::from_millis(effort.millis),
    };
    let mut gains: [Vec<f64>; 5] = Default::default();
    for _ in 0..effort.rounds {
        let gain = |work, from, to| bench.run(to, work) / bench.run(from, work);
        let computing = gain(compute, 1, 2);
        let changing = gain(change_own, 1, 2);
        let reading = gain(read_common, 1, 2);
        let crowded = gain(change_own, 2, CROWD);
        let values = [
            computing,
            changing / computing,
            reading / computing,
            reading / changing,
            crowded,
        ];
        for (all, value) in gains.iter_mut().zip(values) {
            all.push(value);
        }
    }
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let mut text = format!(
        "## Scaling\n\nOn {cores} cores, medians of {} rounds in which all points of {} ms take turns. A gain is the \
         throughput of more threads over that of fewer.\n\n| what | ratio | goal |\n| --- | --: | --: |\n",
        effort.rounds, effort.millis
    );
    let names = [
        ("gain of a pure computation from a second thread", ""),
        (
            "gain of disjoint transactions, over that of the computation",
            "0.97",
        ),
        (
            "gain of read-only transactions over the same 1,000 objects, over that of the computation",
            "0.97",
        ),
        ("the same, over that of disjoint transactions", "1"),
        (
            "disjoint transactions on 16 threads, over those on 2",
            "0.9",
        ),
    ];
    for ((name, goal), gains) in names.into_iter().zip(gains) {
        text += &format!("| {name} | {:.3} | {goal} |\n", median(gains));
    }
    text
}
