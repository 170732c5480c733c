//! What the system says of itself.

use super::fd::last_error;
use rustix::io::{Errno, Result};
use std::ffi::c_int;

/// The value of a system limit; `None` if there is no limit or the system does not say.
///
/// # Errors
/// `EINVAL` if it does not know the name.
pub fn sysconf(name: c_int) -> Result<i64> {
    numbered(|| {
        // SAFETY: the call takes a number.
        unsafe { libc::sysconf(name) }
    })
}

/// The value of a limit of an open file.
///
/// # Errors
/// As [`sysconf`].
pub fn fpathconf(fd: c_int, name: c_int) -> Result<i64> {
    numbered(|| {
        // SAFETY: the call takes numbers.
        unsafe { libc::fpathconf(fd, name) }
    })
}

/// The value of a limit of a file.
///
/// # Errors
/// As [`sysconf`].
pub fn pathconf(path: &std::ffi::CStr, name: c_int) -> Result<i64> {
    numbered(|| {
        // SAFETY: a text with its zero.
        unsafe { libc::pathconf(path.as_ptr(), name) }
    })
}

/// -1 is an answer, unless the error number has been set.
fn numbered(call: impl FnOnce() -> i64) -> Result<i64> {
    // SAFETY: the place of the error number of this thread.
    unsafe { *libc::__errno_location() = 0 };
    match call() {
        -1 => match last_error() {
            error if error.raw_os_error() == 0 => Ok(-1),
            error => Err(error),
        },
        value => Ok(value),
    }
}

/// The text of a system string; `None` if it has none.
///
/// # Errors
/// `EINVAL` if the system does not know the name.
pub fn confstr(name: c_int) -> Result<Option<Vec<u8>>> {
    // SAFETY: asks for the length alone.
    let length = unsafe {
        *libc::__errno_location() = 0;
        libc::confstr(name, std::ptr::null_mut(), 0)
    };
    if length == 0 {
        return match last_error() {
            error if error.raw_os_error() == 0 => Ok(None),
            error => Err(error),
        };
    }
    let mut text = vec![0u8; length];
    // SAFETY: room for so many bytes.
    unsafe { libc::confstr(name, text.as_mut_ptr().cast(), length) };
    text.truncate(length - 1);
    Ok(Some(text))
}

/// The average number of running processes over the last minute, five, and fifteen.
///
/// # Errors
/// If the system does not say.
pub fn load_averages() -> Result<[f64; 3]> {
    let mut averages = [0.0; 3];
    // SAFETY: room for three numbers.
    match unsafe { libc::getloadavg(averages.as_mut_ptr(), 3) } {
        3 => Ok(averages),
        _ => Err(Errno::OPNOTSUPP),
    }
}

/// How many processors are online.
pub fn processors() -> Option<usize> {
    let count = sysconf(libc::_SC_NPROCESSORS_ONLN).ok()?;
    usize::try_from(count).ok().filter(|count| *count > 0)
}

/// Random bytes of the system.
///
/// # Errors
/// What the system says.
pub fn random(count: usize, flags: u32) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(count).map_err(|_| Errno::NOMEM)?;
    bytes.resize(count, 0);
    let flags = rustix::rand::GetRandomFlags::from_bits_retain(flags);
    let got = rustix::rand::getrandom(&mut bytes[..], flags)?;
    bytes.truncate(got);
    Ok(bytes)
}

/// The priority of a scheduled process.
///
/// # Errors
/// What the system says.
pub fn sched_getparam(pid: c_int) -> Result<c_int> {
    // SAFETY: a structure of numbers, all of which may be zero.
    let mut param: libc::sched_param = unsafe { std::mem::zeroed() };
    // SAFETY: a place for it.
    match unsafe { libc::sched_getparam(pid, &mut param) } {
        0 => Ok(param.sched_priority),
        _ => Err(last_error()),
    }
}

/// Sets the priority of a scheduled process, and its policy if there is one.
///
/// # Errors
/// What the system says.
pub fn sched_set(pid: c_int, policy: Option<c_int>, priority: c_int) -> Result<()> {
    // SAFETY: a structure of numbers, all of which may be zero.
    let mut param: libc::sched_param = unsafe { std::mem::zeroed() };
    param.sched_priority = priority;
    // SAFETY: the structure lies there.
    let result = unsafe {
        match policy {
            Some(policy) => libc::sched_setscheduler(pid, policy, &param),
            None => libc::sched_setparam(pid, &param),
        }
    };
    match result {
        -1 => Err(last_error()),
        _ => Ok(()),
    }
}
