//! Handlers, and sending signals.

use super::{number, only_in_main};
use crate::cx::{Cx, R};
use crate::host::call;
use crate::native::native;
use crate::objects::native_function::NativeFunction;
use crate::protocol::call::is_callable;
use crate::runtime::signals;
use crate::value::Value;
use rustix::io::Errno;
use std::ffi::{CStr, c_int};

/// Raises the OSError of the last system call.
pub(super) fn refused(cx: &mut Cx) -> crate::exit::Exit {
    let errno = std::io::Error::last_os_error().raw_os_error();
    call::raise(cx, Errno::from_raw_os_error(errno.unwrap_or(0)), None)
}

/// Whether it is the function below.
fn raises_interrupt(handler: Value) -> bool {
    handler
        .cast::<NativeFunction>()
        .is_some_and(|native| native.def().name == "default_int_handler")
}

/// Set the action for the given signal.
///
/// The action can be SIG_DFL, SIG_IGN, or a callable Python object.
/// The previous action is returned.  See getsignal() for possible return
/// values.
///
/// *** IMPORTANT NOTICE ***
/// A signal handler function is called with two arguments: the first is
/// the signal number, the second is the interrupted stack frame.
#[native(module = "_signal", "signal(signalnum, handler, /)", effect = io)]
fn signal(cx: &mut Cx, signalnum: i32, handler: Value) -> R {
    only_in_main(cx, "signal")?;
    let number = number(cx, signalnum)?;
    // `signal.Handlers` are integers of a class of their own.
    let handler = match crate::objects::int::to_int(handler).and_then(|int| int.to_i64()) {
        Some(0) => signals::DEFAULT,
        Some(1) => signals::IGNORE,
        _ if is_callable(cx, handler)? => handler,
        _ => {
            return Err(cx.type_error(format_args!(
                "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object"
            )));
        }
    };
    // Those that have come already are the old handler's.
    if cx.atomic == 0 {
        call::interrupted(cx)?;
    }
    if !signals::install(signalnum, handler) {
        return Err(refused(cx));
    }
    let old = signals::handler(number);
    signals::set_handler(number, handler, raises_interrupt(handler));
    Ok(old)
}

/// Return the current action for the given signal.
///
/// The return value can be:
///   SIG_IGN -- if the signal is being ignored
///   SIG_DFL -- if the default action for the signal is in effect
///   None    -- if an unknown handler is in effect
///   anything else -- the callable Python object used as a handler
#[native(module = "_signal", "getsignal(signalnum, /)", effect = io)]
fn getsignal(cx: &mut Cx, signalnum: i32) -> R {
    let number = number(cx, signalnum)?;
    Ok(signals::handler(number))
}

/// The default handler for SIGINT installed by Python.
///
/// It raises KeyboardInterrupt.
#[native(module = "_signal", "default_int_handler(signalnum, frame, /)", effect = pure)]
fn default_int_handler(cx: &mut Cx, _signalnum: i32, _frame: Value) -> R<()> {
    Err(signals::interrupt(cx))
}

/// Return the system description of the given signal.
///
/// Returns the description of signal *signalnum*, such as "Interrupt"
/// for :const:`SIGINT`. Returns :const:`None` if *signalnum* has no
/// description. Raises :exc:`ValueError` if *signalnum* is invalid.
#[native(module = "_signal", "strsignal(signalnum, /)", effect = reads)]
fn strsignal(cx: &mut Cx, signalnum: i32) -> R<Option<String>> {
    number(cx, signalnum)?;
    // SAFETY: a string of the C library's, valid until the next call by this thread.
    let text = unsafe {
        let text = libc::strsignal(signalnum);
        (!text.is_null()).then(|| CStr::from_ptr(text).to_string_lossy().into_owned())
    };
    Ok(text.filter(|text| !text.starts_with("Unknown signal")))
}

/// Change system call restart behaviour.
///
/// If flag is False, system calls will be restarted when interrupted by
/// signal sig, else system calls will be interrupted.
#[native(module = "_signal", "siginterrupt(signalnum, flag, /)", effect = io)]
fn siginterrupt(cx: &mut Cx, signalnum: i32, flag: bool) -> R<()> {
    number(cx, signalnum)?;
    match signals::set_interrupting(signalnum, flag) {
        true => Ok(()),
        false => Err(refused(cx)),
    }
}

fn sent(cx: &mut Cx, status: c_int) -> R<()> {
    if status != 0 {
        return Err(refused(cx));
    }
    call::interrupted(cx)
}

/// Send a signal to the executing process.
#[native(module = "_signal", "raise_signal(signalnum, /)", effect = io)]
fn raise_signal(cx: &mut Cx, signalnum: i32) -> R<()> {
    // SAFETY: the handlers of the virtual machine touch only atomics.
    let status = unsafe { libc::raise(signalnum) };
    sent(cx, status)
}

/// Send a signal to a thread.
#[native(module = "_signal", "pthread_kill(thread_id, signalnum, /)", effect = io)]
fn pthread_kill(cx: &mut Cx, thread_id: i64, signalnum: i32) -> R<()> {
    // SAFETY: as above. (Of a thread that is not there the result is undefined, as in C.)
    let error = unsafe { libc::pthread_kill(thread_id as libc::pthread_t, signalnum) };
    if error != 0 {
        return Err(call::raise(cx, Errno::from_raw_os_error(error), None));
    }
    sent(cx, 0)
}

/// Send a signal to a process referred to by a pid file descriptor.
#[native(
    module = "_signal",
    "pidfd_send_signal(pidfd, signalnum, siginfo=None, flags=0, /)",
    effect = io
)]
fn pidfd_send_signal(cx: &mut Cx, pidfd: i32, signalnum: i32, siginfo: Value, flags: i32) -> R<()> {
    if !siginfo.is_none() {
        return Err(cx.type_error(format_args!("siginfo must be None")));
    }
    let info = std::ptr::null::<libc::siginfo_t>();
    // SAFETY: numbers, and no structure.
    let status =
        unsafe { libc::syscall(libc::SYS_pidfd_send_signal, pidfd, signalnum, info, flags) };
    sent(cx, status as c_int)
}

/// Sets the fd to be written to (with the signal number) when a signal comes in.
///
/// A library can use this to wakeup select or poll.
/// The previous fd or -1 is returned.
///
/// The fd must be non-blocking.
#[native(
    module = "_signal",
    "set_wakeup_fd(fd, /, *, warn_on_full_buffer=True)",
    effect = io
)]
fn set_wakeup_fd(cx: &mut Cx, fd: i32, warn_on_full_buffer: bool) -> R<i64> {
    only_in_main(cx, "set_wakeup_fd")?;
    if fd != -1 {
        // SAFETY: asks of a number.
        let flags = unsafe { libc::fcntl(fd, libc::F_GETFL) };
        if flags < 0 {
            return Err(refused(cx));
        }
        if flags & libc::O_NONBLOCK == 0 {
            return Err(cx.value_error(format_args!("the fd {fd} must be in non-blocking mode")));
        }
    }
    Ok(i64::from(signals::set_wakeup(fd, warn_on_full_buffer)))
}

/// Wait until a signal arrives.
#[native(module = "_signal", "pause()", effect = io)]
fn pause(cx: &mut Cx) -> R<()> {
    // SAFETY: waits.
    cx.blocking(|| unsafe { libc::pause() })?;
    call::interrupted(cx)
}
