//! `BytesIO`: a file of bytes in memory. Nothing of it touches the outside world, so all is an ordinary
//! transaction.
//!
//! As long as nobody writes, the contents are the bytes object that the file was made from; the first
//! change makes a bytearray of it.

use super::arguments::{Size, to_isize};
use super::bases::BUFFERED_IO_BASE;
use super::target;
use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::objects::bytearray::{self, ByteArray};
use crate::objects::bytes::{self, Bytes};
use crate::objects::dict::{self, Dict};
use crate::objects::instance::Instance;
use crate::objects::list::{self, List};
use crate::objects::memoryview::{self, Memory, MemoryView};
use crate::objects::tuple::Tuple;
use crate::protocol::buffer::{self, BytesLike};
use crate::protocol::call::call_method;
use crate::protocol::{self, attribute, class_of, number, type_name};
use crate::types::TypeDef;
use crate::value::Value;
use std::ops::Range;

builtin_type! {
    /// The class.
    pub(super) static BYTES_IO = TypeDef {
        name: "BytesIO",
        module: "_io",
        base: Some(&BUFFERED_IO_BASE),
        reserved: (AT + 1) as u32,
        subclassable: true,
        attributes: true,
        doc: "Buffered I/O implementation using an in-memory bytes buffer.",
        ..TypeDef::NEW
    };
}

/// Slot: a bytes object or a bytearray; None when the file is closed; unbound: nothing yet.
const CONTENTS: usize = super::base::FIELDS;
/// Slot: the position, which may lie behind the end.
const AT: usize = CONTENTS + 1;

#[cold]
fn closed(cx: &mut Cx) -> Exit {
    cx.value_error(format_args!("I/O operation on closed file."))
}

/// The contents, as they are held.
#[derive(Clone, Copy)]
enum Contents {
    Shared(&'static Bytes),
    Own(&'static ByteArray),
}

impl Contents {
    fn of(cx: &mut Cx, this: &'static Instance) -> R<Contents> {
        let contents = this.get(cx, CONTENTS)?;
        if let Some(bytes) = contents.cast::<Bytes>() {
            return Ok(Contents::Shared(bytes));
        }
        if let Some(array) = contents.cast::<ByteArray>() {
            return Ok(Contents::Own(array));
        }
        match contents.is_none() {
            true => Err(closed(cx)),
            false => own(cx, this, &[]).map(Contents::Own),
        }
    }

    fn len(self, cx: &mut Cx) -> R<usize> {
        match self {
            Contents::Shared(bytes) => Ok(bytes.as_slice().len()),
            Contents::Own(array) => array.len(cx),
        }
    }

    /// A bytes object of a part, which must be there.
    fn part(self, cx: &mut Cx, range: Range<usize>) -> R {
        match self {
            Contents::Shared(bytes) if range.len() == bytes.as_slice().len() => {
                Ok(Value::from(bytes))
            }
            Contents::Shared(shared) => {
                bytes::new(cx, shared.as_slice().get(range).unwrap_or_default())
            }
            Contents::Own(array) => {
                let part = array.part(cx, range)?;
                bytes::new(cx, &part)
            }
        }
    }

    /// The end of the line that begins at `at`, its `\n` included.
    fn line_end(self, cx: &mut Cx, at: usize, most: usize) -> R<usize> {
        let find = |bytes: &[u8]| memchr::memchr(b'\n', bytes).map(|found| found + 1);
        let length = self.len(cx)?;
        let limit = at.saturating_add(most).min(length);
        match self {
            Contents::Shared(bytes) => {
                let visible = bytes.as_slice().get(at..limit).unwrap_or_default();
                Ok(find(visible).map_or(limit, |found| at + found))
            }
            Contents::Own(array) => {
                let mut from = at;
                while from < limit {
                    let to = limit.min(from + LINE_STEP);
                    let part = array.part(cx, from..to)?;
                    if let Some(found) = find(&part) {
                        return Ok(from + found);
                    }
                    from = to;
                }
                Ok(limit)
            }
        }
    }
}

/// Bytes in which a line's end is looked for at once.
const LINE_STEP: usize = 256;

/// Gives the file contents that it may change.
fn own(cx: &mut Cx, this: &'static Instance, bytes: &[u8]) -> R<&'static ByteArray> {
    let array = bytearray::new(cx, bytes)?;
    this.set(cx, CONTENTS, array.value())?;
    Ok(array)
}

fn writable(cx: &mut Cx, this: &'static Instance) -> R<&'static ByteArray> {
    match Contents::of(cx, this)? {
        Contents::Own(array) => Ok(array),
        Contents::Shared(bytes) => own(cx, this, bytes.as_slice()),
    }
}

fn position(cx: &mut Cx, this: &'static Instance) -> R<usize> {
    let at = this.get(cx, AT)?.as_small_int();
    Ok(at.map_or(0, |at| at as usize))
}

fn set_position(cx: &mut Cx, this: &'static Instance, at: usize) -> R<()> {
    this.set(cx, AT, Value::index(at))
}

#[native(BYTES_IO, "__init__(self, initial_bytes=b'')", slot)]
fn init(cx: &mut Cx, this: &'static Instance, initial_bytes: Option<Value>) -> R<()> {
    set_position(cx, this, 0)?;
    let initial = initial_bytes.filter(|initial| !initial.is_none());
    let Some(initial) = initial else {
        return own(cx, this, &[]).map(|_| ());
    };
    if initial.is::<Bytes>() {
        return this.set(cx, CONTENTS, initial);
    }
    let bytes = buffer::required(cx, initial)?;
    own(cx, this, &bytes).map(|_| ())
}

fn check_open(cx: &mut Cx, this: &'static Instance) -> R<()> {
    match this.get(cx, CONTENTS)?.is_none() {
        true => Err(closed(cx)),
        false => Ok(()),
    }
}

/// Returns True if the IO object can be read.
#[native(BYTES_IO, "readable(self, /)", effect = reads)]
fn readable(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    check_open(cx, this).map(|()| true)
}

/// Returns True if the IO object can be seeked.
#[native(BYTES_IO, "seekable(self, /)", effect = reads)]
fn seekable(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    check_open(cx, this).map(|()| true)
}

/// Returns True if the IO object can be written.
#[native(BYTES_IO, "writable(self, /)", effect = reads)]
fn is_writable(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    check_open(cx, this).map(|()| true)
}

/// Does nothing.
#[native(BYTES_IO, "flush(self, /)", effect = reads)]
fn flush(cx: &mut Cx, this: &'static Instance) -> R<()> {
    check_open(cx, this)
}

/// Always returns False.
#[native(BYTES_IO, "isatty(self, /)", effect = reads)]
fn isatty(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    check_open(cx, this).map(|()| false)
}

/// Disable all I/O operations.
#[native(BYTES_IO, "close(self, /)", effect = writes)]
fn close(cx: &mut Cx, this: &'static Instance) -> R<()> {
    this.set(cx, CONTENTS, Value::NONE)
}

/// True if the file is closed.
#[native(BYTES_IO, "closed", getter, effect = reads)]
fn is_closed(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    Ok(this.get(cx, CONTENTS)?.is_none())
}

/// Current file position, an integer.
#[native(BYTES_IO, "tell(self, /)", effect = reads)]
fn tell(cx: &mut Cx, this: &'static Instance) -> R<usize> {
    check_open(cx, this)?;
    position(cx, this)
}

/// Change stream position.
///
/// Seek to byte offset pos relative to position indicated by whence:
///      0  Start of stream (the default).  pos should be >= 0;
///      1  Current position - pos may be negative;
///      2  End of stream - pos usually negative.
/// Returns the new absolute position.
#[native(BYTES_IO, "seek(self, pos, whence=0, /)", effect = writes)]
fn seek(cx: &mut Cx, this: &'static Instance, pos: Value, whence: i32) -> R<usize> {
    check_open(cx, this)?;
    let pos = to_isize(cx, pos)?;
    let base = match whence {
        0 if pos < 0 => {
            return Err(cx.value_error(format_args!("negative seek value {pos}")));
        }
        0 => 0,
        1 => position(cx, this)?,
        2 => Contents::of(cx, this)?.len(cx)?,
        _ => {
            return Err(cx.value_error(format_args!(
                "invalid whence ({whence}, should be 0, 1 or 2)"
            )));
        }
    };
    let Some(at) = (base as isize).checked_add(pos).filter(|at| *at <= MOST) else {
        return Err(cx.overflow_error(format_args!("new position too large")));
    };
    let at = at.max(0) as usize;
    set_position(cx, this, at)?;
    Ok(at)
}

/// The largest position.
const MOST: isize = isize::MAX >> 2;

fn read_range(cx: &mut Cx, this: &'static Instance, size: Option<usize>) -> R {
    let contents = Contents::of(cx, this)?;
    let at = position(cx, this)?;
    let length = contents.len(cx)?;
    if at >= length {
        return bytes::new(cx, &[]);
    }
    let end = at.saturating_add(size.unwrap_or(usize::MAX)).min(length);
    set_position(cx, this, end)?;
    contents.part(cx, at..end)
}

/// Read at most size bytes, returned as a bytes object.
#[native(BYTES_IO, "read(self, size=-1, /)", effect = writes)]
fn read(cx: &mut Cx, this: &'static Instance, size: Size) -> R {
    read_range(cx, this, size.0)
}

/// Read at most size bytes, returned as a bytes object.
#[native(BYTES_IO, "read1(self, size=-1, /)", effect = writes)]
fn read1(cx: &mut Cx, this: &'static Instance, size: Size) -> R {
    read_range(cx, this, size.0)
}

/// Read bytes into buffer.
#[native(BYTES_IO, "readinto(self, buffer, /)")]
fn readinto(cx: &mut Cx, this: &'static Instance, buffer: Value) -> R<usize> {
    check_open(cx, this)?;
    let room = target::room(cx, buffer)?;
    let read = read_range(cx, this, Some(room))?;
    let bytes = read.cast::<Bytes>().map_or(&[][..], Bytes::as_slice);
    target::fill(cx, buffer, bytes)?;
    std::hint::black_box(read);
    Ok(bytes.len())
}

fn read_line(cx: &mut Cx, this: &'static Instance, most: usize) -> R {
    let contents = Contents::of(cx, this)?;
    let at = position(cx, this)?;
    if at >= contents.len(cx)? {
        return bytes::new(cx, &[]);
    }
    let end = contents.line_end(cx, at, most)?;
    set_position(cx, this, end)?;
    contents.part(cx, at..end)
}

/// Next line from the file, as a bytes object.
#[native(BYTES_IO, "readline(self, size=-1, /)", effect = writes)]
fn readline(cx: &mut Cx, this: &'static Instance, size: Size) -> R {
    read_line(cx, this, size.0.unwrap_or(usize::MAX))
}

/// List of bytes objects, each a line from the file.
#[native(BYTES_IO, "readlines(self, size=None, /)", effect = writes)]
fn readlines(cx: &mut Cx, this: &'static Instance, size: Size) -> R<&'static List> {
    check_open(cx, this)?;
    let most = size.0.filter(|size| *size > 0).unwrap_or(usize::MAX);
    let lines = list::new(cx)?;
    let start = position(cx, this)?;
    loop {
        let line = read_line(cx, this, usize::MAX)?;
        if line
            .cast::<Bytes>()
            .is_none_or(|line| line.as_slice().is_empty())
        {
            return Ok(lines);
        }
        list::append(cx, lines, line)?;
        if position(cx, this)? - start >= most {
            return Ok(lines);
        }
    }
}

/// Implement next(self).
#[native(BYTES_IO, "__next__(self, /)", slot)]
fn next(cx: &mut Cx, this: &'static Instance) -> R {
    let line = match BYTES_IO.is(class_of(this.value())) {
        true => read_line(cx, this, usize::MAX)?,
        false => {
            check_open(cx, this)?;
            let name = name!(cx, "readline")?;
            call_method(cx, this.value(), name, &[])?
        }
    };
    match protocol::len(cx, line)? {
        0 => Err(cx.stop_iteration(Value::NONE)),
        _ => Ok(line),
    }
}

/// Write bytes to file.
///
/// Return the number of bytes written.
#[native(BYTES_IO, "write(self, b, /)", effect = writes)]
fn write(cx: &mut Cx, this: &'static Instance, b: BytesLike) -> R<usize> {
    let array = writable(cx, this)?;
    let count = b.0.len();
    if count == 0 {
        return Ok(0);
    }
    let at = position(cx, this)?;
    let length = array.len(cx)?;
    if at > length {
        array.append_zeros(cx, at - length)?;
    }
    let end = at + count;
    array.splice(cx, at..end.min(length.max(at)), &b.0)?;
    set_position(cx, this, end)?;
    Ok(count)
}

/// Write lines to the file.
#[native(BYTES_IO, "writelines(self, lines, /)")]
fn writelines(cx: &mut Cx, this: Value, lines: Value) -> R<()> {
    if let Some(this) = this.cast::<Instance>() {
        check_open(cx, this)?;
    }
    let iterator = protocol::iter(cx, lines)?;
    let name = name!(cx, "write")?;
    while let Some(line) = protocol::next(cx, iterator)? {
        call_method(cx, this, name, &[line])?;
    }
    Ok(())
}

/// Truncate the file to at most size bytes.
///
/// Size defaults to the current file position, as returned by tell().
/// The current file position is unchanged.
#[native(BYTES_IO, "truncate(self, size=None, /)", effect = writes)]
fn truncate(cx: &mut Cx, this: &'static Instance, size: Value) -> R<usize> {
    check_open(cx, this)?;
    let size = match size.is_none() {
        true => position(cx, this)? as isize,
        false => super::arguments::optional_size(cx, size)?,
    };
    let Ok(size) = usize::try_from(size) else {
        return Err(cx.value_error(format_args!("negative size value {size}")));
    };
    if size < Contents::of(cx, this)?.len(cx)? {
        let array = writable(cx, this)?;
        let length = array.len(cx)?;
        array.splice(cx, size..length, &[])?;
    }
    Ok(size)
}

/// Retrieve the entire contents of the BytesIO object.
#[native(BYTES_IO, "getvalue(self, /)", effect = reads)]
fn getvalue(cx: &mut Cx, this: &'static Instance) -> R {
    let contents = Contents::of(cx, this)?;
    let length = contents.len(cx)?;
    contents.part(cx, 0..length)
}

/// Get a read-write view over the contents of the BytesIO object.
#[native(BYTES_IO, "getbuffer(self, /)", effect = writes)]
fn getbuffer(cx: &mut Cx, this: &'static Instance) -> R<&'static MemoryView> {
    let array = writable(cx, this)?;
    memoryview::over(cx, Memory::ByteArray(array), array.value())
}

#[native(BYTES_IO, "__getstate__(self, /)")]
fn getstate(cx: &mut Cx, this: &'static Instance) -> R {
    let contents = getvalue(cx, this)?;
    let at = position(cx, this)?;
    let attributes = attributes(cx, this.value())?;
    cx.tuple(&[contents, Value::index(at), attributes])
}

#[native(BYTES_IO, "__setstate__(self, state, /)")]
fn setstate(cx: &mut Cx, this: &'static Instance, state: Value) -> R<()> {
    let parts = cx.payload::<Tuple>(state)?.map(Tuple::as_slice);
    let Some([contents, at, attributes, ..]) = parts else {
        let (class, given) = (type_name(cx, this.value())?, type_name(cx, state)?);
        return Err(cx.type_error(format_args!(
            "{class}.__setstate__ argument should be 3-tuple, got {given}"
        )));
    };
    let bytes = buffer::required(cx, *contents)?;
    own(cx, this, &bytes)?;
    if number::exact_int(cx, *at)?.is_none() {
        let given = type_name(cx, *at)?;
        return Err(cx.type_error(format_args!(
            "second item of state must be an integer, not {given}"
        )));
    }
    let Ok(at) = usize::try_from(to_isize(cx, *at)?) else {
        return Err(cx.value_error(format_args!("position value cannot be negative")));
    };
    set_position(cx, this, at)?;
    update_attributes(cx, this.value(), *attributes)
}

/// A copy of the attributes of a file, for its pickle; None if it has no `__dict__`.
///
/// # Errors
/// MemoryError.
pub(super) fn attributes(cx: &mut Cx, this: Value) -> R {
    let name = name!(cx, "__dict__")?;
    match attribute::find(cx, this, name)?.and_then(Value::cast::<Dict>) {
        Some(dict) => Ok(dict::copy(cx, dict)?.value()),
        None => Ok(Value::NONE),
    }
}

/// Gives a file the attributes that its pickle had.
///
/// # Errors
/// TypeError if they are no dict.
pub(super) fn update_attributes(cx: &mut Cx, this: Value, attributes: Value) -> R<()> {
    if attributes.is_none() {
        return Ok(());
    }
    let Some(new) = cx.payload::<Dict>(attributes)? else {
        let given = type_name(cx, attributes)?;
        return Err(cx.type_error(format_args!(
            "third item of state should be a dict, got a {given}"
        )));
    };
    let mut at = 0;
    while let Some((name, value)) = dict::next_entry(cx, new, &mut at)? {
        attribute::set(cx, this, name, value)?;
    }
    Ok(())
}
