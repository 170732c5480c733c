//! Paths: what `os.fspath` gives.

use crate::cx::{Cx, R};
use crate::name;
use crate::objects::bytes::Bytes;
use crate::objects::str::Str;
use crate::protocol::{attribute, type_name};
use crate::value::Value;

/// `os.fspath(value)`: a string or bytes, or what `__fspath__` gives.
///
/// # Errors
/// TypeError if it is no path, and what `__fspath__` raises.
pub fn fspath(cx: &mut Cx, value: Value) -> R {
    if is_path(cx, value)? {
        return Ok(value);
    }
    let name = name!(cx, "__fspath__")?;
    let Some(path) = attribute::call_special(cx, value, name, &[])? else {
        let class = type_name(cx, value)?;
        return Err(cx.type_error(format_args!(
            "expected str, bytes or os.PathLike object, not {class}"
        )));
    };
    if is_path(cx, path)? {
        return Ok(path);
    }
    let (class, given) = (type_name(cx, value)?, type_name(cx, path)?);
    Err(cx.type_error(format_args!(
        "expected {class}.__fspath__() to return str or bytes, not {given}"
    )))
}

fn is_path(cx: &mut Cx, value: Value) -> R<bool> {
    Ok(cx.payload::<Str>(value)?.is_some() || cx.payload::<Bytes>(value)?.is_some())
}
