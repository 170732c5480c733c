//! What instances of subclasses of `int` and `str` have from these classes: done with the number or the text within them,
//! without a call.

use super::{Compare, builtin, class_of};
use crate::cx::{Cx, R};
use crate::objects::int::INT;
use crate::objects::native_function::NativeFunction;
use crate::objects::str::STR;
use crate::objects::type_object::Flags;
use crate::value::Value;

/// The number or the text within an instance, if its class has `method` from `int` or `str`, where it has this name.
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline]
pub(super) fn content(cx: &mut Cx, value: Value, method: Value, name: &str) -> R<Option<Value>> {
    let Some(exact) = cx.payload_value(value)? else {
        return Ok(None);
    };
    let class = class_of(exact);
    let is_of_class = |native: &NativeFunction| {
        let def = native.def();
        def.class().is_some_and(|owner| owner.is(class)) && def.name == name
    };
    let is_inherited = (INT.is(class) || STR.is(class))
        && method.cast::<NativeFunction>().is_some_and(is_of_class);
    Ok(is_inherited.then_some(exact))
}

/// `a op b`, if one is such an instance, and the other one, too, or is a number or a text itself.
///
/// # Errors
/// When the transaction has to be rolled back.
pub(super) fn order(cx: &mut Cx, a: Value, b: Value, op: Compare) -> R<Option<bool>> {
    let Some(a) = operand(cx, a, op)? else {
        return Ok(None);
    };
    let b = operand(cx, b, op.swapped())?;
    Ok(b.and_then(|b| builtin::order(a, b, op)))
}

fn operand(cx: &mut Cx, value: Value, op: Compare) -> R<Option<Value>> {
    let class = class_of(value);
    if INT.is(class) || STR.is(class) {
        return Ok(Some(value));
    }
    if !class.flags().has(Flags::PAYLOAD) {
        return Ok(None);
    }
    let name = op.method();
    let text = name.get(cx)?;
    match class.lookup(cx, text)? {
        Some(method) => content(cx, value, method, name.text()),
        None => Ok(None),
    }
}
