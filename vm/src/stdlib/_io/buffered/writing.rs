//! Writing: into a list, which is an ordinary transaction; into the raw file when that gets too long.

use super::super::errors::would_block;
use super::super::raw as raw_file;
use super::lock::locked;
use super::state::{
    CHUNK, LIMIT, PENDING, PENDING_SIZE, POSITION, forget_ahead, left, moved, number, open_raw,
};
use crate::cx::{Cx, Exit, R};
use crate::objects::bytes::{self, Bytes};
use crate::objects::instance::Instance;
use crate::objects::list::{self, List};
use crate::value::Value;

/// What became of an attempt to write.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Outcome {
    /// Everything is written.
    Done,
    /// The raw file would have to wait and must not.
    WouldBlock,
}

/// The words for it.
const WOULD_BLOCK: &str = "write could not complete without blocking";

/// Appends a bytes object to what is to be written.
fn append(cx: &mut Cx, this: &'static Instance, object: Value, size: usize) -> R<()> {
    if size == 0 {
        return Ok(());
    }
    let pending = match this.get(cx, PENDING)?.cast::<List>() {
        Some(pending) => pending,
        None => {
            let pending = list::new(cx)?;
            this.set(cx, PENDING, Value::from(pending))?;
            pending
        }
    };
    list::append(cx, pending, object)?;
    let size = number(cx, this, PENDING_SIZE)? + size;
    this.set(cx, PENDING_SIZE, Value::index(size))
}

fn append_bytes(cx: &mut Cx, this: &'static Instance, data: &[u8]) -> R<()> {
    let object = bytes::new(cx, data)?;
    append(cx, this, object, data.len())
}

/// Takes what is to be written.
fn take_pending(cx: &mut Cx, this: &'static Instance) -> R<Vec<u8>> {
    let size = number(cx, this, PENDING_SIZE)?;
    let mut all = Vec::with_capacity(size);
    if let Some(pending) = this.get(cx, PENDING)?.cast::<List>() {
        for part in list::to_vec(cx, pending)? {
            if let Some(part) = part.cast::<Bytes>() {
                all.extend_from_slice(part.as_slice());
            }
        }
        this.set(cx, PENDING, Value::UNBOUND)?;
        this.set(cx, PENDING_SIZE, Value::index(0))?;
    }
    Ok(all)
}

/// Puts back what could not be written, before what has come since.
fn put_back(cx: &mut Cx, this: &'static Instance, data: &[u8]) -> R<()> {
    let later = take_pending(cx, this)?;
    append_bytes(cx, this, data)?;
    append_bytes(cx, this, &later)
}

/// Writes to the raw file until nothing is left of `data`, and says how much was written.
fn write_raw(
    cx: &mut Cx,
    this: &'static Instance,
    raw: Value,
    data: &[u8],
    written: &mut usize,
) -> R<Outcome> {
    while *written < data.len() {
        match raw_file::write(cx, raw, &data[*written..])? {
            Some(count) => {
                *written += count;
                moved(cx, this, count)?;
                // What is written in part was interrupted, maybe.
                cx.hear()?;
            }
            None => return Ok(Outcome::WouldBlock),
        }
    }
    Ok(Outcome::Done)
}

/// Writes what is to be written. The caller has the lock.
///
/// # Errors
/// What the raw file raises; what could not be written is kept.
pub(super) fn try_flush(cx: &mut Cx, this: &'static Instance, raw: Value) -> R<Outcome> {
    while number(cx, this, PENDING_SIZE)? > 0 {
        let data = take_pending(cx, this)?;
        let mut written = 0;
        let outcome = write_raw(cx, this, raw, &data, &mut written);
        match outcome {
            Ok(Outcome::Done) => {}
            Ok(Outcome::WouldBlock) => {
                put_back(cx, this, &data[written..])?;
                return Ok(Outcome::WouldBlock);
            }
            Err(Exit::Raise) => {
                let raised = cx.take_exception();
                put_back(cx, this, &data[written..])?;
                return Err(cx.raise(raised));
            }
            Err(exit) => return Err(exit),
        }
    }
    Ok(Outcome::Done)
}

/// As [`try_flush`]; it must not be left undone.
///
/// # Errors
/// BlockingIOError, and as [`try_flush`].
pub(super) fn flush_locked(cx: &mut Cx, this: &'static Instance, raw: Value) -> R<()> {
    match try_flush(cx, this, raw)? {
        Outcome::Done => Ok(()),
        Outcome::WouldBlock => Err(would_block(cx, WOULD_BLOCK, 0)),
    }
}

/// Takes the raw file back to where the program is, if it has read ahead. The caller has the lock.
///
/// # Errors
/// What the raw file raises.
pub(super) fn rewind(cx: &mut Cx, this: &'static Instance, raw: Value) -> R<()> {
    let ahead = left(cx, this)?;
    if ahead > 0 {
        let at = raw_file::seek(cx, raw, -(ahead as i64), libc::SEEK_CUR)?;
        let at = cx.int(at)?;
        this.set(cx, POSITION, at)?;
    }
    forget_ahead(cx, this)
}

/// `write(object)`; `data` are its bytes.
///
/// # Errors
/// ValueError if the file is closed, BlockingIOError, and what the raw file raises.
pub(in super::super) fn write(
    cx: &mut Cx,
    this: &'static Instance,
    object: Value,
    data: &[u8],
) -> R<usize> {
    let raw = open_raw(cx, this, "write to")?;
    let size = data.len();
    let free = number(cx, this, LIMIT)?.saturating_sub(number(cx, this, PENDING_SIZE)?);
    if size <= free && left(cx, this)? == 0 {
        if !this.get(cx, CHUNK)?.is_none() {
            forget_ahead(cx, this)?;
        }
        match object.is::<Bytes>() {
            true => append(cx, this, object, size)?,
            false => append_bytes(cx, this, data)?,
        }
        return Ok(size);
    }
    locked(cx, this, |cx| {
        rewind(cx, this, raw)?;
        write_much(cx, this, raw, data)
    })
}

fn write_much(cx: &mut Cx, this: &'static Instance, raw: Value, data: &[u8]) -> R<usize> {
    let limit = number(cx, this, LIMIT)?;
    let size = data.len();
    let mut written = 0;
    let outcome = match size > limit.saturating_sub(number(cx, this, PENDING_SIZE)?) {
        true => try_flush(cx, this, raw)?,
        false => Outcome::Done,
    };
    if outcome == Outcome::Done && size > limit {
        write_raw(cx, this, raw, data, &mut written)?;
    }
    // The rest waits, as far as there is room.
    let free = limit.saturating_sub(number(cx, this, PENDING_SIZE)?);
    let kept = free.min(size - written);
    append_bytes(cx, this, &data[written..written + kept])?;
    match written + kept == size {
        true => Ok(size),
        false => Err(would_block(cx, WOULD_BLOCK, written + kept)),
    }
}
