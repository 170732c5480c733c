//! The commit clocks that are compared.
//!
//! GV1, GV4 and GV5 are the "global version clocks" of TL2 (Dice, Shalev, Shavit, DISC 2006, and
//! the code that its authors published). A time-stamp counter as the clock: Ruan, Liu, Spear,
//! "Boosting timestamp-based transactional memory by exploiting hardware cycle counters" (2013).

use super::cost::{Access, Costs, Line, Time};

/// How commits are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// The yardstick: numbered like GV1, but the clock and all extensions cost nothing.
    Free,
    /// Each writing commit adds one. A commit right after its own read version skips validation.
    Gv1,
    /// Compare-and-swap to the next number; who loses takes the winner's.
    Gv4,
    /// The next number, not stored; who meets it moves the clock up.
    Gv5,
    /// GV5, and a thread accepts what it wrote last itself.
    Writer,
    /// `Writer`, but who meets a newer version always does a read-modify-write, also when another
    /// has moved the clock already.
    WriterBlind,
    /// The processor's synchronised time-stamp counter, and a thread accepts what it wrote itself.
    Tsc,
}

/// When a commit of [`Scheme::Writer`] moves the clock up to its own number, after unlocking, so
/// that others need not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credit {
    /// Never.
    None,
    /// At each n-th writing commit of a thread.
    Every(u32),
    /// When the transaction has taken at least that long since its begin.
    Long(Time),
    /// When the transaction acquired an object that another thread had written last.
    Exchange,
}

/// Where a transaction gets its first read version from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begin {
    /// It loads the clock.
    Load,
    /// The thread's last read version, which only extensions renew.
    Reuse,
    /// The same, and a commit, which loads the clock anyway, renews it.
    Commit,
}

/// A scheme with its options.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// How commits are numbered.
    pub scheme: Scheme,
    /// How a transaction starts.
    pub begin: Begin,
    /// When a commit moves the clock.
    pub credit: Credit,
}

impl Choice {
    /// The scheme with a clock loaded at begin, and no credit.
    pub const fn of(scheme: Scheme) -> Self {
        Choice {
            scheme,
            begin: Begin::Load,
            credit: Credit::None,
        }
    }

    /// The same with another begin.
    pub const fn begin(self, begin: Begin) -> Self {
        Choice { begin, ..self }
    }

    /// The same with another credit.
    pub const fn credit(self, credit: Credit) -> Self {
        Choice { credit, ..self }
    }

    /// Whether a thread accepts a version beyond its read version if it wrote it itself.
    pub(super) fn trusts_writer(&self) -> bool {
        matches!(
            self.scheme,
            Scheme::Writer | Scheme::WriterBlind | Scheme::Tsc
        )
    }
}

/// What an operation on the clock gave, and when it was done.
pub(super) struct Got {
    pub(super) version: u64,
    pub(super) done: Time,
}

/// The clock of one run: its number and its cache line. (`stm-core` has two words, on one line.)
pub(super) struct Clock {
    scheme: Scheme,
    now: u64,
    line: Line,
    /// How often the line moved between cores.
    pub(super) transfers: u64,
    /// Read-modify-writes on the line.
    pub(super) ticks: u64,
}

impl Clock {
    pub(super) fn new(scheme: Scheme) -> Self {
        Clock {
            scheme,
            now: 0,
            line: Line::default(),
            transfers: 0,
            ticks: 0,
        }
    }

    fn counted(&mut self, access: Access) -> Time {
        self.transfers += u64::from(access.moved);
        access.done
    }

    fn load(&mut self, core: usize, time: Time, costs: &Costs) -> Time {
        let access = self.line.load(core, time, costs);
        self.counted(access)
    }

    fn modify(&mut self, core: usize, time: Time, count: u64, costs: &Costs) -> Time {
        self.ticks += 1;
        let access = self.line.modify(core, time, count, costs);
        self.counted(access)
    }

    /// A read version, as fresh as the scheme has it.
    pub(super) fn read_version(&mut self, core: usize, time: Time, costs: &Costs) -> Got {
        match self.scheme {
            Scheme::Free => Got {
                version: self.now,
                done: time,
            },
            Scheme::Tsc => Got {
                version: time,
                done: time + costs.tsc,
            },
            _ => Got {
                version: self.now,
                done: self.load(core, time, costs),
            },
        }
    }

    /// First half of GV4's numbering: the number that the compare-and-swap will expect.
    pub(super) fn expect(&mut self, core: usize, time: Time, costs: &Costs) -> Got {
        Got {
            version: self.now,
            done: self.load(core, time, costs),
        }
    }

    /// The number of a commit that holds all its tokens. `expected`: see [`Clock::expect`].
    pub(super) fn sample(&mut self, core: usize, time: Time, expected: u64, costs: &Costs) -> Got {
        match self.scheme {
            Scheme::Free => {
                self.now += 1;
                Got {
                    version: self.now,
                    done: time,
                }
            }
            Scheme::Gv1 => {
                self.now += 1;
                Got {
                    version: self.now,
                    done: self.modify(core, time, 1, costs),
                }
            }
            Scheme::Gv4 => {
                if self.now == expected {
                    self.now += 1;
                }
                Got {
                    version: self.now,
                    done: self.modify(core, time, 1, costs),
                }
            }
            Scheme::Gv5 | Scheme::Writer | Scheme::WriterBlind => Got {
                version: self.now + 1,
                done: self.load(core, time, costs),
            },
            Scheme::Tsc => Got {
                version: time + 1,
                done: time + costs.tsc,
            },
        }
    }

    /// A read version of at least `version`: what an extension starts with, and a credit.
    pub(super) fn advance(&mut self, core: usize, time: Time, version: u64, costs: &Costs) -> Got {
        let behind = self.now < version;
        let moves = match self.scheme {
            Scheme::Gv5 | Scheme::Writer => behind,
            Scheme::WriterBlind => true,
            Scheme::Free | Scheme::Gv1 | Scheme::Gv4 | Scheme::Tsc => false,
        };
        if !moves {
            return self.read_version(core, time, costs);
        }
        // `now` and `stable`, which share the line, with a fence between them.
        self.now = self.now.max(version);
        let done = self.modify(core, time, if behind { 2 } else { 1 }, costs) + costs.fence;
        Got {
            version: self.now,
            done,
        }
    }
}
