//! The functions that compiled code calls. None of them runs Python code, and none is a place where a thread stops,
//! except where a barrier waits for another thread: then the trace is left.

use crate::compiled::host::Shape;
use crate::cx::{Cx, Exit};
use stm_core::{Abort, Token};
use tython_jit::lower::{Context, Returned, Status};

/// The context that compiled code passes on.
///
/// # Safety
/// It is what compiled code was entered with; nobody else uses it until the function returns.
#[inline(always)]
pub(crate) unsafe fn context<'a>(context: Context) -> &'a mut Cx {
    // SAFETY: the caller's promise.
    unsafe { &mut *context.cast::<Cx>() }
}

/// Compiled code is left by the exit of the operation, and what it says is executed (again) by the interpreter.
#[cold]
pub(crate) fn leave(cx: &mut Cx) -> Returned {
    cx.hooks.decline();
    Returned::failed(Status::Leave)
}

/// Compiled code is left because of `exit`: an exception has been raised at the operation, or the transaction
/// has to be rolled back.
#[cold]
pub(crate) fn failed(cx: &mut Cx, exit: Exit) -> Returned {
    cx.hooks.fail(exit);
    Returned::failed(match exit {
        Exit::Raise => Status::Leave,
        Exit::Abort(_) | Exit::Quit => Status::RolledBack,
    })
}

/// What a function of a transaction came to.
fn given(cx: &mut Cx, result: Result<u64, Abort>) -> Returned {
    match result {
        Ok(bits) => Returned::done(bits),
        Err(abort) => failed(cx, abort.into()),
    }
}

/// Opens a unit. If the thread has stopped meanwhile, waiting for another one, what the trace takes for open may
/// have to be opened again: the interpreter goes on. (There is nobody to wait for if there is one thread.)
fn open(cx: &mut Cx, open: impl FnOnce(&mut Cx) -> Result<u64, Abort>) -> Returned {
    let serial = cx.tx.serial();
    let result = open(cx);
    let has_stopped = cx.tx.serial() != serial && !cx.tx.is_solo();
    match result {
        Ok(_) if has_stopped => leave(cx),
        result => given(cx, result),
    }
}

/// The token of an object, or of a unit within one.
///
/// # Safety
/// The address of such a token; its memory stays readable.
unsafe fn token(address: u64) -> &'static Token {
    // SAFETY: the caller's promise.
    unsafe { &*std::ptr::with_exposed_provenance(address as usize) }
}

pub(super) unsafe extern "C" fn open_read(cx: Context, object: u64) -> Returned {
    // SAFETY: compiled code calls with its context, and an object that a guard has made sure of.
    let (cx, token) = unsafe { (context(cx), token(object)) };
    open(cx, |cx| cx.tx.open_read(token).map(|seen| seen.bits()))
}

pub(super) unsafe extern "C" fn open_write(cx: Context, object: u64) -> Returned {
    // SAFETY: as above.
    let (cx, token) = unsafe { (context(cx), token(object)) };
    let unit = stm_core::Heap::unit(cx.vm.stm.heap(), token);
    let done = open(cx, |cx| cx.tx.open_write_all(unit).map(|()| 0));
    cx.end_if_long();
    done
}

pub(super) unsafe extern "C" fn alloc(cx: Context, bits: u64, length: u64) -> Returned {
    // SAFETY: as above.
    let cx = unsafe { context(cx) };
    let shape = Shape::from_bits(bits);
    // Without an array the length is -1.
    let more = (length as i64).max(0) as usize;
    match shape.alloc(cx, more) {
        Some(object) => Returned::done(object),
        // The interpreter finds no memory either, and knows what to do.
        None => leave(cx),
    }
}

pub(super) unsafe extern "C" fn irrevocable(cx: Context, _: u64) -> Returned {
    // SAFETY: as above.
    let cx = unsafe { context(cx) };
    let done = cx.tx.become_irrevocable().map(|()| 0);
    given(cx, done)
}

/// What no recorder writes down yet.
pub(super) unsafe extern "C" fn unsupported(_: Context, _: u64) -> Returned {
    std::process::abort()
}
