//! Exceptions that are raised in a trace and caught in it.
//!
//! The exception that `raise` makes, the tracebacks of the frames that it leaves and the frames that these show are new
//! objects of the trace (`exceptions.rs`, `tracebacks.rs`). If nobody gets hold of them they are virtual: what is left of all
//! that is a jump. The interpreter finds the handler while this is recorded; which one it is depends on the exception's class
//! alone, and that is certain.
//!
//! What leaves the frame that the trace was entered from, or the body of a generator, is raised by the interpreter.

use super::held::Held;
use super::{After, Recorder, Refused, Res, refused, unsupported};
use crate::cx::Cx;
use crate::interp::{Fr, unwind};
use crate::objects::exception::{as_exception_class, fields, is_exception};
use crate::value::Value;
use std::mem::offset_of;
use tython_compiler::code::ExceptionRange;
use tython_compiler::isa::{Instr, Op};
use tython_jit::hooks::Refusal;
use tython_jit::ir::{self, Op as Ir};

/// An exception on its way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Flying {
    /// Its address.
    exception: ir::Value,
    /// Whether it is raised once more by what cleans up: then the newest frame has its entry already.
    again: bool,
}

impl Recorder {
    pub(super) fn raises(&mut self, cx: &mut Cx, fr: Fr, op: Op, i: Instr) -> Res<Option<After>> {
        Ok(Some(match op {
            Op::Raise => {
                let exception = self.instantiated(cx, fr, i.a())?;
                self.flies_in_context(exception)?
            }
            Op::RaiseFrom => {
                let exception = self.instantiated(cx, fr, i.a())?;
                let cause = match fr.get(i.b()).is_none() {
                    true => {
                        self.guard_same(fr, i.b());
                        self.constant(Value::NONE)
                    }
                    false => {
                        let cause = self.instantiated(cx, fr, i.b())?;
                        self.tagged(cause)
                    }
                };
                self.open_write(exception);
                let suppressed = self.constant(Value::TRUE);
                self.set_field(exception, fields::CAUSE, cause);
                self.set_field(exception, fields::SUPPRESS_CONTEXT, suppressed);
                self.flies_in_context(exception)?
            }
            Op::Reraise => {
                let (held, now) = (self.get(i.a()), fr.get(i.a()));
                self.flies_again(held, now)?
            }
            Op::RaiseAgain => match self.level().handled {
                Some(held) => self.flies_again(held, cx.handled)?,
                None => return unsupported("to raise what was caught elsewhere"),
            },
            _ => return Ok(None),
        }))
    }

    /// The exception that is raised by an operand: an instance, or what a class gives without arguments.
    fn instantiated(&mut self, cx: &mut Cx, fr: Fr, register: u16) -> Res<ir::Value> {
        let now = fr.get(register);
        if let Some(class) = as_exception_class(now) {
            self.guard_same(fr, register);
            return match self.new_exception(cx, class, &[])? {
                Some(Held::Ref(exception, _)) => Ok(exception),
                _ => unsupported("an exception of an unusual class"),
            };
        }
        if !is_exception(now) {
            return unsupported("what is raised is no exception");
        }
        self.guard_shape(fr, register)
    }

    /// A new exception is raised; what is being handled is its context.
    pub(super) fn flies_in_context(&mut self, exception: ir::Value) -> Res<After> {
        self.open_write(exception);
        match self.exceptions.get_mut(&exception) {
            Some(made) if !made.raised => made.raised = true,
            // Nobody knows what chain it is in.
            _ => return unsupported("an exception that is raised a second time"),
        }
        let context = self.handled_word();
        self.set_field(exception, fields::CONTEXT, context);
        Ok(self.flies(exception, false))
    }

    /// An exception that has been caught goes on.
    fn flies_again(&mut self, held: Held, now: Value) -> Res<After> {
        let exception = self.as_ref(held, now);
        let Some(exception) = exception.filter(|made| self.exceptions.contains_key(made)) else {
            return unsupported("to raise what was raised elsewhere");
        };
        self.open_write(exception);
        Ok(self.flies(exception, true))
    }

    /// The running instruction raises this; until it has, exits lead to before it.
    pub(super) fn flies(&mut self, exception: ir::Value, again: bool) -> After {
        self.exit();
        After::Raised(Flying { exception, again })
    }

    /// The running instruction has raised. The frames are those in which it has; they are about to be left.
    ///
    /// # Errors
    /// If it was not expected to, or what it has raised is caught elsewhere.
    pub(super) fn raised(&mut self, cx: &mut Cx) -> Res<()> {
        let After::Raised(flying) = std::mem::replace(&mut self.after, After::Nothing) else {
            return Err(not_caught());
        };
        let (frames, handler) = self.frames_to_handler(cx)?;
        let exception = flying.exception;
        let mut next = self.field(exception, fields::TRACEBACK);
        for (number, fr) in frames.iter().enumerate() {
            let depth = self.levels.len() - 1;
            let word = unwind::word_index(*fr);
            let is_again = flying.again && number == 0;
            if !is_again && !fr.code().hidden {
                let proxy = self.frame_object(cx, *fr)?;
                let frame = self.word(proxy);
                let (entry, its_word) = self.new_traceback(next, frame, word);
                next = its_word;
                self.made_for(exception, entry, proxy);
            }
            if number + 1 == frames.len() {
                break;
            }
            if self.levels[depth].proxy.is_some() {
                let left_at = match is_again {
                    true => unwind::left_at(cx, *fr, word).ok().flatten(),
                    false => None,
                };
                let word = left_at.map_or(word, |word| word as u32);
                self.leave_frame(cx, *fr, word)?;
            }
            self.levels.pop();
        }
        // A helper may have waited for another thread.
        self.open_write(exception);
        self.set_field(exception, fields::TRACEBACK, next);
        self.store_caught_at(frames.last().map_or(0, |fr| unwind::word_index(*fr)));
        let word = self.tagged(exception);
        let level = self.level();
        level.pending = None;
        level.awaits = false;
        level.word = handler.handler;
        self.set(handler.exc, Held::Ref(exception, word));
        Ok(())
    }

    /// The newest level has caught what it or a callee has raised at this word: who raises that again may want to know.
    fn store_caught_at(&mut self, word: u32) {
        let frame = self.address_of(self.levels.len() - 1);
        let frame = self.emit(Ir::WordAsInt, &[frame]);
        let word = self.int(i64::from(word));
        let context = self.emit(Ir::Context, &[]);
        for (offset, value) in [
            (offset_of!(Cx, caught_at.0), frame),
            (offset_of!(Cx, caught_at.1), word),
        ] {
            let place = self.own("context", ir::Type::I64, offset);
            self.store(place, context, value);
        }
    }

    /// The frames from the newest one to that which has a handler, and the handler. (The newest stands behind its instruction, as
    /// callers do.)
    fn frames_to_handler(&self, cx: &Cx) -> Res<(Vec<Fr>, ExceptionRange)> {
        let mut frames = Vec::new();
        let mut fr = Fr(cx.frames.top());
        for depth in (0..self.levels.len()).rev() {
            if fr.frame().code != self.code_at(depth) {
                return unsupported("an exception in another frame");
            }
            frames.push(fr);
            if let Some(handler) = fr.code().code.handler_at(unwind::word_index(fr)) {
                return Ok((frames, *handler));
            }
            let imports = fr.frame().function == cx.vm.importlib_import.get();
            if self.levels[depth].body.is_some() || imports {
                return unsupported("an exception that ends a generator");
            }
            fr = Fr(fr.frame().caller);
        }
        Err(not_caught())
    }

    /// Whether the handler is where the interpreter has found it.
    pub(super) fn is_where(&mut self, fr: Fr) -> bool {
        let depth = self.levels.len() - 1;
        fr.frame().code == self.code_at(depth)
            && fr.word_of(fr.frame().pc) == self.level().word as usize
    }
}

fn not_caught() -> Box<Refused> {
    refused(Refusal::LeftLoop, "an exception was raised")
}
