//! File names: what Python code gives as a path, and what the system gives back.
//!
//! Names are bytes for the system. As strings they are UTF-8, and what is no UTF-8 in them comes as
//! lone surrogates (PEP 383).

use crate::cx::{Cx, Exit, R};
use crate::host::os_text;
use crate::name;
use crate::objects::bytes::{self, Bytes};
use crate::objects::str::Str;
use crate::protocol::{attribute, number, type_name};
use crate::value::Value;
use std::ffi::{CStr, CString, OsStr};
use std::os::unix::ffi::OsStrExt;

/// `os.fsdecode` of bytes.
///
/// # Errors
/// MemoryError.
pub(crate) fn decode(cx: &mut Cx, name: &[u8]) -> R {
    os_text::to_value(cx, OsStr::from_bytes(name))
}

/// `os.fspath`: a `str` or `bytes` object, or what its `__fspath__` gives.
///
/// # Errors
/// TypeError if it is no path, and what `__fspath__` raises.
pub(crate) fn fspath(cx: &mut Cx, value: Value) -> R {
    match fspath_or_none(cx, value)? {
        Some(path) => Ok(path),
        None => {
            let class = type_name(cx, value)?;
            Err(cx.type_error(format_args!(
                "expected str, bytes or os.PathLike object, not {class}"
            )))
        }
    }
}

fn is_path(cx: &mut Cx, value: Value) -> R<bool> {
    Ok(cx.payload::<Str>(value)?.is_some() || cx.payload::<Bytes>(value)?.is_some())
}

fn fspath_or_none(cx: &mut Cx, value: Value) -> R<Option<Value>> {
    if is_path(cx, value)? {
        return Ok(Some(value));
    }
    let name = name!(cx, "__fspath__")?;
    let Some(path) = attribute::call_special(cx, value, name, &[])? else {
        return Ok(None);
    };
    if is_path(cx, path)? {
        return Ok(Some(path));
    }
    let (class, other) = (type_name(cx, value)?, type_name(cx, path)?);
    Err(cx.type_error(format_args!(
        "expected {class}.__fspath__() to return str or bytes, not {other}"
    )))
}

/// The name of a file as the system wants it.
#[derive(Debug)]
pub(crate) struct FsPath {
    /// The bytes, without a zero among them.
    pub(crate) name: CString,
    /// Whether names that come of it are to be bytes too.
    pub(crate) is_bytes: bool,
    /// What the caller gave, for messages.
    pub(crate) given: Value,
}

impl FsPath {
    /// For the system.
    pub(crate) fn as_c_str(&self) -> &CStr {
        &self.name
    }

    /// A name that the system gave, of the kind that the caller's was.
    ///
    /// # Errors
    /// MemoryError.
    pub(crate) fn like(&self, cx: &mut Cx, name: &[u8]) -> R {
        made(cx, name, self.is_bytes)
    }
}

/// A name from the system as an object.
///
/// # Errors
/// MemoryError.
pub(crate) fn made(cx: &mut Cx, name: &[u8], is_bytes: bool) -> R {
    match is_bytes {
        true => bytes::new(cx, name),
        false => decode(cx, name),
    }
}

/// The path that an object is, with `os.fspath`'s words if it is none.
///
/// # Errors
/// TypeError, ValueError if there is a zero in it, and what `__fspath__` raises.
pub(crate) fn path(cx: &mut Cx, given: Value) -> R<FsPath> {
    let path = fspath(cx, given)?;
    of_path(cx, path, given, None)
}

/// As [`path`], `None` if it is no path at all. `function` begins messages.
///
/// # Errors
/// As [`path`].
pub(crate) fn path_or_none(cx: &mut Cx, given: Value, function: &str) -> R<Option<FsPath>> {
    match fspath_or_none(cx, given)? {
        Some(path) => of_path(cx, path, given, Some(function)).map(Some),
        None => Ok(None),
    }
}

fn of_path(cx: &mut Cx, path: Value, given: Value, function: Option<&str>) -> R<FsPath> {
    let (name, is_bytes) = match cx.payload::<Str>(path)? {
        Some(text) => (os_text::to_bytes(cx, text)?, false),
        None => match cx.payload::<Bytes>(path)? {
            Some(bytes) => (bytes.as_slice().to_vec(), true),
            None => (Vec::new(), false),
        },
    };
    match CString::new(name) {
        Ok(name) => Ok(FsPath {
            name,
            is_bytes,
            given,
        }),
        Err(_) => Err(null_in_path(cx, function, is_bytes)),
    }
}

#[cold]
fn null_in_path(cx: &mut Cx, function: Option<&str>, is_bytes: bool) -> Exit {
    match function {
        Some(function) => {
            cx.value_error(format_args!("{function}: embedded null character in path"))
        }
        None if is_bytes => cx.value_error(format_args!("embedded null byte")),
        None => cx.value_error(format_args!("embedded null character")),
    }
}

/// A file descriptor: an integer, or what an object's `fileno` gives.
///
/// # Errors
/// TypeError if it is none, ValueError if it is negative, and what `fileno` raises.
pub(crate) fn file_descriptor(cx: &mut Cx, value: Value) -> R<i32> {
    let number = match number::exact_int(cx, value)? {
        Some(number) => number,
        None => {
            let name = name!(cx, "fileno")?;
            let Some(method) = attribute::find(cx, value, name)? else {
                return Err(cx.type_error(format_args!(
                    "argument must be an int, or have a fileno() method."
                )));
            };
            let number = crate::protocol::call_values(cx, method, &[])?;
            match number::exact_int(cx, number)? {
                Some(number) => number,
                None => {
                    return Err(cx.type_error(format_args!("fileno() returned a non-integer")));
                }
            }
        }
    };
    let fd = descriptor_number(cx, number)?;
    if fd < 0 {
        return Err(cx.value_error(format_args!(
            "file descriptor cannot be a negative integer ({fd})"
        )));
    }
    Ok(fd)
}

/// The number of a descriptor, if it fits in one.
///
/// # Errors
/// OverflowError.
pub(crate) fn descriptor_number(cx: &mut Cx, number: Value) -> R<i32> {
    match number.as_small_int().map(i32::try_from) {
        Some(Ok(fd)) => Ok(fd),
        Some(Err(_)) | None => {
            Err(cx.overflow_error(format_args!("Python int too large to convert to C int")))
        }
    }
}
