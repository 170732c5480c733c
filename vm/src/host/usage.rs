//! What processes have used, and what they may use.

use super::fd::last_error;
use rustix::io::Result;
use std::ffi::c_int;
use std::ptr::{from_ref, null};

/// What a process, its children, or this thread have used.
///
/// # Errors
/// What the system says.
pub fn of(who: c_int) -> Result<libc::rusage> {
    // SAFETY: a structure of numbers, all of which may be zero.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: a place for it.
    match unsafe { libc::getrusage(who, &mut usage) } {
        0 => Ok(usage),
        _ => Err(last_error()),
    }
}

/// The soft and the hard limit of a process (0: this one), and new ones if there are some. The result is what
/// they were before.
///
/// # Errors
/// What the system says.
pub fn limits(pid: c_int, resource: c_int, new: Option<[u64; 2]>) -> Result<[u64; 2]> {
    let new = new.map(|[rlim_cur, rlim_max]| libc::rlimit { rlim_cur, rlim_max });
    let mut old = libc::rlimit {
        rlim_cur: 0,
        rlim_max: 0,
    };
    let new = new.as_ref().map_or(null(), from_ref);
    // SAFETY: two structures, of which the first may not be there.
    match unsafe { libc::prlimit(pid, resource as _, new, &mut old) } {
        0 => Ok([old.rlim_cur, old.rlim_max]),
        _ => Err(last_error()),
    }
}
