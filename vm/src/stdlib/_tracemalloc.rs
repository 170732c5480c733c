//! `_tracemalloc`: allocations are not traced here, so there is never anything to report.

use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::list::{self, List};
use crate::value::Value;

crate::native_module!("_tracemalloc", |_, _| Ok(()));

/// Return True if the tracemalloc module is tracing Python memory allocations.
#[native(module = "_tracemalloc", "is_tracing()", effect = pure)]
fn is_tracing(_: &mut Cx) -> bool {
    false
}

/// Clear traces of memory blocks allocated by Python.
#[native(module = "_tracemalloc", "clear_traces()", effect = pure)]
fn clear_traces(_: &mut Cx) {}

/// Get traces of all memory blocks allocated by Python.
///
/// Return a list of (size: int, traceback: tuple) tuples.
/// traceback is a tuple of (filename: str, lineno: int) tuples.
///
/// Return an empty list if the tracemalloc module is disabled.
#[native(module = "_tracemalloc", "_get_traces()", effect = pure)]
fn get_traces(cx: &mut Cx) -> R<&'static List> {
    list::new(cx)
}

/// Get the traceback where the Python object obj was allocated.
///
/// Return a tuple of (filename: str, lineno: int) tuples.
/// Return None if the tracemalloc module is disabled or did not
/// trace the allocation of the object.
#[native(module = "_tracemalloc", "_get_object_traceback(obj, /)", effect = pure)]
fn get_object_traceback(_: &mut Cx, _obj: Value) -> Value {
    Value::NONE
}

/// Start tracing Python memory allocations.
///
/// Also set the maximum number of frames stored in the traceback of a
/// trace to nframe.
#[native(module = "_tracemalloc", "start(nframe=1, /)", effect = pure)]
fn start(cx: &mut Cx, nframe: i64) -> R<()> {
    if !(1..=65535).contains(&nframe) {
        return Err(cx.value_error(format_args!(
            "the number of frames must be in range [1; 65535]"
        )));
    }
    Err(cx.runtime_error(format_args!("allocations cannot be traced")))
}

/// Stop tracing Python memory allocations.
///
/// Also clear traces of memory blocks allocated by Python.
#[native(module = "_tracemalloc", "stop()", effect = pure)]
fn stop(_: &mut Cx) {}

/// Get the maximum number of frames stored in the traceback of a trace.
///
/// By default, a trace of an allocated memory block only stores
/// the most recent frame: the limit is 1.
#[native(module = "_tracemalloc", "get_traceback_limit()", effect = pure)]
fn get_traceback_limit(_: &mut Cx) -> i64 {
    1
}

/// Get the memory usage in bytes of the tracemalloc module.
///
/// This memory is used internally to trace memory allocations.
#[native(module = "_tracemalloc", "get_tracemalloc_memory()", effect = pure)]
fn get_tracemalloc_memory(_: &mut Cx) -> i64 {
    0
}

/// Get the current size and peak size of memory blocks traced by tracemalloc.
///
/// Returns a tuple: (current: int, peak: int).
#[native(module = "_tracemalloc", "get_traced_memory()", effect = pure)]
fn get_traced_memory(cx: &mut Cx) -> R {
    cx.tuple(&[Value::index(0), Value::index(0)])
}

/// Set the peak size of memory blocks traced by tracemalloc to the current size.
///
/// Do nothing if the tracemalloc module is not tracing memory allocations.
#[native(module = "_tracemalloc", "reset_peak()", effect = pure)]
fn reset_peak(_: &mut Cx) {}
