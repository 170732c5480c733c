//! `select`: waiting for files to be ready.
//!
//! | file | what |
//! | --- | --- |
//! | `select.rs` | the function |
//! | `poll.rs`, `epoll.rs` | the objects |

mod epoll;
mod poll;
#[expect(clippy::module_inception, reason = "named as Python names it")]
mod select;

use super::set;
use crate::cx::{Cx, Exit, R};
use crate::native::of_module;
use crate::native_module;
use crate::objects::exception::classes::OS_ERROR;
use crate::objects::float::to_f64;
use crate::objects::module::Module;
use crate::objects::native_function;
use crate::protocol::number;
use crate::value::Value;
use std::time::Duration;

native_module!("select", fill);

const CONSTANTS: [(&str, i64); 28] = [
    ("EPOLLERR", libc::EPOLLERR as i64),
    ("EPOLLET", 1 << 31),
    ("EPOLLEXCLUSIVE", 1 << 28),
    ("EPOLLHUP", libc::EPOLLHUP as i64),
    ("EPOLLIN", libc::EPOLLIN as i64),
    ("EPOLLMSG", libc::EPOLLMSG as i64),
    ("EPOLLONESHOT", libc::EPOLLONESHOT as i64),
    ("EPOLLOUT", libc::EPOLLOUT as i64),
    ("EPOLLPRI", libc::EPOLLPRI as i64),
    ("EPOLLRDBAND", libc::EPOLLRDBAND as i64),
    ("EPOLLRDHUP", libc::EPOLLRDHUP as i64),
    ("EPOLLRDNORM", libc::EPOLLRDNORM as i64),
    ("EPOLLWAKEUP", libc::EPOLLWAKEUP as i64),
    ("EPOLLWRBAND", libc::EPOLLWRBAND as i64),
    ("EPOLLWRNORM", libc::EPOLLWRNORM as i64),
    ("EPOLL_CLOEXEC", libc::EPOLL_CLOEXEC as i64),
    ("PIPE_BUF", libc::PIPE_BUF as i64),
    ("POLLERR", libc::POLLERR as i64),
    ("POLLHUP", libc::POLLHUP as i64),
    ("POLLIN", libc::POLLIN as i64),
    ("POLLMSG", 0x400),
    ("POLLNVAL", libc::POLLNVAL as i64),
    ("POLLOUT", libc::POLLOUT as i64),
    ("POLLPRI", libc::POLLPRI as i64),
    ("POLLRDBAND", libc::POLLRDBAND as i64),
    ("POLLRDHUP", libc::POLLRDHUP as i64),
    ("POLLRDNORM", libc::POLLRDNORM as i64),
    ("POLLWRNORM", libc::POLLWRNORM as i64),
];

fn fill(cx: &mut Cx, module: &'static Module) -> R<()> {
    for (name, value) in CONSTANTS {
        let value = cx.int(value)?;
        set(cx, module, name, value)?;
    }
    set(
        cx,
        module,
        "POLLWRBAND",
        Value::index(libc::POLLWRBAND as usize),
    )?;
    // The class of the same name is not in the module.
    for def in of_module("select").filter(|def| def.name == "poll") {
        let function = native_function::new(cx, def, Value::from(module))?;
        set(cx, module, "poll", Value::from(function))?;
    }
    set(cx, module, "error", OS_ERROR.value())
}

/// A time to wait, in units of so many nanoseconds; `None`: without end, which is also what a negative
/// number means if that is allowed.
///
/// # Errors
/// TypeError, ValueError and OverflowError, as `words` says what is wanted.
fn timeout(
    cx: &mut Cx,
    value: Value,
    nanoseconds: f64,
    or_negative: bool,
    words: &str,
) -> R<Option<Duration>> {
    if value.is_none() {
        return Ok(None);
    }
    let number = match to_f64(value) {
        Some(number) => number,
        None if number::exact_int(cx, value)?.is_some() => number::float(cx, value)?,
        None => match number::float(cx, value) {
            Ok(number) => number,
            Err(Exit::Raise) => {
                cx.take_exception();
                return Err(cx.type_error(format_args!("{words}")));
            }
            Err(exit) => return Err(exit),
        },
    };
    if number.is_nan() {
        return Err(cx.value_error(format_args!("Invalid value NaN (not a number)")));
    }
    if number < 0.0 {
        return match or_negative {
            true => Ok(None),
            false => Err(cx.value_error(format_args!("timeout must be non-negative"))),
        };
    }
    let total = number * nanoseconds;
    if total >= 9.2e18 {
        return Err(cx.overflow_error(format_args!("timestamp too large to convert to C PyTime_t")));
    }
    Ok(Some(Duration::from_nanos(total.ceil() as u64)))
}
