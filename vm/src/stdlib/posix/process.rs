//! Processes: who is who, waiting, signals, new programs.

use super::arguments::PathOrFd;
use super::path::{FsPath, fspath};
use super::times::TIMES_RESULT;
use crate::cx::{Cx, Exit, R};
use crate::host::{call, fd, os_text, process};
use crate::name;
use crate::native::native;
use crate::objects::bytes::Bytes;
use crate::objects::list::{self, List};
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::protocol::call::call_method;
use crate::protocol::{self, attribute};
use crate::struct_sequence;
use crate::value::Value;
use rustix::io::Result;
use std::ffi::CString;

struct_sequence! {
    /// The class.
    pub(super) static WAITID_RESULT = {
        module: "posix",
        name: "waitid_result",
        doc: "waitid_result: Result from waitid.\n\nThis object may be accessed either as a tuple of\n  (si_pid, si_uid, si_signo, si_status, si_code),\nor via the attributes si_pid, si_uid, and so on.\n\nSee os.waitid for more information.",
        visible: 5,
        fields: { "si_pid", "si_uid", "si_signo", "si_status", "si_code" },
        unnamed: 0,
        more: {},
        new: crate::objects::struct_sequence::construct,
    };
}

/// Raises the error of a call that does not wait.
fn done<T>(cx: &mut Cx, result: Result<T>) -> R<T> {
    result.map_err(|error| call::raise(cx, error, None))
}

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident $signature:literal ($($argument:ident),*);)*) => {
        $(
            $(#[$doc])*
            #[native(module = "posix", $signature, effect = io)]
            fn $name(cx: &mut Cx, $($argument: i32),*) -> R<i64> {
                let result = process::$name($($argument),*);
                done(cx, result).map(i64::from)
            }
        )*
    };
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident $signature:literal ($($argument:ident),*);)*) => {
        $(
            $(#[$doc])*
            #[native(module = "posix", $signature, effect = io)]
            fn $name(cx: &mut Cx, $($argument: i32),*) -> R<()> {
                let result = process::$name($($argument),*);
                done(cx, result)?;
                // A signal may have been for this process.
                call::interrupted(cx)
            }
        )*
    };
}

/// Return the current process id.
///
/// It is the same however often a transaction asks, and each logged message asks.
#[native(module = "posix", "getpid()", effect = reads)]
fn getpid(cx: &mut Cx) -> R<i64> {
    done(cx, process::getpid()).map(i64::from)
}

numbers! {
    /// Return the parent's process id.
    getppid "getppid()" ();
    /// Return the current process group id.
    getpgrp "getpgrp()" ();
    /// Call the system call getpgid(), and return the result.
    getpgid "getpgid(pid)" (pid);
    /// Call the system call getsid(pid) and return the result.
    getsid "getsid(pid, /)" (pid);
    /// Return program scheduling priority.
    getpriority "getpriority(which, who)" (which, who);
    /// Add increment to the priority of process and return the new priority.
    nice "nice(increment, /)" (increment);
    /// Get the maximum scheduling priority for policy.
    sched_get_priority_max "sched_get_priority_max(policy)" (policy);
    /// Get the minimum scheduling priority for policy.
    sched_get_priority_min "sched_get_priority_min(policy)" (policy);
    /// Get the scheduling policy for the process identified by pid.
    sched_getscheduler "sched_getscheduler(pid, /)" (pid);
    /// Return the process group associated with the terminal specified by fd.
    tcgetpgrp "tcgetpgrp(fd, /)" (fd);
    /// Return a file descriptor referring to the process pid.
    pidfd_open "pidfd_open(pid, flags=0)" (pid, flags);
}

actions! {
    /// Kill a process with a signal.
    kill "kill(pid, signal, /)" (pid, signal);
    /// Kill a process group with a signal.
    killpg "killpg(pgid, signal, /)" (pgid, signal);
    /// Call the system call setpgid(pid, pgrp).
    setpgid "setpgid(pid, pgrp, /)" (pid, pgrp);
    /// Make the current process the leader of its process group.
    setpgrp "setpgrp()" ();
    /// Call the system call setsid().
    setsid "setsid()" ();
    /// Set program scheduling priority.
    setpriority "setpriority(which, who, priority)" (which, who, priority);
    /// Set the process group associated with the terminal specified by fd.
    tcsetpgrp "tcsetpgrp(fd, pgid, /)" (fd, pgid);
}

/// Exit to the system with specified status, without normal exit processing.
#[native(module = "posix", "_exit(status)", effect = io)]
fn exit(_: &mut Cx, status: i32) -> R {
    process::exit_now(status)
}

/// Abort the interpreter immediately.
///
/// This function 'dumps core' or otherwise fails in the hardest way possible
/// on the hosting operating system.  This function never returns.
#[native(module = "posix", "abort()", effect = io)]
fn abort(_: &mut Cx) -> R {
    std::process::abort()
}

fn pair(cx: &mut Cx, pid: i32, status: i32) -> R {
    let pair = [cx.int(i64::from(pid))?, cx.int(i64::from(status))?];
    cx.tuple(&pair)
}

/// Wait for completion of a given child process.
///
/// Returns a tuple of information regarding the child process:
///     (pid, status)
#[native(module = "posix", "waitpid(pid, options, /)", effect = io)]
fn waitpid(cx: &mut Cx, pid: i32, options: i32) -> R {
    let (pid, status) = call::wait_or_raise(cx, None, || process::waitpid(pid, options))?;
    pair(cx, pid, status)
}

/// Wait for completion of a child process.
#[native(module = "posix", "wait()", effect = io)]
fn wait(cx: &mut Cx) -> R {
    let (pid, status) = call::wait_or_raise(cx, None, || process::waitpid(-1, 0))?;
    pair(cx, pid, status)
}

fn wait_with_usage(cx: &mut Cx, pid: i32, options: i32) -> R {
    let (pid, status, usage) = call::wait_or_raise(cx, None, || process::wait4(pid, options))?;
    let usage = crate::stdlib::resource::usage_result(cx, &usage)?;
    let values = [cx.int(i64::from(pid))?, cx.int(i64::from(status))?, usage];
    cx.tuple(&values)
}

/// Wait for completion of a child process.
///
/// Returns a tuple of information about the child process:
///   (pid, status, rusage)
#[native(module = "posix", "wait3(options)", effect = io)]
fn wait3(cx: &mut Cx, options: i32) -> R {
    wait_with_usage(cx, -1, options)
}

/// Wait for completion of a specific child process.
///
/// Returns a tuple of information about the child process:
///   (pid, status, rusage)
#[native(module = "posix", "wait4(pid, options)", effect = io)]
fn wait4(cx: &mut Cx, pid: i32, options: i32) -> R {
    wait_with_usage(cx, pid, options)
}

/// Returns the result of waiting for a process or processes.
///
/// Returns either waitid_result or None if WNOHANG is specified and there are
/// no children in a waitable state.
#[native(module = "posix", "waitid(idtype, id, options, /)", effect = io)]
fn waitid(cx: &mut Cx, idtype: i32, id: i64, options: i32) -> R {
    let found = call::wait_or_raise(cx, None, || process::waitid(idtype, id as u32, options))?;
    let Some(fields) = found else {
        return Ok(Value::NONE);
    };
    let mut values = [Value::NONE; 5];
    for (value, field) in values.iter_mut().zip(fields) {
        *value = cx.int(field)?;
    }
    WAITID_RESULT.make(cx, &values)
}

macro_rules! statuses {
    ($($(#[$doc:meta])* $name:literal $function:ident $result:ty = $body:expr;)*) => {
        $(
            $(#[$doc])*
            #[native(module = "posix", $name, effect = pure)]
            fn $function(_: &mut Cx, status: i32) -> $result {
                let body: fn(i32) -> $result = $body;
                body(status)
            }
        )*
    };
}

statuses! {
    /// Return True if the process returning status was dumped to a core file.
    "WCOREDUMP(status, /)" wcoredump bool = |status| libc::WCOREDUMP(status);
    /// Return True if a particular process was continued from a job control stop.
    "WIFCONTINUED(status)" wifcontinued bool = |status| libc::WIFCONTINUED(status);
    /// Return True if the process returning status was stopped.
    "WIFSTOPPED(status)" wifstopped bool = |status| libc::WIFSTOPPED(status);
    /// Return True if the process returning status was terminated by a signal.
    "WIFSIGNALED(status)" wifsignaled bool = |status| libc::WIFSIGNALED(status);
    /// Return True if the process returning status exited via the exit() system call.
    "WIFEXITED(status)" wifexited bool = |status| libc::WIFEXITED(status);
    /// Return the process return code from status.
    "WEXITSTATUS(status)" wexitstatus i64 = |status| i64::from(libc::WEXITSTATUS(status));
    /// Return the signal that terminated the process that provided the status value.
    "WTERMSIG(status)" wtermsig i64 = |status| i64::from(libc::WTERMSIG(status));
    /// Return the signal that stopped the process that provided the status value.
    "WSTOPSIG(status)" wstopsig i64 = |status| i64::from(libc::WSTOPSIG(status));
}

/// Convert a wait status to an exit code.
#[native(module = "posix", "waitstatus_to_exitcode(status)", effect = pure)]
fn waitstatus_to_exitcode(cx: &mut Cx, status: i32) -> R<i64> {
    if libc::WIFEXITED(status) {
        return Ok(i64::from(libc::WEXITSTATUS(status)));
    }
    if libc::WIFSIGNALED(status) {
        return Ok(-i64::from(libc::WTERMSIG(status)));
    }
    if libc::WIFSTOPPED(status) {
        let signal = libc::WSTOPSIG(status);
        return Err(cx.value_error(format_args!(
            "process stopped by delivery of signal {signal}"
        )));
    }
    Err(cx.value_error(format_args!("invalid wait status: {status}")))
}

/// Execute the command in a subshell.
#[native(module = "posix", "system(command)", effect = io)]
fn system(cx: &mut Cx, command: Value) -> R<i64> {
    let command = argument(cx, command)?;
    Ok(i64::from(cx.blocking(|| process::system(&command))?))
}

/// A string for the system: of a path, or of any argument of a program.
///
/// # Errors
/// TypeError, ValueError if there is a zero in it, and what `__fspath__` raises.
pub(crate) fn argument(cx: &mut Cx, value: Value) -> R<CString> {
    let value = fspath(cx, value)?;
    let bytes = match cx.payload::<Str>(value)? {
        Some(text) => os_text::to_bytes(cx, text)?,
        None => match cx.payload::<Bytes>(value)? {
            Some(bytes) => bytes.as_slice().to_vec(),
            None => Vec::new(),
        },
    };
    CString::new(bytes).map_err(|_| cx.value_error(format_args!("embedded null byte")))
}

/// The arguments of a new program.
fn program_arguments(cx: &mut Cx, function: &str, argv: Value) -> R<Vec<CString>> {
    let items = match cx.payload::<List>(argv)? {
        Some(list) => list::to_vec(cx, list)?,
        None => match cx.payload::<Tuple>(argv)? {
            Some(tuple) => tuple.as_slice().to_vec(),
            None => {
                let or = if function == "execve" {
                    "argv"
                } else {
                    "arg 2"
                };
                return Err(cx.type_error(format_args!(
                    "{function}{} {or} must be a tuple or list",
                    if function == "execve" { ":" } else { "()" }
                )));
            }
        },
    };
    let punctuation = if function == "execve" {
        ": argv"
    } else {
        "() arg 2"
    };
    if items.is_empty() {
        return Err(cx.value_error(format_args!("{function}{punctuation} must not be empty")));
    }
    let mut arguments = Vec::with_capacity(items.len());
    for item in items {
        arguments.push(argument(cx, item)?);
    }
    if arguments[0].as_bytes().is_empty() {
        return Err(cx.value_error(format_args!(
            "{function}{punctuation} first element cannot be empty"
        )));
    }
    Ok(arguments)
}

/// The environment of a new program, as `name=value`.
///
/// # Errors
/// TypeError if it is no mapping, ValueError if a name is impossible.
pub(crate) fn program_environment(cx: &mut Cx, function: &str, env: Value) -> R<Vec<CString>> {
    let name = name!(cx, "items")?;
    if attribute::find(cx, env, name)?.is_none() {
        return Err(cx.type_error(format_args!(
            "{function}: environment must be a mapping object"
        )));
    }
    let entries = call_method(cx, env, name, &[])?;
    let iterator = protocol::iter(cx, entries)?;
    let mut environment = Vec::new();
    while let Some(entry) = protocol::next(cx, iterator)? {
        let Some([name, value]) = cx.payload::<Tuple>(entry)?.map(Tuple::as_slice) else {
            return Err(cx.type_error(format_args!("env.items() must give pairs")));
        };
        let (name, value) = (argument(cx, *name)?, argument(cx, *value)?);
        if name.as_bytes().is_empty() || name.as_bytes()[1..].contains(&b'=') {
            return Err(cx.value_error(format_args!("illegal environment variable name")));
        }
        let entry = [name.as_bytes(), b"=", value.as_bytes()].concat();
        environment.push(CString::new(entry).unwrap_or_default());
    }
    Ok(environment)
}

/// What is executed.
enum Program<'a> {
    Path(&'a FsPath),
    Fd(i32),
}

fn replace(
    cx: &mut Cx,
    program: Program<'_>,
    given: Value,
    arguments: &[CString],
    environment: Option<&[CString]>,
) -> Exit {
    let error = match program {
        Program::Path(path) => process::exec(path.as_c_str(), arguments, environment),
        Program::Fd(number) => {
            let path = CString::new(format!("/proc/self/fd/{number}")).unwrap_or_default();
            match fd::borrow(number) {
                Ok(_) => process::exec(&path, arguments, environment),
                Err(error) => error,
            }
        }
    };
    call::raise(cx, error, Some(given))
}

/// Execute an executable path with arguments, replacing current process.
#[native(module = "posix", "execv(path, argv, /)", effect = io)]
fn execv(cx: &mut Cx, path: super::arguments::Path, argv: Value) -> R {
    let arguments = program_arguments(cx, "execv", argv)?;
    Err(replace(
        cx,
        Program::Path(&path.0),
        path.0.given,
        &arguments,
        None,
    ))
}

/// Execute an executable path with arguments, replacing current process.
#[native(module = "posix", "execve(path, argv, env)", effect = io)]
fn execve(cx: &mut Cx, path: PathOrFd, argv: Value, env: Value) -> R {
    let arguments = program_arguments(cx, "execve", argv)?;
    let environment = program_environment(cx, "execve", env)?;
    let given = path.given();
    let program = match &path {
        PathOrFd::Path(path) => Program::Path(path),
        PathOrFd::Fd(number, _) => Program::Fd(*number),
    };
    Err(replace(cx, program, given, &arguments, Some(&environment)))
}

/// Fork a child process.
///
/// Return 0 to child process and PID of child to parent process.
#[native(module = "posix", "fork()", effect = io)]
fn fork(cx: &mut Cx) -> R<i64> {
    let pid = super::at_fork::fork(cx)?;
    Ok(i64::from(pid))
}

/// Return a collection containing process timing information.
///
/// The object returned behaves like a named tuple with these fields:
///   (utime, stime, cutime, cstime, elapsed_time)
/// All fields are floating-point numbers.
#[native(module = "posix", "times()", effect = io)]
fn times(cx: &mut Cx) -> R {
    let mut values = [Value::NONE; 5];
    for (value, seconds) in values.iter_mut().zip(process::times()) {
        *value = cx.float(seconds)?;
    }
    TIMES_RESULT.make(cx, &values)
}

/// Set the current numeric umask and return the previous umask.
#[native(module = "posix", "umask(mask, /)", effect = io)]
fn umask(_: &mut Cx, mask: i32) -> i64 {
    let mode = rustix::fs::Mode::from_raw_mode(mask as u32);
    i64::from(rustix::process::umask(mode).as_raw_mode())
}
