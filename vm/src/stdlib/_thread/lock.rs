//! `_thread.lock`.
//!
//! A lock is a word that says who has it, written in transactions like any other. Taking and releasing
//! it in one transaction is seen by nobody; other threads that want it at that moment wait for the
//! transaction, not for the lock. Only when a transaction ends while the lock is taken do others find it
//! locked, and sleep until it changes.

use super::timeout;
use crate::builtin_type;
use crate::cx::{Attempt, Cx, R, Wait};
use crate::heap::HeapType;
use crate::native::{Kwargs, native};
use crate::objects::instance::Instance;
use crate::objects::type_object::Type;
use crate::protocol::id;
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub(super) static LOCK = TypeDef {
        name: "lock",
        module: "_thread",
        reserved: 1,
        weakrefs: true,
        doc: "A lock object is a synchronization primitive.  To create a lock,\ncall threading.Lock().  Methods are:\n\nacquire() -- lock the lock, possibly blocking until it can be obtained\nrelease() -- unlock of the lock\nlocked() -- test whether the lock is currently locked\n\nA lock is not owned by the thread that locked it; another thread may\nunlock it.  A thread attempting to lock a lock that it has already locked\nwill block until another thread unlocks it.  Deadlocks may ensue.",
        ..TypeDef::NEW
    };
}

/// Who has locked it: a thread's identity. Unbound: it is free.
const OWNER: usize = 0;

/// A new lock.
///
/// # Errors
/// MemoryError.
pub(super) fn new(cx: &mut Cx) -> R<&'static Instance> {
    Instance::new(cx, LOCK.class())
}

/// The calling thread, as the owner of a lock.
pub(super) fn me(cx: &Cx) -> Value {
    Value::index(cx.thread.ident as usize)
}

/// Takes the lock, if it is free.
pub(super) fn attempt(cx: &mut Cx, this: &'static Instance) -> R<Attempt<()>> {
    let me = me(cx);
    let owner = this.get(cx, OWNER)?;
    if owner.is_unbound() {
        this.set(cx, OWNER, me)?;
        return Ok(Attempt::Got(()));
    }
    Ok(if owner == me {
        Attempt::Never
    } else {
        Attempt::NotYet
    })
}

fn take(cx: &mut Cx, this: &'static Instance, wait: Wait) -> R<bool> {
    let taken = cx.wait_until(wait, |cx| attempt(cx, this))?;
    Ok(taken.is_some())
}

/// Whoever sleeps until `this` changes shall not sleep for long.
pub(super) fn hurry(cx: &Cx, this: &'static Instance) {
    if this.token().inspect().is_waited() {
        cx.end_soon();
    }
}

pub(super) fn give_back(cx: &mut Cx, this: &'static Instance) -> R<()> {
    hurry(cx, this);
    if this.get(cx, OWNER)?.is_unbound() {
        return Err(cx.runtime_error(format_args!("release unlocked lock")));
    }
    this.set(cx, OWNER, Value::UNBOUND)
}

/// Create and return a new object.  See help(type) for accurate signature.
#[native(LOCK, "__new__(cls, /, *args, **kwargs)", new, effect = pure)]
fn make(
    cx: &mut Cx,
    cls: &'static Type,
    args: &[Value],
    kwargs: Kwargs<'_>,
) -> R<&'static Instance> {
    if kwargs.iter().next().is_some() {
        return Err(cx.type_error(format_args!("lock() takes no keyword arguments")));
    }
    if !args.is_empty() {
        let given = args.len();
        return Err(cx.type_error(format_args!("lock expected 0 arguments, got {given}")));
    }
    Instance::new(cx, cls)
}

/// Lock the lock.  Without argument, this blocks if the lock is already
/// locked (even by the same thread), waiting for another thread to release
/// the lock, and return True once the lock is acquired.
/// With an argument, this will only block if the argument is true,
/// and the return value reflects whether the lock is acquired.
/// The blocking operation is interruptible.
#[native(LOCK, "acquire(self, /, blocking=True, timeout=-1)", effect = waits)]
fn acquire(cx: &mut Cx, this: &'static Instance, blocking: bool, timeout: Value) -> R<bool> {
    let wait = timeout::of_lock(cx, blocking, timeout)?;
    take(cx, this, wait)
}

/// An obsolete synonym of acquire().
#[native(LOCK, "acquire_lock(self, /, blocking=True, timeout=-1)", effect = waits)]
fn acquire_lock(cx: &mut Cx, this: &'static Instance, blocking: bool, timeout: Value) -> R<bool> {
    acquire(cx, this, blocking, timeout)
}

/// Lock the lock.
#[native(LOCK, "__enter__(self, /)", effect = waits)]
fn enter(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    take(cx, this, Wait::Always)
}

/// Release the lock, allowing another thread that is blocked waiting for
/// the lock to acquire the lock.  The lock must be in the locked state,
/// but it needn't be locked by the same thread that unlocks it.
#[native(LOCK, "release(self, /)", effect = writes)]
fn release(cx: &mut Cx, this: &'static Instance) -> R<()> {
    give_back(cx, this)
}

/// An obsolete synonym of release().
#[native(LOCK, "release_lock(self, /)", effect = writes)]
fn release_lock(cx: &mut Cx, this: &'static Instance) -> R<()> {
    give_back(cx, this)
}

/// Release the lock.
#[native(LOCK, "__exit__(self, /, *exc_info)", effect = writes)]
fn exit(cx: &mut Cx, this: &'static Instance, _exc_info: &[Value]) -> R<()> {
    give_back(cx, this)
}

/// Return whether the lock is in the locked state.
#[native(LOCK, "locked(self, /)", effect = reads)]
fn locked(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    Ok(!this.get(cx, OWNER)?.is_unbound())
}

/// An obsolete synonym of locked().
#[native(LOCK, "locked_lock(self, /)", effect = reads)]
fn locked_lock(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    locked(cx, this)
}

#[native(LOCK, "_at_fork_reinit(self, /)", effect = writes)]
fn reset(cx: &mut Cx, this: &'static Instance) -> R<()> {
    this.set(cx, OWNER, Value::UNBOUND)
}

/// Return repr(self).
#[native(LOCK, "__repr__(self, /)", slot, effect = reads)]
fn repr(cx: &mut Cx, this: &'static Instance) -> R<String> {
    let state = match locked(cx, this)? {
        true => "locked",
        false => "unlocked",
    };
    let address = id(this.value());
    Ok(format!("<{state} _thread.lock object at {address:#x}>"))
}
