//! The machine: runs a program over a text, with an explicit stack of ways back.
//!
//! An attempt begins at one position. An instruction either goes on, or fails; then the newest frame
//! of the stack says where to go on instead ([`Frame`]), or, when none is left, the attempt has
//! failed. Marks and loops are changed in place, and what they were lies on the stack between the ways
//! back, so going back puts them back too.

mod loops;
mod repeat;
mod search;

use crate::case::Fold;
use crate::program::{At, Inst, Program};
use crate::scratch::{Frame, NONE, Scratch};
use std::ops::Range;
use tython_text::{CodeUnit, Text};

/// What a match has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The first one from the start on.
    Search,
    /// At the start.
    Match,
    /// From the start to the end.
    FullMatch,
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The text, to its end.
    text: Text<'a>,
    /// Where to begin. What is before can be seen by conditions.
    start: usize,
    mode: Mode,
    not_empty: bool,
}

impl<'a> Request<'a> {
    /// Looks at a whole text.
    pub fn new(text: Text<'a>, mode: Mode) -> Self {
        Request {
            text,
            start: 0,
            mode,
            not_empty: false,
        }
    }

    /// The same, beginning at the start of `range`, as if the text ended where `range` ends. If that is
    /// before the start, only what looks at no code point can match.
    #[must_use]
    pub fn within(self, range: Range<usize>) -> Self {
        let end = range.end.min(self.text.len());
        Request {
            text: self.text.part(0..end),
            start: range.start,
            ..self
        }
    }

    /// The same; but a match that is empty and at the start is none.
    #[must_use]
    pub fn not_empty_at_start(self, not_empty: bool) -> Self {
        Request { not_empty, ..self }
    }
}

/// Why a run ended without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// There is no memory for the ways back.
    Memory,
    /// The caller wants it.
    Interrupted,
}

/// How often a run may fail until the caller is asked again.
const STEPS: u32 = 1 << 16;

impl Program {
    /// Looks for a match; `scratch` has it if the answer is true. Every now and then `go_on` is asked
    /// whether to go on.
    ///
    /// # Errors
    /// [`Stop`]
    pub fn run(
        &self,
        request: &Request<'_>,
        scratch: &mut Scratch,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Result<bool, Stop> {
        match request.text {
            Text::One(text) => self.run_units(text, request, scratch, go_on),
            Text::Two(text) => self.run_units(text, request, scratch, go_on),
            Text::Four(text) => self.run_units(text, request, scratch, go_on),
        }
    }

    fn run_units<U: CodeUnit>(
        &self,
        text: &[U],
        request: &Request<'_>,
        scratch: &mut Scratch,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Result<bool, Stop> {
        scratch.prepare(2 * self.groups(), self.loops.len())?;
        let mut machine = Machine {
            program: self,
            text,
            scratch,
            full: request.mode == Mode::FullMatch,
            forbidden: if request.not_empty {
                request.start
            } else {
                NONE
            },
            barrier: 0,
            steps: STEPS,
            go_on,
        };
        let found = match request.mode {
            Mode::Search => machine.search(request.start)?,
            _ => machine
                .attempt(request.start)?
                .map(|end| request.start..end),
        };
        match found {
            Some(whole) => {
                scratch.whole = whole;
                Ok(true)
            }
            None => Ok(false),
        }
    }
}

/// Where to go on: an instruction and a position.
type Way = (usize, usize);

struct Machine<'r, U> {
    program: &'r Program,
    text: &'r [U],
    scratch: &'r mut Scratch,
    /// A match must reach the end.
    full: bool,
    /// A match must not end here.
    forbidden: usize,
    /// The frame of the innermost open barrier, plus one; or 0.
    barrier: u32,
    /// Failures until the caller is asked.
    steps: u32,
    go_on: &'r mut dyn FnMut() -> bool,
}

impl<U: CodeUnit> Machine<'_, U> {
    #[inline(always)]
    fn code_at(&self, pos: usize) -> Option<u32> {
        self.text.get(pos).map(|unit| unit.code())
    }

    /// Tries to match at `pos`; the end of the match.
    fn attempt(&mut self, start: usize) -> Result<Option<usize>, Stop> {
        self.scratch.begin();
        self.barrier = 0;
        let program = self.program;
        let (mut pc, mut pos) = (0, start);
        loop {
            let way = match program.insts[pc] {
                Inst::One(one) => match self.text.get(pos) {
                    Some(unit) if self.is_one(one, unit.code()) => Some((pc + 1, pos + 1)),
                    _ => None,
                },
                Inst::Mark(index) => {
                    self.scratch.mark(index, pos)?;
                    Some((pc + 1, pos))
                }
                Inst::Literals { start, end } => {
                    let run = &program.literals[start as usize..end as usize];
                    self.is_run(run, pos).then_some((pc + 1, pos + run.len()))
                }
                Inst::Jump(target) => Some((target as usize, pos)),
                Inst::Branch(id) => {
                    let viable = program.branches[id as usize].viable(self.code_at(pos));
                    self.branch(id, pos, viable)?
                }
                Inst::Greedy(id) => self.greedy(pc, id, pos)?,
                Inst::Possessive(id) => self.possessive(pc, id, pos),
                Inst::Lazy(id) => self.lazy(pc, id, pos)?,
                Inst::At(at) => self.holds(at, pos).then_some((pc + 1, pos)),
                Inst::Match if self.is_match(pos) => return Ok(Some(pos)),
                Inst::Match | Inst::Fail => None,
                inst => self.enclosing(inst, pc, pos)?,
            };
            (pc, pos) = match way {
                Some(way) => way,
                None => match self.back()? {
                    Some(way) => way,
                    None => return Ok(None),
                },
            };
        }
    }

    /// The instructions that are not in everybody's way.
    #[inline(never)]
    fn enclosing(&mut self, inst: Inst, pc: usize, pos: usize) -> Result<Option<Way>, Stop> {
        match inst {
            Inst::Enter(id) => self.enter(id, pos),
            Inst::Until(id) => self.until(id, pc, pos),
            Inst::LazyUntil(id) => self.lazy_until(id, pc, pos),
            Inst::Try(id) => self.try_pass(id, pc, pos),
            Inst::Again(id) => self.again(id, pos),
            Inst::Assert { back, .. } => match pos.checked_sub(back as usize) {
                Some(from) => self.open_barrier(pc, pos, from),
                None => Ok(None),
            },
            Inst::AssertNot { back, next } => match pos.checked_sub(back as usize) {
                Some(from) => self.open_barrier(pc, pos, from),
                None => Ok(Some((next as usize, pos))),
            },
            Inst::Atomic => self.open_barrier(pc, pos, pos),
            Inst::EndAssert => Ok(Some((pc + 1, self.commit()))),
            Inst::EndAtomic { .. } => {
                self.commit();
                Ok(Some((pc + 1, pos)))
            }
            Inst::EndAssertNot => {
                self.forget();
                Ok(None)
            }
            Inst::GroupRef { group, fold } => {
                Ok(self.repeated(group, fold, pos).map(|pos| (pc + 1, pos)))
            }
            Inst::IfGroup { group, otherwise } => Ok(Some(match self.group(group) {
                Some(_) => (pc + 1, pos),
                None => (otherwise as usize, pos),
            })),
            _ => unreachable!("the others are the loop's"),
        }
    }

    /// Goes back to the newest way that is left.
    fn back(&mut self) -> Result<Option<Way>, Stop> {
        self.step()?;
        while let Some(frame) = self.scratch.pop() {
            let way = match frame {
                Frame::Mark { .. } | Frame::Loop { .. } => {
                    self.scratch.undo(frame);
                    None
                }
                Frame::Choice { pc, pos } => Some((pc as usize, pos)),
                Frame::Branch { id, pos, rest } => self.branch(id, pos, rest)?,
                Frame::Greedy { pc, pos, low } => self.give_up_one(pc, pos, low)?,
                Frame::Lazy { pc, pos, high } => self.take_one_more(pc, pos, high)?,
                Frame::LazyLoop { pc, pos } => self.pass_more(pc, pos)?,
                Frame::Barrier { pc, outer, pos } => {
                    self.barrier = outer;
                    self.failed_inside(pc, pos)
                }
            };
            if way.is_some() {
                return Ok(way);
            }
        }
        Ok(None)
    }

    /// Counts a step, and asks whether to go on from time to time.
    #[inline(always)]
    fn step(&mut self) -> Result<(), Stop> {
        self.steps -= 1;
        if self.steps == 0 { self.ask() } else { Ok(()) }
    }

    #[cold]
    #[inline(never)]
    fn ask(&mut self) -> Result<(), Stop> {
        self.steps = STEPS;
        match (self.go_on)() {
            true => Ok(()),
            false => Err(Stop::Interrupted),
        }
    }

    #[inline(always)]
    fn is_match(&self, pos: usize) -> bool {
        pos != self.forbidden && (!self.full || pos == self.text.len())
    }

    /// Whether a run of literals comes at `pos`.
    #[inline(always)]
    fn is_run(&self, run: &[u32], pos: usize) -> bool {
        let units = self.text.get(pos..).and_then(|rest| rest.get(..run.len()));
        units.is_some_and(|units| {
            units
                .iter()
                .zip(run)
                .all(|(unit, code)| unit.code() == *code)
        })
    }

    /// Takes the first of the alternatives `viable`, and leaves the others for later.
    #[inline(always)]
    fn branch(&mut self, id: u32, pos: usize, viable: u64) -> Result<Option<Way>, Stop> {
        if viable == 0 {
            return Ok(None);
        }
        let rest = viable & (viable - 1);
        if rest != 0 {
            self.scratch.push(Frame::Branch { id, pos, rest })?;
        }
        let number = viable.trailing_zeros() as usize;
        let target = self.program.branches[id as usize].targets[number];
        Ok(Some((target as usize, pos)))
    }

    /// Where a group was found.
    fn group(&self, group: u32) -> Option<Range<usize>> {
        let span = self.scratch.span(group as usize + 1)?;
        (span.start <= span.end).then_some(span)
    }

    /// If the text of a group comes again at `pos`, where it ends.
    fn repeated(&self, group: u32, fold: Fold, pos: usize) -> Option<usize> {
        let before = &self.text[self.group(group)?];
        let again = self.text[pos..].get(..before.len())?;
        let same = match fold {
            Fold::Exact => before == again,
            _ => before
                .iter()
                .zip(again)
                .all(|(a, b)| fold.lower(a.code()) == fold.lower(b.code())),
        };
        same.then_some(pos + before.len())
    }

    /// Whether a condition holds at `pos`.
    #[inline]
    fn holds(&self, at: At, pos: usize) -> bool {
        let is_line_end = |pos: usize| self.code_at(pos) == Some(0x0A);
        let length = self.text.len();
        match at {
            At::Beginning => pos == 0,
            At::BeginningLine => pos == 0 || is_line_end(pos - 1),
            At::End => pos == length || pos + 1 == length && is_line_end(pos),
            At::EndLine => pos == length || is_line_end(pos),
            At::EndString => pos == length,
            At::Boundary(word) | At::NonBoundary(word) => {
                let is_word = |pos| self.code_at(pos).is_some_and(|code| word.contains(code));
                let differ = is_word(pos) != pos.checked_sub(1).is_some_and(is_word);
                differ == matches!(at, At::Boundary(_))
            }
        }
    }
}
