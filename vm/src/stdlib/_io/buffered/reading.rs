//! Reading: from what has been read ahead as long as that suffices, which is an ordinary transaction;
//! then from the raw file.

use super::super::raw as raw_file;
use super::super::target;
use super::lock::locked;
use super::state::{AT, CHUNK, LIMIT, ahead, forget_ahead, left, moved, number, open_raw};
use super::writing::flush_locked;
use crate::cx::{Cx, R};
use crate::objects::bytes::{self, Bytes};
use crate::objects::instance::Instance;
use crate::value::Value;

/// Takes up to so many bytes of what has been read ahead.
fn take(cx: &mut Cx, this: &'static Instance, most: usize) -> R<&'static [u8]> {
    let Some((chunk, at)) = ahead(cx, this)? else {
        return Ok(&[]);
    };
    let rest = chunk.as_slice().get(at..).unwrap_or_default();
    let taken = &rest[..most.min(rest.len())];
    this.set(cx, AT, Value::index(at + taken.len()))?;
    Ok(taken)
}

/// As [`take`], as an object: the chunk itself if that is all of it.
fn take_object(cx: &mut Cx, this: &'static Instance, most: usize) -> R {
    if let Some((chunk, 0)) = ahead(cx, this)?
        && chunk.as_slice().len() <= most
    {
        this.set(cx, AT, Value::index(chunk.as_slice().len()))?;
        return Ok(Value::from(chunk));
    }
    let taken = take(cx, this, most)?;
    bytes::new(cx, taken)
}

/// Reads once from the raw file; `None` if it would have to wait and must not.
fn read_raw(cx: &mut Cx, this: &'static Instance, raw: Value, most: usize) -> R<Option<Vec<u8>>> {
    let read = raw_file::read(cx, raw, most)?;
    if let Some(read) = &read {
        moved(cx, this, read.len())?;
    }
    Ok(read)
}

/// Reads ahead once, when nothing is left of what was read ahead before. The result is how many bytes
/// came; `None` as in [`read_raw`].
fn fill(cx: &mut Cx, this: &'static Instance, raw: Value) -> R<Option<usize>> {
    flush_locked(cx, this, raw)?;
    let limit = number(cx, this, LIMIT)?;
    forget_ahead(cx, this)?;
    let Some(read) = read_raw(cx, this, raw, limit)? else {
        return Ok(None);
    };
    let chunk = bytes::new(cx, &read)?;
    this.set(cx, CHUNK, chunk)?;
    Ok(Some(read.len()))
}

/// `read(size)`.
///
/// # Errors
/// ValueError if the file is closed, and what the raw file raises.
pub(super) fn read(cx: &mut Cx, this: &'static Instance, size: usize) -> R {
    let raw = open_raw(cx, this, "read of")?;
    if size <= left(cx, this)? {
        return take_object(cx, this, size);
    }
    locked(cx, this, |cx| read_more(cx, this, raw, size))
}

fn read_more(cx: &mut Cx, this: &'static Instance, raw: Value, size: usize) -> R {
    let limit = number(cx, this, LIMIT)?.max(1);
    let mut read = take(cx, this, size)?.to_vec();
    flush_locked(cx, this, raw)?;
    while read.len() < size {
        let more = size - read.len();
        // Whole buffers come directly, the rest through the buffer.
        let came = match more / limit {
            0 => {
                let came = fill(cx, this, raw)?;
                read.extend_from_slice(take(cx, this, more)?);
                came
            }
            whole => {
                forget_ahead(cx, this)?;
                let came = read_raw(cx, this, raw, whole * limit)?;
                read.extend_from_slice(came.as_deref().unwrap_or_default());
                came.map(|came| came.len())
            }
        };
        match came {
            None if read.is_empty() => return Ok(Value::NONE),
            None | Some(0) => break,
            Some(_) => {}
        }
    }
    bytes::new(cx, &read)
}

/// `read()`: all there is.
///
/// # Errors
/// As [`read`].
pub(in super::super) fn read_all(cx: &mut Cx, this: &'static Instance) -> R {
    let raw = open_raw(cx, this, "read of")?;
    locked(cx, this, |cx| {
        let rest = take(cx, this, usize::MAX)?;
        flush_locked(cx, this, raw)?;
        forget_ahead(cx, this)?;
        let more = raw_file::read_all(cx, raw)?;
        match more {
            None if rest.is_empty() => Ok(Value::NONE),
            None => bytes::new(cx, rest),
            Some(more) => {
                moved(cx, this, more.len())?;
                match rest.is_empty() {
                    true => bytes::new(cx, &more),
                    false => bytes::new(cx, &[rest, &more].concat()),
                }
            }
        }
    })
}

/// `read1(size)`: what is there, or what one raw read gives.
///
/// # Errors
/// As [`read`].
pub(in super::super) fn read1(cx: &mut Cx, this: &'static Instance, size: Option<usize>) -> R {
    let raw = open_raw(cx, this, "read of")?;
    let size = match size {
        Some(size) => size,
        None => number(cx, this, LIMIT)?,
    };
    if size == 0 || left(cx, this)? > 0 {
        return take_object(cx, this, size);
    }
    locked(cx, this, |cx| {
        if left(cx, this)? > 0 {
            return take_object(cx, this, size);
        }
        flush_locked(cx, this, raw)?;
        forget_ahead(cx, this)?;
        let read = read_raw(cx, this, raw, size)?;
        bytes::new(cx, &read.unwrap_or_default())
    })
}

/// `peek()`: what has been read ahead; if that is nothing, one raw read.
///
/// # Errors
/// As [`read`].
pub(super) fn peek(cx: &mut Cx, this: &'static Instance) -> R {
    let raw = open_raw(cx, this, "peek of")?;
    if left(cx, this)? == 0 {
        locked(cx, this, |cx| match left(cx, this)? {
            0 => fill(cx, this, raw).map(|_| ()),
            _ => Ok(()),
        })?;
    }
    match ahead(cx, this)? {
        Some((chunk, 0)) => Ok(Value::from(chunk)),
        Some((chunk, at)) => bytes::new(cx, &chunk.as_slice()[at..]),
        None => bytes::new(cx, &[]),
    }
}

/// `readline(limit)`.
///
/// # Errors
/// As [`read`].
pub(super) fn readline(cx: &mut Cx, this: &'static Instance, limit: Option<usize>) -> R {
    let raw = open_raw(cx, this, "readline of")?;
    let most = limit.unwrap_or(usize::MAX);
    if let Some(end) = line_end(cx, this, most)? {
        return take_object(cx, this, end);
    }
    locked(cx, this, |cx| {
        let mut line = Vec::new();
        loop {
            let end = line_end(cx, this, most - line.len())?;
            line.extend_from_slice(take(cx, this, end.unwrap_or(usize::MAX))?);
            if end.is_some() || !matches!(fill(cx, this, raw)?, Some(1..)) {
                return bytes::new(cx, &line);
            }
        }
    })
}

/// How long the rest of the line is, if what has been read ahead shows it: with its end, and at most
/// `most` bytes.
fn line_end(cx: &mut Cx, this: &'static Instance, most: usize) -> R<Option<usize>> {
    let Some((chunk, at)) = ahead(cx, this)? else {
        return Ok((most == 0).then_some(0));
    };
    let rest = chunk.as_slice().get(at..).unwrap_or_default();
    let visible = &rest[..most.min(rest.len())];
    let end = memchr::memchr(b'\n', visible).map(|end| end + 1);
    Ok(end.or((rest.len() >= most).then_some(most)))
}

/// `readinto(buffer)`; with `once`, at most one raw read.
///
/// # Errors
/// As [`read`].
pub(super) fn readinto(cx: &mut Cx, this: &'static Instance, buffer: Value, once: bool) -> R {
    let raw = open_raw(cx, this, "readinto of")?;
    let room = target::room(cx, buffer)?;
    let read = if once {
        read1(cx, this, Some(room))?
    } else if room <= left(cx, this)? {
        take_object(cx, this, room)?
    } else {
        locked(cx, this, |cx| read_more(cx, this, raw, room))?
    };
    let Some(read) = read.cast::<Bytes>() else {
        return Ok(Value::NONE);
    };
    target::fill(cx, buffer, read.as_slice())?;
    Ok(Value::index(read.as_slice().len()))
}
