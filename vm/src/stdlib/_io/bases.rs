//! `_RawIOBase`, `_BufferedIOBase`, `_TextIOBase`: what each of the three kinds of files has in common.

use super::DEFAULT_BUFFER_SIZE;
use super::arguments::Size;
use super::base::{IO_BASE, count_read, read_into_by};
use super::errors::{unsupported, wrong_result};
use crate::builtin_type;
use crate::cx::{Cx, Exit, R};
use crate::name;
use crate::native::native;
use crate::objects::bytearray;
use crate::objects::bytes::{self, Bytes};
use crate::objects::exception::classes::NOT_IMPLEMENTED_ERROR;
use crate::objects::instance::Instance;
use crate::protocol::call::call_method;
use crate::types::TypeDef;
use crate::value::Value;

builtin_type! {
    /// The class.
    pub(super) static RAW_IO_BASE = TypeDef {
        name: "_RawIOBase",
        module: "_io",
        base: Some(&IO_BASE),
        reserved: super::base::FIELDS as u32,
        subclassable: true,
        attributes: true,
        finalizer: true,
        doc: "Base class for raw binary I/O.",
        ..TypeDef::NEW
    };
    /// The class.
    pub(super) static BUFFERED_IO_BASE = TypeDef {
        name: "_BufferedIOBase",
        module: "_io",
        base: Some(&IO_BASE),
        reserved: super::base::FIELDS as u32,
        subclassable: true,
        attributes: true,
        finalizer: true,
        doc: "Base class for buffered IO objects: of bytes, and of as many as are asked for.",
        ..TypeDef::NEW
    };
    /// The class.
    pub(super) static TEXT_IO_BASE = TypeDef {
        name: "_TextIOBase",
        module: "_io",
        base: Some(&IO_BASE),
        reserved: super::base::FIELDS as u32,
        subclassable: true,
        attributes: true,
        finalizer: true,
        doc: "Base class for text I/O: files of characters and lines.",
        ..TypeDef::NEW
    };
}

#[native(RAW_IO_BASE, "read(self, size=-1, /)")]
fn raw_read(cx: &mut Cx, this: Value, size: Size) -> R {
    let Some(size) = size.0 else {
        let name = name!(cx, "readall")?;
        return call_method(cx, this, name, &[]);
    };
    let buffer = bytearray::zeros(cx, size)?;
    let buffer = bytearray::new(cx, &buffer)?;
    let name = name!(cx, "readinto")?;
    let count = call_method(cx, this, name, &[Value::from(buffer)])?;
    if let Some(count) = count.as_small_int()
        && !(0..=size as i64).contains(&count)
    {
        return Err(cx.value_error(format_args!(
            "readinto returned {count} outside buffer size {size}"
        )));
    }
    match count_read(cx, count, size)? {
        Some(count) => {
            let read = buffer.part(cx, 0..count)?;
            bytes::new(cx, &read)
        }
        None => Ok(Value::NONE),
    }
}

/// Read until EOF, using multiple read() call.
#[native(RAW_IO_BASE, "readall(self, /)")]
fn raw_readall(cx: &mut Cx, this: Value) -> R {
    let name = name!(cx, "read")?;
    let mut all = Vec::new();
    loop {
        let read = call_method(cx, this, name, &[Value::index(DEFAULT_BUFFER_SIZE)])?;
        if read.is_none() && all.is_empty() {
            return Ok(Value::NONE);
        }
        if read.is_none() {
            break;
        }
        let Some(read) = cx.payload::<Bytes>(read)? else {
            return wrong_result(cx, "read", "bytes", read);
        };
        if read.as_slice().is_empty() {
            break;
        }
        all.extend_from_slice(read.as_slice());
    }
    bytes::new(cx, &all)
}

fn not_implemented(cx: &mut Cx) -> Exit {
    match crate::objects::exception::new(cx, &NOT_IMPLEMENTED_ERROR, &[]) {
        Ok(exception) => cx.raise_in_context(exception),
        Err(exit) => exit,
    }
}

#[native(RAW_IO_BASE, "readinto(self, *args)", opaque, effect = pure)]
fn raw_readinto(cx: &mut Cx, _this: &'static Instance, _args: &[Value]) -> R {
    Err(not_implemented(cx))
}

#[native(RAW_IO_BASE, "write(self, *args)", opaque, effect = pure)]
fn raw_write(cx: &mut Cx, _this: &'static Instance, _args: &[Value]) -> R {
    Err(not_implemented(cx))
}

/// Disconnect this buffer from its underlying raw stream and return it.
#[native(BUFFERED_IO_BASE, "detach(self, /)", effect = pure)]
fn buffered_detach(cx: &mut Cx, _this: &'static Instance) -> R {
    Err(unsupported(cx, "detach"))
}

/// Read and return up to n bytes.
#[native(BUFFERED_IO_BASE, "read(self, size=-1, /)", effect = pure)]
fn buffered_read(cx: &mut Cx, _this: &'static Instance, _size: Value) -> R {
    Err(unsupported(cx, "read"))
}

/// Read and return up to size bytes, with at most one read() call to the underlying raw stream.
#[native(BUFFERED_IO_BASE, "read1(self, size=-1, /)", effect = pure)]
fn buffered_read1(cx: &mut Cx, _this: &'static Instance, _size: Value) -> R {
    Err(unsupported(cx, "read1"))
}

/// Write buffer b to the IO stream.
#[native(BUFFERED_IO_BASE, "write(self, b, /)", effect = pure)]
fn buffered_write(cx: &mut Cx, _this: &'static Instance, _b: Value) -> R {
    Err(unsupported(cx, "write"))
}

#[native(BUFFERED_IO_BASE, "readinto(self, buffer, /)")]
fn buffered_readinto(cx: &mut Cx, this: Value, buffer: Value) -> R<usize> {
    let name = name!(cx, "read")?;
    read_into_by(cx, this, name, buffer)
}

#[native(BUFFERED_IO_BASE, "readinto1(self, buffer, /)")]
fn buffered_readinto1(cx: &mut Cx, this: Value, buffer: Value) -> R<usize> {
    let name = name!(cx, "read1")?;
    read_into_by(cx, this, name, buffer)
}

/// Separate the underlying buffer from the TextIOBase and return it.
#[native(TEXT_IO_BASE, "detach(self, /)", effect = pure)]
fn text_detach(cx: &mut Cx, _this: &'static Instance) -> R {
    Err(unsupported(cx, "detach"))
}

/// Read at most size characters from stream.
#[native(TEXT_IO_BASE, "read(self, size=-1, /)", effect = pure)]
fn text_read(cx: &mut Cx, _this: &'static Instance, _size: Value) -> R {
    Err(unsupported(cx, "read"))
}

/// Read until newline or EOF.
#[native(TEXT_IO_BASE, "readline(self, size=-1, /)", effect = pure)]
fn text_readline(cx: &mut Cx, _this: &'static Instance, _size: Value) -> R {
    Err(unsupported(cx, "readline"))
}

/// Write string s to stream.
#[native(TEXT_IO_BASE, "write(self, s, /)", effect = pure)]
fn text_write(cx: &mut Cx, _this: &'static Instance, _s: Value) -> R {
    Err(unsupported(cx, "write"))
}

/// Encoding of the text stream.
#[native(TEXT_IO_BASE, "encoding", getter, effect = pure)]
fn text_encoding(_: &mut Cx, _this: &'static Instance) {}

/// Line endings translated so far.
#[native(TEXT_IO_BASE, "newlines", getter, effect = pure)]
fn text_newlines(_: &mut Cx, _this: &'static Instance) {}

/// The error setting of the decoder or encoder.
#[native(TEXT_IO_BASE, "errors", getter, effect = pure)]
fn text_errors(_: &mut Cx, _this: &'static Instance) {}
