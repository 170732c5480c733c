//! The clocks, and `sleep`. Reading a clock is no I/O: what a rolled-back transaction has read of it,
//! nobody has seen.

use super::duration;
use crate::cx::{Cx, Exit, R};
use crate::host::call;
use crate::native::native;
use crate::objects::exception::os_error;
use crate::objects::int::to_int;
use crate::objects::simple_namespace;
use crate::protocol::type_name;
use crate::value::Value;
use libc::{clockid_t, timespec};
use std::io;
use std::time::{Duration, Instant};

/// The constants of the module.
pub(super) const CLOCKS: [(&str, clockid_t); 7] = [
    ("CLOCK_REALTIME", libc::CLOCK_REALTIME),
    ("CLOCK_MONOTONIC", libc::CLOCK_MONOTONIC),
    ("CLOCK_MONOTONIC_RAW", libc::CLOCK_MONOTONIC_RAW),
    ("CLOCK_PROCESS_CPUTIME_ID", libc::CLOCK_PROCESS_CPUTIME_ID),
    ("CLOCK_THREAD_CPUTIME_ID", libc::CLOCK_THREAD_CPUTIME_ID),
    ("CLOCK_BOOTTIME", libc::CLOCK_BOOTTIME),
    ("CLOCK_TAI", libc::CLOCK_TAI),
];

const BILLION: i64 = 1_000_000_000;

fn checked(status: i32) -> io::Result<()> {
    match status {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

fn nanoseconds(time: timespec) -> i64 {
    time.tv_sec
        .saturating_mul(BILLION)
        .saturating_add(time.tv_nsec)
}

fn span(nanoseconds: i64) -> timespec {
    timespec {
        tv_sec: nanoseconds.div_euclid(BILLION),
        tv_nsec: nanoseconds.rem_euclid(BILLION),
    }
}

fn read(clock: clockid_t) -> io::Result<i64> {
    let mut time = span(0);
    // SAFETY: writes the struct.
    checked(unsafe { libc::clock_gettime(clock, &mut time) })?;
    Ok(nanoseconds(time))
}

fn resolution(clock: clockid_t) -> io::Result<i64> {
    let mut time = span(0);
    // SAFETY: writes the struct.
    checked(unsafe { libc::clock_getres(clock, &mut time) })?;
    Ok(nanoseconds(time))
}

/// Seconds as a float, as precise as it can be.
fn seconds(nanoseconds: i64) -> f64 {
    if nanoseconds % BILLION == 0 {
        (nanoseconds / BILLION) as f64
    } else {
        nanoseconds as f64 / 1e9
    }
}

fn give<T>(cx: &mut Cx, result: io::Result<T>) -> R<T> {
    result.map_err(|error| raise(cx, &error))
}

fn raise(cx: &mut Cx, error: &io::Error) -> Exit {
    os_error::raise(cx, error, None)
}

macro_rules! clocks {
    ($($(#[doc = $doc:literal])+ $name:ident = $signature:literal, $clock:ident;
       $(#[doc = $ns_doc:literal])+ $ns:ident = $ns_signature:literal;)*) => {
        $(
            $(#[doc = $doc])+
            #[native(module = "time", $signature, effect = reads)]
            fn $name(cx: &mut Cx) -> R<f64> {
                let now = read(libc::$clock);
                Ok(seconds(give(cx, now)?))
            }

            $(#[doc = $ns_doc])+
            #[native(module = "time", $ns_signature, effect = reads)]
            fn $ns(cx: &mut Cx) -> R<i64> {
                let now = read(libc::$clock);
                give(cx, now)
            }
        )*
    };
}

clocks! {
    /// time() -> floating-point number
    ///
    /// Return the current time in seconds since the Epoch.
    /// Fractions of a second may be present if the system clock provides them.
    time = "time()", CLOCK_REALTIME;
    /// time_ns() -> int
    ///
    /// Return the current time in nanoseconds since the Epoch.
    time_ns = "time_ns()";
    /// monotonic() -> float
    ///
    /// Monotonic clock, cannot go backward.
    monotonic = "monotonic()", CLOCK_MONOTONIC;
    /// monotonic_ns() -> int
    ///
    /// Monotonic clock, cannot go backward, as nanoseconds.
    monotonic_ns = "monotonic_ns()";
    /// perf_counter() -> float
    ///
    /// Performance counter for benchmarking.
    perf_counter = "perf_counter()", CLOCK_MONOTONIC;
    /// perf_counter_ns() -> int
    ///
    /// Performance counter for benchmarking as nanoseconds.
    perf_counter_ns = "perf_counter_ns()";
    /// process_time() -> float
    ///
    /// Process time for profiling: sum of the kernel and user-space CPU time.
    process_time = "process_time()", CLOCK_PROCESS_CPUTIME_ID;
    /// process_time() -> int
    ///
    /// Process time for profiling as nanoseconds:
    /// sum of the kernel and user-space CPU time.
    process_time_ns = "process_time_ns()";
    /// thread_time() -> float
    ///
    /// Thread time for profiling: sum of the kernel and user-space CPU time.
    thread_time = "thread_time()", CLOCK_THREAD_CPUTIME_ID;
    /// thread_time() -> int
    ///
    /// Thread time for profiling as nanoseconds:
    /// sum of the kernel and user-space CPU time.
    thread_time_ns = "thread_time_ns()";
}

/// A clock's number as an argument.
fn clock_id(cx: &mut Cx, clock: Value) -> R<clockid_t> {
    let Some(number) = to_int(clock) else {
        let given = type_name(cx, clock)?;
        return Err(cx.type_error(format_args!("clk_id should be integer, not {given}")));
    };
    match number
        .to_i64()
        .and_then(|number| i32::try_from(number).ok())
    {
        Some(number) => Ok(number),
        None => Err(cx.overflow_error(format_args!("clk_id is out of range"))),
    }
}

/// Return the time of the specified clock clk_id as a float.
#[native(module = "time", "clock_gettime(clk_id, /)", effect = reads)]
fn clock_gettime(cx: &mut Cx, clk_id: Value) -> R<f64> {
    let clock = clock_id(cx, clk_id)?;
    Ok(seconds(give(cx, read(clock))?))
}

/// Return the time of the specified clock clk_id as nanoseconds (int).
#[native(module = "time", "clock_gettime_ns(clk_id, /)", effect = reads)]
fn clock_gettime_ns(cx: &mut Cx, clk_id: Value) -> R<i64> {
    let clock = clock_id(cx, clk_id)?;
    give(cx, read(clock))
}

/// clock_getres(clk_id) -> floating-point number
///
/// Return the resolution (precision) of the specified clock clk_id.
#[native(module = "time", "clock_getres(clk_id, /)", effect = reads, opaque)]
fn clock_getres(cx: &mut Cx, clk_id: i32) -> R<f64> {
    Ok(seconds(give(cx, resolution(clk_id))?))
}

fn set_clock(cx: &mut Cx, clock: clockid_t, nanoseconds: i64) -> R<()> {
    let time = span(nanoseconds);
    // SAFETY: reads the struct.
    let done = checked(unsafe { libc::clock_settime(clock, &time) });
    give(cx, done)
}

/// clock_settime(clk_id, time)
///
/// Set the time of the specified clock clk_id.
#[native(module = "time", "clock_settime(clk_id, time, /)", effect = io, opaque)]
fn clock_settime(cx: &mut Cx, clk_id: i32, time: Value) -> R<()> {
    let time = duration::down(cx, time)?;
    set_clock(cx, clk_id, time)
}

/// clock_settime_ns(clk_id, time)
///
/// Set the time of the specified clock clk_id with nanoseconds.
#[native(module = "time", "clock_settime_ns(clk_id, time, /)", effect = io, opaque)]
fn clock_settime_ns(cx: &mut Cx, clk_id: i32, time: i64) -> R<()> {
    set_clock(cx, clk_id, time)
}

/// pthread_getcpuclockid(thread_id) -> int
///
/// Return the clk_id of a thread's CPU time clock.
#[native(module = "time", "pthread_getcpuclockid(thread_id, /)", effect = io, opaque)]
fn pthread_getcpuclockid(cx: &mut Cx, thread_id: i64) -> R<i64> {
    let mut clock: clockid_t = 0;
    // SAFETY: writes the number. (Of a thread that is not there the result is undefined, as in C.)
    let status = unsafe { libc::pthread_getcpuclockid(thread_id as libc::pthread_t, &mut clock) };
    match status {
        0 => Ok(i64::from(clock)),
        error => Err(raise(cx, &io::Error::from_raw_os_error(error))),
    }
}

/// get_clock_info(name: str) -> dict
///
/// Get information of the specified clock.
#[native(module = "time", "get_clock_info(name, /)", effect = reads, opaque)]
fn get_clock_info(cx: &mut Cx, name: &'static crate::objects::str::Str) -> R {
    let name = crate::objects::str::to_string(Value::from(name));
    let (clock, text) = match name.as_str() {
        "time" => (libc::CLOCK_REALTIME, "CLOCK_REALTIME"),
        "monotonic" | "perf_counter" => (libc::CLOCK_MONOTONIC, "CLOCK_MONOTONIC"),
        "process_time" => (libc::CLOCK_PROCESS_CPUTIME_ID, "CLOCK_PROCESS_CPUTIME_ID"),
        "thread_time" => (libc::CLOCK_THREAD_CPUTIME_ID, "CLOCK_THREAD_CPUTIME_ID"),
        _ => return Err(cx.value_error(format_args!("unknown clock"))),
    };
    let is_wall = clock == libc::CLOCK_REALTIME;
    let implementation = cx.str(&format!("clock_gettime({text})"))?;
    let resolution = give(cx, resolution(clock))?;
    let resolution = cx.float(seconds(resolution))?;
    simple_namespace::new(
        cx,
        &[
            ("implementation", implementation),
            ("monotonic", Value::bool(!is_wall)),
            ("adjustable", Value::bool(is_wall)),
            ("resolution", resolution),
        ],
    )
}

/// The main thread looks for signals at least so often.
const ATTENTIVE: Duration = Duration::from_millis(50);

/// sleep(seconds)
///
/// Delay execution for a given number of seconds.  The argument may be
/// a floating-point number for subsecond precision.
#[native(module = "time", "sleep(seconds, /)", effect = waits)]
fn sleep(cx: &mut Cx, seconds: Value) -> R<()> {
    let nanoseconds = duration::up(cx, seconds)?;
    if nanoseconds < 0 {
        return Err(cx.value_error(format_args!("sleep length must be non-negative")));
    }
    let begin = Instant::now();
    let length = Duration::from_nanos(nanoseconds as u64);
    loop {
        let left = length.saturating_sub(begin.elapsed());
        let slice = if cx.thread.is_main {
            left.min(ATTENTIVE)
        } else {
            left
        };
        if cx.doze(|| rest(slice))? {
            call::interrupted(cx)?;
        }
        if begin.elapsed() >= length {
            return Ok(());
        }
    }
}

/// Sleeps so long, or until a signal arrives.
fn rest(time: Duration) {
    let time = timespec {
        tv_sec: time.as_secs() as libc::time_t,
        tv_nsec: i64::from(time.subsec_nanos()),
    };
    // SAFETY: reads the struct.
    unsafe { libc::clock_nanosleep(libc::CLOCK_MONOTONIC, 0, &time, std::ptr::null_mut()) };
}
