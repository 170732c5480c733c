//! With which code points something can begin.
//!
//! The answer may hold more than can really come, never less: conditions are taken to hold, and
//! where it would take long to find out, everything is possible.

use crate::low::Low;
use crate::program::{Inst, Next, One, Program};

/// The code points that can be first, and whether there may be none.
#[derive(Clone, Debug)]
pub(super) struct First {
    /// Below 256.
    pub(super) low: Low,
    /// Any from 256 on. `exact` knows it if that is the only one.
    pub(super) high: bool,
    exact: Option<u32>,
    /// The end may come before any code point.
    pub(super) empty: bool,
}

/// Instructions that are looked at for one answer.
const PATIENCE: usize = 500;

/// Whether the instruction at `pc` ends something without a way back that was not entered since
/// the start: what fails behind it must not be foreseen inside, because it would then match in
/// another way.
fn leaves(program: &Program, pc: u32, seen: &[u32]) -> bool {
    match program.insts[pc as usize] {
        Inst::EndAtomic { start } => !seen.contains(&start),
        Inst::Again(id) => !seen.contains(&program.loops[id as usize].first),
        Inst::EndAssert | Inst::EndAssertNot | Inst::Match => true,
        _ => false,
    }
}

impl First {
    fn nothing() -> First {
        First {
            low: Low::NONE,
            high: false,
            exact: None,
            empty: false,
        }
    }

    fn everything() -> First {
        First {
            low: Low::ALL,
            high: true,
            exact: None,
            empty: true,
        }
    }

    /// What can come first from `start` on. At `stop` nothing comes.
    pub(super) fn of(program: &Program, start: u32, stop: Option<u32>) -> First {
        let mut first = First::nothing();
        let mut seen = Vec::new();
        let mut todo = vec![start];
        while let Some(pc) = todo.pop() {
            if seen.contains(&pc) {
                continue;
            }
            if Some(pc) == stop {
                first.empty = true;
                continue;
            }
            if seen.len() == PATIENCE {
                return First::everything();
            }
            seen.push(pc);
            if leaves(program, pc, &seen) {
                return First::everything();
            }
            first.visit(program, pc, &mut todo);
        }
        first
    }

    /// Adds what the instruction at `pc` takes, or the ones behind it to what is to be visited.
    fn visit(&mut self, program: &Program, pc: u32, todo: &mut Vec<u32>) {
        let next = pc + 1;
        match program.insts[pc as usize] {
            Inst::One(one) => self.add(program, one),
            Inst::Literals { start, .. } => {
                self.add(program, One::Is(program.literals[start as usize]));
            }
            Inst::Greedy(id) | Inst::Lazy(id) | Inst::Possessive(id) => {
                let repeat = &program.repeats[id as usize];
                self.add(program, repeat.one);
                if repeat.min == 0 {
                    todo.push(next);
                }
            }
            Inst::At(_) | Inst::Mark(_) | Inst::Atomic | Inst::EndAtomic { .. } => todo.push(next),
            Inst::Jump(target) => todo.push(target),
            Inst::Branch(id) => todo.extend(&program.branches[id as usize].targets),
            Inst::Enter(id) => {
                let info = program.loops[id as usize];
                todo.push(next);
                if info.min == 0 {
                    todo.push(info.until + 1);
                }
            }
            Inst::Until(id) | Inst::LazyUntil(id) | Inst::Again(id) => {
                todo.extend([program.loops[id as usize].enter + 1, next]);
            }
            Inst::Try(id) => {
                let info = program.loops[id as usize];
                todo.push(next);
                if info.min == 0 {
                    todo.push(info.until + 1);
                }
            }
            Inst::Assert { next, .. } | Inst::AssertNot { next, .. } => todo.push(next),
            Inst::IfGroup { otherwise, .. } => todo.extend([next, otherwise]),
            Inst::Fail => {}
            // The ends have been seen to by `leaves`.
            Inst::GroupRef { .. } | Inst::Match | Inst::EndAssert | Inst::EndAssertNot => {
                *self = First::everything();
            }
        }
    }

    fn add(&mut self, program: &Program, one: One) {
        match one {
            One::Is(code) if code < 256 => self.low = self.low | Low::range(code, code),
            One::Is(code) => {
                self.exact = (!self.high).then_some(code);
                self.high = true;
            }
            One::IsNot(code) => self.add_all(!Low::range(code, code), true),
            One::Any => self.add_all(!Low::range(0x0A, 0x0A), true),
            One::All => self.add_all(Low::ALL, true),
            One::In(id) => {
                let set = &program.sets[id as usize];
                self.add_all(set.low, set.may_have_high());
            }
        }
    }

    fn add_all(&mut self, low: Low, high: bool) {
        self.low = self.low | low;
        if high {
            self.high = true;
            self.exact = None;
        }
    }

    /// The only code point there is, if there is only one.
    fn only(&self) -> Option<u32> {
        match self.high {
            false => self.low.only(),
            true => self.exact.filter(|_| self.low.is_empty()),
        }
    }

    /// The same as a test.
    pub(super) fn to_next(&self) -> Next {
        if self.empty {
            return Next::Whatever;
        }
        match self.only() {
            Some(code) => Next::Is(code),
            None => Next::Among {
                low: self.low,
                high: self.high,
            },
        }
    }

    /// Whether neither can begin as the other does, and neither can be empty.
    pub(super) fn is_apart_from(&self, other: &First) -> bool {
        let both_low = !(self.low & other.low).is_empty();
        !(self.empty || other.empty || both_low || self.high && other.high)
    }

    /// What a single test takes.
    pub(super) fn of_one(program: &Program, one: One) -> First {
        let mut first = First::nothing();
        first.add(program, one);
        first
    }
}
