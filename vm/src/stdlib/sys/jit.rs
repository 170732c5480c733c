//! `sys._jit`: what there is of a compiler to machine code.

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::stdlib::{self, document};

/// The module.
pub(super) fn module(cx: &mut Cx) -> R {
    let module = stdlib::module(cx, "sys._jit")?;
    document(
        cx,
        module,
        "Utilities for observing just-in-time compilation.",
    )?;
    Ok(module.value())
}

/// Return True if the current Python executable supports JIT compilation, and False otherwise.
#[native(module = "sys._jit", "is_available()", effect = pure)]
fn is_available(_: &mut Cx) -> bool {
    false
}

/// Return True if JIT compilation is enabled for the current Python process (implies sys._jit.is_available()), and False otherwise.
#[native(module = "sys._jit", "is_enabled()", effect = pure)]
fn is_enabled(_: &mut Cx) -> bool {
    false
}

/// Return True if the topmost Python frame is currently executing JIT code (implies sys._jit.is_enabled()), and False otherwise.
#[native(module = "sys._jit", "is_active()", effect = pure)]
fn is_active(_: &mut Cx) -> bool {
    false
}
