//! Sets of signals: masks, what is pending, and waiting for one.

use super::handlers::refused;
use crate::cx::{Cx, R};
use crate::host::call;
use crate::native::native;
use crate::objects::int::to_int;
use crate::objects::set::{self, Set};
use crate::objects::str;
use crate::objects::struct_sequence;
use crate::protocol::{iter, next, number};
use crate::runtime::signals::NSIG;
use crate::stdlib::time::duration;
use crate::struct_sequence;
use crate::value::Value;
use libc::{siginfo_t, sigset_t};
use rustix::io::Errno;
use std::mem::MaybeUninit;
use std::time::{Duration, Instant};

struct_sequence! {
    /// The class.
    pub(super) static SIGINFO = {
        module: "signal",
        name: "struct_siginfo",
        doc: "struct_siginfo: Result from sigwaitinfo or sigtimedwait.\n\nThis object may be accessed either as a tuple of\n(si_signo, si_code, si_errno, si_pid, si_uid, si_status, si_band),\nor via the attributes si_signo, si_code, and so on.",
        visible: 7,
        fields: {
            "si_signo", "si_code", "si_errno", "si_pid", "si_uid", "si_status", "si_band",
        },
        unnamed: 0,
        more: {},
        new: struct_sequence::construct,
    };
}

fn empty() -> sigset_t {
    let mut set = MaybeUninit::uninit();
    // SAFETY: initialises the set.
    unsafe {
        libc::sigemptyset(set.as_mut_ptr());
        set.assume_init()
    }
}

/// The set of the signals in an iterable.
fn from_iterable(cx: &mut Cx, signals: Value) -> R<sigset_t> {
    let mut set = empty();
    let iterator = iter(cx, signals)?;
    while let Some(signal) = next(cx, iterator)? {
        let signal = number::index(cx, signal)?;
        let number = to_int(signal).and_then(|int| int.to_i64());
        match number {
            Some(number) if (1..NSIG as i64).contains(&number) => {
                // SAFETY: an initialised set; it refuses numbers that it keeps for itself.
                unsafe { libc::sigaddset(&mut set, number as i32) };
            }
            _ => {
                let shown = crate::protocol::repr(cx, signal)?;
                let shown = str::to_string(shown);
                return Err(cx.value_error(format_args!(
                    "signal number {shown} out of range [1; {}]",
                    NSIG - 1
                )));
            }
        }
    }
    Ok(set)
}

fn to_set(cx: &mut Cx, signals: &sigset_t) -> R<&'static Set> {
    let result = set::new(cx)?;
    for signal in 1..NSIG {
        // SAFETY: an initialised set.
        if unsafe { libc::sigismember(signals, signal as i32) } == 1 {
            set::add(cx, result, Value::index(signal))?;
        }
    }
    Ok(result)
}

/// Fetch and/or change the signal mask of the calling thread.
#[native(module = "_signal", "pthread_sigmask(how, mask, /)", effect = io)]
fn pthread_sigmask(cx: &mut Cx, how: i32, mask: Value) -> R<&'static Set> {
    let mask = from_iterable(cx, mask)?;
    let mut old = empty();
    // SAFETY: reads the one and writes the other.
    let error = unsafe { libc::pthread_sigmask(how, &mask, &mut old) };
    if error != 0 {
        return Err(call::raise(cx, Errno::from_raw_os_error(error), None));
    }
    call::interrupted(cx)?;
    to_set(cx, &old)
}

/// Return a set of valid signal numbers on this platform.
///
/// The signal numbers returned by this function can be safely passed to
/// functions like `pthread_sigmask`.
#[native(module = "_signal", "valid_signals()", effect = reads)]
fn valid_signals(cx: &mut Cx) -> R<&'static Set> {
    let mut all = empty();
    // SAFETY: an initialised set.
    unsafe { libc::sigfillset(&mut all) };
    to_set(cx, &all)
}

/// Examine pending signals.
///
/// Returns a set of signal numbers that are pending for delivery to
/// the calling thread.
#[native(module = "_signal", "sigpending()", effect = io)]
fn sigpending(cx: &mut Cx) -> R<&'static Set> {
    let mut pending = empty();
    // SAFETY: writes the set.
    match unsafe { libc::sigpending(&mut pending) } {
        0 => to_set(cx, &pending),
        _ => Err(refused(cx)),
    }
}

/// Waits for one of the signals until the deadline. `None`: the time is over.
fn wait(cx: &mut Cx, signals: &sigset_t, deadline: Option<Instant>) -> R<Option<siginfo_t>> {
    loop {
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let time = left.map(|left| libc::timespec {
            tv_sec: left.as_secs() as libc::time_t,
            tv_nsec: i64::from(left.subsec_nanos()),
        });
        let mut info = MaybeUninit::<siginfo_t>::zeroed();
        let time = time
            .as_ref()
            .map_or(std::ptr::null(), std::ptr::from_ref::<libc::timespec>);
        let outcome = cx.blocking(|| {
            // SAFETY: reads the set and the time, and writes the structure.
            match unsafe { libc::sigtimedwait(signals, info.as_mut_ptr(), time) } {
                -1 => Err(std::io::Error::last_os_error().raw_os_error().unwrap_or(0)),
                _ => Ok(()),
            }
        })?;
        match outcome {
            // SAFETY: written, or zero, which are valid numbers as well.
            Ok(()) => return Ok(Some(unsafe { info.assume_init() })),
            Err(libc::EAGAIN) => return Ok(None),
            Err(libc::EINTR) => call::interrupted(cx)?,
            Err(error) => return Err(call::raise(cx, Errno::from_raw_os_error(error), None)),
        }
    }
}

fn describe(cx: &mut Cx, info: &siginfo_t) -> R {
    // SAFETY: whatever the signal was, these are numbers in the structure.
    let (pid, uid, status) = unsafe { (info.si_pid(), info.si_uid(), info.si_status()) };
    // The band lies where the process is.
    let band = i64::from(pid) | i64::from(uid) << 32;
    let mut fields = [Value::NONE; 7];
    for (field, number) in fields.iter_mut().zip([
        i64::from(info.si_signo),
        i64::from(info.si_code),
        i64::from(info.si_errno),
        i64::from(pid),
        i64::from(uid),
        i64::from(status),
        band,
    ]) {
        *field = cx.int(number)?;
    }
    SIGINFO.make(cx, &fields)
}

/// Wait for a signal.
///
/// Suspend execution of the calling thread until the delivery of one of the
/// signals specified in the signal set sigset.  The function accepts the
/// signal and returns the signal number.
#[native(module = "_signal", "sigwait(sigset, /)", effect = io)]
fn sigwait(cx: &mut Cx, sigset: Value) -> R<i64> {
    let signals = from_iterable(cx, sigset)?;
    let info = wait(cx, &signals, None)?;
    Ok(info.map_or(0, |info| i64::from(info.si_signo)))
}

/// Wait synchronously until one of the signals in *sigset* is delivered.
///
/// Returns a struct_siginfo containing information about the signal.
#[native(module = "_signal", "sigwaitinfo(sigset, /)", effect = io)]
fn sigwaitinfo(cx: &mut Cx, sigset: Value) -> R<Option<Value>> {
    let signals = from_iterable(cx, sigset)?;
    match wait(cx, &signals, None)? {
        Some(info) => describe(cx, &info).map(Some),
        None => Ok(None),
    }
}

/// Like sigwaitinfo(), but with a timeout.
///
/// The timeout is specified in seconds, with floating-point numbers allowed.
#[native(module = "_signal", "sigtimedwait(sigset, timeout, /)", effect = io)]
fn sigtimedwait(cx: &mut Cx, sigset: Value, timeout: Value) -> R<Option<Value>> {
    let nanoseconds = duration::up(cx, timeout)?;
    if nanoseconds < 0 {
        return Err(cx.value_error(format_args!("timeout must be non-negative")));
    }
    let signals = from_iterable(cx, sigset)?;
    let deadline = Instant::now().checked_add(Duration::from_nanos(nanoseconds as u64));
    match wait(cx, &signals, deadline)? {
        Some(info) => describe(cx, &info).map(Some),
        None => Ok(None),
    }
}
