//! Objects as text: `repr`, `str`, `ascii`, `format`.

use crate::cx::{Cx, R};
use crate::interned::Name;
use crate::name;
use crate::objects::str::{self as strings, STR, Str};
use crate::protocol::{attribute, builtin, is_instance, type_name};
use crate::value::Value;
use tython_compiler::isa::Conversion;

fn by_method(cx: &mut Cx, value: Value, name: &'static Name, what: &str) -> R {
    // As in CPython, and with that in what makes text of all that an endless iterator gives.
    cx.hear()?;
    if let Some(text) = builtin::text(cx, value)? {
        return Ok(text);
    }
    let name = name.get(cx)?;
    let result = cx.deeper(|cx| attribute::call_special(cx, value, name, &[]))?;
    match result {
        Some(text) if text.is::<Str>() || is_instance(cx, text, &STR)? => Ok(text),
        Some(other) => {
            let class = type_name(cx, other)?;
            Err(cx.type_error(format_args!("{what} returned non-string (type {class})")))
        }
        None => Err(cx.system_error(format_args!("an object without {what}"))),
    }
}

/// `repr(value)`.
///
/// # Errors
/// What `__repr__` raises.
pub fn repr(cx: &mut Cx, value: Value) -> R {
    static NAME: Name = Name::new("__repr__");
    if let Some(string) = value.cast::<Str>() {
        return Ok(Value::from(strings::repr(cx, string)?));
    }
    by_method(cx, value, &NAME, "__repr__")
}

/// `str(value)`.
///
/// # Errors
/// What `__str__` raises.
pub fn str(cx: &mut Cx, value: Value) -> R {
    static NAME: Name = Name::new("__str__");
    if value.is::<Str>() {
        return Ok(value);
    }
    by_method(cx, value, &NAME, "__str__")
}

/// `ascii(value)`.
///
/// # Errors
/// What `__repr__` raises.
pub fn ascii(cx: &mut Cx, value: Value) -> R {
    let text = repr(cx, value)?;
    strings::to_ascii(cx, text)
}

/// `format(value, spec)`.
///
/// # Errors
/// What `__format__` raises.
pub fn format(cx: &mut Cx, value: Value, spec: Value) -> R {
    if let Some(spec) = spec.cast::<Str>() {
        let known = if !spec.is_empty() {
            builtin::format(cx, value, spec)?
        } else if value.is::<Str>() {
            Some(value)
        } else {
            builtin::text(cx, value)?
        };
        if let Some(text) = known {
            return Ok(text);
        }
    }
    let name = name!(cx, "__format__")?;
    match attribute::call_special(cx, value, name, &[spec])? {
        Some(text) if is_instance(cx, text, &STR)? => Ok(text),
        Some(other) => {
            let class = type_name(cx, other)?;
            Err(cx.type_error(format_args!("__format__ must return a str, not {class}")))
        }
        None => {
            let class = type_name(cx, value)?;
            Err(cx.type_error(format_args!("Type {class} doesn't define __format__")))
        }
    }
}

/// Applies a conversion of a replacement field, by its number.
///
/// # Errors
/// What `__str__` or `__repr__` raises.
pub(crate) fn converted(cx: &mut Cx, value: Value, conversion: u16) -> R {
    const STR: u16 = Conversion::Str as u16;
    const REPR: u16 = Conversion::Repr as u16;
    const ASCII: u16 = Conversion::Ascii as u16;
    match conversion {
        STR => str(cx, value),
        REPR => repr(cx, value),
        ASCII => ascii(cx, value),
        _ => Ok(value),
    }
}

/// The text of a replacement field without a format.
///
/// # Errors
/// As [`converted`], and what `__format__` raises.
pub(crate) fn text_of(cx: &mut Cx, value: Value, conversion: u16) -> R {
    let value = converted(cx, value, conversion)?;
    if value.is::<Str>() {
        Ok(value)
    } else {
        format(cx, value, cx.vm.empty_str.get())
    }
}
