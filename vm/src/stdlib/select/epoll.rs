//! `epoll`.

use super::timeout;
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::host::readiness::{Deadline, epoll_control, epoll_create, epoll_wait};
use crate::host::{call, fd};
use crate::native::native;
use crate::objects::instance::Instance;
use crate::objects::list::{self, List};
use crate::objects::type_object::Type;
use crate::protocol::number;
use crate::stdlib::posix::path::file_descriptor;
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    static EPOLL = TypeDef {
        name: "epoll",
        module: "select",
        reserved: 1,
        doc: "select.epoll(sizehint=-1, flags=0)\n\nReturns an epolling object.",
        ..TypeDef::NEW
    };
}

/// Slot: the descriptor, or None when it is closed.
const FD: usize = 0;

/// The most events of one call, unless a program says otherwise.
const EVENTS: usize = libc::FD_SETSIZE - 1;

fn made(cx: &mut Cx, class: &'static Type, number: i32) -> R<&'static Instance> {
    let this = Instance::new(cx, class)?;
    this.set(cx, FD, Value::index(number as usize))?;
    Ok(this)
}

/// Create and return a new object.
#[native(EPOLL, "__new__(cls, sizehint=-1, flags=0)", new, effect = io)]
fn new(cx: &mut Cx, cls: &'static Type, sizehint: i32, flags: i32) -> R<&'static Instance> {
    if sizehint == 0 || sizehint < -1 {
        return Err(cx.value_error(format_args!("negative sizehint")));
    }
    if flags & !libc::EPOLL_CLOEXEC != 0 {
        return Err(call::raise(cx, rustix::io::Errno::INVAL, None));
    }
    let number = call::wait_or_raise(cx, None, || epoll_create(libc::EPOLL_CLOEXEC))?;
    made(cx, cls, number)
}

/// Create an epoll object from a given control fd.
#[native(EPOLL, "fromfd(type, fd, /)", classmethod, effect = writes)]
fn fromfd(cx: &mut Cx, class: &'static Type, fd: i32) -> R<&'static Instance> {
    made(cx, class, fd)
}

fn descriptor(cx: &mut Cx, this: &'static Instance) -> R<i32> {
    match this.get(cx, FD)?.as_small_int() {
        Some(number) => Ok(number as i32),
        None => Err(cx.value_error(format_args!("I/O operation on closed epoll object"))),
    }
}

/// Close the epoll control file descriptor.
#[native(EPOLL, "close(self, /)", effect = io)]
fn close(cx: &mut Cx, this: &'static Instance) -> R<()> {
    let Some(number) = this.get(cx, FD)?.as_small_int() else {
        return Ok(());
    };
    this.set(cx, FD, Value::NONE)?;
    match cx.blocking(|| fd::close(number as i32))? {
        Ok(()) => Ok(()),
        Err(error) => Err(call::raise(cx, error, None)),
    }
}

/// True if the epoll handler is closed
#[native(EPOLL, "closed", getter, effect = reads)]
fn closed(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    Ok(this.get(cx, FD)?.is_none())
}

/// Return the epoll control file descriptor.
#[native(EPOLL, "fileno(self, /)", effect = reads)]
fn fileno(cx: &mut Cx, this: &'static Instance) -> R<i64> {
    descriptor(cx, this).map(i64::from)
}

fn events(cx: &mut Cx, value: Value) -> R<u32> {
    let index = number::index(cx, value)?;
    match index.as_small_int().map(u32::try_from) {
        Some(Ok(events)) => Ok(events),
        _ => Err(cx.overflow_error(format_args!(
            "Python int too large to convert to C unsigned int"
        ))),
    }
}

fn control(cx: &mut Cx, this: &'static Instance, operation: i32, fd: Value, events: u32) -> R<()> {
    let epoll = descriptor(cx, this)?;
    let fd = file_descriptor(cx, fd)?;
    epoll_control(epoll, operation, fd, events).map_err(|error| call::raise(cx, error, None))
}

/// Registers a new fd or raises an OSError if the fd is already registered.
#[native(EPOLL, "register(self, fd, eventmask=7)", effect = io)]
fn register(cx: &mut Cx, this: &'static Instance, fd: Value, eventmask: Value) -> R<()> {
    let events = events(cx, eventmask)?;
    control(cx, this, libc::EPOLL_CTL_ADD, fd, events)
}

/// Modify event mask for a registered file descriptor.
#[native(EPOLL, "modify(self, fd, eventmask)", effect = io)]
fn modify(cx: &mut Cx, this: &'static Instance, fd: Value, eventmask: Value) -> R<()> {
    let events = events(cx, eventmask)?;
    control(cx, this, libc::EPOLL_CTL_MOD, fd, events)
}

/// Remove a registered file descriptor from the epoll object.
#[native(EPOLL, "unregister(self, fd)", effect = io)]
fn unregister(cx: &mut Cx, this: &'static Instance, fd: Value) -> R<()> {
    control(cx, this, libc::EPOLL_CTL_DEL, fd, 0)
}

/// Wait for events on the epoll file descriptor.
///
/// Returns a list containing any descriptors that have events to report,
/// as a list of (fd, events) 2-tuples. The timeout is in seconds.
#[native(EPOLL, "poll(self, timeout=None, maxevents=-1)", effect = io)]
fn poll(cx: &mut Cx, this: &'static Instance, timeout: Value, maxevents: i32) -> R<&'static List> {
    let epoll = descriptor(cx, this)?;
    let words = "timeout must be an integer or None";
    let time = self::timeout(cx, timeout, 1e9, true, words)?;
    let most = match maxevents {
        -1 => EVENTS,
        1.. => maxevents as usize,
        _ => {
            return Err(cx.value_error(format_args!(
                "maxevents must be greater than 0, got {maxevents}"
            )));
        }
    };
    let deadline = Deadline::after(time);
    let found = call::wait_or_raise(cx, None, || epoll_wait(epoll, most, deadline))?;
    let ready = list::with_room(cx, found.len())?;
    for (fd, events) in found {
        let pair = [Value::index(fd as usize), Value::index(events as usize)];
        let pair = cx.tuple(&pair)?;
        list::append(cx, ready, pair)?;
    }
    Ok(ready)
}

#[native(EPOLL, "__enter__(self, /)", effect = reads)]
fn enter(cx: &mut Cx, this: &'static Instance) -> R {
    descriptor(cx, this)?;
    Ok(this.value())
}

#[native(
    EPOLL,
    "__exit__(self, exc_type=None, exc_value=None, exc_tb=None, /)",
    effect = io
)]
fn exit(
    cx: &mut Cx,
    this: &'static Instance,
    _exc_type: Value,
    _exc_value: Value,
    _exc_tb: Value,
) -> R<()> {
    close(cx, this)
}
