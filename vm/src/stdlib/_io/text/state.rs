//! The slots of a text file, and what every operation begins with.

use super::super::base;
use super::super::buffered::{self, BUFFERED_RANDOM, BUFFERED_READER, BUFFERED_WRITER, is_exact};
use super::super::errors;
use crate::cx::{Cx, R};
use crate::objects::instance::Instance;
use crate::objects::str::Str;
use crate::value::Value;

/// Slot: the buffered file; None after `detach`, unbound before `__init__`.
pub(super) const BUFFER: usize = base::FIELDS;
/// Slot: the name of the encoding.
pub(super) const ENCODING: usize = BUFFER + 1;
/// Slot: the name of the error handler.
pub(super) const ERRORS: usize = BUFFER + 2;
/// Slot: a set of the flags below, as a small integer.
const FLAGS: usize = BUFFER + 3;
/// Slot: what ends a line in reading, a string; None: any newline.
pub(super) const READ_NEWLINE: usize = BUFFER + 4;
/// Slot: what is written for `\n`, a string; None: that itself.
pub(super) const WRITE_NEWLINE: usize = BUFFER + 5;
/// Slot: the decoder: a number if it is done here (`codec.rs`), an object, or None if nothing can be read.
pub(super) const DECODER: usize = BUFFER + 6;
/// Slot: the encoder, in the same way.
pub(super) const ENCODER: usize = BUFFER + 7;
/// Slot: a list of strings and bytes objects to be written, or unbound. The strings are ASCII, and stand
/// for the same bytes.
pub(super) const PENDING: usize = BUFFER + 8;
/// Slot: how many bytes they have.
pub(super) const PENDING_SIZE: usize = BUFFER + 9;
/// Slot: a string that has been decoded, or None.
pub(super) const CHUNK: usize = BUFFER + 10;
/// Slot: the place in it up to which it has been read.
pub(super) const AT: usize = BUFFER + 11;
/// Slot: where the chunk came from, for `tell`: a pair of the decoder's flags before and a bytes object
/// that it was decoded from, or None.
pub(super) const SNAPSHOT: usize = BUFFER + 12;
/// Slot: bytes that the decoder of `codec.rs` could not decode yet: an object, or None.
pub(super) const TAIL: usize = BUFFER + 13;
/// Slot: the packed `Newlines` of the decoder of `codec.rs`.
pub(super) const NEWLINES: usize = BUFFER + 14;
/// Slot: how many bytes of the last chunk came to a character: a float.
pub(super) const RATIO: usize = BUFFER + 15;
/// Slot: how many bytes are read or written at once.
pub(super) const CHUNK_SIZE: usize = BUFFER + 16;
/// Slot: `_finalizing`.
pub(super) const FINALIZING: usize = BUFFER + 17;
/// How many slots there are.
pub(super) const SLOTS: u32 = (BUFFER + 18) as u32;

/// Flag: flush after each line.
pub(super) const LINE_BUFFERING: i64 = 1;
/// Flag: do not keep what is to be written.
pub(super) const WRITE_THROUGH: i64 = 2;
/// Flag: any newline ends a line.
pub(super) const UNIVERSAL: i64 = 4;
/// Flag: newlines become `\n` in reading.
pub(super) const TRANSLATE: i64 = 8;
/// Flag: the buffered file can be positioned.
pub(super) const SEEKABLE: i64 = 16;
/// Flag: `tell` works: no iteration is going on.
pub(super) const TELLING: i64 = 32;
/// Flag: the buffered file has `read1`.
pub(super) const HAS_READ1: i64 = 64;
/// Flag: nothing has been encoded since the beginning of the file.
pub(super) const AT_START: i64 = 128;
/// Flag: `\n` becomes something else in writing, or would on another system.
pub(super) const WRITE_TRANSLATE: i64 = 256;

/// Flags that are set.
pub(super) fn flags(cx: &mut Cx, this: &'static Instance) -> R<i64> {
    Ok(this.get(cx, FLAGS)?.as_small_int().unwrap_or(0))
}

/// Sets or clears a flag.
pub(super) fn set_flag(cx: &mut Cx, this: &'static Instance, flag: i64, on: bool) -> R<()> {
    let old = flags(cx, this)?;
    let new = if on { old | flag } else { old & !flag };
    if new != old {
        this.set(cx, FLAGS, Value::index(new as usize))?;
    }
    Ok(())
}

/// Sets all flags.
pub(super) fn set_flags(cx: &mut Cx, this: &'static Instance, flags: i64) -> R<()> {
    this.set(cx, FLAGS, Value::index(flags as usize))
}

/// The buffered file.
///
/// # Errors
/// ValueError if there is none.
pub(super) fn buffer(cx: &mut Cx, this: &'static Instance) -> R {
    let buffer = this.get(cx, BUFFER)?;
    if buffer.is_unbound() {
        return Err(cx.value_error(format_args!("I/O operation on uninitialized object")));
    }
    if buffer.is_none() {
        return Err(cx.value_error(format_args!("underlying buffer has been detached")));
    }
    Ok(buffer)
}

/// The buffered file, if it is one of the virtual machine's own, and its methods need not be asked for.
pub(super) fn native_buffer(buffer: Value) -> Option<&'static Instance> {
    [&BUFFERED_READER, &BUFFERED_WRITER, &BUFFERED_RANDOM]
        .into_iter()
        .find_map(|cell| is_exact(buffer, cell))
}

/// Whether the buffered file is closed.
///
/// # Errors
/// What its `closed` raises.
pub(super) fn is_closed(cx: &mut Cx, buffer: Value) -> R<bool> {
    match native_buffer(buffer) {
        Some(native) => buffered::is_closed(cx, native),
        None => base::is_closed(cx, buffer),
    }
}

/// The buffered file, if it is open.
///
/// # Errors
/// ValueError.
pub(super) fn open_buffer(cx: &mut Cx, this: &'static Instance) -> R {
    let buffer = buffer(cx, this)?;
    match is_closed(cx, buffer)? {
        true => Err(errors::closed(cx)),
        false => Ok(buffer),
    }
}

/// A number in a slot; zero if there is none.
pub(super) fn number(cx: &mut Cx, this: &'static Instance, slot: usize) -> R<usize> {
    let number = this.get(cx, slot)?.as_small_int();
    Ok(number.map_or(0, |number| number as usize))
}

/// The chunk that has been decoded, and how much of it has been read.
pub(super) fn chunk(cx: &mut Cx, this: &'static Instance) -> R<Option<(&'static Str, usize)>> {
    match this.get(cx, CHUNK)?.cast::<Str>() {
        Some(chunk) => Ok(Some((chunk, number(cx, this, AT)?))),
        None => Ok(None),
    }
}

/// Makes this the chunk; nothing of it has been read yet.
pub(super) fn set_chunk(cx: &mut Cx, this: &'static Instance, chunk: Value) -> R<()> {
    if !chunk.is_none() || !this.get(cx, CHUNK)?.is_none() {
        this.set(cx, CHUNK, chunk)?;
        this.set(cx, AT, Value::index(0))?;
    }
    Ok(())
}

/// Forgets what has been read and decoded ahead.
pub(super) fn forget_chunk(cx: &mut Cx, this: &'static Instance) -> R<()> {
    set_chunk(cx, this, Value::NONE)?;
    if !this.get(cx, SNAPSHOT)?.is_none() {
        this.set(cx, SNAPSHOT, Value::NONE)?;
    }
    Ok(())
}
