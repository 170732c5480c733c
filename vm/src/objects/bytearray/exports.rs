//! Whether a memoryview is in use that shows a bytearray, which then must keep its size.
//!
//! CPython counts the views that live. Here nobody knows when a view that was dropped has died, and to
//! refuse because of one that lies about would break programs that are right. So the views that
//! `memoryview(...)` has made and nobody has released are counted, and only if there are some, one that a
//! variable of a running function or module holds is looked for. If there is none, the count begins
//! anew: views elsewhere (in attributes, in containers) do not hinder. Those in a `with` statement are
//! counted apart: they do. A view whose object has become
//! too short raises ValueError when it is read.

use super::base::ByteArray;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::interp::Fr;
use crate::objects::cell::Cell;
use crate::objects::dict::{self, Dict};
use crate::objects::generator;
use crate::objects::memoryview::MemoryView;
use crate::value::Value;
use tython_compiler::code::CodeFlags;

impl ByteArray {
    /// A view of the bytes has been made (+1) or released (-1).
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub(crate) fn count_export(&'static self, cx: &mut Cx, change: i64) -> R<()> {
        let count = cx.load(self, &self.exports)?.as_small_int().unwrap_or(0);
        let count = Value::small_int((count + change).max(0)).unwrap_or(Value::index(0));
        cx.store(self, &self.exports, count)
    }

    /// A view of the bytes has entered (+1) or left (-1) a `with` statement.
    ///
    /// # Errors
    /// When the transaction has to be rolled back.
    pub(crate) fn hold(&'static self, cx: &mut Cx, change: i64) -> R<()> {
        let count = cx.load(self, &self.held)?.as_small_int().unwrap_or(0);
        let count = Value::small_int((count + change).max(0)).unwrap_or(Value::index(0));
        cx.store(self, &self.held, count)
    }

    /// Refuses to change the size while a view is in use.
    ///
    /// # Errors
    /// BufferError with this message.
    pub(crate) fn refuse_if_exported(&'static self, cx: &mut Cx, message: &str) -> R<()> {
        let none = Value::index(0);
        let look = || (self.exports.peek() == none, self.held.peek() == none);
        let (not_shown, not_held) = cx.view(self, look)?;
        if not_shown && not_held {
            return Ok(());
        }
        match !not_held || is_shown(cx, self)? {
            true => Err(cx.buffer_error(format_args!("{message}"))),
            false => cx.store(self, &self.exports, none),
        }
    }
}

/// Whether a variable of this thread's frames holds a view of the array.
fn is_shown(cx: &mut Cx, array: &'static ByteArray) -> R<bool> {
    let mut frame = cx.frames.top();
    while !frame.is_null() {
        let fr = Fr(frame);
        if fr.frame().is_bare() {
            generator::dress(cx, fr)?;
        }
        for register in 0..fr.code().locals {
            if shows(cx, fr.get(register as u16), array)? {
                return Ok(true);
            }
        }
        // The variables of a module, which is no function, are those of its dict.
        let is_module = !fr.code().code.flags.has(CodeFlags::OPTIMIZED);
        if is_module && let Some(globals) = fr.frame().globals.cast::<Dict>() {
            let mut position = 0;
            while let Some((_, value)) = dict::next_entry(cx, globals, &mut position)? {
                if shows(cx, value, array)? {
                    return Ok(true);
                }
            }
        }
        frame = fr.frame().caller;
    }
    Ok(false)
}

fn shows(cx: &mut Cx, variable: Value, array: &'static ByteArray) -> R<bool> {
    let value = match variable.cast::<Cell>() {
        Some(cell) => cx.load(cell, &cell.content)?,
        None => variable,
    };
    match value.cast::<MemoryView>() {
        Some(view) => view.is_of(cx, array.value()),
        None => Ok(false),
    }
}
