//! `FileIO`: a file descriptor of the system.
//!
//! What asks the system for anything is irrevocable. Reading and writing happen outside of transactions,
//! so that a thread that waits keeps nobody else waiting.

use super::arguments::{Size, to_offset};
use super::base::{self, ignore, in_any_case};
use super::bases::RAW_IO_BASE;
use super::errors::unsupported;
use super::target;
use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::host::{call, fd};
use crate::name;
use crate::native::native;
use crate::objects::bytes;
use crate::objects::instance::Instance;
use crate::objects::str;
use crate::protocol::buffer::BytesLike;
use crate::protocol::{self, attribute, class_of, type_name};
use crate::types::TypeDef;
use crate::value::Value;
use rustix::io::Errno;

builtin_type! {
    /// The class.
    pub(super) static FILE_IO = TypeDef {
        name: "FileIO",
        module: "_io",
        base: Some(&RAW_IO_BASE),
        reserved: 6,
        subclassable: true,
        attributes: true,
        finalizer: true,
        doc: "Open a file.\n\nThe mode can be 'r' (default), 'w', 'x' or 'a' for reading, writing, exclusive\ncreation or appending, with a '+' for both reading and writing.",
        ..TypeDef::NEW
    };
}

/// Slot: the number of the descriptor; -1 or unbound when there is none.
pub(super) const FD: usize = base::FIELDS;
/// Slot: a set of the flags below, as a small integer.
pub(super) const FLAGS: usize = FD + 1;
/// Slot: whether it can be positioned; unbound as long as nobody has asked.
pub(super) const SEEKABLE: usize = FD + 2;
/// Slot: the size of a block of the device.
pub(super) const BLOCK_SIZE: usize = FD + 3;
/// Slot: `_finalizing`.
const FINALIZING: usize = FD + 4;

/// Flag: it can be read.
pub(super) const READABLE: i64 = 1;
/// Flag: it can be written.
pub(super) const WRITABLE: i64 = 2;
/// Flag: it must not have been there before.
pub(super) const CREATED: i64 = 4;
/// Flag: what is written goes to the end.
pub(super) const APPENDING: i64 = 8;
/// Flag: `close` closes the descriptor.
pub(super) const CLOSE_FD: i64 = 16;

/// The file, if `value` is a `FileIO` and not of a subclass.
pub(super) fn exact(value: Value) -> Option<&'static Instance> {
    match FILE_IO.is(class_of(value)) {
        true => value.cast(),
        false => None,
    }
}

/// The descriptor; negative if the file is closed.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(super) fn descriptor(cx: &mut Cx, this: &'static Instance) -> R<i32> {
    let fd = this.get(cx, FD)?.as_small_int();
    Ok(fd.map_or(-1, |fd| fd as i32))
}

fn flags(cx: &mut Cx, this: &'static Instance) -> R<i64> {
    Ok(this.get(cx, FLAGS)?.as_small_int().unwrap_or(0))
}

/// The descriptor of a file that is open and, if `flag` is not zero, was opened for that.
fn open_for(cx: &mut Cx, this: &'static Instance, flag: i64) -> R<i32> {
    let fd = descriptor(cx, this)?;
    if fd < 0 {
        return Err(closed(cx));
    }
    if flags(cx, this)? & flag != flag {
        let purpose = if flag == READABLE {
            "reading"
        } else {
            "writing"
        };
        return Err(unsupported(cx, &format!("File not open for {purpose}")));
    }
    Ok(fd)
}

#[cold]
fn closed(cx: &mut Cx) -> Exit {
    cx.value_error(format_args!("I/O operation on closed file"))
}

/// Reads at most so many bytes; `None` if the file would have to wait and must not.
///
/// # Errors
/// OSError, ValueError if it is closed, UnsupportedOperation if it cannot be read.
pub(super) fn read_some(cx: &mut Cx, this: &'static Instance, most: usize) -> R<Option<Vec<u8>>> {
    let fd = open_for(cx, this, READABLE)?;
    let result = call::wait(cx, || fd::read(fd, most))?;
    unless_again(cx, result)
}

/// Reads up to the end; `None` if the file would have to wait at once and must not.
///
/// # Errors
/// As [`read_some`].
pub(super) fn read_all(cx: &mut Cx, this: &'static Instance) -> R<Option<Vec<u8>>> {
    let fd = open_for(cx, this, READABLE)?;
    let mut all = Vec::new();
    let result = call::wait(cx, || fd::read_to_end(fd, &mut all))?;
    match result {
        Err(Errno::AGAIN) if all.is_empty() => Ok(None),
        Ok(()) | Err(Errno::AGAIN) => Ok(Some(all)),
        Err(Errno::NOMEM) => Err(cx.memory_error()),
        Err(error) => Err(call::raise(cx, error, None)),
    }
}

/// Writes what the system takes of these bytes; `None` if the file would have to wait and must not.
///
/// # Errors
/// As [`read_some`].
pub(super) fn write_some(cx: &mut Cx, this: &'static Instance, bytes: &[u8]) -> R<Option<usize>> {
    let fd = open_for(cx, this, WRITABLE)?;
    let result = call::wait(cx, || fd::write(fd, bytes))?;
    unless_again(cx, result)
}

fn unless_again<T>(cx: &mut Cx, result: rustix::io::Result<T>) -> R<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(Errno::AGAIN) => Ok(None),
        Err(error) => Err(call::raise(cx, error, None)),
    }
}

/// Moves the position, and says where it is then.
///
/// # Errors
/// OSError, and ValueError if it is closed.
pub(super) fn seek_to(cx: &mut Cx, this: &'static Instance, offset: i64, whence: i32) -> R<i64> {
    let fd = open_for(cx, this, 0)?;
    cx.enter_io()?;
    let result = fd::seek(fd, offset, whence);
    if this.get(cx, SEEKABLE)?.is_unbound() {
        this.set(cx, SEEKABLE, Value::bool(result.is_ok()))?;
    }
    result.map_err(|error| call::raise(cx, error, None))
}

/// Whether the position can be moved.
///
/// # Errors
/// ValueError if it is closed.
pub(super) fn is_seekable(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    let fd = open_for(cx, this, 0)?;
    if let Some(known) = this.get(cx, SEEKABLE)?.as_bool() {
        return Ok(known);
    }
    cx.enter_io()?;
    let seekable = fd::seek(fd, 0, libc::SEEK_CUR).is_ok();
    this.set(cx, SEEKABLE, Value::bool(seekable))?;
    Ok(seekable)
}

/// Closes the descriptor, if it belongs to the file; the file is closed in any case.
///
/// # Errors
/// OSError.
pub(super) fn close_descriptor(cx: &mut Cx, this: &'static Instance) -> R<()> {
    let number = descriptor(cx, this)?;
    if number < 0 {
        return Ok(());
    }
    cx.enter_io()?;
    let owned = flags(cx, this)? & CLOSE_FD != 0;
    this.set(cx, FD, Value::NONE)?;
    if owned && let Err(error) = cx.blocking(|| fd::close(number))? {
        return Err(call::raise(cx, error, None));
    }
    Ok(())
}

/// Whether `close` closes the descriptor.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(super) fn closes(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    Ok(flags(cx, this)? & CLOSE_FD != 0)
}

/// Read at most size bytes, returned as bytes.
///
/// If size is less than 0, read all bytes in the file making multiple
/// read calls.  In non-blocking mode, returns None if no data is available.
#[native(FILE_IO, "read(self, size=-1, /)", effect = io)]
fn read(cx: &mut Cx, this: &'static Instance, size: Size) -> R {
    let read = match size.0 {
        Some(size) => read_some(cx, this, size)?,
        None => read_all(cx, this)?,
    };
    match read {
        Some(read) => bytes::new(cx, &read),
        None => Ok(Value::NONE),
    }
}

/// Read all data from the file, returned as bytes.
#[native(FILE_IO, "readall(self, /)", effect = io)]
fn readall(cx: &mut Cx, this: &'static Instance) -> R {
    match read_all(cx, this)? {
        Some(read) => bytes::new(cx, &read),
        None => Ok(Value::NONE),
    }
}

/// Same as RawIOBase.readinto().
#[native(FILE_IO, "readinto(self, buffer, /)", effect = io)]
fn readinto(cx: &mut Cx, this: &'static Instance, buffer: Value) -> R<Option<usize>> {
    open_for(cx, this, READABLE)?;
    let room = target::room(cx, buffer)?;
    let Some(read) = read_some(cx, this, room)? else {
        return Ok(None);
    };
    target::fill(cx, buffer, &read)?;
    Ok(Some(read.len()))
}

/// Write buffer b to file, return number of bytes written.
///
/// Only makes one system call, so not all of the data may be written.
#[native(FILE_IO, "write(self, b, /)", effect = io)]
fn write(cx: &mut Cx, this: &'static Instance, b: BytesLike) -> R<Option<usize>> {
    write_some(cx, this, &b.0)
}

/// Move to new file position and return the file position.
#[native(FILE_IO, "seek(self, pos, whence=0, /)", effect = io)]
fn seek(cx: &mut Cx, this: &'static Instance, pos: Value, whence: i32) -> R<i64> {
    open_for(cx, this, 0)?;
    let offset = to_offset(cx, pos)?;
    seek_to(cx, this, offset, whence)
}

/// Current file position.
#[native(FILE_IO, "tell(self, /)", effect = io)]
fn tell(cx: &mut Cx, this: &'static Instance) -> R<i64> {
    seek_to(cx, this, 0, libc::SEEK_CUR)
}

/// Truncate the file to at most size bytes and return the truncated size.
///
/// Size defaults to the current file position, as returned by tell().
#[native(FILE_IO, "truncate(self, size=None, /)", effect = io)]
fn truncate(cx: &mut Cx, this: &'static Instance, size: Value) -> R<i64> {
    let number = open_for(cx, this, WRITABLE)?;
    let size = match size.is_none() {
        true => seek_to(cx, this, 0, libc::SEEK_CUR)?,
        false => to_offset(cx, size)?,
    };
    call::wait_or_raise(cx, None, || {
        let length = u64::try_from(size).map_err(|_| Errno::INVAL)?;
        rustix::fs::ftruncate(fd::borrow(number)?, length)
    })?;
    Ok(size)
}

/// Close the file.
///
/// A closed file cannot be used for further I/O operations.
#[native(FILE_IO, "close(self, /)", effect = io)]
fn close(cx: &mut Cx, this: &'static Instance) -> R<()> {
    let flushed = base::close(cx, this);
    in_any_case(cx, flushed, |cx| close_descriptor(cx, this))
}

/// True if file supports random-access.
#[native(FILE_IO, "seekable(self, /)", effect = io)]
fn seekable(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    is_seekable(cx, this)
}

/// True if file was opened in a read mode.
#[native(FILE_IO, "readable(self, /)", effect = reads)]
fn readable(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    open_for(cx, this, 0)?;
    Ok(flags(cx, this)? & READABLE != 0)
}

/// True if file was opened in a write mode.
#[native(FILE_IO, "writable(self, /)", effect = reads)]
fn writable(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    open_for(cx, this, 0)?;
    Ok(flags(cx, this)? & WRITABLE != 0)
}

/// Return the underlying file descriptor (an integer).
#[native(FILE_IO, "fileno(self, /)", effect = reads)]
fn fileno(cx: &mut Cx, this: &'static Instance) -> R<i64> {
    open_for(cx, this, 0).map(i64::from)
}

/// True if the file is connected to a TTY device.
#[native(FILE_IO, "isatty(self, /)", effect = io)]
fn isatty(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    Ok(fd::is_terminal(open_for(cx, this, 0)?))
}

/// True if the file is closed
#[native(FILE_IO, "closed", getter, effect = reads)]
fn is_closed(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    Ok(descriptor(cx, this)? < 0)
}

/// True if the file descriptor will be closed by close().
#[native(FILE_IO, "closefd", getter, effect = reads)]
fn closefd(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    closes(cx, this)
}

fn mode_text(flags: i64) -> &'static str {
    let has = |flag: i64| flags & flag != 0;
    match (has(CREATED), has(APPENDING), has(READABLE), has(WRITABLE)) {
        (true, _, true, _) => "xb+",
        (true, _, false, _) => "xb",
        (_, true, true, _) => "ab+",
        (_, true, false, _) => "ab",
        (_, _, true, true) => "rb+",
        (_, _, true, false) => "rb",
        _ => "wb",
    }
}

/// String giving the file mode
#[native(FILE_IO, "mode", getter, effect = reads)]
fn mode(cx: &mut Cx, this: &'static Instance) -> R<&'static str> {
    Ok(mode_text(flags(cx, this)?))
}

/// Stat st_blksize if available
#[native(FILE_IO, "_blksize", getter, effect = reads)]
fn block_size(cx: &mut Cx, this: &'static Instance) -> R {
    let size = this.get(cx, BLOCK_SIZE)?.bound();
    Ok(size.unwrap_or(Value::index(super::DEFAULT_BUFFER_SIZE)))
}

#[native(FILE_IO, "_finalizing", getter, effect = reads)]
fn finalizing(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    Ok(this.get(cx, FINALIZING)? == Value::TRUE)
}

#[native(FILE_IO, "_finalizing", setter, effect = writes)]
fn set_finalizing(cx: &mut Cx, this: &'static Instance, value: Value) -> R<()> {
    this.set(cx, FINALIZING, value)
}

/// Return repr(self).
#[native(FILE_IO, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: &'static Instance) -> R {
    let class = protocol::full_type_name(cx, this.value())?;
    let fd = descriptor(cx, this)?;
    if fd < 0 {
        return cx.str(&format!("<{class} [closed]>"));
    }
    let flags = flags(cx, this)?;
    let mode = mode_text(flags);
    let closefd = if flags & CLOSE_FD != 0 {
        "True"
    } else {
        "False"
    };
    let name = name!(cx, "name")?;
    let Some(name) = attribute::find(cx, this.value(), name)? else {
        return cx.str(&format!(
            "<{class} fd={fd} mode='{mode}' closefd={closefd}>"
        ));
    };
    let shown = protocol::repr_guard::guarded(cx, this.value(), |cx| protocol::repr(cx, name))?;
    let Some(name) = shown else {
        let class = type_name(cx, this.value())?;
        return Err(cx.runtime_error(format_args!("reentrant call inside {class}.__repr__")));
    };
    let head = cx.str(&format!("<{class} name="))?;
    let tail = cx.str(&format!(" mode='{mode}' closefd={closefd}>"))?;
    str::concat(cx, &[head, name, tail])
}

/// Refuses to be pickled.
///
/// # Errors
/// TypeError, always.
pub(super) fn refuse_pickling(cx: &mut Cx, this: Value) -> R {
    let class = type_name(cx, this)?;
    Err(cx.type_error(format_args!("cannot pickle {class} instances")))
}

#[native(FILE_IO, "__getstate__(self, /)", effect = reads)]
fn getstate(cx: &mut Cx, this: &'static Instance) -> R {
    refuse_pickling(cx, this.value())
}

/// Forgets the descriptor of a file that is made anew.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(super) fn let_go(cx: &mut Cx, this: &'static Instance) -> R<()> {
    let closed = close_descriptor(cx, this);
    ignore(cx, closed).map(|_| ())
}
