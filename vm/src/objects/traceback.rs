//! Tracebacks: where an exception has been, outermost frame first.
//!
//! An entry keeps the code and the place, not the frame: frames are gone when somebody looks.

use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::{Fixed, Header, HeapType, LayoutId, Slot, layout};
use crate::interp::Fr;
use crate::objects::code::CodeObject;
use crate::objects::exception::{self, fields};
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
    /// The code object.
    pub code: Fixed,
    /// The word of the code that raised or called.
    pub word: Fixed,
    /// The globals of the frame.
    pub globals: Fixed,
}

// SAFETY: a header and values.
unsafe impl HeapType for Traceback {
    const LAYOUT: LayoutId = layout::TRACEBACK;
}

/// The exception on its way has reached this frame, in the instruction at `word`.
///
/// # Errors
/// When the transaction has to be rolled back. (Without memory for it, the entry is left out.)
pub fn add(cx: &mut Cx, exception: Value, fr: Fr, word: u32) -> R<()> {
    let next = exception::field(cx, exception, fields::TRACEBACK)?;
    let (code, globals) = (fr.frame().code, fr.frame().globals);
    let entry = cx.create(&TRACEBACK, |header| Traceback {
        header,
        next: Slot::new(next),
        code: Fixed::new(code),
        word: Fixed::new(Value::index(word as usize)),
        globals: Fixed::new(globals),
    });
    match entry {
        Ok(entry) => exception::set_field(cx, exception, fields::TRACEBACK, entry.value()),
        Err(_) => {
            cx.exception = exception;
            Ok(())
        }
    }
}

impl Traceback {
    /// The code object.
    pub fn code(&self) -> Option<&'static CodeObject> {
        self.code.get().cast::<CodeObject>()
    }

    /// The source position.
    pub fn position(&self) -> Option<tython_compiler::code::Position> {
        let word = self.word.get().as_small_int()? as u32;
        self.code()?.data().code.positions.at(word)
    }

    /// `tb_lineno`.
    pub fn line(&self) -> u32 {
        self.position().map_or(0, |position| position.line)
    }
}
