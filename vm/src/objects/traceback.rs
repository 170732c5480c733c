//! Tracebacks: where an exception has been, outermost frame first.

use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::{Fixed, Header, HeapType, LayoutId, Slot, layout};
use crate::interp::Fr;
use crate::native::native;
use crate::objects::code::CodeObject;
use crate::objects::exception::{self, fields};
use crate::objects::frame_object::{self, FrameObject};
use crate::objects::list::{self, List};
use crate::objects::type_object::Type;
use crate::protocol::{is_identical, type_name};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub static TRACEBACK = TypeDef {
        name: "traceback",
        layout: Some(layout::TRACEBACK),
        doc: "Create a new traceback object.",
        ..TypeDef::NEW
    };
}

/// One entry.
#[repr(C)]
#[derive(Debug)]
pub struct Traceback {
    header: Header,
    /// `tb_next`: the entry of the frame that was called from here, or None.
    pub next: Slot,
    /// `tb_frame`
    pub frame: Fixed,
    /// The word of the code that raised or called.
    pub word: Fixed,
    /// `tb_lineno`, if somebody has said it; else unbound: what the word says.
    pub(crate) said_line: Fixed,
}

// SAFETY: a header and values.
unsafe impl HeapType for Traceback {
    const LAYOUT: LayoutId = layout::TRACEBACK;
}

fn create(
    cx: &mut Cx,
    next: Value,
    frame: Value,
    word: Value,
    line: Value,
) -> R<&'static Traceback> {
    cx.create(&TRACEBACK, |header| Traceback {
        header,
        next: Slot::new(next),
        frame: Fixed::new(frame),
        word: Fixed::new(word),
        said_line: Fixed::new(line),
    })
}

/// The exception on its way has reached this frame, in the instruction at `word`.
///
/// # Errors
/// When the transaction has to be rolled back. (Without memory for it, the entry is left out.)
pub fn add(cx: &mut Cx, exception: Value, fr: Fr, word: u32) -> R<()> {
    // This one is raised again and again, and when memory is short.
    if exception == cx.vm.memory_error.get() {
        return Ok(());
    }
    let next = exception::field(cx, exception, fields::TRACEBACK)?;
    let entry = frame_object::of_running(cx, fr).and_then(|frame| {
        let word = Value::index(word as usize);
        create(cx, next, frame.value(), word, Value::UNBOUND)
    });
    match entry {
        Ok(entry) => exception::set_field(cx, exception, fields::TRACEBACK, entry.value()),
        Err(Exit::Raise) => {
            cx.exception = exception;
            Ok(())
        }
        Err(exit) => Err(exit),
    }
}

/// The word of the newest entry of the exception's traceback, if that is one of this frame.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn word_in(cx: &mut Cx, exception: Value, fr: Fr) -> R<Option<usize>> {
    let entry = exception::field(cx, exception, fields::TRACEBACK)?;
    let entry = entry.cast::<Traceback>();
    Ok(entry
        .filter(|entry| entry.frame.get() == fr.frame().proxy)
        .and_then(|entry| entry.word.get().as_small_int())
        .and_then(|word| usize::try_from(word).ok())
        .filter(|word| *word < fr.code().words.len()))
}

impl Traceback {
    /// The code object.
    pub fn code(&self) -> Option<&'static CodeObject> {
        self.frame.get().cast::<FrameObject>()?.code_object()
    }

    /// The source position.
    pub fn position(&self) -> Option<tython_compiler::code::Position> {
        let word = self.word.get().as_small_int()? as u32;
        self.code()?.data().code.positions.at(word)
    }

    /// `tb_lineno`.
    pub fn line(&self) -> Option<u32> {
        if let Some(line) = self.said_line.get().as_small_int() {
            return u32::try_from(line).ok();
        }
        self.position().map(|position| position.line)
    }
}

#[native(TRACEBACK, "__new__(cls, tb_next, tb_frame, tb_lasti, tb_lineno)", new)]
fn new(
    cx: &mut Cx,
    _cls: &'static Type,
    tb_next: Value,
    tb_frame: Value,
    tb_lasti: i32,
    tb_lineno: i32,
) -> R<&'static Traceback> {
    if !tb_next.is_none() && !tb_next.is::<Traceback>() {
        let class = type_name(cx, tb_next)?;
        return Err(cx.type_error(format_args!(
            "expected traceback object or None, got '{class}'"
        )));
    }
    if !tb_frame.is::<FrameObject>() {
        let class = type_name(cx, tb_frame)?;
        return Err(cx.type_error(format_args!(
            "traceback() argument 'tb_frame' must be frame, not {class}"
        )));
    }
    let (word, line) = (
        cx.int(i64::from(tb_lasti) / 2)?,
        cx.int(i64::from(tb_lineno))?,
    );
    create(cx, tb_next, tb_frame, word, line)
}

#[native(TRACEBACK, "tb_next", getter, effect = reads)]
fn next(cx: &mut Cx, this: &'static Traceback) -> R {
    cx.load(this, &this.next)
}

#[native(TRACEBACK, "tb_next", setter, effect = writes)]
fn set_next(cx: &mut Cx, this: &'static Traceback, value: Value) -> R<()> {
    if !value.is_none() && !value.is::<Traceback>() {
        let class = type_name(cx, value)?;
        return Err(cx.type_error(format_args!(
            "expected traceback object or None, got '{class}'"
        )));
    }
    let mut entry = value.cast::<Traceback>();
    while let Some(some) = entry {
        if is_identical(some.value(), this.value()) {
            return Err(cx.value_error(format_args!("traceback loop detected")));
        }
        entry = cx.load(some, &some.next)?.cast::<Traceback>();
    }
    cx.store(this, &this.next, value)
}

#[native(TRACEBACK, "tb_next", deleter, effect = pure)]
fn delete_next(cx: &mut Cx, _this: &'static Traceback) -> R<()> {
    Err(cx.type_error(format_args!("can't delete tb_next attribute")))
}

#[native(TRACEBACK, "tb_frame", getter, effect = pure)]
fn frame(_: &mut Cx, this: &'static Traceback) -> Value {
    this.frame.get()
}

#[native(TRACEBACK, "tb_lasti", getter, effect = pure)]
fn lasti(_: &mut Cx, this: &'static Traceback) -> i64 {
    2 * this.word.get().as_small_int().unwrap_or(0)
}

#[native(TRACEBACK, "tb_lineno", getter, effect = pure)]
fn lineno(_: &mut Cx, this: &'static Traceback) -> Value {
    this.line()
        .map_or(Value::NONE, |line| Value::index(line as usize))
}

#[native(TRACEBACK, "__dir__(self, /)", effect = writes)]
fn dir(cx: &mut Cx, _this: &'static Traceback) -> R<&'static List> {
    let names = list::new(cx)?;
    for name in ["tb_frame", "tb_next", "tb_lasti", "tb_lineno"] {
        let name = cx.vm.intern(cx, name)?;
        list::append(cx, names, name)?;
    }
    Ok(names)
}
