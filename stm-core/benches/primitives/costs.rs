//! The steps of one transaction on one thread.
//!
//! A sample is the time of one section of a transaction, less that of an empty section: the clock's
//! own. What loops over objects is also freed of the loop, by the time of one that only adds up the
//! objects' addresses. The costs take turns in each round.

use crate::Effort;
use std::hint::black_box;
use std::ptr;
use std::time::Instant;
use stm_core::arena::{Arena, Object, int};
use stm_core::{Abort, Config, Stm, Thread};

type Tx = Thread<Arena>;
type Ref = &'static Object;

/// Objects that a section goes over: 4 KiB, so they and the logs stay in the first-level cache.
const OBJECTS: usize = 64;
/// How often a section of further accesses goes over all of them.
const SWEEPS: usize = 8;
/// Repetitions in a section of what takes no object.
const BATCH: usize = 64;
/// Objects that the measured commit has written.
const WRITTEN: usize = 10;

struct Bench {
    thread: Tx,
    /// Reads what `thread` wrote, which moves the clock.
    reader: Tx,
    objects: Vec<Ref>,
    /// One more, which no sample touches.
    other: Ref,
    lock: parking_lot::Mutex<()>,
}

/// One thing that is measured.
struct Cost {
    name: &'static str,
    /// What it should cost at most.
    goal: &'static str,
    /// Divides a section's time.
    per: usize,
    /// Whether to take off the loop over the objects, a plain load in that loop, or nothing.
    less: Less,
    sample: fn(&mut Bench) -> f64,
}

#[derive(Clone, Copy, PartialEq)]
enum Less {
    Nothing,
    Loop,
    Load,
}

fn nanoseconds(section: impl FnOnce()) -> f64 {
    let start = Instant::now();
    section();
    start.elapsed().as_nanos() as f64
}

fn read_all(tx: &mut Tx, objects: &[Ref]) -> Result<(), Abort> {
    let mut sum = 0u64;
    for object in objects {
        sum = sum.wrapping_add(tx.read(object.token(), object.word(0))?);
    }
    black_box(sum);
    Ok(())
}

fn write_all(tx: &mut Tx, objects: &[Ref]) -> Result<(), Abort> {
    for (value, object) in objects.iter().enumerate() {
        tx.write(object.unit(), 0, int(value as u64))?;
    }
    Ok(())
}

impl Bench {
    fn new() -> Self {
        let stm = Stm::new(Arena, Config::default());
        let attach = || stm.attach().expect("a free slot");
        let objects = (0..OBJECTS).map(|_| Object::shared()).collect();
        Bench {
            thread: attach(),
            reader: attach(),
            objects,
            other: Object::shared(),
            lock: parking_lot::Mutex::new(()),
        }
    }

    /// Times `section` inside a transaction, after `prepare`.
    fn inside(
        &mut self,
        prepare: impl Fn(&mut Tx, &[Ref]) -> Result<(), Abort>,
        section: impl Fn(&mut Tx, &[Ref]) -> Result<(), Abort>,
    ) -> f64 {
        let (tx, objects) = (&mut self.thread, self.objects.as_slice());
        tx.begin();
        prepare(tx, objects).expect("nobody conflicts");
        let time = nanoseconds(|| section(tx, objects).expect("nobody conflicts"));
        tx.commit().expect("nobody conflicts");
        time
    }

    /// Writes all objects in a transaction of their own.
    fn renew(&mut self) {
        let objects = &self.objects;
        self.thread
            .atomically(|tx| write_all(tx, objects))
            .expect("nobody waits");
    }

    /// Makes all that was written old: moves the clock, and lets `thread` see that.
    fn age(&mut self) {
        let (objects, other) = (&self.objects, self.other);
        self.reader
            .atomically(|tx| read_all(tx, objects))
            .expect("nobody waits");
        self.thread
            .atomically(|tx| tx.write(other.unit(), 0, int(1)))
            .expect("nobody waits");
    }
}

fn nothing(_: &mut Tx, _: &[Ref]) -> Result<(), Abort> {
    Ok(())
}

fn sweep(
    f: impl Fn(&mut Tx, &[Ref]) -> Result<(), Abort>,
) -> impl Fn(&mut Tx, &[Ref]) -> Result<(), Abort> {
    move |tx, objects| (0..SWEEPS).try_for_each(|_| f(tx, objects))
}

/// The loop alone.
fn addresses(bench: &mut Bench) -> f64 {
    bench.inside(
        nothing,
        sweep(|_, objects| {
            let mut sum = 0usize;
            for object in objects {
                sum = sum.wrapping_add(ptr::from_ref(*object).addr());
            }
            black_box(sum);
            Ok(())
        }),
    )
}

fn plain_loads(bench: &mut Bench) -> f64 {
    bench.inside(
        nothing,
        sweep(|_, objects| {
            let mut sum = 0u64;
            for object in objects {
                sum = sum.wrapping_add(object.word(0).load());
            }
            black_box(sum);
            Ok(())
        }),
    )
}

const COSTS: &[Cost] = &[
    Cost {
        name: "lock and unlock a `parking_lot::Mutex`",
        goal: "",
        per: BATCH,
        less: Less::Nothing,
        sample: |bench| {
            nanoseconds(|| (0..BATCH).for_each(|_| drop(black_box(&bench.lock).lock())))
        },
    },
    Cost {
        name: "begin and commit an empty transaction",
        goal: "25 ns",
        per: BATCH,
        less: Less::Nothing,
        sample: |bench| {
            nanoseconds(|| {
                for _ in 0..BATCH {
                    bench.thread.atomically(|_| Ok(())).expect("nobody waits");
                }
            })
        },
    },
    Cost {
        name: "first read of an object",
        goal: "6 ns",
        per: OBJECTS,
        less: Less::Loop,
        sample: |bench| {
            bench.renew();
            bench.age();
            bench.inside(nothing, read_all)
        },
    },
    Cost {
        name: "first read of an object that this thread's last transaction wrote",
        goal: "6 ns",
        per: OBJECTS,
        less: Less::Loop,
        sample: |bench| {
            bench.renew();
            bench.inside(nothing, read_all)
        },
    },
    Cost {
        name: "further read, more than a plain load",
        goal: "1.5 ns",
        per: OBJECTS * SWEEPS,
        less: Less::Load,
        sample: |bench| {
            bench.renew();
            bench.age();
            bench.inside(read_all, sweep(read_all))
        },
    },
    Cost {
        name: "further read of one that this thread's last transaction wrote, more than a plain load",
        goal: "1.5 ns",
        per: OBJECTS * SWEEPS,
        less: Less::Load,
        sample: |bench| {
            bench.renew();
            bench.inside(read_all, sweep(read_all))
        },
    },
    Cost {
        name: "read of an object that the transaction has written, more than a plain load",
        goal: "1.5 ns",
        per: OBJECTS * SWEEPS,
        less: Less::Load,
        sample: |bench| bench.inside(write_all, sweep(read_all)),
    },
    Cost {
        name: "first write of a shared object of 7 words",
        goal: "30 ns",
        per: OBJECTS,
        less: Less::Loop,
        sample: |bench| {
            bench.renew();
            bench.age();
            bench.inside(nothing, write_all)
        },
    },
    Cost {
        name: "first write of one that this thread's last transaction wrote",
        goal: "30 ns",
        per: OBJECTS,
        less: Less::Loop,
        sample: |bench| {
            bench.renew();
            bench.inside(nothing, write_all)
        },
    },
    Cost {
        name: "further write",
        goal: "1.5 ns",
        per: OBJECTS * SWEEPS,
        less: Less::Loop,
        sample: |bench| bench.inside(write_all, sweep(write_all)),
    },
    Cost {
        name: "commit of ten written objects",
        goal: "400 ns",
        per: 1,
        less: Less::Nothing,
        sample: |bench| {
            let (tx, objects) = (&mut bench.thread, &bench.objects[..WRITTEN]);
            tx.begin();
            write_all(tx, objects).expect("nobody conflicts");
            nanoseconds(|| tx.commit().expect("nobody conflicts"))
        },
    },
    Cost {
        name: "a whole transaction that reads and writes ten objects",
        goal: "",
        per: 1,
        less: Less::Nothing,
        sample: |bench| {
            let objects = &bench.objects[..WRITTEN];
            nanoseconds(|| {
                let body = |tx: &mut Tx| {
                    read_all(tx, objects)?;
                    write_all(tx, objects)
                };
                bench.thread.atomically(body).expect("nobody waits");
            })
        },
    },
];

/// All samples in nanoseconds, each list sorted.
struct Samples {
    clock: Vec<f64>,
    addressing: Vec<f64>,
    loading: Vec<f64>,
    costs: Vec<Vec<f64>>,
}

fn quantile(sorted: &[f64], part: f64) -> f64 {
    sorted[((sorted.len() - 1) as f64 * part) as usize]
}

impl Samples {
    /// What is taken off: the clock of each sample, and of each access the loop and a plain load in it.
    fn taken_off(&self, part: f64) -> (f64, f64, f64) {
        let clock = quantile(&self.clock, part);
        let each = |sorted| (quantile(sorted, part) - clock) / (OBJECTS * SWEEPS) as f64;
        (clock, each(&self.addressing), each(&self.loading))
    }

    /// The costs, at this part of the samples.
    fn times(&self, part: f64) -> Vec<f64> {
        let (clock, address, load) = self.taken_off(part);
        let time = |(cost, sorted): (&Cost, &Vec<f64>)| {
            let less = match cost.less {
                Less::Nothing => 0.0,
                Less::Loop => address,
                Less::Load => load,
            };
            (quantile(sorted, part) - clock) / cost.per as f64 - less
        };
        COSTS.iter().zip(&self.costs).map(time).collect()
    }
}

/// Collects the samples of all rounds and renders their medians.
pub(crate) fn report(effort: Effort) -> String {
    let mut bench = Bench::new();
    let mut clock = Vec::new();
    let mut addressing = Vec::new();
    let mut loading = Vec::new();
    let mut samples = vec![Vec::new(); COSTS.len()];
    for _ in 0..effort.rounds {
        for _ in 0..effort.samples {
            clock.push(nanoseconds(|| ()));
            addressing.push(addresses(&mut bench));
            loading.push(plain_loads(&mut bench));
        }
        for (cost, samples) in COSTS.iter().zip(&mut samples) {
            samples.extend((0..effort.samples).map(|_| (cost.sample)(&mut bench)));
        }
    }
    for values in samples
        .iter_mut()
        .chain([&mut clock, &mut addressing, &mut loading])
    {
        values.sort_by(f64::total_cmp);
    }
    let measured = Samples {
        clock,
        addressing,
        loading,
        costs: samples,
    };
    let (times, fast) = (measured.times(0.5), measured.times(0.1));
    let (clock, address, load) = measured.taken_off(0.5);

    let mut text = format!(
        "Medians of {} samples on one thread, in nanoseconds, and as multiples of the first line. Everything is in \
         the first-level cache ({OBJECTS} objects of one line). The clock's own {clock:.0} ns are taken off each \
         sample, and the loop over the objects ({address:.2} ns an object; a plain load in it {load:.2} ns) off \
         each access. Where a core is half of a real one, everything but the lock is slower by half to twice when its \
         other half is busy: the last column is the tenth of the samples instead of the middle.\n\n\
         | step | ns | times the lock | goal | a tenth, ns |\n| --- | --: | --: | --: | --: |\n",
        effort.rounds * effort.samples
    );
    for ((cost, time), fast) in COSTS.iter().zip(&times).zip(fast) {
        text += &format!(
            "| {} | {time:.2} | {:.2} | {} | {fast:.2} |\n",
            cost.name,
            time / times[0],
            cost.goal
        );
    }
    text
}
