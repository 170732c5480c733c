//! `_signal`: what the module `signal` is built on. How signals arrive is the runtime's
//! (`runtime::signals`).
//!
//! | file | what |
//! | --- | --- |
//! | `handlers.rs` | `signal`, `getsignal`, sending signals |
//! | `timers.rs` | alarms |
//! | `sets.rs` | masks, and waiting for signals |

mod handlers;
mod sets;
mod timers;

use crate::cx::{Cx, R};
use crate::native_module;
use crate::objects::dict;
use crate::objects::module::Module;
use crate::runtime::signals;
use crate::stdlib::set;
use crate::value::Value;
use std::ffi::c_int;

native_module!("_signal", fill);

/// The constants of the module, but those that only the running system knows.
static CONSTANTS: [(&str, c_int); 41] = [
    ("SIGABRT", libc::SIGABRT),
    ("SIGALRM", libc::SIGALRM),
    ("SIGBUS", libc::SIGBUS),
    ("SIGCHLD", libc::SIGCHLD),
    ("SIGCLD", libc::SIGCHLD),
    ("SIGCONT", libc::SIGCONT),
    ("SIGFPE", libc::SIGFPE),
    ("SIGHUP", libc::SIGHUP),
    ("SIGILL", libc::SIGILL),
    ("SIGINT", libc::SIGINT),
    ("SIGIO", libc::SIGIO),
    ("SIGIOT", libc::SIGABRT),
    ("SIGKILL", libc::SIGKILL),
    ("SIGPIPE", libc::SIGPIPE),
    ("SIGPOLL", libc::SIGPOLL),
    ("SIGPROF", libc::SIGPROF),
    ("SIGPWR", libc::SIGPWR),
    ("SIGQUIT", libc::SIGQUIT),
    ("SIGSEGV", libc::SIGSEGV),
    ("SIGSTKFLT", libc::SIGSTKFLT),
    ("SIGSTOP", libc::SIGSTOP),
    ("SIGSYS", libc::SIGSYS),
    ("SIGTERM", libc::SIGTERM),
    ("SIGTRAP", libc::SIGTRAP),
    ("SIGTSTP", libc::SIGTSTP),
    ("SIGTTIN", libc::SIGTTIN),
    ("SIGTTOU", libc::SIGTTOU),
    ("SIGURG", libc::SIGURG),
    ("SIGUSR1", libc::SIGUSR1),
    ("SIGUSR2", libc::SIGUSR2),
    ("SIGVTALRM", libc::SIGVTALRM),
    ("SIGWINCH", libc::SIGWINCH),
    ("SIGXCPU", libc::SIGXCPU),
    ("SIGXFSZ", libc::SIGXFSZ),
    ("SIG_BLOCK", libc::SIG_BLOCK),
    ("SIG_UNBLOCK", libc::SIG_UNBLOCK),
    ("SIG_SETMASK", libc::SIG_SETMASK),
    ("ITIMER_REAL", timers::REAL),
    ("ITIMER_VIRTUAL", timers::VIRTUAL),
    ("ITIMER_PROF", timers::PROF),
    ("NSIG", signals::NSIG as c_int),
];

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    for (name, number) in CONSTANTS {
        set(cx, module, name, Value::index(number as usize))?;
    }
    let (first, last) = (libc::SIGRTMIN() as usize, libc::SIGRTMAX() as usize);
    set(cx, module, "SIGRTMIN", Value::index(first))?;
    set(cx, module, "SIGRTMAX", Value::index(last))?;
    set(cx, module, "SIG_DFL", signals::DEFAULT)?;
    set(cx, module, "SIG_IGN", signals::IGNORE)?;
    set(cx, module, "ItimerError", timers::ITIMER_ERROR.value())?;
    set(cx, module, "struct_siginfo", sets::SIGINFO.class.value())?;
    let name = cx.vm.intern(cx, "default_int_handler")?;
    if let Some(handler) = dict::get_str(cx, module.namespace(), name)? {
        signals::name_interrupt(handler);
    }
    Ok(())
}

/// A signal's number as an argument.
fn number(cx: &mut Cx, signal: i32) -> R<usize> {
    match usize::try_from(signal) {
        Ok(number @ 1..signals::NSIG) => Ok(number),
        _ => Err(cx.value_error(format_args!("signal number out of range"))),
    }
}

fn only_in_main(cx: &mut Cx, name: &str) -> R<()> {
    if cx.thread.is_main {
        return Ok(());
    }
    Err(cx.value_error(format_args!(
        "{name} only works in main thread of the main interpreter"
    )))
}
