//! `fcntl` and `ioctl` with any argument: what they mean is between the program and the system.

use super::fd::last_error;
use rustix::io::Result;
use std::ffi::{c_int, c_long, c_ulong};

fn check(result: c_int) -> Result<c_int> {
    match result {
        -1 => Err(last_error()),
        result => Ok(result),
    }
}

/// `fcntl` with a number.
///
/// # Errors
/// What the system says.
pub fn fcntl(fd: c_int, command: c_int, argument: c_long) -> Result<c_int> {
    // SAFETY: of a command that takes a pointer, the program is to blame, as everywhere in Python.
    check(unsafe { libc::fcntl(fd, command, argument) })
}

/// `fcntl` with memory that the system may write; it is longer than all structures that it knows.
///
/// # Errors
/// What the system says.
pub fn fcntl_memory(fd: c_int, command: c_int, memory: &mut [u8]) -> Result<c_int> {
    // SAFETY: memory that may be written.
    check(unsafe { libc::fcntl(fd, command, memory.as_mut_ptr()) })
}

/// `ioctl` with a number.
///
/// # Errors
/// What the system says.
pub fn ioctl(fd: c_int, request: c_ulong, argument: c_long) -> Result<c_int> {
    // SAFETY: as in `fcntl`.
    check(unsafe { libc::ioctl(fd, request, argument) })
}

/// `ioctl` with memory that the system may write.
///
/// # Errors
/// What the system says.
pub fn ioctl_memory(fd: c_int, request: c_ulong, memory: &mut [u8]) -> Result<c_int> {
    // SAFETY: memory that may be written.
    check(unsafe { libc::ioctl(fd, request, memory.as_mut_ptr()) })
}

/// `flock`.
///
/// # Errors
/// What the system says.
pub fn flock(fd: c_int, operation: c_int) -> Result<c_int> {
    // SAFETY: the call takes numbers.
    check(unsafe { libc::flock(fd, operation) })
}

/// Locks a part of a file for this process, or unlocks it; `wait`: when it can.
///
/// # Errors
/// What the system says.
pub fn lock(
    fd: c_int,
    kind: i16,
    wait: bool,
    [start, length]: [i64; 2],
    whence: i16,
) -> Result<()> {
    // SAFETY: a structure of numbers, all of which may be zero.
    let mut lock: libc::flock = unsafe { std::mem::zeroed() };
    lock.l_type = kind;
    lock.l_start = start;
    lock.l_len = length;
    lock.l_whence = whence;
    let command = if wait { libc::F_SETLKW } else { libc::F_SETLK };
    // SAFETY: the structure that the command takes.
    check(unsafe { libc::fcntl(fd, command, &lock) }).map(|_| ())
}
