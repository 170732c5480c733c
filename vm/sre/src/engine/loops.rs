//! Loops over more than one code point, and what has no way back into it: assertions, atomic groups,
//! possessive loops.
//!
//! A barrier frame stands where such a thing began. If the inside fails, the frame is reached on the
//! way back; if it matches, the frame and the ways back above it are taken away.

use super::{Machine, Stop, Way};
use crate::opcodes::MAX_REPEAT;
use crate::program::Inst;
use crate::scratch::{Frame, NONE};
use tython_text::CodeUnit;

impl<U: CodeUnit> Machine<'_, U> {
    /// Enters a loop anew.
    pub(super) fn enter(&mut self, id: u32, pos: usize) -> Result<Option<Way>, Stop> {
        self.scratch.set_loop(id, 0, NONE)?;
        let first = self.program.loops[id as usize].first;
        Ok(Some((first as usize, pos)))
    }

    /// Begins another pass; a pass that has to be made does not count as one that may be empty.
    fn pass(&mut self, id: u32, last: usize, pos: usize) -> Result<Option<Way>, Stop> {
        let passes = self.scratch.loops[id as usize].passes;
        self.scratch.set_loop(id, passes.saturating_add(1), last)?;
        let body = self.program.loops[id as usize].enter + 1;
        Ok(Some((body as usize, pos)))
    }

    /// After a pass of a loop that prefers to go on.
    pub(super) fn until(&mut self, id: u32, pc: usize, pos: usize) -> Result<Option<Way>, Stop> {
        let info = self.program.loops[id as usize];
        let state = self.scratch.loops[id as usize];
        if state.passes < info.min {
            self.step()?;
            return self.pass(id, state.last, pos);
        }
        let behind = pc + 1;
        if (state.passes < info.max || info.max == MAX_REPEAT) && pos != state.last {
            let pc = behind as u32;
            self.scratch.push(Frame::Choice { pc, pos })?;
            return self.pass(id, pos, pos);
        }
        Ok(Some((behind, pos)))
    }

    /// After a pass of a loop that prefers to end.
    pub(super) fn lazy_until(
        &mut self,
        id: u32,
        pc: usize,
        pos: usize,
    ) -> Result<Option<Way>, Stop> {
        let info = self.program.loops[id as usize];
        let state = self.scratch.loops[id as usize];
        if state.passes < info.min {
            self.step()?;
            return self.pass(id, state.last, pos);
        }
        let frame = Frame::LazyLoop { pc: pc as u32, pos };
        self.scratch.push(frame)?;
        Ok(Some((pc + 1, pos)))
    }

    /// The loop that ends at `pc` could not end: another pass.
    pub(super) fn pass_more(&mut self, pc: u32, pos: usize) -> Result<Option<Way>, Stop> {
        let Inst::LazyUntil(id) = self.program.insts[pc as usize] else {
            unreachable!("a loop left the frame");
        };
        let info = self.program.loops[id as usize];
        let state = self.scratch.loops[id as usize];
        if state.passes >= info.max && info.max != MAX_REPEAT || pos == state.last {
            return Ok(None);
        }
        self.pass(id, pos, pos)
    }

    /// Before a pass of a possessive loop.
    pub(super) fn try_pass(&mut self, id: u32, pc: usize, pos: usize) -> Result<Option<Way>, Stop> {
        let info = self.program.loops[id as usize];
        let state = self.scratch.loops[id as usize];
        let more = state.passes < info.max || info.max == MAX_REPEAT;
        if state.passes < info.min || more && pos != state.last {
            self.step()?;
            return self.open_barrier(pc, pos, pos);
        }
        Ok(Some((info.until as usize + 1, pos)))
    }

    /// After a pass of a possessive loop.
    pub(super) fn again(&mut self, id: u32, pos: usize) -> Result<Option<Way>, Stop> {
        let from = self.commit();
        let passes = self.scratch.loops[id as usize].passes;
        self.scratch.set_loop(id, passes.saturating_add(1), from)?;
        let first = self.program.loops[id as usize].first;
        Ok(Some((first as usize, pos)))
    }

    /// Begins something that has no way back into it, at `from`.
    pub(super) fn open_barrier(
        &mut self,
        pc: usize,
        pos: usize,
        from: usize,
    ) -> Result<Option<Way>, Stop> {
        let outer = self.barrier;
        let pc32 = pc as u32;
        self.scratch.push(Frame::Barrier {
            pc: pc32,
            outer,
            pos,
        })?;
        self.barrier = self.scratch.height() as u32;
        Ok(Some((pc + 1, from)))
    }

    /// Takes the innermost barrier down: its index, and the position where it was set up.
    fn take_barrier(&mut self) -> (usize, usize) {
        let index = self.barrier as usize - 1;
        match self.scratch.frame(index) {
            Some(Frame::Barrier { outer, pos, .. }) => {
                self.barrier = outer;
                (index, pos)
            }
            _ => unreachable!("the end of what began with a barrier"),
        }
    }

    /// The inside has matched, and stays matched. The position where it was begun.
    pub(super) fn commit(&mut self) -> usize {
        let (index, pos) = self.take_barrier();
        self.scratch.commit_to(index);
        pos
    }

    /// The inside has matched, which counts as a failure: nothing of it stays.
    pub(super) fn forget(&mut self) {
        let (index, _) = self.take_barrier();
        self.scratch.undo_to(index);
    }

    /// The inside of what began at `pc` has failed.
    pub(super) fn failed_inside(&mut self, pc: u32, pos: usize) -> Option<Way> {
        match self.program.insts[pc as usize] {
            Inst::AssertNot { next, .. } => Some((next as usize, pos)),
            Inst::Try(id) => {
                let info = self.program.loops[id as usize];
                let enough = self.scratch.loops[id as usize].passes >= info.min;
                enough.then_some((info.until as usize + 1, pos))
            }
            _ => None,
        }
    }
}
