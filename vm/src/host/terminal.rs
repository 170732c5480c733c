//! Terminals.

use super::fd::last_error;
use rustix::io::Result;
use std::ffi::c_int;

fn check(result: c_int) -> Result<()> {
    match result {
        -1 => Err(last_error()),
        _ => Ok(()),
    }
}

/// How a terminal behaves.
///
/// # Errors
/// What the system says.
pub fn attributes(fd: c_int) -> Result<libc::termios> {
    // SAFETY: a structure of numbers, all of which may be zero.
    let mut state: libc::termios = unsafe { std::mem::zeroed() };
    // SAFETY: a place for it.
    check(unsafe { libc::tcgetattr(fd, &mut state) })?;
    Ok(state)
}

/// Input and output speed.
pub fn speeds(state: &libc::termios) -> (u32, u32) {
    // SAFETY: the structure is read.
    unsafe { (libc::cfgetispeed(state), libc::cfgetospeed(state)) }
}

/// Makes a terminal behave in another way, and at these speeds.
///
/// # Errors
/// What the system says.
pub fn set_attributes(
    fd: c_int,
    when: c_int,
    state: &mut libc::termios,
    (input, output): (u32, u32),
) -> Result<()> {
    // SAFETY: the structure is read and written.
    unsafe {
        check(libc::cfsetispeed(state, input))?;
        check(libc::cfsetospeed(state, output))?;
        check(libc::tcsetattr(fd, when, state))
    }
}

/// Sends a break.
///
/// # Errors
/// What the system says.
pub fn tcsendbreak(fd: c_int, duration: c_int) -> Result<()> {
    // SAFETY: the call takes numbers.
    check(unsafe { libc::tcsendbreak(fd, duration) })
}

/// Forgets what has not been read or sent.
///
/// # Errors
/// What the system says.
pub fn tcflush(fd: c_int, queue: c_int) -> Result<()> {
    // SAFETY: the call takes numbers.
    check(unsafe { libc::tcflush(fd, queue) })
}

/// Stops or resumes input or output.
///
/// # Errors
/// What the system says.
pub fn tcflow(fd: c_int, action: c_int) -> Result<()> {
    // SAFETY: the call takes numbers.
    check(unsafe { libc::tcflow(fd, action) })
}

/// Waits until everything has been sent.
///
/// # Errors
/// What the system says.
pub fn tcdrain(fd: c_int) -> Result<()> {
    // SAFETY: the call takes a number.
    check(unsafe { libc::tcdrain(fd) })
}
