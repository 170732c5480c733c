//! Jumps, and what is true.

use super::comparison::Operand;
use super::held::Held;
use super::{After, Recorder, Res, unsupported};
use crate::cx::Cx;
use crate::interp::Fr;
use crate::objects::float::Float;
use crate::objects::instance::Instance;
use crate::value::Value;
use tython_compiler::isa::{Instr, Op};
use tython_jit::ir::{self, Immediate, Op as Ir};

/// Whether something counts as true.
enum Truth {
    /// The trace finds out.
    Known(ir::Value),
    /// A helper says so, which may have run Python code.
    Told(ir::Value),
}

impl Recorder {
    pub(super) fn jumps(&mut self, cx: &mut Cx, fr: Fr, op: Op, i: Instr) -> Res<Option<After>> {
        Ok(Some(match op {
            Op::Jump => After::Nothing,
            Op::JumpIfTrue | Op::JumpIfFalse
                if let Some(after) = self.asks_for_truth(cx, fr, i.a())? =>
            {
                after
            }
            Op::Not if let Some(after) = self.asks_for_truth(cx, fr, i.b())? => after,
            Op::JumpIfTrue | Op::JumpIfFalse => match self.truth(cx, fr, i.a())? {
                Truth::Known(truth) => After::Branch(truth, op == Op::JumpIfTrue),
                Truth::Told(truth) => After::Decided(truth, op == Op::JumpIfTrue),
            },
            Op::Not => match self.truth(cx, fr, i.b())? {
                Truth::Known(truth) => After::Set(i.a(), Held::Bool(self.emit(Ir::Not, &[truth]))),
                Truth::Told(truth) => {
                    let held = Held::Bool(self.emit(Ir::Not, &[truth]));
                    After::Wild(Some((i.a(), self.word(held))))
                }
            },
            Op::JumpIfNone | Op::JumpIfNotNone => {
                let same = self.identity(fr, i.a(), Held::Const(Value::NONE), Value::NONE)?;
                After::Branch(same, op == Op::JumpIfNone)
            }
            Op::JumpIfIs | Op::JumpIfIsNot => {
                let other = self.get(i.b());
                let same = self.identity(fr, i.a(), other, fr.get(i.b()))?;
                After::Branch(same, op == Op::JumpIfIs)
            }
            Op::Is | Op::IsNot => {
                let other = self.get(i.c());
                let same = self.identity(fr, i.b(), other, fr.get(i.c()))?;
                let same = match op {
                    Op::Is => same,
                    _ => self.emit(Ir::Not, &[same]),
                };
                After::Set(i.a(), Held::Bool(same))
            }
            _ => return Ok(None),
        }))
    }

    /// A helper has said which way a jump goes. It may have run Python code, so if another time it says something else, the
    /// trace is left behind the jump.
    pub(super) fn decided(
        &mut self,
        fr: Fr,
        i: Instr,
        next: *const u64,
        (condition, jumps_if): (ir::Value, bool),
    ) -> Res<()> {
        let jumped = fr.frame().pc != next;
        let is_wide = matches!(i.op(), Some(Op::JumpIfTrue | Op::JumpIfFalse));
        let distance = match is_wide {
            true => i.bc() as i32,
            false => i32::from(i.c() as i16),
        };
        let behind = fr.word_of(next) as u32;
        let place = self.place();
        self.level().word = match jumped {
            true => behind,
            false => behind.wrapping_add_signed(distance),
        };
        let exit = self.exit_now();
        let op = match jumped == jumps_if {
            true => Ir::GuardTrue,
            false => Ir::GuardFalse,
        };
        self.trace
            .emit(op, Immediate::None, &[condition], Some(exit), Some(place));
        self.guard_valid(fr);
        Ok(())
    }

    pub(super) fn bool(&mut self, bool: bool) -> ir::Value {
        self.emit_with(Ir::Bool, Immediate::Bool(bool), &[])
    }

    /// Whether a register and something else are the same object.
    fn identity(&mut self, fr: Fr, register: u16, other: Held, now: Value) -> Res<ir::Value> {
        // Floats are compared by value.
        if fr.get(register).is::<Float>() || now.is::<Float>() {
            return unsupported("the identity of a float");
        }
        let is_simple = |held: Held| held.constant().is_some_and(|value| !value.is::<Float>());
        let this = self.get(register);
        match (this, other) {
            (Held::Const(a), Held::Const(b)) => return Ok(self.bool(a == b)),
            (Held::Int(..) | Held::Float(..) | Held::Bool(_), Held::Const(value))
                if value.is_none() =>
            {
                return Ok(self.bool(false));
            }
            _ => {}
        }
        if !is_simple(this) && !is_simple(other) {
            let known = |held| matches!(held, Held::Ref(..) | Held::Bool(_));
            if !known(this) && !known(other) {
                // One of them is no float, so they are the same word or they are not the same.
                match fr.get(register).is::<Instance>() {
                    true => drop(self.guard_shape(fr, register)?),
                    false => {
                        if self.get_kind(fr, register).is_none()
                            && !self.stays_no_float((this, fr.get(register)))?
                            && !self.stays_no_float((other, now))?
                        {
                            return unsupported("the identity of a number");
                        }
                    }
                }
            }
        }
        let this = self.get_word(register);
        let other = self.word(other);
        Ok(self.emit(Ir::SameWord, &[this, other]))
    }

    /// Makes sure that an operand which is no float, nor a reference, stays so; false if it is one.
    fn stays_no_float(&mut self, (held, now): Operand) -> Res<bool> {
        let is_such = !now.is_reference() && !now.is_immediate_float();
        Ok(match held {
            Held::Int(..) => true,
            Held::Word(_) if is_such => {
                self.guard_scalar((held, now))?;
                true
            }
            _ => false,
        })
    }

    /// Whether what a register holds counts as true.
    fn truth(&mut self, cx: &mut Cx, fr: Fr, register: u16) -> Res<Truth> {
        if fr.get(register).is::<Instance>() {
            return match self.truth_of_instance(cx, fr, register)? {
                Some(truth) => Ok(Truth::Known(truth)),
                None => {
                    let word = self.get_word(register);
                    self.wild_value("truth_any", &[word]).map(Truth::Told)
                }
            };
        }
        self.truth_of_builtin(fr, register).map(Truth::Known)
    }

    /// The same, of what is no instance.
    fn truth_of_builtin(&mut self, fr: Fr, register: u16) -> Res<ir::Value> {
        let (held, now) = (self.get(register), fr.get(register));
        match held {
            Held::Bool(bool) => return Ok(bool),
            Held::Const(value) if let Some(bool) = value.as_bool() => return Ok(self.bool(bool)),
            _ => {}
        }
        if now.as_bool().is_some() {
            return Ok(self.truth_of_bool(held));
        }
        if now.is_none() {
            let word = self.word(held);
            self.guard_word(word, now);
            return Ok(self.bool(false));
        }
        if let Some(int) = self.get_int(fr, register) {
            let zero = self.int(0);
            return Ok(self.emit(Ir::Ne, &[int, zero]));
        }
        if let Some(float) = self.get_float(fr, register) {
            let zero = self.float(0.0);
            return Ok(self.emit(Ir::NeFloat, &[float, zero]));
        }
        if let Some(length) = self.length(fr, register) {
            let zero = self.int(0);
            return Ok(self.emit(Ir::Ne, &[length, zero]));
        }
        if self.get_kind(fr, register).is_none() {
            return unsupported("the truth of a number");
        }
        let word = self.get_word(register);
        self.helper_value("truth", &[word])
    }

    /// The truth of a word that is a `bool`.
    pub(super) fn truth_of_bool(&mut self, held: Held) -> ir::Value {
        const BETWEEN: i64 = !8;
        let word = self.word(held);
        let bits = self.emit(Ir::WordAsInt, &[word]);
        let least = self.int(Value::FALSE.bits() as i64);
        let above = self.emit(Ir::Sub, &[bits, least]);
        let mask = self.int(BETWEEN);
        let rest = self.emit(Ir::And, &[above, mask]);
        let zero = self.int(0);
        let is_bool = self.emit(Ir::Eq, &[rest, zero]);
        self.guard(is_bool, true);
        self.emit(Ir::Ne, &[above, zero])
    }
}
