//! Files by their descriptors.

use super::arguments::{DirFd, Offset, Path};
use crate::cx::{Cx, R};
use crate::host::{call, fd};
use crate::native::native;
use crate::objects::bytes;
use crate::protocol::buffer::{self, BytesLike, Writable};
use crate::protocol::sequence;
use crate::value::Value;
use rustix::fs::{Mode, OFlags};
use rustix::io::{Errno, FdFlags};
use rustix::pipe::PipeFlags;

fn number(fd: rustix::fd::OwnedFd) -> i64 {
    i64::from(fd::release(fd))
}

/// Open a file for low level IO.  Returns a file descriptor (integer).
#[native(
    module = "posix",
    "open(path, flags, mode=511, *, dir_fd=None)",
    effect = io
)]
fn open(cx: &mut Cx, path: Path, flags: i32, mode: i32, dir_fd: DirFd) -> R<i64> {
    let flags = OFlags::from_bits_retain(flags as u32) | OFlags::CLOEXEC;
    let mode = Mode::from_raw_mode(mode as u32);
    let fd = call::wait_or_raise(cx, Some(path.0.given), || {
        rustix::fs::openat(dir_fd.borrow()?, path.0.as_c_str(), flags, mode)
    })?;
    Ok(number(fd))
}

/// Close a file descriptor.
#[native(module = "posix", "close(fd)", effect = io)]
fn close(cx: &mut Cx, fd: i32) -> R<()> {
    match cx.blocking(|| fd::close(fd))? {
        // It is closed all the same.
        Ok(()) | Err(Errno::INTR) => Ok(()),
        Err(error) => Err(call::raise(cx, error, None)),
    }
}

/// Closes all file descriptors in [fd_low, fd_high), ignoring errors.
#[native(module = "posix", "closerange(fd_low, fd_high, /)", effect = io)]
fn closerange(cx: &mut Cx, fd_low: i32, fd_high: i32) -> R<()> {
    cx.blocking(|| fd::close_range(fd_low, fd_high))
}

/// Return a duplicate of a file descriptor.
#[native(module = "posix", "dup(fd, /)", effect = io)]
fn dup(cx: &mut Cx, fd: i32) -> R<i64> {
    let copy = call::wait_or_raise(cx, None, || {
        rustix::io::fcntl_dupfd_cloexec(fd::borrow(fd)?, 0)
    })?;
    Ok(number(copy))
}

/// Duplicate file descriptor.
#[native(module = "posix", "dup2(fd, fd2, inheritable=True)", effect = io)]
fn dup2(cx: &mut Cx, fd: i32, fd2: i32, inheritable: bool) -> R<i64> {
    call::wait_or_raise(cx, None, || fd::dup2(fd, fd2, inheritable))?;
    Ok(i64::from(fd2))
}

/// Read from a file descriptor.  Returns a bytes object.
#[native(module = "posix", "read(fd, length, /)", effect = io)]
fn read(cx: &mut Cx, fd: i32, length: isize) -> R {
    let Ok(length) = usize::try_from(length) else {
        return Err(call::raise(cx, Errno::INVAL, None));
    };
    if Vec::<u8>::new().try_reserve_exact(length).is_err() {
        return Err(cx.memory_error());
    }
    let read = call::wait_or_raise(cx, None, || fd::read(fd, length))?;
    bytes::new(cx, &read)
}

/// Read into a buffer object from a file descriptor.
#[native(module = "posix", "readinto(fd, buffer, /)", effect = io)]
fn readinto(cx: &mut Cx, fd: i32, buffer: Writable) -> R<usize> {
    let read = call::wait_or_raise(cx, None, || fd::read(fd, buffer.length))?;
    buffer.write(cx, 0, &read)
}

/// Write a bytes object to a file descriptor.
#[native(module = "posix", "write(fd, data, /)", effect = io)]
fn write(cx: &mut Cx, fd: i32, data: BytesLike) -> R<usize> {
    call::wait_or_raise(cx, None, || fd::write(fd, &data.0))
}

/// Read a number of bytes from a file descriptor starting at a particular offset.
#[native(module = "posix", "pread(fd, length, offset, /)", effect = io)]
fn pread(cx: &mut Cx, fd: i32, length: isize, offset: Offset) -> R {
    let (Ok(length), Ok(offset)) = (usize::try_from(length), u64::try_from(offset.0)) else {
        return Err(call::raise(cx, Errno::INVAL, None));
    };
    let read = call::wait_or_raise(cx, None, || fd::read_at(fd, length, offset))?;
    bytes::new(cx, &read)
}

/// Write bytes to a file descriptor starting at a particular offset.
#[native(module = "posix", "pwrite(fd, buffer, offset, /)", effect = io)]
fn pwrite(cx: &mut Cx, fd: i32, buffer: BytesLike, offset: Offset) -> R<usize> {
    call::wait_or_raise(cx, None, || {
        let offset = u64::try_from(offset.0).map_err(|_| Errno::INVAL)?;
        rustix::io::pwrite(fd::borrow(fd)?, &buffer.0, offset)
    })
}

/// Iterate over the contents of an iterable of bytes-like objects, and write them.
#[native(module = "posix", "writev(fd, buffers, /)", effect = io)]
fn writev(cx: &mut Cx, fd: i32, buffers: Value) -> R<usize> {
    let parts = sequence::items(cx, buffers, "writev() arg 2 must be a sequence")?;
    let mut all = Vec::new();
    for part in parts {
        all.extend_from_slice(&buffer::required(cx, part)?);
    }
    call::wait_or_raise(cx, None, || fd::write(fd, &all))
}

/// Read from a file descriptor into an iterable of mutable bytes-like objects.
#[native(module = "posix", "readv(fd, buffers, /)", effect = io)]
fn readv(cx: &mut Cx, fd: i32, buffers: Value) -> R<usize> {
    let parts = sequence::items(cx, buffers, "readv() arg 2 must be a sequence")?;
    let mut targets = Vec::new();
    for part in parts {
        match Writable::of(cx, part)? {
            Some(target) => targets.push(target),
            None => return Err(buffer::not_bytes_like(cx, part)?),
        }
    }
    let room = targets.iter().map(|target| target.length).sum();
    let read = call::wait_or_raise(cx, None, || fd::read(fd, room))?;
    let mut rest = &read[..];
    for target in targets {
        let (part, behind) = rest.split_at(rest.len().min(target.length));
        target.write(cx, 0, part)?;
        rest = behind;
    }
    Ok(read.len())
}

/// Set the position of a file descriptor.  Return the new position.
#[native(module = "posix", "lseek(fd, position, whence, /)", effect = io)]
fn lseek(cx: &mut Cx, fd: i32, position: Offset, whence: i32) -> R<i64> {
    call::wait_or_raise(cx, None, || fd::seek(fd, position.0, whence))
}

/// Create a pipe.
///
/// Returns a tuple of two file descriptors:
///   (read_fd, write_fd)
#[native(module = "posix", "pipe()", effect = io)]
fn pipe(cx: &mut Cx) -> R {
    new_pipe(cx, PipeFlags::CLOEXEC)
}

/// Create a pipe with flags set atomically.
#[native(module = "posix", "pipe2(flags, /)", effect = io)]
fn pipe2(cx: &mut Cx, flags: i32) -> R {
    new_pipe(cx, PipeFlags::from_bits_retain(flags as u32))
}

fn new_pipe(cx: &mut Cx, flags: PipeFlags) -> R {
    let (read, write) = call::wait_or_raise(cx, None, || rustix::pipe::pipe_with(flags))?;
    let ends = [cx.int(number(read))?, cx.int(number(write))?];
    cx.tuple(&ends)
}

/// Return True if the fd is connected to a terminal.
#[native(module = "posix", "isatty(fd, /)", effect = io)]
fn isatty(_: &mut Cx, fd: i32) -> bool {
    fd::is_terminal(fd)
}

/// Get the close-on-exe flag of the specified file descriptor.
#[native(module = "posix", "get_inheritable(fd, /)", effect = io)]
fn get_inheritable(cx: &mut Cx, fd: i32) -> R<bool> {
    let flags = call::wait_or_raise(cx, None, || rustix::io::fcntl_getfd(fd::borrow(fd)?))?;
    Ok(!flags.contains(FdFlags::CLOEXEC))
}

/// Set the inheritable flag of the specified file descriptor.
#[native(module = "posix", "set_inheritable(fd, inheritable, /)", effect = io)]
fn set_inheritable(cx: &mut Cx, fd: i32, inheritable: bool) -> R<()> {
    call::wait_or_raise(cx, None, || {
        let fd = fd::borrow(fd)?;
        let mut flags = rustix::io::fcntl_getfd(fd)?;
        flags.set(FdFlags::CLOEXEC, !inheritable);
        rustix::io::fcntl_setfd(fd, flags)
    })
}

/// Get the blocking mode of the file descriptor.
#[native(module = "posix", "get_blocking(fd, /)", effect = io)]
fn get_blocking(cx: &mut Cx, fd: i32) -> R<bool> {
    let flags = call::wait_or_raise(cx, None, || rustix::fs::fcntl_getfl(fd::borrow(fd)?))?;
    Ok(!flags.contains(OFlags::NONBLOCK))
}

/// Set the blocking mode of the specified file descriptor.
#[native(module = "posix", "set_blocking(fd, blocking, /)", effect = io)]
fn set_blocking(cx: &mut Cx, fd: i32, blocking: bool) -> R<()> {
    call::wait_or_raise(cx, None, || {
        let fd = fd::borrow(fd)?;
        let mut flags = rustix::fs::fcntl_getfl(fd)?;
        flags.set(OFlags::NONBLOCK, !blocking);
        rustix::fs::fcntl_setfl(fd, flags)
    })
}

/// Apply, test or remove a POSIX lock on an open file descriptor.
#[native(module = "posix", "lockf(fd, command, length, /)", effect = io)]
fn lockf(cx: &mut Cx, fd: i32, command: i32, length: Offset) -> R<()> {
    call::wait_or_raise(cx, None, || fd::lockf(fd, command, length.0))
}

/// Copy count bytes from file descriptor in_fd to file descriptor out_fd.
#[native(module = "posix", "sendfile(out_fd, in_fd, offset, count)", effect = io)]
fn sendfile(cx: &mut Cx, out_fd: i32, in_fd: i32, offset: Value, count: isize) -> R<usize> {
    let mut offset = optional_offset(cx, offset)?;
    call::wait_or_raise(cx, None, || {
        let (out, source) = (fd::borrow(out_fd)?, fd::borrow(in_fd)?);
        rustix::fs::sendfile(out, source, offset.as_mut(), count.max(0) as usize)
    })
}

fn optional_offset(cx: &mut Cx, value: Value) -> R<Option<u64>> {
    if value.is_none() {
        return Ok(None);
    }
    let number = crate::protocol::index(cx, value)?;
    match number.as_small_int().map(u64::try_from) {
        Some(Ok(number)) => Ok(Some(number)),
        _ => Err(call::raise(cx, Errno::INVAL, None)),
    }
}

/// Copy count bytes from one file descriptor to another.
#[native(
    module = "posix",
    "copy_file_range(src, dst, count, offset_src=None, offset_dst=None)",
    effect = io
)]
fn copy_file_range(
    cx: &mut Cx,
    src: i32,
    dst: i32,
    count: isize,
    offset_src: Value,
    offset_dst: Value,
) -> R<usize> {
    if count < 0 {
        return Err(cx.value_error(format_args!("negative value for 'count' not allowed")));
    }
    let mut from = optional_offset(cx, offset_src)?;
    let mut to = optional_offset(cx, offset_dst)?;
    call::wait_or_raise(cx, None, || {
        let (source, target) = (fd::borrow(src)?, fd::borrow(dst)?);
        rustix::fs::copy_file_range(source, from.as_mut(), target, to.as_mut(), count as usize)
    })
}

/// Ensure a file has allocated at least a particular number of bytes on disk.
#[native(
    module = "posix",
    "posix_fallocate(fd, offset, length, /)",
    effect = io
)]
fn posix_fallocate(cx: &mut Cx, fd: i32, offset: Offset, length: Offset) -> R<()> {
    call::wait_or_raise(cx, None, || {
        let (Ok(offset), Ok(length)) = (u64::try_from(offset.0), u64::try_from(length.0)) else {
            return Err(Errno::INVAL);
        };
        let flags = rustix::fs::FallocateFlags::empty();
        rustix::fs::fallocate(fd::borrow(fd)?, flags, offset, length)
    })
}

/// Announce an intention to access data in a specific pattern.
#[native(
    module = "posix",
    "posix_fadvise(fd, offset, length, advice, /)",
    effect = io
)]
fn posix_fadvise(cx: &mut Cx, fd: i32, offset: Offset, length: Offset, advice: i32) -> R<()> {
    call::wait_or_raise(cx, None, || fd::advise(fd, offset.0, length.0, advice))
}

/// Return a string describing the encoding of a terminal's file descriptor.
///
/// The file descriptor must be attached to a terminal.
/// If the device is not a terminal, return None.
#[native(module = "posix", "device_encoding(fd)", effect = io)]
fn device_encoding(_: &mut Cx, fd: i32) -> Option<&'static str> {
    fd::is_terminal(fd).then_some("utf-8")
}

/// Create an anonymous file.
#[native(module = "posix", "memfd_create(name, flags=1)", effect = io)]
fn memfd_create(cx: &mut Cx, name: Path, flags: i32) -> R<i64> {
    let flags = rustix::fs::MemfdFlags::from_bits_retain(flags as u32);
    let fd = call::wait_or_raise(cx, None, || {
        rustix::fs::memfd_create(name.0.as_c_str(), flags)
    })?;
    Ok(number(fd))
}

/// Creates and returns an event notification file descriptor.
#[native(module = "posix", "eventfd(initval, flags=524288)", effect = io)]
fn eventfd(cx: &mut Cx, initval: i64, flags: i32) -> R<i64> {
    let Ok(initial) = u32::try_from(initval) else {
        return Err(cx.overflow_error(format_args!(
            "Python int too large to convert to C unsigned int"
        )));
    };
    let flags = rustix::event::EventfdFlags::from_bits_retain(flags as u32);
    let fd = call::wait_or_raise(cx, None, || rustix::event::eventfd(initial, flags))?;
    Ok(number(fd))
}

/// Read eventfd value.
#[native(module = "posix", "eventfd_read(fd)", effect = io)]
fn eventfd_read(cx: &mut Cx, fd: i32) -> R {
    let read = call::wait_or_raise(cx, None, || fd::read(fd, 8))?;
    let number = read.try_into().map_or(0, u64::from_ne_bytes);
    super::arguments::unsigned(cx, number)
}

/// Write eventfd value.
#[native(module = "posix", "eventfd_write(fd, value)", effect = io)]
fn eventfd_write(cx: &mut Cx, fd: i32, value: i64) -> R<()> {
    let bytes = (value as u64).to_ne_bytes();
    call::wait_or_raise(cx, None, || fd::write(fd, &bytes)).map(|_| ())
}
