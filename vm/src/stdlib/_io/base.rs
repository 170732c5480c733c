//! `_IOBase`: what all files have in common, for classes written in Python above all.
//!
//! The methods call each other as methods, so that a subclass needs to define but a few of them.

use super::arguments::Size;
use super::errors::{closed, unsupported, wrong_result};
use super::target;
use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::objects::bytearray;
use crate::objects::bytes::{self, Bytes};
use crate::objects::instance::Instance;
use crate::objects::list::{self, List};
use crate::protocol::call::call_method;
use crate::protocol::{self, attribute, truth};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub(super) static IO_BASE = TypeDef {
        name: "_IOBase",
        module: "_io",
        reserved: FIELDS as u32,
        subclassable: true,
        attributes: true,
        finalizer: true,
        doc: "The base class of all files. Its methods stand for a file that can be neither read\nnor written nor positioned; classes derived from it replace those that they can do better.",
        ..TypeDef::NEW
    };
}

/// Slot: True when `_IOBase.close` has been called.
const CLOSED: usize = 0;
/// How many slots every file has.
pub(super) const FIELDS: usize = 1;

/// Whether a file says that it is closed.
///
/// # Errors
/// What its `closed` raises.
pub(super) fn is_closed(cx: &mut Cx, file: Value) -> R<bool> {
    let name = name!(cx, "closed")?;
    let closed = attribute::get(cx, file, name)?;
    truth(cx, closed)
}

/// Refuses a closed file.
///
/// # Errors
/// ValueError if it is closed.
pub(super) fn check_open(cx: &mut Cx, file: Value) -> R<()> {
    match is_closed(cx, file)? {
        true => Err(closed(cx)),
        false => Ok(()),
    }
}

/// Refuses a file that cannot do what is to be done.
///
/// # Errors
/// UnsupportedOperation, and what the method raises.
pub(super) fn check_able(cx: &mut Cx, file: Value, ability: Ability) -> R<()> {
    let (method, message) = match ability {
        Ability::Seek => (name!(cx, "seekable")?, "File or stream is not seekable."),
        Ability::Read => (name!(cx, "readable")?, "File or stream is not readable."),
        Ability::Write => (name!(cx, "writable")?, "File or stream is not writable."),
    };
    match call_method(cx, file, method, &[])? == Value::TRUE {
        true => Ok(()),
        false => Err(unsupported(cx, message)),
    }
}

/// What a file may be able to do.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ability {
    /// `seekable()`
    Seek,
    /// `readable()`
    Read,
    /// `writable()`
    Write,
}

/// Change the stream position to the given byte offset.
#[native(IO_BASE, "seek(self, offset, whence=0, /)", effect = pure)]
fn seek(cx: &mut Cx, _this: &'static Instance, _offset: Value, _whence: Value) -> R {
    Err(unsupported(cx, "seek"))
}

/// Return current stream position.
#[native(IO_BASE, "tell(self, /)")]
fn tell(cx: &mut Cx, this: Value) -> R {
    let name = name!(cx, "seek")?;
    call_method(cx, this, name, &[Value::index(0), Value::index(1)])
}

/// Truncate file to size bytes.
#[native(IO_BASE, "truncate(self, size=None, /)", effect = pure)]
fn truncate(cx: &mut Cx, _this: &'static Instance, _size: Value) -> R {
    Err(unsupported(cx, "truncate"))
}

/// Return underlying file descriptor if one exists.
#[native(IO_BASE, "fileno(self, /)", effect = pure)]
fn fileno(cx: &mut Cx, _this: &'static Instance) -> R {
    Err(unsupported(cx, "fileno"))
}

/// Flush write buffers, if applicable.
#[native(IO_BASE, "flush(self, /)", effect = reads)]
fn flush(cx: &mut Cx, this: &'static Instance) -> R<()> {
    match this.get(cx, CLOSED)? == Value::TRUE {
        true => Err(closed(cx)),
        false => Ok(()),
    }
}

/// Flush and close the IO object.
///
/// This method has no effect if the file is already closed.
#[native(IO_BASE, "close(self, /)")]
pub(super) fn close(cx: &mut Cx, this: &'static Instance) -> R<()> {
    if this.get(cx, CLOSED)? == Value::TRUE {
        return Ok(());
    }
    let name = name!(cx, "flush")?;
    let flushed = call_method(cx, this.value(), name, &[]);
    in_any_case(cx, flushed.map(|_| ()), |cx| {
        this.set(cx, CLOSED, Value::TRUE)
    })
}

/// Runs `last` also when an exception is on its way; that of `last` comes in its context.
///
/// # Errors
/// Those of both.
pub(super) fn in_any_case(cx: &mut Cx, first: R<()>, last: impl FnOnce(&mut Cx) -> R<()>) -> R<()> {
    match first {
        Ok(()) => last(cx),
        Err(Exit::Raise) => {
            let raised = cx.take_exception();
            match last(cx) {
                Ok(()) => Err(cx.raise(raised)),
                Err(Exit::Raise) => {
                    let later = cx.take_exception();
                    crate::objects::exception::set_context(cx, later, raised)?;
                    Err(cx.raise(later))
                }
                Err(exit) => Err(exit),
            }
        }
        Err(exit) => Err(exit),
    }
}

/// Called when the instance is about to be destroyed.
#[native(IO_BASE, "__del__(self, /)", slot)]
fn del(cx: &mut Cx, this: Value) -> R<()> {
    let name = name!(cx, "_finalizing")?;
    let marked = attribute::set(cx, this, name, Value::TRUE);
    ignore(cx, marked)?;
    let is_closed = is_closed(cx, this);
    if ignore(cx, is_closed)? == Some(true) {
        return Ok(());
    }
    let name = name!(cx, "close")?;
    let done = call_method(cx, this, name, &[]);
    ignore(cx, done).map(|_| ())
}

/// Forgets an exception.
///
/// # Errors
/// All other exits.
pub(super) fn ignore<T>(cx: &mut Cx, result: R<T>) -> R<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(Exit::Raise) => {
            cx.take_exception();
            Ok(None)
        }
        Err(exit) => Err(exit),
    }
}

/// Return whether object supports random access.
#[native(IO_BASE, "seekable(self, /)", effect = pure)]
fn seekable(_: &mut Cx, _this: &'static Instance) -> bool {
    false
}

/// Return whether object was opened for reading.
#[native(IO_BASE, "readable(self, /)", effect = pure)]
fn readable(_: &mut Cx, _this: &'static Instance) -> bool {
    false
}

/// Return whether object was opened for writing.
#[native(IO_BASE, "writable(self, /)", effect = pure)]
fn writable(_: &mut Cx, _this: &'static Instance) -> bool {
    false
}

#[native(IO_BASE, "_checkClosed(self, /)")]
fn check_closed(cx: &mut Cx, this: Value) -> R<()> {
    check_open(cx, this)
}

#[native(IO_BASE, "_checkSeekable(self, /)")]
fn check_seekable(cx: &mut Cx, this: Value) -> R<bool> {
    check_able(cx, this, Ability::Seek).map(|()| true)
}

#[native(IO_BASE, "_checkReadable(self, /)")]
fn check_readable(cx: &mut Cx, this: Value) -> R<bool> {
    check_able(cx, this, Ability::Read).map(|()| true)
}

#[native(IO_BASE, "_checkWritable(self, /)")]
fn check_writable(cx: &mut Cx, this: Value) -> R<bool> {
    check_able(cx, this, Ability::Write).map(|()| true)
}

/// Return whether this is an 'interactive' stream.
///
/// Return False if it can't be determined.
#[native(IO_BASE, "isatty(self, /)")]
fn isatty(cx: &mut Cx, this: Value) -> R<bool> {
    check_open(cx, this)?;
    Ok(false)
}

#[native(IO_BASE, "__enter__(self, /)")]
fn enter(cx: &mut Cx, this: Value) -> R {
    check_open(cx, this)?;
    Ok(this)
}

#[native(IO_BASE, "__exit__(self, *args)", opaque)]
fn exit(cx: &mut Cx, this: Value, _args: &[Value]) -> R {
    let name = name!(cx, "close")?;
    call_method(cx, this, name, &[])
}

#[native(IO_BASE, "closed", getter, effect = reads)]
fn closed_of(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    Ok(this.get(cx, CLOSED)? == Value::TRUE)
}

/// Implement iter(self).
#[native(IO_BASE, "__iter__(self, /)", slot)]
fn iterate(cx: &mut Cx, this: Value) -> R {
    check_open(cx, this)?;
    Ok(this)
}

/// Implement next(self).
#[native(IO_BASE, "__next__(self, /)", slot)]
fn next(cx: &mut Cx, this: Value) -> R {
    let name = name!(cx, "readline")?;
    let line = call_method(cx, this, name, &[])?;
    match protocol::len(cx, line)? {
        0 => Err(cx.stop_iteration(Value::NONE)),
        _ => Ok(line),
    }
}

/// Read and return a line from the stream.
///
/// If size is specified, at most size bytes will be read.
///
/// The line terminator is always b'\n' for binary files; for text
/// files, the newlines argument to open can be used to select the line
/// terminator(s) recognized.
#[native(IO_BASE, "readline(self, size=-1, /)")]
fn readline(cx: &mut Cx, this: Value, size: Size) -> R {
    let name = name!(cx, "peek")?;
    let peek = attribute::find(cx, this, name)?;
    let name = name!(cx, "read")?;
    let line = bytearray::new(cx, &[])?;
    loop {
        let length = line.len(cx)?;
        let left = size
            .0
            .map_or(usize::MAX, |size| size.saturating_sub(length));
        if left == 0 {
            break;
        }
        let count = match peek {
            Some(peek) => to_line_end(cx, peek, left)?,
            None => 1,
        };
        let read = call_method(cx, this, name, &[Value::index(count)])?;
        let Some(read) = cx.payload::<Bytes>(read)? else {
            let class = protocol::type_name(cx, read)?;
            return Err(cx.raise_message(
                &crate::objects::exception::classes::OS_ERROR,
                format_args!("read() should have returned a bytes object, not '{class}'"),
            ));
        };
        line.append(cx, read.as_slice())?;
        if read.as_slice().last().is_none_or(|last| *last == b'\n') {
            break;
        }
    }
    let line = line.to_vec(cx)?;
    bytes::new(cx, &line)
}

/// How many bytes to read for the rest of the line, by what `peek` shows.
fn to_line_end(cx: &mut Cx, peek: Value, most: usize) -> R<usize> {
    let seen = protocol::call_values(cx, peek, &[Value::index(1)])?;
    let Some(seen) = cx.payload::<Bytes>(seen)? else {
        let class = protocol::type_name(cx, seen)?;
        return Err(cx.raise_message(
            &crate::objects::exception::classes::OS_ERROR,
            format_args!("peek() should have returned a bytes object, not '{class}'"),
        ));
    };
    let seen = seen.as_slice();
    Ok(
        match seen.iter().take(most).position(|byte| *byte == b'\n') {
            Some(end) => end + 1,
            None => seen.len().clamp(1, most),
        },
    )
}

/// Return a list of lines from the stream.
///
/// hint can be specified to control the number of lines read: no more
/// lines will be read if the total size (in bytes/characters) of all
/// lines so far exceeds hint.
#[native(IO_BASE, "readlines(self, hint=-1, /)")]
fn readlines(cx: &mut Cx, this: Value, hint: Size) -> R<&'static List> {
    let hint = hint.0.filter(|hint| *hint > 0);
    let lines = list::new(cx)?;
    let iterator = protocol::iter(cx, this)?;
    let mut read = 0;
    while let Some(line) = protocol::next(cx, iterator)? {
        list::append(cx, lines, line)?;
        if let Some(hint) = hint {
            read += protocol::len(cx, line)?;
            if read > hint {
                break;
            }
        }
    }
    Ok(lines)
}

/// Write a list of lines to stream.
///
/// Line separators are not added, so it is usual for each of the
/// lines provided to have a line separator at the end.
#[native(IO_BASE, "writelines(self, lines, /)")]
fn writelines(cx: &mut Cx, this: Value, lines: Value) -> R<()> {
    check_open(cx, this)?;
    let iterator = protocol::iter(cx, lines)?;
    let name = name!(cx, "write")?;
    while let Some(line) = protocol::next(cx, iterator)? {
        call_method(cx, this, name, &[line])?;
    }
    Ok(())
}

/// What `readinto` of a file has returned for a buffer of this size: `None` if it would have waited.
///
/// # Errors
/// TypeError and OSError if it is no such number.
pub(super) fn count_read(cx: &mut Cx, result: Value, room: usize) -> R<Option<usize>> {
    if result.is_none() {
        return Ok(None);
    }
    match result.as_small_int() {
        Some(count) if (0..=room as i64).contains(&count) => Ok(Some(count as usize)),
        Some(count) => Err(cx.raise_message(
            &crate::objects::exception::classes::OS_ERROR,
            format_args!("raw readinto() returned invalid length {count} (should have been between 0 and {room})"),
        )),
        None => wrong_result(cx, "readinto", "int", result),
    }
}

/// `readinto(buffer)` by means of `read` or `read1`.
///
/// # Errors
/// What that raises; TypeError and ValueError if it returns something wrong.
pub(super) fn read_into_by(cx: &mut Cx, this: Value, method: Value, buffer: Value) -> R<usize> {
    let room = target::room(cx, buffer)?;
    let read = call_method(cx, this, method, &[Value::index(room)])?;
    let Some(bytes) = cx.payload::<Bytes>(read)? else {
        return wrong_result(cx, "read", "bytes", read);
    };
    let count = bytes.as_slice().len();
    if count > room {
        return Err(cx.value_error(format_args!(
            "read() returned too much data: {room} bytes requested, {count} returned"
        )));
    }
    target::fill(cx, buffer, bytes.as_slice())?;
    Ok(count)
}
