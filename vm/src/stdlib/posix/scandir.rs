//! `scandir`: the entries of a folder with what the folder knows of them.
//!
//! The folder is read as a whole at once; so the iterator is an ordinary transactional object, and nothing
//! is left open.

use super::arguments::Folder;
use super::folders::{Entry, entries};
use super::path::{FsPath, made};
use super::stat;
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::host::{call, fd};
use crate::native::native;
use crate::objects::instance::Instance;
use crate::objects::list::{self, List};
use crate::objects::str;
use crate::protocol::repr;
use crate::types::TypeDef;
use crate::value::Value;
use rustix::fs::{AtFlags, CWD, FileType, Stat};
use rustix::io::Errno;

builtin_type! {
    /// The class.
    static SCANDIR_ITERATOR = TypeDef {
        name: "ScandirIterator",
        module: "posix",
        reserved: 2,
        ..TypeDef::NEW
    };
    /// The class.
    pub(super) static DIR_ENTRY = TypeDef {
        name: "DirEntry",
        module: "posix",
        reserved: (DIR_FD + 1) as u32,
        ..TypeDef::NEW
    };
}

/// Slot of the iterator: a list of entries, or None when it is closed.
const ENTRIES: usize = 0;
/// Slot of the iterator: how many have been given.
const GIVEN: usize = 1;

/// Slot of an entry: its name.
const NAME: usize = 0;
/// Slot of an entry: its path.
const PATH: usize = 1;
/// Slot of an entry: the bits of a mode that say what it is; 0 if that is not known.
const KIND: usize = 2;
/// Slot of an entry: its number in the file system.
const INODE: usize = 3;
/// Slot of an entry: what `stat` has said, or unbound.
const STAT: usize = 4;
/// Slot of an entry: what `lstat` has said, or unbound.
const LSTAT: usize = 5;
/// Slot of an entry: the descriptor of the folder, if it was given as one.
const DIR_FD: usize = 6;

/// Return an iterator of DirEntry objects for given path.
///
/// path can be specified as either str, bytes, or a path-like object. If path
/// is bytes, the names of yielded DirEntry objects will also be bytes; in
/// all other circumstances they will be str.
///
/// If path is None, uses the path='.'.
#[native(module = "posix", "scandir(path=None)", effect = io)]
fn scandir(cx: &mut Cx, path: Folder) -> R<&'static Instance> {
    let found = entries(cx, &path)?;
    let list = list::with_room(cx, found.len())?;
    for entry in found {
        let entry = new_entry(cx, &path, &entry)?;
        list::append(cx, list, entry.value())?;
    }
    let iterator = Instance::new(cx, SCANDIR_ITERATOR.class())?;
    iterator.set(cx, ENTRIES, list.value())?;
    iterator.set(cx, GIVEN, Value::index(0))?;
    Ok(iterator)
}

fn new_entry(cx: &mut Cx, folder: &Folder, entry: &Entry) -> R<&'static Instance> {
    let this = Instance::new(cx, DIR_ENTRY.class())?;
    let name = made(cx, &entry.name, folder.is_bytes())?;
    this.set(cx, NAME, name)?;
    let path = match folder.name() {
        // `None` is the folder `.`, and a path begins with what was given.
        Some(prefix) => {
            let mut path = prefix.to_bytes().to_vec();
            if path.last().is_some_and(|last| *last != b'/') {
                path.push(b'/');
            }
            path.extend_from_slice(&entry.name);
            made(cx, &path, folder.is_bytes())?
        }
        None => {
            this.set(cx, DIR_FD, folder.given().unwrap_or(Value::UNBOUND))?;
            name
        }
    };
    this.set(cx, PATH, path)?;
    let kind = match entry.kind {
        FileType::Unknown => 0,
        kind => kind.as_raw_mode(),
    };
    this.set(cx, KIND, Value::index(kind as usize))?;
    let inode = super::arguments::unsigned(cx, entry.inode)?;
    this.set(cx, INODE, inode)?;
    Ok(this)
}

#[native(SCANDIR_ITERATOR, "__iter__(self, /)", slot, effect = pure)]
fn iterate(_: &mut Cx, this: Value) -> Value {
    this
}

#[native(SCANDIR_ITERATOR, "__next__(self, /)", slot, effect = writes)]
fn next(cx: &mut Cx, this: &'static Instance) -> R {
    if let Some(entries) = this.get(cx, ENTRIES)?.cast::<List>() {
        let given = this.get(cx, GIVEN)?.as_small_int().unwrap_or(0) as usize;
        if let Some(entry) = list::get(cx, entries, given)? {
            this.set(cx, GIVEN, Value::index(given + 1))?;
            return Ok(entry);
        }
        this.set(cx, ENTRIES, Value::NONE)?;
    }
    Err(cx.stop_iteration(Value::NONE))
}

#[native(SCANDIR_ITERATOR, "close(self, /)", effect = writes)]
fn close(cx: &mut Cx, this: &'static Instance) -> R<()> {
    this.set(cx, ENTRIES, Value::NONE)
}

#[native(SCANDIR_ITERATOR, "__enter__(self, /)", effect = pure)]
fn enter(_: &mut Cx, this: Value) -> Value {
    this
}

#[native(SCANDIR_ITERATOR, "__exit__(self, *args)", effect = writes)]
fn exit(cx: &mut Cx, this: &'static Instance, _args: &[Value]) -> R<()> {
    close(cx, this)
}

/// the entry's base filename, relative to scandir() "path" argument
#[native(DIR_ENTRY, "name", getter, effect = reads)]
fn name(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, NAME)
}

/// the entry's full path name; equivalent to os.path.join(scandir_path, entry.name)
#[native(DIR_ENTRY, "path", getter, effect = reads)]
fn path(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, PATH)
}

/// Returns the path for the entry.
#[native(DIR_ENTRY, "__fspath__(self, /)", effect = reads)]
fn fspath(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, PATH)
}

/// Return inode of the entry; cached per entry.
#[native(DIR_ENTRY, "inode(self, /)", effect = reads)]
fn inode(cx: &mut Cx, this: &'static Instance) -> R {
    this.get(cx, INODE)
}

fn kind(cx: &mut Cx, this: &'static Instance) -> R<u32> {
    Ok(this.get(cx, KIND)?.as_small_int().unwrap_or(0) as u32)
}

/// The file of an entry, for system calls.
fn location(cx: &mut Cx, this: &'static Instance) -> R<(FsPath, Option<i32>)> {
    let path = this.get(cx, PATH)?;
    let path = super::path::path(cx, path)?;
    let dir = this.get(cx, DIR_FD)?.as_small_int().map(|fd| fd as i32);
    Ok((path, dir))
}

fn ask(cx: &mut Cx, this: &'static Instance, follow: bool) -> R<rustix::io::Result<Stat>> {
    let (path, dir) = location(cx, this)?;
    let flags = match follow {
        true => AtFlags::empty(),
        false => AtFlags::SYMLINK_NOFOLLOW,
    };
    call::wait(cx, || {
        let dir = match dir {
            Some(dir) => fd::borrow(dir)?,
            None => CWD,
        };
        rustix::fs::statat(dir, path.as_c_str(), flags)
    })
}

/// Return stat_result object for the entry; cached per entry.
#[native(DIR_ENTRY, "stat(self, /, *, follow_symlinks=True)")]
fn stat_of(cx: &mut Cx, this: &'static Instance, follow_symlinks: bool) -> R {
    // What is no link has but one of them.
    let is_link = kind(cx, this)? == libc::S_IFLNK || kind(cx, this)? == 0;
    let slot = if follow_symlinks && is_link {
        STAT
    } else {
        LSTAT
    };
    if let Some(known) = this.get(cx, slot)?.bound() {
        return Ok(known);
    }
    match ask(cx, this, slot == STAT)? {
        Ok(found) => {
            let found = stat::result(cx, &found)?;
            this.set(cx, slot, found)?;
            Ok(found)
        }
        Err(error) => {
            let path = this.get(cx, PATH)?;
            Err(call::raise(cx, error, Some(path)))
        }
    }
}

/// Whether the entry, or what it links to, is of this kind.
fn is_kind(cx: &mut Cx, this: &'static Instance, follow: bool, wanted: u32) -> R<bool> {
    let known = kind(cx, this)?;
    if known != 0 && !(follow && known == libc::S_IFLNK) {
        return Ok(known == wanted);
    }
    match ask(cx, this, follow)? {
        Ok(stat) => Ok(stat.st_mode & libc::S_IFMT == wanted),
        Err(Errno::NOENT) => Ok(false),
        Err(error) => {
            let path = this.get(cx, PATH)?;
            Err(call::raise(cx, error, Some(path)))
        }
    }
}

/// Return True if the entry is a directory; cached per entry.
#[native(DIR_ENTRY, "is_dir(self, /, *, follow_symlinks=True)")]
fn is_dir(cx: &mut Cx, this: &'static Instance, follow_symlinks: bool) -> R<bool> {
    is_kind(cx, this, follow_symlinks, libc::S_IFDIR)
}

/// Return True if the entry is a file; cached per entry.
#[native(DIR_ENTRY, "is_file(self, /, *, follow_symlinks=True)")]
fn is_file(cx: &mut Cx, this: &'static Instance, follow_symlinks: bool) -> R<bool> {
    is_kind(cx, this, follow_symlinks, libc::S_IFREG)
}

/// Return True if the entry is a symbolic link; cached per entry.
#[native(DIR_ENTRY, "is_symlink(self, /)")]
fn is_symlink(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    is_kind(cx, this, false, libc::S_IFLNK)
}

/// Return True if the entry is a junction; cached per entry.
#[native(DIR_ENTRY, "is_junction(self, /)", effect = pure)]
fn is_junction(_: &mut Cx, _this: &'static Instance) -> bool {
    false
}

/// Return repr(self).
#[native(DIR_ENTRY, "__repr__(self, /)", slot)]
fn repr_of(cx: &mut Cx, this: &'static Instance) -> R {
    let name = this.get(cx, NAME)?;
    let name = repr(cx, name)?;
    let (head, tail) = (cx.str("<DirEntry ")?, cx.str(">")?);
    str::concat(cx, &[head, name, tail])
}
