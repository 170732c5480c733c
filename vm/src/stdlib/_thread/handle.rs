//! `_thread._ThreadHandle`: what `threading` waits for the end of a thread with.

use crate::builtin_type;
use crate::cx::{Attempt, Cx, R, Wait};
use crate::native::{Kwargs, native};
use crate::objects::instance::Instance;
use crate::objects::type_object::Type;
use crate::runtime::threads;
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub static HANDLE = TypeDef {
        name: "_ThreadHandle",
        module: "_thread",
        reserved: 2,
        ..TypeDef::NEW
    };
}

/// The thread's identity, as soon as it has one.
const IDENT: usize = 0;
/// A small integer: [`NEW`] and so on. Unbound: NEW.
const STATE: usize = 1;

const NEW: Value = Value::index(0);
const STARTING: Value = Value::index(1);
const RUNNING: Value = Value::index(2);
const DONE: Value = Value::index(3);

fn instance(handle: Value) -> Option<&'static Instance> {
    handle.cast::<Instance>()
}

fn state(cx: &mut Cx, this: &'static Instance) -> R {
    Ok(this.get(cx, STATE)?.bound().unwrap_or(NEW))
}

/// A new handle.
///
/// # Errors
/// MemoryError.
pub fn new(cx: &mut Cx) -> R<&'static Instance> {
    Instance::new(cx, HANDLE.class())
}

/// The handle of a thread that runs already.
///
/// # Errors
/// MemoryError.
pub fn of_running(cx: &mut Cx, ident: Value) -> R<&'static Instance> {
    let handle = new(cx)?;
    handle.set(cx, IDENT, ident)?;
    handle.set(cx, STATE, RUNNING)?;
    Ok(handle)
}

/// The thread has been asked for.
///
/// # Errors
/// RuntimeError if it had been already.
pub fn set_starting(cx: &mut Cx, this: &'static Instance) -> R<()> {
    if state(cx, this)? != NEW {
        return Err(cx.runtime_error(format_args!("thread already started")));
    }
    this.set(cx, STATE, STARTING)
}

/// The thread could not be started after all.
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn set_failed(cx: &mut Cx, this: &'static Instance) -> R<()> {
    this.set(cx, STATE, NEW)
}

/// The thread has begun.
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn set_started(cx: &mut Cx, handle: Value, ident: u64) -> R<()> {
    let Some(this) = instance(handle) else {
        return Ok(());
    };
    this.set(cx, IDENT, Value::index(ident as usize))?;
    this.set(cx, STATE, RUNNING)
}

/// The thread has ended.
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn set_done(cx: &mut Cx, handle: Value) -> R<()> {
    match instance(handle) {
        Some(this) => this.set(cx, STATE, DONE),
        None => Ok(()),
    }
}

/// Waits for the end of the thread; false if the time is over.
///
/// # Errors
/// What a signal handler raises.
pub fn wait(cx: &mut Cx, this: &'static Instance, wait: Wait) -> R<bool> {
    let done = cx.wait_until(wait, |cx| {
        Ok(match state(cx, this)? {
            DONE => Attempt::Got(()),
            _ => Attempt::Never,
        })
    })?;
    Ok(done.is_some())
}

/// Waits for the end of the thread, for `_shutdown`.
///
/// # Errors
/// What a signal handler raises.
pub fn join_value(cx: &mut Cx, handle: Value) -> R<()> {
    match instance(handle) {
        Some(this) => wait(cx, this, Wait::Always).map(|_| ()),
        None => Ok(()),
    }
}

#[native(HANDLE, "__new__(cls, /, *args, **kwargs)", new, effect = pure)]
fn make(
    cx: &mut Cx,
    cls: &'static Type,
    _args: &[Value],
    _kwargs: Kwargs<'_>,
) -> R<&'static Instance> {
    Instance::new(cx, cls)
}

#[native(HANDLE, "ident", getter, effect = reads)]
fn ident(cx: &mut Cx, this: &'static Instance) -> R {
    Ok(this.get(cx, IDENT)?.bound().unwrap_or(Value::index(0)))
}

#[native(HANDLE, "is_done(self, /)", effect = reads, opaque)]
fn is_done(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    Ok(state(cx, this)? == DONE)
}

#[native(HANDLE, "join(self, timeout=None, /)", effect = waits, opaque)]
fn join(cx: &mut Cx, this: &'static Instance, timeout: Value) -> R<()> {
    let how = super::timeout::optional(cx, timeout)?;
    match state(cx, this)? {
        NEW => return Err(cx.runtime_error(format_args!("thread not started"))),
        DONE => return Ok(()),
        _ => {}
    }
    let ident = this.get(cx, IDENT)?;
    if ident == Value::index(cx.thread.ident as usize) {
        return Err(cx.runtime_error(format_args!("Cannot join current thread")));
    }
    threads::refuse_at_end(cx, "cannot join thread")?;
    wait(cx, this, how).map(|_| ())
}

#[native(HANDLE, "_set_done(self, /)", effect = writes, opaque)]
fn end(cx: &mut Cx, this: &'static Instance) -> R<()> {
    if matches!(state(cx, this)?, NEW | STARTING) {
        return Err(cx.runtime_error(format_args!("thread not started")));
    }
    this.set(cx, STATE, DONE)
}

/// Return repr(self).
#[native(HANDLE, "__repr__(self, /)", slot, effect = reads)]
fn repr(cx: &mut Cx, this: &'static Instance) -> R<String> {
    let ident = this.get(cx, IDENT)?.as_small_int().unwrap_or(0);
    Ok(format!("<_thread._ThreadHandle object: ident={ident}>"))
}
