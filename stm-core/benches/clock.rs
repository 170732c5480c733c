//! What the commit clock costs: GV1, GV4, GV5, ours and a time-stamp counter, side by side.
//!
//! `Clock` is private to the crate, so each scheme is written here once more, as small as it can
//! be. One operation is the clock's part of a transaction: a read version, a compare-and-swap on a
//! line of the thread's own (an acquisition, whose fence the clocks rely on), a number, the
//! unlock; and, in a share of the operations, what a reader does that meets a newer version.
//! `none` is the same without a clock. Rounds alternate between the schemes; the median counts.
//!
//! `cargo bench -p stm-core --bench clock`

use std::hint::black_box;
use std::sync::Barrier;
use std::sync::atomic::{AtomicU64, Ordering, fence};
use std::time::{Duration, Instant};

const ROUNDS: usize = 9;
const ROUND: Duration = Duration::from_millis(25);
const BATCH: u64 = 256;
const THREADS: [usize; 4] = [1, 2, 4, 16];

/// A word alone on its cache line, and on the pair that processors prefetch together.
#[repr(align(128))]
#[derive(Default)]
struct Padded<T>(T);

/// One commit clock.
trait Clock: Default + Sync {
    /// Where a transaction starts.
    fn read_version(&self) -> u64;
    /// The number of a commit that holds its tokens.
    fn sample(&self) -> u64;
    /// A read version of at least `version`, which was met in a token.
    fn advance(&self, version: u64) -> u64;
}

#[derive(Default)]
struct NoClock;

impl Clock for NoClock {
    #[inline(always)]
    fn read_version(&self) -> u64 {
        0
    }

    #[inline(always)]
    fn sample(&self) -> u64 {
        1
    }

    #[inline(always)]
    fn advance(&self, version: u64) -> u64 {
        version
    }
}

#[derive(Default)]
struct Gv1(Padded<AtomicU64>);

impl Clock for Gv1 {
    #[inline(always)]
    fn read_version(&self) -> u64 {
        self.0.0.load(Ordering::Acquire)
    }

    #[inline(always)]
    fn sample(&self) -> u64 {
        self.0.0.fetch_add(1, Ordering::AcqRel) + 1
    }

    #[inline(always)]
    fn advance(&self, _: u64) -> u64 {
        self.read_version()
    }
}

#[derive(Default)]
struct Gv4(Padded<AtomicU64>);

impl Clock for Gv4 {
    #[inline(always)]
    fn read_version(&self) -> u64 {
        self.0.0.load(Ordering::Acquire)
    }

    #[inline(always)]
    fn sample(&self) -> u64 {
        let now = self.0.0.load(Ordering::Acquire);
        let swap = self
            .0
            .0
            .compare_exchange(now, now + 1, Ordering::AcqRel, Ordering::Acquire);
        swap.map_or_else(|newer| newer, |now| now + 1)
    }

    #[inline(always)]
    fn advance(&self, _: u64) -> u64 {
        self.read_version()
    }
}

/// GV5 with two words, as in `stm_core`. `BLIND`: `advance` never looks whether it is needed.
#[derive(Default)]
struct Gv5<const BLIND: bool>(Padded<[AtomicU64; 2]>);

impl<const BLIND: bool> Clock for Gv5<BLIND> {
    #[inline(always)]
    fn read_version(&self) -> u64 {
        self.0.0[1].load(Ordering::Acquire)
    }

    #[inline(always)]
    fn sample(&self) -> u64 {
        self.0.0[0].load(Ordering::Acquire) + 1
    }

    #[inline(always)]
    fn advance(&self, version: u64) -> u64 {
        let [now, stable] = &self.0.0;
        if !BLIND {
            let stable = stable.load(Ordering::Acquire);
            if stable >= version {
                return stable;
            }
        }
        if now.load(Ordering::Acquire) < version {
            now.fetch_max(version, Ordering::AcqRel);
        }
        fence(Ordering::SeqCst);
        stable.fetch_max(version, Ordering::AcqRel).max(version)
    }
}

/// The time-stamp counter, between fences that keep it in its place.
#[cfg(target_arch = "x86_64")]
#[derive(Default)]
struct Tsc;

#[cfg(target_arch = "x86_64")]
impl Clock for Tsc {
    #[inline(always)]
    fn read_version(&self) -> u64 {
        // SAFETY: every x86-64 processor has these two instructions.
        unsafe {
            let time = std::arch::x86_64::_rdtsc();
            std::arch::x86_64::_mm_lfence();
            time
        }
    }

    #[inline(always)]
    fn sample(&self) -> u64 {
        // SAFETY: as above. The first fence keeps the counter behind the acquisitions.
        unsafe {
            std::arch::x86_64::_mm_lfence();
            std::arch::x86_64::_rdtsc() + 1
        }
    }

    #[inline(always)]
    fn advance(&self, _: u64) -> u64 {
        self.read_version()
    }
}

/// What the threads do with a clock.
#[derive(Clone, Copy)]
enum Mix {
    /// Only read versions: read-only transactions.
    Readers,
    /// Writing transactions. Every so many of them, the thread meets a number that another thread
    /// has published (0: never). Each thread publishes its last number on a line of its own.
    Writers { meets_every: u64 },
    /// Writing transactions that meet their own last number each time, as plain GV5 does.
    OwnWrites,
}

const MIXES: [(&str, Mix); 6] = [
    ("read-only", Mix::Readers),
    ("disjoint writers", Mix::Writers { meets_every: 0 }),
    (
        "one in 1,000 meets another's",
        Mix::Writers { meets_every: 1000 },
    ),
    (
        "one in 10 meets another's",
        Mix::Writers { meets_every: 10 },
    ),
    ("each meets another's", Mix::Writers { meets_every: 1 }),
    ("each meets its own (no writer hint)", Mix::OwnWrites),
];

/// Nanoseconds of processor time per operation in one round: wall time, from the first start to
/// the last end, times the cores in use.
fn round<C: Clock>(threads: usize, mix: Mix, cores: usize) -> f64 {
    let clock = C::default();
    let tokens: Vec<Padded<AtomicU64>> = (0..threads).map(|_| Padded::default()).collect();
    let barrier = Barrier::new(threads);
    let (clock, tokens, barrier) = (&clock, &tokens[..], &barrier);
    let results: Vec<(u64, Instant, Instant)> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..threads)
            .map(|me| {
                scope.spawn(move || {
                    barrier.wait();
                    let start = Instant::now();
                    let mut operations = 0;
                    while start.elapsed() < ROUND {
                        batch(clock, tokens, me, mix, operations);
                        operations += BATCH;
                    }
                    (operations, start, Instant::now())
                })
            })
            .collect();
        handles
            .into_iter()
            .map(|handle| handle.join().expect("no thread panics"))
            .collect()
    });
    let operations: u64 = results.iter().map(|result| result.0).sum();
    let first = results
        .iter()
        .map(|result| result.1)
        .min()
        .expect("at least one thread");
    let last = results
        .iter()
        .map(|result| result.2)
        .max()
        .expect("at least one thread");
    (last - first).as_nanos() as f64 * threads.min(cores) as f64 / operations as f64
}

/// A batch of operations of thread `me`.
fn batch<C: Clock>(clock: &C, tokens: &[Padded<AtomicU64>], me: usize, mix: Mix, done: u64) {
    let mine = &tokens[me].0;
    let other = &tokens[(me + 1) % tokens.len()].0;
    for i in done..done + BATCH {
        black_box(clock.read_version());
        let every = match mix {
            Mix::Readers => continue,
            Mix::Writers { meets_every } => meets_every,
            Mix::OwnWrites => 0,
        };
        let seen = mine.load(Ordering::Relaxed);
        let _ = mine.compare_exchange(seen, u64::MAX, Ordering::Acquire, Ordering::Relaxed);
        let version = clock.sample();
        mine.store(version, Ordering::Release);
        if matches!(mix, Mix::OwnWrites) {
            black_box(clock.advance(version));
        } else if every != 0 && i % every == 0 {
            let met = other.load(Ordering::Acquire);
            if met != u64::MAX {
                black_box(clock.advance(met));
            }
        }
    }
}

type Round = fn(usize, Mix, usize) -> f64;

fn main() {
    let schemes: &[(&str, Round)] = &[
        ("none", round::<NoClock>),
        ("GV1", round::<Gv1>),
        ("GV4", round::<Gv4>),
        ("GV5, ours", round::<Gv5<false>>),
        ("blind", round::<Gv5<true>>),
        #[cfg(target_arch = "x86_64")]
        ("TSC", round::<Tsc>),
    ];
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let names: Vec<&str> = schemes.iter().map(|&(name, _)| name).collect();
    println!("{cores} cores; ns of processor time per operation (multiple of `none`)");
    for (title, mix) in MIXES {
        println!("\n{title}\n\n| threads | {} |", names.join(" | "));
        println!("| ---: |{}", " ---: |".repeat(names.len()));
        for threads in THREADS {
            let mut times = vec![Vec::new(); schemes.len()];
            for _ in 0..ROUNDS {
                for ((_, round), times) in schemes.iter().zip(&mut times) {
                    times.push(round(threads, mix, cores));
                }
            }
            let medians: Vec<f64> = times.iter_mut().map(|times| median(times)).collect();
            let cell = |time: &f64| format!("{time:.1} ({:.1})", time / medians[0]);
            let cells: Vec<String> = medians.iter().map(cell).collect();
            println!("| {threads} | {} |", cells.join(" | "));
        }
    }
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
