//! `select()`, by means of the system's `poll`, which knows no limit of descriptors.

use super::timeout;
use crate::cx::{Cx, R};
use crate::host::call;
use crate::host::readiness::{Deadline, poll};
use crate::native::native;
use crate::objects::list::{self, List};
use crate::objects::tuple::{self, Tuple};
use crate::stdlib::posix::path::file_descriptor;
use crate::value::Value;
use rustix::io::Errno;

/// What readable, writable, and exceptional means.
const WANTED: [i16; 3] = [
    libc::POLLIN | libc::POLLRDNORM | libc::POLLRDBAND,
    libc::POLLOUT | libc::POLLWRNORM | libc::POLLWRBAND,
    libc::POLLPRI,
];
const READY: [i16; 3] = [
    WANTED[0] | libc::POLLHUP | libc::POLLERR,
    WANTED[1] | libc::POLLERR,
    WANTED[2],
];

/// Wait until one or more file descriptors are ready for some kind of I/O.
///
/// The first three arguments are iterables of file descriptors to be waited for:
/// rlist -- wait until ready for reading
/// wlist -- wait until ready for writing
/// xlist -- wait for an "exceptional condition"
/// If only one kind of condition is required, pass [] for the other lists.
///
/// A file descriptor is either a socket or file object, or a small integer
/// gotten from a fileno() method call on one of those.
///
/// The optional 4th argument specifies a timeout in seconds; it may be
/// a floating-point number to specify fractions of seconds.  If it is absent
/// or None, the call will never time out.
///
/// The return value is a tuple of three lists corresponding to the first three
/// arguments; each contains the subset of the corresponding file descriptors
/// that are ready.
#[native(module = "select", "select(rlist, wlist, xlist, timeout=None, /)", effect = io)]
fn select(cx: &mut Cx, rlist: Value, wlist: Value, xlist: Value, timeout: Value) -> R {
    let words = "timeout must be a float or None";
    let time = self::timeout(cx, timeout, 1e9, false, words)?;
    let mut objects: [&'static Tuple; 3] = [tuple::new(cx, &[])?; 3];
    let mut fds: Vec<libc::pollfd> = Vec::new();
    for (kind, given) in [rlist, wlist, xlist].into_iter().enumerate() {
        let all = tuple::of_sequence(cx, given, "arguments 1-3 must be sequences")?;
        for object in all.as_slice() {
            let fd = file_descriptor(cx, *object)?;
            fds.push(libc::pollfd {
                fd,
                events: WANTED[kind],
                revents: 0,
            });
        }
        objects[kind] = all;
    }
    let deadline = Deadline::after(time);
    call::wait_or_raise(cx, None, || poll(&mut fds, deadline))?;
    if fds.iter().any(|fd| fd.revents & libc::POLLNVAL != 0) {
        return Err(call::raise(cx, Errno::BADF, None));
    }
    let mut found = fds.iter();
    let mut lists = [Value::NONE; 3];
    for (kind, objects) in objects.into_iter().enumerate() {
        let ready: &'static List = list::new(cx)?;
        for (object, fd) in objects.as_slice().iter().zip(found.by_ref()) {
            if fd.revents & READY[kind] != 0 {
                list::append(cx, ready, *object)?;
            }
        }
        lists[kind] = Value::from(ready);
    }
    cx.tuple(&lists)
}
