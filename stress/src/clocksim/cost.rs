//! What things cost on the simulated machine: a directory of one cache line, and constants.
//!
//! A line is in any number of caches for reading, or in one for writing. A hit costs
//! [`Costs::hit`]; a miss brings the line from its last writer, near (same socket) or far. A
//! read-modify-write needs the line alone: while it is fetched and changed the line is busy, and
//! others queue. A load that misses holds up the next request only for [`Costs::forward`], because
//! a line can be on its way to several readers at once.

/// Simulated time, in picoseconds.
pub type Time = u64;

/// One nanosecond.
pub const NS: Time = 1000;

/// Prices of the simulated machine. The defaults are round numbers of the server processors of
/// 2020 to 2025.
#[derive(Clone, Debug)]
pub struct Costs {
    /// A load that hits the own cache.
    pub hit: Time,
    /// A line that another core of the same socket has.
    pub near: Time,
    /// A line that a core of the other socket has.
    pub far: Time,
    /// How long a load that misses keeps the line from the next request.
    pub forward: Time,
    /// A read-modify-write on a line that is already exclusive.
    pub rmw: Time,
    /// A full fence that does not follow a read-modify-write.
    pub fence: Time,
    /// Reading the time-stamp counter, with what orders it (measured by the benchmark `clock`).
    pub tsc: Time,
    /// Logging one read, beside the loads themselves.
    pub log_read: Time,
    /// Copying one pre-image.
    pub log_write: Time,
    /// Checking one entry of the read log, beside the load of its token.
    pub validate: Time,
    /// Cores of the first socket; the rest sit in the second.
    pub cores_per_socket: usize,
}

impl Default for Costs {
    fn default() -> Self {
        Costs {
            hit: NS,
            near: 60 * NS,
            far: 150 * NS,
            forward: 10 * NS,
            rmw: 6 * NS,
            fence: 8 * NS,
            tsc: 20 * NS,
            log_read: 2 * NS,
            log_write: 8 * NS,
            validate: NS,
            cores_per_socket: 64,
        }
    }
}

impl Costs {
    fn between(&self, a: usize, b: usize) -> Time {
        if (a < self.cores_per_socket) == (b < self.cores_per_socket) {
            self.near
        } else {
            self.far
        }
    }
}

/// How an access to a line ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// When the value was there.
    pub done: Time,
    /// Whether the line came from another core.
    pub moved: bool,
}

/// One cache line: who has it, and from when on it can be asked for.
#[derive(Clone, Debug, Default)]
pub struct Line {
    copies: u64,
    free_at: Time,
    writer: u8,
}

impl Line {
    /// Core `core` loads from the line at `now`.
    #[inline]
    pub fn load(&mut self, core: usize, now: Time, costs: &Costs) -> Access {
        if self.copies & 1 << core != 0 {
            return Access {
                done: now + costs.hit,
                moved: false,
            };
        }
        let start = now.max(self.free_at);
        self.free_at = start + costs.forward;
        self.copies |= 1 << core;
        Access {
            done: start + costs.between(core, self.writer as usize),
            moved: true,
        }
    }

    /// Core `core` does `count` read-modify-writes on the line in one go.
    #[inline]
    pub fn modify(&mut self, core: usize, now: Time, count: u64, costs: &Costs) -> Access {
        let moved = self.copies != 1 << core;
        let mut done = now.max(self.free_at) + count * costs.rmw;
        if moved {
            let others = self.copies & !(1 << core);
            let last = if others == 0 {
                self.writer as usize
            } else {
                others.ilog2() as usize
            };
            let first = if others == 0 {
                last
            } else {
                others.trailing_zeros() as usize
            };
            done += costs.between(core, first).max(costs.between(core, last));
        }
        *self = Line {
            copies: 1 << core,
            free_at: done,
            writer: core as u8,
        };
        Access { done, moved }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_moves_once_for_a_reader_and_serialises_writers() {
        let costs = Costs::default();
        let mut line = Line::default();
        line.modify(0, 0, 1, &costs);
        let first = line.load(1, 1000 * NS, &costs);
        assert_eq!(
            first,
            Access {
                done: 1060 * NS,
                moved: true
            }
        );
        assert_eq!(
            line.load(1, 2000 * NS, &costs),
            Access {
                done: 2001 * NS,
                moved: false
            }
        );
        let a = line.modify(2, 3000 * NS, 1, &costs);
        let b = line.modify(3, 3000 * NS, 1, &costs);
        assert_eq!((a.done, b.done), (3066 * NS, 3132 * NS));
    }

    #[test]
    fn the_other_socket_is_far() {
        let costs = Costs {
            cores_per_socket: 2,
            ..Costs::default()
        };
        let mut line = Line::default();
        line.modify(0, 0, 1, &costs);
        assert_eq!(line.load(2, 1000 * NS, &costs).done, 1150 * NS);
        line.load(1, 2000 * NS, &costs);
        assert_eq!(line.modify(1, 3000 * NS, 1, &costs).done, 3156 * NS);
    }
}
