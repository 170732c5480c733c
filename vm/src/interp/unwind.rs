//! Exceptions: from where one was raised to the handler that catches it.

use crate::cx::{Cx, R};
use crate::interp::frame::Back;
use crate::interp::{Fr, leave};
use crate::objects::generator::Generator;
use crate::objects::traceback;
use crate::value::Value;

/// Looks for a handler of `cx.exception` in the newest frame and its callers, up to the first frame of
/// the innermost interpreter loop. True: that frame is the newest one now and goes on at the
/// handler. False: all frames of this loop are gone, and the exception is still on its way.
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn to_handler(cx: &mut Cx) -> R<bool> {
    loop {
        let fr = Fr(cx.frames.top());
        let data = fr.code();
        let word = word_index(fr);
        let skip = std::mem::take(&mut cx.reraising);
        if !skip {
            let exception = cx.exception;
            traceback::add(cx, exception, fr, word)?;
        }
        if let Some(range) = data.code.handler_at(word) {
            let exception = std::mem::replace(&mut cx.exception, Value::UNBOUND);
            fr.set(range.exc, exception);
            // SAFETY: handlers are at instructions.
            fr.frame().pc = unsafe {
                data.words
                    .as_ptr()
                    .cast::<u64>()
                    .add(range.handler as usize)
            };
            return Ok(true);
        }
        if let Some(generator) = fr.frame().generator.cast::<Generator>() {
            generator.finish(cx)?;
        }
        let (back, _) = fr.frame().back();
        leave::detach(cx, fr)?;
        leave::pop(cx, fr);
        if back == Back::Entry {
            return Ok(false);
        }
    }
}

/// The word of the instruction that a frame is in, which is the one before its `pc` or a part of it.
pub fn word_index(fr: Fr) -> u32 {
    let start = fr.code().words.as_ptr() as usize;
    let next = (fr.frame().pc as usize - start) / size_of::<u64>();
    next.saturating_sub(1) as u32
}
