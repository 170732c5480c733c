//! Repetitions of one code point.

use super::{Machine, Stop, Way};
use crate::opcodes::MAX_REPEAT;
use crate::program::{Inst, Next, One, Repeat};
use crate::scratch::Frame;
use tython_text::CodeUnit;

impl<U: CodeUnit> Machine<'_, U> {
    /// Whether a code point is what is asked for.
    #[inline(always)]
    pub(super) fn is_one(&self, one: One, code: u32) -> bool {
        match one {
            One::Is(wanted) => code == wanted,
            One::IsNot(unwanted) => code != unwanted,
            One::Any => code != 0x0A,
            One::All => true,
            One::In(id) => self.program.sets[id as usize].contains(code),
        }
    }

    /// The end of what can be taken from `pos` on, at most `max` code points.
    #[inline]
    fn run_end(&self, one: One, pos: usize, max: u32) -> usize {
        let rest = &self.text[pos..];
        let rest = match max {
            MAX_REPEAT => rest,
            _ => &rest[..rest.len().min(max as usize)],
        };
        let until = |end: Option<usize>| end.unwrap_or(rest.len());
        let length = match one {
            One::All => rest.len(),
            One::Any => until(U::find_unit(rest, U::truncated(0x0A))),
            One::IsNot(code) => {
                U::from_code(code).map_or(rest.len(), |unit| until(U::find_unit(rest, unit)))
            }
            One::Is(code) => until(rest.iter().position(|unit| unit.code() != code)),
            One::In(id) => {
                let set = &self.program.sets[id as usize];
                until(rest.iter().position(|unit| !set.contains(unit.code())))
            }
        };
        pos + length
    }

    /// Takes as much as possible, at least the minimum: the first and the last position to go on at.
    #[inline(always)]
    fn run(&self, repeat: &Repeat, pos: usize) -> Option<(usize, usize)> {
        let low = pos.checked_add(repeat.min as usize)?;
        if low > self.text.len() {
            return None;
        }
        let end = self.run_end(repeat.one, pos, repeat.max);
        (end >= low).then_some((low, end))
    }

    #[inline(always)]
    pub(super) fn possessive(&self, pc: usize, id: u32, pos: usize) -> Option<Way> {
        let (_, end) = self.run(&self.program.repeats[id as usize], pos)?;
        Some((pc + 1, end))
    }

    pub(super) fn greedy(&mut self, pc: usize, id: u32, pos: usize) -> Result<Option<Way>, Stop> {
        match self.run(&self.program.repeats[id as usize], pos) {
            Some((low, end)) => self.fall_back(pc, id, end, low),
            None => Ok(None),
        }
    }

    /// Goes on behind the repetition at the last position from `low` to `pos` where what follows can
    /// begin.
    #[inline(always)]
    fn fall_back(
        &mut self,
        pc: usize,
        id: u32,
        pos: usize,
        low: usize,
    ) -> Result<Option<Way>, Stop> {
        let Some(pos) = self.last_place(&self.program.repeats[id as usize].next, pos, low) else {
            return Ok(None);
        };
        if pos > low {
            let pc = pc as u32;
            self.scratch.push(Frame::Greedy { pc, pos, low })?;
        }
        Ok(Some((pc + 1, pos)))
    }

    /// The last position from `low` to `pos` where `next` can be.
    #[inline(always)]
    fn last_place(&self, next: &Next, pos: usize, low: usize) -> Option<usize> {
        match next {
            Next::Whatever => Some(pos),
            Next::Is(code) => {
                let upper = self.text.len().min(pos + 1);
                let place = U::rfind_unit(&self.text[low..upper], U::from_code(*code)?)?;
                Some(low + place)
            }
            next => (low..=pos)
                .rev()
                .find(|pos| next.may_be(self.code_at(*pos))),
        }
    }

    /// The repetition at `pc`, which went on at `pos` in vain, gives up one.
    pub(super) fn give_up_one(
        &mut self,
        pc: u32,
        pos: usize,
        low: usize,
    ) -> Result<Option<Way>, Stop> {
        let pc = pc as usize;
        match self.program.insts[pc] {
            Inst::Greedy(id) => self.fall_back(pc, id, pos - 1, low),
            _ => unreachable!("a repetition left the frame"),
        }
    }

    pub(super) fn lazy(&mut self, pc: usize, id: u32, pos: usize) -> Result<Option<Way>, Stop> {
        let repeat = &self.program.repeats[id as usize];
        let low = pos.saturating_add(repeat.min as usize);
        if low > self.text.len() || self.run_end(repeat.one, pos, repeat.min) < low {
            return Ok(None);
        }
        let high = match repeat.max {
            MAX_REPEAT => self.text.len(),
            max => self.text.len().min(pos + max as usize),
        };
        self.crawl(pc, id, low, high)
    }

    /// Goes on behind the repetition at the first position from `pos` to `high` where what follows can
    /// begin.
    #[inline(always)]
    fn crawl(
        &mut self,
        pc: usize,
        id: u32,
        mut pos: usize,
        high: usize,
    ) -> Result<Option<Way>, Stop> {
        let repeat = &self.program.repeats[id as usize];
        while !repeat.next.may_be(self.code_at(pos)) {
            match self.text[..high].get(pos) {
                Some(unit) if self.is_one(repeat.one, unit.code()) => pos += 1,
                _ => return Ok(None),
            }
        }
        if pos < high {
            let pc = pc as u32;
            self.scratch.push(Frame::Lazy { pc, pos, high })?;
        }
        Ok(Some((pc + 1, pos)))
    }

    /// The repetition at `pc`, which went on at `pos` in vain, takes one more.
    pub(super) fn take_one_more(
        &mut self,
        pc: u32,
        pos: usize,
        high: usize,
    ) -> Result<Option<Way>, Stop> {
        let pc = pc as usize;
        let Inst::Lazy(id) = self.program.insts[pc] else {
            unreachable!("a repetition left the frame");
        };
        let one = self.program.repeats[id as usize].one;
        match self.code_at(pos) {
            Some(code) if self.is_one(one, code) => self.crawl(pc, id, pos + 1, high),
            _ => Ok(None),
        }
    }
}
