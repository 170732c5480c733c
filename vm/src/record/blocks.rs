//! `with`: context managers, and atomic blocks among them.
//!
//! In a trace an atomic block is what it is in the interpreter: a number in the context, as long as which is not zero
//! the transaction does not end. So a trace that is left within a block leaves everything as it has to be. What
//! has to be done before a block can begin (the transaction should have ended) is for the interpreter.
//!
//! A lock is taken and given back by helpers. Who would have to wait for it leaves, and the interpreter waits.

use super::held::Held;
use super::{After, Recorder, Res, unsupported};
use crate::cx::Cx;
use crate::interp::Fr;
use crate::name;
use crate::native::NativeDef;
use crate::objects::instance::Instance;
use crate::objects::native_function::NativeFunction;
use crate::protocol::attribute::{self, Method};
use crate::protocol::class_of;
use crate::stdlib::_thread::recorded::{self, Action};
use crate::stdlib::stm::atomic::ATOMIC;
use crate::value::Value;
use tython_compiler::isa::{Instr, Op, SpecialMethod};

impl Recorder {
    pub(super) fn blocks(&mut self, cx: &mut Cx, fr: Fr, op: Op, i: Instr) -> Res<Option<After>> {
        Ok(match op {
            Op::LoadSpecial => Some(self.load_special(cx, fr, i)?),
            Op::CallMethod => self.atomic(fr, i)?,
            _ => None,
        })
    }

    /// A method of a context manager, and the manager. Its class has to be what it is now.
    fn load_special(&mut self, cx: &mut Cx, fr: Fr, i: Instr) -> Res<After> {
        let manager = fr.get(i.b());
        let name = match usize::from(i.c()) {
            which if which == SpecialMethod::Enter as usize => name!(cx, "__enter__"),
            which if which == SpecialMethod::Exit as usize => name!(cx, "__exit__"),
            _ => return unsupported("async with"),
        };
        let class = class_of(manager);
        let (Ok(name), Ok(version)) = (name, cx.load(class, &class.version)) else {
            return unsupported("a class that changes");
        };
        let Ok(Some(Method::Unbound { function, .. })) = attribute::get_special(cx, manager, name)
        else {
            return unsupported("a method of a context manager that is computed");
        };
        if ATOMIC.is(class) {
            self.guard_same(fr, i.b());
        } else if manager.is::<Instance>() {
            self.guard_shape(fr, i.b())?;
            self.guard_class(class, version);
        } else if self.get_kind(fr, i.b()).is_none() {
            return unsupported("a context manager of that kind");
        }
        let receiver = self.get(i.b());
        Ok(self.pair(i.a(), (Held::Const(function), receiver)))
    }

    /// A call of a method of `atomic`; `None` if it is something else.
    fn atomic(&mut self, fr: Fr, i: Instr) -> Res<Option<After>> {
        let (function, receiver) = (fr.get(i.b()), fr.get(i.b() + 1));
        let method = function
            .cast::<NativeFunction>()
            .filter(|method| method.owner.get() == ATOMIC.value());
        let is_known = receiver.is_reference()
            && ATOMIC.is(class_of(receiver))
            && self.get(i.b()).constant().is_some();
        let Some(method) = method.filter(|_| is_known) else {
            return Ok(None);
        };
        let (helper, result) = match method.def().name {
            "__enter__" => ("enter_block", self.get(i.b() + 1)),
            "__exit__" => ("leave_block", Held::Const(Value::NONE)),
            _ => return Ok(None),
        };
        self.call_helper(helper, &[])?;
        Ok(Some(After::Set(i.a(), result)))
    }

    /// A call of a method of a lock that takes it or gives it back; `None` if it is something else.
    pub(super) fn lock(
        &mut self,
        def: &'static NativeDef,
        args: &[u16],
        dst: u16,
    ) -> Res<Option<After>> {
        let (helper, result) = match recorded::action(def, args.len()) {
            Some(Action::Take) => ("take_lock", Value::bool(true)),
            Some(Action::GiveBack) => ("give_lock_back", Value::NONE),
            Some(Action::Try) if self.get(args[1]) == Held::Const(Value::bool(false)) => {
                let lock = self.get_word(args[0]);
                let word = self.helper_value("try_lock", &[lock])?;
                return Ok(Some(After::Opaque(Some((dst, word)))));
            }
            _ => return Ok(None),
        };
        let lock = self.get_word(args[0]);
        self.call_helper(helper, &[lock])?;
        Ok(Some(After::Set(dst, Held::Const(result))))
    }
}
