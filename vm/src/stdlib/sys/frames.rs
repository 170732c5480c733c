//! The running frames, the exception that is being handled, and functions that watch execution.

use super::state;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::objects::dict;
use crate::objects::exception::{self, classes, fields};
use crate::objects::frame_object;
use crate::objects::tuple::Tuple;
use crate::protocol::call_values;
use crate::protocol::class_of;
use crate::struct_sequence;
use crate::value::Value;

/// Return a frame object from the call stack.
///
/// If optional integer depth is given, return the frame object that many
/// calls below the top of the stack.  If that is deeper than the call
/// stack, ValueError is raised.  The default for depth is zero, returning
/// the frame at the top of the call stack.
///
/// This function should be used for internal and specialized purposes
/// only.
#[native(module = "sys", "_getframe(depth=0, /)", effect = writes)]
fn getframe(cx: &mut Cx, depth: i32) -> R {
    match frame_object::at_depth(cx, usize::try_from(depth).unwrap_or(0))? {
        Some(frame) => Ok(frame.value()),
        None => Err(cx.value_error(format_args!("call stack is not deep enough"))),
    }
}

/// Return the name of the module for a calling frame.
///
/// The default depth returns the module containing the call to this API.
/// A more typical use in a library will pass a depth of 1 to get the user's
/// module rather than the library module.
///
/// If no frame, module, or name can be found, returns None.
#[native(module = "sys", "_getframemodulename(depth=0)", effect = writes)]
fn getframemodulename(cx: &mut Cx, depth: i32) -> R {
    let depth = usize::try_from(depth).unwrap_or(0);
    let Some(frame) = frame_object::at_depth(cx, depth)? else {
        return Ok(Value::NONE);
    };
    let name = name!(cx, "__name__")?;
    match frame.globals.get().cast::<dict::Dict>() {
        Some(globals) => Ok(dict::get_str(cx, globals, name)?.unwrap_or(Value::NONE)),
        None => Ok(Value::NONE),
    }
}

/// Return a dict mapping each thread's thread id to its current stack frame.
///
/// This function should be used for specialized purposes only.
#[native(module = "sys", "_current_frames()", effect = writes)]
fn current_frames(cx: &mut Cx) -> R {
    let frames = dict::new(cx)?;
    if let Some(frame) = frame_object::at_depth(cx, 0)? {
        let key = thread_ident(cx)?;
        dict::set(cx, frames, key, frame.value())?;
    }
    Ok(frames.value())
}

/// Return a dict mapping each thread's identifier to its current raised exception.
///
/// This function should be used for specialized purposes only.
#[native(module = "sys", "_current_exceptions()", effect = writes)]
fn current_exceptions(cx: &mut Cx) -> R {
    let exceptions = dict::new(cx)?;
    let key = thread_ident(cx)?;
    let handled = cx.handled;
    dict::set(cx, exceptions, key, handled)?;
    Ok(exceptions.value())
}

/// What `_thread.get_ident` says of the running thread.
fn thread_ident(cx: &mut Cx) -> R {
    let thread = crate::runtime::import::module(cx, "_thread")?;
    let name = name!(cx, "get_ident")?;
    crate::protocol::call::call_method(cx, thread, name, &[])
}

/// Return the current exception.
///
/// Return the most recent exception caught by an except clause
/// in the current stack frame or in an older stack frame, or None
/// if no such exception exists.
#[native(module = "sys", "exception()")]
fn current_exception(cx: &mut Cx) -> Value {
    cx.handled
}

/// Return current exception information: (type, value, traceback).
///
/// Return information about the most recent exception caught by an except
/// clause in the current stack frame or in an older stack frame.
#[native(module = "sys", "exc_info()")]
fn exc_info(cx: &mut Cx) -> R {
    let handled = cx.handled;
    if handled.is_none() {
        return cx.tuple(&[Value::NONE; 3]);
    }
    let traceback = exception::field(cx, handled, fields::TRACEBACK)?;
    cx.tuple(&[class_of(handled).value(), handled, traceback])
}

/// Exit the interpreter by raising SystemExit(status).
///
/// If the status is omitted or None, it defaults to zero (i.e., success).
/// If the status is an integer, it will be used as the system exit status.
/// If it is another kind of object, it will be printed and the system
/// exit status will be one (i.e., failure).
#[native(module = "sys", "exit(status=None, /)", effect = writes)]
fn exit(cx: &mut Cx, status: Value) -> R<()> {
    let arguments = match status.cast::<Tuple>() {
        Some(tuple) => tuple.as_slice(),
        None if status.is_none() => &[],
        None => &[status],
    };
    let exit = exception::new(cx, &classes::SYSTEM_EXIT, arguments)?;
    Err(cx.raise_in_context(exit))
}

/// Set the global debug tracing function.
///
/// It will be called on each function call.  See the debugger chapter
/// in the library manual.
#[native(module = "sys", "settrace(function, /)", effect = writes)]
fn settrace(cx: &mut Cx, function: Value) -> R<()> {
    state::set(cx, "trace", function)
}

/// Return the global debug tracing function set with sys.settrace.
///
/// See the debugger chapter in the library manual.
#[native(module = "sys", "gettrace()", effect = reads)]
fn gettrace(cx: &mut Cx) -> R {
    state::get(cx, "trace")
}

/// Set the profiling function.
///
/// It will be called on each function call and return.  See the profiler
/// chapter in the library manual.
#[native(module = "sys", "setprofile(function, /)", effect = writes)]
fn setprofile(cx: &mut Cx, function: Value) -> R<()> {
    state::set(cx, "profile", function)
}

/// Return the profiling function set with sys.setprofile.
///
/// See the profiler chapter in the library manual.
#[native(module = "sys", "getprofile()", effect = reads)]
fn getprofile(cx: &mut Cx) -> R {
    state::get(cx, "profile")
}

/// Set the global debug tracing function in all running threads belonging to the current interpreter.
///
/// It will be called on each function call. See the debugger chapter
/// in the library manual.
#[native(module = "sys", "_settraceallthreads(function, /)", effect = writes)]
fn settraceallthreads(cx: &mut Cx, function: Value) -> R<()> {
    state::set(cx, "trace", function)
}

/// Set the profiling function in all running threads belonging to the current interpreter.
///
/// It will be called on each function call and return.  See the profiler
/// chapter in the library manual.
#[native(module = "sys", "_setprofileallthreads(function, /)", effect = writes)]
fn setprofileallthreads(cx: &mut Cx, function: Value) -> R<()> {
    state::set(cx, "profile", function)
}

/// Call func(*args), while tracing is enabled.
///
/// The tracing state is saved, and restored afterwards.  This is intended
/// to be called from a debugger from a checkpoint, to recursively debug
/// some other code.
#[native(module = "sys", "call_tracing(func, args, /)")]
fn call_tracing(cx: &mut Cx, func: Value, args: &'static Tuple) -> R {
    call_values(cx, func, args.as_slice())
}

/// Return the current thread switch interval; see sys.setswitchinterval().
#[native(module = "sys", "getswitchinterval()", effect = reads)]
fn getswitchinterval(cx: &mut Cx) -> R {
    match state::get(cx, "switch_interval")? {
        interval if interval.is_none() => cx.float(0.005),
        interval => Ok(interval),
    }
}

/// Set the ideal thread switching delay inside the Python interpreter.
///
/// The actual frequency of switching threads can be lower if the
/// interpreter executes long sequences of uninterruptible code
/// (this is implementation-specific and workload-dependent).
///
/// The parameter must represent the desired switching delay in seconds
/// A typical value is 0.005 (5 milliseconds).
#[native(module = "sys", "setswitchinterval(interval, /)", effect = writes)]
fn setswitchinterval(cx: &mut Cx, interval: f64) -> R<()> {
    if interval.is_nan() || interval <= 0.0 {
        return Err(cx.value_error(format_args!("switch interval must be strictly positive")));
    }
    let interval = cx.float(interval)?;
    state::set(cx, "switch_interval", interval)
}

struct_sequence! {
    static ASYNCGEN_HOOKS = {
        module: "sys",
        name: "asyncgen_hooks",
        doc: "",
        visible: 2,
        fields: { "firstiter", "finalizer" },
        unnamed: 0,
        more: {},
        new: crate::objects::struct_sequence::construct,
    };
}

/// Return the installed asynchronous generators hooks.
///
/// This returns a namedtuple of the form (firstiter, finalizer).
#[native(module = "sys", "get_asyncgen_hooks()", effect = reads)]
fn get_asyncgen_hooks(cx: &mut Cx) -> R {
    let first = state::get_of_thread(cx, "firstiter")?;
    let last = state::get_of_thread(cx, "finalizer")?;
    ASYNCGEN_HOOKS.make(cx, &[first, last])
}

/// set_asyncgen_hooks([firstiter] [, finalizer])
///
/// Set a finalizer for async generators objects.
#[native(
    module = "sys",
    "set_asyncgen_hooks(firstiter=<unrepresentable>, finalizer=<unrepresentable>)",
    opaque
)]
fn set_asyncgen_hooks(cx: &mut Cx, firstiter: Option<Value>, finalizer: Option<Value>) -> R<()> {
    for (name, hook) in [("finalizer", finalizer), ("firstiter", firstiter)] {
        let Some(hook) = hook else { continue };
        if !hook.is_none() && !crate::protocol::call::is_callable(cx, hook)? {
            let class = crate::protocol::type_name(cx, hook)?;
            return Err(cx.type_error(format_args!("callable {name} expected, got {class}")));
        }
        state::set_of_thread(cx, name, hook)?;
    }
    Ok(())
}

/// Check status of origin tracking for coroutine objects in this thread.
#[native(module = "sys", "get_coroutine_origin_tracking_depth()", effect = reads)]
fn get_coroutine_origin_tracking_depth(cx: &mut Cx) -> R {
    match state::get_of_thread(cx, "origin_depth")? {
        depth if depth.is_none() => Ok(Value::index(0)),
        depth => Ok(depth),
    }
}

/// Enable or disable origin tracking for coroutine objects in this thread.
///
/// Coroutine objects will track 'depth' frames of traceback information
/// about where they came from, available in their cr_origin attribute.
///
/// Set a depth of 0 to disable.
#[native(module = "sys", "set_coroutine_origin_tracking_depth(depth)", effect = writes)]
fn set_coroutine_origin_tracking_depth(cx: &mut Cx, depth: i32) -> R<()> {
    if depth < 0 {
        return Err(cx.value_error(format_args!("depth must be >= 0")));
    }
    let depth = cx.int(i64::from(depth))?;
    state::set_of_thread(cx, "origin_depth", depth)
}
