//! The environment of the process.

use super::path::fspath;
use crate::cx::{Cx, R};
use crate::host::{environment, os_text};
use crate::native::native;
use crate::objects::bytes::{self, Bytes};
use crate::objects::dict::{self, Dict};
use crate::objects::str::Str;
use crate::value::Value;
use std::ffi::CString;
use std::os::unix::ffi::OsStrExt;

/// The environment as bytes objects.
///
/// # Errors
/// MemoryError.
pub(super) fn snapshot(cx: &mut Cx) -> R<&'static Dict> {
    let environ = dict::new(cx)?;
    for (name, value) in std::env::vars_os() {
        let name = bytes::new(cx, name.as_bytes())?;
        let value = bytes::new(cx, value.as_bytes())?;
        // The first of several wins, as for the C library.
        dict::set_default(cx, environ, name, value)?;
    }
    Ok(environ)
}

/// Create the environment dictionary.
#[native(module = "posix", "_create_environ()", effect = io)]
fn create_environ(cx: &mut Cx) -> R<&'static Dict> {
    snapshot(cx)
}

/// A name or a value for the C library.
fn c_string(cx: &mut Cx, value: Value) -> R<CString> {
    let value = fspath(cx, value)?;
    let text = match cx.payload::<Str>(value)? {
        Some(text) => os_text::to_bytes(cx, text)?,
        None => match cx.payload::<Bytes>(value)? {
            Some(bytes) => bytes.as_slice().to_vec(),
            None => Vec::new(),
        },
    };
    CString::new(text).map_err(|_| cx.value_error(format_args!("embedded null byte")))
}

/// Change or add an environment variable.
#[native(module = "posix", "putenv(name, value, /)", effect = io)]
fn putenv(cx: &mut Cx, name: Value, value: Value) -> R<()> {
    let (name, value) = (c_string(cx, name)?, c_string(cx, value)?);
    if name.as_bytes().contains(&b'=') || name.as_bytes().is_empty() {
        return Err(cx.value_error(format_args!("illegal environment variable name")));
    }
    environment::set(&name, &value).map_err(|error| crate::host::call::raise(cx, error, None))
}

/// Delete an environment variable.
#[native(module = "posix", "unsetenv(name, /)", effect = io)]
fn unsetenv(cx: &mut Cx, name: Value) -> R<()> {
    let name = c_string(cx, name)?;
    environment::remove(&name).map_err(|error| crate::host::call::raise(cx, error, None))
}
