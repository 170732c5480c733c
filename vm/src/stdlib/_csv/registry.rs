//! The dialects that have names, and the limit on the length of a field.

use super::{error, first};
use crate::cx::{Cx, R};
use crate::native::{Kwargs, native};
use crate::objects::dict::{self, Dict};
use crate::objects::int::to_int;
use crate::objects::list::{self, List};
use crate::objects::str::Str;
use crate::protocol::{get_attr, index};
use crate::runtime::import;
use crate::value::Value;
use std::sync::atomic::{AtomicI64, Ordering};

/// The attribute of the module that has the dialects by name.
pub(super) const DIALECTS: &str = "_dialects";

/// The longest field that is read.
static LIMIT: AtomicI64 = AtomicI64::new(128 * 1024);

/// The longest field that is read.
pub(super) fn limit() -> i64 {
    LIMIT.load(Ordering::Relaxed) // Relaxed: a limit.
}

fn dialects(cx: &mut Cx) -> R<&'static Dict> {
    let module = import::module(cx, "_csv")?;
    let name = cx.vm.intern(cx, DIALECTS)?;
    match get_attr(cx, module, name)?.cast::<Dict>() {
        Some(dialects) => Ok(dialects),
        None => Err(cx.system_error(format_args!("_csv._dialects is no dict"))),
    }
}

/// The dialect of this name.
///
/// # Errors
/// `_csv.Error` if there is none.
#[native(module = "_csv", "get_dialect(name)")]
pub(super) fn get_dialect(cx: &mut Cx, name: Value) -> R {
    let dialects = dialects(cx)?;
    match dict::get(cx, dialects, name)? {
        Some(dialect) => Ok(dialect),
        None => Err(error(cx, format_args!("unknown dialect"))),
    }
}

/// Create a mapping from a string name to a CVS dialect.
///
/// The optional "dialect" argument specifies the base dialect instance
/// or the name of the registered dialect.  The function also accepts
/// optional keyword arguments which override settings provided by the
/// dialect.
#[native(module = "_csv", "register_dialect(*args, **fmtparams)", opaque)]
fn register_dialect(cx: &mut Cx, args: &[Value], fmtparams: Kwargs<'_>) -> R<()> {
    let name = first(cx, "register_dialect", args)?;
    if cx.payload::<Str>(name)?.is_none() {
        return Err(cx.type_error(format_args!("dialect name must be a string")));
    }
    let dialect = super::dialect::make(cx, fmtparams.forward(1))?;
    let dialects = dialects(cx)?;
    dict::set(cx, dialects, name, dialect)
}

/// Delete the name/dialect mapping associated with a string name.
#[native(module = "_csv", "unregister_dialect(name)")]
fn unregister_dialect(cx: &mut Cx, name: Value) -> R<()> {
    let dialects = dialects(cx)?;
    match dict::remove(cx, dialects, name)? {
        Some(_) => Ok(()),
        None => Err(error(cx, format_args!("unknown dialect"))),
    }
}

/// Return a list of all known dialect names.
#[native(module = "_csv", "list_dialects()")]
fn list_dialects(cx: &mut Cx) -> R<&'static List> {
    let dialects = dialects(cx)?;
    let names = list::new(cx)?;
    let mut position = 0;
    while let Some((name, _)) = dict::next_entry(cx, dialects, &mut position)? {
        list::append(cx, names, name)?;
    }
    Ok(names)
}

/// Sets an upper limit on parsed fields.
///
/// Returns old limit. If limit is not given, no new limit is set and
/// the old limit is returned
#[native(module = "_csv", "field_size_limit(new_limit=0)", opaque)]
fn field_size_limit(cx: &mut Cx, new_limit: Option<Value>) -> R<i64> {
    let old = limit();
    let Some(new) = new_limit else {
        return Ok(old);
    };
    if cx
        .payload_value(new)?
        .or(Some(new))
        .and_then(to_int)
        .is_none()
    {
        return Err(cx.type_error(format_args!("limit must be an integer")));
    }
    let new = index(cx, new)?;
    let Some(new) = to_int(new).and_then(|new| new.to_i64()) else {
        return Err(cx.overflow_error(format_args!("Python int too large to convert to C ssize_t")));
    };
    // The limit is no object, so it cannot be rolled back.
    cx.enter_io()?;
    LIMIT.store(new, Ordering::Relaxed); // Relaxed: a limit.
    Ok(old)
}
