//! Starting threads.

use super::handle::{self, HANDLE};
use crate::cx::{Cx, R};
use crate::native::native;
use crate::objects::dict::Dict;
use crate::objects::instance::Instance;
use crate::objects::tuple::Tuple;
use crate::protocol::call::is_callable;
use crate::protocol::is_instance;
use crate::runtime::signals;
use crate::runtime::threads::{self, Order};
use crate::value::Value;

/// Start a new thread and return its identifier.
///
/// The thread will call the function with positional arguments from the
/// tuple args and keyword arguments taken from the optional dictionary
/// kwargs.  The thread exits when the function returns; the return value
/// is ignored.  The thread will also exit when the function raises an
/// unhandled exception; a stack trace will be printed unless the exception
/// is SystemExit.
#[native(module = "_thread", "start_new_thread(function, args, kwargs={}, /)", effect = io)]
fn start_new_thread(cx: &mut Cx, function: Value, args: Value, kwargs: Option<Value>) -> R<usize> {
    start(cx, function, args, kwargs)
}

/// An obsolete synonym of start_new_thread().
#[native(module = "_thread", "start_new(function, args, kwargs={}, /)", effect = io)]
fn start_new(cx: &mut Cx, function: Value, args: Value, kwargs: Option<Value>) -> R<usize> {
    start(cx, function, args, kwargs)
}

fn start(cx: &mut Cx, function: Value, args: Value, kwargs: Option<Value>) -> R<usize> {
    if !is_callable(cx, function)? {
        return Err(cx.type_error(format_args!("first arg must be callable")));
    }
    let Some(args) = cx.payload::<Tuple>(args)? else {
        return Err(cx.type_error(format_args!("2nd arg must be a tuple")));
    };
    let kwargs = match kwargs {
        None => Value::NONE,
        Some(kwargs) => match cx.payload::<Dict>(kwargs)? {
            Some(kwargs) => Value::from(kwargs),
            None => {
                return Err(cx.type_error(format_args!("optional 3rd arg must be a dictionary")));
            }
        },
    };
    let order = Order {
        function,
        args: Value::from(args),
        kwargs,
        handle: Value::NONE,
        daemon: Value::TRUE,
    };
    Ok(threads::start(cx, order)? as usize)
}

/// *For internal use only*: start a new thread.
///
/// Like start_new_thread(), this starts a new thread calling the given function.
/// Unlike start_new_thread(), this returns a handle object with methods to join
/// or detach the given thread.
/// This function is not for third-party code, please use the
/// `threading` module instead. During finalization the runtime will not wait for
/// the thread to exit if daemon is True. If handle is provided it must be a
/// newly created thread._ThreadHandle instance.
#[native(module = "_thread", "start_joinable_thread(function, handle=None, daemon=True)", effect = io)]
fn start_joinable_thread(cx: &mut Cx, function: Value, handle: Value, daemon: bool) -> R {
    if !is_callable(cx, function)? {
        return Err(cx.type_error(format_args!("thread function must be callable")));
    }
    let handle = match handle.cast::<Instance>() {
        Some(given) if is_instance(cx, handle, &HANDLE)? => given,
        _ if handle.is_none() => handle::new(cx)?,
        _ => return Err(cx.type_error(format_args!("'handle' must be a _ThreadHandle"))),
    };
    handle::set_starting(cx, handle)?;
    let order = Order {
        function,
        args: cx.vm.empty_tuple.get(),
        kwargs: Value::NONE,
        handle: Value::from(handle),
        daemon: Value::bool(daemon),
    };
    if let Err(exit) = threads::start(cx, order) {
        if exit == crate::exit::Exit::Raise {
            handle::set_failed(cx, handle)?;
        }
        return Err(exit);
    }
    Ok(Value::from(handle))
}

/// Internal only. Make a thread handle for threads not spawned
/// by the _thread or threading module.
#[native(module = "_thread", "_make_thread_handle(ident, /)", effect = writes)]
fn make_thread_handle(cx: &mut Cx, ident: Value) -> R<&'static Instance> {
    if !ident.is_small_int() {
        return Err(cx.type_error(format_args!("ident must be an integer")));
    }
    let handle = handle::of_running(cx, ident)?;
    if ident == Value::index(signals::main_ident() as usize) {
        cx.vm.main_handle.set(handle.into());
    }
    Ok(handle)
}
