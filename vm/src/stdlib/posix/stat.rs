//! `stat` and its like.

use super::arguments::{DirFd, Path, PathOrFd, unsigned};
use crate::cx::{Cx, R};
use crate::host::{call, fd};
use crate::native::native;
use crate::objects::int::from_int;
use crate::objects::struct_sequence::{self, StructSequence};
use crate::objects::tuple::Tuple;
use crate::struct_sequence;
use crate::value::Value;
use rustix::fs::{AtFlags, Stat, StatVfs, StatVfsMountFlags};
use tython_num::Int;
use tython_num::int::{add, mul};

struct_sequence! {
    /// The class.
    pub(super) static STAT_RESULT = {
        module: "os",
        name: "stat_result",
        doc: "stat_result: Result from stat, fstat, or lstat.\n\nThis object may be accessed either as a tuple of\n  (mode, ino, dev, nlink, uid, gid, size, atime, mtime, ctime)\nor via the attributes st_mode, st_ino, st_dev, st_nlink, st_uid, and so on.\n\nSee os.stat for more information.",
        visible: 10,
        fields: { "st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size" },
        unnamed: 3,
        more: {
            "st_atime", "st_mtime", "st_ctime", "st_atime_ns", "st_mtime_ns", "st_ctime_ns",
            "st_blksize", "st_blocks", "st_rdev",
        },
        new: construct,
    };
    /// The class.
    pub(super) static STATVFS_RESULT = {
        module: "os",
        name: "statvfs_result",
        doc: "statvfs_result: Result from statvfs or fstatvfs.\n\nThis object may be accessed either as a tuple of\n  (bsize, frsize, blocks, bfree, bavail, files, ffree, favail, flag, namemax),\nor via the attributes f_bsize, f_frsize, f_blocks, f_bfree, and so on.\n\nSee os.statvfs for more information.",
        visible: 10,
        fields: {
            "f_bsize", "f_frsize", "f_blocks", "f_bfree", "f_bavail", "f_files", "f_ffree",
            "f_favail", "f_flag", "f_namemax",
        },
        unnamed: 0,
        more: { "f_fsid" },
        new: struct_sequence::construct,
    };
}

/// The three integer times stand for the three float times where those are not given.
fn construct(
    cx: &mut Cx,
    this: &'static StructSequence,
    sequence: Value,
    dict: Option<Value>,
) -> R {
    let given: &'static Tuple = struct_sequence::fields_of(cx, this, sequence, dict)?;
    let mut values = given.as_slice().to_vec();
    values.resize(this.count(), Value::NONE);
    let (integers, floats) = (this.fields.len(), this.visible);
    for index in 0..this.unnamed {
        if values[floats + index].is_none() {
            values[floats + index] = values[integers + index];
        }
    }
    this.make(cx, &values)
}

/// A point in time as nanoseconds since the epoch.
fn nanoseconds(cx: &mut Cx, seconds: i64, nanoseconds: u64) -> R {
    let exact = i128::from(seconds) * 1_000_000_000 + i128::from(nanoseconds);
    if let Ok(small) = i64::try_from(exact) {
        return cx.int(small);
    }
    let scaled = mul(&Int::from(seconds), &Int::from(1_000_000_000i64));
    match scaled {
        Ok(scaled) => from_int(cx, add(&scaled, &Int::from(nanoseconds as i64))),
        Err(error) => Err(cx.number_error(error)),
    }
}

/// The object of what the system says.
///
/// # Errors
/// MemoryError.
pub(super) fn result(cx: &mut Cx, stat: &Stat) -> R {
    let times = [
        (stat.st_atime, stat.st_atime_nsec),
        (stat.st_mtime, stat.st_mtime_nsec),
        (stat.st_ctime, stat.st_ctime_nsec),
    ];
    let mut values = vec![
        cx.int(i64::from(stat.st_mode))?,
        unsigned(cx, stat.st_ino)?,
        unsigned(cx, stat.st_dev)?,
        unsigned(cx, stat.st_nlink)?,
        cx.int(i64::from(stat.st_uid))?,
        cx.int(i64::from(stat.st_gid))?,
        cx.int(stat.st_size)?,
    ];
    for (seconds, _) in times {
        values.push(cx.int(seconds)?);
    }
    for (seconds, rest) in times {
        values.push(cx.float(seconds as f64 + 1e-9 * rest as f64)?);
    }
    for (seconds, rest) in times {
        values.push(nanoseconds(cx, seconds, rest)?);
    }
    values.push(cx.int(stat.st_blksize)?);
    values.push(cx.int(stat.st_blocks)?);
    values.push(unsigned(cx, stat.st_rdev)?);
    STAT_RESULT.make(cx, &values)
}

/// Perform a stat system call on the given path.
///
/// path may be a path or an open file descriptor. If dir_fd is not None, it is the
/// descriptor of a folder that path is relative to. If follow_symlinks is False, and
/// path is a symbolic link, the link itself is looked at.
#[native(
    module = "posix",
    "stat(path, *, dir_fd=None, follow_symlinks=True)",
    effect = io
)]
fn stat(cx: &mut Cx, path: PathOrFd, dir_fd: DirFd, follow_symlinks: bool) -> R {
    stat_of(cx, "stat", &path, dir_fd, follow_symlinks)
}

/// Perform a stat system call on the given path, without following symbolic links.
#[native(module = "posix", "lstat(path, *, dir_fd=None)", effect = io)]
fn lstat(cx: &mut Cx, path: Path, dir_fd: DirFd) -> R {
    stat_of(cx, "lstat", &PathOrFd::Path(path.0), dir_fd, false)
}

fn stat_of(cx: &mut Cx, function: &str, path: &PathOrFd, dir_fd: DirFd, follow: bool) -> R {
    path.check_dir(cx, function, dir_fd)?;
    path.check_follow(cx, function, follow)?;
    let stat = match path {
        PathOrFd::Fd(number, _) => call::wait_or_raise(cx, Some(path.given()), || {
            rustix::fs::fstat(fd::borrow(*number)?)
        })?,
        PathOrFd::Path(name) => {
            let flags = match follow {
                true => AtFlags::empty(),
                false => AtFlags::SYMLINK_NOFOLLOW,
            };
            let name = name.as_c_str();
            call::wait_or_raise(cx, Some(path.given()), || {
                rustix::fs::statat(dir_fd.borrow()?, name, flags)
            })?
        }
    };
    result(cx, &stat)
}

/// Perform a stat system call on the given file descriptor.
#[native(module = "posix", "fstat(fd)", effect = io)]
fn fstat(cx: &mut Cx, fd: i32) -> R {
    let stat = call::wait_or_raise(cx, None, || rustix::fs::fstat(fd::borrow(fd)?))?;
    result(cx, &stat)
}

fn statvfs_result(cx: &mut Cx, stat: &StatVfs) -> R {
    let fields = [
        stat.f_bsize,
        stat.f_frsize,
        stat.f_blocks,
        stat.f_bfree,
        stat.f_bavail,
        stat.f_files,
        stat.f_ffree,
        stat.f_favail,
        mount_flags(stat.f_flag),
        stat.f_namemax,
        stat.f_fsid,
    ];
    let mut values = Vec::with_capacity(fields.len());
    for field in fields {
        values.push(unsigned(cx, field)?);
    }
    STATVFS_RESULT.make(cx, &values)
}

fn mount_flags(flags: StatVfsMountFlags) -> u64 {
    // The kernel's own mark that the flags are valid is nobody else's business.
    const ST_VALID: u64 = 0x20;
    flags.bits() & !ST_VALID
}

/// Perform a statvfs system call on the given path.
#[native(module = "posix", "statvfs(path)", effect = io)]
fn statvfs(cx: &mut Cx, path: PathOrFd) -> R {
    let given = path.given();
    let stat = call::wait_or_raise(cx, Some(given), || match &path {
        PathOrFd::Fd(number, _) => rustix::fs::fstatvfs(fd::borrow(*number)?),
        PathOrFd::Path(name) => rustix::fs::statvfs(name.as_c_str()),
    })?;
    statvfs_result(cx, &stat)
}

/// Perform an fstatvfs system call on the given fd.
#[native(module = "posix", "fstatvfs(fd, /)", effect = io)]
fn fstatvfs(cx: &mut Cx, fd: i32) -> R {
    let stat = call::wait_or_raise(cx, None, || rustix::fs::fstatvfs(fd::borrow(fd)?))?;
    statvfs_result(cx, &stat)
}
