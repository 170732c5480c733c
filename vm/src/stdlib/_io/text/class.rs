//! What Python code calls.

use super::super::arguments::Size;
use super::super::base::in_any_case;
use super::super::bases::TEXT_IO_BASE;
use super::super::file;
use super::state::{
    BUFFER, CHUNK_SIZE, DECODER, ENCODING, ERRORS, FINALIZING, LINE_BUFFERING, SEEKABLE, SLOTS,
    SNAPSHOT, TELLING, WRITE_THROUGH, buffer, flags, is_closed, number, set_flag,
};
use super::{codec, position, reading, writing};
use crate::builtin_type;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::objects::exception::classes::OS_ERROR;
use crate::objects::instance::Instance;
use crate::objects::str::{self, Str, to_string};
use crate::protocol::call::call_method;
use crate::protocol::{self, attribute, class_of, type_name};
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub(in super::super) static TEXT_IO_WRAPPER = TypeDef {
        name: "TextIOWrapper",
        module: "_io",
        base: Some(&TEXT_IO_BASE),
        reserved: SLOTS,
        subclassable: true,
        attributes: true,
        finalizer: true,
        doc: "Character and line based layer over a BufferedIOBase object, buffer.\n\nencoding is the name of the encoding, errors says what becomes of what it cannot\ntake, newline what ends a line. With line_buffering, a line is written as soon as it\nends; with write_through, nothing is kept back at all.",
        ..TypeDef::NEW
    };
}

/// The file, if `value` is a `TextIOWrapper` and not of a subclass.
pub(in super::super) fn exact(value: Value) -> Option<&'static Instance> {
    match TEXT_IO_WRAPPER.is(class_of(value)) {
        true => value.cast(),
        false => None,
    }
}

#[native(TEXT_IO_WRAPPER, "write(self, text, /)")]
fn write(cx: &mut Cx, this: &'static Instance, text: Value) -> R<usize> {
    let Some(string) = cx.payload::<Str>(text)? else {
        let class = type_name(cx, text)?;
        return Err(cx.type_error(format_args!("write() argument must be str, not {class}")));
    };
    writing::write(cx, this, string)?;
    Ok(string.len())
}

#[native(TEXT_IO_WRAPPER, "read(self, size=-1, /)")]
fn read(cx: &mut Cx, this: &'static Instance, size: Size) -> R<&'static Str> {
    reading::read(cx, this, size.0)
}

#[native(TEXT_IO_WRAPPER, "readline(self, size=-1, /)")]
fn readline(cx: &mut Cx, this: &'static Instance, size: isize) -> R<&'static Str> {
    reading::readline(cx, this, usize::try_from(size).ok())
}

#[native(TEXT_IO_WRAPPER, "__next__(self, /)", slot)]
fn next(cx: &mut Cx, this: &'static Instance) -> R {
    set_flag(cx, this, TELLING, false)?;
    let line = match TEXT_IO_WRAPPER.is(class_of(this.value())) {
        true => reading::readline(cx, this, None)?.value(),
        false => {
            let name = name!(cx, "readline")?;
            call_method(cx, this.value(), name, &[])?
        }
    };
    let Some(text) = cx.payload::<Str>(line)? else {
        let class = type_name(cx, line)?;
        return Err(cx.raise_message(
            &OS_ERROR,
            format_args!("readline() should have returned a str object, not '{class}'"),
        ));
    };
    if text.is_empty() {
        this.set(cx, SNAPSHOT, Value::NONE)?;
        let seekable = flags(cx, this)? & SEEKABLE != 0;
        set_flag(cx, this, TELLING, seekable)?;
        return Err(cx.stop_iteration(Value::NONE));
    }
    Ok(line)
}

#[native(TEXT_IO_WRAPPER, "flush(self, /)")]
fn flush(cx: &mut Cx, this: &'static Instance) -> R<()> {
    writing::flush(cx, this)
}

#[native(TEXT_IO_WRAPPER, "close(self, /)")]
fn close(cx: &mut Cx, this: &'static Instance) -> R<()> {
    let buffer = buffer(cx, this)?;
    if is_closed(cx, buffer)? {
        return Ok(());
    }
    let name = name!(cx, "flush")?;
    let flushed = call_method(cx, this.value(), name, &[]).map(|_| ());
    in_any_case(cx, flushed, |cx| {
        let name = name!(cx, "close")?;
        call_method(cx, buffer, name, &[]).map(|_| ())
    })
}

#[native(TEXT_IO_WRAPPER, "detach(self, /)")]
fn detach(cx: &mut Cx, this: &'static Instance) -> R {
    let buffer = buffer(cx, this)?;
    let name = name!(cx, "flush")?;
    call_method(cx, this.value(), name, &[])?;
    this.set(cx, BUFFER, Value::NONE)?;
    Ok(buffer)
}

#[native(TEXT_IO_WRAPPER, "tell(self, /)")]
fn tell(cx: &mut Cx, this: &'static Instance) -> R {
    position::tell(cx, this)
}

/// Set the stream position, and return the new stream position.
#[native(TEXT_IO_WRAPPER, "seek(self, cookie, whence=0, /)")]
fn seek(cx: &mut Cx, this: &'static Instance, cookie: Value, whence: i32) -> R {
    position::seek(cx, this, cookie, whence)
}

#[native(TEXT_IO_WRAPPER, "truncate(self, pos=None, /)")]
fn truncate(cx: &mut Cx, this: &'static Instance, pos: Value) -> R {
    position::truncate(cx, this, pos)
}

#[native(TEXT_IO_WRAPPER, "__getstate__(self, /)", effect = reads)]
fn getstate(cx: &mut Cx, this: Value) -> R {
    file::refuse_pickling(cx, this)
}

macro_rules! delegated {
    ($($method:literal $name:literal;)*) => {
        $(
            const _: () = {
                #[native(TEXT_IO_WRAPPER, $method)]
                fn delegated(cx: &mut Cx, this: &'static Instance) -> R {
                    let buffer = buffer(cx, this)?;
                    let name = name!(cx, $name)?;
                    call_method(cx, buffer, name, &[])
                }
            };
        )*
    };
}

delegated! {
    "fileno(self, /)" "fileno";
    "seekable(self, /)" "seekable";
    "readable(self, /)" "readable";
    "writable(self, /)" "writable";
    "isatty(self, /)" "isatty";
}

/// What a slot holds; what stands for nothing there comes as None.
fn slot(cx: &mut Cx, this: &'static Instance, slot: usize) -> R {
    buffer_or_detached(cx, this)?;
    Ok(this.get(cx, slot)?.bound().unwrap_or(Value::NONE))
}

fn buffer_or_detached(cx: &mut Cx, this: &'static Instance) -> R<()> {
    match this.get(cx, BUFFER)?.is_unbound() {
        true => buffer(cx, this).map(|_| ()),
        false => Ok(()),
    }
}

#[native(TEXT_IO_WRAPPER, "encoding", getter, effect = reads)]
fn encoding(cx: &mut Cx, this: &'static Instance) -> R {
    Ok(this.get(cx, ENCODING)?.bound().unwrap_or(Value::NONE))
}

#[native(TEXT_IO_WRAPPER, "errors", getter, effect = reads)]
fn errors(cx: &mut Cx, this: &'static Instance) -> R {
    slot(cx, this, ERRORS)
}

#[native(TEXT_IO_WRAPPER, "line_buffering", getter, effect = reads)]
fn line_buffering(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    Ok(flags(cx, this)? & LINE_BUFFERING != 0)
}

#[native(TEXT_IO_WRAPPER, "write_through", getter, effect = reads)]
fn write_through(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    Ok(flags(cx, this)? & WRITE_THROUGH != 0)
}

#[native(TEXT_IO_WRAPPER, "buffer", getter, effect = reads)]
fn buffer_of(cx: &mut Cx, this: &'static Instance) -> R {
    slot(cx, this, BUFFER)
}

#[native(TEXT_IO_WRAPPER, "name", getter)]
fn name(cx: &mut Cx, this: &'static Instance) -> R {
    let buffer = buffer(cx, this)?;
    let name = name!(cx, "name")?;
    attribute::get(cx, buffer, name)
}

#[native(TEXT_IO_WRAPPER, "closed", getter)]
fn closed(cx: &mut Cx, this: &'static Instance) -> R {
    let buffer = buffer(cx, this)?;
    let name = name!(cx, "closed")?;
    attribute::get(cx, buffer, name)
}

#[native(TEXT_IO_WRAPPER, "newlines", getter)]
fn newlines(cx: &mut Cx, this: &'static Instance) -> R {
    buffer(cx, this)?;
    match this.get(cx, DECODER)?.is_none() {
        true => Ok(Value::NONE),
        false => codec::newlines(cx, this),
    }
}

#[native(TEXT_IO_WRAPPER, "_CHUNK_SIZE", getter, effect = reads)]
fn chunk_size(cx: &mut Cx, this: &'static Instance) -> R<usize> {
    buffer(cx, this)?;
    number(cx, this, CHUNK_SIZE)
}

#[native(TEXT_IO_WRAPPER, "_CHUNK_SIZE", setter)]
fn set_chunk_size(cx: &mut Cx, this: &'static Instance, value: Value) -> R<()> {
    buffer(cx, this)?;
    match super::super::arguments::to_isize(cx, value)? {
        size @ 1.. => this.set(cx, CHUNK_SIZE, Value::index(size as usize)),
        _ => Err(cx.value_error(format_args!("a strictly positive integer is required"))),
    }
}

#[native(TEXT_IO_WRAPPER, "_finalizing", getter, effect = reads)]
fn finalizing(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    Ok(this.get(cx, FINALIZING)? == Value::TRUE)
}

#[native(TEXT_IO_WRAPPER, "_finalizing", setter, effect = writes)]
fn set_finalizing(cx: &mut Cx, this: &'static Instance, value: Value) -> R<()> {
    this.set(cx, FINALIZING, value)
}

/// Return repr(self).
#[native(TEXT_IO_WRAPPER, "__repr__(self, /)", slot)]
fn repr(cx: &mut Cx, this: Value) -> R {
    let Some(file) = this.cast::<Instance>() else {
        return Ok(Value::NONE);
    };
    buffer_or_detached(cx, file)?;
    let class = protocol::full_type_name(cx, this)?;
    let mut parts = vec![format!("<{class}")];
    for (name, label) in [(name!(cx, "name")?, "name"), (name!(cx, "mode")?, "mode")] {
        let value = attribute::get(cx, this, name);
        let Some(value) = super::super::base::ignore(cx, value)? else {
            continue;
        };
        let shown = protocol::repr_guard::guarded(cx, this, |cx| protocol::repr(cx, value))?;
        let Some(shown) = shown else {
            let class = type_name(cx, this)?;
            return Err(cx.runtime_error(format_args!("reentrant call inside {class}.__repr__")));
        };
        parts.push(format!("{label}={}", to_string(shown)));
    }
    let encoding = file.get(cx, ENCODING)?.bound().unwrap_or(Value::NONE);
    let encoding = protocol::repr(cx, encoding)?;
    parts.push(format!("encoding={}>", to_string(encoding)));
    Ok(str::from_utf8(cx, &parts.join(" "))?.value())
}
