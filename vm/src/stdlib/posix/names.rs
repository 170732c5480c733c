//! Files by their names: moved, linked, removed, and what the system keeps with a name.

use super::arguments::{DirFd, FileDescriptor, Offset, Path, PathOrFd};
use crate::cx::{Cx, Exit, R};
use crate::host::{call, fd};
use crate::native::native;
use crate::objects::exception::{self, classes::OS_ERROR, os_error};
use crate::objects::str;
use crate::value::Value;
use rustix::fs::{Access, AtFlags, FileType, Gid, Mode, Uid};
use rustix::io::{Errno, Result};

/// Raises the OSError of a call about two files.
#[cold]
fn raise_two(cx: &mut Cx, error: Errno, first: Value, second: Value) -> Exit {
    let exit = os_error::raise(cx, &error.into(), Some(first));
    if exit != Exit::Raise {
        return exit;
    }
    let raised = cx.take_exception();
    let slot = exception::fields::OS_FILENAME2;
    debug_assert!(crate::protocol::is_instance(cx, raised, &OS_ERROR).is_ok());
    match exception::set_field(cx, raised, slot, second) {
        Ok(()) => cx.raise(raised),
        Err(exit) => exit,
    }
}

fn on_two(cx: &mut Cx, first: &Path, second: &Path, call: impl FnMut() -> Result<()>) -> R<()> {
    match call::wait(cx, call)? {
        Ok(()) => Ok(()),
        Err(error) => Err(raise_two(cx, error, first.0.given, second.0.given)),
    }
}

fn move_file(cx: &mut Cx, src: &Path, dst: &Path, src_dir: DirFd, dst_dir: DirFd) -> R<()> {
    on_two(cx, src, dst, || {
        rustix::fs::renameat(
            src_dir.borrow()?,
            src.0.as_c_str(),
            dst_dir.borrow()?,
            dst.0.as_c_str(),
        )
    })
}

/// Rename a file or directory.
#[native(
    module = "posix",
    "rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None)",
    effect = io
)]
fn rename(cx: &mut Cx, src: Path, dst: Path, src_dir_fd: DirFd, dst_dir_fd: DirFd) -> R<()> {
    move_file(cx, &src, &dst, src_dir_fd, dst_dir_fd)
}

/// Rename a file or directory, overwriting the destination.
#[native(
    module = "posix",
    "replace(src, dst, *, src_dir_fd=None, dst_dir_fd=None)",
    effect = io
)]
fn replace(cx: &mut Cx, src: Path, dst: Path, src_dir_fd: DirFd, dst_dir_fd: DirFd) -> R<()> {
    move_file(cx, &src, &dst, src_dir_fd, dst_dir_fd)
}

/// Create a hard link to a file.
#[native(
    module = "posix",
    "link(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)",
    effect = io
)]
fn link(
    cx: &mut Cx,
    src: Path,
    dst: Path,
    src_dir_fd: DirFd,
    dst_dir_fd: DirFd,
    follow_symlinks: Option<bool>,
) -> R<()> {
    let flags = match follow_symlinks {
        Some(true) => AtFlags::SYMLINK_FOLLOW,
        _ => AtFlags::empty(),
    };
    on_two(cx, &src, &dst, || {
        rustix::fs::linkat(
            src_dir_fd.borrow()?,
            src.0.as_c_str(),
            dst_dir_fd.borrow()?,
            dst.0.as_c_str(),
            flags,
        )
    })
}

/// Create a symbolic link pointing to src named dst.
#[native(
    module = "posix",
    "symlink(src, dst, target_is_directory=False, *, dir_fd=None)",
    effect = io
)]
fn symlink(cx: &mut Cx, src: Path, dst: Path, _target_is_directory: bool, dir_fd: DirFd) -> R<()> {
    on_two(cx, &src, &dst, || {
        rustix::fs::symlinkat(src.0.as_c_str(), dir_fd.borrow()?, dst.0.as_c_str())
    })
}

/// Return a string representing the path to which the symbolic link points.
#[native(module = "posix", "readlink(path, *, dir_fd=None)", effect = io)]
fn readlink(cx: &mut Cx, path: Path, dir_fd: DirFd) -> R {
    let target = call::wait_or_raise(cx, Some(path.0.given), || {
        rustix::fs::readlinkat(dir_fd.borrow()?, path.0.as_c_str(), Vec::new())
    })?;
    path.0.like(cx, target.as_bytes())
}

fn remove_name(cx: &mut Cx, path: &Path, dir_fd: DirFd) -> R<()> {
    call::wait_or_raise(cx, Some(path.0.given), || {
        rustix::fs::unlinkat(dir_fd.borrow()?, path.0.as_c_str(), AtFlags::empty())
    })
}

/// Remove a file (same as remove()).
#[native(module = "posix", "unlink(path, *, dir_fd=None)", effect = io)]
fn unlink(cx: &mut Cx, path: Path, dir_fd: DirFd) -> R<()> {
    remove_name(cx, &path, dir_fd)
}

/// Remove a file (same as unlink()).
#[native(module = "posix", "remove(path, *, dir_fd=None)", effect = io)]
fn remove(cx: &mut Cx, path: Path, dir_fd: DirFd) -> R<()> {
    remove_name(cx, &path, dir_fd)
}

/// Use the real uid/gid to test for access to a path.
#[native(
    module = "posix",
    "access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)",
    effect = io
)]
fn access(
    cx: &mut Cx,
    path: Path,
    mode: i32,
    dir_fd: DirFd,
    effective_ids: bool,
    follow_symlinks: bool,
) -> R<bool> {
    let mut flags = AtFlags::empty();
    flags.set(AtFlags::EACCESS, effective_ids);
    flags.set(AtFlags::SYMLINK_NOFOLLOW, !follow_symlinks);
    let access = Access::from_bits_retain(mode as u32);
    let result = call::wait(cx, || {
        rustix::fs::accessat(dir_fd.borrow()?, path.0.as_c_str(), access, flags)
    })?;
    Ok(result.is_ok())
}

/// Change the access permissions of a file.
#[native(
    module = "posix",
    "chmod(path, mode, *, dir_fd=None, follow_symlinks=True)",
    effect = io
)]
fn chmod(cx: &mut Cx, path: PathOrFd, mode: i32, dir_fd: DirFd, follow_symlinks: bool) -> R<()> {
    path.check_dir(cx, "chmod", dir_fd)?;
    let mode = Mode::from_raw_mode(mode as u32);
    let flags = match follow_symlinks {
        true => AtFlags::empty(),
        false => AtFlags::SYMLINK_NOFOLLOW,
    };
    let given = path.given();
    let result = call::wait(cx, || match &path {
        PathOrFd::Fd(number, _) => rustix::fs::fchmod(fd::borrow(*number)?, mode),
        PathOrFd::Path(name) => rustix::fs::chmodat(dir_fd.borrow()?, name.as_c_str(), mode, flags),
    })?;
    match result {
        Ok(()) => Ok(()),
        Err(Errno::OPNOTSUPP) if !follow_symlinks => Err(cx.not_implemented_error(format_args!(
            "chmod: follow_symlinks unavailable on this platform"
        ))),
        Err(error) => Err(call::raise(cx, error, Some(given))),
    }
}

/// Change the access permissions of the file given by file descriptor fd.
#[native(module = "posix", "fchmod(fd, mode)", effect = io)]
fn fchmod(cx: &mut Cx, fd: i32, mode: i32) -> R<()> {
    let mode = Mode::from_raw_mode(mode as u32);
    call::wait_or_raise(cx, None, || rustix::fs::fchmod(fd::borrow(fd)?, mode))
}

/// A user or group; -1 leaves it as it is.
#[derive(Clone, Copy, Debug)]
struct Id(Option<u32>);

impl crate::native::FromArg for Id {
    fn from_arg(cx: &mut Cx, value: Value, _: crate::native::ArgPlace) -> R<Self> {
        super::users::id(cx, value).map(Id)
    }
}

fn change_owner(cx: &mut Cx, path: &PathOrFd, ids: (Id, Id), dir: DirFd, follow: bool) -> R<()> {
    let owner = ids.0.0.map(Uid::from_raw);
    let group = ids.1.0.map(Gid::from_raw);
    let flags = match follow {
        true => AtFlags::empty(),
        false => AtFlags::SYMLINK_NOFOLLOW,
    };
    call::wait_or_raise(cx, Some(path.given()), || match path {
        PathOrFd::Fd(number, _) => rustix::fs::fchown(fd::borrow(*number)?, owner, group),
        PathOrFd::Path(name) => {
            rustix::fs::chownat(dir.borrow()?, name.as_c_str(), owner, group, flags)
        }
    })
}

/// Change the owner and group id of path to the numeric uid and gid.
#[native(
    module = "posix",
    "chown(path, uid, gid, *, dir_fd=None, follow_symlinks=True)",
    effect = io
)]
fn chown(
    cx: &mut Cx,
    path: PathOrFd,
    uid: Id,
    gid: Id,
    dir_fd: DirFd,
    follow_symlinks: bool,
) -> R<()> {
    path.check_dir(cx, "chown", dir_fd)?;
    path.check_follow(cx, "chown", follow_symlinks)?;
    change_owner(cx, &path, (uid, gid), dir_fd, follow_symlinks)
}

/// Change the owner and group id of path, which is not followed if it is a symbolic link.
#[native(module = "posix", "lchown(path, uid, gid)", effect = io)]
fn lchown(cx: &mut Cx, path: Path, uid: Id, gid: Id) -> R<()> {
    change_owner(cx, &PathOrFd::Path(path.0), (uid, gid), DirFd(None), false)
}

/// Change the owner and group id of the file specified by file descriptor.
#[native(module = "posix", "fchown(fd, uid, gid)", effect = io)]
fn fchown(cx: &mut Cx, fd: i32, uid: Id, gid: Id) -> R<()> {
    let (owner, group) = (uid.0.map(Uid::from_raw), gid.0.map(Gid::from_raw));
    call::wait_or_raise(cx, None, || {
        rustix::fs::fchown(fd::borrow(fd)?, owner, group)
    })
}

/// Truncate a file, specified by path, to a specific length.
#[native(module = "posix", "truncate(path, length)", effect = io)]
fn truncate(cx: &mut Cx, path: PathOrFd, length: Offset) -> R<()> {
    let given = path.given();
    call::wait_or_raise(cx, Some(given), || {
        let length = u64::try_from(length.0).map_err(|_| Errno::INVAL)?;
        match &path {
            PathOrFd::Fd(number, _) => rustix::fs::ftruncate(fd::borrow(*number)?, length),
            PathOrFd::Path(name) => fd::truncate(name.as_c_str(), length),
        }
    })
}

/// Truncate a file, specified by file descriptor, to a specific length.
#[native(module = "posix", "ftruncate(fd, length, /)", effect = io)]
fn ftruncate(cx: &mut Cx, fd: i32, length: Offset) -> R<()> {
    call::wait_or_raise(cx, None, || {
        let length = u64::try_from(length.0).map_err(|_| Errno::INVAL)?;
        rustix::fs::ftruncate(fd::borrow(fd)?, length)
    })
}

/// Create a "fifo" (a POSIX named pipe).
#[native(module = "posix", "mkfifo(path, mode=438, *, dir_fd=None)", effect = io)]
fn mkfifo(cx: &mut Cx, path: Path, mode: i32, dir_fd: DirFd) -> R<()> {
    make_node(cx, &path, FileType::Fifo, mode as u32, 0, dir_fd)
}

/// Create a node in the file system.
#[native(
    module = "posix",
    "mknod(path, mode=384, device=0, *, dir_fd=None)",
    effect = io
)]
fn mknod(cx: &mut Cx, path: Path, mode: i32, device: i64, dir_fd: DirFd) -> R<()> {
    let kind = FileType::from_raw_mode(mode as u32);
    make_node(cx, &path, kind, mode as u32, device as u64, dir_fd)
}

fn make_node(
    cx: &mut Cx,
    path: &Path,
    kind: FileType,
    mode: u32,
    device: u64,
    dir_fd: DirFd,
) -> R<()> {
    call::wait_or_raise(cx, Some(path.0.given), || {
        let mode = Mode::from_raw_mode(mode);
        rustix::fs::mknodat(dir_fd.borrow()?, path.0.as_c_str(), kind, mode, device)
    })
}

/// Force write of fd to disk.
#[native(module = "posix", "fsync(fd)", effect = io)]
fn fsync(cx: &mut Cx, fd: FileDescriptor) -> R<()> {
    call::wait_or_raise(cx, None, || rustix::fs::fsync(fd::borrow(fd.0)?))
}

/// Force write of fd to disk without forcing update of metadata.
#[native(module = "posix", "fdatasync(fd)", effect = io)]
fn fdatasync(cx: &mut Cx, fd: FileDescriptor) -> R<()> {
    call::wait_or_raise(cx, None, || rustix::fs::fdatasync(fd::borrow(fd.0)?))
}

/// Force write of everything to disk.
#[native(module = "posix", "sync()", effect = io)]
fn sync(cx: &mut Cx) -> R<()> {
    cx.blocking(rustix::fs::sync)
}

/// Return the file system path representation of the object.
///
/// If the object is str or bytes, then allow it to pass through as-is. If the
/// object defines __fspath__(), then return the result of that method. All other
/// types raise a TypeError.
#[native(module = "posix", "fspath(path)")]
fn fspath(cx: &mut Cx, path: Value) -> R {
    super::path::fspath(cx, path)
}

/// Translate an error code to a message string.
#[native(module = "posix", "strerror(code, /)", effect = pure)]
fn strerror(cx: &mut Cx, code: i32) -> R<&'static str::Str> {
    let text = std::io::Error::from_raw_os_error(code).to_string();
    let text = text
        .rsplit_once(" (os error")
        .map_or(&*text, |(text, _)| text);
    str::from_utf8(cx, text)
}
