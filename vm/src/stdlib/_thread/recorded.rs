//! Locks in traces: taken and given back at once, or left to the interpreter, which waits.

use super::{lock, rlock};
use crate::cx::{Attempt, Cx, R};
use crate::native::{NativeDef, Owner};
use crate::objects::instance::Instance;
use crate::protocol::{class_of, is_instance};
use crate::value::Value;

/// What a method does to its lock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Action {
    /// Takes it.
    Take,
    /// Takes it, if the second argument is false without waiting.
    Try,
    /// Gives it back.
    GiveBack,
}

/// What a native function with so many arguments does, if it is such a method.
pub(crate) fn action(def: &NativeDef, args: usize) -> Option<Action> {
    let Owner::Class(class) = def.owner else {
        return None;
    };
    let class = class.value();
    if class != lock::LOCK.value() && class != rlock::RLOCK.value() {
        return None;
    }
    match (def.name, args) {
        ("acquire" | "acquire_lock" | "__enter__", 1) => Some(Action::Take),
        ("acquire" | "acquire_lock", 2) => Some(Action::Try),
        ("release" | "release_lock", 1) => Some(Action::GiveBack),
        ("__exit__", 1..) => Some(Action::GiveBack),
        _ => None,
    }
}

/// A lock, and whether its owner may take it again.
fn kind(cx: &mut Cx, value: Value) -> R<Option<(&'static Instance, bool)>> {
    let Some(this) = value.cast::<Instance>() else {
        return Ok(None);
    };
    if lock::LOCK.is(class_of(value)) {
        return Ok(Some((this, false)));
    }
    // This one has subclasses.
    let is_one = is_instance(cx, value, &rlock::RLOCK)?;
    Ok(is_one.then_some((this, true)))
}

/// Takes a lock, if this thread need not wait for it; else `None`.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn take_at_once(cx: &mut Cx, value: Value) -> R<Option<()>> {
    let found = attempt(cx, value)?;
    Ok(found.filter(|taken| *taken).map(|_| ()))
}

/// Whether a lock could be taken; `None` if it is none.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn try_to_take(cx: &mut Cx, value: Value) -> R<Option<Value>> {
    Ok(attempt(cx, value)?.map(Value::bool))
}

fn attempt(cx: &mut Cx, value: Value) -> R<Option<bool>> {
    let found = match kind(cx, value)? {
        Some((this, false)) => lock::attempt(cx, this)?,
        Some((this, true)) => rlock::attempt(cx, this)?,
        None => return Ok(None),
    };
    Ok(Some(matches!(found, Attempt::Got(()))))
}

/// Gives a lock back; `None` if it is none.
///
/// # Errors
/// RuntimeError, if it is not taken (by this thread).
pub(crate) fn give_back(cx: &mut Cx, value: Value) -> R<Option<()>> {
    match kind(cx, value)? {
        Some((this, false)) => lock::give_back(cx, this).map(Some),
        Some((this, true)) => rlock::give_back(cx, this).map(Some),
        None => Ok(None),
    }
}
