//! The functions that are about containers.

use crate::cx::{Cx, R};
use crate::name;
use crate::native::native;
use crate::objects::bytearray::BYTEARRAY;
use crate::objects::bytes::BYTES;
use crate::objects::dict::DICT;
use crate::objects::list::LIST;
use crate::objects::str::STR;
use crate::objects::tuple::TUPLE;
use crate::protocol::operators::{self, Binary};
use crate::protocol::{self, class_of, is_instance, type_name};
use crate::stdlib::_collections::DEQUE;
use crate::types::TypeCell;
use crate::value::Value;

/// The builtin classes that know how to be concatenated.
static CONCATENATED: [&TypeCell; 6] = [&LIST, &TUPLE, &STR, &BYTES, &BYTEARRAY, &DEQUE];

/// Whether it is of a class that says itself what can be added to it.
fn knows_concatenation(cx: &mut Cx, value: Value) -> R<bool> {
    for cell in CONCATENATED {
        if is_instance(cx, value, cell)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether it can be indexed, and is no mapping of the builtin kind.
fn is_sequence(cx: &mut Cx, value: Value) -> R<bool> {
    let name = name!(cx, "__getitem__")?;
    Ok(class_of(value).lookup(cx, name)?.is_some() && !is_instance(cx, value, &DICT)?)
}

fn check_sequences(cx: &mut Cx, a: Value, b: Value) -> R<()> {
    if knows_concatenation(cx, a)? || is_sequence(cx, a)? && is_sequence(cx, b)? {
        return Ok(());
    }
    let class = type_name(cx, a)?;
    Err(cx.type_error(format_args!("'{class}' object can't be concatenated")))
}

/// Same as a + b, for a and b sequences.
#[native(module = "_operator", "concat(a, b, /)")]
fn concat(cx: &mut Cx, a: Value, b: Value) -> R {
    check_sequences(cx, a, b)?;
    operators::binary(cx, Binary::Add, a, b)
}

/// Same as a += b, for a and b sequences.
#[native(module = "_operator", "iconcat(a, b, /)")]
fn iconcat(cx: &mut Cx, a: Value, b: Value) -> R {
    check_sequences(cx, a, b)?;
    operators::in_place(cx, Binary::Add, a, b)
}

/// Same as b in a (note reversed operands).
#[native(module = "_operator", "contains(a, b, /)")]
fn contains(cx: &mut Cx, a: Value, b: Value) -> R<bool> {
    protocol::contains(cx, a, b)
}

/// An iterator over what is searched.
fn searched(cx: &mut Cx, a: Value) -> R {
    let iter = name!(cx, "__iter__")?;
    let iterable = match class_of(a).lookup(cx, iter)? {
        Some(method) => !method.is_none(),
        None => is_sequence(cx, a)?,
    };
    if iterable {
        return protocol::iter(cx, a);
    }
    let class = type_name(cx, a)?;
    Err(cx.type_error(format_args!("argument of type '{class}' is not iterable")))
}

/// Return the number of items in a which are, or which equal, b.
#[native(module = "_operator", "countOf(a, b, /)")]
fn count_of(cx: &mut Cx, a: Value, b: Value) -> R<usize> {
    let iterator = searched(cx, a)?;
    let mut count = 0;
    while let Some(item) = protocol::next(cx, iterator)? {
        count += usize::from(protocol::equal(cx, item, b)?);
    }
    Ok(count)
}

/// Return the first index of b in a.
#[native(module = "_operator", "indexOf(a, b, /)")]
fn index_of(cx: &mut Cx, a: Value, b: Value) -> R<usize> {
    let iterator = searched(cx, a)?;
    let mut index = 0;
    while let Some(item) = protocol::next(cx, iterator)? {
        if protocol::equal(cx, item, b)? {
            return Ok(index);
        }
        index += 1;
    }
    Err(cx.value_error(format_args!("sequence.index(x): x not in sequence")))
}

/// Same as a[b].
#[native(module = "_operator", "getitem(a, b, /)")]
fn getitem(cx: &mut Cx, a: Value, b: Value) -> R {
    protocol::get_item(cx, a, b)
}

/// Same as a[b] = c.
#[native(module = "_operator", "setitem(a, b, c, /)")]
fn setitem(cx: &mut Cx, a: Value, b: Value, c: Value) -> R<()> {
    protocol::set_item(cx, a, b, c)
}

/// Same as del a[b].
#[native(module = "_operator", "delitem(a, b, /)")]
fn delitem(cx: &mut Cx, a: Value, b: Value) -> R<()> {
    protocol::del_item(cx, a, b)
}

/// Return an estimate of the number of items in obj.
///
/// This is useful for presizing containers when building from an iterable.
///
/// If the object supports len(), the result will be exact.
/// Otherwise, it may over- or under-estimate by an arbitrary amount.
/// The result will be an integer >= 0.
#[native(module = "_operator", "length_hint(obj, default=0, /)")]
fn length_hint(cx: &mut Cx, obj: Value, default: isize) -> R<i64> {
    // The default may be negative, and comes back as it is.
    let hint = protocol::length_hint(cx, obj, default as usize)?;
    Ok(hint as i64)
}
