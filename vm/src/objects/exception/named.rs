//! Exceptions with a field or two: StopIteration, SystemExit, KeyError, AttributeError, NameError,
//! ImportError.

use super::base::{args_of, attributes_of, plain_text, reduced, refuse_keywords, set_args};
use super::classes::{
    ATTRIBUTE_ERROR, IMPORT_ERROR, KEY_ERROR, NAME_ERROR, STOP_ITERATION, SYSTEM_EXIT,
};
use super::fields;
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::{Kwargs, closest, native};
use crate::objects::dict::{self, Dict};
use crate::objects::instance::Instance;
use crate::objects::str::{self, Str};
use crate::protocol::{self, class_of};
use crate::value::Value;

/// The values of arguments that are given by name only; unbound where there is none.
///
/// # Errors
/// TypeError if there is an argument with another name.
fn keywords<const N: usize>(
    cx: &mut Cx,
    function: &str,
    kwargs: Kwargs<'_>,
    names: [&str; N],
) -> R<[Value; N]> {
    for (name, _) in kwargs.iter() {
        let name = str::to_string(name);
        if names.contains(&name.as_str()) {
            continue;
        }
        let hint = match closest(names, &name) {
            Some(meant) => format!(". Did you mean '{meant}'?"),
            None => String::new(),
        };
        return Err(cx.type_error(format_args!(
            "{function}() got an unexpected keyword argument '{name}'{hint}"
        )));
    }
    Ok(names.map(|name| kwargs.get(name).unwrap_or(Value::UNBOUND)))
}

/// The first argument is the value of the first field.
///
/// # Errors
/// As [`Instance::set`].
pub(super) fn set_first(cx: &mut Cx, exception: &'static Instance, args: &[Value]) -> R<()> {
    let value = args.first().copied().unwrap_or(Value::NONE);
    exception.set(cx, fields::FIRST, value)
}

#[native(STOP_ITERATION, "__init__(self, /, *args, **kwargs)", slot, effect = writes)]
fn stop_iteration(
    cx: &mut Cx,
    this: &'static Instance,
    args: &[Value],
    kwargs: Kwargs<'_>,
) -> R<()> {
    refuse_keywords(cx, class_of(this.value()), kwargs)?;
    set_args(cx, this, args)?;
    set_first(cx, this, args)
}

/// `SystemExit.code`: the argument, or all of them.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
pub(super) fn set_code(cx: &mut Cx, exception: &'static Instance, args: &[Value]) -> R<()> {
    match args {
        [] | [_] => set_first(cx, exception, args),
        _ => {
            let all = exception.get(cx, fields::ARGS)?;
            exception.set(cx, fields::FIRST, all)
        }
    }
}

#[native(SYSTEM_EXIT, "__init__(self, /, *args, **kwargs)", slot, effect = writes)]
fn system_exit(cx: &mut Cx, this: &'static Instance, args: &[Value], kwargs: Kwargs<'_>) -> R<()> {
    refuse_keywords(cx, class_of(this.value()), kwargs)?;
    set_args(cx, this, args)?;
    set_code(cx, this, args)
}

/// A key is shown as it is written: the empty string would be nothing to see.
#[native(KEY_ERROR, "__str__(self, /)", slot)]
fn key_error_text(cx: &mut Cx, this: &'static Instance) -> R {
    match args_of(cx, this)?.as_slice() {
        [key] => protocol::repr(cx, *key),
        _ => plain_text(cx, this),
    }
}

#[native(NAME_ERROR, "__init__(self, /, *args, **kwargs)", slot, effect = writes)]
fn name_error(cx: &mut Cx, this: &'static Instance, args: &[Value], kwargs: Kwargs<'_>) -> R<()> {
    let [name] = keywords(cx, "NameError", kwargs, ["name"])?;
    set_args(cx, this, args)?;
    this.set(cx, fields::FIRST, name)
}

#[native(ATTRIBUTE_ERROR, "__init__(self, /, *args, **kwargs)", slot, effect = writes)]
fn attribute_error(
    cx: &mut Cx,
    this: &'static Instance,
    args: &[Value],
    kwargs: Kwargs<'_>,
) -> R<()> {
    let [name, object] = keywords(cx, "AttributeError", kwargs, ["name", "obj"])?;
    set_args(cx, this, args)?;
    this.set(cx, fields::FIRST, name)?;
    this.set(cx, fields::ATTRIBUTE_OBJ, object)
}

/// A copy of the attributes, with those of these fields that have a value; `None` if there is nothing.
fn state(
    cx: &mut Cx,
    exception: &'static Instance,
    named: &[(&str, usize)],
) -> R<Option<&'static Dict>> {
    let attributes = attributes_of(cx, exception)?;
    let mut state = None;
    for (name, field) in named {
        let Some(value) = exception.get(cx, *field)?.bound() else {
            continue;
        };
        let copy = match (state, attributes) {
            (Some(copy), _) => copy,
            (None, Some(attributes)) => dict::copy(cx, attributes)?,
            (None, None) => dict::new(cx)?,
        };
        state = Some(copy);
        let name = cx.vm.intern(cx, name)?;
        dict::set_str(cx, copy, name, value)?;
    }
    Ok(state.or(attributes))
}

/// The object is left out: it may be impossible to pickle.
const ATTRIBUTE_ERROR_STATE: &[(&str, usize)] = &[("name", fields::FIRST), ("args", fields::ARGS)];

#[native(ATTRIBUTE_ERROR, "__getstate__(self, /)", effect = writes)]
fn attribute_error_state(cx: &mut Cx, this: &'static Instance) -> R<Option<&'static Dict>> {
    state(cx, this, ATTRIBUTE_ERROR_STATE)
}

#[native(ATTRIBUTE_ERROR, "__reduce__(self, /)", effect = writes)]
fn attribute_error_reduce(cx: &mut Cx, this: &'static Instance) -> R {
    let args = this.get(cx, fields::ARGS)?;
    let state = state(cx, this, ATTRIBUTE_ERROR_STATE)?;
    let state = state.map_or(Value::NONE, |state| state.value());
    reduced(cx, this, args, Some(state))
}

/// `ImportError.msg`: the only argument.
///
/// # Errors
/// As [`Instance::set`].
pub(super) fn set_message(cx: &mut Cx, exception: &'static Instance, args: &[Value]) -> R<()> {
    match args {
        [message] => exception.set(cx, fields::IMPORT_MSG, *message),
        _ => exception.set(cx, fields::IMPORT_MSG, Value::UNBOUND),
    }
}

#[native(IMPORT_ERROR, "__init__(self, /, *args, **kwargs)", slot, effect = writes)]
fn import_error(cx: &mut Cx, this: &'static Instance, args: &[Value], kwargs: Kwargs<'_>) -> R<()> {
    let names = ["name", "path", "name_from"];
    let [name, path, name_from] = keywords(cx, "ImportError", kwargs, names)?;
    set_args(cx, this, args)?;
    set_message(cx, this, args)?;
    this.set(cx, fields::IMPORT_NAME, name)?;
    this.set(cx, fields::IMPORT_PATH, path)?;
    this.set(cx, fields::IMPORT_NAME_FROM, name_from)
}

#[native(IMPORT_ERROR, "__str__(self, /)", slot)]
fn import_error_text(cx: &mut Cx, this: &'static Instance) -> R {
    let message = this.get(cx, fields::IMPORT_MSG)?;
    if message.is::<Str>() {
        return Ok(message);
    }
    plain_text(cx, this)
}

#[native(IMPORT_ERROR, "__reduce__(self, /)", effect = writes)]
fn import_error_reduce(cx: &mut Cx, this: &'static Instance) -> R {
    let args = this.get(cx, fields::ARGS)?;
    let named = [
        ("name", fields::IMPORT_NAME),
        ("path", fields::IMPORT_PATH),
        ("name_from", fields::IMPORT_NAME_FROM),
    ];
    let state = state(cx, this, &named)?.map(|state| state.value());
    reduced(cx, this, args, state)
}
