//! Alarms.

use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::native::native;
use crate::objects::exception::{self, classes, fields};
use crate::stdlib::time::duration;
use crate::types::TypeDef;
use crate::value::Value;
use libc::{itimerval, timeval};
use std::ffi::c_int;

builtin_type! {
    /// `signal.ItimerError`
    pub(super) static ITIMER_ERROR = TypeDef {
        name: "ItimerError",
        module: "signal",
        base: Some(&classes::OS_ERROR),
        reserved: fields::COMMON + 5,
        subclassable: true,
        attributes: true,
        ..TypeDef::NEW
    };
}

/// `ITIMER_REAL`
pub(super) const REAL: c_int = libc::ITIMER_REAL as c_int;
/// `ITIMER_VIRTUAL`
pub(super) const VIRTUAL: c_int = libc::ITIMER_VIRTUAL as c_int;
/// `ITIMER_PROF`
pub(super) const PROF: c_int = libc::ITIMER_PROF as c_int;

const MILLION: i64 = 1_000_000;

fn refused(cx: &mut Cx) -> Exit {
    let error = std::io::Error::last_os_error();
    let number = error.raw_os_error().unwrap_or(0);
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let raised = cx.str(text).and_then(|text| {
        let number = cx.int(i64::from(number))?;
        exception::new(cx, &ITIMER_ERROR, &[number, text])
    });
    match raised {
        Ok(exception) => cx.raise_in_context(exception),
        Err(exit) => exit,
    }
}

fn to_timeval(cx: &mut Cx, seconds: Value) -> R<timeval> {
    let nanoseconds = duration::up(cx, seconds)?;
    let microseconds = nanoseconds.div_euclid(1000) + i64::from(nanoseconds.rem_euclid(1000) > 0);
    Ok(timeval {
        tv_sec: microseconds.div_euclid(MILLION),
        tv_usec: microseconds.rem_euclid(MILLION),
    })
}

fn to_pair(cx: &mut Cx, timer: &itimerval) -> R {
    let seconds = |time: timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    let pair = [
        cx.float(seconds(timer.it_value))?,
        cx.float(seconds(timer.it_interval))?,
    ];
    cx.tuple(&pair)
}

fn zeroed() -> itimerval {
    // SAFETY: numbers.
    unsafe { std::mem::zeroed() }
}

/// Arrange for SIGALRM to arrive after the given number of seconds.
#[native(module = "_signal", "alarm(seconds, /)", effect = io)]
fn alarm(_: &mut Cx, seconds: i32) -> i64 {
    // SAFETY: a number.
    i64::from(unsafe { libc::alarm(seconds as u32) } as i32)
}

/// Sets given itimer (one of ITIMER_REAL, ITIMER_VIRTUAL or ITIMER_PROF).
///
/// The timer will fire after value seconds and after that every interval
/// seconds.  The itimer can be cleared by setting seconds to zero.
///
/// Returns old values as a tuple: (delay, interval).
#[native(module = "_signal", "setitimer(which, seconds, interval=0.0, /)", effect = io)]
fn setitimer(cx: &mut Cx, which: i32, seconds: Value, interval: Option<Value>) -> R {
    let new = itimerval {
        it_value: to_timeval(cx, seconds)?,
        it_interval: to_timeval(cx, interval.unwrap_or(Value::index(0)))?,
    };
    let mut old = zeroed();
    // SAFETY: reads the one and writes the other.
    match unsafe { libc::setitimer(which as _, &new, &mut old) } {
        0 => to_pair(cx, &old),
        _ => Err(refused(cx)),
    }
}

/// Returns current value of given itimer.
#[native(module = "_signal", "getitimer(which, /)", effect = io)]
fn getitimer(cx: &mut Cx, which: i32) -> R {
    let mut now = zeroed();
    // SAFETY: writes the struct.
    match unsafe { libc::getitimer(which as _, &mut now) } {
        0 => to_pair(cx, &now),
        _ => Err(refused(cx)),
    }
}
