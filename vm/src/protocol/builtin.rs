//! What special methods of builtin containers do, without looking them up.
//!
//! The builtin classes cannot be changed, and an instance of a subclass has another layout, so the
//! layout of an object alone says what `__len__` and its like would do. Each function gives `None` for
//! what it does not know.

use crate::cx::{Cx, R};
use crate::name;
use crate::objects::bytearray::{self, ByteArray};
use crate::objects::bytes::{self, Bytes};
use crate::objects::dict::views::View;
use crate::objects::dict::{self, Dict};
use crate::objects::float;
use crate::objects::int::{self, BigIntObject};
use crate::objects::list::{self, List};
use crate::objects::range::Range;
use crate::objects::sequence;
use crate::objects::set::{self, Set};
use crate::objects::slice::Unpacked;
use crate::objects::str::{self, Str};
use crate::objects::tuple::{self, Tuple};
use crate::protocol::{Compare, class_of};
use crate::value::Value;
use tython_num::IntRef;
use tython_text::Text;

/// `len(value)`
///
/// # Errors
/// When the transaction has to be rolled back.
#[inline]
pub(super) fn len(cx: &mut Cx, value: Value) -> R<Option<usize>> {
    Ok(Some(if let Some(list) = value.cast::<List>() {
        list::len(cx, list)?
    } else if let Some(tuple) = value.cast::<Tuple>() {
        tuple.len()
    } else if let Some(dict) = value.cast::<Dict>() {
        dict::len(cx, dict)?
    } else if let Some(string) = value.cast::<Str>() {
        string.len()
    } else if let Some(set) = value.cast::<Set>() {
        set::len(cx, set)?
    } else if let Some(bytes) = value.cast::<Bytes>() {
        bytes.as_slice().len()
    } else if let Some(view) = value.cast::<View>() {
        view.len(cx)?
    } else if let Some(range) = value.cast::<Range>()
        && let Some(length) = range.length.get().as_small_int()
    {
        length as usize
    } else {
        return Ok(None);
    }))
}

/// `object[key]`
///
/// # Errors
/// IndexError, KeyError, TypeError, MemoryError, and what the key's methods raise.
#[inline]
pub(super) fn get_item(cx: &mut Cx, object: Value, key: Value) -> R<Option<Value>> {
    Ok(Some(if let Some(dict) = object.cast::<Dict>() {
        match dict::get(cx, dict, key)? {
            Some(value) => value,
            None => return Err(cx.key_error(key)),
        }
    } else if let Some(list) = object.cast::<List>() {
        list::get_item(cx, list, key)?
    } else if let Some(tuple) = object.cast::<Tuple>() {
        tuple::get_item(cx, tuple, key)?
    } else if let Some(string) = object.cast::<Str>() {
        Value::from(str::get_item(cx, string, key)?)
    } else if let Some(bytes) = object.cast::<Bytes>() {
        bytes::get_item(cx, bytes, key)?
    } else if let Some(bytes) = object.cast::<ByteArray>() {
        bytearray::get_item(cx, bytes, key)?
    } else {
        return Ok(None);
    }))
}

/// `object[key] = value`, of a dict or bytearray, or if the list has an item there, counted from its begin. Whether it was
/// that.
///
/// # Errors
/// Of a bytearray IndexError and its like; MemoryError, what the methods of key and value raise, and when the transaction has to
/// be rolled back.
#[inline(always)]
pub(crate) fn set_item(cx: &mut Cx, object: Value, key: Value, value: Value) -> R<bool> {
    if let (Some(list), Some(index)) = (object.cast::<List>(), key.as_small_int()) {
        return match usize::try_from(index) {
            Ok(index) => list::set(cx, list, index, value),
            Err(_) => Ok(false),
        };
    }
    if let Some(dict) = object.cast::<Dict>() {
        return dict::set(cx, dict, key, value).map(|()| true);
    }
    match object.cast::<ByteArray>() {
        Some(bytes) => bytearray::set_item(cx, bytes, key, value).map(|()| true),
        None => Ok(false),
    }
}

/// `object[start:stop]`, if both are small integers or left out.
///
/// # Errors
/// As [`get_stepped`].
#[inline]
pub(crate) fn get_slice(cx: &mut Cx, object: Value, start: Value, stop: Value) -> R<Option<Value>> {
    get_stepped(cx, object, start, stop, Value::NONE)
}

/// `object[start:stop:step]`, if the three are small integers or left out.
///
/// # Errors
/// MemoryError, and when the transaction has to be rolled back.
#[inline]
pub(crate) fn get_stepped(
    cx: &mut Cx,
    object: Value,
    start: Value,
    stop: Value,
    step: Value,
) -> R<Option<Value>> {
    let Some(bounds) = Unpacked::of_parts(start, stop, step) else {
        return Ok(None);
    };
    Ok(Some(if let Some(list) = object.cast::<List>() {
        Value::from(list::get_slice(cx, list, bounds)?)
    } else if let Some(string) = object.cast::<Str>() {
        Value::from(str::get_slice(cx, string, bounds)?)
    } else if let Some(tuple) = object.cast::<Tuple>() {
        Value::from(tuple::get_slice(cx, tuple, bounds)?)
    } else if let Some(bytes) = object.cast::<Bytes>() {
        bytes::get_slice(cx, bytes, bounds)?
    } else {
        return Ok(None);
    }))
}

/// `str(value)`, `repr(value)` and `format(value)` of an integer, of a `bool` and of None.
///
/// # Errors
/// ValueError if an integer has too many digits, and MemoryError.
#[inline]
pub(super) fn text(cx: &mut Cx, value: Value) -> R<Option<Value>> {
    if let Some(big) = value.cast::<BigIntObject>() {
        let text = int::decimal(cx, IntRef::Big(big.get()))?;
        return cx.str(&text).map(Some);
    }
    let Some(number) = value.as_small_int() else {
        return singleton_text(cx, value);
    };
    let mut digits = [0; DECIMAL];
    let text = str::from_part(cx, Text::One(decimal(number, &mut digits)))?;
    Ok(Some(Value::from(text)))
}

fn singleton_text(cx: &mut Cx, value: Value) -> R<Option<Value>> {
    Ok(Some(match value {
        Value::NONE => name!(cx, "None")?,
        Value::TRUE => name!(cx, "True")?,
        Value::FALSE => name!(cx, "False")?,
        _ => return Ok(None),
    }))
}

/// Bytes that the decimal digits of a number take at most, with a sign.
pub(super) const DECIMAL: usize = 20;

/// The decimal digits of a number, written to the end of `digits`.
#[inline]
pub(super) fn decimal(number: i64, digits: &mut [u8; DECIMAL]) -> &[u8] {
    let mut first = digits.len();
    let mut rest = number.unsigned_abs();
    loop {
        first -= 1;
        digits[first] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        first -= 1;
        digits[first] = b'-';
    }
    &digits[first..]
}

/// `format(value, spec)` of an immediate number or a string.
///
/// # Errors
/// ValueError, OverflowError and MemoryError.
#[inline]
pub(super) fn format(cx: &mut Cx, value: Value, spec: &'static Str) -> R<Option<Value>> {
    Ok(Some(if value.is_small_int() {
        int::format(cx, value, spec)?
    } else if value.is_immediate_float() {
        float::format(cx, value, spec)?
    } else if value.is::<Str>() {
        str::format(cx, value, spec)?
    } else {
        return Ok(None);
    }))
}

/// `value in container`
///
/// # Errors
/// What hashing and comparing raise.
#[inline]
pub(super) fn contains(cx: &mut Cx, container: Value, value: Value) -> R<Option<bool>> {
    Ok(Some(if let Some(dict) = container.cast::<Dict>() {
        dict::contains(cx, dict, value)?
    } else if let Some(set) = container.cast::<Set>() {
        set::contains(cx, set, value)?
    } else if let Some(list) = container.cast::<List>() {
        list::contains(cx, list, value)?
    } else if let Some(tuple) = container.cast::<Tuple>() {
        tuple::contains(cx, tuple, value)?
    } else if let Some(string) = container.cast::<Str>() {
        str::contains(cx, string, value)?
    } else {
        return Ok(None);
    }))
}

/// `a op b`, of integers and `bool`s, of floats of one word, of strings, and of one of these with something quite different
/// that is as simple. `None`: ask their classes.
#[inline(always)]
pub(super) fn order(a: Value, b: Value, op: Compare) -> Option<bool> {
    if a.are_small_ints(b) {
        // The order of the words is that of the integers.
        return Some(op.holds((a.bits() as i64).cmp(&(b.bits() as i64))));
    }
    if let (Some(a), Some(b)) = (a.cast::<Str>(), b.cast::<Str>()) {
        return Some(match op {
            Compare::Eq => a.equals(b),
            Compare::Ne => !a.equals(b),
            _ => op.holds(a.text().cmp(&b.text())),
        });
    }
    if let (Some(a), Some(b)) = (exact_float(a), exact_float(b)) {
        // No NaN is immediate.
        return Some(a.partial_cmp(&b).is_some_and(|order| op.holds(order)));
    }
    let simple = |value: Value| !value.is_reference() || value.is::<Str>();
    match op {
        Compare::Eq | Compare::Ne if (a.is_none() && simple(b)) || (b.is_none() && simple(a)) => {
            Some((a == b) == (op == Compare::Eq))
        }
        _ => order_of_numbers(a.bool_as_int(), b.bool_as_int(), op),
    }
}

/// The same of numbers, if they are such; none is a `bool`.
fn order_of_numbers(a: Value, b: Value, op: Compare) -> Option<bool> {
    if let (Some(a), Some(b)) = (exact_float(a), exact_float(b)) {
        return Some(a.partial_cmp(&b).is_some_and(|order| op.holds(order)));
    }
    int::order(a, b, op)
}

/// The float that is exactly the number, which is of one word.
#[inline(always)]
fn exact_float(value: Value) -> Option<f64> {
    const EXACT: u64 = 1 << f64::MANTISSA_DIGITS;
    match value.as_small_int() {
        Some(int) => (int.unsigned_abs() <= EXACT).then_some(int as f64),
        None => value.as_immediate_float(),
    }
}

/// `a op b`, of two tuples or two lists.
///
/// # Errors
/// What comparing the items raises.
#[inline]
pub(super) fn compare_sequences(cx: &mut Cx, a: Value, b: Value, op: Compare) -> R<Option<Value>> {
    Ok(Some(
        if let (Some(a), Some(b)) = (a.cast::<Tuple>(), b.cast::<Tuple>()) {
            sequence::compare(cx, a, b, op)?
        } else if let (Some(a), Some(b)) = (a.cast::<List>(), b.cast::<List>()) {
            sequence::compare(cx, a, b, op)?
        } else {
            return Ok(None);
        },
    ))
}

/// Whether two objects are of builtin classes of which neither knows the other one: a string, a list, a tuple or a dict is
/// compared with its like only.
#[inline]
pub(super) fn are_unrelated(a: Value, b: Value) -> bool {
    let is_alone = |value: Value| {
        value.is::<Str>() || value.is::<List>() || value.is::<Tuple>() || value.is::<Dict>()
    };
    match (a.is_reference(), b.is_reference()) {
        (true, true) => is_alone(a) && is_alone(b) && !std::ptr::eq(class_of(a), class_of(b)),
        (true, false) => is_alone(a),
        (false, true) => is_alone(b),
        (false, false) => false,
    }
}

/// `hash(value)`, of what is immutable and needs more than 63 bits for it.
///
/// # Errors
/// What hashing the items of a tuple raises.
#[inline]
pub(super) fn hash(cx: &mut Cx, value: Value) -> R<Option<i64>> {
    if let Some(float) = value.as_immediate_float() {
        return Ok(tython_num::float::hash(float));
    }
    if let Some(bool) = value.as_bool() {
        return Ok(Some(i64::from(bool)));
    }
    Ok(Some(if let Some(tuple) = value.cast::<Tuple>() {
        cx.deeper_for(" while hashing a tuple", |cx| tuple::hash_of(cx, tuple))?
    } else if let Some(bytes) = value.cast::<Bytes>() {
        bytes.hash()
    } else if let Some(number) = int::to_int(value) {
        tython_num::int::hash(number)
    } else {
        return Ok(None);
    }))
}
