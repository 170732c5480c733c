//! Exceptions: from where one was raised to the handler that catches it.

use crate::cx::{Cx, R};
use crate::interp::frame::Back;
use crate::interp::{Fr, leave};
use crate::objects::generator::{self, Generator};
use crate::objects::traceback;
use crate::runtime::import_frames;
use crate::value::Value;

/// Looks for a handler of `cx.exception` in the newest frame and its callers, up to the first frame of
/// the innermost interpreter loop. True: that frame is the newest one now and goes on at the
/// handler. False: all frames of this loop are gone, and the exception is still on its way.
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn to_handler(cx: &mut Cx) -> R<bool> {
    cx.relieve();
    loop {
        let fr = Fr(cx.frames.top());
        if fr.frame().is_bare() {
            generator::dress(cx, fr)?;
        }
        let data = fr.code();
        let word = word_index(fr);
        let skip = std::mem::take(&mut cx.reraising);
        if !skip && !data.hidden {
            let exception = cx.exception;
            traceback::add(cx, exception, fr, word)?;
        }
        if let Some(range) = data.code.handler_at(word) {
            let exception = std::mem::replace(&mut cx.exception, Value::UNBOUND);
            fr.set(range.exc, exception);
            cx.caught_at = (fr.0 as usize, word as usize);
            fr.go_to(range.handler as usize);
            return Ok(true);
        }
        if let Some(generator) = fr.frame().generator.cast::<Generator>() {
            generator.finish(cx)?;
        }
        if skip && let Some(word) = left_at(cx, fr, word)? {
            // SAFETY: `word` is one of the code's.
            fr.frame().pc = unsafe { data.words.as_ptr().cast::<u64>().add(word + 1) };
        }
        let (back, _) = fr.frame().back();
        let imports = fr.frame().function == cx.vm.importlib_import.get();
        leave::detach(cx, fr)?;
        leave::pop(cx, fr);
        if imports {
            import_frames::leave_out(cx, cx.exception)?;
        }
        if back == Back::Entry {
            return Ok(false);
        }
    }
}

/// Where a frame counts as left by an exception that the clean-up at `word` raised again: there if that
/// is in a line, else where the clean-up was entered from, else where the exception was raised.
pub(crate) fn left_at(cx: &mut Cx, fr: Fr, word: u32) -> R<Option<usize>> {
    let code = fr.code();
    let (frame, caught_at) = cx.caught_at;
    if code.is_placed(word) {
        return Ok(None);
    }
    if frame == fr.0 as usize && code.is_placed(caught_at as u32) {
        return Ok(Some(caught_at));
    }
    let exception = cx.exception;
    traceback::word_in(cx, exception, fr)
}

/// The word of the instruction that a frame is in, which is the one before its `pc` or a part of it.
pub fn word_index(fr: Fr) -> u32 {
    fr.word_of(fr.frame().pc).saturating_sub(1) as u32
}
