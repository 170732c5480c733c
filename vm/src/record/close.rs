//! Jumps back: the end of the loop that is recorded, and turns of loops within it.

use super::brief::is_brief;
use super::{After, Going, Recorder, Refused, Res, refused, unsupported};
use crate::compiled::log;
use crate::cx::Cx;
use crate::interp::Fr;
use std::rc::Rc;
use tython_compiler::isa::{Instr, Op as Bytecode};
use tython_jit::hooks::Refusal;
use tython_jit::ir::{self, Immediate, Op, Type};

/// Turns of loops within the recorded one that are unrolled at most.
const TURNS: u32 = 24;

/// A trace that would be as long as this has nothing in it: the instruction that cannot be recorded is counted.
const FEWEST: u32 = 1;

impl Recorder {
    pub(super) fn jump_back(&mut self, fr: Fr, i: Instr) -> Res<Going> {
        let behind = i64::from(self.level().word) + Bytecode::JumpBack.info().words() as i64;
        let target = behind + i64::from(i.bc() as i32);
        if self.levels.len() > 1 || target != i64::from(self.header) {
            let is_brief = self
                .data(self.levels.len() - 1)
                .is_some_and(|data| is_brief(data, target as u32));
            if is_brief {
                self.after = After::Nothing;
                return Ok(Going::On);
            }
            if let Some(going) = self.link(target as u32)? {
                return Ok(going);
            }
            self.turns += 1;
            // A trace that has come from elsewhere to this frame waits for the loop to be compiled.
            let is_foreign = self.start.is_open && self.levels.len() == 1;
            if self.turns > TURNS || is_foreign {
                return Err(refused(Refusal::LeftLoop, "a loop within the loop"));
            }
            self.after = After::Nothing;
            return Ok(Going::On);
        }
        self.write_handled();
        let next = self.next(fr)?;
        self.check(Op::Poll, &[]);
        self.act(Op::Jump, Immediate::None, &next);
        Ok(Going::Ended)
    }

    /// Whether control is still inside of the loop, if it has to be.
    ///
    /// # Errors
    /// If control has left the loop, and should not.
    pub(super) fn is_inside(&self) -> Res<()> {
        let (Some(last), [level]) = (self.last, &self.levels[..]) else {
            return Ok(());
        };
        match (self.header..=last).contains(&level.word) {
            true => Ok(()),
            false => Err(refused(Refusal::LeftLoop, "the last turn of the loop")),
        }
    }

    /// Whether the recording may end anywhere. (A loop that is left before its end is none.)
    pub(super) fn may_be_cut(&self) -> bool {
        !self.is_loop()
    }

    /// The running instruction cannot be recorded, or control leaves with it. A bridge ends before it, and so does a function's
    /// trace: behind an exit that is taken often, what has been recorded so far is better than nothing.
    pub(super) fn cut(mut self, cx: &mut Cx, why: Refused) {
        if !self.may_be_cut() || self.steps <= FEWEST || self.before.levels.is_empty() {
            return self.end(cx, Some(why));
        }
        let at = self.stands_at();
        self.trace.truncate(self.before.insts);
        // They may have been in what is gone.
        self.constants.clear();
        self.references.clear();
        self.levels = std::mem::take(&mut self.before.levels);
        self.entered = std::mem::take(&mut self.before.entered);
        self.here = None;
        self.pushed = false;
        self.check(Op::Leave, &[]);
        log::cut(&self.start, self.trace.origin.id, &Refused { at, ..why });
        self.end(cx, None);
    }

    /// What the loop's parameters get.
    fn next(&mut self, fr: Fr) -> Res<Vec<ir::Value>> {
        self.nothing_else_changed()?;
        let carried: Vec<(u16, ir::Value)> = self
            .carried
            .iter()
            .copied()
            .zip(self.trace.loop_params.iter().copied())
            .collect();
        let mut next = Vec::new();
        for (register, param) in carried {
            let value = match self.trace.ty(param) {
                Some(ir::Type::I64) => self.get_int(fr, register),
                Some(ir::Type::F64) => self.get_float(fr, register),
                _ => Some(self.get_word(register)),
            };
            let Some(value) = value else {
                self.changes_type(fr.code(), register);
                let name = fr.code().code.register_name(register);
                let name = name.map_or("a temporary", |name| &**name);
                return unsupported(format!("{name} changes its type"));
            };
            next.push(value);
        }
        Ok(next)
    }

    /// Registers that are no parameters of the loop are as they were before it.
    fn nothing_else_changed(&mut self) -> Res<()> {
        let header = self.header as usize;
        let level = self.level();
        let live = level.live.get(header).cloned().unwrap_or_default();
        let registers = Rc::clone(&level.registers);
        for (register, held) in registers.iter().copied().enumerate() {
            let Some(held) = held.filter(|_| live.has(register as u32)) else {
                continue;
            };
            let register = register as u16;
            if !self.carried.contains(&register) && !self.is_as_entered(register, held) {
                return unsupported("a register is written out of line");
            }
        }
        Ok(())
    }

    /// Others may have run: what the trace takes for granted has to hold still. Behind the instruction that has just been
    /// executed.
    pub(super) fn guard_valid(&mut self, fr: Fr) {
        self.level().word = fr.word_of(fr.frame().pc) as u32;
        self.guard_valid_here();
    }

    /// The same where the level stands already. What the trace has called may have changed its frames, too.
    pub(super) fn guard_valid_here(&mut self) {
        let exit = self.exit_now();
        let place = self.place();
        let none = Immediate::None;
        let context = self.emit(Op::Context, &[]);
        let flags = self.own("context", Type::I64, Cx::SEEN);
        let flags = self.load(flags, context);
        let nothing = self.int(0);
        let is_unseen = self.emit(Op::Eq, &[flags, nothing]);
        self.trace
            .emit(Op::GuardHost, none, &[is_unseen], Some(exit), Some(place));
        self.trace
            .emit(Op::GuardValid, none, &[], Some(exit), Some(place));
    }
}
