//! What instances of subclasses of builtin classes have from these: done with the number, the text or the container within
//! them, without a call.

use super::{Compare, builtin, class_of};
use crate::cx::{Cx, R};
use crate::interned::Name;
use crate::objects::dict::{self, Dict};
use crate::objects::instance::Instance;
use crate::objects::native_function::NativeFunction;
use crate::objects::str::Str;
use crate::objects::type_object::Flags;
use crate::value::Value;

/// What lies within an instance, if its class has `method` from the class of that, where it has this name.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline]
pub(super) fn content(cx: &mut Cx, value: Value, method: Value, name: &str) -> R<Option<Value>> {
    let Some(native) = method.cast::<NativeFunction>() else {
        return Ok(None);
    };
    let Some(exact) = cx.payload_value(value)? else {
        return Ok(None);
    };
    let def = native.def();
    let is_inherited = def.class().is_some_and(|owner| owner.is(class_of(exact)));
    Ok((is_inherited && def.name == name).then_some(exact))
}

/// The same, when the method has not been looked up yet.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline]
pub(crate) fn content_with(cx: &mut Cx, value: Value, name: &'static Name) -> R<Option<Value>> {
    let class = class_of(value);
    if !value.is::<Instance>() || !class.flags().has(Flags::PAYLOAD) {
        return Ok(None);
    }
    let text = name.get(cx)?;
    match class.lookup(cx, text)? {
        Some(method) => content(cx, value, method, name.text()),
        None => Ok(None),
    }
}

/// `a op b`, if the left one is such an instance, and the other one as well or of a builtin class itself, and both are numbers
/// or texts: this calls nothing.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline]
pub(super) fn order(cx: &mut Cx, a: Value, b: Value, op: Compare) -> R<Option<bool>> {
    match contents(cx, a, b, op)? {
        Some((left, right)) => Ok(builtin::order(left, right, op)),
        None => Ok(None),
    }
}

/// `a op b`, if one is such an instance, and the other one, too, or is of a builtin class itself.
///
/// # Errors
/// What comparing items raises.
pub(super) fn compare(cx: &mut Cx, a: Value, b: Value, op: Compare) -> R<Option<Value>> {
    let Some((left, right)) = contents(cx, a, b, op)? else {
        return Ok(None);
    };
    match builtin::order(left, right, op) {
        Some(holds) => Ok(Some(Value::bool(holds))),
        None => builtin::compare_sequences(cx, left, right, op),
    }
}

/// What lies within both, if this comparison is of that.
#[inline]
fn contents(cx: &mut Cx, a: Value, b: Value, op: Compare) -> R<Option<(Value, Value)>> {
    let Some(left) = operand(cx, a, op)? else {
        return Ok(None);
    };
    let right = if op == op.swapped() && std::ptr::eq(class_of(a), class_of(b)) {
        // What has been found for the one is so for the other one.
        cx.payload_value(b)?
    } else {
        operand(cx, b, op.swapped())?
    };
    Ok(right.map(|right| (left, right)))
}

fn operand(cx: &mut Cx, value: Value, op: Compare) -> R<Option<Value>> {
    if !value.is::<Instance>() {
        return Ok(Some(value));
    }
    content_with(cx, value, op.method())
}

/// `object[key]`, where `method` is what the class of an instance has as `__getitem__`.
///
/// # Errors
/// As `builtin::get_item`.
pub(super) fn get_item(cx: &mut Cx, object: Value, method: Value, key: Value) -> R<Option<Value>> {
    let Some(exact) = content(cx, object, method, "__getitem__")? else {
        return Ok(None);
    };
    match exact.cast::<Dict>() {
        // What is missing the class may know. It is looked for again, which must not be seen.
        Some(dict) if key.is_small_int() || key.is::<Str>() => dict::get(cx, dict, key),
        Some(_) => Ok(None),
        None => builtin::get_item(cx, exact, key),
    }
}
