//! Limits and figures: recursion, digits of integers, sizes of objects.

use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::objects::exception::classes;
use crate::objects::int::operand;
use crate::objects::str::{STR, Str};
use crate::protocol::{attribute, class_of, type_name};
use crate::value::Value;
use std::sync::atomic::Ordering;

/// The lowest limit of digits: below, programs could not even print their own errors.
const LEAST_DIGITS: usize = 640;

/// Return the current value of the recursion limit.
///
/// The recursion limit is the maximum depth of the Python interpreter
/// stack.  This limit prevents infinite recursion from causing an overflow
/// of the C stack and crashing Python.
#[native(module = "sys", "getrecursionlimit()", effect = reads)]
fn getrecursionlimit(cx: &mut Cx) -> usize {
    cx.vm.recursion_limit.load(Ordering::Relaxed) // Relaxed: a limit.
}

/// Set the maximum depth of the Python interpreter stack to n.
///
/// This limit prevents infinite recursion from causing an overflow of the C
/// stack and crashing Python.  The highest possible limit is platform-
/// dependent.
#[native(module = "sys", "setrecursionlimit(limit, /)", effect = io)]
fn setrecursionlimit(cx: &mut Cx, limit: i32) -> R<()> {
    if limit < 1 {
        return Err(cx.value_error(format_args!(
            "recursion limit must be greater or equal than 1"
        )));
    }
    let frames = limit as usize;
    if frames <= cx.frames.depth {
        let depth = cx.frames.depth;
        return Err(cx.recursion_error(format_args!(
            "cannot set the recursion limit to {limit} at the recursion depth {depth}: the limit is too low"
        )));
    }
    cx.vm.recursion_limit.store(frames, Ordering::Relaxed); // Relaxed: as above.
    Ok(())
}

/// Return the maximum string digits limit for non-binary int<->str conversions.
#[native(module = "sys", "get_int_max_str_digits()", effect = reads)]
fn get_int_max_str_digits(cx: &mut Cx) -> usize {
    cx.vm.int_max_str_digits.load(Ordering::Relaxed) // Relaxed: a limit.
}

/// Set the maximum string digits limit for non-binary int<->str conversions.
#[native(module = "sys", "set_int_max_str_digits(maxdigits)", effect = io)]
fn set_int_max_str_digits(cx: &mut Cx, maxdigits: i32) -> R<()> {
    match usize::try_from(maxdigits) {
        Ok(digits) if digits == 0 || digits >= LEAST_DIGITS => {
            cx.vm.int_max_str_digits.store(digits, Ordering::Relaxed); // Relaxed: as above.
            Ok(())
        }
        _ => Err(cx.value_error(format_args!(
            "maxdigits must be 0 or larger than {LEAST_DIGITS}"
        ))),
    }
}

/// getsizeof(object [, default]) -> int
///
/// Return the size of object in bytes.
#[native(module = "sys", "getsizeof(object, default=<unrepresentable>)", opaque)]
fn getsizeof(cx: &mut Cx, object: Value, default: Option<Value>) -> R {
    match size_of(cx, object) {
        Err(crate::cx::Exit::Raise) => {
            let raised = cx.take_exception();
            let is_type_error = crate::protocol::is_instance(cx, raised, &classes::TYPE_ERROR)?;
            match default {
                Some(default) if is_type_error => Ok(default),
                _ => Err(cx.raise(raised)),
            }
        }
        size => size,
    }
}

fn size_of(cx: &mut Cx, object: Value) -> R {
    let name = name!(cx, "__sizeof__")?;
    let Some(size) = attribute::call_special(cx, object, name, &[])? else {
        let class = type_name(cx, object)?;
        return Err(cx.type_error(format_args!("Type {class} doesn't define __sizeof__")));
    };
    let Some(number) = operand(cx, size)? else {
        return Err(cx.type_error(format_args!("an integer is required")));
    };
    match number.to_i64() {
        None => {
            Err(cx.overflow_error(format_args!("Python int too large to convert to C ssize_t")))
        }
        Some(..0) => Err(cx.value_error(format_args!("__sizeof__() should return >= 0"))),
        Some(bytes) => cx.int(bytes),
    }
}

/// Return the reference count of object.
///
/// The count returned is generally one higher than you might expect,
/// because it includes the (temporary) reference as an argument to
/// getrefcount().
#[native(module = "sys", "getrefcount(object, /)", effect = pure)]
fn getrefcount(_: &mut Cx, _object: Value) -> i64 {
    2
}

/// Return the number of memory blocks currently allocated.
#[native(module = "sys", "getallocatedblocks()", effect = reads)]
fn getallocatedblocks(_: &mut Cx) -> i64 {
    0
}

/// Return the number of elements of the unicode interned dictionary
#[native(module = "sys", "getunicodeinternedsize(*, _only_immortal=False)", effect = reads)]
fn getunicodeinternedsize(cx: &mut Cx, _only_immortal: bool) -> usize {
    let mut count = 0;
    cx.vm.interned.visit(&mut |_| count += 1);
    count
}

/// ``Intern'' the given string.
///
/// This enters the string in the (global) table of interned strings whose
/// purpose is to speed up dictionary lookups. Return the string itself or
/// the previously interned string object with the same value.
#[native(module = "sys", "intern(string, /)", effect = pure)]
fn intern(cx: &mut Cx, string: Value) -> R {
    match string.cast::<Str>() {
        Some(text) if STR.is(class_of(string)) => Ok(cx.vm.interned.string(text)),
        _ => {
            let class = type_name(cx, string)?;
            if cx.payload::<Str>(string)?.is_some() {
                return Err(cx.type_error(format_args!("can't intern {class}")));
            }
            Err(cx.type_error(format_args!("intern() argument must be str, not {class}")))
        }
    }
}

/// Return True if the given string is "interned".
#[native(module = "sys", "_is_interned(string, /)", effect = reads)]
fn is_interned(cx: &mut Cx, string: &'static Str) -> bool {
    cx.vm.interned.has(string.value())
}

/// Return True if the given object is "immortal" per PEP 683.
///
/// This function should be used for specialized purposes only.
#[native(module = "sys", "_is_immortal(op, /)", effect = pure)]
fn is_immortal(cx: &mut Cx, op: Value) -> bool {
    !op.is_reference() || cx.vm.interned.has(op)
}

/// Return the default encoding used by the Unicode implementation.
#[native(module = "sys", "getdefaultencoding()", effect = pure)]
fn getdefaultencoding(cx: &mut Cx) -> R {
    name!(cx, "utf-8")
}

/// Return the encoding used to convert Unicode filenames to OS filenames.
#[native(module = "sys", "getfilesystemencoding()", effect = pure)]
fn getfilesystemencoding(cx: &mut Cx) -> R {
    name!(cx, "utf-8")
}

/// Return the error mode used Unicode to OS filename conversion.
#[native(module = "sys", "getfilesystemencodeerrors()", effect = pure)]
fn getfilesystemencodeerrors(cx: &mut Cx) -> R {
    name!(cx, "surrogateescape")
}

/// Return True if Python is exiting.
#[native(module = "sys", "is_finalizing()", effect = reads)]
fn is_finalizing(cx: &mut Cx) -> bool {
    cx.vm.finalizing.load(Ordering::Relaxed) // Relaxed: a flag that says nothing of other data.
}

/// Return True if the GIL is currently enabled and False otherwise.
#[native(module = "sys", "_is_gil_enabled()", effect = pure)]
fn is_gil_enabled(_: &mut Cx) -> bool {
    false
}

/// Private function for getting PyConfig.cpu_count
#[native(module = "sys", "_get_cpu_count_config()", effect = pure)]
fn get_cpu_count_config(_: &mut Cx) -> i64 {
    -1
}

/// Activate stack profiler trampoline *backend*.
#[native(module = "sys", "activate_stack_trampoline(backend, /)", effect = pure)]
fn activate_stack_trampoline(cx: &mut Cx, _backend: &'static Str) -> R<()> {
    Err(cx.value_error(format_args!("perf trampoline not available")))
}

/// Deactivate the current stack profiler trampoline backend.
///
/// If no stack profiler is activated, this function has no effect.
#[native(module = "sys", "deactivate_stack_trampoline()", effect = pure)]
fn deactivate_stack_trampoline(_: &mut Cx) {}

/// Return *True* if a stack profiler trampoline is active.
#[native(module = "sys", "is_stack_trampoline_active()", effect = pure)]
fn is_stack_trampoline_active(_: &mut Cx) -> bool {
    false
}

/// Return True if remote debugging is enabled, False otherwise.
#[native(module = "sys", "is_remote_debug_enabled()", effect = pure)]
fn is_remote_debug_enabled(_: &mut Cx) -> bool {
    false
}
