//! Calls of helpers.

use super::held::Held;
use super::helpers::{self, Row};
use super::{After, Recorder, Res, unsupported};
use crate::interp::Fr;
use tython_compiler::isa::{Access, Effects, Instr, Op as Bytecode, for_each_register};
use tython_jit::ir::{self, Effects as Does, Form, Helper, HelperId, Immediate, Op};

/// Who does both touches objects.
const WAITS: Does = Does::READS.and(Does::RAISES);

impl Recorder {
    fn helper(&mut self, row: &'static Row) -> HelperId {
        let effects = self.effects(row);
        let declared = &mut self.trace.declared;
        *self.helpers.entry(row.name).or_insert_with(|| {
            declared.helpers.push(Helper {
                name: row.name.into(),
                params: row.params.to_vec(),
                result: row.result,
                effects,
            })
        })
    }

    /// With several threads, who touches objects may have to wait for another thread: then nothing is open any more.
    fn effects(&self, row: &'static Row) -> Does {
        match self.trace.origin.form {
            Form::Shared if row.effects.has(WAITS) => row.effects.and(Does::ENDS),
            _ => row.effects,
        }
    }

    /// Calls a helper that runs no Python code.
    pub(super) fn call_helper(
        &mut self,
        name: &'static str,
        args: &[ir::Value],
    ) -> Res<Option<ir::Value>> {
        let Some(row) = helpers::find(name) else {
            return unsupported(format!("the helper {name}"));
        };
        let helper = self.helper(row);
        let exit = match row.effects.may_leave() {
            true => Some(self.exit()),
            false => None,
        };
        let place = self.place();
        if self.effects(row).has(Does::ENDS) {
            self.tokens.clear();
        }
        Ok(self
            .trace
            .emit(Op::Call, Immediate::Helper(helper), args, exit, Some(place)))
    }

    /// The same, of one with a result.
    pub(super) fn helper_value(
        &mut self,
        name: &'static str,
        args: &[ir::Value],
    ) -> Res<ir::Value> {
        match self.call_helper(name, args)? {
            Some(value) => Ok(value),
            None => unsupported(format!("the helper {name} without a result")),
        }
    }

    /// Calls a helper that may run Python code, which sees the interpreter's frames.
    pub(super) fn wild(
        &mut self,
        name: &'static str,
        args: &[ir::Value],
    ) -> Res<Option<ir::Value>> {
        self.flush()?;
        self.call_helper(name, args)
    }

    /// Has the interpreter execute the running instruction, in its frame: one that pushes no frame, and does not jump.
    pub(super) fn interpreted(&mut self, fr: Fr, op: Bytecode, i: Instr) -> Res<After> {
        let extra = match op.info().effects.has(Effects::EXTRA) {
            // SAFETY: the operand word follows the instruction.
            true => unsafe { *fr.frame().pc.add(1) },
            false => 0,
        };
        let (mut read, mut written) = (Vec::new(), Vec::new());
        for_each_register(i, extra, |access, register| match access {
            Access::Write => written.push(register as u16),
            _ => read.push(register as u16),
        });
        let depth = self.levels.len() - 1;
        for register in &read {
            self.get_word(*register);
        }
        self.flush()?;
        for register in read {
            let word = self.get_word(register);
            match depth {
                0 => self.write_first(register),
                _ => self.store_register(depth, register, word),
            }
        }
        let word = i64::from(self.level().word);
        let word = self.int(word);
        self.call_helper("execute", &[word])?;
        for register in written {
            let word = self.load_register(depth, register);
            if depth == 0 {
                self.holds(register, word);
            }
            if op == Bytecode::MakeFunction {
                self.fresh.insert(word);
            }
            self.pending_sets.push((register, Held::Word(word)));
        }
        Ok(After::Wild(None))
    }

    /// The same, of one with a result.
    pub(super) fn wild_value(&mut self, name: &'static str, args: &[ir::Value]) -> Res<ir::Value> {
        match self.wild(name, args)? {
            Some(value) => Ok(value),
            None => unsupported(format!("the helper {name} without a result")),
        }
    }
}
