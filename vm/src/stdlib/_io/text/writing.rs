//! Writing: into a list of what is encoded already, and into the buffered file when that gets too long.

use super::super::buffered;
use super::super::errors::unsupported;
use super::codec;
use super::state::{
    CHUNK_SIZE, ENCODER, LINE_BUFFERING, PENDING, PENDING_SIZE, SEEKABLE, TELLING, WRITE_NEWLINE,
    WRITE_THROUGH, WRITE_TRANSLATE, flags, forget_chunk, native_buffer, number, open_buffer,
    set_flag,
};
use crate::cx::{Cx, R};
use crate::name;
use crate::objects::bytes::{self, Bytes};
use crate::objects::instance::Instance;
use crate::objects::list::{self, List};
use crate::objects::str::Str;
use crate::protocol::call::call_method;
use crate::value::Value;
use tython_text::Text;

/// `write(text)`.
///
/// # Errors
/// ValueError if the file is closed, UnsupportedOperation, UnicodeEncodeError, and what the buffered file
/// raises.
pub(in super::super) fn write(cx: &mut Cx, this: &'static Instance, text: &'static Str) -> R<()> {
    let buffer = open_buffer(cx, this)?;
    if this.get(cx, ENCODER)?.is_none() {
        return Err(unsupported(cx, "not writable"));
    }
    let flags = flags(cx, this)?;
    let mut text = text;
    let mut line_ended = false;
    if flags & (LINE_BUFFERING | WRITE_TRANSLATE) != 0 {
        let newline = this.get(cx, WRITE_NEWLINE)?;
        let has_lf = has(text, '\n');
        line_ended = flags & LINE_BUFFERING != 0 && (has_lf || has(text, '\r'));
        if has_lf && let Some(newline) = newline.cast::<Str>() {
            text = with_newline(cx, text, newline)?;
        }
    }
    let encoded = codec::encode(cx, this, text)?;
    let size = match encoded.cast::<Str>() {
        Some(ascii) => ascii.len(),
        None => encoded
            .cast::<Bytes>()
            .map_or(0, |bytes| bytes.as_slice().len()),
    };
    let limit = number(cx, this, CHUNK_SIZE)?;
    if number(cx, this, PENDING_SIZE)? + size > limit {
        write_pending(cx, this, buffer)?;
    }
    // The file hears nothing of an empty text.
    if size > 0 {
        append(cx, this, encoded, size)?;
    }
    if flags & WRITE_THROUGH != 0 || line_ended || number(cx, this, PENDING_SIZE)? >= limit {
        write_pending(cx, this, buffer)?;
    }
    if line_ended {
        flush_buffer(cx, buffer)?;
    }
    forget_chunk(cx, this)?;
    codec::reset_decoder(cx, this)
}

fn has(text: &'static Str, char: char) -> bool {
    match text.text() {
        Text::One(units) => memchr::memchr(char as u8, units).is_some(),
        text => text.codes().any(|code| code == u32::from(char)),
    }
}

fn with_newline(cx: &mut Cx, text: &'static Str, newline: &'static Str) -> R<&'static Str> {
    let name = name!(cx, "replace")?;
    let lf = name!(cx, "\n")?;
    let text = call_method(cx, Value::from(text), name, &[lf, Value::from(newline)])?;
    match text.cast::<Str>() {
        Some(text) => Ok(text),
        None => Err(cx.system_error(format_args!("str.replace gave no string"))),
    }
}

fn append(cx: &mut Cx, this: &'static Instance, encoded: Value, size: usize) -> R<()> {
    let pending = match this.get(cx, PENDING)?.cast::<List>() {
        Some(pending) => pending,
        None => {
            let pending = list::new(cx)?;
            this.set(cx, PENDING, Value::from(pending))?;
            pending
        }
    };
    list::append(cx, pending, encoded)?;
    let size = number(cx, this, PENDING_SIZE)? + size;
    this.set(cx, PENDING_SIZE, Value::index(size))
}

/// The memory of what `codec::encode` gives.
fn memory(encoded: Value) -> &'static [u8] {
    match encoded.cast::<Str>().map(Str::text) {
        Some(Text::One(units)) => units,
        Some(_) => &[],
        None => encoded.cast::<Bytes>().map_or(&[], Bytes::as_slice),
    }
}

/// Hands what is to be written over to the buffered file.
///
/// # Errors
/// What that raises.
pub(super) fn write_pending(cx: &mut Cx, this: &'static Instance, buffer: Value) -> R<()> {
    let Some(pending) = this.get(cx, PENDING)?.cast::<List>() else {
        return Ok(());
    };
    let parts = list::to_vec(cx, pending)?;
    let object = match parts[..] {
        [one] if one.is::<Bytes>() => one,
        [one] => bytes::new(cx, memory(one))?,
        _ => {
            let mut all = Vec::with_capacity(number(cx, this, PENDING_SIZE)?);
            for part in parts {
                all.extend_from_slice(memory(part));
            }
            bytes::new(cx, &all)?
        }
    };
    this.set(cx, PENDING, Value::UNBOUND)?;
    this.set(cx, PENDING_SIZE, Value::index(0))?;
    match native_buffer(buffer) {
        Some(native) => {
            buffered::write(cx, native, object, memory(object))?;
        }
        None => {
            let name = name!(cx, "write")?;
            call_method(cx, buffer, name, &[object])?;
        }
    }
    // The slice is from its memory.
    std::hint::black_box(object);
    Ok(())
}

fn flush_buffer(cx: &mut Cx, buffer: Value) -> R<()> {
    match native_buffer(buffer) {
        Some(native) => buffered::flush(cx, native),
        None => {
            let name = name!(cx, "flush")?;
            call_method(cx, buffer, name, &[]).map(|_| ())
        }
    }
}

/// `flush()`.
///
/// # Errors
/// ValueError if the file is closed, and what the buffered file raises.
pub(in super::super) fn flush(cx: &mut Cx, this: &'static Instance) -> R<()> {
    let buffer = open_buffer(cx, this)?;
    let seekable = flags(cx, this)? & SEEKABLE != 0;
    set_flag(cx, this, TELLING, seekable)?;
    write_pending(cx, this, buffer)?;
    let name = name!(cx, "flush")?;
    call_method(cx, buffer, name, &[]).map(|_| ())
}
