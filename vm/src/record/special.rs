//! Special methods that are functions in Python: inlined calls, like any other.

use super::comparison::{Operand, is_scalar};
use super::held::Held;
use super::{After, Recorder, Res, unsupported};
use crate::cx::Cx;
use crate::interp::Fr;
use crate::interp::frame::Back;
use crate::interp::handlers::asked::Says;
use crate::interp::handlers::{comparison, special};
use crate::name;
use crate::native::Owner;
use crate::objects::function::Function;
use crate::objects::instance::Instance;
use crate::objects::native_function::NativeFunction;
use crate::protocol::class_of;
use crate::value::Value;
use tython_compiler::isa::Instr;
use tython_jit::ir::{self, Op as Ir};

impl Recorder {
    /// An operator or a comparison of an instance, which has a method for it. The operands' registers; the right one may be a
    /// number.
    pub(super) fn special_method(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        i: Instr,
        (left, right): (u16, Option<u16>),
        second: Operand,
    ) -> Res<Option<After>> {
        if !fr.get(left).is::<Instance>() {
            return Ok(None);
        }
        let Ok(Some((function, operands))) = special::method(cx, fr, i) else {
            return Ok(None);
        };
        if !self.can_enter(cx, function) {
            return Ok(None);
        }
        // What the right one is of decides whether the left one's method comes first.
        match right {
            Some(register) if operands.right.is::<Instance>() => {
                self.guard_class_of(cx, fr, register)?;
            }
            _ if is_scalar(operands.right) => self.guard_scalar(second)?,
            Some(register) if self.get_kind(fr, register).is_some() => {}
            _ => return Ok(None),
        }
        self.guard_class_of(cx, fr, left)?;
        let first = self.get(left);
        let second = right.map_or(second.0, |register| self.get(register));
        let callee = (Held::Const(Value::from(function)), Value::from(function));
        let back = (Back::Operator, i.a());
        self.enter(cx, fr, callee, &[first, second], None, back)
            .map(Some)
    }

    /// The instance in a register is of the class that it is of now, and that is as it is now.
    pub(super) fn guard_class_of(&mut self, cx: &mut Cx, fr: Fr, register: u16) -> Res<()> {
        let class = class_of(fr.get(register));
        let Ok(version) = cx.load(class, &class.version) else {
            return unsupported("a class that changes");
        };
        self.guard_shape(fr, register)?;
        self.guard_class(class, version);
        Ok(())
    }

    /// The method of that name of the instance in a register, if it is a function in Python that may be inlined.
    pub(super) fn method_of(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        register: u16,
        name: Value,
    ) -> Res<Option<(Held, Value)>> {
        let now = fr.get(register);
        if !now.is::<Instance>() {
            return Ok(None);
        }
        let Ok(Some(found)) = class_of(now).lookup(cx, name) else {
            return Ok(None);
        };
        match found.cast::<Function>() {
            Some(function) if self.can_enter(cx, function) => {
                self.guard_class_of(cx, fr, register)?;
                Ok(Some((Held::Const(found), found)))
            }
            _ => Ok(None),
        }
    }

    /// `len` of an instance whose `__len__` is a function in Python: a call of that.
    pub(super) fn length_of_instance(
        &mut self,
        cx: &mut Cx,
        fr: Fr,
        callee: Operand,
        registers: &[u16],
        dst: u16,
    ) -> Res<Option<After>> {
        let is_len = |native: &NativeFunction| {
            let def = native.def();
            def.name == "len" && matches!(def.owner, Owner::Module("builtins"))
        };
        let (Some(true), &[register]) = (callee.1.cast::<NativeFunction>().map(is_len), registers)
        else {
            return Ok(None);
        };
        let Ok(name) = name!(cx, "__len__") else {
            return unsupported("a name");
        };
        let Some(method) = self.method_of(cx, fr, register, name)? else {
            return Ok(None);
        };
        let Some(function) = method.1.cast::<Function>() else {
            return Ok(None);
        };
        self.guard_callee(callee);
        let object = self.get(register);
        let back = (Back::Length, dst);
        let after = self.enter(cx, fr, method, &[object], None, back)?;
        let after = self.executed_as(after, function, vec![fr.get(register)], back);
        Ok(Some(after))
    }

    /// What the newest frame is about to return has to be a length, if that is what its caller wants.
    pub(super) fn guard_length(&mut self, (held, now): Operand) -> Res<ir::Value> {
        let is_length = now.as_small_int().is_some_and(|length| length >= 0);
        let length = self.as_int(held, now).filter(|_| is_length);
        let Some(length) = length else {
            return unsupported("a length that is none");
        };
        let zero = self.int(0);
        let is_length = self.emit(Ir::Le, &[zero, length]);
        self.guard(is_length, true);
        Ok(length)
    }

    /// The newest frame is about to return this. If somebody waits for an answer, it has to be one; if it is for a jump, it
    /// has to be as true as it is now. Gives what the caller gets.
    pub(super) fn answer(&mut self, (held, now): Operand) -> Res<Held> {
        if self.levels.len() < 2 {
            return Ok(held);
        }
        match self.level().back {
            (Back::Operator, _) => {}
            (Back::Length, _) => {
                self.guard_length((held, now))?;
                return Ok(held);
            }
            (Back::Bool, _) => {
                if now.as_bool().is_none() {
                    return unsupported("an answer that is no bool");
                }
                return Ok(match held {
                    Held::Word(_) => Held::Bool(self.truth_of_bool(held)),
                    held => held,
                });
            }
            (Back::Truth, says) => return self.answered(Says::of(says), (held, now)),
            _ => return Ok(held),
        }
        self.guard_answer(held)?;
        if self.jumps_on_answer() {
            let Some(holds) = now.as_bool() else {
                return unsupported("an answer that is no bool");
            };
            if held.constant().is_none() {
                let truth = match held {
                    Held::Bool(bool) => bool,
                    held => self.truth_of_bool(held),
                };
                self.guard(truth, holds);
            }
        }
        Ok(held)
    }

    /// Whether the caller of the newest frame is at a comparison that jumps.
    pub(super) fn jumps_on_answer(&self) -> bool {
        self.waiting().is_some_and(|instr| jumps(instr.0))
    }

    pub(super) fn guard_answer(&mut self, value: Held) -> Res<()> {
        match value {
            Held::Const(value) if value == Value::NOT_IMPLEMENTED => unsupported("NotImplemented"),
            Held::Word(word) => {
                let none = self.constant(Value::NOT_IMPLEMENTED);
                let same = self.emit(Ir::SameWord, &[word, none]);
                self.guard(same, false);
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

/// Whether this is a comparison that jumps.
pub(super) fn jumps(word: u64) -> bool {
    let comparison = Instr(word).op().and_then(comparison);
    comparison.is_some_and(|comparison| comparison.jumps.is_some())
}
