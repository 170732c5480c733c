//! What happens to a generator that is garbage: a suspended one is closed, so that its `finally` blocks
//! run; of a coroutine that was never awaited there is a warning.

use super::{ASYNC_GENERATOR, COROUTINE, Generator, State};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::objects::async_generator;
use crate::objects::exception::classes;
use crate::objects::str;
use crate::protocol::{class_of, warning};
use crate::value::Value;
use tython_compiler::code::{Code, CodeFlags, ExceptionRange};
use tython_compiler::isa::{Instr, Op};

/// Whether a range is more than the one around the whole body, which makes RuntimeError of
/// StopIteration.
fn is_own(code: &Code, range: &ExceptionRange) -> bool {
    let word = code.words.get(range.handler as usize);
    let op = word.and_then(|word| Instr(*word).op());
    op != Some(Op::StopIterationError)
}

/// Whether a generator with this code may have something to clean up, which the collector is told when it
/// is made.
pub(crate) fn may_be_needed(code: &Code) -> bool {
    let always = CodeFlags(CodeFlags::COROUTINE.0 | CodeFlags::ASYNC_GENERATOR.0);
    let mut ranges = code.exceptions.iter();
    code.flags.has(always) || ranges.any(|range| is_own(code, range))
}

impl Generator {
    /// Whether there is something to do now that it is garbage. The world is stopped.
    pub(crate) fn has_cleanup(&'static self) -> bool {
        let class = class_of(self.value());
        match State::of(self.state.peek()) {
            State::Created => COROUTINE.is(class),
            State::Running | State::Finished => false,
            State::Suspended => {
                let word = self.word_before(self.resume_at.peek());
                let handled = self.code_object().is_some_and(|code| {
                    let code = &code.data().code;
                    let range = code.handler_at(word);
                    range.is_some_and(|range| is_own(code, range))
                });
                handled || !self.finalizer.peek().is_none()
            }
        }
    }

    /// Whether it has returned or raised, for a transaction that has made it.
    pub(crate) fn has_ended(&'static self) -> bool {
        State::of(self.state.peek()) == State::Finished
    }

    /// Whether it is a coroutine that nobody has awaited.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub(crate) fn never_awaited(&'static self, cx: &mut Cx) -> R<bool> {
        Ok(COROUTINE.is(class_of(self.value())) && self.state(cx)? == State::Created)
    }

    /// Cleans up after it.
    ///
    /// # Errors
    /// What its `finally` blocks raise.
    pub(crate) fn clean_up(&'static self, cx: &mut Cx) -> R {
        let class = class_of(self.value());
        if self.never_awaited(cx)? {
            let name = cx.load(self, &self.qualname)?;
            let name = str::to_string(name);
            let message = format!("coroutine '{name}' was never awaited");
            warning::warn(cx, &classes::RUNTIME_WARNING, &message)?;
            return Ok(Value::NONE);
        }
        if ASYNC_GENERATOR.is(class) && async_generator::finalize(cx, self)? {
            return Ok(Value::NONE);
        }
        self.close(cx)
    }
}
