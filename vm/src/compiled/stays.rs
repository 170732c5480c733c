//! How long a trace keeps control when the interpreter enters it.
//!
//! To enter and to leave costs as much as a few instructions of the interpreter. A loop of one or two turns whose trace is
//! left again at once, and whose exits lead nowhere, is faster without. So now and then a stay is measured, and
//! a trace whose stays are short, time after time, is not entered any more. Others may still link to it. As long as traces are
//! compiled, nothing is decided: one that is left early may get its bridges in a moment.

use std::time::{Duration, Instant};

/// One entry of so many is measured.
const EVERY: u32 = 16;

/// So many are measured before it is decided.
const SAMPLES: u8 = 64;

/// So many of these have to be short.
const MOST: u8 = 48;

/// So often in succession.
const TIMES: u8 = 2;

/// A stay in which less is done than it takes to enter and leave, with the time that measuring takes.
const SHORT: Duration = Duration::from_nanos(90);

/// What is known of a trace's stays.
#[derive(Clone, Debug, Default)]
pub(super) struct Stays {
    entered: u32,
    measured: u8,
    short: u8,
    times: u8,
    /// How many traces had been compiled then.
    compiled: Option<u64>,
}

impl Stays {
    /// The trace is entered: now, if this is to be measured.
    #[inline]
    pub(super) fn begin(&mut self) -> Option<Instant> {
        self.entered = self.entered.wrapping_add(1);
        self.entered.is_multiple_of(EVERY).then(Instant::now)
    }

    /// It has been left after so long, when so many traces had been compiled; `None` while some are. Whether all stays are
    /// too short.
    pub(super) fn end(&mut self, stay: Duration, compiled: Option<u64>) -> bool {
        if compiled.is_none() || self.compiled != compiled {
            self.compiled = compiled;
            (self.measured, self.short, self.times) = (0, 0, 0);
        }
        self.measured += 1;
        self.short += u8::from(stay < SHORT);
        if self.measured < SAMPLES {
            return false;
        }
        let is_short = self.short >= MOST;
        (self.measured, self.short) = (0, 0);
        self.times = match is_short {
            true => self.times + 1,
            false => 0,
        };
        self.times >= TIMES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rounds of entries, each of which stays that long, until it is decided; none if it is not within ten.
    fn rounds(stay: impl Fn(u32) -> Duration) -> Option<u32> {
        let mut stays = Stays::default();
        (0..10 * u32::from(SAMPLES))
            .find(|number| stays.end(stay(*number), Some(1)))
            .map(|number| (number + 1) / u32::from(SAMPLES))
    }

    #[test]
    fn who_is_always_short_is_left_alone() {
        assert_eq!(rounds(|_| Duration::ZERO), Some(u32::from(TIMES)));
    }

    #[test]
    fn who_is_long_is_not_nor_who_is_so_now_and_then() {
        assert_eq!(rounds(|_| SHORT), None);
        let every_third = |number: u32| SHORT * u32::from(number.is_multiple_of(3));
        assert_eq!(rounds(every_third), None);
        let every_other_round = |number: u32| SHORT * (number / u32::from(SAMPLES) % 2);
        assert_eq!(rounds(every_other_round), None);
    }

    #[test]
    fn nothing_is_decided_while_traces_are_compiled() {
        let mut stays = Stays::default();
        let mut end = |number: u32| stays.end(Duration::ZERO, Some(u64::from(number / 100)));
        assert!(!(0..10 * u32::from(SAMPLES)).any(&mut end));
    }

    #[test]
    fn one_entry_of_many_is_measured() {
        let mut stays = Stays::default();
        let measured = (0..100 * EVERY).filter(|_| stays.begin().is_some());
        assert_eq!(measured.count(), 100);
    }
}
