//! The slots of a buffered file, and what every operation begins with.

use super::super::base;
use super::super::raw as raw_file;
use crate::cx::{Cx, R};
use crate::objects::bytes::Bytes;
use crate::objects::instance::Instance;
use crate::value::Value;

/// Slot: the raw file; None after `detach`, unbound before `__init__`.
pub(super) const RAW: usize = base::FIELDS;
/// Slot: a bytes object that has been read ahead.
pub(super) const CHUNK: usize = RAW + 1;
/// Slot: the place in it up to which it has been used.
pub(super) const AT: usize = RAW + 2;
/// Slot: the size of the buffer.
pub(super) const LIMIT: usize = RAW + 3;
/// Slot: the position of the raw file; unbound if it is not known.
pub(super) const POSITION: usize = RAW + 4;
/// Slot: the thread that is just using the raw file (`lock.rs`).
pub(super) const BUSY: usize = RAW + 5;
/// Slot: `_finalizing`.
pub(super) const FINALIZING: usize = RAW + 6;
/// Slot: a list of bytes objects to be written, or unbound.
pub(super) const PENDING: usize = RAW + 7;
/// Slot: how many bytes they have.
pub(super) const PENDING_SIZE: usize = RAW + 8;
/// How many slots there are.
pub(super) const SLOTS: u32 = (RAW + 9) as u32;

/// The raw file.
///
/// # Errors
/// ValueError if there is none.
pub(in super::super) fn raw(cx: &mut Cx, this: &'static Instance) -> R {
    let raw = this.get(cx, RAW)?;
    if raw.is_unbound() {
        return Err(cx.value_error(format_args!("I/O operation on uninitialized object")));
    }
    if raw.is_none() {
        return Err(cx.value_error(format_args!("raw stream has been detached")));
    }
    Ok(raw)
}

/// Whether the raw file is closed.
///
/// # Errors
/// ValueError if there is none, and what its `closed` raises.
pub(in super::super) fn is_closed(cx: &mut Cx, this: &'static Instance) -> R<bool> {
    let raw = raw(cx, this)?;
    raw_file::is_closed(cx, raw)
}

/// The raw file, if it is open or something is left of what has been read ahead.
///
/// # Errors
/// ValueError: `operation` is what cannot be done with a closed file.
pub(super) fn open_raw(cx: &mut Cx, this: &'static Instance, operation: &str) -> R {
    let raw = raw(cx, this)?;
    if raw_file::is_closed(cx, raw)? && left(cx, this)? == 0 {
        return Err(cx.value_error(format_args!("{operation} closed file")));
    }
    Ok(raw)
}

/// A number in a slot; zero if there is none.
pub(super) fn number(cx: &mut Cx, this: &'static Instance, slot: usize) -> R<usize> {
    let number = this.get(cx, slot)?.as_small_int();
    Ok(number.map_or(0, |number| number as usize))
}

/// What has been read ahead, and how much of it has been used.
pub(super) fn ahead(cx: &mut Cx, this: &'static Instance) -> R<Option<(&'static Bytes, usize)>> {
    match this.get(cx, CHUNK)?.cast::<Bytes>() {
        Some(chunk) => Ok(Some((chunk, number(cx, this, AT)?))),
        None => Ok(None),
    }
}

/// How many bytes are left of what has been read ahead.
pub(super) fn left(cx: &mut Cx, this: &'static Instance) -> R<usize> {
    let ahead = ahead(cx, this)?;
    Ok(ahead.map_or(0, |(chunk, at)| chunk.as_slice().len().saturating_sub(at)))
}

/// Forgets what has been read ahead.
pub(super) fn forget_ahead(cx: &mut Cx, this: &'static Instance) -> R<()> {
    this.set(cx, CHUNK, Value::NONE)?;
    this.set(cx, AT, Value::index(0))
}

/// The raw file has moved on by so many bytes.
pub(super) fn moved(cx: &mut Cx, this: &'static Instance, by: usize) -> R<()> {
    if let Some(position) = this.get(cx, POSITION)?.as_small_int() {
        let position = cx.int(position.saturating_add(by as i64))?;
        this.set(cx, POSITION, position)?;
    }
    Ok(())
}
