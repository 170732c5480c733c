//! Rounds: real threads run random programs, then their history is checked.
//!
//! A round has fresh objects, a memory with random (mostly small) tuning numbers, so that rare
//! paths are common, and random programs; all of them follow from the round's seed. It begins and
//! ends with one thread alone, sometimes in solo mode.

use crate::history::{History, Watch};
use crate::objects;
use crate::program::Profile;
use crate::rng::Rng;
use crate::serializability::{Order, check};
use crate::worker::{Shared, Worker};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use stm_core::arena::{Arena, Object};
use stm_core::{Abort, Config, Stm};

/// A round in which no transaction ends for so long hangs.
const HANG: Duration = Duration::from_secs(20);

/// What to run.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Threads; 0: from 2 to 8, at random.
    pub threads: usize,
    /// Transactions of all threads together.
    pub transactions: u64,
    /// Whether the memory injects failures (if it is built with the feature `chaos`).
    pub chaos: bool,
}

/// What happened in one round, or several.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Transactions that committed.
    pub committed: u64,
    /// Attempts that were rolled back, by reason, in the order of `Abort::ALL`.
    pub rollbacks: [u64; Abort::ALL.len()],
    /// Time in the checker.
    pub checking: Duration,
}

impl Summary {
    /// Adds another.
    pub fn add(&mut self, other: &Summary) {
        self.committed += other.committed;
        self.add_rollbacks(&other.rollbacks);
        self.checking += other.checking;
    }

    fn add_rollbacks(&mut self, rollbacks: &[u64]) {
        for (sum, count) in self.rollbacks.iter_mut().zip(rollbacks) {
            *sum += count;
        }
    }

    /// Attempts that were rolled back.
    pub fn rolled_back(&self) -> u64 {
        self.rollbacks.iter().sum()
    }
}

/// Small numbers make rare paths common.
fn config(rng: &mut Rng, chaos: bool) -> Config {
    let mut pick = |numbers: &[usize]| numbers[rng.below(numbers.len())];
    let mut config = Config {
        patience: pick(&[0, 2, 12, 12]) as u32,
        timid_tries: pick(&[0, 2, 1000]) as u32,
        small_words: pick(&[16, 16, 3]),
        card_words: pick(&[2, 3, 32]),
        words_before_card: pick(&[0, 1, 3]) as u32,
        read_slots: pick(&[2, 8, 1024]),
        max_reads: pick(&[1 << 22, 1 << 22, 3, 20]),
        solo: pick(&[0, 0, 1]) == 1,
        ..Config::default()
    };
    inject(&mut config, rng, chaos);
    config
}

#[cfg(feature = "chaos")]
fn inject(config: &mut Config, rng: &mut Rng, chaos: bool) {
    if chaos {
        let mut pick = |rates: &[u16]| rates[rng.below(rates.len())];
        config.chaos = stm_core::Rates {
            rollback: pick(&[0, 100, 1000]),
            validation: pick(&[0, 100, 1000, 10_000]),
            delay: pick(&[0, 100, 1000, 10_000]),
            seed: rng.next(),
            lacks: stm_core::Lacks::default(),
        };
    }
}

#[cfg(not(feature = "chaos"))]
fn inject(_: &mut Config, _: &mut Rng, _: bool) {}

/// Runs one round and checks it.
///
/// # Errors
/// The findings, as text.
pub fn round(plan: Plan, seed: u64) -> Result<Summary, String> {
    let mut rng = Rng::new(seed);
    let threads = if plan.threads == 0 {
        2 + rng.below(7)
    } else {
        plan.threads
    };
    let config = config(&mut rng, plan.chaos);
    let profile = Profile::random(&mut rng);
    let setting = format!("seed {seed:#x}, {threads} threads, {config:?}, {profile:?}");
    let shared = Shared {
        stm: Stm::new(Arena, config),
        roots: (0..profile.roots).map(|_| Object::shared()).collect(),
        profile,
        watch: Watch::start(),
        side_door: Mutex::new(Vec::new()),
        progress: AtomicU64::new(0),
    };
    for (index, root) in shared.roots.iter().enumerate() {
        objects::christen(root, index as u32 + 1);
    }
    let workers = execute(&shared, threads, plan.transactions, seed, &setting)?;
    let mut summary = Summary::default();
    for worker in &workers {
        summary.add_rollbacks(&worker.rollbacks);
    }
    let history = History::new(workers.into_iter().map(|worker| worker.log).collect());
    let start = Instant::now();
    let findings = check(&history, Order::RealTime);
    summary.checking = start.elapsed();
    summary.committed = history.committed() as u64;
    if findings.is_empty() {
        return Ok(summary);
    }
    let reports: String = findings
        .iter()
        .map(|finding| finding.report(&history))
        .collect();
    Err(format!("{reports}{setting}"))
}

/// Alone, then together, then alone again.
fn execute<'a>(
    shared: &'a Shared,
    threads: usize,
    transactions: u64,
    seed: u64,
    setting: &str,
) -> Result<Vec<Worker<'a>>, String> {
    let alone = transactions / 20;
    let each = (transactions - 2 * alone) / threads as u64;
    let mut workers: Vec<_> = (0..threads)
        .map(|index| Worker::new(shared, index, threads, seed))
        .collect();

    let first = shared.stm.attach().expect("nobody is attached");
    let mut first = workers[0].run(first, alone);
    first.leave_solo();
    let mut handles = vec![first];
    handles.extend((1..threads).map(|_| shared.stm.attach().expect("there is room")));

    let done = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for (worker, thread) in workers.iter_mut().zip(handles) {
            let ending = Ending {
                done: &done,
                setting,
            };
            scope.spawn(move || {
                let _ending = ending;
                worker.run(thread, each);
            });
        }
        scope.spawn(|| watch_over(shared, || done.load(Ordering::Relaxed) == threads, setting));
    });
    // Before somebody could adopt it.
    let owned = |root: &&'static Object| root.token().inspect().is_owned();
    if let Some(leaked) = shared.roots.iter().position(owned) {
        return Err(format!("root {leaked} is still owned\n{setting}"));
    }

    let last = shared.stm.attach().expect("nobody is attached");
    let mut last = workers[0].run(last, alone);
    workers[0].read_everything(&mut last);
    drop(last);
    Ok(workers)
}

/// Counts a thread that ends, and tells of the round if it panics.
struct Ending<'a> {
    done: &'a AtomicUsize,
    setting: &'a str,
}

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("in the round with {}", self.setting);
        }
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

/// Ends the process if the round hangs: its threads cannot be stopped otherwise.
fn watch_over(shared: &Shared, done: impl Fn() -> bool, setting: &str) {
    let mut last = (0, Instant::now());
    while !done() {
        std::thread::sleep(Duration::from_millis(1));
        let progress = shared.progress.load(Ordering::Relaxed);
        if progress != last.0 {
            last = (progress, Instant::now());
        } else if last.1.elapsed() > HANG {
            eprintln!("no transaction ended for {HANG:?} (after {progress})\n{setting}");
            for (index, root) in shared.roots.iter().enumerate() {
                eprintln!("  root {index}: {:?}", root.token());
            }
            std::process::exit(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_have_no_finding() {
        let plan = Plan {
            threads: 0,
            transactions: 3000,
            chaos: true,
        };
        let mut sum = Summary::default();
        for seed in 0..40 {
            sum.add(&round(plan, seed).unwrap_or_else(|report| panic!("{report}")));
        }
        assert!(sum.rolled_back() > 1000, "the threads hardly met: {sum:?}");
    }
}
