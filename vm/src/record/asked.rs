//! What an instance says of its truth, or of what is in it: a method in Python is an inlined call, like any other.

use super::comparison::Operand;
use super::held::Held;
use super::{After, Recorder, Res, unsupported};
use crate::cx::{Cx, R};
use crate::interp::Fr;
use crate::interp::frame::Back;
use crate::interp::handlers::asked::{self, Asked, Says};
use crate::objects::instance::Instance;
use crate::objects::int::BOOL;
use crate::objects::type_object::Type;
use crate::protocol::class_of;
use crate::value::Value;
use tython_compiler::isa::{Instr, Op};
use tython_jit::ir::{self, Op as Ir};

impl Recorder {
    /// The running instruction asks what is in a register whether it counts as true.
    pub(super) fn asks_for_truth(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        register: u16,
    ) -> Res<Option<After>> {
        let args = [self.get(register)];
        self.asks(cx, fr, register, asked::about_truth, &args)
    }

    /// The running instruction asks what is in a register whether something is in it.
    pub(super) fn asks_for_contents(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        register: u16,
        value: u16,
    ) -> Res<Option<After>> {
        let args = [self.get(register), self.get(value)];
        self.asks(cx, fr, register, asked::about_contents, &args)
    }

    fn asks(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        register: u16,
        about: fn(&mut Cx, &'static Type) -> R<Asked>,
        args: &[Held],
    ) -> Res<Option<After>> {
        let now = fr.get(register);
        if !now.is::<Instance>() {
            return Ok(None);
        }
        let Ok(Asked::Function(function, says)) = about(cx, class_of(now)) else {
            return Ok(None);
        };
        if !self.can_enter(cx, function) {
            return Ok(None);
        }
        self.guard_class_of(cx, fr, register)?;
        let function = Value::from(function);
        let callee = (Held::Const(function), function);
        let back = (Back::Truth, says as u16);
        self.enter(cx, fr, callee, args, None, back).map(Some)
    }

    /// `bool` of an instance whose `__bool__` is a function in Python: a call of that.
    pub(super) fn bool_of_instance(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        class: &'static Type,
        register: u16,
        dst: u16,
    ) -> Res<Option<After>> {
        let now = fr.get(register);
        if !BOOL.is(class) || !now.is::<Instance>() {
            return Ok(None);
        }
        if let Some(truth) = self.truth_of_instance(cx, fr, register)? {
            return Ok(Some(After::Set(dst, Held::Bool(truth))));
        }
        let Ok(Asked::Function(function, Says::Truth)) = asked::about_truth(cx, class_of(now))
        else {
            return Ok(None);
        };
        if !self.can_enter(cx, function) {
            return Ok(None);
        }
        self.guard_class_of(cx, fr, register)?;
        let callee = Value::from(function);
        let args = [self.get(register)];
        let back = (Back::Bool, dst);
        let after = self.enter(cx, fr, (Held::Const(callee), callee), &args, None, back)?;
        Ok(Some(self.executed_as(after, function, vec![now], back)))
    }

    /// The newest frame is about to return this to who has asked: what is made of it.
    pub(super) fn answered(&mut self, says: Says, operand: Operand) -> Res<Held> {
        let (truth, holds) = match (says, operand.1.as_bool()) {
            (Says::Truth | Says::Contents, Some(holds)) => {
                let truth = match operand.0 {
                    Held::Bool(bool) => bool,
                    Held::Const(_) => self.bool(holds),
                    held => self.truth_of_bool(held),
                };
                (truth, holds)
            }
            (Says::Contents, None) => self.truth_of_answer(operand)?,
            (Says::Length, _) => {
                let length = self.guard_length(operand)?;
                let zero = self.int(0);
                let holds = operand.1.as_small_int() != Some(0);
                (self.emit(Ir::Ne, &[length, zero]), holds)
            }
            _ => return unsupported("an answer that is no bool"),
        };
        Ok(match self.waiting().and_then(Instr::op) {
            Some(Op::JumpIfTrue | Op::JumpIfFalse) => {
                if operand.0.constant().is_none() {
                    self.guard(truth, holds);
                }
                Held::Const(Value::bool(holds))
            }
            Some(Op::Not | Op::NotIn) => match operand.0.constant() {
                Some(_) => Held::Const(Value::bool(!holds)),
                None => Held::Bool(self.emit(Ir::Not, &[truth])),
            },
            _ => match operand.0.constant() {
                Some(_) => Held::Const(Value::bool(holds)),
                None => Held::Bool(truth),
            },
        })
    }

    /// The truth of what a `__contains__` returns that is no `bool`, and what it is now.
    fn truth_of_answer(&mut self, (held, now): Operand) -> Res<(ir::Value, bool)> {
        if now.is_none() {
            let word = self.word(held);
            self.guard_word(word, now);
            return Ok((self.bool(false), false));
        }
        if let Some(number) = now.as_small_int()
            && let Some(int) = self.as_int(held, now)
        {
            let zero = self.int(0);
            return Ok((self.emit(Ir::Ne, &[int, zero]), number != 0));
        }
        unsupported("an answer that is no bool")
    }

    /// The instruction before the one that the caller of the newest frame stands at, if it takes one word.
    pub(super) fn waiting(&self) -> Option<Instr> {
        let depth = self.levels.len().checked_sub(2)?;
        let word = self.levels[depth].word.checked_sub(1)?;
        let data = self.data(depth)?;
        data.code.words.get(word as usize).copied().map(Instr)
    }
}
