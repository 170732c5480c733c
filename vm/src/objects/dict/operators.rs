//! `==`, `|` and `|=`.

use super::base::{self, DICT, Dict};
use super::lookup;
use super::merge;
use super::walk::{self, Walk};
use crate::cx::{Cx, R};
use crate::heap::HeapType;
use crate::native::native;
use crate::protocol::{self, class_of};
use crate::value::Value;

/// Whether both have the same keys with equal values.
fn equal(cx: &mut Cx, a: &'static Dict, b: &'static Dict) -> R<bool> {
    if walk::len(cx, a)? != walk::len(cx, b)? {
        return Ok(false);
    }
    let mut walk = Walk::FORWARD;
    while let Some(item) = walk.step(cx, a)? {
        let Some(hit) = lookup::find(cx, b, item.key, item.hash)? else {
            return Ok(false);
        };
        if !protocol::equal(cx, hit.value, item.value)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `this == value`, unless `value` is no dict.
fn compared(cx: &mut Cx, this: &'static Dict, value: Value) -> R<Option<bool>> {
    match cx.payload::<Dict>(value)? {
        Some(other) => Ok(Some(equal(cx, this, other)?)),
        None => Ok(None),
    }
}

/// Return self==value.
#[native(DICT, "__eq__(self, value, /)", slot)]
fn eq(cx: &mut Cx, this: &'static Dict, value: Value) -> R {
    let equal = compared(cx, this, value)?;
    Ok(equal.map_or(Value::NOT_IMPLEMENTED, Value::bool))
}

/// Return self!=value.
#[native(DICT, "__ne__(self, value, /)", slot)]
fn ne(cx: &mut Cx, this: &'static Dict, value: Value) -> R {
    let equal = compared(cx, this, value)?;
    Ok(equal.map_or(Value::NOT_IMPLEMENTED, |equal| Value::bool(!equal)))
}

/// A new dict with the entries of both, if both are dicts.
fn union(cx: &mut Cx, left: Value, right: Value) -> R {
    match (cx.payload::<Dict>(left)?, cx.payload::<Dict>(right)?) {
        (Some(dict), Some(_)) if left == right && DICT.is(class_of(left)) => {
            Ok(base::copy(cx, dict)?.value())
        }
        (Some(_), Some(other)) => {
            let more = walk::len(cx, other)?;
            let result = merge::copied(cx, left, more)?;
            merge::update(cx, result, right)?;
            Ok(result.value())
        }
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// Return self|value.
#[native(DICT, "__or__(self, value, /)", slot)]
fn or(cx: &mut Cx, this: Value, value: Value) -> R {
    union(cx, this, value)
}

/// Return value|self.
#[native(DICT, "__ror__(self, value, /)", slot)]
fn ror(cx: &mut Cx, this: Value, value: Value) -> R {
    union(cx, value, this)
}

/// Return self|=value.
#[native(DICT, "__ior__(self, value, /)", slot)]
fn ior(cx: &mut Cx, this: Value, value: Value) -> R {
    match cx.payload::<Dict>(this)? {
        Some(dict) => {
            merge::update(cx, dict, value)?;
            Ok(this)
        }
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}
