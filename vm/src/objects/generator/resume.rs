//! The way of a generator's frame from the heap to the frame stack and back.
//!
//! A generator that delegates to another one (`yield from`, `await`) has nothing to do when it is resumed
//! but to resume that, and nothing when that yields but to yield the same. So the whole chain is pushed
//! at once, down to the innermost, and when the innermost yields, all of it is popped at once. The frames
//! between stay *bare*: their registers remain in the generator, where they are as they were, until one
//! of the frames has something else to do (`Generator::dress`).

use super::{Generator, State};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::interp::frame::{Back, Frame};
use crate::interp::unwind::word_index;
use crate::interp::{Fr, call};
use crate::value::Value;
use tython_compiler::code::Code;
use tython_compiler::isa::{Effects, Instr, Op};

/// Whether the frame stands where an exception of its own is being handled: in code whose clean-up ends
/// that. (It may be the one that the caller handles, who has thrown it in.)
fn is_handling(fr: Fr) -> bool {
    is_handling_at(&fr.code().code, word_index(fr))
}

/// The same of a frame that would stand at this word.
pub(super) fn is_handling_at(code: &Code, word: u32) -> bool {
    let Some(range) = code.handler_at(word) else {
        return false;
    };
    // From the innermost handler outwards: how many of their own they handle on the way.
    let (mut word, mut inner) = (range.handler, 0);
    for _ in &code.words {
        let op = code.words.get(word as usize);
        let Some(op) = op.and_then(|word| Instr(*word).op()) else {
            return false;
        };
        match op {
            Op::PushExcInfo => inner += 1,
            Op::PopExcInfo if inner == 0 => return true,
            Op::PopExcInfo => inner -= 1,
            _ => {
                if let Some(range) = code.handler_at(word) {
                    word = range.handler;
                    continue;
                }
                if op.info().effects.has(Effects::ENDS) {
                    return false;
                }
            }
        }
        word += op.info().words() as u32;
    }
    false
}

/// What the frame is handling of its own, or unbound.
#[inline(always)]
fn handled_inside(cx: &Cx, fr: Fr) -> Value {
    let inherited = cx.handled == fr.frame().handled;
    if inherited && (cx.handled.is_none() || !is_handling(fr)) {
        Value::UNBOUND
    } else {
        cx.handled
    }
}

impl Generator {
    /// The frame yields: it is put aside, with `delegate` as what it waits for.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    #[inline]
    pub fn suspend(&'static self, cx: &mut Cx, fr: Fr, delegate: Value) -> R<()> {
        cx.open(self)?;
        for (index, slot) in self.registers().iter().enumerate() {
            slot.poke(fr.get(index as u16));
        }
        self.state.poke(State::Suspended.value());
        self.resume_at.poke(Value::index(fr.frame().pc as usize));
        self.handled.poke(handled_inside(cx, fr));
        self.delegate.poke(delegate);
        Ok(())
    }

    /// The bare frame yields what its delegate has yielded: it is put aside as it was.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    #[inline(always)]
    pub(crate) fn suspend_bare(&'static self, cx: &mut Cx) -> R<()> {
        cx.store(self, &self.state, State::Suspended.value())
    }

    /// The frame has returned or raised.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn finish(&'static self, cx: &mut Cx) -> R<()> {
        cx.open(self)?;
        self.state.poke(State::Finished.value());
        self.delegate.poke(Value::NONE);
        // What its variables held may go: Python code that has the frame looks after it.
        self.frame.poke(Value::UNBOUND);
        for slot in self.registers() {
            slot.poke(Value::UNBOUND);
        }
        Ok(())
    }

    /// Pushes the frame again; what it yields or returns goes `back` to register `dst` of the caller.
    /// `sent` is the result of the yield that it stands at. False if it has ended: there is no frame.
    ///
    /// # Errors
    /// ValueError if it is running, RecursionError, and when the transaction has to be rolled back.
    pub fn resume(&'static self, cx: &mut Cx, sent: Value, back: Back, dst: u16) -> R<bool> {
        let Some((fr, state)) = self.start(cx, back, dst)? else {
            return Ok(false);
        };
        self.go_on(fr, state, sent);
        Ok(true)
    }

    /// The same for all generators that this one delegates to as well: `sent` goes to the innermost.
    ///
    /// # Errors
    /// As [`Generator::resume`].
    #[inline]
    pub fn resume_innermost(
        &'static self,
        cx: &mut Cx,
        sent: Value,
        back: Back,
        dst: u16,
    ) -> R<bool> {
        let Some((mut fr, state)) = self.start(cx, back, dst)? else {
            return Ok(false);
        };
        let mut innermost = self;
        while let Some((inner, inner_fr)) = innermost.descend(cx, fr)? {
            (innermost, fr) = (inner, inner_fr);
        }
        innermost.go_on(fr, state, sent);
        Ok(true)
    }

    /// Pushes the frame without its registers; `None` if it has ended.
    #[inline(always)]
    fn start(&'static self, cx: &mut Cx, back: Back, dst: u16) -> R<Option<(Fr, State)>> {
        cx.open(self)?;
        let state = self.opened_state();
        match state {
            State::Created | State::Suspended => {}
            State::Running => return Err(self.already_running(cx)),
            State::Finished => return Ok(None),
        }
        match self.push(cx, back, dst) {
            Some(fr) => Ok(Some((fr, state))),
            None => Err(call::too_deep(cx)),
        }
    }

    /// Pushes the frame of one that has been opened, without its registers; `None` if there is no room.
    #[inline(always)]
    fn push(&'static self, cx: &mut Cx, back: Back, dst: u16) -> Option<Fr> {
        let (globals, builtins) = (self.globals.get(), self.builtins.get());
        let fr = call::try_push(cx, self.code_object()?, globals, builtins)?;
        self.state.poke(State::Running.value());
        let frame = fr.frame();
        frame.pc = self.resume_at.peek().as_small_int().unwrap_or(0) as usize as *const u64;
        frame.function = self.function.get();
        frame.generator = self.value();
        frame.proxy = self.frame.peek();
        frame.set_back(back, dst);
        if let Some(handled) = self.handled.peek().bound() {
            cx.handled = handled;
        }
        Some(fr)
    }

    /// Pushes the generator that this one delegates to, whose frame, without registers, is the newest.
    /// That stays bare then, and stands behind its `Send` again. `None` if it delegates to none that
    /// is suspended.
    #[inline(always)]
    fn descend(&'static self, cx: &mut Cx, fr: Fr) -> R<Option<(&'static Generator, Fr)>> {
        let Some(inner) = self.delegate.peek().cast::<Generator>() else {
            return Ok(None);
        };
        let send = Instr(fr.word_before_next(2));
        if send.op() != Some(Op::Send) || !fr.frame().proxy.is_unbound() {
            return Ok(None);
        }
        cx.open(inner)?;
        if inner.opened_state() != State::Suspended {
            return Ok(None);
        }
        let Some(inner_fr) = inner.push(cx, Back::Send, send.a()) else {
            return Ok(None);
        };
        let frame = fr.frame();
        // SAFETY: behind the `Send` is the `YieldFrom`, of one word, that it stood behind.
        frame.pc = unsafe { frame.pc.sub(1) };
        frame.set_bare(true);
        Ok(Some((inner, inner_fr)))
    }

    /// The registers go to the frame.
    #[inline(always)]
    fn go_on(&'static self, fr: Fr, state: State, sent: Value) {
        fr.take(self.registers());
        if state == State::Suspended {
            // The yield that it stands at is the instruction before.
            fr.set(Instr(fr.word_before_next(1)).a(), sent);
        }
    }
}

/// The registers of a bare frame go there after all.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn dress(cx: &mut Cx, fr: Fr) -> R<()> {
    let Some(generator) = fr.frame().generator.cast::<Generator>() else {
        return Ok(());
    };
    cx.touch(fr.0);
    cx.view(generator, || {
        fr.take(generator.registers());
    })?;
    fr.frame().set_bare(false);
    Ok(())
}

/// Pushes the frames of all generators from `outermost` on that are suspended and delegate to the next, as far as `innermost`, whose
/// frame is pushed then by whoever calls this: says what becomes of its result. `back` is what becomes of the outermost's.
///
/// # Errors
/// When the transaction has to be rolled back.
///
/// # Panics
/// When there is no room, or no such innermost one.
pub(super) fn push_delegating(
    outermost: &'static Generator,
    innermost: &'static Generator,
    cx: &mut Cx,
    back: u64,
) -> R<u64> {
    let (mut generator, mut back) = (outermost, back);
    while !std::ptr::eq(generator, innermost) {
        cx.open(generator)?;
        let fr = generator.push(cx, Back::Send, 0).expect("room");
        let send = Instr(fr.word_before_next(2));
        let frame = fr.frame();
        frame.set_back_bits(back);
        // SAFETY: as in `descend`.
        frame.pc = unsafe { frame.pc.sub(1) };
        frame.set_bare(true);
        back = Frame::bits_of_back(Back::Send, send.a());
        let inner = generator.delegate.peek().cast::<Generator>();
        generator = inner.expect("a generator that delegates");
    }
    Ok(back)
}
