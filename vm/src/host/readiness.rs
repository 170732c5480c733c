//! Waiting until descriptors are ready: `poll` and `epoll`.

use super::fd::last_error;
use rustix::io::Result;
use std::ffi::c_int;
use std::time::{Duration, Instant};

/// Until when to wait.
#[derive(Clone, Copy, Debug)]
pub enum Deadline {
    /// As long as it takes.
    Never,
    /// Up to this moment.
    At(Instant),
}

impl Deadline {
    /// So long from now.
    pub fn after(time: Option<Duration>) -> Deadline {
        match time.and_then(|time| Instant::now().checked_add(time)) {
            Some(moment) => Deadline::At(moment),
            None => Deadline::Never,
        }
    }

    /// What is left, in milliseconds, rounded up; -1: no end.
    fn milliseconds(self) -> c_int {
        match self {
            Deadline::Never => -1,
            Deadline::At(moment) => {
                let left = moment.saturating_duration_since(Instant::now());
                let rounded = left.as_nanos().div_ceil(1_000_000);
                c_int::try_from(rounded).unwrap_or(c_int::MAX)
            }
        }
    }
}

/// Waits for events at these descriptors, and says at how many there are some.
///
/// # Errors
/// What the system says.
pub fn poll(fds: &mut [libc::pollfd], deadline: Deadline) -> Result<usize> {
    let timeout = deadline.milliseconds();
    // SAFETY: so many structures lie there.
    match unsafe { libc::poll(fds.as_mut_ptr(), fds.len() as libc::nfds_t, timeout) } {
        -1 => Err(last_error()),
        count => Ok(count as usize),
    }
}

/// A new `epoll` descriptor.
///
/// # Errors
/// What the system says.
pub fn epoll_create(flags: c_int) -> Result<c_int> {
    // SAFETY: the call takes a number.
    match unsafe { libc::epoll_create1(flags) } {
        -1 => Err(last_error()),
        fd => Ok(fd),
    }
}

/// Adds, changes or removes (`operation`) what is waited for at a descriptor.
///
/// # Errors
/// What the system says.
pub fn epoll_control(epoll: c_int, operation: c_int, fd: c_int, events: u32) -> Result<()> {
    let mut event = libc::epoll_event {
        events,
        u64: fd as u64,
    };
    // SAFETY: a structure of numbers.
    match unsafe { libc::epoll_ctl(epoll, operation, fd, &mut event) } {
        -1 => Err(last_error()),
        _ => Ok(()),
    }
}

/// Waits for events: of each its descriptor and what happened.
///
/// # Errors
/// What the system says.
pub fn epoll_wait(epoll: c_int, most: usize, deadline: Deadline) -> Result<Vec<(c_int, u32)>> {
    let none = libc::epoll_event { events: 0, u64: 0 };
    let mut events = vec![none; most];
    let (room, timeout) = (most as c_int, deadline.milliseconds());
    // SAFETY: room for so many structures.
    match unsafe { libc::epoll_wait(epoll, events.as_mut_ptr(), room, timeout) } {
        -1 => Err(last_error()),
        count => {
            events.truncate(count as usize);
            let found = events
                .into_iter()
                .map(|event| (event.u64 as c_int, event.events));
            Ok(found.collect())
        }
    }
}
