//! Truth, length, and subscripts.

use crate::cx::{Cx, Exit, R};
use crate::interned::Name;
use crate::name;
use crate::objects::dict::{self, Dict};
use crate::objects::exception::classes::KEY_ERROR;
use crate::objects::generic_alias;
use crate::objects::instance::Instance;
use crate::objects::int::to_int;
use crate::objects::type_object::{Flags, TYPE, Type};
use crate::protocol::{
    attribute, attribute_cache, builtin, class_of, inherited, is_instance, number, type_name,
};
use crate::value::Value;

/// `bool(value)`.
///
/// # Errors
/// What `__bool__` or `__len__` raises.
pub fn truth(cx: &mut Cx, value: Value) -> R<bool> {
    if let Some(bool) = value.as_bool() {
        return Ok(bool);
    }
    if let Some(int) = value.as_small_int() {
        return Ok(int != 0);
    }
    if let Some(float) = value.as_immediate_float() {
        return Ok(float != 0.0);
    }
    if value.is_none() {
        return Ok(false);
    }
    if value.is::<Instance>() {
        return truth_of_instance(cx, value);
    }
    if let Some(length) = builtin::len(cx, value)? {
        return Ok(length != 0);
    }
    by_methods(cx, value)
}

fn truth_of_instance(cx: &mut Cx, value: Value) -> R<bool> {
    if attribute_cache::are_always_true(cx, class_of(value))? {
        return Ok(true);
    }
    match inherited::content_with(cx, value, &BOOL)? {
        Some(exact) => truth(cx, exact),
        None => by_methods(cx, value),
    }
}

static BOOL: Name = Name::new("__bool__");

/// What the methods of a value say about its truth.
fn by_methods(cx: &mut Cx, value: Value) -> R<bool> {
    let class = class_of(value);
    let name = BOOL.get(cx)?;
    if let Some(method) = class.lookup(cx, name)? {
        if method.is_none() {
            let class = type_name(cx, value)?;
            return Err(cx.type_error(format_args!("'{class}' cannot be interpreted as a boolean")));
        }
        let answer = attribute::call_found(cx, method, value, &[])?;
        return checked_truth(cx, answer);
    }
    let name = name!(cx, "__len__")?;
    match class.lookup(cx, name)? {
        Some(_) => Ok(len(cx, value)? != 0),
        None => Ok(true),
    }
}

/// What a `__bool__` has given.
///
/// # Errors
/// TypeError if it is no `bool`.
pub(crate) fn checked_truth(cx: &mut Cx, answer: Value) -> R<bool> {
    match answer.as_bool() {
        Some(bool) => Ok(bool),
        None => {
            let class = type_name(cx, answer)?;
            Err(cx.type_error(format_args!(
                "__bool__ should return bool, returned {class}"
            )))
        }
    }
}

/// `len(value)`.
///
/// # Errors
/// TypeError if it has none, and what `__len__` raises.
pub fn len(cx: &mut Cx, value: Value) -> R<usize> {
    if let Some(length) = builtin::len(cx, value)? {
        return Ok(length);
    }
    let name = name!(cx, "__len__")?;
    let Some(method) = class_of(value).lookup(cx, name)? else {
        let class = type_name(cx, value)?;
        return Err(cx.type_error(format_args!("object of type '{class}' has no len()")));
    };
    if let Some(exact) = inherited::content(cx, value, method, "__len__")?
        && let Some(length) = builtin::len(cx, exact)?
    {
        return Ok(length);
    }
    let length = attribute::call_found(cx, method, value, &[])?;
    checked_length(cx, length)
}

/// What a `__len__` has given, as a length.
///
/// # Errors
/// TypeError, ValueError and OverflowError, if it is none.
pub(crate) fn checked_length(cx: &mut Cx, length: Value) -> R<usize> {
    let length = number::index(cx, length)?;
    if let Some(length) = length.as_small_int()
        && length >= 0
    {
        return Ok(length as usize);
    }
    match to_int(length).map(|length| (length.to_i64(), length.is_negative())) {
        Some((Some(length), false)) => Ok(length as usize),
        Some((_, true)) => Err(cx.value_error(format_args!("__len__() should return >= 0"))),
        _ => Err(cx.overflow_error(format_args!("cannot fit 'int' into an index-sized integer"))),
    }
}

/// `object[key]`.
///
/// # Errors
/// TypeError if it has no items, and what `__getitem__` raises.
pub fn get_item(cx: &mut Cx, object: Value, key: Value) -> R {
    if let Some(value) = builtin::get_item(cx, object, key)? {
        return Ok(value);
    }
    let name = name!(cx, "__getitem__")?;
    if let Some(method) = class_of(object).lookup(cx, name)? {
        return get_item_by(cx, method, object, key);
    }
    if object.is::<Type>() {
        if object == TYPE.value() {
            return generic_alias::new(cx, object, key);
        }
        let name = name!(cx, "__class_getitem__")?;
        if let Some(getter) = attribute::find(cx, object, name)? {
            return crate::protocol::call_values(cx, getter, &[key]);
        }
        let class = object
            .cast::<Type>()
            .map_or(Ok(String::new()), |class| class.name_text(cx))?;
        return Err(cx.type_error(format_args!("type '{class}' is not subscriptable")));
    }
    let class = type_name(cx, object)?;
    Err(cx.type_error(format_args!("'{class}' object is not subscriptable")))
}

/// `object[key]`, where `method` is what the class of the object has as `__getitem__`.
///
/// # Errors
/// What it raises.
pub(crate) fn get_item_by(cx: &mut Cx, method: Value, object: Value, key: Value) -> R {
    match inherited::get_item(cx, object, method, key)? {
        Some(value) => Ok(value),
        None => attribute::call_found(cx, method, object, &[key]),
    }
}

/// `mapping[key]`, or `None` instead of KeyError.
///
/// # Errors
/// Whatever else `__getitem__` raises.
pub fn get_item_or_none(cx: &mut Cx, mapping: Value, key: Value) -> R<Option<Value>> {
    if let Some(dict) = mapping.cast::<Dict>() {
        return dict::get(cx, dict, key);
    }
    match get_item(cx, mapping, key) {
        Ok(value) => Ok(Some(value)),
        Err(Exit::Raise) => {
            let exception = cx.exception;
            if is_instance(cx, exception, &KEY_ERROR)? {
                cx.take_exception();
                Ok(None)
            } else {
                Err(Exit::Raise)
            }
        }
        Err(exit) => Err(exit),
    }
}

/// `object[key] = value`.
///
/// # Errors
/// TypeError if it does not know how, and what `__setitem__` raises.
pub fn set_item(cx: &mut Cx, object: Value, key: Value, value: Value) -> R<()> {
    if builtin::set_item(cx, object, key, value)? {
        return Ok(());
    }
    let name = name!(cx, "__setitem__")?;
    if let Some(method) = class_of(object).lookup(cx, name)? {
        if let Some(exact) = inherited::content(cx, object, method, "__setitem__")?
            && builtin::set_item(cx, exact, key, value)?
        {
            return Ok(());
        }
        return attribute::call_found(cx, method, object, &[key, value]).map(|_| ());
    }
    let class = type_name(cx, object)?;
    Err(cx.type_error(format_args!(
        "'{class}' object does not support item assignment"
    )))
}

/// `del object[key]`.
///
/// # Errors
/// TypeError if it does not know how, and what `__delitem__` raises.
pub fn del_item(cx: &mut Cx, object: Value, key: Value) -> R<()> {
    if let Some(dict) = object.cast::<Dict>() {
        return match dict::remove(cx, dict, key)? {
            Some(_) => Ok(()),
            None => Err(cx.key_error(key)),
        };
    }
    let name = name!(cx, "__delitem__")?;
    if attribute::call_special(cx, object, name, &[key])?.is_some() {
        return Ok(());
    }
    let class = type_name(cx, object)?;
    // CPython asks sequences in another way, if the key is an index.
    let (index, length) = (name!(cx, "__index__")?, name!(cx, "__len__")?);
    let is_sequence = !class_of(object).flags().has(Flags::BUILTIN)
        || class_of(object).lookup(cx, length)?.is_some();
    let does_not = if is_sequence && class_of(key).lookup(cx, index)?.is_some() {
        "doesn't"
    } else {
        "does not"
    };
    Err(cx.type_error(format_args!(
        "'{class}' object {does_not} support item deletion"
    )))
}
