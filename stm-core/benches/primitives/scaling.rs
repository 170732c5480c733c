//! Transactions that need not meet, on more threads.
//!
//! Two pure computations say what the machine itself gains from a second thread at that moment: a
//! chain, each step of which waits for the one before and leaves most of the core idle, and one that
//! keeps the whole core busy, as transactions do. They differ where a core of this machine is half of
//! a real one. Such a core is also slower by half for tenths of a second, when its other half is busy, so
//! points are short and take turns often, and a ratio is that of sums over all turns.

use crate::Effort;
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
    /// All threads share the first, or each has its own.
    stms: Vec<Arc<Stm<Arena>>>,
    own: Vec<Vec<Ref>>,
    common: Vec<Ref>,
    duration: Duration,
}

fn shared(count: usize) -> Vec<Ref> {
    (0..count).map(|_| Object::shared()).collect()
}

/// One piece of work of one thread, which owns `objects`.
type Work = fn(&mut Thread<Arena>, &[Ref], &[Ref]);

fn chain(_: &mut Thread<Arena>, _: &[Ref], _: &[Ref]) {
    let mut number = black_box(1u64);
    for _ in 0..1_000 {
        number = number.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(7);
    }
    black_box(number);
}

fn fill_the_core(_: &mut Thread<Arena>, _: &[Ref], _: &[Ref]) {
    let mut numbers = black_box([1u64, 2, 3, 4, 5, 6, 7, 8]);
    for _ in 0..1_000 {
        for number in &mut numbers {
            *number = black_box(number.rotate_left(7) ^ 0x7F4A_7C15);
        }
    }
    black_box(numbers);
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
    fn run(&self, Point(threads, systems, work): Point) -> f64 {
        let (start, stop) = (Barrier::new(threads + 1), AtomicBool::new(false));
        thread::scope(|scope| {
            let running: Vec<_> = self.own[..threads]
                .iter()
                .zip(self.stms[..systems].iter().cycle())
                .map(|(own, stm)| {
                    let (start, stop) = (&start, &stop);
                    scope.spawn(move || {
                        let mut thread = stm.attach().expect("a free slot");
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

/// What takes turns: a number of threads, of systems among which they are divided, and the work of each.
#[derive(Clone, Copy)]
struct Point(usize, usize, Work);

const POINTS: [Point; 10] = [
    Point(1, 1, chain),
    Point(2, 1, chain),
    Point(1, 1, fill_the_core),
    Point(2, 1, fill_the_core),
    Point(1, 1, change_own),
    Point(2, 1, change_own),
    Point(2, 2, change_own),
    Point(CROWD, 1, change_own),
    Point(1, 1, read_common),
    Point(2, 1, read_common),
];

/// The speeds of the points, summed over some rounds.
type Speeds = [f64; POINTS.len()];

/// A line of the table: what it says, the goal, and how it follows from the speeds.
type Line = (&'static str, &'static str, fn(&Speeds) -> f64);

/// Where a work's points stand: with one thread, and with two.
type Pair = [usize; 2];

const CHAIN: Pair = [0, 1];
const FILLING: Pair = [2, 3];
const DISJOINT: Pair = [4, 5];
const READING: Pair = [8, 9];
/// Disjoint transactions of two threads in systems of their own, and of a crowd.
const APART: usize = 6;
const CROWDED: usize = 7;

fn gain(speeds: &Speeds, [one, two]: Pair) -> f64 {
    speeds[two] / speeds[one]
}

const LINES: [Line; 9] = [
    ("gain of a chain from a second thread", "", |s| {
        gain(s, CHAIN)
    }),
    ("gain of a computation that fills the core", "", |s| {
        gain(s, FILLING)
    }),
    ("gain of disjoint transactions", "", |s| gain(s, DISJOINT)),
    ("- over that of the chain", "0.97", |s| {
        gain(s, DISJOINT) / gain(s, CHAIN)
    }),
    (
        "- over that of the computation that fills the core",
        "",
        |s| gain(s, DISJOINT) / gain(s, FILLING),
    ),
    (
        "- over that of two threads, each in a system of its own",
        "",
        |s| s[DISJOINT[1]] / s[APART],
    ),
    (
        "gain of read-only transactions over the same 1,000 objects, over that of the chain",
        "0.97",
        |s| gain(s, READING) / gain(s, CHAIN),
    ),
    ("- over that of disjoint transactions", "1", |s| {
        gain(s, READING) / gain(s, DISJOINT)
    }),
    (
        "disjoint transactions on 16 threads, over those on 2",
        "0.9",
        |s| s[CROWDED] / s[DISJOINT[1]],
    ),
];

/// Parts of the rounds whose ratios are compared with each other.
const PARTS: usize = 5;

fn sum(rounds: &[Speeds]) -> Speeds {
    let mut all = [0.0; POINTS.len()];
    for round in rounds {
        for (sum, speed) in all.iter_mut().zip(round) {
            *sum += speed;
        }
    }
    all
}

/// Runs all rounds and renders the ratios.
pub(crate) fn report(effort: Effort) -> String {
    let bench = Bench {
        stms: (0..2).map(|_| Stm::new(Arena, Config::default())).collect(),
        own: (0..CROWD).map(|_| shared(OWN)).collect(),
        common: shared(COMMON),
        duration: Duration::from_millis(effort.millis),
    };
    let rounds: Vec<Speeds> = (0..effort.turns)
        .map(|_| POINTS.map(|point| bench.run(point)))
        .collect();
    let parts: Vec<Speeds> = rounds
        .chunks(rounds.len().div_ceil(PARTS))
        .map(sum)
        .collect();
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let mut text = format!(
        "## Scaling\n\nOn {cores} cores; all points of {} ms take turns, {} times. A gain is the throughput of more threads \
         over that of fewer, each summed over all turns. The last column is the least and the greatest of {PARTS} parts of \
         the run.\n\n| what | ratio | goal | parts |\n| --- | --: | --: | --: |\n",
        effort.millis, effort.turns
    );
    for (name, goal, ratio) in LINES {
        let of_parts: Vec<f64> = parts.iter().map(ratio).collect();
        let least = of_parts.iter().copied().fold(f64::INFINITY, f64::min);
        let greatest = of_parts.iter().copied().fold(0.0, f64::max);
        text += &format!(
            "| {name} | {:.3} | {goal} | {least:.2} to {greatest:.2} |\n",
            ratio(&sum(&rounds))
        );
    }
    text
}
