//! Processes. Thin functions around the C library, which keeps state of its own for some of them (`fork`,
//! the numbers of users in all threads), so that bare system calls would not do.

use super::fd::last_error;
use crate::compiled;
use rustix::io::{Errno, Result};
use std::ffi::{CStr, CString, c_char, c_int};
use std::ptr::null;
use std::sync::atomic::{AtomicBool, Ordering};

fn check(result: c_int) -> Result<c_int> {
    match result {
        -1 => Err(last_error()),
        result => Ok(result),
    }
}

/// Calls that take numbers, give one, and fail with -1.
macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident($($argument:ident: $type:ty),*);)*) => {
        $(
            $(#[$doc])*
            ///
            /// # Errors
            /// What the system says.
            pub fn $name($($argument: $type),*) -> Result<c_int> {
                // SAFETY: the call takes numbers.
                check(unsafe { libc::$name($($argument),*) })
            }
        )*
    };
}

numbers! {
    /// The process.
    getpid();
    /// Its parent.
    getppid();
    /// Its group.
    getpgrp();
    /// The group of a process.
    getpgid(pid: c_int);
    /// The session of a process.
    getsid(pid: c_int);
    /// Sends a signal.
    kill(pid: c_int, signal: c_int);
    /// Sends a signal to a group.
    killpg(group: c_int, signal: c_int);
    /// Puts a process into a group.
    setpgid(pid: c_int, group: c_int);
    /// Makes a new session.
    setsid();
    /// The group in the foreground of a terminal.
    tcgetpgrp(fd: c_int);
    /// Brings a group to the foreground of a terminal.
    tcsetpgrp(fd: c_int, group: c_int);
    /// The highest priority of a scheduling policy.
    sched_get_priority_max(policy: c_int);
    /// The lowest priority of a scheduling policy.
    sched_get_priority_min(policy: c_int);
    /// The scheduling policy of a process.
    sched_getscheduler(pid: c_int);
    /// Changes the real user.
    setuid(uid: u32);
    /// Changes the effective user.
    seteuid(uid: u32);
    /// Changes the real group.
    setgid(gid: u32);
    /// Changes the effective group.
    setegid(gid: u32);
    /// Changes two users.
    setreuid(real: u32, effective: u32);
    /// Changes two groups.
    setregid(real: u32, effective: u32);
    /// Changes three users.
    setresuid(real: u32, effective: u32, saved: u32);
    /// Changes three groups.
    setresgid(real: u32, effective: u32, saved: u32);
}

/// Makes this process the leader of a group.
///
/// # Errors
/// What the system says.
pub fn setpgrp() -> Result<c_int> {
    setpgid(0, 0)
}

/// The user.
pub fn getuid() -> u32 {
    rustix::process::getuid().as_raw()
}

/// The effective user.
pub fn geteuid() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// The group.
pub fn getgid() -> u32 {
    rustix::process::getgid().as_raw()
}

/// The effective group.
pub fn getegid() -> u32 {
    rustix::process::getegid().as_raw()
}

/// The real, the effective and the saved user.
pub fn getresuid() -> [u32; 3] {
    let [mut real, mut effective, mut saved] = [0; 3];
    // SAFETY: three places for numbers.
    unsafe { libc::getresuid(&mut real, &mut effective, &mut saved) };
    [real, effective, saved]
}

/// The real, the effective and the saved group.
pub fn getresgid() -> [u32; 3] {
    let [mut real, mut effective, mut saved] = [0; 3];
    // SAFETY: three places for numbers.
    unsafe { libc::getresgid(&mut real, &mut effective, &mut saved) };
    [real, effective, saved]
}

/// Sets the other groups of the process.
///
/// # Errors
/// What the system says.
pub fn setgroups(groups: &[u32]) -> Result<()> {
    // SAFETY: so many numbers lie there.
    check(unsafe { libc::setgroups(groups.len(), groups.as_ptr()) }).map(|_| ())
}

/// The groups of a user, `group` among them.
pub fn getgrouplist(user: &CStr, group: u32) -> Vec<u32> {
    let mut count: c_int = 64;
    loop {
        let mut groups = vec![0u32; count.max(0) as usize];
        let room = count;
        // SAFETY: a text with its zero, and room for `count` numbers.
        let found =
            unsafe { libc::getgrouplist(user.as_ptr(), group, groups.as_mut_ptr(), &mut count) };
        if found >= 0 || count <= room {
            groups.truncate(count.max(0) as usize);
            return groups;
        }
    }
}

unsafe extern "C" {
    /// POSIX: the name of the user who has logged in, with its zero.
    fn getlogin_r(name: *mut c_char, size: usize) -> c_int;
}

/// The name with which the user has logged in at the terminal.
///
/// # Errors
/// What the system says, `ENOTTY` without a terminal.
pub fn getlogin() -> Result<Vec<u8>> {
    let mut name = [0u8; 256];
    // SAFETY: room for so many bytes.
    match unsafe { getlogin_r(name.as_mut_ptr().cast(), name.len()) } {
        0 => {
            let name = CStr::from_bytes_until_nul(&name).map_err(|_| Errno::RANGE)?;
            Ok(name.to_bytes().to_vec())
        }
        number => Err(Errno::from_raw_os_error(number)),
    }
}

/// The priority of a process, a group, or a user.
///
/// # Errors
/// What the system says.
pub fn getpriority(which: c_int, who: c_int) -> Result<c_int> {
    // SAFETY: the place of the error number of this thread; -1 is a priority too.
    unsafe {
        *libc::__errno_location() = 0;
        let priority = libc::getpriority(which as _, who as u32);
        match *libc::__errno_location() {
            0 => Ok(priority),
            number => Err(Errno::from_raw_os_error(number)),
        }
    }
}

/// Changes the priority of a process, a group, or a user.
///
/// # Errors
/// What the system says.
pub fn setpriority(which: c_int, who: c_int, priority: c_int) -> Result<c_int> {
    // SAFETY: the call takes numbers.
    check(unsafe { libc::setpriority(which as _, who as u32, priority) })
}

/// Adds to the priority, and gives the new one.
///
/// # Errors
/// What the system says.
pub fn nice(increment: c_int) -> Result<c_int> {
    // SAFETY: as in `getpriority`.
    unsafe {
        *libc::__errno_location() = 0;
        let priority = libc::nice(increment);
        match *libc::__errno_location() {
            0 => Ok(priority),
            number => Err(Errno::from_raw_os_error(number)),
        }
    }
}

/// A descriptor of a process.
///
/// # Errors
/// What the system says.
pub fn pidfd_open(pid: c_int, flags: c_int) -> Result<c_int> {
    // SAFETY: the call takes numbers.
    check(unsafe { libc::syscall(libc::SYS_pidfd_open, pid, flags) } as c_int)
}

/// Ends the process at once.
pub fn exit_now(status: c_int) -> ! {
    // SAFETY: nothing runs any more.
    unsafe { libc::_exit(status) }
}

/// Waits for a child: which one it was (0: none yet, with `WNOHANG`), and its status.
///
/// # Errors
/// What the system says.
pub fn waitpid(pid: c_int, options: c_int) -> Result<(c_int, c_int)> {
    let mut status = 0;
    // SAFETY: a place for a number.
    let pid = check(unsafe { libc::waitpid(pid, &mut status, options) })?;
    Ok((pid, status))
}

/// As [`waitpid`], with what the child has used.
///
/// # Errors
/// What the system says.
pub fn wait4(pid: c_int, options: c_int) -> Result<(c_int, c_int, libc::rusage)> {
    let mut status = 0;
    // SAFETY: a structure of numbers, all of which may be zero.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: places for a number and for a structure.
    let pid = check(unsafe { libc::wait4(pid, &mut status, options, &mut usage) })?;
    Ok((pid, status, usage))
}

/// Waits for a change of a child: its number, its user, the signal, the status, and what happened; `None`
/// if nothing has yet, with `WNOHANG`.
///
/// # Errors
/// What the system says.
pub fn waitid(kind: c_int, id: u32, options: c_int) -> Result<Option<[i64; 5]>> {
    // SAFETY: a structure of numbers, all of which may be zero.
    let mut info: libc::siginfo_t = unsafe { std::mem::zeroed() };
    // SAFETY: a place for it; the fields are those of SIGCHLD, or all zero.
    unsafe {
        check(libc::waitid(kind as libc::idtype_t, id, &mut info, options))?;
        if info.si_pid() == 0 {
            return Ok(None);
        }
        Ok(Some([
            i64::from(info.si_pid()),
            i64::from(info.si_uid()),
            i64::from(info.si_signo),
            i64::from(info.si_status()),
            i64::from(info.si_code),
        ]))
    }
}

/// Runs a command in a shell, and gives its wait status.
pub fn system(command: &CStr) -> c_int {
    // SAFETY: a text with its zero.
    unsafe { libc::system(command.as_ptr()) }
}

/// Pointers to texts, and the null pointer that ends them.
pub fn pointers(texts: &[CString]) -> Vec<*const c_char> {
    let each = texts.iter().map(|text| text.as_ptr());
    each.chain(std::iter::once(null())).collect()
}

/// Replaces the program; what comes back is why that was not possible.
pub fn exec(path: &CStr, arguments: &[CString], environment: Option<&[CString]>) -> Errno {
    let arguments = pointers(arguments);
    // SAFETY: texts with their zeros, in arrays that end with a null pointer.
    unsafe {
        match environment.map(pointers) {
            Some(environment) => {
                libc::execve(path.as_ptr(), arguments.as_ptr(), environment.as_ptr());
            }
            None => {
                libc::execv(path.as_ptr(), arguments.as_ptr());
            }
        }
    }
    last_error()
}

/// Whether this process has been forked off another one while it ran Python code: only the thread that
/// did so exists here.
static FORKED: AtomicBool = AtomicBool::new(false);

/// Whether this process is a copy that [`fork`] has made.
pub fn is_forked() -> bool {
    FORKED.load(Ordering::Relaxed) // Relaxed: one thread.
}

/// Copies the process; 0 in the copy. The caller has made sure that the copy will not miss the other
/// threads: see `runtime::fork`.
///
/// # Errors
/// What the system says.
pub fn fork() -> Result<c_int> {
    // SAFETY: the other threads wait for this one or for the system; none of them holds a lock.
    let copy = || check(unsafe { libc::fork() });
    let pid = compiled::while_still(copy, |pid| *pid == Ok(0))?;
    if pid == 0 {
        FORKED.store(true, Ordering::Relaxed); // Relaxed: one thread.
    }
    Ok(pid)
}

/// Seconds: of this process for itself and in the system, of its children, and since some moment.
pub fn times() -> [f64; 5] {
    // SAFETY: a structure of numbers, all of which may be zero.
    let mut times: libc::tms = unsafe { std::mem::zeroed() };
    // SAFETY: a place for it.
    let elapsed = unsafe { libc::times(&mut times) };
    let ticks = rustix::param::clock_ticks_per_second() as f64;
    [
        times.tms_utime,
        times.tms_stime,
        times.tms_cutime,
        times.tms_cstime,
        elapsed,
    ]
    .map(|count| count as f64 / ticks)
}
