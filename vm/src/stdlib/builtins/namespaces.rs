//! The namespaces of the calling code: `globals`, `locals`.

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::interp::Fr;
use crate::native::native;
use crate::objects::dict;
use crate::objects::frame_object::snapshot;
use crate::value::Value;
use tython_compiler::code::{CodeFlags, LocalKind};

/// The frame that calls a builtin.
pub(super) fn caller(cx: &mut Cx) -> Option<Fr> {
    let top = cx.frames.top();
    (!top.is_null()).then_some(Fr(top))
}

fn no_frame(cx: &mut Cx) -> R {
    Err(cx.system_error(format_args!("frame does not exist")))
}

/// `globals()` of the calling code.
///
/// # Errors
/// SystemError if there is none.
pub(super) fn current_globals(cx: &mut Cx) -> R {
    match caller(cx) {
        Some(fr) => Ok(fr.frame().globals),
        None => no_frame(cx),
    }
}

/// The builtins of the calling code.
pub(super) fn current_builtins(cx: &mut Cx) -> Value {
    match caller(cx) {
        Some(fr) => fr.frame().builtins,
        None => cx.vm.builtins.get(),
    }
}

/// `locals()` of the calling code: of a function a snapshot of its variables.
///
/// # Errors
/// MemoryError, and SystemError if there is no calling code.
pub(super) fn current_locals(cx: &mut Cx) -> R {
    match caller(cx) {
        Some(fr) => locals_of(cx, fr),
        None => no_frame(cx),
    }
}

fn locals_of(cx: &mut Cx, fr: Fr) -> R {
    let frame = fr.frame();
    if fr.code().code.flags.has(CodeFlags::OPTIMIZED) {
        return Ok(snapshot(cx, fr)?.value());
    }
    let mapping = frame.locals.bound().unwrap_or(frame.globals);
    if !has_hidden(fr) {
        return Ok(mapping);
    }
    // A comprehension runs in line: its variables count as well.
    let variables = snapshot(cx, fr)?;
    let all = dict::new(cx)?;
    dict::update(cx, all, mapping)?;
    dict::merge(cx, all, variables)?;
    Ok(all.value())
}

/// Whether a variable of a comprehension that runs in line is bound.
fn has_hidden(fr: Fr) -> bool {
    let mut locals = fr.code().code.locals.iter().enumerate();
    locals.any(|(index, local)| {
        local.kind.is(LocalKind::HIDDEN) && !fr.get(index as u16).is_unbound()
    })
}

/// Return the dictionary containing the current scope's global variables.
///
/// NOTE: Updates to this dictionary *will* affect name lookups in the current
/// global scope and vice-versa.
#[native(module = "builtins", "globals()", effect = reads)]
fn globals(cx: &mut Cx) -> R {
    current_globals(cx)
}

/// Return a dictionary containing the current scope's local variables.
///
/// NOTE: Whether or not updates to this dictionary will affect name lookups in
/// the local scope and vice-versa is *implementation dependent* and not
/// covered by any backwards compatibility guarantees.
#[native(module = "builtins", "locals()", effect = writes)]
fn locals(cx: &mut Cx) -> R {
    current_locals(cx)
}
