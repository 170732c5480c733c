//! What functions of `sys` remember: a dict that Python code does not see, so that it is transactional.

use crate::cx::{Cx, R};
use crate::objects::dict::{self, Dict};
use crate::value::Value;

fn entries(cx: &mut Cx) -> R<&'static Dict> {
    match cx.vm.sys_state.get().cast::<Dict>() {
        Some(state) => Ok(state),
        None => Err(cx.runtime_error(format_args!("sys has not been made yet"))),
    }
}

/// What was remembered under this name, or None.
pub(super) fn get(cx: &mut Cx, name: &str) -> R {
    let name = cx.vm.intern(cx, name)?;
    let entries = entries(cx)?;
    Ok(dict::get_str(cx, entries, name)?.unwrap_or(Value::NONE))
}

/// Remembers a value.
pub(super) fn set(cx: &mut Cx, name: &str, value: Value) -> R<()> {
    let name = cx.vm.intern(cx, name)?;
    let entries = entries(cx)?;
    dict::set_str(cx, entries, name, value)
}

fn of_thread(cx: &Cx, name: &str) -> String {
    format!("{name} {}", cx.tx.slot())
}

/// What this thread remembered under this name, or None.
pub(super) fn get_of_thread(cx: &mut Cx, name: &str) -> R {
    get(cx, &of_thread(cx, name))
}

/// Remembers a value for this thread.
pub(super) fn set_of_thread(cx: &mut Cx, name: &str, value: Value) -> R<()> {
    set(cx, &of_thread(cx, name), value)
}
