//! Moves, constants, local variables.

use super::begin::NOTHING;
use super::held::Held;
use super::{After, Recorder, Res};
use crate::interp::Fr;
use crate::value::Value;
use tython_compiler::isa::{Instr, Op};
use tython_jit::ir::Op as Ir;

impl Recorder {
    pub(super) fn moves(&mut self, fr: Fr, op: Op, i: Instr) -> Res<Option<After>> {
        Ok(Some(match op {
            Op::Nop => After::Nothing,
            Op::Move => After::Set(i.a(), self.get(i.b())),
            Op::Clear => After::Set(i.a(), NOTHING),
            Op::LoadConst => After::Set(i.a(), Held::Const(fr.constant(i.bc() as usize))),
            Op::LoadInt => {
                let number = Value::small_int(i64::from(i.bc() as i32));
                After::Set(i.a(), Held::Const(number.unwrap_or(Value::NONE)))
            }
            Op::CheckBound | Op::DeleteLocal if !fr.get(i.a()).is_unbound() => {
                self.guard_bound(i.a());
                match op {
                    Op::CheckBound => After::Nothing,
                    _ => After::Set(i.a(), NOTHING),
                }
            }
            _ => return Ok(None),
        }))
    }

    /// The register holds something.
    fn guard_bound(&mut self, register: u16) {
        if let Held::Word(word) = self.get(register) {
            let unbound = self.constant(Value::UNBOUND);
            let same = self.emit(Ir::SameWord, &[word, unbound]);
            self.guard(same, false);
        }
    }
}
