//! Objects of `poll()`: what is waited for lies in a dict.

use super::timeout;
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::host::call;
use crate::host::readiness::{Deadline, poll};
use crate::native::native;
use crate::objects::dict::{self, Dict};
use crate::objects::instance::Instance;
use crate::objects::list::{self, List};
use crate::protocol::number;
use crate::stdlib::posix::path::file_descriptor;
use crate::types::TypeDef;
use crate::value::Value;
use rustix::io::Errno;

builtin_type! {
    /// The class.
    static POLL = TypeDef {
        name: "poll",
        module: "select",
        reserved: 1,
        ..TypeDef::NEW
    };
}

/// Slot: a dict of descriptors and events.
const REGISTERED: usize = 0;

/// Returns a polling object.
///
/// This object supports registering and unregistering file descriptors, and then
/// polling them for I/O events.
#[native(module = "select", "poll()", effect = writes)]
fn new(cx: &mut Cx) -> R<&'static Instance> {
    let this = Instance::new(cx, POLL.class())?;
    let registered = dict::new(cx)?;
    this.set(cx, REGISTERED, registered.value())?;
    Ok(this)
}

fn registered(cx: &mut Cx, this: &'static Instance) -> R<&'static Dict> {
    match this.get(cx, REGISTERED)?.cast::<Dict>() {
        Some(registered) => Ok(registered),
        None => Err(cx.system_error(format_args!("a polling object without descriptors"))),
    }
}

/// Events: a number of 16 bits.
fn events(cx: &mut Cx, value: Value) -> R<i64> {
    let index = number::index(cx, value)?;
    match index.as_small_int() {
        Some(events) if events < 0 => Err(cx.value_error(format_args!("value must be positive"))),
        Some(events) if events <= i64::from(u16::MAX) => Ok(events),
        _ => Err(cx.overflow_error(format_args!(
            "Python int too large to convert to C unsigned short"
        ))),
    }
}

/// Register a file descriptor with the polling object.
#[native(POLL, "register(self, fd, eventmask=7, /)")]
fn register(cx: &mut Cx, this: &'static Instance, fd: Value, eventmask: Value) -> R<()> {
    let fd = file_descriptor(cx, fd)?;
    let events = events(cx, eventmask)?;
    let registered = registered(cx, this)?;
    dict::set(
        cx,
        registered,
        Value::index(fd as usize),
        Value::index(events as usize),
    )
}

/// Modify an already registered file descriptor.
#[native(POLL, "modify(self, fd, eventmask, /)")]
fn modify(cx: &mut Cx, this: &'static Instance, fd: Value, eventmask: Value) -> R<()> {
    let fd = file_descriptor(cx, fd)?;
    let events = events(cx, eventmask)?;
    let registered = registered(cx, this)?;
    let key = Value::index(fd as usize);
    if !dict::contains(cx, registered, key)? {
        return Err(call::raise(cx, Errno::NOENT, None));
    }
    dict::set(cx, registered, key, Value::index(events as usize))
}

/// Remove a file descriptor being tracked by the polling object.
#[native(POLL, "unregister(self, fd, /)")]
fn unregister(cx: &mut Cx, this: &'static Instance, fd: Value) -> R<()> {
    let fd = file_descriptor(cx, fd)?;
    let registered = registered(cx, this)?;
    let key = Value::index(fd as usize);
    match dict::remove(cx, registered, key)? {
        Some(_) => Ok(()),
        None => Err(cx.key_error(key)),
    }
}

/// Polls the set of registered file descriptors.
///
/// Returns a list containing any descriptors that have events or errors to
/// report, as a list of (fd, event) 2-tuples. The timeout is in milliseconds.
#[native(POLL, "poll(self, timeout=None, /)", effect = io)]
fn wait(cx: &mut Cx, this: &'static Instance, timeout: Value) -> R<&'static List> {
    let words = "timeout must be an integer or None";
    let time = self::timeout(cx, timeout, 1e6, true, words)?;
    let registered = registered(cx, this)?;
    let mut fds = Vec::new();
    let mut at = 0;
    while let Some((fd, events)) = dict::next_entry(cx, registered, &mut at)? {
        fds.push(libc::pollfd {
            fd: fd.as_small_int().unwrap_or(-1) as i32,
            events: events.as_small_int().unwrap_or(0) as i16,
            revents: 0,
        });
    }
    let deadline = Deadline::after(time);
    call::wait_or_raise(cx, None, || poll(&mut fds, deadline))?;
    let ready = list::new(cx)?;
    for fd in fds.iter().filter(|fd| fd.revents != 0) {
        let pair = [
            Value::index(fd.fd as usize),
            Value::index(usize::from(fd.revents as u16)),
        ];
        let pair = cx.tuple(&pair)?;
        list::append(cx, ready, pair)?;
    }
    Ok(ready)
}
