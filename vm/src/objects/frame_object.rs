//! Frames as Python code sees them: `sys._getframe()`, `traceback.tb_frame`, `generator.gi_frame`.
//!
//! A running frame is words of its thread's frame stack, which no other thread may touch. What Python
//! code holds is a proxy. As long as the frame runs, the proxy finds it by walking the stack of the
//! thread that asks; the frame of a suspended generator it finds in the generator; and when the frame
//! is left, the proxy takes a copy of its variables.

use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::{Fixed, Header, HeapType, LayoutId, Slot, layout};
use crate::interp::frame::Frame;
use crate::interp::{Fr, unwind};
use crate::native::native;
use crate::objects::cell::Cell;
use crate::objects::code::CodeObject;
use crate::objects::dict::{self, Dict};
use crate::objects::frame_locals;
use crate::objects::generator::{self, Generator, State};
use crate::objects::str;
use crate::objects::values::{self, Values};
use crate::types::TypeDef;
use crate::value::Value;
use tython_compiler::code::CodeFlags;

builtin_type! {
    /// The class.
    pub static FRAME = TypeDef {
        name: "frame",
        layout: Some(layout::FRAME),
        ..TypeDef::NEW
    };
}

/// A frame.
#[repr(C)]
#[derive(Debug)]
pub struct FrameObject {
    header: Header,
    /// `f_code`
    pub code: Fixed,
    /// `f_globals`
    pub globals: Fixed,
    /// `f_builtins`
    pub builtins: Fixed,
    /// The mapping of a class body or of `exec`, else unbound.
    pub(crate) namespace: Fixed,
    /// The generator whose frame it is, else unbound.
    pub(crate) generator: Fixed,
    /// `f_back` of a frame that has been left.
    pub(crate) back: Slot,
    /// Where a frame that has been left stood: a word of the code.
    pub(crate) word: Slot,
    /// The registers of a frame that has been left ([`Values`]), else unbound.
    pub(crate) registers: Slot,
    /// `f_trace`
    pub(crate) trace: Slot,
    /// What has been stored in `f_locals` that is no variable: a dict, or unbound.
    pub(crate) extra: Slot,
}

// SAFETY: a header and values.
unsafe impl HeapType for FrameObject {
    const LAYOUT: LayoutId = layout::FRAME;
}

fn new(
    cx: &mut Cx,
    code: Value,
    globals: Value,
    builtins: Value,
    namespace: Value,
    generator: Value,
) -> R<&'static FrameObject> {
    cx.create(&FRAME, |header| FrameObject {
        header,
        code: Fixed::new(code),
        globals: Fixed::new(globals),
        builtins: Fixed::new(builtins),
        namespace: Fixed::new(namespace),
        generator: Fixed::new(generator),
        back: Slot::new(Value::NONE),
        word: Slot::new(Value::index(0)),
        registers: Slot::new(Value::UNBOUND),
        trace: Slot::new(Value::NONE),
        extra: Slot::new(Value::UNBOUND),
    })
}

/// The proxy of a frame on the running thread's stack.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
pub fn of_running(cx: &mut Cx, fr: Fr) -> R<&'static FrameObject> {
    if fr.frame().is_bare() {
        generator::dress(cx, fr)?;
    }
    let frame = fr.frame();
    if let Some(proxy) = frame.proxy.cast::<FrameObject>() {
        return Ok(proxy);
    }
    if let Some(generator) = frame.generator.cast::<Generator>() {
        let proxy = proxy_of(cx, generator)?;
        cx.touch(fr.0);
        frame.proxy = proxy.value();
        return Ok(proxy);
    }
    let proxy = new(
        cx,
        frame.code,
        frame.globals,
        frame.builtins,
        frame.locals,
        Value::UNBOUND,
    )?;
    // A rollback forgets the proxy, so the frame must be among what it restores.
    cx.touch(fr.0);
    frame.proxy = proxy.value();
    Ok(proxy)
}

/// The frame that is so many calls below the newest one, if there is one.
///
/// # Errors
/// As [`of_running`].
pub fn at_depth(cx: &mut Cx, depth: usize) -> R<Option<&'static FrameObject>> {
    let mut frame = seen(cx.frames.top());
    for _ in 0..depth {
        if frame.is_null() {
            break;
        }
        frame = seen(Fr(frame).frame().caller);
    }
    if frame.is_null() {
        return Ok(None);
    }
    of_running(cx, Fr(frame)).map(Some)
}

/// The frame, or the next one outwards that Python code may see.
fn seen(frame: *mut Frame) -> *mut Frame {
    let mut frame = frame;
    while !frame.is_null() && Fr(frame).code().is_native() {
        frame = Fr(frame).frame().caller;
    }
    frame
}

fn proxy_of(cx: &mut Cx, generator: &'static Generator) -> R<&'static FrameObject> {
    if let Some(proxy) = cx.load(generator, &generator.frame)?.cast::<FrameObject>() {
        return Ok(proxy);
    }
    let proxy = new(
        cx,
        generator.code.get(),
        generator.globals.get(),
        generator.builtins.get(),
        Value::UNBOUND,
        generator.value(),
    )?;
    cx.store(generator, &generator.frame, proxy.value())?;
    Ok(proxy)
}

/// `gi_frame`: the frame of a generator, None after its end.
///
/// # Errors
/// As [`of_running`].
pub fn of_generator(cx: &mut Cx, generator: &'static Generator) -> R {
    if generator.state(cx)? == State::Finished {
        return Ok(Value::NONE);
    }
    Ok(proxy_of(cx, generator)?.value())
}

/// The frame `fr`, which has a proxy, is about to be left: the proxy takes what there is to see.
///
/// # Errors
/// When the transaction has to be rolled back.
#[cold]
pub fn leave(cx: &mut Cx, fr: Fr) -> R<()> {
    let Some(proxy) = fr.frame().proxy.cast::<FrameObject>() else {
        return Ok(());
    };
    let caller = seen(fr.frame().caller);
    let back = if caller.is_null() {
        Value::NONE
    } else {
        Fr(caller).frame().proxy.bound().unwrap_or(Value::NONE)
    };
    let copy = match copy_registers(cx, fr) {
        Ok(copy) => copy,
        // Without memory, nothing is to be seen.
        Err(Exit::Raise) => Value::NONE,
        Err(exit) => return Err(exit),
    };
    cx.open(proxy)?;
    proxy.back.poke(back);
    proxy
        .word
        .poke(Value::index(unwind::word_index(fr) as usize));
    proxy.registers.poke(copy);
    Ok(())
}

/// A frame has this proxy that is on the stack again, after it had been taken off.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn goes_on(cx: &mut Cx, fr: Fr, proxy: Value) -> R<()> {
    fr.frame().proxy = proxy;
    match proxy.cast::<FrameObject>() {
        Some(proxy) => cx.store(proxy, &proxy.registers, Value::UNBOUND),
        None => Ok(()),
    }
}

/// The same, of a frame whose variables are what the proxy has taken; but for one that has just been set.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn comes_back(cx: &mut Cx, fr: Fr, proxy: Value, but: Option<usize>) -> R<()> {
    if let Some(frame) = proxy.cast::<FrameObject>()
        && let Some(copy) = cx.load(frame, &frame.registers)?.cast::<Values>()
    {
        for index in (0..fr.code().locals).filter(|index| but != Some(*index)) {
            fr.set(index as u16, copy.get(cx, index)?);
        }
    }
    goes_on(cx, fr, proxy)
}

fn copy_registers(cx: &mut Cx, fr: Fr) -> R {
    let exception = cx.exception;
    let count = fr.code().locals;
    let copy = values::new(cx, count);
    if copy.is_err() {
        cx.exception = exception;
    }
    let copy = copy?;
    copy.fill(cx, fr.window(0, count))?;
    Ok(copy.value())
}

/// Where the variables of a frame are.
enum Place {
    /// On the running thread's stack.
    Running(Fr),
    /// In a generator that is suspended or has not begun.
    Suspended(&'static Generator),
    /// In a copy; `None` if nothing is left.
    Left(Option<&'static Values>),
    /// On the stack of another thread.
    Elsewhere,
}

impl FrameObject {
    fn place(&'static self, cx: &mut Cx) -> R<Place> {
        if let Some(copy) = cx.load(self, &self.registers)?.bound() {
            return Ok(Place::Left(copy.cast::<Values>()));
        }
        if let Some(generator) = self.generator.get().cast::<Generator>() {
            match generator.state(cx)? {
                State::Created | State::Suspended => return Ok(Place::Suspended(generator)),
                State::Finished => return Ok(Place::Left(None)),
                State::Running => {}
            }
        }
        let mut frame = cx.frames.top();
        while !frame.is_null() {
            let fr = Fr(frame);
            if fr.frame().proxy == self.value() {
                return Ok(Place::Running(fr));
            }
            frame = fr.frame().caller;
        }
        Ok(Place::Elsewhere)
    }

    /// The code object.
    pub fn code_object(&self) -> Option<&'static CodeObject> {
        self.code.get().cast::<CodeObject>()
    }

    /// The word of the code where it stands.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn current_word(&'static self, cx: &mut Cx) -> R<u32> {
        match self.place(cx)? {
            Place::Running(fr) => Ok(unwind::word_index(fr)),
            Place::Suspended(generator) => generator.word(cx),
            Place::Left(_) | Place::Elsewhere => {
                let word = cx.load(self, &self.word)?;
                Ok(word.as_small_int().unwrap_or(0) as u32)
            }
        }
    }

    /// `f_lineno`
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub fn line(&'static self, cx: &mut Cx) -> R<Option<u32>> {
        let word = self.current_word(cx)?;
        let Some(code) = self.code_object() else {
            return Ok(None);
        };
        let code = &*code.data().code;
        let position = code.positions.at(word);
        Ok(position.map(|position| position.line))
    }

    /// The frame that called it.
    ///
    /// # Errors
    /// MemoryError, and when the transaction has to be rolled back.
    pub fn caller(&'static self, cx: &mut Cx) -> R {
        match self.place(cx)? {
            Place::Running(fr) => {
                let caller = seen(fr.frame().caller);
                if caller.is_null() {
                    return Ok(Value::NONE);
                }
                Ok(of_running(cx, Fr(caller))?.value())
            }
            Place::Suspended(_) | Place::Elsewhere => Ok(Value::NONE),
            Place::Left(_) => cx.load(self, &self.back),
        }
    }

    /// The variables: the mapping itself where there is one, else a proxy of the registers.
    ///
    /// # Errors
    /// MemoryError, and when the transaction has to be rolled back.
    pub fn locals(&'static self, cx: &mut Cx) -> R {
        if let Some(namespace) = self.namespace.get().bound() {
            return Ok(namespace);
        }
        match self.code_object() {
            Some(code) if code.data().code.flags.has(CodeFlags::OPTIMIZED) => {
                Ok(frame_locals::new(cx, self)?.value())
            }
            _ => Ok(self.globals.get()),
        }
    }

    /// What a register holds that has a variable, or unbound; cells are looked into.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub(super) fn variable(&'static self, cx: &mut Cx, index: usize) -> R {
        let value = match self.place(cx)? {
            Place::Running(fr) => fr.get(index as u16),
            Place::Suspended(generator) => generator.register(cx, index)?,
            Place::Left(Some(registers)) => registers.get(cx, index)?,
            Place::Left(None) | Place::Elsewhere => Value::UNBOUND,
        };
        match self.cell_in(index, value) {
            Some(cell) => cx.load(cell, &cell.content),
            None => Ok(value),
        }
    }

    /// Writes a variable.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub(super) fn set_variable(&'static self, cx: &mut Cx, index: usize, value: Value) -> R<()> {
        let place = self.place(cx)?;
        let old = match &place {
            Place::Running(fr) => fr.get(index as u16),
            Place::Suspended(generator) => generator.register(cx, index)?,
            Place::Left(Some(registers)) => registers.get(cx, index)?,
            Place::Left(None) | Place::Elsewhere => return Ok(()),
        };
        if let Some(cell) = self.cell_in(index, old) {
            return cx.store(cell, &cell.content, value);
        }
        match place {
            Place::Running(fr) => {
                cx.has_written_frame();
                cx.touch(fr.0);
                fr.set(index as u16, value);
                Ok(())
            }
            Place::Suspended(generator) => generator.set_register(cx, index, value),
            Place::Left(Some(registers)) => registers.set(cx, index, value),
            Place::Left(None) | Place::Elsewhere => Ok(()),
        }
    }

    fn cell_in(&self, index: usize, value: Value) -> Option<&'static Cell> {
        let code = self.code_object()?;
        let local = code.data().code.locals.get(index)?;
        value.cast::<Cell>().filter(|_| local.kind.in_cell())
    }
}

/// The variables of a running frame that keeps them in registers, as a new dict.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
pub fn snapshot(cx: &mut Cx, fr: Fr) -> R<&'static Dict> {
    let (data, snapshot) = (fr.code(), dict::new(cx)?);
    for (index, local) in data.code.locals.iter().enumerate() {
        let mut value = fr.get(index as u16);
        if local.kind.in_cell()
            && let Some(cell) = value.cast::<Cell>()
        {
            value = cx.load(cell, &cell.content)?;
        }
        // Those of the compiler's own begin with a dot.
        if let Some(value) = value.bound()
            && !local.name.starts_with('.')
        {
            dict::set_str(cx, snapshot, data.local_names[index], value)?;
        }
    }
    Ok(snapshot)
}

/// Return repr(self).
#[native(FRAME, "__repr__(self, /)", slot, effect = reads)]
fn repr(cx: &mut Cx, this: &'static FrameObject) -> R<String> {
    let line = this.line(cx)?.unwrap_or(0);
    let (file, name) = match this.code_object() {
        Some(code) => (code.data().filename, code.data().name),
        None => (Value::NONE, Value::NONE),
    };
    let file = crate::protocol::repr(cx, file)?;
    let (file, name) = (str::to_string(file), str::to_string(name));
    let address = crate::protocol::id(this.value());
    Ok(format!(
        "<frame at {address:#x}, file {file}, line {line}, code {name}>"
    ))
}

#[native(FRAME, "f_code", getter, effect = pure)]
fn f_code(_: &mut Cx, this: &'static FrameObject) -> Value {
    this.code.get()
}

#[native(FRAME, "f_globals", getter, effect = pure)]
fn f_globals(_: &mut Cx, this: &'static FrameObject) -> Value {
    this.globals.get()
}

#[native(FRAME, "f_builtins", getter, effect = pure)]
fn f_builtins(_: &mut Cx, this: &'static FrameObject) -> Value {
    this.builtins.get()
}

#[native(FRAME, "f_locals", getter, effect = writes)]
fn f_locals(cx: &mut Cx, this: &'static FrameObject) -> R {
    this.locals(cx)
}

#[native(FRAME, "f_lineno", getter, effect = reads)]
fn f_lineno(cx: &mut Cx, this: &'static FrameObject) -> R {
    let line = this.line(cx)?;
    Ok(line.map_or(Value::NONE, |line| Value::index(line as usize)))
}

#[native(FRAME, "f_lasti", getter, effect = reads)]
fn f_lasti(cx: &mut Cx, this: &'static FrameObject) -> R<i64> {
    Ok(2 * i64::from(this.current_word(cx)?))
}

#[native(FRAME, "f_back", getter, effect = writes)]
fn f_back(cx: &mut Cx, this: &'static FrameObject) -> R {
    this.caller(cx)
}

/// Return the generator or coroutine associated with this frame, or None.
#[native(FRAME, "f_generator", getter, effect = pure)]
fn f_generator(_: &mut Cx, this: &'static FrameObject) -> Value {
    this.generator.get().bound().unwrap_or(Value::NONE)
}

#[native(FRAME, "f_trace", getter, effect = reads)]
fn f_trace(cx: &mut Cx, this: &'static FrameObject) -> R {
    cx.load(this, &this.trace)
}

#[native(FRAME, "f_trace", setter, effect = writes)]
fn set_f_trace(cx: &mut Cx, this: &'static FrameObject, value: Value) -> R<()> {
    cx.store(this, &this.trace, value)
}

#[native(FRAME, "f_trace", deleter, effect = writes)]
fn delete_f_trace(cx: &mut Cx, this: &'static FrameObject) -> R<()> {
    cx.store(this, &this.trace, Value::NONE)
}

/// Clear all references held by the frame.
#[native(FRAME, "clear(self, /)")]
fn clear(cx: &mut Cx, this: &'static FrameObject) -> R<()> {
    match this.place(cx)? {
        Place::Running(_) | Place::Elsewhere => {
            Err(cx.runtime_error(format_args!("cannot clear an executing frame")))
        }
        Place::Suspended(generator) if generator.state(cx)? == State::Suspended => {
            Err(cx.runtime_error(format_args!("cannot clear a suspended frame")))
        }
        Place::Suspended(generator) => generator.close(cx).map(|_| ()),
        Place::Left(_) => cx.store(this, &this.registers, Value::NONE),
    }
}
