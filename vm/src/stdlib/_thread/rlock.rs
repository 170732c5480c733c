//! `_thread.RLock`: a lock that its owner may take again. See `lock.rs`.

use super::lock::{hurry, me};
use super::timeout;
use crate::builtin_type;
use crate::cx::{Attempt, Cx, R, Wait};
use crate::heap::HeapType;
use crate::native::native;
use crate::objects::exception::classes;
use crate::objects::instance::Instance;
use crate::objects::tuple::Tuple;
use crate::objects::type_object::Type;
use crate::protocol::{full_type_name, id, warning};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub(super) static RLOCK = TypeDef {
        name: "RLock",
        module: "_thread",
        reserved: 2,
        weakrefs: true,
        subclassable: true,
        ..TypeDef::NEW
    };
}

/// Who has locked it: a thread's identity. Unbound: it is free.
const OWNER: usize = 0;
/// How often: a small integer.
const COUNT: usize = 1;

fn count(cx: &mut Cx, this: &'static Instance) -> R<usize> {
    let count = this.get(cx, COUNT)?.as_small_int().unwrap_or(0);
    Ok(count as usize)
}

fn is_mine(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    Ok(this.get(cx, OWNER)? == me(cx))
}

/// Takes the lock, if it is free or taken by this thread.
pub(super) fn attempt(cx: &mut Cx, this: &'static Instance) -> R<Attempt<()>> {
    let me = me(cx);
    let owner = this.get(cx, OWNER)?;
    if owner == me {
        let count = count(cx, this)? + 1;
        this.set(cx, COUNT, Value::index(count))?;
    } else if owner.is_unbound() {
        this.set(cx, OWNER, me)?;
        this.set(cx, COUNT, Value::index(1))?;
    } else {
        return Ok(Attempt::NotYet);
    }
    Ok(Attempt::Got(()))
}

fn take(cx: &mut Cx, this: &'static Instance, wait: Wait) -> R<bool> {
    let taken = cx.wait_until(wait, |cx| attempt(cx, this))?;
    Ok(taken.is_some())
}

pub(super) fn give_back(cx: &mut Cx, this: &'static Instance) -> R<()> {
    hurry(cx, this);
    if !is_mine(cx, this)? {
        return Err(cx.runtime_error(format_args!("cannot release un-acquired lock")));
    }
    let count = count(cx, this)?;
    if count <= 1 {
        this.set(cx, OWNER, Value::UNBOUND)?;
    }
    this.set(cx, COUNT, Value::index(count.saturating_sub(1)))
}

/// Create and return a new object.  See help(type) for accurate signature.
#[native(RLOCK, "__new__(cls, /, *args, **kwargs)", new)]
fn make(
    cx: &mut Cx,
    cls: &'static Type,
    args: &[Value],
    kwargs: crate::native::Kwargs<'_>,
) -> R<&'static Instance> {
    if RLOCK.is(cls) && (!args.is_empty() || kwargs.iter().next().is_some()) {
        warning::warn(
            cx,
            &classes::DEPRECATION_WARNING,
            "Passing arguments to RLock is deprecated and will be removed in 3.15",
        )?;
    }
    Instance::new(cx, cls)
}

/// Lock the lock.  `blocking` indicates whether we should wait
/// for the lock to be available or not.  If `blocking` is False
/// and another thread holds the lock, the method will return False
/// immediately.  If `blocking` is True and another thread holds
/// the lock, the method will wait for the lock to be released,
/// take it and then return True.
/// (note: the blocking operation is interruptible.)
///
/// In all other cases, the method will return True immediately.
/// Precisely, if the current thread already holds the lock, its
/// internal counter is simply incremented. If nobody holds the lock,
/// the lock is taken and its internal counter initialized to 1.
#[native(RLOCK, "acquire(self, /, blocking=True, timeout=-1)", effect = waits)]
fn acquire(cx: &mut Cx, this: &'static Instance, blocking: bool, timeout: Value) -> R<bool> {
    let wait = timeout::of_lock(cx, blocking, timeout)?;
    take(cx, this, wait)
}

/// Lock the lock.
#[native(RLOCK, "__enter__(self, /)", effect = waits)]
fn enter(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    take(cx, this, Wait::Always)
}

/// Release the lock, allowing another thread that is blocked waiting for
/// the lock to acquire the lock.  The lock must be in the locked state,
/// and must be locked by the same thread that unlocks it; otherwise a
/// `RuntimeError` is raised.
///
/// Do note that if the lock was acquire()d several times in a row by the
/// current thread, release() needs to be called as many times for the lock
/// to be available for other threads.
#[native(RLOCK, "release(self, /)", effect = writes)]
fn release(cx: &mut Cx, this: &'static Instance) -> R<()> {
    give_back(cx, this)
}

/// Release the lock.
#[native(RLOCK, "__exit__(self, /, *exc_info)", effect = writes)]
fn exit(cx: &mut Cx, this: &'static Instance, _exc_info: &[Value]) -> R<()> {
    give_back(cx, this)
}

/// locked()
///
/// Return a boolean indicating whether this object is locked right now.
#[native(RLOCK, "locked(self, /)", effect = reads)]
fn locked(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    Ok(!this.get(cx, OWNER)?.is_unbound())
}

/// For internal use by `threading.Condition`.
#[native(RLOCK, "_is_owned(self, /)", effect = reads)]
fn is_owned(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    is_mine(cx, this)
}

/// For internal use by reentrancy checks.
#[native(RLOCK, "_recursion_count(self, /)", effect = reads)]
fn recursion_count(cx: &mut Cx, this: &'static Instance) -> R<usize> {
    match is_mine(cx, this)? {
        true => count(cx, this),
        false => Ok(0),
    }
}

/// For internal use by `threading.Condition`.
#[native(RLOCK, "_release_save(self, /)", effect = writes)]
fn release_save(cx: &mut Cx, this: &'static Instance) -> R {
    hurry(cx, this);
    let (times, owner) = (count(cx, this)?, this.get(cx, OWNER)?);
    if !is_mine(cx, this)? {
        return Err(cx.runtime_error(format_args!("cannot release un-acquired lock")));
    }
    this.set(cx, OWNER, Value::UNBOUND)?;
    this.set(cx, COUNT, Value::index(0))?;
    cx.tuple(&[Value::index(times), owner])
}

/// For internal use by `threading.Condition`.
#[native(RLOCK, "_acquire_restore(self, state, /)", effect = waits)]
fn acquire_restore(cx: &mut Cx, this: &'static Instance, state: &'static Tuple) -> R<()> {
    let [times, owner] = state.as_slice() else {
        let given = state.len();
        return Err(cx.type_error(format_args!(
            "_acquire_restore() argument 1 must be tuple of length 2, not {given}"
        )));
    };
    let Some(times) = times.as_small_int().filter(|times| *times > 0) else {
        return Err(cx.value_error(format_args!("the lock must have been taken")));
    };
    // Condition.wait cannot go on without it: signals come later.
    let me = me(cx);
    let mut taken = |cx: &mut Cx| {
        let held = this.get(cx, OWNER)?;
        if !held.is_unbound() && held != me {
            return Ok(Attempt::NotYet);
        }
        this.set(cx, OWNER, *owner)?;
        this.set(cx, COUNT, Value::index(times as usize))?;
        Ok(Attempt::Got(()))
    };
    cx.wait_until(Wait::Firmly, &mut taken).map(|_| ())
}

#[native(RLOCK, "_at_fork_reinit(self, /)", effect = writes)]
fn reset(cx: &mut Cx, this: &'static Instance) -> R<()> {
    this.set(cx, OWNER, Value::UNBOUND)?;
    this.set(cx, COUNT, Value::index(0))
}

/// Return repr(self).
#[native(RLOCK, "__repr__(self, /)", slot, effect = reads)]
fn repr(cx: &mut Cx, this: &'static Instance) -> R<String> {
    let owner = this.get(cx, OWNER)?.as_small_int().unwrap_or(0);
    let state = match owner {
        0 => "unlocked",
        _ => "locked",
    };
    let (count, class) = (count(cx, this)?, full_type_name(cx, this.value())?);
    let address = id(this.value());
    Ok(format!(
        "<{state} {class} object owner={owner} count={count} at {address:#x}>"
    ))
}
