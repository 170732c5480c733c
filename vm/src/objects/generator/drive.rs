//! Driving a generator from native code: `send`, `throw`, `close`.

use super::{COROUTINE, Generator, State};
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::interp::frame::Back;
use crate::interp::{Fr, leave, run, unwind};
use crate::name;
use crate::objects::exception::{self, as_exception_class, classes, fields, is_exception};
use crate::objects::traceback::Traceback;
use crate::objects::tuple::Tuple;
use crate::protocol::{attribute, awaitable, call, class_of, is_instance, type_name, warning};
use crate::value::Value;

/// What a step gives: a value that was yielded, or `Err` of the value that was returned.
pub(crate) type Step = Result<Value, Value>;

/// The result of a step as `send` gives it: what was returned leaves as StopIteration.
///
/// # Errors
/// That one.
pub(crate) fn give(cx: &mut Cx, step: Step) -> R {
    match step {
        Ok(value) => Ok(value),
        Err(returned) => Err(cx.stop_iteration(returned)),
    }
}

impl Generator {
    /// Resumes: the yield that it stands at gives `sent`.
    ///
    /// # Errors
    /// What it raises; TypeError for a value that nobody waits for yet; RuntimeError of a coroutine
    /// that has ended.
    pub fn send(&'static self, cx: &mut Cx, sent: Value) -> R<Step> {
        if !sent.is_none() && self.state(cx)? == State::Created {
            let kind = self.kind();
            return Err(cx.type_error(format_args!(
                "can't send non-None value to a just-started {kind}"
            )));
        }
        match self.go_on_with(cx, sent)? {
            Some(value) => self.outcome(cx, value),
            None => self.after_end(cx),
        }
    }

    /// What it yields or returns next; `None` if it has ended before.
    #[inline]
    fn go_on_with(&'static self, cx: &mut Cx, sent: Value) -> R<Option<Value>> {
        cx.deeper(|cx| {
            if self.resume_innermost(cx, sent, Back::Entry, 0)? {
                run(cx).map(Some)
            } else {
                Ok(None)
            }
        })
    }

    /// The next value of a plain generator; `None` at its end.
    ///
    /// # Errors
    /// What it raises.
    pub(crate) fn next(&'static self, cx: &mut Cx) -> R<Option<Value>> {
        let value = self.go_on_with(cx, Value::NONE)?;
        Ok(match self.state(cx)? {
            State::Finished => None,
            _ => value,
        })
    }

    /// A step of one that has ended.
    pub(crate) fn after_end(&'static self, cx: &mut Cx) -> R<Step> {
        if COROUTINE.is(class_of(self.value())) {
            return Err(cx.runtime_error(format_args!("cannot reuse already awaited coroutine")));
        }
        Ok(Err(Value::NONE))
    }

    fn outcome(&'static self, cx: &mut Cx, value: Value) -> R<Step> {
        let ended = self.state(cx)? == State::Finished;
        Ok(if ended { Err(value) } else { Ok(value) })
    }

    /// Raises `exception` where it stands, in its own frame.
    ///
    /// # Errors
    /// What it raises.
    fn raise_inside(&'static self, cx: &mut Cx, exception: Value) -> R<Step> {
        let value = cx.deeper(|cx| {
            self.resume(cx, Value::NONE, Back::Entry, 0)?;
            // What the caller handles is not its context.
            let own = cx.handled != Fr(cx.frames.top()).frame().handled;
            let exit = if own {
                cx.raise_in_context(exception)
            } else {
                cx.raise(exception)
            };
            match exit {
                Exit::Raise if unwind::to_handler(cx)? => run(cx),
                exit => Err(exit),
            }
        })?;
        self.outcome(cx, value)
    }

    /// Has its frame among those that run while what it delegates to is at work.
    fn while_delegating<T>(
        &'static self,
        cx: &mut Cx,
        delegate: Value,
        body: impl FnOnce(&mut Cx) -> R<T>,
    ) -> R<T> {
        self.resume(cx, Value::NONE, Back::Entry, 0)?;
        let fr = Fr(cx.frames.top());
        let result = cx.deeper(body);
        if matches!(result, Ok(_) | Err(Exit::Raise)) {
            self.suspend(cx, fr, delegate)?;
            leave::pop(cx, fr);
        }
        result
    }

    /// Raises `exception` where it stands: in what it delegates to, if it does.
    ///
    /// # Errors
    /// What it raises.
    pub fn throw(&'static self, cx: &mut Cx, exception: Value) -> R<Step> {
        self.throw_from(cx, exception, true)
    }

    /// The same; with `closing`, a GeneratorExit closes what it delegates to.
    pub(crate) fn throw_from(
        &'static self,
        cx: &mut Cx,
        exception: Value,
        closing: bool,
    ) -> R<Step> {
        match self.state(cx)? {
            State::Running => return Err(self.already_running(cx)),
            State::Finished => {
                if COROUTINE.is(class_of(self.value())) {
                    return Err(
                        cx.runtime_error(format_args!("cannot reuse already awaited coroutine"))
                    );
                }
                return Err(cx.raise(exception));
            }
            State::Created => {
                return self.raise_inside(cx, exception);
            }
            State::Suspended => {}
        }
        let delegate = cx.load(self, &self.delegate)?;
        if delegate.is_none() {
            return self.raise_inside(cx, exception);
        }
        if closing && is_instance(cx, exception, &classes::GENERATOR_EXIT)? {
            let closed = self.while_delegating(cx, delegate, |cx| close_any(cx, delegate));
            let exception = match closed {
                Ok(()) => exception,
                Err(Exit::Raise) => cx.take_exception(),
                Err(exit) => return Err(exit),
            };
            return self.raise_inside(cx, exception);
        }
        let thrown = self.while_delegating(cx, delegate, |cx| {
            throw_any(cx, delegate, exception, closing)
        });
        match thrown {
            Ok(Some(Ok(value))) => Ok(Ok(value)),
            // The delegation has ended: its value is that of the `yield from`.
            Ok(Some(Err(returned))) => {
                let stop = match cx.stop_iteration(returned) {
                    Exit::Raise => cx.take_exception(),
                    exit => return Err(exit),
                };
                self.raise_inside(cx, stop)
            }
            Ok(None) => self.raise_inside(cx, exception),
            Err(Exit::Raise) => {
                let raised = cx.take_exception();
                self.raise_inside(cx, raised)
            }
            Err(exit) => Err(exit),
        }
    }

    /// Raises ValueError: it is running.
    #[cold]
    pub(crate) fn already_running(&'static self, cx: &mut Cx) -> Exit {
        let kind = self.kind();
        cx.value_error(format_args!("{kind} already executing"))
    }

    /// Raises GeneratorExit where it stands; gives what it returned in answer.
    ///
    /// # Errors
    /// RuntimeError if it goes on yielding, and what it raises.
    pub fn close(&'static self, cx: &mut Cx) -> R {
        match self.state(cx)? {
            State::Created => {
                self.finish(cx)?;
                return Ok(Value::NONE);
            }
            State::Finished => return Ok(Value::NONE),
            State::Running => return Err(self.already_running(cx)),
            State::Suspended => {}
        }
        let delegate = cx.load(self, &self.delegate)?;
        let mut exception = None;
        if !delegate.is_none() {
            let closed = self.while_delegating(cx, delegate, |cx| close_any(cx, delegate));
            match closed {
                Ok(()) => {}
                Err(Exit::Raise) => exception = Some(cx.take_exception()),
                Err(exit) => return Err(exit),
            }
        }
        let exception = match exception {
            Some(exception) => exception,
            None => exception::new(cx, &classes::GENERATOR_EXIT, &[])?,
        };
        match self.raise_inside(cx, exception) {
            Ok(Ok(_)) => {
                let kind = self.kind();
                Err(cx.runtime_error(format_args!("{kind} ignored GeneratorExit")))
            }
            Ok(Err(returned)) => Ok(returned),
            Err(Exit::Raise) => {
                let raised = cx.exception;
                if is_instance(cx, raised, &classes::GENERATOR_EXIT)?
                    || is_instance(cx, raised, &classes::STOP_ITERATION)?
                {
                    cx.take_exception();
                    return Ok(Value::NONE);
                }
                Err(Exit::Raise)
            }
            Err(exit) => Err(exit),
        }
    }
}

/// Raises an exception in any iterator; `None`: it has no `throw`.
fn throw_any(cx: &mut Cx, iterator: Value, exception: Value, closing: bool) -> R<Option<Step>> {
    if let Some(generator) = iterator.cast::<Generator>()
        && !generator.is_async()
    {
        return generator.throw_from(cx, exception, closing).map(Some);
    }
    let name = name!(cx, "throw")?;
    let Some(throw) = attribute::find(cx, iterator, name)? else {
        return Ok(None);
    };
    let result = call::call_values(cx, throw, &[exception]);
    awaitable::step_of(cx, result).map(Some)
}

/// Closes what `yield from` or `await` delegates to, if it can be closed.
fn close_any(cx: &mut Cx, iterator: Value) -> R<()> {
    if let Some(generator) = iterator.cast::<Generator>()
        && !generator.is_async()
    {
        return generator.close(cx).map(|_| ());
    }
    let name = name!(cx, "close")?;
    match attribute::find(cx, iterator, name)? {
        Some(close) => call::call_values(cx, close, &[]).map(|_| ()),
        None => Ok(()),
    }
}

/// The exception that the arguments of `throw(type, value, traceback)` mean; absent ones are unbound.
///
/// # Errors
/// TypeError if they mean none, and what the class raises.
pub(crate) fn thrown(cx: &mut Cx, class: Value, value: Value, traceback: Value) -> R {
    if !value.is_unbound() || !traceback.is_unbound() {
        warning::warn(
            cx,
            &classes::DEPRECATION_WARNING,
            "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.",
        )?;
    }
    let traceback = traceback.bound().filter(|traceback| !traceback.is_none());
    if traceback.is_some_and(|traceback| !traceback.is::<Traceback>()) {
        return Err(cx.type_error(format_args!(
            "throw() third argument must be a traceback object"
        )));
    }
    let value = value.bound().filter(|value| !value.is_none());
    let exception = if as_exception_class(class).is_some() {
        match normalized(cx, class, value) {
            // What the class raises is thrown in its place.
            Err(Exit::Raise) => cx.take_exception(),
            result => result?,
        }
    } else if is_exception(class) {
        if value.is_some() {
            return Err(cx.type_error(format_args!(
                "instance exception may not have a separate value"
            )));
        }
        class
    } else {
        let given = type_name(cx, class)?;
        return Err(cx.type_error(format_args!(
            "exceptions must be classes or instances deriving from BaseException, not {given}"
        )));
    };
    if let Some(traceback) = traceback {
        exception::set_field(cx, exception, fields::TRACEBACK, traceback)?;
    }
    Ok(exception)
}

/// An instance of an exception class, made of a value that may be one already.
fn normalized(cx: &mut Cx, class: Value, value: Option<Value>) -> R {
    let exception = match (value, as_exception_class(class)) {
        (Some(value), Some(wanted)) if class_of(value).is_subclass(cx, wanted)? => {
            return Ok(value);
        }
        (None, _) => call::call_values(cx, class, &[])?,
        (Some(value), _) => match value.cast::<Tuple>() {
            Some(arguments) => call::call_values(cx, class, arguments.as_slice())?,
            None => call::call_values(cx, class, &[value])?,
        },
    };
    if is_exception(exception) {
        return Ok(exception);
    }
    let (class, other) = (crate::protocol::repr(cx, class)?, type_name(cx, exception)?);
    let class = crate::objects::str::to_string(class);
    Err(cx.type_error(format_args!(
        "calling {class} should have returned an instance of BaseException, not {other}"
    )))
}
