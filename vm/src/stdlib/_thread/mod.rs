//! `_thread`: what `threading` is built on.
//!
//! | file | what |
//! | --- | --- |
//! | `lock.rs`, `rlock.rs`, `timeout.rs` | locks |
//! | `recorded.rs` | locks in traces |
//! | `start.rs`, `handle.rs` | starting threads, and waiting for their end |
//! | `local.rs` | `threading.local` |
//! | `excepthook.rs` | what becomes of exceptions that a thread does not catch |

mod excepthook;
pub mod handle;
mod local;
mod lock;
pub(crate) mod recorded;
mod rlock;
mod start;
pub(crate) mod timeout;

use crate::cx::{Cx, Exit, R};
use crate::host::os_text;
use crate::name;
use crate::native::native;
use crate::native_module;
use crate::objects::bytes::Bytes;
use crate::objects::exception::classes;
use crate::objects::instance::Instance;
use crate::objects::module::Module;
use crate::objects::str::Str;
use crate::protocol::codec;
use crate::runtime::{attention, signals, threads};
use crate::stdlib::set;
use crate::value::Value;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

native_module!("_thread", fill);

/// Names of threads are cut to so many bytes.
const NAME_MAX: usize = 15;

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    let longest = cx.float(timeout::MAX)?;
    set(cx, module, "TIMEOUT_MAX", longest)?;
    set(cx, module, "_NAME_MAXLEN", Value::index(NAME_MAX))?;
    set(cx, module, "error", classes::RUNTIME_ERROR.value())?;
    set(cx, module, "LockType", lock::LOCK.value())
}

/// Create a new lock object. See help(type(threading.Lock())) for
/// information about locks.
#[native(module = "_thread", "allocate_lock()", effect = pure)]
fn allocate_lock(cx: &mut Cx) -> R<&'static Instance> {
    lock::new(cx)
}

/// An obsolete synonym of allocate_lock().
#[native(module = "_thread", "allocate()", effect = pure)]
fn allocate(cx: &mut Cx) -> R<&'static Instance> {
    lock::new(cx)
}

/// Return a non-zero integer that uniquely identifies the current thread
/// amongst other threads that exist simultaneously.
/// This may be used to identify per-thread resources.
/// Even though on some platforms threads identities may appear to be
/// allocated consecutive numbers starting at 1, this behavior should not
/// be relied upon, and the number should be seen purely as a magic cookie.
/// A thread's identity may be reused for another thread after it exits.
#[native(module = "_thread", "get_ident()", effect = pure)]
fn get_ident(cx: &mut Cx) -> usize {
    cx.thread.ident as usize
}

/// Return a non-negative integer identifying the thread as reported
/// by the OS (kernel). This may be used to uniquely identify a
/// particular thread within a system.
#[native(module = "_thread", "get_native_id()", effect = pure)]
fn get_native_id(cx: &mut Cx) -> usize {
    cx.thread.native_id as usize
}

/// Internal only. Return a non-zero integer that uniquely identifies the main thread
/// of the main interpreter.
#[native(module = "_thread", "_get_main_thread_ident()", effect = pure)]
fn get_main_thread_ident(_: &mut Cx) -> usize {
    signals::main_ident() as usize
}

/// Return True if the current interpreter is the main Python interpreter.
#[native(module = "_thread", "_is_main_interpreter()", effect = pure)]
fn is_main_interpreter(_: &mut Cx) -> bool {
    true
}

/// Return True if daemon threads are allowed in the current interpreter,
/// and False otherwise.
#[native(module = "_thread", "daemon_threads_allowed()", effect = pure)]
fn daemon_threads_allowed(_: &mut Cx) -> bool {
    true
}

/// Return the number of currently running Python threads, excluding
/// the main thread. The returned number comprises all threads created
/// through `start_new_thread()` as well as `threading.Thread`, and not
/// yet finished.
///
/// This function is meant for internal and specialized purposes only.
/// In most applications `threading.enumerate()` should be used instead.
#[native(module = "_thread", "_count()", effect = reads)]
fn count(_: &mut Cx) -> usize {
    threads::count()
}

/// Wait for all non-daemon threads (other than the calling thread) to stop.
#[native(module = "_thread", "_shutdown()")]
fn shutdown(cx: &mut Cx) -> R<()> {
    threads::join_all(cx)
}

/// This is synonymous to ``raise SystemExit''.  It will cause the current
/// thread to exit silently unless the exception is caught.
#[native(module = "_thread", "exit()", effect = pure)]
fn exit(cx: &mut Cx) -> R<()> {
    Err(system_exit(cx))
}

/// An obsolete synonym of exit().
#[native(module = "_thread", "exit_thread()", effect = pure)]
fn exit_thread(cx: &mut Cx) -> R<()> {
    Err(system_exit(cx))
}

fn system_exit(cx: &mut Cx) -> Exit {
    match crate::objects::exception::new(cx, &classes::SYSTEM_EXIT, &[]) {
        Ok(exception) => cx.raise_in_context(exception),
        Err(exit) => exit,
    }
}

/// Simulate the arrival of the given signal in the main thread,
/// where the corresponding signal handler will be executed.
/// If *signum* is omitted, SIGINT is assumed.
/// A subthread can use this function to interrupt the main thread.
///
/// Note: the default signal handler for SIGINT raises ``KeyboardInterrupt``.
#[native(module = "_thread", "interrupt_main(signum=<unrepresentable>, /)")]
fn interrupt_main(cx: &mut Cx, signum: Option<i32>) -> R<()> {
    let signum = signum.unwrap_or(libc::SIGINT);
    if !(1..signals::NSIG as i32).contains(&signum) {
        return Err(cx.value_error(format_args!("signal number out of range")));
    }
    let handler = signals::handler(signum as usize);
    if handler == signals::DEFAULT || handler == signals::IGNORE {
        return Ok(());
    }
    cx.enter_io()?;
    signals::trip(signum);
    if cx.thread.is_main && cx.atomic == 0 {
        // By the end of the call the handler has run.
        return attention::serve(cx);
    }
    Ok(())
}

/// Return the thread stack size used when creating new threads.  The
/// optional size argument specifies the stack size (in bytes) to be used
/// for subsequently created threads, and must be 0 (use platform or
/// configured default) or a positive integer value of at least 32,768 (32k).
/// If changing the thread stack size is unsupported, a ThreadError
/// exception is raised.  If the specified size is invalid, a ValueError
/// exception is raised, and the stack size is unmodified.  32k bytes
///  currently the minimum supported stack size value to guarantee
/// sufficient stack space for the interpreter itself.
///
/// Note that some platforms may have particular restrictions on values for
/// the stack size, such as requiring a minimum stack size larger than 32 KiB or
/// requiring allocation in multiples of the system memory page size
/// - platform documentation should be referred to for more information
/// (4 KiB pages are common; using multiples of 4096 for the stack size is
/// the suggested approach in the absence of more specific information).
#[native(module = "_thread", "stack_size(size=0, /)", effect = io)]
fn stack_size(cx: &mut Cx, size: isize) -> R<usize> {
    use std::sync::atomic::Ordering;
    const LEAST: isize = 53_248;
    if size != 0 && size < LEAST {
        return Err(cx.value_error(format_args!("size must be at least {LEAST} bytes")));
    }
    // Relaxed: a number.
    Ok(threads::STACK_SIZE.swap(size as usize, Ordering::Relaxed))
}

/// Set the name of the current thread.
#[native(module = "_thread", "set_name(name)", effect = io)]
fn set_name(cx: &mut Cx, name: &'static Str) -> R<()> {
    let errors = name!(cx, "replace")?.cast::<Str>();
    let encoded = codec::encode(cx, name, None, errors)?;
    let mut bytes = [0u8; NAME_MAX + 1];
    if let Some(encoded) = encoded.cast::<Bytes>() {
        // A character may be cut in two; a zero ends the name.
        let text = encoded.as_slice();
        let length = text.len().min(NAME_MAX);
        bytes[..length].copy_from_slice(&text[..length]);
    }
    // SAFETY: a string that ends with a zero. What the system refuses stays as it was.
    unsafe { libc::pthread_setname_np(libc::pthread_self(), bytes.as_ptr().cast()) };
    Ok(())
}

/// Get the name of the current thread.
#[native(module = "_thread", "_get_name()", effect = io)]
fn get_name(cx: &mut Cx) -> R {
    let mut buffer = [0u8; NAME_MAX + 1];
    // SAFETY: the buffer is as long as is said.
    unsafe {
        let thread = libc::pthread_self();
        libc::pthread_getname_np(thread, buffer.as_mut_ptr().cast(), buffer.len());
    }
    let end = buffer.iter().position(|byte| *byte == 0);
    os_text::to_value(
        cx,
        OsStr::from_bytes(&buffer[..end.unwrap_or(buffer.len())]),
    )
}
