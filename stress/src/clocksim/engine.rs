//! The simulation: each thread is a small state machine, and the earliest event goes next.
//!
//! A transaction begins, does its steps with an equal share of its work before each, samples the
//! clock, validates and unlocks. An access to an object is one event; so is each operation on the
//! clock, since the order of events decides who gets a line first. A version beyond the read
//! version makes an extension: a fresh read version, and a look at each token of the read log.
//!
//! Conflicts are the same for every scheme: who meets an owner polls; after a few polls the older
//! goes on polling and the younger rolls back (wait-die: Rosenkrantz, Stearns, Lewis 1978). A
//! retry is older than it was, and does the same steps.

use super::cost::{Costs, Line, NS, Time};
use super::scheme::{Begin, Choice, Clock, Credit, Scheme};
use super::workload::{Step, Workload};
use crate::rng::Rng;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

const NOBODY: u8 = u8::MAX;
const POLL: Time = 100 * NS;
const PATIENCE: u32 = 4;

/// What happened in the measured part of a run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outcome {
    /// Transactions committed.
    pub commits: u64,
    /// Work of the committed transactions, for the threads of each shape (at most two), as a part
    /// of the time that those threads had.
    pub useful: [f64; 2],
    /// How often the clock's line moved between cores.
    pub transfers: u64,
    /// Read-modify-writes on the clock's line.
    pub ticks: u64,
    /// Extensions, and the time that they took, clock included.
    pub extensions: u64,
    /// See `extensions`.
    pub extending: Time,
    /// Rollbacks because an extension failed.
    pub failed_extensions: u64,
    /// Rollbacks because the validation of a commit failed.
    pub failed_commits: u64,
    /// Rollbacks because somebody older owned an object.
    pub died: u64,
}

impl Outcome {
    /// Useful work of all threads.
    pub fn throughput(&self) -> f64 {
        self.useful[0] + self.useful[1]
    }
}

/// Runs `workload` under `choice` for about `events` events, and for at least six of the longest
/// transactions, after a warm-up of a fifth of that.
pub fn simulate(workload: &Workload, choice: Choice, costs: &Costs, events: u64) -> Outcome {
    assert!((1..=64).contains(&workload.threads) && (1..=2).contains(&workload.shapes.len()));
    let mut machine = Machine::new(workload, choice, costs);
    let rate: f64 = (0..workload.threads)
        .map(|thread| {
            let shape = workload.shape(thread);
            let accesses = f64::from(shape.accesses());
            (accesses + 3.0) / (shape.length as f64 + accesses * (8 * NS) as f64)
        })
        .sum();
    let longest = workload
        .shapes
        .iter()
        .map(|shape| shape.length)
        .max()
        .unwrap_or(0);
    let span = ((events as f64 / rate) as Time).max(6 * longest);
    machine.run_until(span / 5);
    machine.forget();
    machine.run_until(span / 5 + span);
    machine.outcome(span)
}

#[derive(Clone)]
struct Object {
    line: Line,
    version: u64,
    writer: u8,
    owner: u8,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Begin,
    Access,
    Extend { version: u64 },
    Expect,
    Sample { expected: u64 },
    Validate { version: u64 },
    Unlock { version: u64 },
    Credit { version: u64 },
}

struct Thread {
    phase: Phase,
    rng: Rng,
    steps: Vec<Step>,
    next: usize,
    reads: Vec<(u32, u64)>,
    writes: Vec<u32>,
    read_version: u64,
    /// When the transaction began for the first time: its age.
    since: Time,
    /// When this attempt began.
    began: Time,
    polls: u32,
    failures: u32,
    commits: u32,
    /// Whether it acquired an object that another thread had written last.
    exchanged: bool,
    useful: Time,
}

struct Machine<'a> {
    workload: &'a Workload,
    choice: Choice,
    costs: &'a Costs,
    clock: Clock,
    objects: Vec<Object>,
    threads: Vec<Thread>,
    events: BinaryHeap<Reverse<(Time, usize)>>,
    outcome: Outcome,
}

impl<'a> Machine<'a> {
    fn new(workload: &'a Workload, choice: Choice, costs: &'a Costs) -> Self {
        let object = Object {
            line: Line::default(),
            version: 0,
            writer: NOBODY,
            owner: NOBODY,
        };
        let mut machine = Machine {
            workload,
            choice,
            costs,
            clock: Clock::new(choice.scheme),
            objects: vec![object; workload.objects()],
            threads: Vec::new(),
            events: BinaryHeap::new(),
            outcome: Outcome::default(),
        };
        for thread in 0..workload.threads {
            let mut rng = Rng::part(workload.seed, thread as u64);
            let start = rng.below(workload.shape(thread).length as usize) as Time;
            machine.events.push(Reverse((start, thread)));
            machine.threads.push(Thread {
                phase: Phase::Begin,
                rng,
                steps: Vec::new(),
                next: 0,
                reads: Vec::new(),
                writes: Vec::new(),
                read_version: 0,
                since: 0,
                began: 0,
                polls: 0,
                failures: 0,
                commits: 0,
                exchanged: false,
                useful: 0,
            });
        }
        machine
    }

    fn forget(&mut self) {
        self.outcome = Outcome::default();
        self.clock.transfers = 0;
        self.clock.ticks = 0;
        self.threads.iter_mut().for_each(|thread| thread.useful = 0);
    }

    fn outcome(mut self, span: Time) -> Outcome {
        let shapes = self.workload.shapes.len();
        for (i, thread) in self.threads.iter().enumerate() {
            self.outcome.useful[i % shapes] += thread.useful as f64 / span as f64;
        }
        Outcome {
            transfers: self.clock.transfers,
            ticks: self.clock.ticks,
            ..self.outcome
        }
    }

    fn run_until(&mut self, end: Time) {
        while let Some(&Reverse((time, me))) = self.events.peek() {
            if time >= end {
                return;
            }
            self.events.pop();
            let next = self.step(me, time);
            debug_assert!(next >= time);
            self.events.push(Reverse((next, me)));
        }
    }

    /// One event of thread `me` at `time`; returns when its next one is.
    fn step(&mut self, me: usize, time: Time) -> Time {
        match self.threads[me].phase {
            Phase::Begin => self.begin(me, time),
            Phase::Access => self.access(me, time),
            Phase::Extend { version } => self.extend(me, time, version),
            Phase::Expect => {
                let got = self.clock.expect(me, time, self.costs);
                self.threads[me].phase = Phase::Sample {
                    expected: got.version,
                };
                got.done
            }
            Phase::Sample { expected } => self.sample(me, time, expected),
            Phase::Validate { version } => {
                let (valid, done) = self.validate(me, time);
                if !valid {
                    self.outcome.failed_commits += 1;
                    return self.roll_back(me, done, false);
                }
                self.threads[me].phase = Phase::Unlock { version };
                done
            }
            Phase::Unlock { version } => self.unlock(me, time, version),
            Phase::Credit { version } => {
                let got = self.clock.advance(me, time, version, self.costs);
                self.threads[me].read_version = got.version;
                self.threads[me].phase = Phase::Begin;
                got.done
            }
        }
    }

    fn begin(&mut self, me: usize, time: Time) -> Time {
        let thread = &mut self.threads[me];
        if thread.failures == 0 {
            self.workload.draw(me, &mut thread.rng, &mut thread.steps);
            thread.since = time;
        }
        thread.began = time;
        thread.phase = Phase::Access;
        let mut start = time;
        if self.choice.begin == Begin::Load {
            let got = self.clock.read_version(me, time, self.costs);
            self.threads[me].read_version = got.version;
            start = got.done;
        }
        start + self.work(me)
    }

    /// The work before the next step.
    fn work(&self, me: usize) -> Time {
        self.workload.shape(me).length / self.threads[me].steps.len() as Time
    }

    fn access(&mut self, me: usize, time: Time) -> Time {
        let costs = self.costs;
        let Step { object, write } = self.threads[me].steps[self.threads[me].next];
        let owner = self.objects[object as usize].owner;
        if owner != NOBODY && owner as usize != me {
            return self.wait(me, time, owner as usize);
        }
        let thread = &mut self.threads[me];
        let unit = &mut self.objects[object as usize];
        let mut done = unit.line.load(me, time, costs).done;
        thread.polls = 0;
        if owner == NOBODY {
            let mine = unit.writer as usize == me && self.choice.trusts_writer();
            if unit.version > thread.read_version && !mine {
                thread.phase = Phase::Extend {
                    version: unit.version,
                };
                return done;
            }
            if write {
                thread.exchanged |= unit.writer != NOBODY && unit.writer as usize != me;
                done = unit.line.modify(me, done, 1, costs).done + costs.log_write;
                unit.owner = me as u8;
                thread.writes.push(object);
            } else {
                done += costs.log_read;
                thread.reads.push((object, unit.version));
            }
        }
        thread.next += 1;
        if thread.next < thread.steps.len() {
            return done + self.work(me);
        }
        thread.phase = match self.choice.scheme {
            _ if thread.writes.is_empty() => Phase::Unlock { version: 0 },
            Scheme::Gv4 => Phase::Expect,
            _ => Phase::Sample { expected: 0 },
        };
        done
    }

    fn wait(&mut self, me: usize, time: Time, owner: usize) -> Time {
        let older = (self.threads[me].since, me) < (self.threads[owner].since, owner);
        let polls = self.threads[me].polls;
        if !older && polls >= PATIENCE {
            self.outcome.died += 1;
            return self.roll_back(me, time, true);
        }
        self.threads[me].polls += 1;
        time + (POLL << polls.saturating_sub(PATIENCE).min(5))
    }

    fn extend(&mut self, me: usize, time: Time, version: u64) -> Time {
        let got = self.clock.advance(me, time, version, self.costs);
        let (valid, done) = self.validate(me, got.done);
        let free = self.choice.scheme == Scheme::Free;
        let done = if free { time } else { done };
        self.outcome.extensions += 1;
        self.outcome.extending += done - time;
        if !valid {
            self.outcome.failed_extensions += 1;
            return self.roll_back(me, done, false);
        }
        self.threads[me].read_version = got.version;
        self.threads[me].phase = Phase::Access;
        done
    }

    /// Looks at all tokens of the read log.
    fn validate(&mut self, me: usize, time: Time) -> (bool, Time) {
        let mut done = time;
        for &(object, version) in &self.threads[me].reads {
            let unit = &mut self.objects[object as usize];
            done = unit.line.load(me, done, self.costs).done + self.costs.validate;
            let mine = unit.owner as usize == me;
            if unit.version != version || (unit.owner != NOBODY && !mine) {
                return (false, done);
            }
        }
        (true, done)
    }

    fn sample(&mut self, me: usize, time: Time, expected: u64) -> Time {
        let got = self.clock.sample(me, time, expected, self.costs);
        let thread = &mut self.threads[me];
        // Only where each number is handed out once.
        let unique = matches!(self.choice.scheme, Scheme::Gv1 | Scheme::Free);
        let alone = unique && got.version == thread.read_version + 1;
        let version = got.version;
        thread.phase = if alone {
            Phase::Unlock { version }
        } else {
            Phase::Validate { version }
        };
        got.done
    }

    fn unlock(&mut self, me: usize, time: Time, version: u64) -> Time {
        let thread = &mut self.threads[me];
        let mut done = time;
        let wrote = !thread.writes.is_empty();
        for object in thread.writes.drain(..) {
            let unit = &mut self.objects[object as usize];
            done += self.costs.hit;
            (unit.version, unit.writer, unit.owner) = (version, me as u8, NOBODY);
        }
        thread.phase = Phase::Begin;
        if wrote {
            thread.commits += 1;
            let credit = match self.choice.credit {
                Credit::None => false,
                Credit::Every(n) => thread.commits.is_multiple_of(n),
                Credit::Long(length) => time - thread.began >= length,
                Credit::Exchange => thread.exchanged,
            };
            if credit {
                thread.phase = Phase::Credit { version };
            }
            if self.choice.begin == Begin::Commit {
                thread.read_version = match self.choice.scheme {
                    // The number of a commit whose successors have not acquired anything yet.
                    Scheme::Gv5 | Scheme::Writer | Scheme::WriterBlind => version - 1,
                    _ => version,
                };
            }
        }
        thread.failures = 0;
        thread.useful += self.workload.shape(me).length;
        self.outcome.commits += 1;
        self.clear(me);
        done
    }

    /// Undoes, and starts again: at once, or, if it was in somebody's way, a little later.
    fn roll_back(&mut self, me: usize, time: Time, back_off: bool) -> Time {
        let thread = &mut self.threads[me];
        let mut done = time;
        for object in thread.writes.drain(..) {
            self.objects[object as usize].owner = NOBODY;
            done += self.costs.hit + self.costs.log_write;
        }
        thread.failures += 1;
        if back_off {
            let limit = (2 * POLL) << thread.failures.min(6);
            done += thread.rng.below(limit as usize) as Time;
        }
        thread.phase = Phase::Begin;
        self.clear(me);
        done
    }

    fn clear(&mut self, me: usize) {
        let thread = &mut self.threads[me];
        thread.reads.clear();
        thread.next = 0;
        thread.polls = 0;
        thread.exchanged = false;
    }
}

#[cfg(test)]
mod tests {
    use super::super::workload::Shape;
    use super::*;

    fn outcome(scheme: Scheme, share: usize, pool: u32) -> Outcome {
        let shapes = vec![Shape::SMALL];
        let workload = Workload {
            threads: 8,
            shapes,
            share,
            pool,
            read_only: 0,
            seed: 7,
        };
        simulate(&workload, Choice::of(scheme), &Costs::default(), 50_000)
    }

    #[test]
    fn who_shares_nothing_pays_nothing() {
        let ours = outcome(Scheme::Writer, 0, 1024);
        assert!(ours.commits > 1000);
        assert_eq!((ours.transfers, ours.ticks, ours.extensions), (0, 0, 0));
        let plain = outcome(Scheme::Gv5, 0, 1024);
        assert!(plain.extensions > 0 && plain.ticks <= plain.extensions);
        let gv1 = outcome(Scheme::Gv1, 0, 1024);
        assert!(gv1.ticks + 8 >= gv1.commits && gv1.transfers > gv1.commits);
        assert_eq!(gv1.extensions, 0);
    }

    #[test]
    fn conflicts_roll_back_whatever_the_clock() {
        for scheme in [
            Scheme::Gv1,
            Scheme::Gv4,
            Scheme::Gv5,
            Scheme::Writer,
            Scheme::Tsc,
        ] {
            let hot = outcome(scheme, 100, 64);
            assert!(
                hot.failed_extensions > 0 && hot.died + hot.failed_commits > 0,
                "{scheme:?}"
            );
            let wide = outcome(scheme, 100, 1 << 20);
            assert!(100 * wide.failed_extensions < wide.commits, "{scheme:?}");
        }
    }

    #[test]
    fn equal_seeds_give_equal_tables() {
        let [a, b] = [0, 1].map(|_| format!("{:?}", outcome(Scheme::Writer, 10, 1024)));
        assert_eq!(a, b);
    }
}
