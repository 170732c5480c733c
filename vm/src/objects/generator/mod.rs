//! Generators, coroutines and asynchronous generators: frames that are put aside.
//!
//! A suspended frame's registers lie in the heap, in a vector that belongs to the generator, so that a
//! rollback brings them back like any other object. Resuming copies them to the frame stack.
//!
//! | file | what |
//! | --- | --- |
//! | `cleanup.rs` | what happens to one that is garbage |
//! | `drive.rs` | `send`, `throw` and `close`, from native code |
//! | `methods.rs` | what all kinds have in common for Python code |
//! | `generators.rs`, `coroutines.rs` | what generators and coroutines have of their own |
//!
//! Asynchronous generators have more to them: `objects::async_generator`.

mod cleanup;
mod coroutines;
mod drive;
mod generators;
mod methods;

pub(crate) use drive::{Step, give, thrown};

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Fixed, Header, HeapType, LayoutId, Slot, layout};
use crate::interp::frame::Back;
use crate::interp::unwind::word_index;
use crate::interp::{Fr, call};
use crate::objects::code::CodeObject;
use crate::objects::function::Function;
use crate::objects::values::{self, Values};
use crate::types::{TypeCell, TypeDef};
use crate::value::Value;
use tython_compiler::code::CodeFlags;
use tython_compiler::isa::{Effects, Instr, Op};

builtin_type! {
    /// The class of generators.
    pub static GENERATOR = TypeDef { name: "generator", layout: Some(layout::GENERATOR), ..TypeDef::NEW };
    /// The class of coroutines.
    pub static COROUTINE = TypeDef { name: "coroutine", layout: Some(layout::GENERATOR), ..TypeDef::NEW };
    /// The class of asynchronous generators.
    pub static ASYNC_GENERATOR = TypeDef { name: "async_generator", layout: Some(layout::GENERATOR), ..TypeDef::NEW };
}

/// Where a generator stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// It has not begun.
    Created,
    /// It is suspended at a yield.
    Suspended,
    /// It is running.
    Running,
    /// It has returned or raised.
    Finished,
}

/// A generator, coroutine or asynchronous generator.
#[repr(C)]
#[derive(Debug)]
pub struct Generator {
    header: Header,
    /// A small integer: [`State`].
    state: Slot,
    /// The word of the code to go on with.
    resume_at: Slot,
    /// What the frame was handling when it yielded, or unbound if nothing of its own.
    handled: Slot,
    /// What it awaits or yields from, or None.
    pub delegate: Slot,
    /// `__name__`
    pub name: Slot,
    /// `__qualname__`
    pub qualname: Slot,
    /// The registers while it is suspended: [`Values`].
    registers: Fixed,
    /// The code object.
    pub code: Fixed,
    /// The function, or unbound.
    pub function: Fixed,
    pub(crate) globals: Fixed,
    pub(crate) builtins: Fixed,
    /// The proxy that Python code has of its frame, or unbound.
    pub(crate) frame: Slot,
    /// Of a coroutine `cr_origin`; of an asynchronous generator how far its hooks are.
    pub(crate) extra: Slot,
    /// Of an asynchronous generator what is called instead of closing it when it is garbage.
    pub(crate) finalizer: Slot,
}

// SAFETY: a header and values.
unsafe impl HeapType for Generator {
    const LAYOUT: LayoutId = layout::GENERATOR;
}

const STATES: [State; 4] = [
    State::Created,
    State::Suspended,
    State::Running,
    State::Finished,
];

/// Puts the newest frame aside, at its start, as a generator of the kind that its code says.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
pub fn of_frame(cx: &mut Cx, fr: Fr) -> R<&'static Generator> {
    let data = fr.code();
    let flags = data.code.flags;
    let class: &TypeCell = if flags.has(CodeFlags::COROUTINE) {
        &COROUTINE
    } else if flags.has(CodeFlags::ASYNC_GENERATOR) {
        &ASYNC_GENERATOR
    } else {
        &GENERATOR
    };
    let (name, qualname) = match fr.frame().function.cast::<Function>() {
        Some(function) => (
            cx.load(function, &function.name)?,
            cx.load(function, &function.qualname)?,
        ),
        None => (data.name, data.qualname),
    };
    let registers = values::new(cx, data.registers)?;
    let frame = fr.frame();
    let generator = cx.create(class, |header| Generator {
        header,
        state: Slot::new(Value::index(State::Created as usize)),
        resume_at: Slot::new(Value::index(0)),
        handled: Slot::new(Value::UNBOUND),
        delegate: Slot::new(Value::NONE),
        name: Slot::new(name),
        qualname: Slot::new(qualname),
        registers: Fixed::new(registers.value()),
        code: Fixed::new(frame.code),
        function: Fixed::new(frame.function),
        globals: Fixed::new(frame.globals),
        builtins: Fixed::new(frame.builtins),
        frame: Slot::new(Value::UNBOUND),
        extra: Slot::new(Value::NONE),
        finalizer: Slot::new(Value::NONE),
    })?;
    // Above the variables lies what earlier frames have left, perhaps of objects that are gone: nothing
    // that an object may refer to.
    for register in data.locals..data.registers {
        fr.set(register as u16, Value::UNBOUND);
    }
    generator.save(cx, fr, State::Created)?;
    cleanup::register(cx, generator);
    Ok(generator)
}

/// Whether the frame stands where an exception of its own is being handled: in code whose clean-up ends
/// that. (It may be the one that the caller handles, who has thrown it in.)
fn is_handling(fr: Fr) -> bool {
    let code = &fr.code().code;
    let Some(range) = code.handler_at(word_index(fr)) else {
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

impl Generator {
    /// Where it stands.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn state(&'static self, cx: &mut Cx) -> R<State> {
        let state = cx.load(self, &self.state)?.as_small_int().unwrap_or(0);
        Ok(STATES[state as usize & 3])
    }

    pub(crate) fn registers(&self) -> &'static Values {
        match self.registers.get().cast::<Values>() {
            Some(registers) => registers,
            None => unreachable!("made with the generator"),
        }
    }

    /// Copies the frame's registers here, and where it goes on.
    fn save(&'static self, cx: &mut Cx, fr: Fr, state: State) -> R<()> {
        let registers = self.registers();
        let count = registers.len();
        registers.fill(cx, fr.window(0, count))?;
        cx.open(self)?;
        self.state.poke(Value::index(state as usize));
        let start = fr.code().words.as_ptr() as usize;
        let word = (fr.frame().pc as usize - start) / size_of::<u64>();
        self.resume_at.poke(Value::index(word));
        Ok(())
    }

    /// The frame yields: it is put aside, with `delegate` as what it waits for.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn suspend(&'static self, cx: &mut Cx, fr: Fr, delegate: Value) -> R<()> {
        self.save(cx, fr, State::Suspended)?;
        let inherited = cx.handled == fr.frame().handled;
        let own = if inherited && (cx.handled.is_none() || !is_handling(fr)) {
            Value::UNBOUND
        } else {
            cx.handled
        };
        self.handled.poke(own);
        self.delegate.poke(delegate);
        Ok(())
    }

    /// The frame has returned or raised.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn finish(&'static self, cx: &mut Cx) -> R<()> {
        cx.open(self)?;
        self.state.poke(Value::index(State::Finished as usize));
        self.delegate.poke(Value::NONE);
        // What its variables held may go: Python code that has the frame looks after it.
        self.frame.poke(Value::UNBOUND);
        self.registers().write(cx, |_| Value::UNBOUND)
    }

    /// Pushes the frame again; what it yields or returns goes `back` to register `dst` of the caller.
    /// `sent` is the result of the yield that it stands at.
    ///
    /// # Errors
    /// ValueError if it is running, RecursionError, and when the transaction has to be rolled back.
    /// (Of a finished one there is no frame: the caller has looked at the state.)
    pub fn resume(&'static self, cx: &mut Cx, sent: Value, back: Back, dst: u16) -> R<()> {
        let state = self.state(cx)?;
        if state == State::Running {
            let kind = self.kind();
            return Err(cx.value_error(format_args!("{kind} already executing")));
        }
        let Some(code) = self.code.get().cast::<CodeObject>() else {
            return Err(cx.system_error(format_args!("a generator without code")));
        };
        let data = code.data();
        let fr = call::push(cx, code, self.globals.get(), self.builtins.get())?;
        if let Err(exit) = cx.open(self) {
            // SAFETY: pushed above.
            unsafe { cx.frames.pop() };
            return Err(exit);
        }
        self.state.poke(Value::index(State::Running as usize));
        self.delegate.poke(Value::NONE);
        fr.frame().proxy = self.frame.peek();
        let resume_at = self.resume_at.peek().as_small_int().unwrap_or(0) as usize;
        let handled = self.handled.peek();
        let frame = fr.frame();
        frame.function = self.function.get();
        frame.generator = self.value();
        frame.set_back(back, dst);
        let registers = self.registers();
        if let Err(exit) = registers.copy_to(cx, |index, value| fr.set(index as u16, value)) {
            // SAFETY: as above.
            unsafe { cx.frames.pop() };
            return Err(exit);
        }
        if let Some(handled) = handled.bound() {
            cx.handled = handled;
        }
        let words = &data.words[..resume_at];
        // SAFETY: within the code.
        frame.pc = unsafe { data.words.as_ptr().add(words.len()).cast() };
        if state == State::Suspended {
            // The yield that it stands at is the instruction before.
            fr.set(Instr(fr.word_before_next(1)).a(), sent);
        }
        Ok(())
    }

    /// What it is called in messages.
    pub fn kind(&'static self) -> &'static str {
        let class = crate::protocol::class_of(self.value());
        if COROUTINE.is(class) {
            "coroutine"
        } else if ASYNC_GENERATOR.is(class) {
            "async generator"
        } else {
            "generator"
        }
    }

    /// The word of the code that it stands at, if it is suspended or has not begun.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub(crate) fn word(&'static self, cx: &mut Cx) -> R<u32> {
        let next = cx.load(self, &self.resume_at)?.as_small_int().unwrap_or(0);
        Ok((next - 1).max(0) as u32)
    }

    /// The code object.
    pub(crate) fn code_object(&'static self) -> Option<&'static CodeObject> {
        self.code.get().cast::<CodeObject>()
    }
}
