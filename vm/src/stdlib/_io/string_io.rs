//! `StringIO`: a text file in memory, an ordinary transactional object.
//!
//! What is written at the end is collected in a list, and joined when somebody wants to see it.

use super::arguments::{Size, optional_size, to_isize};
use super::bases::TEXT_IO_BASE;
use super::bytes_io::{attributes, update_attributes};
use super::line_end::LineEnd;
use super::newline::Newlines;
use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::objects::exception::classes::OS_ERROR;
use crate::objects::instance::Instance;
use crate::objects::list::{self, List};
use crate::objects::str::{self, Str, to_string};
use crate::objects::tuple::Tuple;
use crate::protocol::call::call_method;
use crate::protocol::{self, class_of, number, repr, type_name};
use crate::types::TypeDef;
use crate::value::Value;
use tython_text::Text;

builtin_type! {
    /// The class.
    pub(super) static STRING_IO = TypeDef {
        name: "StringIO",
        module: "_io",
        base: Some(&TEXT_IO_BASE),
        reserved: (NEWLINES + 1) as u32,
        subclassable: true,
        attributes: true,
        doc: "Text I/O implementation using an in-memory buffer.\n\nThe initial_value argument sets the value of object.  The newline\nargument is like the one of TextIOWrapper's constructor.",
        ..TypeDef::NEW
    };
}

/// Slot: a string, the contents up to what is in the list; None when the file is closed, unbound before
/// `__init__`.
const TEXT: usize = super::base::FIELDS;
/// Slot: a list of strings that come after it, or unbound.
const PENDING: usize = TEXT + 1;
/// Slot: how many characters all have together.
const LENGTH: usize = TEXT + 2;
/// Slot: the position, which may lie behind the end.
const AT: usize = TEXT + 3;
/// Slot: the argument `newline`.
const NEWLINE: usize = TEXT + 4;
/// Slot: the packed [`Newlines`].
const NEWLINES: usize = TEXT + 5;

fn check_open(cx: &mut Cx, this: &'static Instance) -> R<()> {
    let text = this.get(cx, TEXT)?;
    if text.is_none() {
        return Err(closed(cx));
    }
    if text.is_unbound() {
        return Err(cx.value_error(format_args!("I/O operation on uninitialized object")));
    }
    Ok(())
}

#[cold]
fn closed(cx: &mut Cx) -> Exit {
    cx.value_error(format_args!("I/O operation on closed file"))
}

fn number_in(cx: &mut Cx, this: &'static Instance, slot: usize) -> R<usize> {
    let number = this.get(cx, slot)?.as_small_int();
    Ok(number.map_or(0, |number| number as usize))
}

/// The whole contents; afterwards nothing is in the list.
fn text(cx: &mut Cx, this: &'static Instance) -> R<&'static Str> {
    check_open(cx, this)?;
    let mut text = this.get(cx, TEXT)?;
    if let Some(pending) = this.get(cx, PENDING)?.cast::<List>() {
        let mut parts = list::to_vec(cx, pending)?;
        parts.insert(0, text);
        text = str::concat(cx, &parts)?;
        set_text(cx, this, text)?;
    }
    Ok(text.cast::<Str>().unwrap_or_else(|| str::empty(cx)))
}

fn set_text(cx: &mut Cx, this: &'static Instance, text: Value) -> R<()> {
    this.set(cx, TEXT, text)?;
    this.set(cx, PENDING, Value::UNBOUND)?;
    let length = text.cast::<Str>().map_or(0, Str::len);
    this.set(cx, LENGTH, Value::index(length))
}

/// Whether newlines are looked for, and whether they are translated, in reading.
fn universal(cx: &mut Cx, this: &'static Instance) -> R<(bool, bool)> {
    let newline = this.get(cx, NEWLINE)?;
    let empty = newline.cast::<Str>().is_some_and(Str::is_empty);
    Ok((newline.is_none() || empty, newline.is_none()))
}

#[native(STRING_IO, "__init__(self, initial_value='', newline='\\n')", slot)]
fn init(cx: &mut Cx, this: &'static Instance, initial_value: Value, newline: Value) -> R<()> {
    if !newline.is_none() {
        let Some(text) = cx.payload::<Str>(newline)? else {
            let class = type_name(cx, newline)?;
            return Err(cx.type_error(format_args!("newline must be str or None, not {class}")));
        };
        if !matches!(text.text(), Text::One(b"" | b"\n" | b"\r" | b"\r\n")) {
            let shown = repr(cx, newline)?;
            let shown = to_string(shown);
            return Err(cx.value_error(format_args!("illegal newline value: {shown}")));
        }
    }
    let initial = cx.payload::<Str>(initial_value)?;
    if initial.is_none() && !initial_value.is_none() {
        let class = type_name(cx, initial_value)?;
        return Err(cx.type_error(format_args!(
            "initial_value must be str or None, not {class}"
        )));
    }
    let newline = match cx.payload::<Str>(newline)? {
        Some(newline) => newline.value(),
        None => Value::NONE,
    };
    this.set(cx, NEWLINE, newline)?;
    this.set(cx, NEWLINES, Newlines::default().pack())?;
    this.set(cx, AT, Value::index(0))?;
    let empty = str::empty(cx).value();
    set_text(cx, this, empty)?;
    if let Some(initial) = initial {
        put(cx, this, initial)?;
        this.set(cx, AT, Value::index(0))?;
    }
    Ok(())
}

/// What becomes of a text that is written.
fn translated(cx: &mut Cx, this: &'static Instance, text: &'static Str) -> R<&'static Str> {
    let mut text = text;
    let (universal, translate) = universal(cx, this)?;
    if universal {
        let old = Newlines::unpack(this.get(cx, NEWLINES)?);
        let mut newlines = old;
        text = newlines.take(cx, text, translate, true)?;
        if newlines != old {
            this.set(cx, NEWLINES, newlines.pack())?;
        }
    }
    let newline = this.get(cx, NEWLINE)?;
    if newline
        .cast::<Str>()
        .is_some_and(|newline| matches!(newline.text(), Text::One(b"\r" | b"\r\n")))
    {
        let (name, lf) = (name!(cx, "replace")?, name!(cx, "\n")?);
        let replaced = call_method(cx, text.value(), name, &[lf, newline])?;
        text = replaced.cast::<Str>().unwrap_or(text);
    }
    Ok(text)
}

fn put(cx: &mut Cx, this: &'static Instance, text: &'static Str) -> R<()> {
    let text = translated(cx, this, text)?;
    let (at, length) = (number_in(cx, this, AT)?, number_in(cx, this, LENGTH)?);
    let end = at.saturating_add(text.len());
    if at == length {
        append(cx, this, text.value())?;
        this.set(cx, LENGTH, Value::index(end))?;
    } else {
        overwrite(cx, this, at, text)?;
    }
    this.set(cx, AT, Value::index(end))
}

fn append(cx: &mut Cx, this: &'static Instance, text: Value) -> R<()> {
    let pending = match this.get(cx, PENDING)?.cast::<List>() {
        Some(pending) => pending,
        None => {
            let pending = list::new(cx)?;
            this.set(cx, PENDING, pending.value())?;
            pending
        }
    };
    list::append(cx, pending, text)
}

fn overwrite(cx: &mut Cx, this: &'static Instance, at: usize, new: &'static Str) -> R<()> {
    let old = text(cx, this)?;
    let head = str::part(cx, old, 0..at.min(old.len()))?;
    let null = str::character(cx, 0)?;
    let gap = str::repeat(cx, null, at.saturating_sub(old.len()))?;
    let behind = at.saturating_add(new.len()).min(old.len());
    let tail = str::part(cx, old, behind..old.len())?;
    let all = [head, gap, new, tail].map(HeapType::value);
    let all = str::concat(cx, &all)?;
    set_text(cx, this, all)
}

/// Write string to file.
///
/// Returns the number of characters written, which is always equal to
/// the length of the string.
#[native(STRING_IO, "write(self, s, /)", effect = writes)]
fn write(cx: &mut Cx, this: &'static Instance, s: Value) -> R<usize> {
    let Some(text) = cx.payload::<Str>(s)? else {
        let class = type_name(cx, s)?;
        return Err(cx.type_error(format_args!("string argument expected, got '{class}'")));
    };
    check_open(cx, this)?;
    if !text.is_empty() {
        put(cx, this, text)?;
    }
    Ok(text.len())
}

/// Retrieve the entire contents of the object.
#[native(STRING_IO, "getvalue(self, /)", effect = writes)]
fn getvalue(cx: &mut Cx, this: &'static Instance) -> R<&'static Str> {
    text(cx, this)
}

/// Read at most size characters, returned as a string.
#[native(STRING_IO, "read(self, size=-1, /)", effect = writes)]
fn read(cx: &mut Cx, this: &'static Instance, size: Size) -> R<&'static Str> {
    let text = text(cx, this)?;
    let at = number_in(cx, this, AT)?;
    if at >= text.len() {
        return Ok(str::empty(cx));
    }
    let end = at
        .saturating_add(size.0.unwrap_or(usize::MAX))
        .min(text.len());
    this.set(cx, AT, Value::index(end))?;
    str::part(cx, text, at..end)
}

fn read_line(cx: &mut Cx, this: &'static Instance, most: usize) -> R<&'static Str> {
    let text = text(cx, this)?;
    let at = number_in(cx, this, AT)?;
    if at >= text.len() {
        return Ok(str::empty(cx));
    }
    let (universal, translated) = universal(cx, this)?;
    let kind = LineEnd::new(universal, translated, this.get(cx, NEWLINE)?);
    let found = kind.find(text.text().part(at..text.len()), false);
    let length = found.unwrap_or(text.len() - at).min(most);
    this.set(cx, AT, Value::index(at + length))?;
    str::part(cx, text, at..at + length)
}

/// Read until newline or EOF.
///
/// Returns an empty string if EOF is hit immediately.
#[native(STRING_IO, "readline(self, size=-1, /)", effect = writes)]
fn readline(cx: &mut Cx, this: &'static Instance, size: Size) -> R<&'static Str> {
    read_line(cx, this, size.0.unwrap_or(usize::MAX))
}

/// Implement next(self).
#[native(STRING_IO, "__next__(self, /)", slot)]
fn next(cx: &mut Cx, this: &'static Instance) -> R {
    let line = match STRING_IO.is(class_of(this.value())) {
        true => read_line(cx, this, usize::MAX)?.value(),
        false => {
            check_open(cx, this)?;
            let name = name!(cx, "readline")?;
            let line = call_method(cx, this.value(), name, &[])?;
            if cx.payload::<Str>(line)?.is_none() {
                let class = type_name(cx, line)?;
                return Err(cx.raise_message(
                    &OS_ERROR,
                    format_args!("readline() should have returned a str object, not '{class}'"),
                ));
            }
            line
        }
    };
    match protocol::len(cx, line)? {
        0 => Err(cx.stop_iteration(Value::NONE)),
        _ => Ok(line),
    }
}

/// Tell the current file position.
#[native(STRING_IO, "tell(self, /)", effect = reads)]
fn tell(cx: &mut Cx, this: &'static Instance) -> R<usize> {
    check_open(cx, this)?;
    number_in(cx, this, AT)
}

/// Change stream position.
///
/// Seek to character offset pos relative to position indicated by whence:
///     0  Start of stream (the default).  pos should be >= 0;
///     1  Current position - pos must be 0;
///     2  End of stream - pos must be 0.
/// Returns the new absolute position.
#[native(STRING_IO, "seek(self, pos, whence=0, /)", effect = writes)]
fn seek(cx: &mut Cx, this: &'static Instance, pos: Value, whence: i32) -> R<usize> {
    check_open(cx, this)?;
    let pos = to_isize(cx, pos)?;
    if !(0..=2).contains(&whence) {
        return Err(cx.value_error(format_args!(
            "Invalid whence ({whence}, should be 0, 1 or 2)"
        )));
    }
    if pos < 0 && whence == 0 {
        return Err(cx.value_error(format_args!("Negative seek position {pos}")));
    }
    if pos != 0 && whence != 0 {
        return Err(cx.raise_message(
            &OS_ERROR,
            format_args!("Can't do nonzero cur-relative seeks"),
        ));
    }
    let at = match whence {
        0 => (pos as usize).min(MOST),
        1 => number_in(cx, this, AT)?,
        _ => number_in(cx, this, LENGTH)?,
    };
    this.set(cx, AT, Value::index(at))?;
    Ok(at)
}

/// The largest position.
const MOST: usize = usize::MAX >> 3;

/// Truncate size to pos.
///
/// The pos argument defaults to the current file position, as
/// returned by tell().  The current file position is unchanged.
/// Returns the new absolute position.
#[native(STRING_IO, "truncate(self, pos=None, /)", effect = writes)]
fn truncate(cx: &mut Cx, this: &'static Instance, pos: Value) -> R<usize> {
    let text = text(cx, this)?;
    let size = match pos.is_none() {
        true => number_in(cx, this, AT)? as isize,
        false => optional_size(cx, pos)?,
    };
    let Ok(size) = usize::try_from(size) else {
        return Err(cx.value_error(format_args!("Negative size value {size}")));
    };
    if size < text.len() {
        let text = str::part(cx, text, 0..size)?;
        set_text(cx, this, text.value())?;
    }
    Ok(size)
}

/// Close the IO object.
///
/// Attempting any further operation after the object is closed
/// will raise a ValueError.
#[native(STRING_IO, "close(self, /)", effect = writes)]
fn close(cx: &mut Cx, this: &'static Instance) -> R<()> {
    this.set(cx, PENDING, Value::UNBOUND)?;
    this.set(cx, TEXT, Value::NONE)
}

/// Returns True if the IO object can be seeked.
#[native(STRING_IO, "seekable(self, /)", effect = reads)]
fn seekable(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    check_open(cx, this).map(|()| true)
}

/// Returns True if the IO object can be read.
#[native(STRING_IO, "readable(self, /)", effect = reads)]
fn readable(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    check_open(cx, this).map(|()| true)
}

/// Returns True if the IO object can be written.
#[native(STRING_IO, "writable(self, /)", effect = reads)]
fn writable(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    check_open(cx, this).map(|()| true)
}

#[native(STRING_IO, "closed", getter, effect = reads)]
fn is_closed(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    Ok(this.get(cx, TEXT)?.is_none())
}

#[native(STRING_IO, "line_buffering", getter, effect = reads)]
fn line_buffering(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    check_open(cx, this).map(|()| false)
}

#[native(STRING_IO, "newlines", getter, effect = reads)]
fn newlines(cx: &mut Cx, this: &'static Instance) -> R {
    check_open(cx, this)?;
    let newlines = Newlines::unpack(this.get(cx, NEWLINES)?);
    newlines.value(cx)
}

#[native(STRING_IO, "__getstate__(self, /)")]
fn getstate(cx: &mut Cx, this: &'static Instance) -> R {
    let text = text(cx, this)?.value();
    let newline = this.get(cx, NEWLINE)?;
    let at = this.get(cx, AT)?;
    let attributes = attributes(cx, this.value())?;
    cx.tuple(&[text, newline, at, attributes])
}

#[native(STRING_IO, "__setstate__(self, state, /)")]
fn setstate(cx: &mut Cx, this: &'static Instance, state: Value) -> R<()> {
    let parts = cx.payload::<Tuple>(state)?.map(Tuple::as_slice);
    let Some([text, newline, at, attributes, ..]) = parts else {
        let (class, given) = (type_name(cx, this.value())?, type_name(cx, state)?);
        return Err(cx.type_error(format_args!(
            "{class}.__setstate__ argument should be 4-tuple, got {given}"
        )));
    };
    init(cx, this, Value::NONE, *newline)?;
    if !text.is_none() {
        let Some(text) = cx.payload::<Str>(*text)? else {
            let given = type_name(cx, *text)?;
            return Err(cx.type_error(format_args!(
                "initial_value must be str or None, not {given}"
            )));
        };
        // It has been translated already.
        set_text(cx, this, text.value())?;
    }
    if number::exact_int(cx, *at)?.is_none() {
        let given = type_name(cx, *at)?;
        return Err(cx.type_error(format_args!(
            "third item of state must be an integer, got {given}"
        )));
    }
    let Ok(at) = usize::try_from(to_isize(cx, *at)?) else {
        return Err(cx.value_error(format_args!("position value cannot be negative")));
    };
    this.set(cx, AT, Value::index(at.min(MOST)))?;
    update_attributes(cx, this.value(), *attributes)
}
