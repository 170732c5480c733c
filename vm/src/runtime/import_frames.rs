//! Tracebacks without the import system: who imports a module is not shown how `importlib` found it.
//!
//! The rules are those of CPython: of an ImportError all frames of `importlib` go, of another exception
//! those that end in `_call_with_frames_removed`, below which the module's own code runs.

use crate::cx::{Cx, R};
use crate::name;
use crate::objects::exception::{self, classes, fields};
use crate::objects::str;
use crate::objects::traceback::Traceback;
use crate::protocol::is_instance;
use crate::runtime::config;
use crate::value::Value;

/// Whether an entry's code is part of `importlib`, and whether it is `_call_with_frames_removed`.
fn place(cx: &mut Cx, entry: &Traceback) -> R<(bool, bool)> {
    let Some(code) = entry.code() else {
        return Ok((false, false));
    };
    let inside = str::to_string(code.data().filename).starts_with("<frozen importlib._bootstrap");
    let name = name!(cx, "_call_with_frames_removed")?;
    Ok((inside, code.data().name == name))
}

/// An exception leaves an import: takes the entries of `importlib` out of its traceback.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(crate) fn leave_out(cx: &mut Cx, exception: Value) -> R<()> {
    if config::get().verbose > 0 {
        return Ok(());
    }
    let entries = exception::field(cx, exception, fields::TRACEBACK)?;
    let all = is_instance(cx, exception, &classes::IMPORT_ERROR)?;
    // The entry before the present one that stays, and that before the present run of importlib's.
    let (mut last, mut outer): (Option<&'static Traceback>, _) = (None, None);
    let (mut kept, mut inside, mut entry) = (entries, false, entries.cast::<Traceback>());
    while let Some(present) = entry {
        let next = cx.load(present, &present.next)?;
        let (is_inside, removes) = place(cx, present)?;
        if is_inside && !inside {
            outer = last;
        }
        inside = is_inside;
        if inside && (all || removes) {
            match outer {
                Some(outer) => cx.store(outer, &outer.next, next)?,
                None => kept = next,
            }
            last = outer;
        } else {
            last = Some(present);
        }
        entry = next.cast::<Traceback>();
    }
    exception::set_field(cx, exception, fields::TRACEBACK, kept)
}
