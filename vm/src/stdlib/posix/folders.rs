//! Folders: `listdir`, `mkdir`, `rmdir`, the current one.

use super::arguments::{DirFd, FileDescriptor, Folder, Path, PathOrFd};
use super::path::made;
use crate::cx::{Cx, R};
use crate::host::{call, fd};
use crate::native::native;
use crate::objects::list::{self, List};
use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags};
use rustix::io::Result;

/// An entry of a folder.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its name.
    pub(super) name: Vec<u8>,
    /// What it is, as far as the folder says.
    pub(super) kind: FileType,
    /// Its number in the file system.
    pub(super) inode: u64,
}

/// The entries of a folder, without itself and its parent.
///
/// # Errors
/// OSError.
pub(super) fn entries(cx: &mut Cx, folder: &Folder) -> R<Vec<Entry>> {
    call::wait_or_raise(cx, folder.given(), || read_folder(folder))
}

fn read_folder(folder: &Folder) -> Result<Vec<Entry>> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let mut dir = match (folder.name(), &folder.0) {
        (Some(name), _) => Dir::new(rustix::fs::open(name, flags, Mode::empty())?)?,
        (None, Some(PathOrFd::Fd(number, _))) => {
            let copy = rustix::io::fcntl_dupfd_cloexec(fd::borrow(*number)?, 0)?;
            // The copy has its position in common with the original.
            rustix::fs::seek(&copy, rustix::fs::SeekFrom::Start(0))?;
            Dir::new(copy)?
        }
        (None, _) => return Ok(Vec::new()),
    };
    let mut entries = Vec::new();
    while let Some(entry) = dir.read() {
        let entry = entry?;
        let name = entry.file_name().to_bytes();
        if name != b"." && name != b".." {
            entries.push(Entry {
                name: name.to_vec(),
                kind: entry.file_type(),
                inode: entry.ino(),
            });
        }
    }
    Ok(entries)
}

/// Return a list containing the names of the files in the directory.
///
/// The list is in arbitrary order, without '.' and '..'. The names are strings,
/// or bytes if path is.
#[native(module = "posix", "listdir(path=None)", effect = io)]
fn listdir(cx: &mut Cx, path: Folder) -> R<&'static List> {
    let entries = entries(cx, &path)?;
    let names = list::with_room(cx, entries.len())?;
    for entry in entries {
        let name = made(cx, &entry.name, path.is_bytes())?;
        list::append(cx, names, name)?;
    }
    Ok(names)
}

/// Create a directory.
#[native(module = "posix", "mkdir(path, mode=511, *, dir_fd=None)", effect = io)]
fn mkdir(cx: &mut Cx, path: Path, mode: i32, dir_fd: DirFd) -> R<()> {
    call::wait_or_raise(cx, Some(path.0.given), || {
        let mode = Mode::from_raw_mode(mode as u32);
        rustix::fs::mkdirat(dir_fd.borrow()?, path.0.as_c_str(), mode)
    })
}

/// Remove a directory.
#[native(module = "posix", "rmdir(path, *, dir_fd=None)", effect = io)]
fn rmdir(cx: &mut Cx, path: Path, dir_fd: DirFd) -> R<()> {
    call::wait_or_raise(cx, Some(path.0.given), || {
        rustix::fs::unlinkat(dir_fd.borrow()?, path.0.as_c_str(), AtFlags::REMOVEDIR)
    })
}

/// Change the current working directory to the specified path.
#[native(module = "posix", "chdir(path)", effect = io)]
fn chdir(cx: &mut Cx, path: PathOrFd) -> R<()> {
    let given = path.given();
    call::wait_or_raise(cx, Some(given), || match &path {
        PathOrFd::Fd(number, _) => rustix::process::fchdir(fd::borrow(*number)?),
        PathOrFd::Path(name) => rustix::process::chdir(name.as_c_str()),
    })
}

/// Change to the directory of the given file descriptor.
#[native(module = "posix", "fchdir(fd)", effect = io)]
fn fchdir(cx: &mut Cx, fd: FileDescriptor) -> R<()> {
    call::wait_or_raise(cx, None, || rustix::process::fchdir(fd::borrow(fd.0)?))
}

/// Change root directory to path.
#[native(module = "posix", "chroot(path)", effect = io)]
fn chroot(cx: &mut Cx, path: Path) -> R<()> {
    call::wait_or_raise(cx, Some(path.0.given), || {
        rustix::process::chroot(path.0.as_c_str())
    })
}

fn current(cx: &mut Cx, is_bytes: bool) -> R {
    let folder = call::wait_or_raise(cx, None, || rustix::process::getcwd(Vec::new()))?;
    made(cx, folder.as_bytes(), is_bytes)
}

/// Return a unicode string representing the current working directory.
#[native(module = "posix", "getcwd()", effect = io)]
fn getcwd(cx: &mut Cx) -> R {
    current(cx, false)
}

/// Return a bytes string representing the current working directory.
#[native(module = "posix", "getcwdb()", effect = io)]
fn getcwdb(cx: &mut Cx) -> R {
    current(cx, true)
}
