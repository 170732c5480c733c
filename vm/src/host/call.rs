//! System calls: waiting or not, again after a signal, and their errors as exceptions.

use crate::cx::{Cx, Exit, R};
use crate::objects::exception::os_error;
use crate::value::Value;
use rustix::io::{Errno, Result};

/// Makes a system call that may wait, outside of transactions. When a signal interrupts it, its handler
/// runs, and the call is made again (PEP 475).
///
/// # Errors
/// What the signal handler raises, and when the transaction has to be rolled back before the call.
pub fn wait<T>(cx: &mut Cx, mut call: impl FnMut() -> Result<T>) -> R<Result<T>> {
    loop {
        match cx.blocking(&mut call)? {
            Err(Errno::INTR) => interrupted(cx)?,
            result => return Ok(result),
        }
    }
}

/// As [`wait`]; an error is raised, with the name of the file if there is one.
///
/// # Errors
/// OSError, and as [`wait`].
pub fn wait_or_raise<T>(
    cx: &mut Cx,
    filename: Option<Value>,
    call: impl FnMut() -> Result<T>,
) -> R<T> {
    wait(cx, call)?.map_err(|error| raise(cx, error, filename))
}

/// Runs the handlers of the signals that have come, if that is allowed here.
///
/// # Errors
/// What they raise, and when the transaction has to be rolled back.
pub fn interrupted(cx: &mut Cx) -> R<()> {
    cx.attend()
}

/// Raises the OSError of this number.
#[cold]
pub fn raise(cx: &mut Cx, error: Errno, filename: Option<Value>) -> Exit {
    os_error::raise(cx, &error.into(), filename)
}
