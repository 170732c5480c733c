//! Numbers out of any object: `__index__`, `__int__`, `__float__`.

use crate::cx::{Cx, R};
use crate::name;
use crate::objects::exception::classes::DEPRECATION_WARNING;
use crate::objects::float::to_f64;
use crate::objects::int::{INT, to_int};
use crate::protocol::{attribute, is_instance, type_name, warning};
use crate::value::Value;

/// The exact `int` of an instance of a subclass of `int`, or of an `int` itself.
///
/// # Errors
/// When the transaction has to be rolled back.
pub fn exact_int(cx: &mut Cx, value: Value) -> R<Option<Value>> {
    if let Some(bool) = value.as_bool() {
        return Ok(Some(Value::index(usize::from(bool))));
    }
    if to_int(value).is_some() {
        return Ok(Some(value));
    }
    if is_instance(cx, value, &INT)? {
        return cx.payload_value(value);
    }
    Ok(None)
}

/// `operator.index(value)`: an exact `int`.
///
/// # Errors
/// TypeError if it is no integer, and what `__index__` raises.
#[inline]
pub fn index(cx: &mut Cx, value: Value) -> R {
    if value.is_small_int() {
        return Ok(value);
    }
    index_slowly(cx, value)
}

fn index_slowly(cx: &mut Cx, value: Value) -> R {
    if let Some(int) = exact_int(cx, value)? {
        return Ok(int);
    }
    let name = name!(cx, "__index__")?;
    let Some(result) = attribute::call_special(cx, value, name, &[])? else {
        let class = type_name(cx, value)?;
        return Err(cx.type_error(format_args!(
            "'{class}' object cannot be interpreted as an integer"
        )));
    };
    exact_result(cx, "__index__", result)
}

/// What `__index__` or `__int__` gave, as an exact `int`.
fn exact_result(cx: &mut Cx, method: &str, result: Value) -> R {
    if to_int(result).is_some() && result.as_bool().is_none() {
        return Ok(result);
    }
    let class = type_name(cx, result)?;
    let words = format!("{method} returned non-int (type {class})");
    match exact_int(cx, result)? {
        Some(int) => {
            let message = format!(
                "{words}.  The ability to return an instance of a strict subclass of int is \
                 deprecated, and may be removed in a future version of Python."
            );
            warning::warn(cx, &DEPRECATION_WARNING, &message)?;
            Ok(int)
        }
        None => Err(cx.type_error(format_args!("{words}"))),
    }
}

/// The float of a number: a `float`, or what `__float__` or `__index__` gives.
///
/// # Errors
/// TypeError if it is no number, OverflowError, and what the methods raise.
pub fn float(cx: &mut Cx, value: Value) -> R<f64> {
    if let Some(float) = to_f64(value) {
        return Ok(float);
    }
    if let Some(payload) = cx.payload_value(value)?
        && let Some(float) = to_f64(payload)
    {
        return Ok(float);
    }
    converted(cx, value)
}

/// `float(value)` for what is no text: even of an instance of a subclass of `float` its `__float__` is
/// called.
///
/// # Errors
/// As [`float`].
pub(crate) fn converted(cx: &mut Cx, value: Value) -> R<f64> {
    if to_int(value).is_some() {
        return int_to_float(cx, value);
    }
    let name = name!(cx, "__float__")?;
    if let Some(result) = attribute::call_special(cx, value, name, &[])? {
        if let Some(float) = to_f64(result) {
            return Ok(float);
        }
        let (class, given) = (type_name(cx, value)?, type_name(cx, result)?);
        let words = format!("{class}.__float__ returned non-float (type {given})");
        let payload = cx.payload_value(result)?;
        return match payload.and_then(to_f64) {
            Some(float) => {
                let message = format!(
                    "{words}.  The ability to return an instance of a strict subclass of float is \
                     deprecated, and may be removed in a future version of Python."
                );
                warning::warn(cx, &DEPRECATION_WARNING, &message)?;
                Ok(float)
            }
            None => Err(cx.type_error(format_args!("{words}"))),
        };
    }
    let name = name!(cx, "__index__")?;
    if attribute::get_special(cx, value, name)?.is_some() {
        let int = index(cx, value)?;
        return int_to_float(cx, int);
    }
    let class = type_name(cx, value)?;
    Err(cx.type_error(format_args!("must be real number, not {class}")))
}

fn int_to_float(cx: &mut Cx, int: Value) -> R<f64> {
    let Some(number) = to_int(int) else {
        return Err(cx.system_error(format_args!("an int without a number")));
    };
    match tython_num::int::to_f64(number) {
        Ok(float) => Ok(float),
        Err(_) => Err(cx.overflow_error(format_args!("int too large to convert to float"))),
    }
}

/// The integer that a number is cut to: by `__int__`, or by `__index__`. Strings are none.
///
/// # Errors
/// TypeError if it is no number, and what the methods raise.
pub fn truncated(cx: &mut Cx, value: Value) -> R {
    if let Some(float) = to_f64(value) {
        let int = tython_num::int::from_f64(float).map_err(|error| cx.number_error(error))?;
        return crate::objects::int::from_int(cx, int);
    }
    let name = name!(cx, "__int__")?;
    let Some(result) = attribute::call_special(cx, value, name, &[])? else {
        return index(cx, value);
    };
    exact_result(cx, "__int__", result)
}
