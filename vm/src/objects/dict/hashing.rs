//! Hashing keys and elements, with CPython's words for those that have no hash.

use super::lookup::Owner;
use super::place::Hash;
use crate::cx::{Cx, Exit, R};
use crate::objects::exception::classes::TYPE_ERROR;
use crate::objects::str::{self, Str};
use crate::protocol::{self, class_of};
use crate::value::Value;

/// The hash of what is to be a key of an `O`, as tables keep it.
///
/// # Errors
/// TypeError, and what `__hash__` raises.
#[inline]
pub(crate) fn hash<O: Owner>(cx: &mut Cx, key: Value) -> R<Hash> {
    match protocol::hash(cx, key) {
        Ok(hash) => Ok(Hash::new(hash)),
        Err(Exit::Raise) => Err(refuse(cx, key, O::ROLE)),
        Err(exit) => Err(exit),
    }
}

/// Says in the TypeError on its way what was to be done with the hash.
#[cold]
fn refuse(cx: &mut Cx, key: Value, role: &str) -> Exit {
    let exception = cx.exception;
    if !TYPE_ERROR.is(class_of(exception)) {
        return Exit::Raise;
    }
    cx.take_exception();
    match describe(cx, key, exception) {
        Ok((class, why)) => cx.type_error(format_args!("cannot use '{class}' as a {role} ({why})")),
        Err(exit) => exit,
    }
}

fn describe(cx: &mut Cx, key: Value, exception: Value) -> R<(String, String)> {
    let why = protocol::str(cx, exception)?;
    let why = str::to_string(why);
    let class = protocol::full_type_name(cx, key)?;
    Ok((class, why))
}

/// The hash of a string; of anything else 0, which is never asked for.
#[inline(always)]
pub(crate) fn of_name(name: Value) -> Hash {
    debug_assert!(name.is::<Str>(), "a name is a string");
    Hash::new(name.cast::<Str>().map_or(0, Str::hash))
}
