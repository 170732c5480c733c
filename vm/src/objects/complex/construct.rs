//! `complex(...)` and `from_number`.

use super::base::{COMPLEX, ComplexObject, new as new_complex};
use super::operand::complex;
use crate::cx::{Cx, Exit, R};
use crate::heap::HeapType;
use crate::name;
use crate::native::native;
use crate::objects::exception::classes::DEPRECATION_WARNING;
use crate::objects::instance::Instance;
use crate::objects::number_text::{literal, shown};
use crate::objects::str::Str;
use crate::objects::type_object::Type;
use crate::protocol::{
    attribute, call_values, class_of, full_type_name, number, type_name, warning,
};
use crate::value::Value;
use tython_num::Complex;

#[native(COMPLEX, "__new__(cls, real=0, imag=0)", new)]
fn new(cx: &mut Cx, cls: &'static Type, real: Option<Value>, imag: Option<Value>) -> R {
    let number = match (real, imag) {
        (Some(x), None) => of_object(cx, x)?,
        _ => of_parts(cx, real.unwrap_or(Value::index(0)), imag)?,
    };
    let exact = new_complex(cx, number.re, number.im)?;
    if COMPLEX.is(cls) {
        return Ok(exact);
    }
    let instance = Instance::new(cx, cls)?;
    instance.set(cx, 0, exact)?;
    Ok(instance.value())
}

/// What `__complex__` gives; `None` if there is no such method.
///
/// # Errors
/// TypeError if it gives something else, and what it raises.
pub(crate) fn by_method(cx: &mut Cx, x: Value) -> R<Option<Complex>> {
    if let Some(exact) = x.cast::<ComplexObject>() {
        return Ok(Some(exact.get()));
    }
    let name = name!(cx, "__complex__")?;
    let Some(result) = attribute::call_special(cx, x, name, &[])? else {
        return Ok(None);
    };
    if let Some(exact) = result.cast::<ComplexObject>() {
        return Ok(Some(exact.get()));
    }
    let class = type_name(cx, result)?;
    match complex(cx, result)? {
        Some(number) => {
            let message = format!(
                "__complex__ returned non-complex (type {class}).  The ability to return an instance of a strict subclass of complex is deprecated, and may be removed in a future version of Python."
            );
            warning::warn(cx, &DEPRECATION_WARNING, &message)?;
            Ok(Some(number))
        }
        None => Err(cx.type_error(format_args!(
            "__complex__ returned non-complex (type {class})"
        ))),
    }
}

/// Whether `float(x)` does more than to parse text.
fn is_real(cx: &mut Cx, x: Value) -> R<bool> {
    let class = class_of(x);
    let (float, index) = (name!(cx, "__float__")?, name!(cx, "__index__")?);
    Ok(class.lookup(cx, float)?.is_some() || class.lookup(cx, index)?.is_some())
}

/// `complex(x)`.
fn of_object(cx: &mut Cx, x: Value) -> R<Complex> {
    if let Some(number) = by_method(cx, x)? {
        return Ok(number);
    }
    if cx.payload::<Str>(x)?.is_some()
        && let Some(text) = literal(cx, x)?
    {
        return match tython_num::complex::parse(&text) {
            Ok(number) => Ok(number),
            Err(error) => {
                let spelled = shown(cx, x)?;
                Err(cx.number_error(error.into_error(&spelled)))
            }
        };
    }
    if is_real(cx, x)? {
        return Ok(number::float(cx, x)?.into());
    }
    let class = full_type_name(cx, x)?;
    Err(cx.type_error(format_args!(
        "complex() argument must be a string or a number, not {class}"
    )))
}

fn not_real(cx: &mut Cx, argument: &str, x: Value) -> R<Exit> {
    let class = full_type_name(cx, x)?;
    Ok(cx.type_error(format_args!(
        "complex() argument '{argument}' must be a real number, not {class}"
    )))
}

fn deprecated(cx: &mut Cx, argument: &str, x: Value) -> R<()> {
    let class = full_type_name(cx, x)?;
    let message = format!("complex() argument '{argument}' must be a real number, not {class}");
    warning::warn(cx, &DEPRECATION_WARNING, &message)
}

/// `complex(real, imag)`: `real + imag * 1j`, and so even for parts that are complex themselves.
fn of_parts(cx: &mut Cx, real: Value, imag: Option<Value>) -> R<Complex> {
    let whole = by_method(cx, real)?;
    if whole.is_none() && !is_real(cx, real)? {
        return Err(not_real(cx, "real", real)?);
    }
    let turned = match imag {
        Some(imag) => complex(cx, imag)?,
        None => None,
    };
    if let Some(imag) = imag
        && turned.is_none()
        && !is_real(cx, imag)?
    {
        return Err(not_real(cx, "imag", imag)?);
    }
    let mut result = match whole {
        Some(whole) => {
            deprecated(cx, "real", real)?;
            whole
        }
        None => number::float(cx, real)?.into(),
    };
    let Some(imag) = imag else {
        return Ok(result);
    };
    let part = match turned {
        Some(turned) => {
            deprecated(cx, "imag", imag)?;
            result.re -= turned.im;
            turned.re
        }
        None => number::float(cx, imag)?,
    };
    // A real `real` adds nothing, not even a zero that would change the sign of another.
    result.im = if whole.is_some() {
        part + result.im
    } else {
        part
    };
    Ok(result)
}

/// Convert number to a complex floating-point number.
#[native(COMPLEX, "from_number(type, number, /)", classmethod)]
fn from_number(cx: &mut Cx, cls: &'static Type, number: Value) -> R {
    if COMPLEX.is(cls) && number.is::<ComplexObject>() {
        return Ok(number);
    }
    let converted = match by_method(cx, number)? {
        Some(converted) => converted,
        None => number::float(cx, number)?.into(),
    };
    let exact = new_complex(cx, converted.re, converted.im)?;
    if COMPLEX.is(cls) {
        return Ok(exact);
    }
    call_values(cx, cls.value(), &[exact])
}
