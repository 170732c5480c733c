//! What compiled code knows of generators: it resumes and suspends them in line, while one thread runs.

use super::resume::{is_handling_at, push_delegating as push};
use super::{Generator, State};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::interp::frame::Back;
use crate::interp::{Fr, call, leave};
use crate::native::Args;
use crate::objects::code::{CodeData, CodeObject};
use crate::objects::function::Function;
use crate::value::Value;
use std::mem::offset_of;
use tython_compiler::isa::{Instr, Op};

pub(crate) const STATE: usize = offset_of!(Generator, state);
pub(crate) const RESUME_AT: usize = offset_of!(Generator, resume_at);
pub(crate) const HANDLED: usize = offset_of!(Generator, handled);
pub(crate) const DELEGATE: usize = offset_of!(Generator, delegate);
pub(crate) const CODE: usize = offset_of!(Generator, code);
pub(crate) const FRAME: usize = offset_of!(Generator, frame);
pub(crate) const FUNCTION: usize = offset_of!(Generator, function);
pub(crate) const GLOBALS: usize = offset_of!(Generator, globals);
pub(crate) const BUILTINS: usize = offset_of!(Generator, builtins);
/// The first register.
pub(crate) const REGISTERS: usize = size_of::<Generator>();

/// In the state of one that runs.
pub(crate) const RUNNING: Value = State::Running.value();
/// In the state of one that has not begun.
pub(crate) const CREATED: Value = State::Created.value();
/// In the state of one that has returned.
pub(crate) const FINISHED: Value = State::Finished.value();
/// In the state of one that is suspended.
pub(crate) const SUSPENDED: Value = State::Suspended.value();

/// Generators that delegate to each other at most, for compiled code.
const LONGEST: usize = 40;

/// How a generator stands that can be resumed, and has nothing special about it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    /// The code object.
    pub(crate) code: &'static CodeObject,
    /// What its field says: created or suspended.
    pub(crate) state: Value,
    /// Where it goes on, as its field says it.
    pub(crate) resume_at: Value,
    /// The same, as a word of the code.
    pub(crate) word: usize,
    /// The register that gets what is sent, if it stands at a yield.
    pub(crate) sent: Option<u16>,
    /// Whether it delegates to something.
    pub(crate) delegates: bool,
}

/// How a generator or coroutine stands, if it can be resumed and handles nothing, and nobody looks at its frame.
pub(crate) fn standing(generator: &'static Generator) -> Option<Standing> {
    let state = generator.state.peek();
    let can_go_on = matches!(State::of(state), State::Created | State::Suspended);
    let is_plain = !generator.is_async()
        && generator.handled.peek().is_unbound()
        && generator.frame.peek().is_unbound();
    if !can_go_on || !is_plain {
        return None;
    }
    let code = generator.code_object()?;
    let resume_at = generator.resume_at.peek();
    let word = generator.word_before(resume_at) as usize + 1;
    let at_yield = || {
        let instr = code.data().code.words.get(word.checked_sub(1)?)?;
        Some(Instr(*instr).a())
    };
    let sent = match State::of(state) {
        State::Suspended => Some(at_yield()?),
        _ => None,
    };
    Some(Standing {
        code,
        state,
        resume_at,
        word,
        sent,
        delegates: !generator.delegate.peek().is_none(),
    })
}

/// The generator that `outermost` delegates to in the end, or itself: who resumes the one resumes the other. `None`: there are too
/// many between them, or there is something special about one.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn innermost(
    cx: &mut Cx,
    outermost: &'static Generator,
) -> R<Option<&'static Generator>> {
    let mut generator = outermost;
    for _ in 0..LONGEST {
        let (delegate, is_suspended, is_plain) = cx.view(generator, || {
            let is_suspended = generator.state.peek() == SUSPENDED;
            let is_plain = generator.handled.peek().is_unbound()
                && generator.frame.peek().is_unbound()
                && is_suspended;
            (generator.delegate.peek(), is_suspended, is_plain)
        })?;
        if !is_suspended && !std::ptr::eq(generator, outermost) {
            return Ok(None);
        }
        let Some(inner) = delegate.cast::<Generator>() else {
            return Ok(Some(generator));
        };
        if !is_plain || !is_behind_send(cx.load(generator, &generator.resume_at)?) {
            return Ok(None);
        }
        generator = inner;
    }
    Ok(None)
}

/// Whether what goes on at this address has yielded by a `YieldFrom`, which is behind its `Send`.
fn is_behind_send(resume_at: Value) -> bool {
    const SEND: u16 = Op::Send as u16;
    let pc = resume_at.as_small_int().unwrap_or(0) as usize as *const u64;
    // SAFETY: it delegates, so the two instructions before are there, of a word each.
    let send = unsafe { *pc.sub(2) };
    send as u16 == SEND
}

/// The one that delegates to `inner`, among `outermost` and those that it delegates to.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn delegating(
    cx: &mut Cx,
    outermost: Value,
    inner: Value,
) -> R<Option<&'static Generator>> {
    let mut generator = outermost.cast::<Generator>();
    while let Some(outer) = generator {
        let delegate = cx.load(outer, &outer.delegate)?;
        if delegate == inner {
            return Ok(Some(outer));
        }
        generator = delegate.cast::<Generator>();
    }
    Ok(None)
}

/// Whether one more may be delegated to by `newest`, which is the innermost that `outermost` delegates to.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn may_delegate(cx: &mut Cx, outermost: Value, newest: Value) -> R<bool> {
    let mut generator = outermost;
    for _ in 0..LONGEST {
        if generator == newest {
            return Ok(true);
        }
        let Some(outer) = generator.cast::<Generator>() else {
            return Ok(false);
        };
        generator = cx.load(outer, &outer.delegate)?;
    }
    Ok(false)
}

/// Pushes the frames of those between `outermost` and `innermost`: see `resume.rs`.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn push_delegating(
    cx: &mut Cx,
    outermost: Value,
    innermost: Value,
    back: u64,
) -> R<u64> {
    match (outermost.cast::<Generator>(), innermost.cast::<Generator>()) {
        (Some(outermost), Some(innermost)) => push(outermost, innermost, cx, back),
        _ => unreachable!("who delegates is a generator"),
    }
}

/// Whether a call of a function with this code does nothing but to make a generator, and takes so many arguments one by one.
pub(crate) fn makes_generator_of(data: &CodeData, args: usize) -> bool {
    data.makes_generator && data.simple.is_some_and(|most| args <= most)
}

/// Whether the frame of a body has only just left the `ReturnGenerator` behind that its code begins with.
pub(crate) fn is_at_its_begin(fr: Fr) -> bool {
    let data = fr.code();
    let begin = Op::ReturnGenerator.info().words();
    fr.word_of(fr.frame().pc) == begin && data.makes_generator
}

/// What a call of a function gives that does nothing but to make a generator. `None`: this one does something else, or
/// takes its arguments otherwise than one by one.
///
/// # Errors
/// As the call.
pub(crate) fn of_call(cx: &mut Cx, function: Value, args: &[Value]) -> R<Option<Value>> {
    let Some(function) = function.cast::<Function>() else {
        return Ok(None);
    };
    let code = cx.load(function, &function.code)?;
    let data = code.cast::<CodeObject>().map(CodeObject::data);
    if !data.is_some_and(|data| makes_generator_of(data, args.len())) {
        return Ok(None);
    }
    if let Some(code) = code.cast::<CodeObject>()
        && let Some(made) = super::of_arguments(cx, function, code, Args::positional(args))?
    {
        return Ok(Some(made.value()));
    }
    call::enter(cx, function, Args::positional(args), Back::Drop, 0)?;
    let fr = Fr(cx.frames.top());
    fr.go_to(Op::ReturnGenerator.info().words());
    let generator = super::of_frame(cx, fr);
    leave::pop(cx, fr);
    generator.map(|generator| Some(generator.value()))
}

/// What the field says of one that goes on at this word of its code.
pub(crate) fn resume_at(data: &CodeData, word: usize) -> Value {
    Value::index(data.words.as_ptr() as usize + size_of::<u64>() * word)
}

/// Whether it delegates to something.
pub(crate) fn delegates(generator: &'static Generator) -> bool {
    !generator.delegate.peek().is_none()
}

/// Whether a frame at this word handles an exception of its own.
pub(crate) fn is_handling(data: &CodeData, word: u32) -> bool {
    is_handling_at(&data.code, word)
}
