//! Reading: from the chunk that has been decoded, as long as that suffices; then the next one is read.

use super::super::buffered;
use super::super::errors::{unsupported, wrong_result};
use super::super::line_end::LineEnd;
use super::codec;
use super::state::{
    AT, CHUNK_SIZE, DECODER, HAS_READ1, RATIO, READ_NEWLINE, SNAPSHOT, TELLING, TRANSLATE,
    UNIVERSAL, chunk, flags, forget_chunk, native_buffer, number, open_buffer, set_chunk,
};
use super::writing::write_pending;
use crate::cx::{Cx, R};
use crate::name;
use crate::objects::bytes::{self, Bytes};
use crate::objects::exception::classes::BLOCKING_IO_ERROR;
use crate::objects::instance::Instance;
use crate::objects::str::{self, Str};
use crate::protocol::call::call_method;
use crate::protocol::type_name;
use crate::value::Value;
use tython_text::{Builder, Kind};

/// The buffered file, if the file can be read; what is to be written is handed over first.
fn begin(cx: &mut Cx, this: &'static Instance) -> R {
    let buffer = open_buffer(cx, this)?;
    if this.get(cx, DECODER)?.is_none() {
        return Err(unsupported(cx, "not readable"));
    }
    write_pending(cx, this, buffer)?;
    Ok(buffer)
}

/// Takes up to so many characters of the chunk.
fn take(cx: &mut Cx, this: &'static Instance, most: usize) -> R<&'static Str> {
    let Some((chunk, at)) = chunk(cx, this)? else {
        return Ok(str::empty(cx));
    };
    let end = at.saturating_add(most).min(chunk.len());
    let taken = str::part(cx, chunk, at..end)?;
    this.set(cx, AT, Value::index(end))?;
    Ok(taken)
}

/// How many bytes to read for so many characters.
fn bytes_for(cx: &mut Cx, this: &'static Instance, characters: usize) -> R<usize> {
    let size = number(cx, this, CHUNK_SIZE)?;
    let ratio = this.get(cx, RATIO)?.as_immediate_float().unwrap_or(0.0);
    let wanted = (ratio * characters as f64) as usize;
    Ok(size.max(wanted).max(1))
}

/// Reads and decodes the next chunk; false at the end of the file. `characters` are wanted.
fn next_chunk(cx: &mut Cx, this: &'static Instance, buffer: Value, characters: usize) -> R<bool> {
    let telling = flags(cx, this)? & TELLING != 0;
    let before = match telling {
        true => Some(codec::state(cx, this)?),
        false => None,
    };
    let size = bytes_for(cx, this, characters)?;
    let input = read_bytes(cx, this, buffer, size)?;
    let length = bytes_in(cx, input)?.len();
    let text = codec::decode(cx, this, input, length == 0)?;
    set_chunk(cx, this, Value::from(text))?;
    let ratio = if text.is_empty() {
        0.0
    } else {
        length as f64 / text.len() as f64
    };
    let ratio = cx.float(ratio)?;
    this.set(cx, RATIO, ratio)?;
    if let Some(before) = before {
        let tail = bytes_in(cx, before.tail)?;
        let all = match tail.is_empty() {
            true => input,
            false => {
                let all = [tail, bytes_in(cx, input)?].concat();
                bytes::new(cx, &all)?
            }
        };
        let flags = cx.int(before.flags)?;
        let snapshot = cx.tuple(&[flags, all])?;
        this.set(cx, SNAPSHOT, snapshot)?;
    }
    Ok(length > 0 || !text.is_empty())
}

/// The bytes of an object that is known to be one of bytes.
pub(super) fn bytes_in(cx: &mut Cx, object: Value) -> R<&'static [u8]> {
    Ok(cx.payload::<Bytes>(object)?.map_or(&[], Bytes::as_slice))
}

/// One chunk of bytes from the buffered file, as an object.
fn read_bytes(cx: &mut Cx, this: &'static Instance, buffer: Value, size: usize) -> R {
    if let Some(native) = native_buffer(buffer) {
        return buffered::read1(cx, native, Some(size));
    }
    let has_read1 = flags(cx, this)? & HAS_READ1 != 0;
    let (name, method) = match has_read1 {
        true => (name!(cx, "read1")?, "read1"),
        false => (name!(cx, "read")?, "read"),
    };
    let input = call_method(cx, buffer, name, &[Value::index(size)])?;
    as_bytes(cx, input, method)
}

/// What a method of the buffered file gave, as a bytes object.
fn as_bytes(cx: &mut Cx, input: Value, method: &str) -> R {
    if cx.payload::<Bytes>(input)?.is_some() {
        return Ok(input);
    }
    match crate::protocol::buffer::contents(cx, input)? {
        Some(contents) => bytes::new(cx, &contents),
        None => {
            let class = type_name(cx, input)?;
            Err(cx.type_error(format_args!(
                "underlying {method}() should have returned a bytes-like object, not '{class}'"
            )))
        }
    }
}

/// `read(size)`.
///
/// # Errors
/// ValueError if the file is closed, UnsupportedOperation, UnicodeDecodeError, and what the buffered file
/// raises.
pub(super) fn read(cx: &mut Cx, this: &'static Instance, size: Option<usize>) -> R<&'static Str> {
    let buffer = begin(cx, this)?;
    let Some(size) = size else {
        return read_all(cx, this, buffer);
    };
    let first = take(cx, this, size)?;
    if first.len() == size {
        return Ok(first);
    }
    let mut all = Builder::wide(Kind::One, 0);
    all.push_text(first.text());
    while all.len() < size {
        let left = size - all.len();
        if !next_chunk(cx, this, buffer, left)? {
            break;
        }
        let more = take(cx, this, left)?;
        all.push_text(more.text());
    }
    made(cx, all)
}

fn made(cx: &mut Cx, text: Builder) -> R<&'static Str> {
    match text.finish() {
        Ok(text) => str::from_text(cx, text.as_text()),
        Err(_) => Err(cx.memory_error()),
    }
}

fn read_all(cx: &mut Cx, this: &'static Instance, buffer: Value) -> R<&'static Str> {
    let input = match native_buffer(buffer) {
        Some(native) => buffered::read_all(cx, native)?,
        None => {
            let name = name!(cx, "read")?;
            call_method(cx, buffer, name, &[])?
        }
    };
    if input.is_none() {
        return Err(cx.raise_message(&BLOCKING_IO_ERROR, format_args!("Read returned None.")));
    }
    if cx.payload::<Bytes>(input)?.is_none() {
        return wrong_result(cx, "read", "bytes", input);
    }
    let text = codec::decode(cx, this, input, true)?;
    let first = take(cx, this, usize::MAX)?;
    forget_chunk(cx, this)?;
    match first.is_empty() {
        true => Ok(text),
        false => str::add(cx, first, text),
    }
}

fn line_end(cx: &mut Cx, this: &'static Instance) -> R<LineEnd> {
    let flags = flags(cx, this)?;
    let newline = this.get(cx, READ_NEWLINE)?;
    Ok(LineEnd::new(
        flags & UNIVERSAL != 0,
        flags & TRANSLATE != 0,
        newline,
    ))
}

/// `readline(limit)`.
///
/// # Errors
/// As [`read`].
pub(super) fn readline(
    cx: &mut Cx,
    this: &'static Instance,
    limit: Option<usize>,
) -> R<&'static Str> {
    let buffer = begin(cx, this)?;
    let kind = line_end(cx, this)?;
    let limit = limit.unwrap_or(usize::MAX);
    if let Some((chunk, at)) = chunk(cx, this)? {
        let rest = chunk.text().part(at..chunk.len());
        match kind.find(rest, false) {
            Some(end) => return take(cx, this, end.min(limit)),
            None if rest.len() >= limit => return take(cx, this, limit),
            None => {}
        }
    }
    let rest = take(cx, this, usize::MAX)?;
    let mut line = Builder::wide(Kind::One, 0);
    line.push_text(rest.text());
    let mut cr = ends_with_cr(rest);
    while line.len() < limit && next_chunk(cx, this, buffer, 0)? {
        let Some((chunk, _)) = chunk(cx, this)? else {
            break;
        };
        let end = kind.find(chunk.text(), cr);
        let left = limit - line.len();
        let part = take(cx, this, end.unwrap_or(usize::MAX).min(left))?;
        if line.is_empty() && end.is_some() {
            return Ok(part);
        }
        line.push_text(part.text());
        if end.is_some() {
            return made(cx, line);
        }
        cr = ends_with_cr(part);
    }
    if line.is_empty() {
        forget_chunk(cx, this)?;
        return Ok(str::empty(cx));
    }
    made(cx, line)
}

fn ends_with_cr(text: &'static Str) -> bool {
    text.text().get(text.len().wrapping_sub(1)) == Some('\r'.into())
}
