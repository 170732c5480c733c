//! What happens to a generator that is garbage: a suspended one is closed, so that its `finally` blocks
//! run; of a coroutine that was never awaited there is a warning.

use super::{ASYNC_GENERATOR, COROUTINE, Generator, State};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::objects::async_generator;
use crate::objects::code::CodeData;
use crate::objects::exception::classes;
use crate::objects::str;
use crate::protocol::{class_of, warning};
use crate::runtime::finalizers;
use crate::value::Value;
use std::sync::atomic::Ordering;
use tython_compiler::code::ExceptionRange;
use tython_compiler::isa::{Instr, Op};

/// Whether a range is more than the one around the whole body, which makes RuntimeError of
/// StopIteration.
fn is_own(data: &CodeData, range: &ExceptionRange) -> bool {
    let word = data.words.get(range.handler as usize);
    // Relaxed: quickening never changes this operation.
    let op = word.and_then(|word| Instr(word.load(Ordering::Relaxed)).op());
    op != Some(Op::StopIterationError)
}

/// Registers a new generator with the collector, if it may have something to clean up.
pub(super) fn register(cx: &mut Cx, generator: &'static Generator) {
    let class = class_of(generator.value());
    let has_handlers = generator.code_object().is_some_and(|code| {
        let data = code.data();
        let mut ranges = data.code.exceptions.iter();
        ranges.any(|range| is_own(data, range))
    });
    if has_handlers || COROUTINE.is(class) || ASYNC_GENERATOR.is(class) {
        finalizers::generator_born(cx, generator);
    }
}

impl Generator {
    /// Whether there is something to do now that it is garbage. The world is stopped.
    pub(crate) fn has_cleanup(&'static self) -> bool {
        let class = class_of(self.value());
        let state = self.state.peek().as_small_int().unwrap_or(0);
        match super::STATES[state as usize & 3] {
            State::Created => COROUTINE.is(class),
            State::Running | State::Finished => false,
            State::Suspended => {
                let next = self.resume_at.peek().as_small_int().unwrap_or(0);
                let word = (next - 1).max(0) as u32;
                let handled = self.code_object().is_some_and(|code| {
                    let data = code.data();
                    let range = data.code.handler_at(word);
                    range.is_some_and(|range| is_own(data, range))
                });
                handled || !self.finalizer.peek().is_none()
            }
        }
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
