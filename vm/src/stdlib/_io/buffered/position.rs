//! Where the program is in a file: `seek`, `tell`, `truncate`, `flush`.

use super::super::arguments::{to_isize, to_offset};
use super::super::base::{Ability, check_able};
use super::super::file;
use super::super::raw as raw_file;
use super::lock::locked;
use super::state::{AT, PENDING_SIZE, POSITION, ahead, forget_ahead, left, number, open_raw, raw};
use super::writing::{flush_locked, rewind};
use crate::cx::{Cx, R};
use crate::name;
use crate::objects::instance::Instance;
use crate::protocol::call::call_method;
use crate::value::Value;

/// Where the raw file is, if need be by asking it.
fn raw_position(cx: &mut Cx, this: &'static Instance, raw: Value) -> R<i64> {
    if let Some(known) = this.get(cx, POSITION)?.as_small_int() {
        return Ok(known);
    }
    ask_position(cx, this, raw)
}

fn ask_position(cx: &mut Cx, this: &'static Instance, raw: Value) -> R<i64> {
    let position = raw_file::tell(cx, raw)?;
    let value = cx.int(position)?;
    this.set(cx, POSITION, value)?;
    Ok(position)
}

/// `tell()`.
///
/// # Errors
/// What the raw file raises.
pub(super) fn tell(cx: &mut Cx, this: &'static Instance) -> R<i64> {
    let raw = raw(cx, this)?;
    let position = ask_position(cx, this, raw)?;
    let behind = left(cx, this)? as i64;
    let before = number(cx, this, PENDING_SIZE)? as i64;
    Ok((position - behind + before).max(0))
}

fn check_seekable(cx: &mut Cx, raw: Value) -> R<()> {
    if let Some(file) = file::exact(raw)
        && file::is_seekable(cx, file)?
    {
        return Ok(());
    }
    check_able(cx, raw, Ability::Seek)
}

/// `seek(target, whence)`.
///
/// # Errors
/// ValueError if the file is closed or `whence` is none, UnsupportedOperation, and what the raw file
/// raises.
pub(super) fn seek(cx: &mut Cx, this: &'static Instance, target: Value, whence: i32) -> R<i64> {
    let known = [
        libc::SEEK_SET,
        libc::SEEK_CUR,
        libc::SEEK_END,
        libc::SEEK_DATA,
        libc::SEEK_HOLE,
    ];
    if !known.contains(&whence) {
        return Err(cx.value_error(format_args!("whence value {whence} unsupported")));
    }
    let raw = open_raw(cx, this, "seek of")?;
    check_seekable(cx, raw)?;
    let target = to_offset(cx, target)?;
    if matches!(whence, libc::SEEK_SET | libc::SEEK_CUR)
        && let Some(position) = seek_ahead(cx, this, raw, target, whence)?
    {
        return Ok(position);
    }
    locked(cx, this, |cx| {
        flush_locked(cx, this, raw)?;
        let target = match whence {
            libc::SEEK_CUR => target - left(cx, this)? as i64,
            _ => target,
        };
        let position = raw_file::seek(cx, raw, target, whence)?;
        let value = cx.int(position)?;
        this.set(cx, POSITION, value)?;
        forget_ahead(cx, this)?;
        Ok(position)
    })
}

/// Moves inside of what has been read ahead, if the target is there.
fn seek_ahead(
    cx: &mut Cx,
    this: &'static Instance,
    raw: Value,
    target: i64,
    whence: i32,
) -> R<Option<i64>> {
    let Some((_, at)) = ahead(cx, this)? else {
        return Ok(None);
    };
    let left = left(cx, this)? as i64;
    if left == 0 {
        return Ok(None);
    }
    let here = raw_position(cx, this, raw)? - left;
    let distance = match whence {
        libc::SEEK_SET => target.saturating_sub(here),
        _ => target,
    };
    if !(-(at as i64)..=left).contains(&distance) {
        return Ok(None);
    }
    this.set(cx, AT, Value::index((at as i64 + distance) as usize))?;
    Ok(Some(here + distance))
}

/// Writes what is to be written, and takes the raw file back to where the program is.
///
/// # Errors
/// ValueError if the file is closed, BlockingIOError, and what the raw file raises.
pub(in super::super) fn flush(cx: &mut Cx, this: &'static Instance) -> R<()> {
    let raw = raw(cx, this)?;
    if raw_file::is_closed(cx, raw)? {
        return Err(cx.value_error(format_args!("flush of closed file")));
    }
    if number(cx, this, PENDING_SIZE)? == 0 && left(cx, this)? == 0 {
        return forget_ahead(cx, this);
    }
    locked(cx, this, |cx| {
        flush_locked(cx, this, raw)?;
        rewind(cx, this, raw)
    })
}

/// `truncate(pos)`.
///
/// # Errors
/// As [`flush`].
pub(super) fn truncate(cx: &mut Cx, this: &'static Instance, pos: Value) -> R {
    let raw = open_raw(cx, this, "truncate of")?;
    if !pos.is_none() {
        to_isize(cx, pos)?;
    }
    flush(cx, this)?;
    let name = name!(cx, "truncate")?;
    let size = call_method(cx, raw, name, &[pos])?;
    this.set(cx, POSITION, Value::UNBOUND)?;
    Ok(size)
}
