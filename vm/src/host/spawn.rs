//! A new process with a new program: `fork`, a few preparations in the copy, and `exec`.
//!
//! Between the two, in the copy of a process that may have had other threads, only functions may be called
//! that a signal handler could call too; so everything is put together before.

use super::fd::last_error;
use super::process::pointers;
use rustix::io::{Errno, Result};
use std::ffi::{CStr, CString, c_char, c_int};

/// What the new process is to be.
#[derive(Debug)]
pub struct Spawn {
    /// Programs to try, one after the other.
    pub programs: Vec<CString>,
    /// The arguments, the name of the program first.
    pub arguments: Vec<CString>,
    /// The environment, or that of this process.
    pub environment: Option<Vec<CString>>,
    /// The folder to run in.
    pub folder: Option<CString>,
    /// Close all descriptors but the first three and those in `keep`.
    pub close: bool,
    /// Descriptors to be kept, in order.
    pub keep: Vec<c_int>,
    /// Both ends of the pipes to standard input and output and error, reading end first; -1: there is none.
    pub pipes: [[c_int; 2]; 3],
    /// Where to report what goes wrong before the program runs.
    pub report: c_int,
    /// Signals that Python ignores work as usual again.
    pub restore_signals: bool,
    /// A session of its own.
    pub new_session: bool,
    /// The group to belong to; negative: that of this process.
    pub group: c_int,
    /// The real and effective group.
    pub gid: Option<u32>,
    /// The other groups.
    pub groups: Option<Vec<u32>>,
    /// The real and effective user.
    pub uid: Option<u32>,
    /// The mask for the permissions of new files; negative: that of this process.
    pub umask: c_int,
}

/// Why the program could not be run.
struct Failure {
    error: Errno,
    /// What was being done.
    step: &'static CStr,
}

/// Before `exec` was tried.
const PREPARING: &CStr = c"noexec";
/// While the folder was changed.
const ENTERING: &CStr = c"noexec:chdir";
/// In `exec`.
const RUNNING: &CStr = c"";

/// The pointers that `exec` needs, made before the fork.
struct Pointers {
    arguments: Vec<*const c_char>,
    environment: Option<Vec<*const c_char>>,
}

impl Spawn {
    /// Makes the process, and gives its number. `hook` runs in it before the program; if it is false, the
    /// program does not run.
    ///
    /// # Errors
    /// What the system says about the fork. What goes wrong later is written to `report`.
    pub fn run(&self, hook: Option<&mut dyn FnMut() -> bool>) -> Result<c_int> {
        let pointers = Pointers {
            arguments: pointers(&self.arguments),
            environment: self.environment.as_deref().map(pointers),
        };
        // SAFETY: the copy calls nothing but what a signal handler may call, unless there is a hook; then
        // the caller has made sure that there is one thread.
        match unsafe { libc::fork() } {
            -1 => Err(last_error()),
            0 => self.become_child(&pointers, hook),
            pid => Ok(pid),
        }
    }

    fn become_child(&self, pointers: &Pointers, hook: Option<&mut dyn FnMut() -> bool>) -> ! {
        match self.prepare() {
            Ok(()) => {
                if hook.is_some_and(|hook| !hook()) {
                    self.write(b"SubprocessError:0:Exception occurred in preexec_fn.");
                } else {
                    if self.close {
                        self.close_others();
                    }
                    self.tell(&self.execute(pointers));
                }
            }
            Err(failure) => self.tell(&failure),
        }
        // SAFETY: nothing else is to run here.
        unsafe { libc::_exit(255) }
    }

    fn prepare(&self) -> std::result::Result<(), Failure> {
        let step = |step| move |error| Failure { error, step };
        self.connect().map_err(step(PREPARING))?;
        if let Some(folder) = &self.folder {
            // SAFETY: a text with its zero.
            check(unsafe { libc::chdir(folder.as_ptr()) }).map_err(step(ENTERING))?;
        }
        self.change_identity().map_err(step(PREPARING))
    }

    /// The pipes become the first three descriptors.
    fn connect(&self) -> Result<()> {
        let [input, output, error] = self.pipes;
        // SAFETY: the calls take numbers, of descriptors that belong to Python code.
        unsafe {
            for fd in &self.keep {
                if *fd != self.report {
                    check(libc::fcntl(*fd, libc::F_SETFD, 0))?;
                }
            }
            for fd in [input[1], output[0], error[0]] {
                if fd != -1 {
                    check(libc::close(fd))?;
                }
            }
            // A descriptor that is in the way of another one moves away.
            let mut write_output = output[1];
            if write_output == 0 {
                write_output = check(libc::dup(write_output))?;
            }
            let mut write_error = error[1];
            while write_error == 0 || write_error == 1 {
                write_error = check(libc::dup(write_error))?;
            }
            for (from, to) in [(input[0], 0), (write_output, 1), (write_error, 2)] {
                if from == to {
                    check(libc::fcntl(from, libc::F_SETFD, 0))?;
                } else if from != -1 {
                    check(libc::dup2(from, to))?;
                }
            }
        }
        Ok(())
    }

    fn change_identity(&self) -> Result<()> {
        // SAFETY: the calls take numbers and an array of them.
        unsafe {
            if self.umask >= 0 {
                libc::umask(self.umask as libc::mode_t);
            }
            let mut none = std::mem::MaybeUninit::uninit();
            libc::sigemptyset(none.as_mut_ptr());
            libc::pthread_sigmask(libc::SIG_SETMASK, none.as_ptr(), std::ptr::null_mut());
            if self.restore_signals {
                for signal in [libc::SIGPIPE, libc::SIGXFSZ] {
                    libc::signal(signal, libc::SIG_DFL);
                }
            }
            if self.new_session {
                check(libc::setsid())?;
            }
            if self.group >= 0 {
                check(libc::setpgid(0, self.group))?;
            }
            if let Some(groups) = &self.groups {
                check(libc::setgroups(groups.len(), groups.as_ptr()))?;
            }
            if let Some(gid) = self.gid {
                check(libc::setregid(gid, gid))?;
            }
            if let Some(uid) = self.uid {
                check(libc::setreuid(uid, uid))?;
            }
        }
        Ok(())
    }

    /// Closes everything between the descriptors that are kept.
    fn close_others(&self) {
        let mut from = 3;
        for keep in self.keep.iter().copied().filter(|keep| *keep >= 3) {
            super::fd::close_range(from, keep);
            from = keep + 1;
        }
        // SAFETY: the call takes numbers.
        unsafe { libc::close_range(from as u32, u32::MAX, 0) };
    }

    fn execute(&self, pointers: &Pointers) -> Failure {
        let mut reason = Errno::NOENT;
        for program in &self.programs {
            // SAFETY: texts with their zeros, in arrays that end with a null pointer.
            unsafe {
                match &pointers.environment {
                    Some(environment) => libc::execve(
                        program.as_ptr(),
                        pointers.arguments.as_ptr(),
                        environment.as_ptr(),
                    ),
                    None => libc::execv(program.as_ptr(), pointers.arguments.as_ptr()),
                };
            }
            let error = last_error();
            if !matches!(error, Errno::NOENT | Errno::NOTDIR) || reason == Errno::NOENT {
                reason = error;
            }
        }
        Failure {
            error: reason,
            step: RUNNING,
        }
    }

    /// `OSError:`, the number in hexadecimal digits, `:` and the step.
    fn tell(&self, failure: &Failure) {
        let mut digits = [0u8; 8];
        let mut number = failure.error.raw_os_error() as u32;
        let mut at = digits.len();
        while number != 0 && at > 0 {
            at -= 1;
            digits[at] = b"0123456789ABCDEF"[(number & 15) as usize];
            number >>= 4;
        }
        self.write(b"OSError:");
        self.write(&digits[at..]);
        self.write(b":");
        self.write(failure.step.to_bytes());
    }

    fn write(&self, bytes: &[u8]) {
        // SAFETY: so many bytes lie there.
        unsafe { libc::write(self.report, bytes.as_ptr().cast(), bytes.len()) };
    }
}

fn check(result: c_int) -> Result<c_int> {
    match result {
        -1 => Err(last_error()),
        result => Ok(result),
    }
}
