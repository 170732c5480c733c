//! A raw file as buffered files use it: a `FileIO` directly, any other by its methods.

use super::base::{self, count_read};
use super::errors::wrong_result;
use super::file;
use crate::cx::{Cx, R};
use crate::name;
use crate::objects::bytearray;
use crate::objects::bytes::{self, Bytes};
use crate::objects::exception::classes::OS_ERROR;
use crate::objects::memoryview::{self, Memory};
use crate::protocol::attribute;
use crate::protocol::call::call_method;
use crate::value::Value;

/// Whether it is closed.
///
/// # Errors
/// What its `closed` raises.
pub(super) fn is_closed(cx: &mut Cx, raw: Value) -> R<bool> {
    match file::exact(raw) {
        Some(file) => Ok(file::descriptor(cx, file)? < 0),
        None => base::is_closed(cx, raw),
    }
}

/// Reads once, at most so many bytes; `None` if the file would have to wait and must not.
///
/// # Errors
/// What its `readinto` raises.
pub(super) fn read(cx: &mut Cx, raw: Value, most: usize) -> R<Option<Vec<u8>>> {
    if let Some(file) = file::exact(raw) {
        return file::read_some(cx, file, most);
    }
    let buffer = bytearray::zeros(cx, most)?;
    let buffer = bytearray::new(cx, &buffer)?;
    let name = name!(cx, "readinto")?;
    let view = memoryview::over(cx, Memory::ByteArray(buffer), Value::from(buffer))?;
    let count = call_method(cx, raw, name, &[Value::from(view)])?;
    match count_read(cx, count, most)? {
        Some(count) => buffer.part(cx, 0..count).map(Some),
        None => Ok(None),
    }
}

/// Reads up to the end, with `readall` if it has that; `None` as in [`read`].
///
/// # Errors
/// What its methods raise.
pub(super) fn read_all(cx: &mut Cx, raw: Value) -> R<Option<Vec<u8>>> {
    if let Some(file) = file::exact(raw) {
        return file::read_all(cx, file);
    }
    let name = name!(cx, "readall")?;
    if let Some(readall) = attribute::find(cx, raw, name)? {
        let read = crate::protocol::call_values(cx, readall, &[])?;
        return bytes_or_none(cx, read, "readall");
    }
    let name = name!(cx, "read")?;
    let mut all: Option<Vec<u8>> = None;
    loop {
        let read = call_method(cx, raw, name, &[])?;
        match bytes_or_none(cx, read, "read")? {
            Some(read) if !read.is_empty() => all.get_or_insert_default().extend(read),
            Some(_) => return Ok(Some(all.unwrap_or_default())),
            None => return Ok(all),
        }
    }
}

fn bytes_or_none(cx: &mut Cx, read: Value, method: &str) -> R<Option<Vec<u8>>> {
    if read.is_none() {
        return Ok(None);
    }
    match cx.payload::<Bytes>(read)? {
        Some(bytes) => Ok(Some(bytes.as_slice().to_vec())),
        None => wrong_result(cx, method, "bytes", read),
    }
}

/// Writes once, what it takes of these bytes; `None` as in [`read`].
///
/// # Errors
/// What its `write` raises.
pub(super) fn write(cx: &mut Cx, raw: Value, data: &[u8]) -> R<Option<usize>> {
    if let Some(file) = file::exact(raw) {
        return file::write_some(cx, file, data);
    }
    let object = bytes::new(cx, data)?;
    let name = name!(cx, "write")?;
    let count = call_method(cx, raw, name, &[object])?;
    if count.is_none() {
        return Ok(None);
    }
    let most = data.len();
    match crate::protocol::index(cx, count)?.as_small_int() {
        Some(count) if (0..=most as i64).contains(&count) => Ok(Some(count as usize)),
        _ => {
            let count = crate::protocol::repr(cx, count)?;
            let count = crate::objects::str::to_string(count);
            Err(cx.raise_message(
                &OS_ERROR,
                format_args!(
                    "raw write() returned invalid length {count} (should have been between 0 and {most})"
                ),
            ))
        }
    }
}

/// Moves the position, and says where it is then.
///
/// # Errors
/// What its `seek` raises; OSError if that gives a negative number.
pub(super) fn seek(cx: &mut Cx, raw: Value, offset: i64, whence: i32) -> R<i64> {
    if let Some(file) = file::exact(raw) {
        return file::seek_to(cx, file, offset, whence);
    }
    let name = name!(cx, "seek")?;
    let (offset, whence) = (cx.int(offset)?, cx.int(i64::from(whence))?);
    let at = call_method(cx, raw, name, &[offset, whence])?;
    position(cx, at)
}

/// Where the position is.
///
/// # Errors
/// As [`seek`].
pub(super) fn tell(cx: &mut Cx, raw: Value) -> R<i64> {
    if let Some(file) = file::exact(raw) {
        return file::seek_to(cx, file, 0, libc::SEEK_CUR);
    }
    let name = name!(cx, "tell")?;
    let at = call_method(cx, raw, name, &[])?;
    position(cx, at)
}

fn position(cx: &mut Cx, at: Value) -> R<i64> {
    let index = crate::protocol::index(cx, at)?;
    match index.as_small_int() {
        Some(at) if at >= 0 => Ok(at),
        _ => {
            let at = crate::protocol::repr(cx, index)?;
            let at = crate::objects::str::to_string(at);
            Err(cx.raise_message(
                &OS_ERROR,
                format_args!("Raw stream returned invalid position {at}"),
            ))
        }
    }
}
