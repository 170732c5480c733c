//! File descriptors that Python code names by their numbers.
//!
//! Python owns them as C does: a number is valid as long as nobody has closed it, and nobody in Rust owns
//! a descriptor that Python code knows of.

use rustix::fd::{BorrowedFd, IntoRawFd, OwnedFd, RawFd};
use rustix::io::{Errno, Result};

/// The descriptor of this number.
///
/// # Errors
/// `EBADF` of a negative number. That it is open shows the system call that it is made for.
pub fn borrow(fd: RawFd) -> Result<BorrowedFd<'static>> {
    if fd < 0 {
        return Err(Errno::BADF);
    }
    // SAFETY: it is not -1. Should it be closed, the kernel says so in the next call; no Rust object
    // owns it (see above).
    Ok(unsafe { BorrowedFd::borrow_raw(fd) })
}

/// Hands a new descriptor over to Python code.
pub fn release(fd: OwnedFd) -> RawFd {
    fd.into_raw_fd()
}

/// Closes a descriptor. It is closed even if an error is reported.
///
/// # Errors
/// What the system says, `EBADF` above all.
pub fn close(fd: RawFd) -> Result<()> {
    if fd < 0 {
        return Err(Errno::BADF);
    }
    // SAFETY: no Rust object owns it (see above).
    match unsafe { libc::close(fd) } {
        0 => Ok(()),
        _ => Err(last_error()),
    }
}

/// The number of the error of the last call into the C library.
pub fn last_error() -> Errno {
    let number = std::io::Error::last_os_error().raw_os_error();
    Errno::from_raw_os_error(number.unwrap_or(libc::EIO))
}

/// Most bytes that one call reads or writes: what the kernel takes.
const MOST: usize = 0x7fff_f000;

/// Reads at most so many bytes.
///
/// # Errors
/// What the system says.
pub fn read(fd: RawFd, most: usize) -> Result<Vec<u8>> {
    let fd = borrow(fd)?;
    let mut bytes = Vec::new();
    let most = most.min(MOST);
    bytes.try_reserve_exact(most).map_err(|_| Errno::NOMEM)?;
    let (filled, _) = rustix::io::read(fd, &mut bytes.spare_capacity_mut()[..most])?;
    let length = filled.len();
    // SAFETY: the call has filled so many bytes.
    unsafe { bytes.set_len(length) };
    Ok(bytes)
}

/// Writes what the system takes of these bytes, and says how many that were.
///
/// # Errors
/// What the system says.
pub fn write(fd: RawFd, bytes: &[u8]) -> Result<usize> {
    rustix::io::write(borrow(fd)?, &bytes[..bytes.len().min(MOST)])
}

/// What [`read_to_end`] asks for when it knows nothing better.
const CHUNK: usize = 64 << 10;

/// Appends all there is to `bytes`. When it fails, what has been read so far is there.
///
/// # Errors
/// What the system says; `ENOMEM` if there is no memory for it.
pub fn read_to_end(fd: RawFd, bytes: &mut Vec<u8>) -> Result<()> {
    let fd = borrow(fd)?;
    let mut more = left_in_file(fd).map_or(CHUNK, |left| left.saturating_add(1));
    loop {
        bytes.try_reserve(more).map_err(|_| Errno::NOMEM)?;
        if rustix::io::read(fd, rustix::buffer::spare_capacity(bytes))? == 0 {
            return Ok(());
        }
        more = if bytes.capacity() > bytes.len() {
            0
        } else {
            CHUNK
        };
    }
}

/// How many bytes a regular file has behind the current position.
fn left_in_file(fd: BorrowedFd<'_>) -> Option<usize> {
    let size = u64::try_from(rustix::fs::fstat(fd).ok()?.st_size).ok()?;
    let at = rustix::fs::tell(fd).ok()?;
    usize::try_from(size.checked_sub(at)?)
        .ok()
        .filter(|left| *left > 0)
}

/// Moves the position, and says where it is then.
///
/// # Errors
/// What the system says.
pub fn seek(fd: RawFd, offset: i64, whence: i32) -> Result<i64> {
    // SAFETY: the call takes numbers.
    match unsafe { libc::lseek(fd, offset, whence) } {
        -1 => Err(last_error()),
        at => Ok(at),
    }
}

/// Whether it is a terminal.
pub fn is_terminal(fd: RawFd) -> bool {
    borrow(fd).is_ok_and(rustix::termios::isatty)
}

/// Reads at most so many bytes from a position on, which stays where it is.
///
/// # Errors
/// What the system says.
pub fn read_at(fd: RawFd, most: usize, offset: u64) -> Result<Vec<u8>> {
    let fd = borrow(fd)?;
    let mut bytes = Vec::new();
    let most = most.min(MOST);
    bytes.try_reserve_exact(most).map_err(|_| Errno::NOMEM)?;
    let (filled, _) = rustix::io::pread(fd, &mut bytes.spare_capacity_mut()[..most], offset)?;
    let length = filled.len();
    // SAFETY: the call has filled so many bytes.
    unsafe { bytes.set_len(length) };
    Ok(bytes)
}

/// Closes all descriptors from `low` up to `high`, that one not included, as far as they are open.
pub fn close_range(low: RawFd, high: RawFd) {
    if low < high {
        // SAFETY: no Rust object owns what Python code can name (see above).
        unsafe { libc::close_range(low.max(0) as u32, high as u32 - 1, 0) };
    }
}

/// Makes `copy` another number of what `fd` is.
///
/// # Errors
/// What the system says.
pub fn dup2(fd: RawFd, copy: RawFd, inheritable: bool) -> Result<()> {
    // SAFETY: no Rust object owns what Python code can name (see above).
    let result = unsafe {
        match inheritable {
            true => libc::dup2(fd, copy),
            false => libc::dup3(fd, copy, libc::O_CLOEXEC),
        }
    };
    match result {
        // What is a copy of itself stays as it is for `dup2`; `dup3` refuses.
        -1 if !inheritable && fd == copy => {
            rustix::io::fcntl_setfd(borrow(fd)?, rustix::io::FdFlags::CLOEXEC)
        }
        -1 => Err(last_error()),
        _ => Ok(()),
    }
}

/// Cuts a file, or lets it grow, to this length.
///
/// # Errors
/// What the system says.
pub fn truncate(name: &std::ffi::CStr, length: u64) -> Result<()> {
    let length = i64::try_from(length).map_err(|_| Errno::INVAL)?;
    // SAFETY: the name ends with a zero.
    match unsafe { libc::truncate(name.as_ptr(), length) } {
        0 => Ok(()),
        _ => Err(last_error()),
    }
}

/// Locks a part of a file, or tests or removes a lock.
///
/// # Errors
/// What the system says.
pub fn lockf(fd: RawFd, command: i32, length: i64) -> Result<()> {
    // SAFETY: the call takes numbers.
    match unsafe { libc::lockf(fd, command, length) } {
        0 => Ok(()),
        _ => Err(last_error()),
    }
}

/// Announces how a part of a file will be used.
///
/// # Errors
/// What the system says.
pub fn advise(fd: RawFd, offset: i64, length: i64, advice: i32) -> Result<()> {
    // SAFETY: the call takes numbers.
    match unsafe { libc::posix_fadvise(fd, offset, length, advice) } {
        0 => Ok(()),
        number => Err(Errno::from_raw_os_error(number)),
    }
}
